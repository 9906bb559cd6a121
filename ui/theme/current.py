"""The theme in force. There is one application and one screen scheme at a time; painters ask for it when they paint."""

from PySide6.QtCore import QObject, Signal

from ui.theme.tokens import LIGHT, Theme


class ThemeNews(QObject):
    """`changed` tells painters that keep pictures to make them anew."""

    changed = Signal()


_in_force = [LIGHT]
news = ThemeNews()


def theme() -> Theme:
    return _in_force[0]


def set_theme(new: Theme) -> None:
    _in_force[0] = new
