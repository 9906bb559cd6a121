"""Which printer: a menu of the system's, the usual one first, under the button that was pressed."""

from collections.abc import Callable

from PySide6.QtWidgets import QMenu, QWidget

from counter_app.errors import CounterError, Misuse
from ui import printing


def choose_printer(button: QWidget, chosen: Callable[[str], object], failed: Callable[[CounterError], object]) -> None:
    names = printing.printer_names()
    if not names:
        failed(Misuse("ui.no_printers"))
        return
    menu = QMenu(button)
    for name in names:
        menu.addAction(name, lambda name=name: chosen(name))
    menu.exec(button.mapToGlobal(button.rect().bottomLeft()))
