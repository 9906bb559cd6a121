"""Lateness: the task to apologise opens in time, a new date is promised once in writing, each late dossier explained.

Waiting for somebody is written down and stops no clock (regulation.md R2.9).
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from counter_app.access.people import Act, require
from counter_app.clock import vietnam
from counter_app.errors import OutsideCalendar, Refused
from counter_app.model.changes import Changes
from counter_app.model.dossier import Dossier, DossierId, DossierState, Event
from counter_app.model.form import FormKind
from counter_app.model.life import Explanation, OverdueCause, Reappointment, WaitFor, Waiting
from counter_app.model.queue import QueueFilter
from counter_app.model.text import nfc
from counter_app.rules.rule_sets import rule_set
from counter_app.supervision.clocks import iso
from counter_app.workflow.forms import Printed, commit_with, print_within
from counter_app.workflow.office import Office

IN_WORK = (DossierState.ACCEPTED, DossierState.PROCESSING)


@dataclass(frozen=True, slots=True, kw_only=True)
class ApologyTask:
    """A dossier that will not be done in time unless somebody acts today; its apology must be out by today."""

    dossier_id: DossierId
    code: str
    applicant_name: str
    due_at: datetime
    overdue: bool
    reappointed: bool  # promised anew already: nothing more can be promised


@dataclass(frozen=True, slots=True, kw_only=True)
class Promised:
    reappointment: Reappointment
    printed: Printed
    changes: Changes


def apology_tasks(office: Office) -> tuple[ApologyTask, ...]:
    """Dossiers in work whose due day is at most the rule's lead away or has passed, the most urgent first.

    The lead (apology_lead_working_days) is that of the set of rules that a dossier was received under.
    """
    now, tasks = office.now(), []
    ids = office.store.readings.queue_ids(QueueFilter(states=IN_WORK))
    with office.store.unit_of_work() as unit:
        for one in ids:
            dossier = unit.dossier(DossierId(one))
            if dossier.due_at is None or vietnam(dossier.due_at).date() > _last_day(office, dossier, now):
                break  # in the order of the due moments: the rest is further away
            tasks.append(
                ApologyTask(
                    dossier_id=dossier.id,
                    code=dossier.display_code,
                    applicant_name=dossier.applicant.name,
                    due_at=dossier.due_at,
                    overdue=now > dossier.due_at,
                    reappointed=bool(unit.life.reappointments(dossier.id)),
                )
            )
    return tuple(tasks)


def _last_day(office: Office, dossier: Dossier, now: datetime) -> date:
    """The latest due day whose apology must be out today."""
    lead = rule_set(dossier.rule_set).apology_lead_working_days
    return office.calendar.add_working_days(now.date(), lead).date()


def may_reappoint(office: Office, dossier: Dossier) -> bool:
    with office.store.unit_of_work() as unit:
        done = len(unit.life.reappointments(dossier.id))
    return dossier.state in IN_WORK and done < rule_set(dossier.rule_set).max_reappointments


def reappoint(office: Office, dossier_id: DossierId, new_day: date, *, reason: str) -> Promised:
    """Apologise in writing and promise `new_day`, at its closing time: due date, record and sheet in one transaction.

    Refused: promised anew before as often as the rules allow (once), a day that is not a working day or not later
    than the promised one and today, an empty reason, what the form refuses. Then nothing is written.
    """
    require(office.person, Act.EXPLAIN_OVERDUE)
    with office.store.unit_of_work() as unit:
        dossier = unit.dossier(dossier_id)
        if dossier.state not in IN_WORK or dossier.due_at is None:
            raise Refused("workflow.not_in_work", code=dossier.display_code)
        earlier = unit.life.reappointments(dossier_id)
        limit = rule_set(dossier.rule_set).max_reappointments
        if len(earlier) >= limit:
            raise Refused("workflow.reappointed_already", code=dossier.display_code, limit=limit)
        made = Reappointment(
            dossier_id=dossier_id,
            ordinal=len(earlier) + 1,
            original_due_at=dossier.due_at,
            new_due_at=_new_due(office, dossier, new_day),
            reason=nfc(reason),
            at=office.now(),
            by=office.person.login,
        )
        unit.life.reappoint(made)
        unit.update_dossier(dossier, due_at=made.new_due_at)
        unit.append_event(
            office.event(
                "reappoint",
                dossier_id,
                reason=made.reason or None,
                original_due_at=iso(made.original_due_at),
                due_at=iso(made.new_due_at),
                lateness=lateness_words(office, made.original_due_at, made.new_due_at),
            )
        )
        printed = print_within(office, unit, FormKind.APOLOGY, dossier_id)
        commit_with(unit, printed)
    changes = Changes(dossiers=frozenset({dossier_id}), queue=True)
    return Promised(reappointment=made, printed=printed, changes=changes)


def lateness_words(office: Office, due: datetime, until: datetime) -> str:
    """«03 ngày làm việc», or hours and minutes of working time when it is less than a day."""
    days = office.calendar.working_days_between(vietnam(due).date(), vietnam(until).date())
    if days > 0:
        return f"{days:02d} ngày làm việc"
    minutes = max(0, office.calendar.worked_minutes(due, until))
    return f"{minutes // 60:02d} giờ {minutes % 60:02d} phút làm việc"


def explain_overdue(
    office: Office,
    dossier_id: DossierId,
    cause: OverdueCause,
    *,
    words: str,
    responsible: str,
    evidence: Path | None = None,
    proposed: OverdueCause | None = None,
) -> Changes:
    """Write down why a dossier is or was late. Refused: it is not, or explanation or responsible person are empty.

    `proposed`: the cause that the diary proposed to whoever writes, accepted or not.
    """
    require(office.person, Act.EXPLAIN_OVERDUE)
    if not words.strip():
        raise Refused("workflow.explanation_missing")
    if not responsible.strip():
        raise Refused("workflow.responsible_missing")
    kept = office.vault.put(evidence) if evidence is not None else None
    with office.store.unit_of_work() as unit:
        dossier = unit.dossier(dossier_id)
        if not is_late(dossier, unit.life.reappointments(dossier_id), office.now()):
            raise Refused("workflow.not_late", code=dossier.display_code)
        unit.life.explain(
            Explanation(
                dossier_id=dossier_id,
                cause=cause,
                words=nfc(words),
                responsible=nfc(responsible),
                evidence=kept,
                at=office.now(),
                by=office.person.login,
            )
        )
        unit.append_event(
            office.event(
                "explain_overdue",
                dossier_id,
                cause=str(cause),
                reason=nfc(words),
                responsible=nfc(responsible),
                sha256=None if kept is None else str(kept),
                proposed=None if proposed is None else str(proposed),
            )
        )
        unit.commit()
    return Changes(dossiers=frozenset({dossier_id}), files=kept is not None)


def is_late(dossier: Dossier, promised: tuple[Reappointment, ...], now: datetime) -> bool:
    """Against the first promise: a new date excuses the lateness, it does not undo it."""
    due = promised[0].original_due_at if promised else dossier.due_at
    return due is not None and (dossier.ended_at or now) > due


def begin_waiting(office: Office, dossier_id: DossierId, wait_for: WaitFor, *, whom: str, reason: str) -> Changes:
    """The dossier waits for somebody from now on. Refused: it waits already, or who and why are not said."""
    require(office.person, Act.EXPLAIN_OVERDUE)
    if not whom.strip() or not reason.strip():
        raise Refused("workflow.waiting_without_words")
    with office.store.unit_of_work() as unit:
        dossier = unit.dossier(dossier_id)
        if dossier.state not in IN_WORK:
            raise Refused("workflow.not_in_work", code=dossier.display_code)
        if _open_wait(unit.events(dossier_id)):
            raise Refused("workflow.waiting_already", code=dossier.display_code)
        unit.append_event(
            office.event("wait_begin", dossier_id, wait_for=str(wait_for), whom=nfc(whom), reason=nfc(reason))
        )
        unit.commit()
    return Changes(dossiers=frozenset({dossier_id}))


def end_waiting(office: Office, dossier_id: DossierId) -> Changes:
    """Refused: it does not wait."""
    require(office.person, Act.EXPLAIN_OVERDUE)
    with office.store.unit_of_work() as unit:
        dossier = unit.dossier(dossier_id)
        if not _open_wait(unit.events(dossier_id)):
            raise Refused("workflow.not_waiting", code=dossier.display_code)
        unit.append_event(office.event("wait_end", dossier_id))
        unit.commit()
    return Changes(dossiers=frozenset({dossier_id}))


def waits(events: tuple[Event, ...], ended_at: datetime | None = None) -> tuple[Waiting, ...]:
    """Every episode of waiting, in order. `ended_at`: when the dossier came to its end, and nobody waits any more."""
    found: list[Waiting] = []
    for event in events:
        if event.kind == "wait_begin":
            found.append(
                Waiting(
                    wait_for=WaitFor(str(event.details["wait_for"])),
                    whom=str(event.details["whom"]),
                    reason=str(event.details["reason"]),
                    begun_at=event.at,
                    ended_at=None,
                )
            )
        elif event.kind == "wait_end" and found and found[-1].ended_at is None:
            found[-1] = replace(found[-1], ended_at=event.at)
    if found and found[-1].ended_at is None:
        found[-1] = replace(found[-1], ended_at=ended_at)
    return tuple(found)


def _open_wait(events: tuple[Event, ...]) -> bool:
    found = waits(events)
    return bool(found) and found[-1].ended_at is None


def _new_due(office: Office, dossier: Dossier, day: date) -> datetime:
    assert dossier.due_at is not None
    try:
        if not office.calendar.is_working_day(day):
            raise Refused("workflow.not_a_working_day", day=f"{day:%d/%m/%Y}")
        new = office.calendar.closing(day)
    except OutsideCalendar as error:
        raise Refused("workflow.appointment_outside_calendar") from error
    if new <= dossier.due_at or new <= office.now():
        raise Refused("forms.new_term_missing", code=dossier.display_code)
    return new
