"""Take in a list that the portal or another system has exported."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from counter_app.access.people import Act, require
from counter_app.exchange.import_plan import Difference, ImportPlan, Surroundings, plan_import
from counter_app.exchange.lists import DossierList, read_list
from counter_app.messages import sentence
from counter_app.model.changes import Changes
from counter_app.model.dossier import Channel, DossierId, DossierState, Event, NewDossier
from counter_app.model.problem import Problem
from counter_app.model.procedure import Procedure
from counter_app.rules.rule_sets import intake_due, rule_set, rule_set_for
from counter_app.supervision.clocks import intake_window, iso, opening_details
from counter_app.supervision.overdue_cause import DUE_DIFFERS, STATE_DIFFERS
from counter_app.workflow.forms import last_event
from counter_app.workflow.office import Office
from counter_app.workflow.ports import UnitOfWork
from counter_app.workflow.queue import dossier as dossier_of

BOOK = "import_list"  # numbers of imports, from 1 in each year
LOOKED_UP = 500  # new rows whose applicant is looked for among what is open, one by one


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    file: str
    number: str  # of this import, «year/n»: takes it back
    added: tuple[DossierId, ...]
    unchanged: int
    different: tuple[Difference, ...]  # known dossiers that the list tells differently; nothing of them is changed
    problems: tuple[Problem, ...]  # rows that could not be taken, with row number and reason
    warnings: tuple[Problem, ...]  # rows that deserve a look although nothing stood in their way
    twins: tuple[Problem, ...]  # new ones whose applicant has another open dossier of the same procedure
    changes: Changes

    @property
    def bad_rows(self) -> int:
        return len({problem.row for problem in self.problems})

    def words(self) -> str:
        """One line: what went in, what was known, what could not be taken."""
        code = (
            "workflow.import_nothing_new"
            if not (self.added or self.different or self.problems)
            else "workflow.imported"
        )
        different = len({difference.dossier_id for difference in self.different})
        return str(
            sentence(
                code,
                file=self.file,
                added=len(self.added),
                unchanged=self.unchanged,
                different=different,
                bad=self.bad_rows,
            )
        )


def import_list(office: Office, path: Path) -> ImportReport:
    """Take in the good rows of a list in one transaction; bad ones are told with row number and reason.

    Known dossiers are never changed by a list: differences are reported and written down, each once. The second import
    of a list adds nothing.
    """
    require(office.person, Act.IMPORT_LIST)
    return take_in(office, read_list(path), path.name)


def take_in(office: Office, read: DossierList, name: str, *told: Event) -> ImportReport:
    """What `import_list` does with a list that was read. `told`: events of the office that belong to it."""
    require(office.person, Act.IMPORT_LIST)
    with office.store.unit_of_work() as unit:
        plan = _plan(office, unit, read)
        number = unit.next_number(BOOK, office.now().year)
        added = _add(office, unit, plan, name, f"{office.now().year}/{number}")
        _note_differences(office, unit, plan.different, name)
        bounds = {"first": min(added), "last": max(added)} if added else {}
        figures = {"added": len(added), "rows": len(read.rows), "bad": len(read.bad_rows), **bounds}
        unit.append_event(
            office.event("import_list", None, list=name, number=f"{office.now().year}/{number}", **figures)
        )
        for one in told:
            unit.append_event(one)
        unit.commit()
    return ImportReport(
        file=name,
        number=f"{office.now().year}/{number}",
        added=added,
        unchanged=len(plan.unchanged),
        different=plan.different,
        problems=tuple(sorted((*read.problems, *plan.problems), key=lambda problem: problem.row)),
        warnings=(*read.warnings, *plan.warnings),
        twins=_twins(office, plan, added),
        changes=Changes(dossiers=frozenset(added), queue=bool(added)),
    )


def _plan(office: Office, unit: UnitOfWork, read: DossierList) -> ImportPlan:
    """What taking in would do; nothing is written."""
    known = unit.known_dossiers(row.code for row in read.rows)
    return plan_import(read.rows, known.get, surroundings(office, unit))


def last_import(office: Office) -> Event | None:
    """When a list was taken in last, by whom, and how much of it; None: never."""
    return office.store.readings.last_office_event("import_list")


def _add(office: Office, unit: UnitOfWork, plan: ImportPlan, name: str, number: str) -> tuple[DossierId, ...]:
    procedures: dict[str, Procedure | None] = {}
    new = [_with_own_check(office, unit, planned.dossier, procedures) for planned in plan.new]
    added = unit.add_dossiers(new)
    for planned, one, dossier_id in zip(plan.new, new, added, strict=True):
        moments = opening_details(one.received_at, one.intake_due_at, one.decided_at, one.due_at)
        told = {"state": int(one.state), "ended_at": iso(one.ended_at)}
        unit.append_event(
            office.event("import", dossier_id, list=name, number=number, row=planned.row, **moments, **told)
        )
    return added


def _twins(office: Office, plan: ImportPlan, added: Iterable[DossierId]) -> tuple[Problem, ...]:
    """Looked for among all that is open, the rest of this list included. Of a very long list only the first are looked
    up here; the page tells the others when they are taken in hand."""
    awaiting = [
        (planned, one) for planned, one in zip(plan.new, added, strict=True) if planned.dossier.state.awaits_intake
    ]
    found = []
    for planned, one in awaiting[:LOOKED_UP]:
        new = planned.dossier
        alike = office.store.applicants.open_alike(new.procedure_code, new.applicant)
        for twin in (dossier_of(office, other) for other in alike if other != one):
            told = {"code": twin.display_code, "day": f"{twin.received_at:%d/%m/%Y}"}
            found.append(Problem(planned.row, "import.twin", {**told}, new.code))
    return tuple(found)


def _note_differences(office: Office, unit: UnitOfWork, found: Iterable[Difference], name: str) -> None:
    """What another system told about state or due date stays in the dossier's diary: it may be why it is late."""
    for one in found:
        told = _told_there(one)
        if told is None:
            continue
        kind, details = told
        before = last_event(unit.events(one.dossier_id), kind)
        if before is None or any(before.details.get(key) != value for key, value in details.items()):
            unit.append_event(office.event(kind, one.dossier_id, list=name, **details))


def _told_there(one: Difference) -> tuple[str, dict[str, str | int | None]] | None:
    if isinstance(one.there, DossierState) and isinstance(one.here, DossierState):
        return STATE_DIFFERS, {"there": int(one.there), "here": int(one.here)}
    if one.field == "due_at" and isinstance(one.there, datetime) and not isinstance(one.here, DossierState):
        return DUE_DIFFERS, {"there": iso(one.there), "here": iso(one.here)}
    return None


def _with_own_check(
    office: Office, unit: UnitOfWork, new: NewDossier, procedures: dict[str, Procedure | None]
) -> NewDossier:
    """The window of a procedure that has a stricter check of its own, for a dossier still to be decided."""
    if not new.state.awaits_intake:
        return new
    if new.procedure_code not in procedures:  # many dossiers, few procedures
        procedures[new.procedure_code] = unit.procedure(new.procedure_code)
    procedure = procedures[new.procedure_code]
    if procedure is None or not procedure.completeness_checks:
        return new
    window = intake_window(office.calendar, rule_set(new.rule_set), procedure, new.channel, new.received_at)
    return replace(new, intake_due_at=window.due_at if window else None)


def surroundings(office: Office, unit: UnitOfWork) -> Surroundings:
    """What the rows of a list are read against; it may be used when the unit has ended."""

    def window(received_at: datetime) -> datetime | None:
        return intake_due(rule_set_for(received_at), office.calendar, Channel.ONLINE, received_at)

    def day_end(day: date) -> datetime:
        return office.calendar.closing_on_or_after(day)

    return Surroundings(
        procedures=unit.procedures(),
        intake_due=window,
        rule_set=lambda moment: rule_set_for(moment).id,
        people=unit.people(),
        day_end=day_end,
    )
