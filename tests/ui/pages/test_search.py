"""One test per wire of the search page, over the practice office."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from counter_app.model.changes import Changes
from counter_app.model.dossier import DossierState
from counter_app.model.queue import QueueFilter
from counter_app.workflow import queue
from counter_app.workflow.office import Office
from tests.ui.conftest import settle
from ui.app import UseCases
from ui.main_window import MainWindow
from ui.presenters.scope import Scope, View

MakeWindow = Callable[..., MainWindow]


@pytest.fixture
def window(make_window: MakeWindow, office: Office) -> MainWindow:
    made = make_window(UseCases(), "search", office)
    settle(made)
    return made


def behind(figure: str) -> Scope:
    view = View(words="lúc này", read=lambda cases, office: cases.board.dossiers_behind(office, figure))
    return Scope(source="Giám sát", title="Một con số", views=(view,))


def find(window: MainWindow, words: str, qtbot: QtBot) -> Any:
    page = window.page
    page.field.setFocus()
    QTest.keyClicks(page.field, words)
    qtbot.waitUntil(lambda: page._text == words, timeout=60_000)
    settle(window)
    return page


def test_before_anything_is_typed_the_page_says_what_may_be_typed(window: MainWindow) -> None:
    assert window.page.empty.isVisible()
    assert window.page.empty.title.text() == "Tra cứu mọi hồ sơ"
    assert not window.page.preview.isVisible()


def test_a_closed_dossier_is_found_without_diacritics_and_counts_nothing_down(
    window: MainWindow, office: Office, qtbot: QtBot
) -> None:
    row = queue.rows(office, queue.ids(office, QueueFilter(text="nguyen thi uong")))[0]
    with office.store.unit_of_work() as unit:
        unit.update_dossier(unit.dossier(row.id), state=DossierState.WITHDRAWN, ended_at=office.now())
        unit.commit()
    page = find(window, "nguyen thi uong", qtbot)
    places = [n for n in range(page.model.rowCount()) if page.model.cell(n, "code").text == row.code]
    assert len(places) == 1
    assert page.model.cell(places[0], "left").text == "Người nộp đã rút"
    page.table.selectRow(places[0])
    assert not page.preview.badge.isVisible()


def test_the_diary_of_the_chosen_dossier_stands_beside_the_list(window: MainWindow, qtbot: QtBot) -> None:
    page = find(window, "cong ty", qtbot)
    assert page.preview.isVisible()
    qtbot.waitUntil(lambda: bool(page.timeline.lines), timeout=60_000)
    assert page.timeline.lines[-1].what.startswith("Nhập từ danh sách")
    assert page.preview.code.text() == page.row.code


def test_nothing_found_says_what_to_try(window: MainWindow, qtbot: QtBot) -> None:
    page = find(window, "khong co ai nhu the", qtbot)
    assert page.empty.isVisible()
    assert page.empty.title.text() == "Không tìm thấy hồ sơ nào"
    assert not page.foot.isVisible()


@pytest.mark.parametrize(("state", "key"), [(DossierState.NEW, "intake"), (DossierState.PROCESSING, "results")])
def test_enter_opens_the_dossier_where_its_work_is_done(
    window: MainWindow, office: Office, monkeypatch: pytest.MonkeyPatch, state: DossierState, key: str
) -> None:
    row = queue.rows(office, queue.ids(office, QueueFilter(states=(state,))))[0]
    page, opened = window.page, []
    page.activate(text=row.code)
    settle(window)
    context = replace(page.context, open_page=lambda key, **arguments: opened.append((key, arguments)))
    monkeypatch.setattr(page, "context", context)
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert opened == [(key, {"dossier_id": row.id})]


def test_who_has_no_page_for_a_dossier_looks_at_it_here(make_window: MakeWindow, office: Office) -> None:
    window = make_window(UseCases(), "search", office.as_person("phuoc.dh"))
    page = window.page
    page.activate(scope=behind("overdue"))
    settle(window)
    assert not page.preview.button.isVisible()
    QTest.keyClick(page.table, Qt.Key.Key_Space)
    assert not page.preview.isVisible()
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert page.preview.isVisible()
    assert window.page_key == "search"


def test_a_figure_is_left_by_its_link_by_esc_and_by_typing(window: MainWindow, qtbot: QtBot) -> None:
    page = window.page
    for leave in (page.scope.link.click, page._escape, lambda: find(window, "cong ty", qtbot)):
        page.activate(scope=behind("overdue"))
        settle(window)
        assert page.scope.isVisible()
        assert page.model.rowCount() == 2
        leave()
        settle(window)
        assert not page.scope.isVisible()


def test_a_refresh_keeps_the_chosen_dossier(window: MainWindow, qtbot: QtBot) -> None:
    page = find(window, "cong ty", qtbot)
    page.table.selectRow(3)
    chosen = page.model.ids[3]
    window.refresh.publish(Changes(queue=True))
    settle(window)
    assert page.model.ids[page.table.row] == chosen


def test_a_narrow_window_puts_the_details_over_the_list_on_request(make_window: MakeWindow, office: Office) -> None:
    window = make_window(UseCases(), "search", office, size=(900, 600))
    page = window.page
    page.activate(scope=behind("open"))
    settle(window)
    assert not page.preview.isVisible()
    QTest.keyClick(page.table, Qt.Key.Key_Space)
    assert page.preview.geometry().right() == page.width() - 1
    page._escape()
    assert not page.preview.isVisible()
    assert page.scope.isVisible()
