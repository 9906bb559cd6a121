"""The mark by choice and a whole dossier in one act, on the signing page."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from counter_app.workflow import signed_files, signing
from counter_app.workflow.office import Office
from tests.practice import PASSWORD
from tests.ui.conftest import settle
from tests.ui.test_signing import MakeWindow, asked, file_office, finished, give, open_page

__all__ = ["file_office"]


def test_a_mark_is_chosen_by_key_previewed_signed_and_remembered(
    make_window: MakeWindow,
    file_office: Office,
    qtbot: QtBot,
) -> None:
    page = open_page(make_window, file_office)
    rows, panel = page.list, page.list.panel
    assert panel.profile.itemText(0).startswith("Ký kiểm soát")
    panel.profile.setFocus()
    for _ in range(panel.profile.findData("copy")):
        QTest.keyClick(panel.profile, Qt.Key.Key_Down)
    settle(page.window())
    assert panel.pending and panel.mark.text().startswith(file_office.settings.office_name)
    panel.apply_one.click()
    settle(page.window())
    assert rows.lines[0].profile == "copy"
    assert rows.model.cell(0, "file").second == "Sao văn bản giấy sang điện tử"
    for row in range(1, len(rows.lines)):
        rows.table.ticked.emit(row)
    give(asked(page, qtbot), PASSWORD)
    finished(page, qtbot)
    newest = signed_files.signed_today(file_office)[0]
    (signature,) = signing.verify(file_office, file_office.vault.path(newest.file.hash)).signatures
    assert signature.field == "SaoY"

    page.list.reload()
    settle(page.window())
    fresh = open_page(make_window, file_office)
    assert {line.profile for line in fresh.list.lines} == {"copy"}
    assert all(line.preflight is not None for line in fresh.list.lines)
