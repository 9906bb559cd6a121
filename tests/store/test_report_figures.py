"""What reports count, beside plain counting over moments that lie on, just before and just after the period's ends."""

import itertools
import random
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from counter_app.model.dossier import DossierState
from counter_app.model.period import month
from counter_app.model.report import Behind
from counter_app.store import report_figures
from counter_app.store.database import Store
from counter_app.store.engine import open_database
from counter_app.store.reports import span_of
from counter_app.store.schema import bring_up_to_date
from tests.store.made_up import new_dossier

JUNE = month(date(2026, 6, 1))
MOMENTS = [edge + timedelta(seconds=near) for edge in (JUNE.start, JUNE.end) for near in (-1, 0, 1)]
NOW = JUNE.end + timedelta(days=20)


@pytest.fixture
def lives(store: Store) -> list[tuple[datetime, datetime | None]]:
    """(accepted, closed) of every pair of moments, of those still in progress, and of each one twice."""
    pairs = [*itertools.combinations_with_replacement(MOMENTS, 2), *((moment, None) for moment in MOMENTS)] * 2
    random.Random(7).shuffle(pairs)
    with store.unit_of_work() as unit:
        for accepted, closed in pairs:
            state = DossierState.PROCESSING if closed is None else DossierState.RETURNED
            moments = {"submitted_at": None, "received_at": accepted, "decided_at": accepted, "ended_at": closed}
            unit.add_dossier(new_dossier(state=state, due_at=JUNE.end, components=(), **moments))
        unit.add_dossier(new_dossier(received_at=JUNE.start))  # not accepted yet
        unit.commit()
    return pairs


def test_what_was_in_hand_is_what_plain_counting_gives(
    store: Store, lives: list[tuple[datetime, datetime | None]]
) -> None:
    def count(before: datetime, not_closed_before: datetime) -> int:
        return sum(one < before and (end is None or end >= not_closed_before) for one, end in lives)

    plain = {
        "received": sum(JUNE.start <= one < JUNE.end for one, _ in lives),
        "resolved": sum(end is not None and JUNE.start <= end < JUNE.end for _, end in lives),
        "carried": count(JUNE.start, JUNE.start),
        "handled": count(JUNE.end, JUNE.start),
        "in_progress": count(JUNE.end, JUNE.end),
    }
    reports = store.readings.reports
    assert reports.counted(JUNE, NOW, tuple(plain))[""] == plain
    assert reports.counted(JUNE, NOW, tuple(plain), "field") == {"Lý lịch tư pháp": plain}
    both = reports.counted_by_each(JUNE, NOW, tuple(plain), ("field", "holder"))
    assert both == {"field": {"Lý lịch tư pháp": plain}, "holder": {"ha": plain}}
    opened = {figure: len(reports.behind(JUNE, NOW, Behind(figure=figure))) for figure in plain}
    assert opened == plain
    marked = [name for _, _, names in reports.marked(JUNE, NOW, ("handled", "received")) for name in names]
    assert {name: marked.count(name) for name in set(marked)} == {name: plain[name] for name in ("handled", "received")}


def test_no_figure_reads_an_archive_that_does_not_concern_it(tmp_path: Path) -> None:
    """SQLite's plan names what is read: dossiers by an index or by their ids, never all of them."""
    database = open_database(tmp_path / "counter.db")
    bring_up_to_date(database)
    plans: list[str] = []

    def note(connection: sa.Connection, _cursor: object, statement: str, values: object, *_: object) -> None:
        plans.extend(row[3] for row in connection.connection.execute(f"EXPLAIN QUERY PLAN {statement}", values))  # type: ignore[attr-defined]

    sa.event.listen(database.reading, "before_cursor_execute", note)
    figures = ("arrived", "received", "carried", "handled", "resolved", "in_progress", "rated")
    with database.reading.connect() as connection:
        found = [report_figures.counted(connection, span_of(JUNE, NOW), [one], ["field"]) for one in figures]
    database.writing.dispose()
    assert found == [{"field": {}}] * len(figures)
    assert len([line for line in plans if "dossier" in line or "known" in line]) >= len(figures)
    assert not [line for line in plans if line.startswith("SCAN dossier")]
