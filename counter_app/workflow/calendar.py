"""A changed calendar counts anew what is open; what is closed keeps the moments that it had."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time

from counter_app.clock import VIETNAM
from counter_app.errors import OutsideCalendar
from counter_app.model.changes import Changes
from counter_app.model.dossier import Dossier, DossierId, DossierState, Event
from counter_app.model.procedure import Procedure
from counter_app.model.queue import QueueFilter
from counter_app.rules.rule_set import RuleSet
from counter_app.rules.rule_sets import rule_set
from counter_app.supervision.clocks import TERM, WINDOW, intake_window, iso, rebuild
from counter_app.workflow.office import Office
from counter_app.workflow.ports import UnitOfWork
from counter_app.workflow.procedures import received_under
from counter_app.working_time.calendar import WorkingCalendar
from counter_app.working_time.calendar_differences import day_changes
from counter_app.working_time.terms import term_due

CHUNK = 100  # dossiers looked at in one transaction of a preview
COLUMNS = {WINDOW: "intake_due_at", TERM: "due_at"}
RUNNING = (  # the states in which one of the two clocks runs, or waits to run on
    DossierState.NEW,
    DossierState.PAYMENT_REQUESTED,
    DossierState.ACCEPTED,
    DossierState.PROCESSING,
    DossierState.SUPPLEMENT_REQUESTED,
)
DAWN = datetime(1970, 1, 2, tzinfo=VIETNAM)  # before every due moment
_Count = Callable[[WorkingCalendar], datetime | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """One due moment that the changed calendar moved. `what`: the intake window or the processing term."""

    dossier_id: DossierId
    code: str
    what: str
    before: datetime
    after: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Recomputed:
    """`kept`: open due moments that were promised elsewhere and stay; `outside`: the new calendar does not reach."""

    moved: tuple[Moved, ...]
    unchanged: int
    kept: int
    outside: tuple[str, ...]  # codes of the dossiers whose due moment stays for want of days
    changes: Changes


def preview_recompute(
    office: Office,
    before: WorkingCalendar,
    *,
    progress: Callable[[int, int], object] = lambda _done, _total: None,
    stop: Callable[[], bool] = lambda: False,
) -> Recomputed:
    """What `recompute_open_dossiers` would do; nothing is written, and others may write in between.

    `progress(done, total)` after each `CHUNK` dossiers; once `stop()` is true the answer is incomplete.
    """
    tally = _Tally()
    ids = tally.reached(office, before)
    for start in range(0, len(ids), CHUNK):
        if stop():
            break
        with office.store.unit_of_work() as unit:
            tally.survey(office, unit, before, ids[start : start + CHUNK])
        progress(min(start + CHUNK, len(ids)), len(ids))
    return tally.recomputed()


def recompute_open_dossiers(office: Office, before: WorkingCalendar, *told: Event) -> Recomputed:
    """Count every open due moment anew. `office.calendar` is the new calendar, `before` the one it replaces.

    Only a moment that the old calendar itself gives is counted anew; what a list promised or a re-appointment set
    is kept. Each change is an event of its dossier with both moments, and one event of the office tells who did it.
    `told`: events of the office that belong to it. All in one transaction: Trouble leaves every dossier as it was.
    """
    with office.store.unit_of_work() as unit:
        tally = _Tally()
        tally.survey(office, unit, before, tally.reached(office, before))
        found = tally.recomputed()
        for each in found.moved:
            _write(office, unit, each)
        for event in told:
            unit.append_event(event)
        unit.append_event(
            office.event(
                "recompute_open",
                None,
                moved=len(found.moved),
                outside=len(found.outside),
                unchanged=found.unchanged,
                kept=found.kept,
            )
        )
        unit.commit()
    return found


class _Tally:
    """Due moments counted anew, nothing written."""

    def __init__(self) -> None:
        self._moved: list[Moved] = []
        self._counted = {"unchanged": 0, "kept": 0}
        self._outside: list[str] = []
        self._procedures: dict[tuple[str, int], Procedure | None] = {}

    def reached(self, office: Office, before: WorkingCalendar) -> Sequence[int]:
        """The open dossiers whose due moment may move: it lies on the first day that counts otherwise, or later. What
        is due before then is unchanged, without a look at it."""
        changed = (one.on for one in day_changes(before.data, office.calendar.data) if one.counts)
        first, readings = next(changed, None), office.store.readings
        if first is None:
            self._counted["unchanged"] = len(readings.queue_ids(QueueFilter(states=RUNNING, due_from=DAWN)))
            return ()
        since = datetime.combine(first, time(), VIETNAM)
        earlier = QueueFilter(states=RUNNING, due_before=since)
        self._counted["unchanged"] = len(readings.queue_ids(earlier))
        return readings.queue_ids(QueueFilter(states=RUNNING, due_from=since))

    def survey(self, office: Office, unit: UnitOfWork, before: WorkingCalendar, ids: Iterable[int]) -> None:
        for one in ids:
            dossier = unit.dossier(DossierId(one))
            if not dossier.state.open:  # closed since the list was read
                continue
            found = self._recount(office, unit, dossier, before)
            self._moved += [each for each in found if isinstance(each, Moved)]
            for name in self._counted:
                self._counted[name] += found.count(name)

    def _recount(
        self, office: Office, unit: UnitOfWork, dossier: Dossier, before: WorkingCalendar
    ) -> list[Moved | str]:
        """For each running clock of the dossier what becomes of its due moment: moved, «unchanged» or «kept»."""
        found: list[Moved | str] = []
        for what, stored in _running(dossier):
            count = self._count_of(unit, dossier, what)
            if _due(before, count) != stored:
                found.append("kept")
                continue
            new = _due(office.calendar, count)
            if new is None:
                self._outside.append(dossier.display_code)
            elif new == stored:
                found.append("unchanged")
            else:
                found.append(
                    Moved(dossier_id=dossier.id, code=dossier.display_code, what=what, before=stored, after=new)
                )
        return found

    def _count_of(self, unit: UnitOfWork, dossier: Dossier, what: str) -> _Count | None:
        """How the due moment comes about, whatever the calendar; None: not counted here."""
        if what == WINDOW:
            key = dossier.procedure_code, dossier.procedure_version
            if key not in self._procedures:  # many dossiers, few procedures
                self._procedures[key] = received_under(unit, dossier)
            rules, procedure = rule_set(dossier.rule_set), self._procedures[key]
            return lambda calendar: _window_due(calendar, rules, procedure, dossier)
        term = rebuild(unit.events(dossier.id), dossier).term
        return (lambda calendar: term_due(calendar, term)) if term else None

    def recomputed(self) -> Recomputed:
        dossiers = frozenset(each.dossier_id for each in self._moved)
        return Recomputed(
            moved=tuple(self._moved),
            unchanged=self._counted["unchanged"],
            kept=self._counted["kept"],
            outside=tuple(self._outside),
            changes=Changes(dossiers=dossiers, queue=bool(self._moved), settings=True),
        )


def _running(dossier: Dossier) -> list[tuple[str, datetime]]:
    """The clocks that still run, with their stored due moments."""
    if dossier.state.awaits_intake:
        return [(WINDOW, dossier.intake_due_at)] if dossier.intake_due_at else []
    return [(TERM, dossier.due_at)] if dossier.state in RUNNING and dossier.due_at else []


def _window_due(
    calendar: WorkingCalendar, rules: RuleSet, procedure: Procedure | None, dossier: Dossier
) -> datetime | None:
    window = intake_window(calendar, rules, procedure, dossier.channel, dossier.received_at)
    return window.due_at if window else None


def _due(calendar: WorkingCalendar, count: _Count | None) -> datetime | None:
    """The due moment under a calendar; None: not counted here, or the calendar does not reach so far."""
    try:
        return count(calendar) if count else None
    except OutsideCalendar:
        return None


def _write(office: Office, unit: UnitOfWork, moved: Moved) -> None:
    column = COLUMNS[moved.what]
    unit.update_dossier(unit.dossier(moved.dossier_id), **{column: moved.after})
    unit.append_event(
        office.event(
            "recompute_due", moved.dossier_id, what=moved.what, before=iso(moved.before), after=iso(moved.after)
        )
    )
