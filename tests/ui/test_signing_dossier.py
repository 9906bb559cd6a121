"""The mark by choice and a whole dossier in one act, on the signing page."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from counter_app.workflow import queue, signed_files, signing
from counter_app.workflow.office import Office
from tests.practice import PASSWORD
from tests.ui.conftest import settle
from tests.ui.test_signing import MakeWindow, asked, file_office, finished, give, open_page
from tests.workflow.test_issue import dossier_with_result

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


def test_a_whole_dossier_is_chosen_by_key_and_signed_with_one_pin(
    make_window: MakeWindow, file_office: Office, qtbot: QtBot
) -> None:
    page = open_page(make_window, file_office)
    rows = page.list
    everything = {line.row.dossier_id for line in rows.lines}
    assert len(everything) > 1 and rows.strip.choice.count() == len(everything) + 1
    rows.strip.choice.setFocus()
    QTest.keyClick(rows.strip.choice, Qt.Key.Key_Down)
    settle(page.window())
    wanted = rows.strip.choice.value
    assert {int(line.row.dossier_id) for line in rows.lines} == {wanted}
    assert rows.strip.words.text().startswith("Một mã PIN, theo thứ tự: ")
    give(asked(page, qtbot), PASSWORD)
    finished(page, qtbot)
    assert all(line.signed for line in rows.lines)
    assert signed_files.signable(file_office.person, signing.waiting(file_office, dossier_id=wanted)) == ()

    rows.strip.chosen.emit(0)
    settle(page.window())
    assert wanted not in {int(line.row.dossier_id) for line in rows.lines if not line.signed}
    assert rows.lines


def test_a_result_of_the_dossier_is_offered_for_the_drafters_initial(
    make_window: MakeWindow, file_office: Office, qtbot: QtBot
) -> None:
    dossier = dossier_with_result(file_office, signed=False)
    page = open_page(make_window, file_office)
    page.activate(dossier_id=dossier.id)
    settle(page.window())
    rows = page.list
    assert rows.lines[-1].profile == "initial" and "kết quả (ký nháy)" in rows.strip.words.text()
    assert rows.model.cell(len(rows.lines) - 1, "file").second == "Ký nháy của người soạn"
    give(asked(page, qtbot), PASSWORD)
    finished(page, qtbot)
    after = queue.dossier(file_office, dossier.id).results[0]
    assert after.initialled_by and after.signed_from is None
