"""Two windows at two counters on one real server: what one does the other sees; a server that goes and returns."""

from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from counter_app.bootstrap import open_office
from counter_app.clock import FixedClock
from counter_app.model.dossier import DossierId, DossierState
from counter_app.model.queue import QueueFilter
from counter_app.workflow import claim, queue, sitting
from tests.store.postgres_server import PostgresServer
from tests.ui.conftest import settle
from tests.ui.counters import another_counter, on_server, window_at
from ui.app import UseCases
from ui.main_window import MainWindow
from ui.pages.today import TodayPage


def on_server_only(test: Any) -> Any:
    return pytest.mark.postgres(pytest.mark.xdist_group("postgres_windows")(test))


@on_server_only
def test_what_one_counter_takes_the_other_sees_at_once(
    qtbot: QtBot, practice_folder: Path, address: str, clock: FixedClock
) -> None:
    on_server(practice_folder, address, clock)
    second = another_counter(practice_folder, "quay-2")
    with window_at(qtbot, practice_folder, clock, "ha.nt") as one, window_at(qtbot, second, clock, "tuan.lm") as two:
        free = DossierId(queue.ids(one.office, QueueFilter(states=(DossierState.NEW,)))[0])
        with one.office.store.unit_of_work() as unit:
            unit.update_dossier(unit.dossier(free), holder="")
            unit.append_event(one.office.event("put_back", free))
            unit.commit()
        seen: list[object] = []
        two.refresh.changed.connect(seen.append)
        two.live._timer.stop()  # only what the server tells can bring it
        taken = claim.take_next(one.office)
        assert taken is not None and taken.id == free
        qtbot.waitUntil(lambda: bool(seen), timeout=60_000)
        settle(two)
        assert isinstance(two.page, TodayPage)
        row = next(row for row in queue.rows(two.office, [free]))
        assert row.holder == "ha.nt"
        shown = two.page.model.ids.index(free)
        qtbot.waitUntil(lambda: getattr(two.page.model.row_at(shown), "holder", "") == "ha.nt", timeout=60_000)


@on_server_only
def test_a_server_that_stops_is_said_and_the_window_goes_on_by_itself_when_it_is_back(
    qtbot: QtBot, server: PostgresServer, practice_folder: Path, address: str, clock: FixedClock
) -> None:
    on_server(practice_folder, address, clock)
    with window_at(qtbot, practice_folder, clock, "ha.nt") as window:
        assert window.status.items["database"].accessibleName() == "Máy chủ cơ quan"
        new = DossierId(queue.ids(window.office, QueueFilter(states=(DossierState.NEW,)))[0])
        server.stop()
        sitting.keep_draft(window.office, new, {"reason": "Thiếu trang cuối"})
        assert sitting.draft(window.office, new).values == {"reason": "Thiếu trang cuối"}
        qtbot.waitUntil(window.notice.isVisible, timeout=60_000)
        assert "Chưa kết nối được" in window.notice.words
        assert "giữ trên máy này" in window.notice.words
        assert window.status.items["database"].accessibleName() == "Mất kết nối máy chủ"
        seen: list[object] = []
        window.refresh.changed.connect(seen.append)
        server.start()
        qtbot.waitUntil(lambda: not window.notice.isVisible(), timeout=60_000)
        assert seen
        settle(window)
        assert list(window.office.drafts.all()) == []
        assert window.office.store.desk.draft(new, "ha.nt").values == {"reason": "Thiếu trang cuối"}
        assert window.status.items["database"].accessibleName() == "Máy chủ cơ quan"
        assert len(queue.ids(window.office, QueueFilter())) > 20


def test_the_next_work_is_one_key_away_and_undo_puts_it_back(
    qtbot: QtBot, practice_folder: Path, clock: FixedClock
) -> None:
    office = open_office(practice_folder, clock=clock)
    pile = [DossierId(one) for one in queue.ids(office, QueueFilter(states=(DossierState.NEW,)))[:2]]
    with office.store.unit_of_work() as unit:
        for one in pile:
            unit.update_dossier(unit.dossier(one), holder="")
        unit.commit()
    window = MainWindow(clock)
    window.show()
    window.use_office(office, UseCases(), "today")
    settle(window)
    assert isinstance(window.page, TodayPage)
    next(one for one in window.page.commands() if one.hint == "Ctrl+J").act()
    settle(window)
    assert window.page_key == "intake"
    assert queue.dossier(office, pile[0]).holder == "ha.nt"
    window.toast_frame._undo.click()
    settle(window)
    assert queue.dossier(office, pile[0]).holder == ""
    window.close()
