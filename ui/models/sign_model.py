"""The rows of the signing page as Qt sees them; words come from the presenter, the small page is painted here."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, QRectF, QSize
from PySide6.QtGui import QColor, QGuiApplication, QPainter, QPen, QPixmap

from counter_app.model.signature import Box
from ui.models.cell_model import CellModel
from ui.presenters.cell import Cell
from ui.presenters.signing import SignLine, cells
from ui.presenters.signing_place import A4, box_of
from ui.theme import LIGHT
from ui.widgets.table import Column

COLUMNS = [
    Column(key="tick", title="", width=44),
    Column(key="check", title="Kiểm tra trước", width=136, least=132),
    Column(key="file", title="Tệp", width=232, least=146, stretch=1),
    Column(key="dossier", title="Hồ sơ", width=150, least=142, hide_rank=4),
    Column(key="pages", title="Trang", width=58, hide_rank=2, right=True),
    Column(key="earlier", title="Chữ ký đã có", width=138, least=100, hide_rank=3),
    Column(key="level", title="Mức ký", width=60, hide_rank=1),
    Column(key="place", title="Vị trí", width=52),
    Column(key="progress", title="Tiến trình", width=178, least=172),
]
THUMBNAIL = QSize(25, 34)


class SignModel(CellModel):
    """`lines` is what the page knows; the model says it. `level()` answers the level that will be signed."""

    def __init__(self, level: Callable[[], str], parent: QObject | None = None) -> None:
        super().__init__(COLUMNS, parent)
        self._level = level
        self.lines: list[SignLine] = []
        self.running = False

    def show_lines(self, lines: Sequence[SignLine]) -> None:
        self.lines = list(lines)
        self.set_lines([(line.key, self._cells(line)) for line in self.lines])

    def show_line(self, number: int, line: SignLine) -> None:
        self.lines[number] = line
        self.set_line(number, (line.key, self._cells(line)))

    def set_running(self, running: bool) -> None:
        self.running = running
        self.show_lines(self.lines)

    def cell(self, number: int, key: str) -> Cell:
        found = super().cell(number, key)
        return replace(found, thumbnail=small_page(self.lines[number])) if key == "place" else found

    def _cells(self, line: SignLine) -> dict[str, Cell]:
        return cells(line, self._level(), running=self.running)


def small_page(line: SignLine) -> QPixmap:
    """A page of 25 × 34 with the mark's box filled; crossed out when the file cannot be signed. Never themed."""
    screen = QGuiApplication.primaryScreen()
    ratio = screen.devicePixelRatio() if screen is not None else 1.0
    picture = QPixmap(THUMBNAIL * ratio)
    picture.setDevicePixelRatio(ratio)
    picture.fill(QColor(LIGHT.surface))
    painter = QPainter(picture)
    painter.setPen(QPen(QColor(LIGHT.page_edge), 1))
    painter.drawRect(QRectF(0.5, 0.5, THUMBNAIL.width() - 1, THUMBNAIL.height() - 1))
    for number, width in enumerate((9, 15, 15, 12, 15, 15, 10)):
        painter.fillRect(QRectF(5, 6 + 3.5 * number, width, 1), QColor(LIGHT.track))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if line.cannot:
        painter.setPen(QPen(QColor(LIGHT.bad), 1.25))
        painter.drawLine(9, 13, 16, 20)
        painter.drawLine(16, 13, 9, 20)
    else:
        box = box_of(line)
        if box is not None:
            painter.fillRect(_on_small_page(box), QColor(LIGHT.fill))
    painter.end()
    return picture


def _on_small_page(box: Box) -> QRectF:
    """In the picture's pixels; the page is taken as A4, and the box never leaves it."""
    across, down = (THUMBNAIL.width() - 2) / A4[0], (THUMBNAIL.height() - 2) / A4[1]
    width, height = max(5.0, min(box.width * across, 21.0)), max(4.0, min(box.height * down, 30.0))
    x = min(max(1.0 + box.x * across, 2.0), THUMBNAIL.width() - 2 - width)
    y = min(max(1.0 + box.y * down, 2.0), THUMBNAIL.height() - 2 - height)
    return QRectF(round(x), round(y), round(width), round(height))
