"""How a day of the calendar is painted in a month and in a year: ground, figure, mark; hatched while only expected."""

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen

from ui.presenters.calendar import LOOKS, DayCell
from ui.theme import font, pixmap, theme

_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
ROOMY = 72  # a cell as wide as this has room for words


def paint_ground(painter: QPainter, box: QRect, cell: DayCell) -> None:
    look = theme()
    ground = LOOKS[cell.look].ground if cell.inside else "surface2" if cell.look == "weekend" else "surface"
    painter.fillRect(box, QColor(look.colour(ground)))
    if cell.expected and cell.inside:
        painter.fillRect(box, QBrush(hatch(cell), Qt.BrushStyle.BDiagPattern))


def hatch(cell: DayCell) -> QColor:
    """The colour of the lines over a day that is only expected: its own figure's, thinned."""
    colour = QColor(theme().colour(LOOKS[cell.look].figure))
    colour.setAlpha(72)
    return colour


def paint_day(painter: QPainter, box: QRect, cell: DayCell) -> None:
    """One cell of a month: figure and icon, the word of its kind, what qualifies it."""
    look = LOOKS[cell.look]
    paint_ground(painter, box, cell)
    inner = box.adjusted(8, 6, -6, -4)
    paint_figure(painter, QRect(inner.x(), inner.y(), 24, 18), cell, "strong" if cell.inside else "body")
    if not cell.inside:
        return
    ratio = painter.device().devicePixelRatioF()
    right = inner.right() - 13
    roomy = box.width() >= ROOMY
    if look.icon and (roomy or not cell.expected):  # where one mark fits, it is the one that asks for care
        painter.drawPixmap(right, inner.y() + 2, pixmap(look.icon, look.token, 14, ratio))
        right -= 18
    if cell.expected:
        painter.drawPixmap(right, inner.y() + 2, pixmap("hourglass", "warn", 14, ratio))
    if cell.changed:
        painter.fillRect(QRect(box.x(), box.y(), 3, box.height()), QColor(theme().accent))
    if roomy:
        _paint_words(painter, inner.adjusted(0, 22, 0, 0), cell)


def paint_figure(painter: QPainter, box: QRect, cell: DayCell, step: str) -> None:
    """The number of the day; today stands on a filled round."""
    look = theme()
    painter.setFont(font(step))
    if cell.today:
        middle = QRectF(box.x() - 4, box.y() - 2, 24, box.height() + 4)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(look.fill))
        painter.drawRoundedRect(middle, 11, 11)
        painter.setPen(QColor(look.on_fill))
        painter.drawText(middle, int(Qt.AlignmentFlag.AlignCenter), str(cell.on.day))
        return
    token = LOOKS[cell.look].figure if cell.inside else "text3"
    painter.setPen(QColor(look.colour(token)))
    painter.drawText(box, _LEFT, str(cell.on.day))


def _paint_words(painter: QPainter, room: QRect, cell: DayCell) -> None:
    look = theme()
    word = f"{cell.word}, dự kiến" if cell.expected and cell.word else cell.word
    top = room.y()
    for text, step, token in ((word, "small_medium", LOOKS[cell.look].figure), (cell.name, "small", "text2")):
        if text and top + 16 <= room.bottom() + 2:
            painter.setFont(font(step))
            painter.setPen(QColor(look.colour(token)))
            shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(QRect(room.x(), top, room.width(), 16), _LEFT, shown)
            top += 17


def paint_frame(painter: QPainter, box: QRect, *, chosen: bool, cursor: bool) -> None:
    """A chosen day has an edge of one pixel, the one the keyboard stands on of two."""
    if chosen or cursor:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        wide = 2 if cursor else 1
        painter.setPen(QPen(QColor(theme().accent), wide))
        painter.drawRect(box.adjusted(wide // 2, wide // 2, -wide, -wide))
