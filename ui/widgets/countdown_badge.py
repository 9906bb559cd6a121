"""Time left, top right on every page that has a dossier in hand: «còn 2 giờ 15 phút làm việc» over the due moment."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import Tone, font, pixmap, theme
from ui.widgets.tag import ICONS

BAND_TONES = {"overdue": Tone.BAD, "due_soon": Tone.WARN, "in_time": Tone.GOOD, "no_term": Tone.UNKNOWN}
BAND_WORDS = {"overdue": "Quá hạn", "due_soon": "Sắp đến hạn", "in_time": "Trong hạn", "no_term": "Chưa có hạn"}


class CountdownBadge(QWidget):
    def __init__(self, *, left: bool = False) -> None:
        super().__init__()
        self._left = left  # top right on pages; at the left in a panel
        self._band, self._text, self._due = "no_term", "", ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_countdown(self, band: str, text: str, due_text: str) -> None:
        """`band`: value of `model.queue.Band`; the two texts come from the one function that counts."""
        self._band, self._text, self._due = str(band), text, due_text
        self.setAccessibleName(f"{BAND_WORDS[self._band]}, {text}, {due_text}")
        self.updateGeometry()
        self.update()

    def _second(self) -> str:
        return f"{BAND_WORDS[self._band]} · {self._due}" if self._due else BAND_WORDS[self._band]

    def sizeHint(self) -> QSize:
        first = 22 + QFontMetrics(font("strong")).horizontalAdvance(self._text)
        second = QFontMetrics(font("small")).horizontalAdvance(self._second())
        return QSize(max(first, second) + 2, 40)

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter = theme(), QPainter(self)
        tone = BAND_TONES[self._band]
        calm = tone in (Tone.GOOD, Tone.UNKNOWN)
        side = Qt.AlignmentFlag.AlignLeft if self._left else Qt.AlignmentFlag.AlignRight
        flags = int(side | Qt.AlignmentFlag.AlignVCenter)
        indent = 22 if self._left else 0
        painter.setFont(font("strong"))
        painter.setPen(QColor(look.text if calm else look.tone(tone).text))
        painter.drawText(QRect(indent, 2, self.width() - indent, 20), flags, self._text)
        x = 0 if self._left else self.width() - painter.fontMetrics().horizontalAdvance(self._text) - 22
        token = tone.value if tone is not Tone.UNKNOWN else "text2"
        painter.drawPixmap(x, 4, pixmap(ICONS[tone], token, 16, self.devicePixelRatioF()))
        painter.setFont(font("small"))
        painter.setPen(QColor(look.text2))
        painter.drawText(QRect(0, 22, self.width(), 16), flags, self._second())
