"""List, chips, label, command line and board speak with one voice, at any instant and for any dossiers."""

import argparse
import io
import json
import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counter_app.cli import time_commands
from counter_app.cli.output import Output
from counter_app.clock import VIETNAM, FixedClock, from_seconds, to_seconds
from counter_app.model.dossier import DossierId, DossierState
from counter_app.model.person import Person, Role
from counter_app.model.queue import Band, QueueFilter
from counter_app.settings import Settings
from counter_app.store.database import open_store
from counter_app.supervision.countdown import countdown
from counter_app.workflow import board, queue
from counter_app.workflow.office import Office
from counter_app.working_time.calendar_file import shipped_calendar
from tests.workflow.bare_office import bare_office, waiting_dossier

PERSON = Person(login="thu.lm", name="Lê Minh Thư", role=Role.OFFICER)
CALENDAR = shipped_calendar()
NOWHERE = Path("no-office-here")  # the shipped calendar and the settings as they come
LONG_BEFORE = datetime(2023, 12, 1, 8, 0, tzinfo=VIETNAM)
FIRST = datetime(2024, 1, 2, 8, 0, tzinfo=VIETNAM)
# Seconds on both sides of a minute, nights, weekends and Tết: bands change at their edges, so these are drawn often.
OFFSETS = st.one_of(
    st.integers(-3 * 86400, 3 * 86400), st.integers(-40 * 86400, 100 * 86400), st.sampled_from([-1, 0, 1, 59, 60, 61])
)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A register of twelve dossiers that came in before every instant that is tried."""
    path = tmp_path_factory.mktemp("one-countdown") / "counter.db"
    store = open_store(path, FixedClock(LONG_BEFORE))
    with store.unit_of_work() as unit:
        unit.put_person(PERSON)
        for number in range(12):
            unit.add_dossier(waiting_dossier(PERSON, LONG_BEFORE, code=f"H31.15-261123-{number:04d}"))
        unit.commit()
    store.close()
    return path


@contextmanager
def office_at(template: Path, now: datetime, soon: int) -> Iterator[Office]:
    """A copy of the register: its history of states must not know later instants. Nothing is signed, printed, read."""
    with TemporaryDirectory(dir=template.parent) as folder:
        shutil.copyfile(template, Path(folder) / "counter.db")
        store = open_store(Path(folder) / "counter.db", FixedClock(now))
        settings = Settings(due_soon_minutes=soon)
        yield bare_office(template.parent, store, FixedClock(now), PERSON, CALENDAR, settings)
        store.close()


def spread(office: Office, now: datetime, offsets: list[int | None]) -> dict[DossierId, datetime | None]:
    """Give the open dossiers these due moments; the rest of the twelve is closed."""
    due: dict[DossierId, datetime | None] = {}
    with office.store.unit_of_work() as unit:
        for number in range(1, 13):
            dossier_id = DossierId(number)
            open_one = number <= len(offsets)
            offset = offsets[number - 1] if open_one else None
            moment = None if offset is None else from_seconds(to_seconds(now) + offset)
            state = DossierState.NEW if open_one else DossierState.WITHDRAWN
            unit.update_dossier(unit.dossier(dossier_id), state=state, intake_due_at=moment)
            if open_one:
                due[dossier_id] = moment
        unit.commit()
    return due


def check_agreement(office: Office, now: datetime, offsets: list[int | None]) -> None:
    due = spread(office, now, offsets)
    told = {one: queue.countdown(office, moment, now) for one, moment in due.items()}
    bands = Counter(one.band for one in told.values())

    assert list(queue.ids(office, QueueFilter())) == sorted(due, key=lambda one: (told[one].order, one))
    assert {row.id: row.due_at for row in queue.rows(office, list(due))} == due

    counts = queue.counts(office)
    assert {band: counts.by_band.get(band, 0) for band in Band} == {band: bands[band] for band in Band}
    for band in (Band.OVERDUE, Band.DUE_SOON, Band.IN_TIME):
        behind = set(queue.ids(office, queue.band_filter(office, band)))
        assert behind == {one for one, label in told.items() if label.band is band}

    figures = {figure.key: figure.value for figure in board.board(office).figures}
    assert figures["awaiting_intake"] == len(due)
    assert figures["overdue"] == bands[Band.OVERDUE]
    assert figures["intake_due_soon"] == bands[Band.DUE_SOON]

    for label in told.values():
        late = label.minutes is not None and label.minutes < 0
        assert not late or label.band is Band.OVERDUE
        assert ("quá" in label.text) == (label.band is Band.OVERDUE)


@settings(max_examples=40, deadline=None)
@given(
    st.integers(0, 3 * 365 * 86400),
    st.lists(st.one_of(st.none(), OFFSETS), max_size=12),
    st.integers(0, 960),
)
def test_everything_that_shows_a_due_moment_agrees(
    template: Path, seconds: int, offsets: list[int | None], soon: int
) -> None:
    now = FIRST + timedelta(seconds=seconds)
    with office_at(template, now, soon) as office:
        check_agreement(office, now, offsets)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2 * 365 * 86400), st.integers(1, 2000), st.integers(-2 * 86400, 6 * 86400))
def test_the_command_line_says_what_the_list_says(seconds: int, minutes: int, later: int) -> None:
    received = FIRST + timedelta(seconds=seconds)
    now = received + timedelta(seconds=later)
    given = argparse.Namespace(calendar=None, data=NOWHERE, received=received, minutes=minutes, now=now)
    said = io.StringIO()
    with redirect_stdout(said):
        time_commands.remaining(given, Output(as_json=True))
    answer = json.loads(said.getvalue())
    label = countdown(CALENDAR, now, datetime.fromisoformat(answer["due_at"]), Settings().due_soon_minutes)
    assert (answer["band"], answer["remaining_minutes"]) == (str(label.band), label.minutes)
