"""Pages edited and pictures joined through the window."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.pdf.made_files import scan_pdf, scan_picture
from tests.ui.intake_desk import Desk
from ui.dialogs.pages import PagesDialog


def _dialog() -> PagesDialog:
    found = [one for one in QApplication.topLevelWidgets() if isinstance(one, PagesDialog) and one.isVisible()]
    assert len(found) == 1
    return found[0]


def test_a_page_is_turned_and_left_out_by_keys_and_the_toast_undoes_it(desk: Desk, tmp_path: Path) -> None:
    desk.attach(1, scan_pdf(tmp_path / "ba.pdf", *(scan_picture(dpi) for dpi in (60, 70, 80))))
    desk.look_at(1)
    before = desk.part(1).file
    desk.page.files.edit_pages()
    desk.settle()
    dialog = _dialog()
    assert dialog.list.count() == 3
    assert not dialog.list.item(0).icon().isNull()
    dialog.list.clearSelection()
    dialog.list.setCurrentRow(2)
    QTest.keyClick(dialog, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert dialog.desk.state.pages[2].turn == 90
    dialog.list.clearSelection()
    dialog.list.setCurrentRow(0)
    QTest.keyClick(dialog, Qt.Key.Key_Delete)
    assert [page.page for page in dialog.desk.mine] == [2, 3]
    QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    desk.settle()
    assert desk.part(1).file.pages == 2
    assert desk.part(1).file.converted_from == before.hash
    desk.window.toast_frame._run()
    desk.settle()
    assert desk.part(1).file.hash == before.hash


def test_pictures_of_one_paper_are_put_in_order_and_joined(desk: Desk, tmp_path: Path) -> None:
    paths = [tmp_path / f"anh-{number}.jpg" for number in (1, 2)]
    for path in paths:
        scan_picture(60).save(path, dpi=(60, 60))
    desk.page.files.take_files(desk.part(2), paths)
    desk.settle()
    dialog = _dialog()
    QTest.keyClick(dialog, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert [page.page for page in dialog.desk.mine] == [2, 1]
    dialog.save.click()
    desk.settle()
    assert desk.part(2).file.pages == 2
