"""Tokens that come and go in a real window: chip and key list follow within two seconds, the window never waits."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from counter_app.bootstrap import open_office
from counter_app.clock import VIETNAM
from counter_app.model.signature import CertificateInfo, KeyRef
from counter_app.model.token import KeptLogin, TokenNews, TokenSeen
from counter_app.settings import load_settings, save_settings
from counter_app.signing import key_driver
from counter_app.workflow.office import Office
from counter_app.workflow.office_files import reread
from tests.bad_token import Shim
from tests.practice import PIN
from tests.ui.conftest import settle
from tests.ui.fakes import MONDAY, FakeOffice
from tests.ui.signing_desk import more_to_sign
from tests.ui.test_signing import asked, finished, give, left, open_page
from ui.app import UseCases
from ui.main_window import MainWindow
from ui.token_watch import LOOK_MS

MakeWindow = Callable[..., MainWindow]
NONE = "Chưa cắm token"


def chip(window: MainWindow) -> str:
    return window.status.items["token"].accessibleName()


@pytest.mark.softhsm
def test_plugging_and_unplugging_reach_chip_and_key_list_within_two_seconds(
    make_window: MakeWindow, practice_folder: Path, bad_token: Shim, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = replace(load_settings(practice_folder), token_modules=(str(bad_token.library),), key_files=())
    save_settings(practice_folder, settings)
    office = open_office(practice_folder)
    window = make_window(UseCases(), "signing", office)
    page: Any = window.page
    window.token_watch.look()
    qtbot.waitUntil(lambda: page.keys.chosen is not None and "chưa nhập PIN" in chip(window), timeout=60_000)
    askers: list[threading.Thread] = []
    ask = office.signing.token_news

    def counted() -> TokenNews:
        askers.append(threading.current_thread())
        return ask()

    monkeypatch.setattr(office.signing, "token_news", counted)

    def away() -> bool:
        return chip(window) == NONE and page.keys.chosen is None

    def back() -> bool:
        return "chưa nhập PIN" in chip(window) and page.keys.chosen is not None

    for act, seen in ((lambda: bad_token.order(unplugged=1), away), (lambda: bad_token.recall("unplugged"), back)):
        act()
        qtbot.waitUntil(seen, timeout=60_000)
    assert LOOK_MS + key_driver.PATIENCE * 1000 < 2000, "the next look tells it"
    assert askers and threading.main_thread() not in askers, "the window waits for no token"
    assert bad_token.count("login") == 0


@pytest.mark.softhsm
def test_a_login_that_is_kept_signs_the_next_batch_without_a_question_until_it_is_ended(
    make_window: MakeWindow, office: Office, qtbot: QtBot
) -> None:
    save_settings(office.folder, replace(load_settings(office.folder), signature_level="B-B"))
    page = open_page(make_window, reread(office) or office)
    window: Any = page.window()
    dialog = asked(page, qtbot)
    assert dialog.keep.text() == "&Giữ đăng nhập token đến 11:30, hết ngay khi rút token"
    dialog.keep.setChecked(True)
    give(dialog, PIN)
    finished(page, qtbot)
    window.token_watch.look()
    qtbot.waitUntil(lambda: "PIN đã nhập · giữ đến 11:30" in chip(window), timeout=60_000)
    more_to_sign(office, 2)
    page.list.reload()
    settle(window)
    before = len(left(office))
    page.list.foot.button.click()
    questions: list[object] = []
    page.list._run._bridge.asked.connect(questions.append)
    finished(page, qtbot)
    assert questions == [] and len(left(office)) < before
    next(act for words, act, _ in window.window_status.token_acts() if words.startswith("Kết thúc"))()
    qtbot.waitUntil(lambda: "chưa nhập PIN" in chip(window), timeout=60_000)


@dataclass
class FakeTokens:
    news: TokenNews
    ended: list[str] = field(default_factory=list)

    def token_news(self) -> TokenNews:
        return self.news

    def certificates(self) -> tuple[CertificateInfo, ...]:
        return ()

    def end_kept_login(self) -> None:
        self.ended.append("ended")
        self.news = replace(self.news, kept=None)


@pytest.fixture
def tokens() -> FakeTokens:
    key = KeyRef(kind="pkcs11", path="a.so", token="HA", token_serial="1")
    kept = KeptLogin(key=key, person="ha", holder="Nguyễn Thu Hà", until=datetime(2026, 11, 23, 11, 30, tzinfo=VIETNAM))
    return FakeTokens(TokenNews(tokens=(TokenSeen(path="a.so", label="HA", serial="1"),), kept=kept))


@pytest.fixture
def window(make_window: MakeWindow, tokens: FakeTokens, tmp_path: Path, qtbot: QtBot) -> MainWindow:
    assert MONDAY
    made = make_window(office=FakeOffice(folder=tmp_path, signing=tokens))
    made.token_watch.look()
    qtbot.waitUntil(lambda: "giữ đến 11:30" in chip(made), timeout=60_000)
    return made


def lock(window: MainWindow) -> None:
    window.cover(True)


def idle(window: MainWindow) -> None:
    window.desk.idle.emit()


def somebody_else(window: MainWindow) -> None:
    window.switch_person(next(login for login in window.office.people if login != window.office.person.login))


def by_menu(window: MainWindow) -> None:
    next(act for words, act, _ in window.window_status.token_acts() if words.startswith("Kết thúc"))()


@pytest.mark.parametrize("how", [lock, idle, somebody_else, by_menu])
def test_what_ends_a_kept_login_in_the_window(
    window: MainWindow, tokens: FakeTokens, how: Callable[[MainWindow], None], qtbot: QtBot
) -> None:
    how(window)
    qtbot.waitUntil(lambda: tokens.ended == ["ended"] and "giữ đến" not in chip(window), timeout=60_000)


def test_nothing_new_tells_nobody(window: MainWindow, tokens: FakeTokens, qtbot: QtBot) -> None:
    told: list[object] = []
    window.refresh.changed.connect(told.append)
    window.token_watch.look()
    qtbot.wait(200)
    assert told == []
    tokens.news = replace(tokens.news, tokens=())
    window.token_watch.look()
    qtbot.waitUntil(lambda: len(told) == 1, timeout=60_000)
    assert getattr(told[0], "keys", False)
