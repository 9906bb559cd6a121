"""Over the calendar: which month or year, steps back and forth, undo; under it what the marks mean."""

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ui.presenters.calendar import LEGEND, LOOKS
from ui.theme import font, pixmap, set_icon, theme
from ui.widgets.buttons import IconButton, Link, Segment
from ui.widgets.labels import icon_label, label, restyle

_ROW = 20
_NOTE_ICONS = {"bad": "octagon-alert", "warn": "hourglass", "good": "circle-check"}


class CalendarBar(QFrame):
    """`stepped(±1)`, `today`, `view_chosen(year?)`."""

    stepped = Signal(int)
    today = Signal()
    view_chosen = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(48)
        self.setProperty("ground", "bg")
        line = QHBoxLayout(self)
        line.setContentsMargins(16, 0, 16, 0)
        line.setSpacing(8)
        self.words = label("", "question")
        self.words.setMinimumWidth(142)
        self.segment = Segment([("month", "Tháng", "", "", ""), ("year", "Năm", "", "", "")], "Tháng hoặc năm")
        self.segment.set_value("month")
        self.today_link = Link("Hôm nay", self.today.emit)
        line.addWidget(IconButton("chevron-left", "Lùi một tháng hoặc một năm", lambda: self.stepped.emit(-1)))
        line.addWidget(self.words)
        line.addWidget(IconButton("chevron-right", "Tiến một tháng hoặc một năm", lambda: self.stepped.emit(1)))
        line.addWidget(self.today_link)
        line.addStretch(1)
        line.addWidget(self.segment)
        self.segment.chosen.connect(lambda key: self.view_chosen.emit(key == "year"))

    @property
    def shows_year(self) -> bool:
        return self.segment.value == "year"

    def show_month(self) -> None:
        self.segment.set_value("month")

    def set_words(self, words: str) -> None:
        self.words.setText(words)

    def fold(self, narrow: bool) -> None:
        """Where there is little room the month and the choice of the view stay."""
        self.today_link.setVisible(not narrow)


class Legend(QFrame):
    """What the marks mean, and how certain the year shown is."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "bg")
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 8)
        column.setSpacing(6)
        column.addWidget(_Marks())
        line = QHBoxLayout()
        line.setSpacing(6)
        self._icon = icon_label("circle-check", "good", 14)
        self.note = label("", "small", "text2", wrap=True)
        line.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.note, 1)
        column.addLayout(line)

    def set_note(self, words: str, tone: str) -> None:
        self.note.setText(words)
        restyle(self.note, tone="text2" if tone == "good" else tone)
        set_icon(self._icon, _NOTE_ICONS[tone], tone, 14)


class _Marks(QWidget):
    """One line, or as many as the width asks for."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(_ROW)
        self._words = [(key, LOOKS[key].words) for key in LEGEND] + [("expected", "Dự kiến"), ("changed", "Vừa sửa")]
        self.setAccessibleName("Chú giải: " + ", ".join(words for _, words in self._words))

    def sizeHint(self) -> QSize:
        return QSize(520, self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.setFixedHeight(_ROW * (1 + max(place.y() for _, _, place in self._places()) // _ROW))

    def _places(self) -> list[tuple[str, str, QRect]]:
        metrics = QFontMetrics(font("small"))
        found, x, y = [], 0, 0
        for key, words in self._words:
            width = 22 + metrics.horizontalAdvance(words)
            if x and x + width > self.width():
                x, y = 0, y + _ROW
            found.append((key, words, QRect(x, y, width, 18)))
            x += width + 14
        return found

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(font("small"))
        for key, words, place in self._places():
            self._paint_mark(painter, QRect(place.x(), place.y() + 2, 16, 14), key)
            painter.setPen(QColor(theme().text2))
            painter.drawText(place.adjusted(22, 0, 4, 0), int(Qt.AlignmentFlag.AlignVCenter), words)

    def _paint_mark(self, painter: QPainter, box: QRect, key: str) -> None:
        look = theme()
        kind = LOOKS.get(key)
        painter.fillRect(box, QColor(look.colour(kind.ground if kind else "surface")))
        if key == "expected":
            painter.fillRect(box, QBrush(QColor(look.ctl), Qt.BrushStyle.BDiagPattern))
        painter.setPen(QColor(look.line))
        painter.drawRect(box.adjusted(0, 0, -1, -1))
        if key == "changed":
            painter.fillRect(QRect(box.x(), box.y(), 3, box.height()), QColor(look.accent))
        icon_name, token = (kind.icon, kind.token) if kind else ("hourglass" if key == "expected" else "", "warn")
        if icon_name:
            ratio = painter.device().devicePixelRatioF()
            painter.drawPixmap(box.x() + 2, box.y() + 1, pixmap(icon_name, token, 12, ratio))
