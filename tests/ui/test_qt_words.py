"""Qt's own menus and file chooser speak Vietnamese."""

from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit
from pytestqt.qtbot import QtBot

from ui.qt_words import WORDS, VietnameseWords


def words_of(menu: object) -> set[str]:
    return {action.text().split("\t")[0] for action in menu.actions() if action.text()}  # type: ignore[attr-defined]


def test_the_edit_menu_is_vietnamese(qtbot: QtBot, qapp: QApplication) -> None:
    words = VietnameseWords(qapp)
    qapp.installTranslator(words)
    try:
        edit = QLineEdit("Ưởng")
        qtbot.addWidget(edit)
        menu = edit.createStandardContextMenu()
        assert words_of(menu) <= set(WORDS.values())
        menu.deleteLater()
        dialog = QFileDialog()
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        qtbot.addWidget(dialog)
        assert dialog.labelText(QFileDialog.DialogLabel.Reject).replace("&", "") == "Hủy"
        assert dialog.labelText(QFileDialog.DialogLabel.FileName).replace("&", "") == "Tên tệp:"
    finally:
        qapp.removeTranslator(words)
