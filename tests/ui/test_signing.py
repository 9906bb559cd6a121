"""The signing page over the real practice office: real papers, a real token, a real key file, real signatures."""

import gc
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from counter_app.bootstrap import open_office
from counter_app.clock import FixedClock
from counter_app.model.signature import SignStatus, Verdict
from counter_app.settings import load_settings, save_settings
from counter_app.workflow import signed_files, signing
from counter_app.workflow.office import Office
from counter_app.workflow.sign_rows import SignRow
from tests.practice import PASSWORD, PIN
from tests.ui.conftest import settle
from tests.ui.signing_desk import more_to_sign
from tests.ui.xvfb import run_in_window
from ui.app import UseCases
from ui.main_window import MainWindow
from ui.pages.signing import SigningPage
from ui.presenters.signing_place import POINTS_PER_MM

MakeWindow = Callable[..., MainWindow]
WAIT = 60_000


@pytest.fixture
def file_office(practice_folder: Path, clock: FixedClock) -> Any:
    """Signs with key files at level B-B: no token and no time-stamp service is needed."""
    settings = load_settings(practice_folder)
    keys = ("keys/bao.tq.p12", "keys/ha.nt.p12")
    changed = replace(settings, key_files=keys, token_modules=("no-driver.so",), signature_level="B-B")
    save_settings(practice_folder, changed)
    opened = open_office(practice_folder, clock=clock)
    yield opened
    opened.close()


def open_page(make_window: MakeWindow, office: Office) -> SigningPage:
    window = make_window(UseCases(), "signing", office)
    settle(window)
    page = window.page
    assert isinstance(page, SigningPage)
    return page


def asked(page: SigningPage, qtbot: QtBot) -> Any:
    """Press the button and answer with the dialog that comes."""
    page.list.foot.button.click()
    return dialog_of(page, qtbot)


def dialog_of(page: SigningPage, qtbot: QtBot) -> Any:
    def shown() -> bool:
        run = page.list._run
        return run is not None and run.dialog is not None and run.dialog.isVisible()

    qtbot.waitUntil(shown, timeout=WAIT)
    return page.list._run.dialog


def give(dialog: Any, secret: str) -> None:
    QTest.keyClicks(dialog.field, secret)
    QTest.keyClick(dialog.field, Qt.Key.Key_Return)


def finished(page: SigningPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not page.list.running, timeout=WAIT)
    settle(page.window())


def left(office: Office) -> tuple[SignRow, ...]:
    """What still waits for this person in the register."""
    return signed_files.signable(office.person, signing.waiting(office, holder=office.person.login))


def progress_words(page: SigningPage) -> list[str]:
    return [page.list.model.cell(row, "progress").text for row in range(page.list.model.rowCount())]


@pytest.mark.softhsm
def test_a_wrong_pin_signs_nothing_and_the_right_one_then_signs_all_read_back(
    make_window: MakeWindow, office: Office, qtbot: QtBot
) -> None:
    page = open_page(make_window, office)
    rows = page.list
    assert page.keys.chosen.title == "Nguyễn Thu Hà"
    before = page.chips.chips["waiting"].count
    assert before == len(rows.lines) > 2
    dialog = asked(page, qtbot)
    assert dialog.words.title == f"Nhập mã PIN để ký {before} tệp"
    assert progress_words(page) == ["Chờ đến lượt"] * before
    give(dialog, "87654321")
    finished(page, qtbot)
    assert "PIN vừa nhập chưa đúng. Chưa tệp nào được ký." in page.notice.words
    assert progress_words(page) == ["Chờ ký"] * before
    assert len(left(office)) == before

    page.notice._link.click()
    dialog = dialog_of(page, qtbot)
    assert dialog.error == "PIN vừa nhập chưa đúng. Chưa tệp nào được ký."
    give(dialog, PIN)
    finished(page, qtbot)
    assert progress_words(page) == ["Đã ký, đọc lại đúng"] * before
    assert not page.notice.isVisible()
    assert rows.foot.first.text() == f"Đã ký và đọc lại đúng {before} tệp"
    assert page.chips.chips["waiting"].count == 0
    assert left(office) == ()
    newest = signed_files.signed_today(office)[0]
    assert newest.file.signature_level == "B-T"
    assert signing.verify(office, office.vault.path(newest.file.hash)).verdict is Verdict.VALID


def test_the_own_key_file_is_chosen_and_asks_for_its_password(
    make_window: MakeWindow, file_office: Office, qtbot: QtBot
) -> None:
    page = open_page(make_window, file_office)
    assert page.keys.chosen.title == "Tệp khóa ha.nt.p12"
    for row in range(1, len(page.list.lines)):
        page.list.table.ticked.emit(row)
    assert page.list.foot.button.text() == "Ký 1 tệp"
    dialog = asked(page, qtbot)
    assert dialog.caption.text() == "&Mật khẩu của tệp khóa"
    assert not dialog.ladder.isVisible()
    give(dialog, "sai-mat-khau")
    finished(page, qtbot)
    assert "Mật khẩu của tệp khóa chưa đúng. Chưa tệp nào được ký." in page.notice.words
    give(asked(page, qtbot), PASSWORD)
    finished(page, qtbot)
    words = progress_words(page)
    assert words[0] == "Đã ký, đọc lại đúng"
    assert set(words[1:]) == {"Không chọn"}
    assert page.list.model.cell(0, "level").text == "B-B"


def test_cancelling_the_question_leaves_every_file_as_it_was(
    make_window: MakeWindow, file_office: Office, qtbot: QtBot
) -> None:
    page = open_page(make_window, file_office)
    waiting = left(file_office)
    dialog = asked(page, qtbot)
    QTest.keyClicks(dialog.field, "abc")
    QTest.keyClick(dialog.field, Qt.Key.Key_Escape)
    finished(page, qtbot)
    assert set(progress_words(page)) == {"Chờ ký"}
    assert not page.notice.isVisible()
    assert page.list.foot.button.isEnabled()
    assert left(file_office) == waiting


def plain_words(values: dict[object, object]) -> set[str]:
    """Keys and values that are text; others are not asked for theirs, which may be long."""
    return {one for pair in values.items() for one in pair if type(one) is str}


def test_nothing_of_the_secret_stays_behind(make_window: MakeWindow, file_office: Office, qtbot: QtBot) -> None:
    page = open_page(make_window, file_office)
    field = asked(page, qtbot).field
    QTest.keyClicks(field, "bi-mat-x")
    assert field.take() == "bi-mat-x"
    assert field.text() == ""
    assert not field.isUndoAvailable()
    page.list.stop()
    finished(page, qtbot)
    gc.collect()
    kept = [one for one in gc.get_objects() if type(one) is dict and "bi-mat-x" in plain_words(one)]
    assert not kept


def test_stop_keeps_what_is_signed_and_the_rest_can_be_signed_later(
    make_window: MakeWindow, file_office: Office, qtbot: QtBot
) -> None:
    page = open_page(make_window, file_office)
    rows = page.list
    total = len(rows.lines)
    dialog = asked(page, qtbot)
    rows._run.progressed.connect(lambda step: rows.stop() if step.index == 0 and step.step == "reading_back" else None)
    give(dialog, PASSWORD)
    finished(page, qtbot)
    signed = sum(line.signed for line in rows.lines)
    assert 1 <= signed < total
    assert len(left(file_office)) == total - signed
    assert rows.foot.first.text().startswith(f"Đã ký và đọc lại đúng {signed} tệp")
    assert rows.foot.button.text() == f"Ký tiếp {total - signed} tệp"
    give(asked(page, qtbot), PASSWORD)
    finished(page, qtbot)
    assert all(line.signed for line in rows.lines)


def test_the_window_closes_during_a_batch_and_what_was_signed_is_recorded(
    make_window: MakeWindow, practice_folder: Path, file_office: Office, clock: FixedClock, qtbot: QtBot
) -> None:
    page = open_page(make_window, file_office)
    window, total = page.window(), len(page.list.lines)
    dialog = asked(page, qtbot)
    steps: list[str] = []
    page.list._run.progressed.connect(lambda step: steps.append(step.step))
    give(dialog, PASSWORD)
    qtbot.waitUntil(lambda: "done" in steps, timeout=WAIT)
    window.close()
    assert not window.tasks.busy
    again = open_office(practice_folder, clock=clock)
    try:
        waiting = len(left(again))
    finally:
        again.close()
    assert waiting < total
    assert steps.count("done") <= total - waiting


def test_the_window_closes_while_the_question_is_open_and_nothing_is_signed(
    make_window: MakeWindow, practice_folder: Path, file_office: Office, clock: FixedClock, qtbot: QtBot
) -> None:
    page = open_page(make_window, file_office)
    total = len(page.list.lines)
    asked(page, qtbot)
    page.window().close()
    again = open_office(practice_folder, clock=clock)
    try:
        assert len(left(again)) == total
    finally:
        again.close()


def test_somebody_else_sits_down_during_a_batch_and_it_ends_after_the_file_in_hand(
    make_window: MakeWindow, file_office: Office, qtbot: QtBot
) -> None:
    page = open_page(make_window, file_office)
    window, run = page.window(), None
    dialog = asked(page, qtbot)
    run = page.list._run
    stop = run._stop
    give(dialog, PASSWORD)
    window.switch_person("bao.tq")
    qtbot.waitUntil(stop.is_set, timeout=WAIT)
    settle(window)
    assert window.office.person.login == "bao.tq"


def test_papers_that_cannot_be_signed_are_left_out_and_explained_before_any_pin(
    make_window: MakeWindow, file_office: Office
) -> None:
    more_to_sign(file_office, 2)
    page = open_page(make_window, file_office)
    rows = page.list
    verdicts = [rows.model.cell(row, "check").text for row in range(len(rows.lines))]
    assert verdicts.count("Không ký được") == 1
    assert verdicts.count("Cảnh báo") == 1
    place = verdicts.index("Không ký được")
    assert not rows.lines[place].ticked
    rows.table.ticked.emit(place)
    assert not rows.lines[place].ticked, "a tick cannot be put where nothing can be signed"
    rows.table.selectRow(place)
    assert rows.explanation.isVisible()
    assert rows.explanation.title.text().endswith("không ký được")
    assert "đề nghị người nộp gửi bản không khóa quyền" in rows.explanation.words.text()
    assert rows.foot.first.text() == f"{len(rows.lines) - 1} tệp sẽ ký · 1 bỏ qua"


def test_a_frame_moved_by_key_is_used_only_after_it_was_confirmed(
    make_window: MakeWindow, file_office: Office, qtbot: QtBot
) -> None:
    page = open_page(make_window, file_office)
    rows = page.list
    panel, view = rows.panel, rows.panel.view
    start = view.box
    QTest.keyClick(view, Qt.Key.Key_Down)
    QTest.keyClick(view, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert view.box.y == pytest.approx(start.y + POINTS_PER_MM)
    assert view.box.x == pytest.approx(start.x + 5 * POINTS_PER_MM)
    rows.sign()
    assert not rows.running
    assert page.notice.words.startswith("Khung dấu vừa di chuyển chưa được áp dụng.")
    wanted = view.box
    panel.apply_one.click()
    settle(page.window())
    assert rows.lines[0].preflight.box == wanted
    for row in range(1, len(rows.lines)):
        rows.table.ticked.emit(row)
    give(asked(page, qtbot), PASSWORD)
    finished(page, qtbot)
    newest = signed_files.signed_today(file_office)[0]
    (signature,) = signing.verify(file_office, file_office.vault.path(newest.file.hash)).signatures
    assert (signature.page, signature.box.x, signature.box.y) == (
        1,
        pytest.approx(wanted.x, abs=1),
        pytest.approx(wanted.y, abs=1),
    )


def test_signed_files_are_listed_and_any_file_is_checked(
    make_window: MakeWindow, file_office: Office, tmp_path: Path
) -> None:
    """From the list of debts into the check of one file; then one that is gone and one that is no PDF."""
    page = open_page(make_window, file_office)
    page.show_part("debts")
    settle(page.window())
    signed, view = page.signed, page.verify
    assert signed.model.rowCount() == page.chips.chips["debts"].count > 0
    assert signed.model.cell(0, "level").second == "nợ dấu thời gian"
    signed.table.linked.emit(0, "verdict")
    settle(page.window())
    assert signed.model.cell(0, "verdict").text == "Còn nguyên vẹn"
    signed.table.opened.emit(0)
    settle(page.window())
    assert view.head.qualifier.text().startswith(signed.model.value(0).file.name)
    assert view.verdict.title.text() == "Còn nguyên vẹn"
    assert (view.model.rowCount(), view.sheet._marks[0][0]) == (1, 1)
    view.copy.click()
    assert '"time_source"' in QGuiApplication.clipboard().text()
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert page.stack.currentWidget() is page.work

    page.open_verify(tmp_path / "khong-co.pdf")
    settle(page.window())
    assert view.notice.words.startswith("Không mở được tệp khong-co.pdf trên đĩa.")
    assert view.body.currentWidget() is view.empty

    (tmp_path / "ghi-chu.pdf").write_text("khong phai PDF")
    page.open_verify(tmp_path / "ghi-chu.pdf")
    settle(page.window())
    assert view.found.verdict is not Verdict.VALID
    assert view.verdict.words.text()
    assert not view.table.isVisible()


def test_without_any_key_the_page_says_what_to_do(make_window: MakeWindow, practice_folder: Path) -> None:
    settings = load_settings(practice_folder)
    save_settings(practice_folder, replace(settings, token_modules=("no-driver.so",)))
    office = open_office(practice_folder)
    page = open_page(make_window, office)
    assert page.notice.words.startswith("Chưa thấy khóa ký nào ở máy này. Cắm token")
    assert not page.list.foot.button.isEnabled()
    assert page.keys.placeholderText() == "Chưa thấy khóa ký nào ở máy này"


def test_a_batch_goes_on_while_another_page_is_looked_at(
    make_window: MakeWindow, file_office: Office, qtbot: QtBot
) -> None:
    page = open_page(make_window, file_office)
    rows, window = page.list, page.window()
    give(asked(page, qtbot), PASSWORD)
    window.open_page("today")
    qtbot.waitUntil(lambda: not rows.running, timeout=WAIT)
    settle(window)
    assert {line.outcome.status for line in rows.lines} == {SignStatus.SIGNED}
    assert window.toast_frame.isVisible()
    window.open_page("signing")
    settle(window)
    assert rows.lines == [], "a new visit starts with what still waits"
    assert rows.empty.isVisible()


@pytest.mark.xvfb
@pytest.mark.softhsm
@pytest.mark.parametrize(("theme", "scale"), [("light", 1.0), ("dark", 1.5)])
def test_signing_and_checking_in_a_real_window(
    theme: str, scale: float, practice_folder: Path, artefacts: Path
) -> None:
    run_in_window(
        "tests/ui/journeys/signing.py", artefacts, theme=theme, scale=scale, arguments=["--data", str(practice_folder)]
    )
    for name in ("ready", "pin", "pin-low", "pin-last", "running", "done", "today", "verify"):
        assert (artefacts / f"{name}-{theme}-{scale:g}.png").stat().st_size > 20_000
