"""What a decision's event tells beside the decision itself: where to go instead, how the clock stood, who approved."""

from collections.abc import Sequence
from datetime import datetime

from counter_app.intake.decisions import Approved
from counter_app.messages import sentence
from counter_app.model.dossier import Dossier, Event
from counter_app.supervision.clocks import iso
from counter_app.workflow.approval import approval_in
from counter_app.workflow.office import Office


def with_guidance(reason: str, body: str) -> str:
    """The words for the applicant: where to go stands before why."""
    if not body.strip():
        return reason
    return f"{sentence('workflow.guidance', body=body.strip()).what} {reason}".strip()


def clock_details(office: Office, dossier: Dossier, now: datetime) -> dict[str, str | int | None]:
    """The state of the intake window as the decision met it."""
    due = dossier.intake_due_at
    if due is None:
        return {}
    return {"window_due_at": iso(due), "minutes_left": office.calendar.remaining_minutes(now, due)}


def approved_in(events: Sequence[Event]) -> Approved:
    found = approval_in(events)
    return Approved.YES if found.approved_by else Approved.WAITS if found.waits else Approved.NOT_ASKED
