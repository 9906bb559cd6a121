"""The list of debts on the signing page: all paid with one button, without a key."""

from dataclasses import replace
from pathlib import Path

from pytestqt.qtbot import QtBot

from counter_app.bootstrap import open_office
from counter_app.clock import FixedClock
from counter_app.settings import load_settings, save_settings
from counter_app.workflow.office import Office
from tests.ui.conftest import settle
from tests.ui.test_signing import WAIT, MakeWindow, open_page


def test_debts_are_paid_from_the_page_without_a_key(
    make_window: MakeWindow, office: Office, qtbot: QtBot, artefacts: Path
) -> None:
    page = open_page(make_window, office)
    page.show_part("debts")
    settle(page.window())
    owed = page.signed.model.rowCount()
    assert page.signed.debt_foot.isVisible() and not page.signed.foot.isVisible()
    assert page.signed.debt_foot.button.text() == f"Bổ sung {owed} tệp"
    page.window().grab().save(str(artefacts / "no-dau-thoi-gian.png"))
    page.signed.debt_foot.button.click()
    assert page.signed.raising
    assert page.signed.debt_foot.currentWidget() is page.signed.debt_foot.running
    qtbot.waitUntil(lambda: not page.signed.raising, timeout=WAIT)
    settle(page.window())
    assert not page.notice.isVisible()
    assert page.signed.model.rowCount() == page.chips.chips["debts"].count == 0
    assert page.signed.empty.isVisible()


def test_debts_stay_when_the_service_is_dead_and_the_reason_is_said(
    make_window: MakeWindow, practice_folder: Path, clock: FixedClock, qtbot: QtBot
) -> None:
    changed = replace(load_settings(practice_folder), time_stamp_url="http://127.0.0.1:9/", practice=False)
    save_settings(practice_folder, changed)
    opened = open_office(practice_folder, clock=clock)
    try:
        page = open_page(make_window, opened)
        page.show_part("debts")
        settle(page.window())
        owed = page.signed.model.rowCount()
        page.signed.debt_foot.button.click()
        qtbot.waitUntil(lambda: not page.signed.raising, timeout=WAIT)
        settle(page.window())
        assert page.notice.words.startswith(f"Đã bổ sung 0 trên {owed} tệp.")
        assert page.signed.model.rowCount() == owed
    finally:
        opened.close()
