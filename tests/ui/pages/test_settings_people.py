"""«Người dùng»: people are added, given a password that is told once, closed; standing in is written down."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QDate

from counter_app.model.person import Role
from counter_app.workflow import people, sign_in
from counter_app.workflow.office import Office
from tests.ui.conftest import settle
from ui.app import UseCases
from ui.main_window import MainWindow


@pytest.fixture
def window(make_window: Callable[..., MainWindow], office: Office) -> MainWindow:
    made = make_window(cases=UseCases(), first="settings", office=office.as_person("dung.bt"))
    made.open_page("settings", section="people")
    settle(made)
    return made


def choose(window: MainWindow, login: str) -> None:
    model = window.page.section.model
    row = next(number for number in range(model.rowCount()) if model.value(number)[0].login == login)
    window.page.section.table.selectRow(row)
    settle(window)


def test_a_new_colleague_is_kept_and_shown(window: MainWindow, office: Office) -> None:
    section = window.page.section
    section.add()
    assert window.page.section.unsaved is False
    section.name.setText("Mai Thị Mới")
    section.login.setText("moi.mt")
    section.role.set_value("seal_keeper")
    assert section.unsaved
    section.save_button.click()
    settle(window)
    found = {person.login: person for person, _ in people.listed(office)}
    assert found["moi.mt"].role is Role.SEAL_KEEPER
    assert section.model.rowCount() == len(found)


def test_what_is_refused_is_said_on_the_page(window: MainWindow) -> None:
    section = window.page.section
    section.add()
    section.save_button.click()
    settle(window)
    assert section.notice.isVisible() and "tên đăng nhập" in section.notice.words


def test_a_password_is_told_once_and_opens_the_account(window: MainWindow, office: Office) -> None:
    section = window.page.section
    choose(window, "dung.bt")
    section.password_button.click()
    settle(window)
    choose(window, "ha.nt")
    assert not section.password_row.isVisible()
    section.password_button.click()
    settle(window)
    told = section.password.text()
    assert section.password_row.isVisible()
    assert sign_in.sign_in(office, "ha.nt", told).person.login == "ha.nt"
    assert section.model.cell(section.table.row, "account").text == "Mật khẩu tạm"
    choose(window, "bao.tq")
    assert not section.password_row.isVisible()


def test_an_account_is_closed_and_opened_again(window: MainWindow, office: Office) -> None:
    people.give_password(office.as_person("dung.bt"), "dung.bt")
    people.give_password(office.as_person("dung.bt"), "ha.nt")
    section = window.page.section
    section.activate()
    settle(window)
    choose(window, "ha.nt")
    for words in ("Đã khóa", "Mật khẩu tạm"):
        section.account_button.click()
        settle(window)
        assert section.model.cell(section.table.row, "account").text == words


def test_standing_in_is_written_down_and_can_be_ended(window: MainWindow, office: Office) -> None:
    panel = window.page.section.substitutes
    panel.who.set_value("ha.nt")
    panel.whose.set_value("nhan.ht")
    panel.last.setDate(QDate(2026, 11, 25))
    panel.reason.setText("Nghỉ phép")
    panel.add()
    settle(window)
    (made,) = people.substitutions(office)
    assert (made.login, made.for_login, made.last.day) == ("ha.nt", "nhan.ht", 25)
    panel.end(made.id)
    settle(window)
    assert people.substitutions(office)[0].ended


def test_an_officer_has_no_such_section(make_window: Callable[..., MainWindow], office: Office) -> None:
    assert "people" not in make_window(cases=UseCases(), first="settings", office=office).page.list.keys
