import random
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from counter_app.clock import VIETNAM, FixedClock, SystemClock
from counter_app.model.dossier import Applicant, Channel, ComponentVerdict, DossierId, DossierState, Event
from counter_app.model.life import Explanation, OverdueCause
from counter_app.model.person import Person, Role
from counter_app.model.procedure import Case, Procedure, Source
from counter_app.model.queue import Band, GroupBy, Missing, QueueFilter, QueueRow
from counter_app.store.database import Store, open_store
from counter_app.supervision.missing import missing_of
from tests.store.made_up import HOUR, MORNING, PAPERS, attached, change, keep, look, new_dossier, signed

NOW = datetime(2026, 7, 21, 11, 0, tzinfo=VIETNAM)
SOON = NOW + 4 * HOUR


def _band(row: QueueRow) -> Band:
    if row.due_at is None:
        return Band.NO_TERM
    if row.due_at < NOW:
        return Band.OVERDUE
    return Band.DUE_SOON if row.due_at < SOON else Band.IN_TIME


@pytest.fixture
def varied(store: Store) -> list[DossierId]:
    """A hundred and twenty dossiers of every state, band and lack."""
    dice = random.Random(4)
    keys = []
    with store.unit_of_work() as unit:
        for number in range(120):
            due = dice.choice([None, NOW, SOON, NOW - HOUR, NOW + HOUR, NOW + 48 * HOUR, NOW - 480 * HOUR])
            window = dice.choice([None, NOW + HOUR, NOW - HOUR])
            state = list(DossierState)[number % 10]
            holder = dice.choice(["", "ha", "minh"])
            key = unit.add_dossier(new_dossier(state=state, due_at=due, intake_due_at=window, holder=holder))
            for component in unit.dossier(key).components:
                file = dice.choice([None, attached("a"), signed("b", "a")])
                unit.update_component(component.id, file=file, verdict=dice.choice(list(ComponentVerdict)))
            for file in dice.choice([(), (), (attached("c"),), (signed("d", "c"),), (attached("c"), signed("e", "d"))]):
                unit.add_result(key, file)
            keys.append(key)
        unit.commit()
    return keys


def test_the_queue_holds_what_is_open_in_the_order_of_due_moments(store: Store, varied: list[DossierId]) -> None:
    ids = store.readings.queue_ids(QueueFilter())
    assert ids.typecode == "q"
    rows = store.readings.queue_rows(ids)
    assert {row.id for row in rows} == {key for key in varied if look(store, key).state.open}
    far = datetime(9999, 1, 1, tzinfo=VIETNAM)
    assert [row.id for row in rows] == [row.id for row in sorted(rows, key=lambda row: (row.due_at or far, row.id))]
    for row in rows:
        assert row.due_at == look(store, row.id).active_due_at
    assert set(store.readings.queue_ids(QueueFilter(include_closed=True))) == set(varied)


def test_rows_come_in_the_order_asked_and_without_those_that_are_gone(store: Store, varied: list[DossierId]) -> None:
    wanted = [varied[5], 999, varied[1], varied[9]]
    assert [row.id for row in store.readings.queue_rows(wanted)] == [varied[5], varied[1], varied[9]]
    assert store.readings.queue_rows([]) == []
    many = [varied[number % 120] for number in range(1200)]
    assert [row.id for row in store.readings.queue_rows(many)] == many


def test_conditions_of_the_filter_hold_together(store: Store, varied: list[DossierId]) -> None:
    rows = store.readings.queue_rows(store.readings.queue_ids(QueueFilter()))
    states = (DossierState.NEW, DossierState.DONE, DossierState.PROCESSING)
    wanted = QueueFilter(states=states, holder="ha", due_from=NOW - HOUR, due_before=SOON)
    expected = {
        row.id
        for row in rows
        if row.state in states and row.holder == "ha" and row.due_at and NOW - HOUR <= row.due_at < SOON
    }
    assert expected
    assert set(store.readings.queue_ids(wanted)) == expected
    without = store.readings.queue_ids(QueueFilter(no_term=True))
    assert set(without) == {row.id for row in rows if row.due_at is None} != set()
    since = QueueFilter(due_from=NOW)
    assert set(store.readings.queue_ids(since)) == {row.id for row in rows if row.due_at and row.due_at >= NOW}


def test_what_is_missing_is_found_in_sql_as_in_words(store: Store, varied: list[DossierId]) -> None:
    rows = store.readings.queue_rows(store.readings.queue_ids(QueueFilter()))
    for missing in Missing:
        expected = {row.id for row in rows if missing in missing_of(row, NOW)}
        assert expected, missing
        for everything in (False, True):
            wanted = QueueFilter(missing=missing, now=NOW, include_closed=everything)
            assert set(store.readings.queue_ids(wanted)) == expected, missing


def test_counts_equal_a_count_by_hand(store: Store, varied: list[DossierId]) -> None:
    for holder in ("", "ha"):
        rows = store.readings.queue_rows(store.readings.queue_ids(QueueFilter(holder=holder)))
        found = store.readings.counts(NOW, SOON, holder)
        assert found.total == len(rows) == sum(found.by_band.values())
        assert found.by_band == {band: sum(_band(row) is band for row in rows) for band in Band}
        open_states = [state for state in DossierState if state.open]
        assert found.by_state == {state: sum(row.state is state for row in rows) for state in open_states}
        assert found.by_missing == {each: sum(each in missing_of(row, NOW) for row in rows) for each in Missing}


def test_counts_of_nothing_are_zero(store: Store) -> None:
    found = store.readings.counts(NOW, SOON)
    assert found.total == sum(found.by_band.values()) == sum(found.by_missing.values()) == 0
    assert store.readings.board.figures_at(NOW, SOON)["overdue"] == 0
    empty = store.readings.board.counts(NOW, SOON, NOW, NOW)
    assert (empty.open_total, empty.awaiting_intake, empty.earliest_intake) == (0, 0, None)


def test_loads_name_officers_without_work_and_work_without_officer(store: Store, varied: list[DossierId]) -> None:
    with store.unit_of_work() as unit:
        unit.put_person(Person(login="ha", name="Nguyễn Thu Hà", role=Role.OFFICER))
        unit.put_person(Person(login="lan", name="Lò Thị Lan", role=Role.OFFICER))
        unit.put_person(Person(login="sep", name="Trần Văn Sếp", role=Role.SUPERVISOR))
        unit.commit()
    rows = store.readings.queue_rows(store.readings.queue_ids(QueueFilter()))
    loads = {load.key: load for load in store.readings.board.groups(GroupBy.HOLDER, NOW, SOON)}
    assert set(loads) == {"", "ha", "minh", "lan"}
    assert (loads["ha"].name, loads["minh"].name, loads["lan"].total) == ("Nguyễn Thu Hà", "minh", 0)
    for login in ("", "ha", "minh"):
        mine = [row for row in rows if row.holder == login]
        assert loads[login].total == len(mine)
        for band in Band:
            assert getattr(loads[login], str(band)) == sum(_band(row) is band for row in mine), band
        wanted = QueueFilter(holder=login, unheld=not login)
        assert set(store.readings.queue_ids(wanted)) == {row.id for row in mine}


def test_states_and_fields_are_groups_as_well(store: Store, varied: list[DossierId]) -> None:
    change(store, varied[0], field="Đo lường")
    rows = store.readings.queue_rows(store.readings.queue_ids(QueueFilter()))
    states = {load.key: load.total for load in store.readings.board.groups(GroupBy.STATE, NOW, SOON)}
    assert states == {str(int(state)): sum(row.state is state for row in rows) for state in DossierState if state.open}
    fields = {load.name: load.total for load in store.readings.board.groups(GroupBy.FIELD, NOW, SOON)}
    assert fields == {"Đo lường": 1, "Lý lịch tư pháp": len(rows) - 1}
    assert list(store.readings.queue_ids(QueueFilter(field="Đo lường"))) == [varied[0]]


def test_the_boards_counts_equal_a_count_by_hand(store: Store, varied: list[DossierId]) -> None:
    with store.unit_of_work() as unit:
        late = [row for row in store.readings.queue_rows(varied) if row.state.open and _band(row) is Band.OVERDUE]
        cause = OverdueCause.PROCESSING
        unit.life.explain(
            Explanation(dossier_id=late[0].id, cause=cause, words="", responsible="", evidence=None, at=NOW, by="ha")
        )
        unit.commit()
    rows = store.readings.queue_rows(store.readings.queue_ids(QueueFilter()))
    lacking = {row.id: missing_of(row, NOW) for row in rows}
    waiting = [row for row in rows if row.awaits_intake]
    ahead = [row.due_at for row in waiting if row.due_at and row.due_at >= NOW]
    found = store.readings.board.counts(NOW, SOON, MORNING, NOW)
    assert found.open_total == len(rows)
    assert found.awaiting == {channel: sum(row.channel is channel for row in waiting) for channel in Channel}
    assert (found.earliest_intake, found.intake_due_soon) == (min(ahead), sum(due < SOON for due in ahead))
    assert (found.overdue, found.without_cause) == (len(late), len(late) - 1)
    signatures = (Missing.UNSIGNED_COMPONENTS, Missing.RESULT_SIGNATURE)
    assert found.unsigned_components == sum(signatures[0] in lacks for lacks in lacking.values())
    assert found.unsigned_result == sum(signatures[1] in lacks for lacks in lacking.values())
    assert found.missing_signature == sum(bool({*signatures} & {*lacks}) for lacks in lacking.values())
    assert found.missing_result == sum(Missing.RESULT in lacks for lacks in lacking.values())
    assert found.waits_for_applicant == sum(row.state is DossierState.SUPPLEMENT_REQUESTED for row in rows)
    assert found.no_state_change == sum(row.state_changed_at <= MORNING for row in rows)


def test_a_row_says_names_and_hides_numbers(store: Store) -> None:
    source = Source(document="QĐ", verified=False)
    with store.unit_of_work() as unit:
        unit.put_person(Person(login="ha", name="Nguyễn Thu Hà", role=Role.OFFICER))
        unit.put_procedure(
            Procedure(
                code="1.001786",
                name="Cấp Phiếu lý lịch tư pháp cho công dân",
                short_name="Lý lịch tư pháp",
                field="",
                cases=(Case(name="", components=PAPERS),),
                terms=(),
                source=source,
            )
        )
        key = unit.add_dossier(
            new_dossier(code="H18-1", applicant=Applicant(name="Trần Văn Mẫu", identity_number="012345678901"))
        )
        unit.commit()
    (row,) = store.readings.queue_rows([key])
    assert (row.code, row.holder_name, row.procedure_name) == ("H18-1", "Nguyễn Thu Hà", "Lý lịch tư pháp")
    assert row.applicant_number == "012*******01"
    bare = keep(store, procedure_code="2.000001", procedure_name="Tên đầy đủ", holder="x")
    (row,) = store.readings.queue_rows([bare])
    assert (row.code, row.holder_name, row.procedure_name) == ("TN-2026-000002", "x", "Tên đầy đủ")


def test_what_stands_still_is_counted(store: Store, clock: FixedClock) -> None:
    old, waiting = keep(store), keep(store)
    change(store, waiting, state=DossierState.SUPPLEMENT_REQUESTED)
    keep(store, state=DossierState.RETURNED)

    def still(since: datetime, asked: datetime) -> tuple[int, int]:
        found = store.readings.board.counts(NOW, SOON, since, asked)
        assert len(store.readings.queue_ids(QueueFilter(unmoved_since=since))) == found.no_state_change
        return found.no_state_change, found.waits_for_applicant

    assert still(MORNING, clock.now() - HOUR) == (1, 0)
    assert still(clock.now(), clock.now()) == (2, 1)
    change(store, old, state=DossierState.ACCEPTED)
    assert still(MORNING, MORNING) == (0, 0)


def test_a_time_stamp_debt_lasts_until_the_file_is_raised(store: Store) -> None:
    key = keep(store)
    for file, debts in ((attached("a"), 0), (signed("b", "a"), 1), (signed("c", "a", signature_level="B-T"), 0)):
        with store.unit_of_work() as unit:
            unit.update_component(unit.dossier(key).components[0].id, file=file)
            unit.commit()
        assert store.readings.signed_files_at(("B-B",)) == debts


def _figures_now(store: Store, now: datetime, soon: datetime) -> dict[str, int]:
    rows = store.readings.queue_rows(store.readings.queue_ids(QueueFilter()))
    awaiting = [row for row in rows if row.awaits_intake]
    return {
        "awaiting_intake": len(awaiting),
        "intake_due_soon": sum(row.due_at is not None and now <= row.due_at < soon for row in awaiting),
        "overdue": sum(row.due_at is not None and row.due_at < now for row in rows),
        "missing_signature": sum(
            bool({Missing.UNSIGNED_COMPONENTS, Missing.RESULT_SIGNATURE} & set(missing_of(row, now))) for row in rows
        ),
    }


def test_yesterdays_figures_are_told_as_they_were(store: Store, clock: FixedClock) -> None:
    """A day's work, step by step; each step's figures are asked for again at the end."""
    one, two, three = (keep(store, intake_due_at=MORNING + hours * HOUR) for hours in (2, 5, 30))
    steps = [
        lambda unit: unit.update_dossier(unit.dossier(one), state=DossierState.ACCEPTED),
        lambda unit: unit.update_component(_first(unit, one), file=attached("a")),
        lambda unit: unit.update_component(
            _first(unit, one), verdict=ComponentVerdict.PASS, checked_at=clock.now(), checked_by="ha"
        ),
        lambda unit: unit.update_component(_first(unit, one), file=signed("b", "a", signed_at=clock.now())),
        lambda unit: unit.update_dossier(unit.dossier(two), state=DossierState.SUPPLEMENT_REQUESTED, due_at=None),
        lambda unit: unit.add_result(three, attached("c", attached_at=clock.now())),
        lambda unit: unit.replace_result(three, attached("c").hash, signed("d", "c", signed_at=clock.now())),
        lambda unit: unit.update_dossier(unit.dossier(two), state=DossierState.NEW),
        lambda unit: unit.update_dossier(unit.dossier(one), state=DossierState.RETURNED),
    ]
    seen = []
    for step in steps:
        clock.advance(hours=1)
        with store.unit_of_work() as unit:
            step(unit)
            unit.commit()
        now = clock.now() + timedelta(minutes=30)
        seen.append((now, _figures_now(store, now, now + 4 * HOUR)))
    assert len({tuple(figures.values()) for _, figures in seen}) >= 5
    for now, figures in seen:
        assert store.readings.board.figures_at(now, now + 4 * HOUR) == figures
        for key, count in figures.items():
            assert len(set(store.readings.board.dossiers_at(key, now, now + 4 * HOUR))) == count, key
    assert set(store.readings.board.figures_at(MORNING - HOUR, MORNING).values()) == {0}


def _first(unit, key: DossierId) -> int:
    return unit.dossier(key).components[0].id


def test_counts_are_read_from_the_index_of_open_dossiers_alone(tmp_path: Path) -> None:
    """SQLite says so in its plan; PostgreSQL decides by statistics."""
    store = open_store(tmp_path / "counter.db")
    plans = []

    def explain(connection, cursor, statement, parameters, context, executemany) -> None:
        if statement.startswith("SELECT"):
            plan = connection.connection.execute("EXPLAIN QUERY PLAN " + statement, parameters).fetchall()
            plans.append(" / ".join(row[3] for row in plan))

    sa.event.listen(store._database.reading, "before_cursor_execute", explain)
    store.readings.counts(NOW, SOON)
    store.readings.queue_ids(QueueFilter())
    store.readings.queue_ids(QueueFilter(missing=Missing.UNSIGNED_COMPONENTS, holder="ha", field="x"))
    for by in GroupBy:
        store.readings.board.groups(by, NOW, SOON)
    plans = [plan for plan in plans if "SCAN person" not in plan]
    store.close()
    assert len(plans) == 6
    assert all("USING COVERING INDEX ix_dossier_open" in plan for plan in plans), plans


def test_the_clock_is_compared_with_the_newest_entries_and_with_the_servers_time(store: Store) -> None:
    assert store.readings.clock_witnesses().event is None
    with store.unit_of_work() as unit:
        for kind, at, details in (
            ("view", NOW, {}),
            ("view", NOW + 900 * HOUR, {"clock": "ahead"}),  # written by a clock that was doubted
            ("view", NOW - HOUR, {}),
        ):
            unit.append_event(Event(dossier_id=None, at=at, by="ha", kind=kind, details=details))
        unit.commit()
    found = store.readings.clock_witnesses()
    newest, server = found.event, found.server
    assert newest == NOW
    with store.unit_of_work() as unit:
        unit.append_event(Event(dossier_id=None, at=NOW - HOUR, by="ha", kind="confirm_clock", details={"clock": "x"}))
        unit.commit()
    assert store.readings.clock_witnesses().event == NOW - HOUR
    if server is not None:
        assert abs(SystemClock().now() - server) < timedelta(minutes=1)
