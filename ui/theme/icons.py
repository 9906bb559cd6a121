"""Icons: Lucide outlines, recoloured from `currentColor`, with the stroke that suits their size."""

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from counter_app.resources import resource
from ui.theme.current import theme

_ICON = "iconName"
_TOKEN = "iconToken"
_SIZE = "iconSide"


def _stroke(size: int) -> float:
    """1.75 at 16 and 20, 2 at 12 and 14, 1.25 at 48, in units of the 24 box."""
    if size <= 14:
        return 2.0
    return 1.75 if size <= 24 else 1.25


@cache
def _drawing(name: str) -> str:
    return resource("icons", f"{name}.svg").read_text(encoding="utf-8")


@cache
def _rendered(name: str, colour: str, size: int, ratio: float) -> QPixmap:
    text = _drawing(name).replace("currentColor", colour).replace('stroke-width="2"', f'stroke-width="{_stroke(size)}"')
    picture = QPixmap(round(size * ratio), round(size * ratio))
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    QSvgRenderer(QByteArray(text.encode())).render(painter, QRectF(0, 0, picture.width(), picture.height()))
    painter.end()
    picture.setDevicePixelRatio(ratio)
    return picture


def pixmap(name: str, token: str = "text2", size: int = 16, ratio: float | None = None) -> QPixmap:
    """`name` in the colour of a token of the present theme. `ratio`: of the screen it is painted on."""
    return _rendered(name, theme().colour(token), size, ratio or _screen_ratio())


def icon(name: str, token: str = "text2", size: int = 16) -> QIcon:
    made = QIcon()
    made.addPixmap(pixmap(name, token, size))
    made.addPixmap(pixmap(name, "text3", size), QIcon.Mode.Disabled)
    return made


def set_icon(widget: QAbstractButton | QLabel, name: str, token: str = "text2", size: int = 16) -> None:
    """Give a button or a label an icon that follows a later change of theme."""
    widget.setProperty(_ICON, name)
    widget.setProperty(_TOKEN, token)
    widget.setProperty(_SIZE, size)
    _refresh(widget)


def refresh_icons(widgets: list[QWidget]) -> None:
    for widget in widgets:
        if widget.property(_ICON):
            _refresh(widget)


def _refresh(widget: QWidget) -> None:
    name, token, size = widget.property(_ICON), widget.property(_TOKEN), widget.property(_SIZE)
    if isinstance(widget, QLabel):
        widget.setPixmap(pixmap(name, token, size))
    elif isinstance(widget, QAbstractButton):
        widget.setIcon(icon(name, token, size))
        widget.setIconSize(QSize(size, size))


def _screen_ratio() -> float:
    application = QGuiApplication.instance()
    return application.devicePixelRatio() if isinstance(application, QGuiApplication) else 1.0
