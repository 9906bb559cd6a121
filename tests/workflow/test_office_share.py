"""Counters of one office on a real server go by the same settings, calendar, marks, key and authorities."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from counter_app.bootstrap import join_office, open_office
from counter_app.clock import FixedClock
from counter_app.errors import Misuse, Refused
from counter_app.model.queue import QueueFilter
from counter_app.settings import load_settings, save_settings
from counter_app.workflow import backup, office_files, office_move, office_settings, queue
from counter_app.workflow import calendar_edit as use_calendar
from counter_app.workflow.office import Office
from counter_app.working_time import calendar_edit
from tests.key_store import MemoryStore
from tests.store.postgres_server import PostgresServer

pytestmark = [pytest.mark.postgres, pytest.mark.xdist_group("postgres")]


@pytest.fixture
def first(practice_folder: Path, address: str, clock: FixedClock) -> Iterator[Office]:
    """The counter whose register was moved to the server, its administrator at the desk."""
    keeper = open_office(practice_folder, clock=clock, person="phuoc.dh")
    office_move.move_to_server(keeper, address)
    keeper.close()
    office = open_office(practice_folder, clock=clock, person="phuoc.dh")
    yield office
    office.close()


@pytest.fixture
def second(first: Office, address: str, tmp_path: Path, clock: FixedClock) -> Iterator[Office]:
    folder = tmp_path / "quay-2"
    join_office(folder, address, clock)
    office = open_office(folder, clock=clock, person="bao.tq")
    yield office
    office.close()


def test_a_counter_that_joins_is_the_same_office(first: Office, second: Office) -> None:
    assert second.settings.office_name == first.settings.office_name
    assert second.settings.practice
    assert second.settings.key_files == ()  # keys belong to a desk
    assert second.calendar.data == first.calendar.data
    assert second.people == first.people
    assert list(queue.ids(second, QueueFilter())) == list(queue.ids(first, QueueFilter()))
    own, joined = ({path.name for path in (one.folder / "trust").iterdir()} for one in (first, second))
    assert own == joined


def test_what_one_changes_holds_at_the_other_after_its_next_look(first: Office, second: Office) -> None:
    before = office_files.look(second)
    changed, _ = office_settings.change_settings(first, {"office_phone": "0280 3 999 111", "due_soon_minutes": 90})
    data = calendar_edit.mark_off(first.calendar.data, [date(2026, 11, 25)], "nghỉ mưa bão")
    use_calendar.save_office_calendar(changed, data, document="Công điện 12")
    assert office_files.look(second) != before
    now = office_files.reread(second)
    assert now is not None
    assert (now.settings.office_phone, now.settings.due_soon_minutes) == ("0280 3 999 111", 90)
    assert not now.calendar.is_working_day(date(2026, 11, 25))
    assert now.settings.database_url == second.settings.database_url
    assert office_files.reread(now) is None


def test_what_belongs_to_the_desk_stays_there(first: Office, second: Office, tmp_path: Path) -> None:
    office_settings.change_settings(second, {"theme": "dark", "scanner_folder": str(tmp_path)})
    save_settings(first.folder, replace(load_settings(first.folder), drivers_added=("/quay-1/token.so",)))
    office_settings.change_settings(first, {"office_phone": "0280 3 999 222"})
    office_files.look(second)
    office_files.look(first)
    found = load_settings(second.folder)
    assert (found.theme, found.scanner_folder) == ("dark", str(tmp_path))
    assert found.drivers_added == ()  # a library of another machine
    assert load_settings(first.folder).theme != "dark"


def test_the_offices_key_is_one_for_all(
    first: Office, second: Office, key_store: MemoryStore, clock: FixedClock
) -> None:
    recovery = backup.make_key(first)
    second.close()
    again = open_office(second.folder, clock=clock, person="bao.tq", recovery=recovery)
    assert again.sealed
    again.close()


def test_a_server_without_an_office_and_a_folder_in_use_are_refused(
    server: PostgresServer, address: str, tmp_path: Path, first: Office
) -> None:
    empty = server.new_database()
    with pytest.raises(Misuse) as told:
        join_office(tmp_path / "quay-3", empty)
    assert told.value.code == "workflow.no_office_there"
    assert not (tmp_path / "quay-3").exists()
    with pytest.raises(Refused):
        join_office(first.folder, address)
    server.drop(empty)
