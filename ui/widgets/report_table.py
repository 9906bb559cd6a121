"""A table of figures: one line to a row, headings in bands, each number can be chosen and opens what it counts."""

from PySide6.QtCore import QModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from counter_app.model.report import Table
from ui.models.cell_model import CellModel
from ui.presenters import reports as presenter
from ui.presenters.cell import Cell
from ui.theme import font, theme
from ui.widgets.delegate import PAD, TwoLineDelegate, words_width
from ui.widgets.table import Column, CounterTable

ROW, TALL_ROW, HEAD, TWO_LINES, BAND, FIRST_PAD = 32, 40, 32, 44, 24, 12
MOST_ROWS = 24  # a longer table scrolls in itself


class ReportTable(QWidget):
    """`opened(place, column key)` for a number that has dossiers behind it; place −1 is the total."""

    opened = Signal(int, str)

    def __init__(self, table: Table) -> None:
        super().__init__()
        self.table = table
        shapes = presenter.shapes(table)
        crowded = len(shapes) > presenter.FEW_COLUMNS
        columns = [_column(one, crowded=crowded) for one in shapes]
        self._head = TWO_LINES if crowded and not all(map(_fits_in_one_line, columns)) else HEAD
        height = TALL_ROW if presenter.is_tall(table) else ROW
        self.grid = _Grid(f"report-{table.key}", columns, table, heights=(self._head, height))
        self.band = _Band(self.grid, [one.band for one in shapes])
        self.band.setVisible(any(one.band for one in shapes))
        self.model = CellModel(columns, self)
        self.grid.setModel(self.model)
        self.model.set_lines(presenter.table_cells(table))
        rows = min(self.model.rowCount(), MOST_ROWS)
        self.grid.setFixedHeight(self._head + rows * height)
        self.grid.chosen.connect(self._choose)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.band)
        column.addWidget(self.grid)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def _choose(self, index: QModelIndex) -> None:
        place, key = self.model.value(index.row()), self.grid.columns[index.column()].key
        cell = presenter.cell_at(self.table, place, key)
        if cell is not None and cell.behind is not None:
            self.opened.emit(place, key)


def _column(shape: presenter.ColumnShape, *, crowded: bool) -> Column:
    """Figures take no more than their name, in two lines where there are many; names of rows take what is left."""
    if shape.stretch:
        return Column(key=shape.key, title=shape.title, width=200, least=110, stretch=shape.stretch)
    title = _two_line_width(shape.title) if crowded else words_width(shape.title, "small_medium") + 2
    needed = max(title + 2 * PAD, 52, shape.least)
    return Column(key=shape.key, title=shape.title, width=max(shape.width, needed), least=needed, right=shape.right)


def _two_line_width(title: str) -> int:
    """The least width in which a title takes two lines."""
    words = title.split()
    cuts = [(" ".join(words[:place]), " ".join(words[place:])) for place in range(len(words) + 1)]
    return min(max(words_width(line, "small_medium") for line in cut) for cut in cuts) + 2


def _fits_in_one_line(column: Column) -> bool:
    return bool(column.stretch) or words_width(column.title, "small_medium") <= column.least - 2 * PAD


class _WrappingDelegate(TwoLineDelegate):
    """A name that is too long for its line takes two smaller ones."""

    def _paint_lines(self, painter: QPainter, room: QRect, cell: Cell, selected: bool) -> None:
        if cell.right or words_width(cell.text) <= room.width():
            super()._paint_lines(painter, room, cell, selected)
            return
        painter.setFont(font("small"))
        painter.setPen(QColor(theme().colour(cell.tone)))
        metrics, flags = painter.fontMetrics(), int(Qt.AlignmentFlag.AlignVCenter) | int(Qt.TextFlag.TextWordWrap)
        words = cell.text
        while words and metrics.boundingRect(room, flags, words + "…").height() > room.height():
            words = words[:-1].rstrip()
        painter.drawText(room, flags, cell.text if words == cell.text else words + "…")


class _Grid(CounterTable):
    """Cells are chosen one by one; Enter, Space or a click opens one."""

    chosen = Signal(QModelIndex)

    def __init__(self, name: str, columns: list[Column], table: Table, *, heights: tuple[int, int]) -> None:
        """`heights`: of the header and of a row."""
        head, row = heights
        super().__init__(
            name,
            columns,
            row_height=row,
            header_height=head,
            accessible=table.title,
            first_pad=FIRST_PAD,
            wrap_header=head == TWO_LINES,
        )
        self._table = table
        self.setItemDelegate(_WrappingDelegate(self, first_pad=FIRST_PAD))
        self.setSelectionBehavior(CounterTable.SelectionBehavior.SelectItems)
        self.setSelectionMode(CounterTable.SelectionMode.SingleSelection)
        self.horizontalHeader().setSectionsMovable(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self.row >= 0:
            self.chosen.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() is Qt.MouseButton.LeftButton and index.isValid():
            self.chosen.emit(index)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        index = self.indexAt(event.position().toPoint())
        opens = index.isValid() and self._opens(index)
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if opens else Qt.CursorShape.ArrowCursor)

    def _opens(self, index: QModelIndex) -> bool:
        model = self.model()
        assert isinstance(model, CellModel)
        cell = presenter.cell_at(self._table, model.value(index.row()), self.columns[index.column()].key)
        return cell is not None and cell.behind is not None


class _Band(QWidget):
    """The line over the header: one heading over several columns."""

    def __init__(self, grid: CounterTable, bands: list[str]) -> None:
        super().__init__()
        self._grid, self._bands = grid, bands
        self.setFixedHeight(BAND)
        header = grid.horizontalHeader()
        header.sectionResized.connect(lambda *_: self.update())
        header.geometriesChanged.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(400, BAND)

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter, header = theme(), QPainter(self), self._grid.horizontalHeader()
        painter.fillRect(self.rect(), QColor(look.surface2))
        place = 0
        while place < len(self._bands):
            end = place
            while end + 1 < len(self._bands) and self._bands[end + 1] == self._bands[place]:
                end += 1
            start = header.sectionViewportPosition(place)
            stop = header.sectionViewportPosition(end) + header.sectionSize(end)
            if self._bands[place]:
                self._paint_band(painter, QRect(start + PAD, 0, stop - start - 2 * PAD, BAND), self._bands[place])
            place = end + 1

    def _paint_band(self, painter: QPainter, box: QRect, words: str) -> None:
        look = theme()
        painter.setFont(font("small_medium"))
        painter.setPen(QColor(look.text2))
        shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), shown)
        painter.fillRect(QRect(box.x(), BAND - 1, box.width(), 1), QColor(look.line))
