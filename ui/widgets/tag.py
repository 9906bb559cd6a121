"""State tags: icon 14 and a word, 20 high, on the ground of their state; calm ones have no ground."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import Tone, font, pixmap, theme

TAG_HEIGHT = 20
ICONS = {Tone.BAD: "octagon-alert", Tone.WARN: "clock-alert", Tone.GOOD: "circle-check", Tone.UNKNOWN: "circle-dashed"}


def tag_width(text: str) -> int:
    return 6 + 14 + 4 + QFontMetrics(font("small_medium")).horizontalAdvance(text) + 6


def paint_tag(
    painter: QPainter,
    x: float,
    middle: float,
    text: str,
    tone: Tone,
    icon_name: str = "",
    *,
    room: int = 0,
    calm: bool = False,
) -> None:
    """`middle`: vertical centre. `calm`: no ground, green icon and a grey word. `room`: elide to this width."""
    look = theme()
    colours = look.tone(tone)
    ratio = painter.device().devicePixelRatioF()
    words_font = font("small" if calm else "small_medium")
    metrics = QFontMetrics(words_font)
    words = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room - 30) if room else text
    width = 30 + metrics.horizontalAdvance(words)
    box = QRectF(x, middle - TAG_HEIGHT / 2, width, TAG_HEIGHT)
    painter.save()
    if not calm:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.ground))
        painter.drawRoundedRect(box, 4, 4)
    token = tone.value if tone is not Tone.UNKNOWN else "text2"
    painter.drawPixmap(round(x + 6), round(middle - 7), pixmap(icon_name or ICONS[tone], token, 14, ratio))
    painter.setFont(words_font)
    painter.setPen(QColor(look.text2 if calm else colours.text))
    painter.drawText(box.adjusted(24, 0, 0, 0), int(Qt.AlignmentFlag.AlignVCenter), words)
    painter.restore()


class Tag(QWidget):
    def __init__(self, text: str, tone: Tone | str = Tone.GOOD, icon_name: str = "", *, calm: bool = False) -> None:
        super().__init__()
        self._text, self._tone, self._icon, self._calm = text, Tone(tone), icon_name, calm
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set(self, text: str, tone: Tone | str, icon_name: str = "", *, calm: bool = False) -> None:
        self._text, self._tone, self._icon, self._calm = text, Tone(tone), icon_name, calm
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    @property
    def text(self) -> str:
        return self._text

    def sizeHint(self) -> QSize:
        return QSize(tag_width(self._text), TAG_HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_tag(painter, 0, self.height() / 2, self._text, self._tone, self._icon, calm=self._calm)
