"""A practice office's register moves from its file to a real server: all of it, once, and the file is at rest then."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from counter_app.bootstrap import open_office
from counter_app.clock import FixedClock
from counter_app.errors import CounterError, Refused, Trouble
from counter_app.model.dossier import DossierId
from counter_app.model.queue import QueueFilter
from counter_app.settings import load_settings
from counter_app.workflow import evidence, office_move, queue
from counter_app.workflow.office import Office

pytestmark = [pytest.mark.postgres, pytest.mark.xdist_group("postgres")]


@pytest.fixture
def keeper(practice_folder: Path, clock: FixedClock) -> Iterator[Office]:
    office = open_office(practice_folder, clock=clock, person="phuoc.dh")
    yield office
    office.close()


def test_everything_is_on_the_server_then_and_the_file_takes_no_further_act(
    keeper: Office, address: str, clock: FixedClock
) -> None:
    everything = QueueFilter(include_closed=True)
    before = [queue.dossier(keeper, DossierId(one)) for one in queue.ids(keeper, everything)]
    head = evidence.examine(keeper).head
    told: list[tuple[int, int]] = []
    rows = office_move.move_to_server(keeper, address, progress=lambda *step: told.append(step))
    assert rows is not None
    assert rows > 500
    assert told[-1] == (rows * 2, rows * 2)
    with pytest.raises(Trouble) as refused, keeper.store.unit_of_work() as unit:
        unit.append_event(keeper.event("note", None))
        unit.commit()
    assert refused.value.code == "store.moved"
    moved = open_office(keeper.folder, clock=clock, person="phuoc.dh")
    assert moved.settings.database_url == address
    assert [queue.dossier(moved, DossierId(one)) for one in queue.ids(moved, everything)] == before
    examined = evidence.examine(moved)
    assert examined.ok
    assert examined.head != head  # the move itself is on record
    assert moved.store.readings.last_office_event("move_register").details["rows"] == rows  # type: ignore[union-attr]
    moved.close()


def test_a_register_with_rows_is_never_written_over(keeper: Office, address: str) -> None:
    assert office_move.try_server(keeper, address).dossiers == 0
    office_move.move_to_server(keeper, address)
    assert office_move.try_server(keeper, address).dossiers > 40
    with pytest.raises((Refused, Trouble)):
        office_move.move_to_server(keeper, address)


def test_stopped_half_way_nothing_has_changed(keeper: Office, address: str) -> None:
    steps = iter(range(3))
    assert office_move.move_to_server(keeper, address, stopped=lambda: next(steps, None) is None) is None
    assert load_settings(keeper.folder).database_url == ""
    with keeper.store.unit_of_work() as unit:
        unit.append_event(keeper.event("note", None))
        unit.commit()
    assert office_move.try_server(keeper, address).dossiers == 0


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("/tai-lieu/so.db", "workflow.no_server"),
        ("postgresql://nobody@127.0.0.1:9/nothing", "store.unreachable"),
        ("postgresql://", "store.unreachable"),
    ],
)
def test_an_address_that_leads_nowhere_is_said(keeper: Office, address: str, code: str) -> None:
    with pytest.raises(CounterError) as told:
        office_move.try_server(keeper, address)
    assert told.value.code == code
