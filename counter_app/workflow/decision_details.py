"""What a decision's event tells beside the decision itself: where to go instead, how the clock stood, who approved."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from counter_app.errors import Refused
from counter_app.intake.decisions import Approved
from counter_app.messages import sentence
from counter_app.model.approval import Question
from counter_app.model.dossier import Decision, Dossier, Event, FileHash
from counter_app.model.text import nfc
from counter_app.supervision.clocks import happened, iso
from counter_app.workflow.approval import approval_in
from counter_app.workflow.office import Office

RECORDED_LATE = "late_record"  # event of the office that tells of an act written down later
_CLOCK_ACTS = frozenset({*map(str, Decision), "receive_supplement", "hand_over", "return_result", "reopen"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """An act that was done before it is written down, and what proves when."""

    at: datetime
    why: str  # why it is written down only now
    evidence: FileHash
    evidence_name: str


def check_earlier(earlier: Earlier | None, dossier: Dossier, events: Sequence[Event], now: datetime) -> None:
    """Refused: its moment is still to come, lies before the receipt, or before the act that it follows."""
    if earlier is None:
        return
    shown = {"at": f"{earlier.at:%H:%M %d/%m/%Y}"}
    if earlier.at > now:
        raise Refused("workflow.earlier_in_future", **shown)
    if earlier.at < dossier.received_at:
        raise Refused("workflow.earlier_before_receipt", received=f"{dossier.received_at:%H:%M %d/%m/%Y}", **shown)
    previous = max((happened(one) for one in events if one.kind in _CLOCK_ACTS), default=None)
    if previous is not None and earlier.at < previous:
        raise Refused("workflow.earlier_before_previous", previous=f"{previous:%H:%M %d/%m/%Y}", **shown)


def earlier_details(earlier: Earlier | None) -> dict[str, str | int | None]:
    if earlier is None:
        return {}
    return {
        "happened_at": iso(earlier.at),
        "recorded_why": earlier.why,
        "evidence": str(earlier.evidence),
        "evidence_name": earlier.evidence_name,
    }


def with_guidance(reason: str, body: str | None) -> str:
    """The words for the applicant: where to go stands before why. Refused when a body should be named and is not."""
    if body is None:
        return reason
    if not body.strip():
        raise Refused("workflow.guidance_missing")
    return f"{sentence('workflow.guidance', body=body.strip()).what} {reason}".strip()


def clock_details(office: Office, dossier: Dossier, now: datetime) -> dict[str, str | int | None]:
    """The state of the intake window as the decision met it."""
    due = dossier.intake_due_at
    if due is None:
        return {}
    return {"window_due_at": iso(due), "minutes_left": office.calendar.remaining_minutes(now, due)}


def approved_in(events: Sequence[Event], what: Question = Question.SUPPLEMENT) -> Approved:
    found = approval_in(events, what)
    return Approved.YES if found.approved_by else Approved.WAITS if found.waits else Approved.NOT_ASKED


def refusal_in(office: Office, events: Sequence[Event]) -> Approved:
    if office.settings.approve_refusals == "off":
        return Approved.NOT_NEEDED
    return approved_in(events, Question.REFUSAL)


def check_as_approved(
    events: Sequence[Event], decision: Decision, reason: str, legal_ground: str, guidance: str | None
) -> None:
    """Refused: the words of a refusal are other than those that the supervisor has approved."""
    held = approval_in(events, Question.REFUSAL)
    told = (nfc(reason.strip()), nfc(legal_ground.strip()), nfc((guidance or "").strip()))
    if decision is Decision.REFUSE and held.approved_by and told != (held.words, held.ground, held.guidance):
        raise Refused("workflow.refusal_not_as_approved")
