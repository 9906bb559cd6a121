"""«Khóa và token»: what keeps this person from signing here, told first; lists that an administrator edits."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from counter_app.bootstrap import open_office
from counter_app.clock import FixedClock
from counter_app.errors import Trouble
from counter_app.model.signature import CertificateInfo
from counter_app.model.token import DriverReport, SlotSeen, TokenSeen
from counter_app.settings import Settings, load_settings, save_settings
from counter_app.workflow.keys import KeysHere
from tests.bad_token import Shim
from tests.practice import PIN
from tests.ui.conftest import settle
from tests.ui.presenters.test_token_state import HA, MINE, THEIRS
from ui.app import UseCases
from ui.main_window import MainWindow
from ui.pages.settings_keys import KeysSection
from ui.presenters import key_settings as presenter

Open = Callable[..., KeysSection]


def here(driver: DriverReport, **more: Any) -> KeysHere:
    return KeysHere(drivers=(driver,), missing=("VNPT-CA",), files=(), default="", **more)


def driver(certificates: tuple[CertificateInfo, ...] = (), state: str = "normal", **more: Any) -> DriverReport:
    tokens = (TokenSeen(path="a.so", label="HA", serial="1", pin_state=state),) if certificates else ()
    slots = (SlotSeen(name="Khe 1"),)
    return DriverReport(path="a.so", maker="", slots=slots, tokens=tokens, certificates=certificates, **more)


@pytest.mark.parametrize(
    ("found", "token", "begins"),
    [
        (driver((MINE,)), "good", "Ký được bằng chứng thư Nguyễn Thu Hà"),
        (driver((MINE,), "final_try"), "warn", "Ký được bằng chứng thư Nguyễn Thu Hà"),
        (driver((MINE,), "locked"), "bad", "Token đã khóa PIN"),
        (driver((THEIRS,)), "warn", "Token đang cắm là của Trần Quốc Bảo"),
        (driver((replace(MINE, usable=False),)), "bad", "Token đang cắm không có chứng thư ký được"),
        (driver(), "warn", "Chưa thấy token nào"),
        (driver(trouble=Trouble("signing.token_hangs", seconds=5)), "bad", "Token không trả lời"),
        (driver(used=False), "bad", "Máy này chưa có trình điều khiển"),
    ],
)
def test_the_verdict_names_the_nearest_obstacle(found: DriverReport, token: str, begins: str) -> None:
    state = presenter.verdict(here(found), HA, Settings())
    assert state.token == token and state.what.startswith(begins) and state.detail


def test_a_certificate_that_cannot_sign_says_every_reason_in_full() -> None:
    from counter_app.model.finding import Finding, Severity

    reasons = (
        Finding("signing.certificate_on_list", Severity.ERROR, {"date": "01/02/2026"}),
        Finding("signing.certificate_expired", Severity.ERROR, {"date": "03/02/2026"}),
    )
    (line,) = presenter.key_lines(
        here(driver((replace(MINE, usable=False, reasons=reasons),))), HA, Settings(), may_change=False
    )
    assert line.cells["state"].second.startswith("Chứng thư đã bị thu hồi ngày 01/02/2026")
    assert "hết hạn ngày 03/02/2026" in presenter.detail(line.cells)


@pytest.fixture
def open_keys(
    make_window: Callable[..., MainWindow], practice_folder: Path, bad_token: Shim, clock: FixedClock, qtbot: QtBot
) -> Open:
    def made(person: str = "ha.nt") -> KeysSection:
        settings = replace(
            load_settings(practice_folder), token_modules=(str(bad_token.library), "/khong/co.so"), key_files=()
        )
        save_settings(practice_folder, settings)
        office = open_office(practice_folder, clock=clock, person=person)
        window = make_window(UseCases(), "settings", office)
        window.open_page("settings", section="keys")
        section = window.page.section
        assert isinstance(section, KeysSection)
        qtbot.waitUntil(lambda: section.found is not None, timeout=60_000)
        settle(window)
        return section

    return made


@pytest.mark.softhsm
def test_an_officer_sees_why_and_chooses_the_own_first_key(open_keys: Open, bad_token: Shim, qtbot: QtBot) -> None:
    bad_token.order(tries=2)
    section = open_keys()
    window: Any = section.window()
    assert section.verdict.words == "Ký được bằng chứng thư Nguyễn Thu Hà"
    section.driver_table.selectRow(1)
    assert "/khong/co.so" in section.detail.text() and section.foot.isVisible()
    assert not section.drivers.cell(0, "used").enabled and not section.keep_login.isEnabled()
    row = next(n for n in range(section.keys.rowCount()) if section.keys.cell(n, "who").text == "Trần Quốc Bảo")
    section.key_table.linked.emit(row, "default")
    settle(window)
    qtbot.waitUntil(lambda: section.keys.cell(row, "default").text == "Mặc định", timeout=60_000)
    window.open_page("signing")
    qtbot.waitUntil(lambda: window.page.keys.chosen is not None, timeout=60_000)
    assert window.page.keys.chosen.certificate.subject == "Trần Quốc Bảo"


@pytest.mark.softhsm
def test_an_administrator_switches_drivers_and_rules_and_takes_it_back(open_keys: Open, qtbot: QtBot) -> None:
    section = open_keys("phuoc.dh")
    window: Any = section.window()
    section.driver_table.ticked.emit(0)
    settle(window)
    qtbot.waitUntil(lambda: section.drivers.cell(0, "state").text == "Đang tắt", timeout=60_000)
    assert section.verdict.words.startswith("Không thấy tệp trình điều khiển")
    window.toast_frame._undo.click()
    settle(window)
    qtbot.waitUntil(lambda: section.drivers.cell(0, "state").text == "Hoạt động", timeout=60_000)
    section.keep_login.click()
    settle(window)
    assert not load_settings(window.office.folder).allow_keep_login
    section.copy_result()
    settle(window)
    copied = QGuiApplication.clipboard().text()
    assert "[chưa được] Không thấy tệp trình điều khiển /khong/co.so." in copied and PIN not in copied
