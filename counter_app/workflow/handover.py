"""Hand-over (chuyển xử lý) between the counter and the units: who gave what to whom, when, and how the step ended.

Append-only: each hand-over is an event of the diary; the control sheet is read from it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from counter_app.access.people import Act, require
from counter_app.clock import vietnam
from counter_app.errors import CounterError, Refused
from counter_app.model.changes import Changes
from counter_app.model.dossier import Dossier, DossierId, DossierState, Event
from counter_app.model.form import HandOver, Punctuality
from counter_app.model.text import nfc
from counter_app.supervision.clocks import iso, told_moment
from counter_app.workflow.office import Office
from counter_app.workflow.ports import UnitOfWork
from counter_app.working_time.calendar import WorkingCalendar

HANDED = (DossierState.ACCEPTED, DossierState.PROCESSING, DossierState.DONE)


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOver:
    """What became of each dossier of a batch: None, or why not."""

    outcomes: tuple[tuple[DossierId, CounterError | None], ...]
    changes: Changes

    @property
    def done(self) -> int:
        return sum(error is None for _, error in self.outcomes)


def hand_over(
    office: Office,
    dossier_id: DossierId,
    unit_name: str,
    *,
    receiver: str = "",
    step_due_at: datetime | None = None,
    note: str = "",
) -> Changes:
    """Pass a dossier to the unit that resolves it, or on to the next. `step_due_at`: by when that unit should be done.

    Refused: not accepted yet, components unsigned, no unit named.
    """
    require(office.person, Act.HAND_OVER)
    with office.store.unit_of_work() as unit:
        _hand_over(office, unit, dossier_id, unit_name, receiver, step_due_at, note)
        unit.commit()
    return Changes(dossiers=frozenset({dossier_id}), queue=True)


def hand_over_many(
    office: Office,
    dossier_ids: Sequence[DossierId],
    unit_name: str,
    *,
    receiver: str = "",
    step_due_at: datetime | None = None,
    note: str = "",
) -> HandedOver:
    """Each dossier by itself: one that cannot go holds no other back."""
    require(office.person, Act.HAND_OVER)
    outcomes: list[tuple[DossierId, CounterError | None]] = []
    for dossier_id in dossier_ids:
        try:
            hand_over(office, dossier_id, unit_name, receiver=receiver, step_due_at=step_due_at, note=note)
            outcomes.append((dossier_id, None))
        except CounterError as error:
            outcomes.append((dossier_id, error))
    gone = frozenset(one for one, error in outcomes if error is None)
    return HandedOver(outcomes=tuple(outcomes), changes=Changes(dossiers=gone, queue=bool(gone)))


def steps(office: Office, dossier: Dossier, events: Sequence[Event]) -> tuple[HandOver, ...]:
    """The rows of the control sheet: each receipt by a unit; how its step ended stands where it is over."""
    handed = [event for event in events if event.kind == "hand_over"]
    ends = [*(event.at for event in handed[1:]), dossier.ended_at][: len(handed)]
    rows = []
    for event, ended in zip(handed, ends, strict=True):
        due = told_moment(event, "step_due_at") or dossier.due_at
        result = punctuality(office.calendar, ended, due) if ended is not None and due is not None else None
        rows.append(
            HandOver(
                unit=str(event.details.get("unit") or ""),
                giver=office.name_of(event.by),
                receiver=str(event.details.get("receiver") or ""),
                at=event.at,
                result=result,
                note=str(event.details.get("note") or ""),
            )
        )
    return tuple(rows)


def punctuality(calendar: WorkingCalendar, ended: datetime, due: datetime) -> Punctuality:
    """Early: at least one working day before the due day (regulation.md R2.7)."""
    if ended > due:
        return Punctuality.OVERDUE
    days = calendar.working_days_between(vietnam(ended).date(), vietnam(due).date())
    return Punctuality.EARLY if days >= 1 else Punctuality.ON_TIME


def _hand_over(
    office: Office,
    unit: UnitOfWork,
    dossier_id: DossierId,
    unit_name: str,
    receiver: str,
    step_due_at: datetime | None,
    note: str,
) -> None:
    dossier = unit.dossier(dossier_id)
    if dossier.state not in HANDED:
        raise Refused("workflow.hand_over_before_accept", code=dossier.display_code)
    if not unit_name.strip():
        raise Refused("workflow.hand_over_nowhere")
    unsigned = [part for part in dossier.components if part.must_sign and part.file and not part.signed]
    if dossier.state is DossierState.ACCEPTED:
        if unsigned:
            raise Refused("workflow.hand_over_unsigned", count=len(unsigned))
        unit.update_dossier(dossier, state=DossierState.PROCESSING)
    unit.append_event(
        office.event(
            "hand_over",
            dossier_id,
            unit=nfc(unit_name),
            receiver=nfc(receiver) or None,
            step_due_at=iso(step_due_at),
            note=nfc(note) or None,
        )
    )
