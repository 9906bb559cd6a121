"""The header of a table, and the scroll bar that lies over its rows."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QHeaderView, QScrollBar, QTableView, QWidget

from ui.theme import font, pixmap, theme
from ui.widgets.columns import Column
from ui.widgets.delegate import FIRST_PAD, PAD


class TableHeader(QHeaderView):
    """Words in 12/500, the sorted column in `accent` with an arrow."""

    def __init__(
        self,
        columns: list[Column],
        parent: QWidget,
        *,
        sorted_key: str = "",
        height: int = 32,
        first_pad: int = FIRST_PAD,
        wrap: bool = False,
    ) -> None:
        """`wrap`: long names take two lines, at the foot of the header."""
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._columns, self.sorted_key, self._first_pad, self._wrap = columns, sorted_key, first_pad, wrap
        self.setFixedHeight(height)
        self.setSectionsMovable(True)
        self.setMinimumSectionSize(24)
        self.setHighlightSections(False)
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    def paintSection(self, painter: QPainter, rect: QRect, logical: int) -> None:
        look, column = theme(), self._columns[logical]
        painter.save()
        painter.fillRect(rect, QColor(look.surface2))
        painter.fillRect(QRect(rect.x(), rect.bottom(), rect.width(), 1), QColor(look.line))
        first = rect.x() + self.offset() == 0
        room = rect.adjusted(self._first_pad if first else PAD, 0, -PAD, -1)
        chosen = column.key == self.sorted_key
        painter.setFont(font("small_medium"))
        painter.setPen(QColor(look.accent if chosen else look.text2))
        if self._wrap:
            self._paint_wrapped(painter, room.adjusted(0, 0, 0, -4), column)
            painter.restore()
            return
        metrics = QFontMetrics(font("small_medium"))
        title = metrics.elidedText(column.title, Qt.TextElideMode.ElideRight, room.width() - (18 if chosen else 0))
        side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
        painter.drawText(room, int(side | Qt.AlignmentFlag.AlignVCenter), title)
        if chosen:
            picture = pixmap("arrow-up", "accent", 14, self.devicePixelRatioF())
            painter.drawPixmap(room.x() + metrics.horizontalAdvance(title) + 5, rect.center().y() - 7, picture)
        painter.restore()

    def _paint_wrapped(self, painter: QPainter, room: QRect, column: Column) -> None:
        side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
        flags = int(side | Qt.AlignmentFlag.AlignBottom) | int(Qt.TextFlag.TextWordWrap)
        painter.drawText(room, flags, column.title)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        painter.fillRect(0, self.height() - 1, self.width(), 1, QColor(theme().line))


class OverlayBar(QScrollBar):
    """A scroll bar over the right edge of the rows, so that columns never move when rows come and go."""

    def __init__(self, table: QTableView) -> None:
        super().__init__(Qt.Orientation.Vertical, table)
        self._table, self._real = table, table.verticalScrollBar()
        table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._real.rangeChanged.connect(lambda *_: self.place())
        self._real.valueChanged.connect(self.setValue)
        self.valueChanged.connect(self._real.setValue)

    def place(self) -> None:
        self.setRange(self._real.minimum(), self._real.maximum())
        self.setPageStep(self._real.pageStep())
        self.setSingleStep(self._real.singleStep())
        self.setValue(self._real.value())
        area = self._table.viewport().geometry()
        width = self.sizeHint().width()
        self.setGeometry(area.right() - width + 1, area.top(), width, area.height())
        self.setVisible(self._real.maximum() > 0)
