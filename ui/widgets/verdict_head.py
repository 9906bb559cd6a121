"""The headline of a check: icon on its ground, one of three words, why, and the counts of all three."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from counter_app.model.signature import Verdict
from ui.presenters.signing_signed import VERDICT_ICONS, VERDICT_TONES, VERDICT_WORDS
from ui.presenters.verify import Headline
from ui.theme import font, pixmap, theme
from ui.widgets.buttons import SecondaryButton
from ui.widgets.delegate import words_width
from ui.widgets.labels import label


class VerdictHead(QFrame):
    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "surface")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 20, 20, 16)
        whole.setSpacing(12)
        line = QHBoxLayout()
        line.setSpacing(16)
        self.badge = _Badge()
        self.title, self.words = label("", "headline"), label("", "body", "text2", wrap=True)
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addWidget(self.title)
        column.addWidget(self.words)
        line.addWidget(self.badge, 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(column, 1)
        whole.addLayout(line)
        self._row = QHBoxLayout()
        self._row.setSpacing(8)
        self.counts: dict[Verdict, _Count] = {}
        for verdict in (Verdict.VALID, Verdict.INDETERMINATE, Verdict.INVALID):
            self.counts[verdict] = _Count(verdict)
            self._row.addWidget(self.counts[verdict])
        self._row.addStretch(1)
        self.trust = SecondaryButton("Nạp chứng thư CA, danh sách thu hồi", icon_name="download")
        self.trust.hide()
        self._row.addWidget(self.trust)
        whole.addLayout(self._row)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The counts stand under the words, and under the icon when there is no room for that."""
        super().resizeEvent(event)
        needed = sum(count.width() + 8 for count in self.counts.values())
        self._row.setContentsMargins(64 if self.width() - 40 - 64 >= needed else 0, 0, 0, 0)

    def offer_trust(self, wanted: bool) -> None:
        """The way to what is missing, for who may install it."""
        self.trust.setVisible(wanted)

    def show_headline(self, said: Headline) -> None:
        self.badge.show_icon(said.icon, said.tone)
        self.title.setText(said.title)
        self.words.setText(said.words)
        for verdict, count in said.counts:
            self.counts[verdict].show_count(count, chosen=verdict is said.verdict)
            self.counts[verdict].setVisible(said.verdict is not Verdict.UNSIGNED)


class _Badge(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._icon, self._tone = "shield-check", "good"
        self.setFixedSize(48, 48)

    def show_icon(self, name: str, tone: str) -> None:
        self._icon, self._tone = name, tone
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, look = QPainter(self), theme()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        ground = f"{self._tone}_ground" if self._tone in ("good", "warn", "bad") else "surface2"
        painter.setBrush(QColor(look.colour(ground)))
        painter.drawRoundedRect(self.rect(), 6, 6)
        painter.drawPixmap(12, 12, pixmap(self._icon, self._tone, 24, self.devicePixelRatioF()))


class _Count(QWidget):
    """Icon, word and number in a frame; the one that is the headline stands on its ground."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__()
        self._verdict, self._count, self._chosen = verdict, 0, False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        width = words_width(VERDICT_WORDS[verdict], "medium") + words_width("00", "strong")
        self.setFixedSize(14 + 16 + 8 + width + 8 + 12, 36)

    def show_count(self, count: int, *, chosen: bool) -> None:
        self._count, self._chosen = count, chosen
        self.setAccessibleName(f"{VERDICT_WORDS[self._verdict]}: {count} chữ ký")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, look, tone = QPainter(self), theme(), VERDICT_TONES[self._verdict]
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = look.colour(tone), look.colour(f"{tone}_ground")
        painter.setPen(QPen(QColor(colours[0] if self._chosen else look.line), 1))
        painter.setBrush(QColor(colours[1] if self._chosen else look.surface))
        painter.drawRoundedRect(self.rect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        token = tone if self._chosen else "text2"
        painter.drawPixmap(13, 10, pixmap(VERDICT_ICONS[self._verdict], token, 16, self.devicePixelRatioF()))
        painter.setPen(QColor(look.colour(tone if self._chosen else "text2")))
        painter.setFont(font("strong" if self._chosen else "body"))
        room = self.rect().adjusted(37, 0, -12, 0)
        middle = int(Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(room, middle, VERDICT_WORDS[self._verdict])
        painter.setFont(font("strong"))
        painter.setPen(QColor(colours[0] if self._chosen else look.text))
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), str(self._count))
