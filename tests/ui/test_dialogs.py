"""The shape of dialogs: a scrim while open, Enter for the primary act, Esc leaves."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from ui.dialogs.base import WIDTH, CounterDialog, Scrim
from ui.main_window import MainWindow
from ui.widgets.buttons import PrimaryButton, SecondaryButton


def opened(window: MainWindow) -> CounterDialog:
    dialog = CounterDialog("Rút lại quyết định", window, icon_name="undo-2", qualifier="Việc này không hoàn tác được.")
    primary, secondary = PrimaryButton("Rút lại", hint="Enter"), SecondaryButton("Hủy", hint="Esc")
    primary.clicked.connect(dialog.accept)
    secondary.clicked.connect(dialog.reject)
    dialog.add_buttons(secondary, primary)
    dialog.open()
    return dialog


def test_a_scrim_covers_the_window_exactly_while_the_dialog_is_open(make_window: Callable[..., MainWindow]) -> None:
    window = make_window()
    dialog = opened(window)
    scrim = window.findChild(Scrim)
    assert scrim.size() == window.size()
    window.resize(1200, 700)
    assert scrim.size() == window.size()
    dialog.reject()
    assert not scrim.isVisible()
    assert dialog.width() == WIDTH


def test_enter_is_the_primary_act_and_esc_leaves(make_window: Callable[..., MainWindow], qtbot: QtBot) -> None:
    window = make_window()
    for key, answer in (
        (Qt.Key.Key_Return, QDialog.DialogCode.Accepted),
        (Qt.Key.Key_Escape, QDialog.DialogCode.Rejected),
    ):
        dialog = opened(window)
        qtbot.waitUntil(lambda dialog=dialog: QApplication.activeWindow() is dialog, timeout=60_000)
        QTest.keyClick(dialog, key)
        assert dialog.result() == answer.value
        assert not dialog.isVisible()
