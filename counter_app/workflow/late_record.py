"""A decision that was taken in time but is written down later (power cut, paper day): its real moment, with evidence.

Both moments stay in the diary: `at` of the entry is when it was written, `happened_at` when it was done.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from counter_app.access.people import Act, require
from counter_app.clock import vietnam
from counter_app.errors import Refused
from counter_app.model.dossier import Decision, DossierId, Event, FileHash
from counter_app.model.text import nfc
from counter_app.supervision.clocks import happened, told_moment
from counter_app.workflow import intake
from counter_app.workflow.decision_details import RECORDED_LATE, Earlier
from counter_app.workflow.intake import Decided
from counter_app.workflow.office import Office

RECENT = timedelta(days=30)
MOST = 300  # more than a supervisor reads


@dataclass(frozen=True, slots=True, kw_only=True)
class LateRecord:
    """An act that was written down later, as the supervisor looks at it."""

    dossier_id: DossierId
    code: str
    procedure_name: str
    decision: Decision
    happened_at: datetime
    recorded_at: datetime
    due_at: datetime | None  # of the window that it stopped
    late: bool  # after the window, in spite of its real moment
    by: str  # name
    why: str
    evidence: FileHash
    evidence_name: str


def count(office: Office) -> int:
    """How many acts were written down later in the last 30 days."""
    return sum(1 for _ in _recent(office))


def recent(office: Office) -> tuple[LateRecord, ...]:
    """Those of the last 30 days, the newest first. Refused for a role that does not see the board."""
    require(office.person, Act.SEE_BOARD)
    found = []
    with office.store.unit_of_work() as unit:
        for told in _recent(office):
            dossier_id = DossierId(int(told.details["dossier"] or 0))
            act = _act_of(unit.events(dossier_id), told)
            if act is not None:
                dossier = unit.dossier(dossier_id)
                found.append(
                    LateRecord(
                        dossier_id=dossier_id,
                        code=dossier.display_code,
                        procedure_name=dossier.procedure_name,
                        decision=Decision(act.kind),
                        happened_at=happened(act),
                        recorded_at=act.at,
                        due_at=told_moment(act, "window_due_at"),
                        late=bool(act.details.get("late")),
                        by=office.name_of(act.by),
                        why=str(act.details["recorded_why"]),
                        evidence=FileHash(str(act.details["evidence"])),
                        evidence_name=str(act.details["evidence_name"]),
                    )
                )
    return tuple(found)


def _recent(office: Office) -> Iterator[Event]:
    since = office.now() - RECENT
    return (one for one in office.store.diary.office_events(RECORDED_LATE, MOST) if one.at >= since)


def _act_of(events: tuple[Event, ...], told: Event) -> Event | None:
    """The act itself among the events of its dossier."""
    same = ((one.kind, one.details.get("happened_at"), one.at) for one in events)
    wanted = (told.details["act"], told.details["happened_at"], told.at)
    return next((one for one, key in zip(events, same, strict=True) if key == wanted), None)


def record_decision(
    office: Office,
    dossier_id: DossierId,
    decision: Decision,
    *,
    happened_at: datetime,
    why: str,
    evidence: Path | None,
    reason: str = "",
    legal_ground: str = "",
    guidance: str | None = None,
) -> Decided:
    """Late or not is told from `happened_at`, because a file proves it; the file is kept in the vault.

    Refused: no file or an empty one, no words why, a moment to come, before the receipt, or before the previous act;
    and whatever `intake.decide` refuses.
    """
    require(office.person, Act.DECIDE_INTAKE)
    if not why.strip():
        raise Refused("workflow.earlier_without_reason")
    if evidence is None or not evidence.is_file() or not evidence.stat().st_size:
        raise Refused("workflow.earlier_without_evidence")
    earlier = Earlier(
        at=vietnam(happened_at),
        why=nfc(" ".join(why.split())),
        evidence=office.vault.put(evidence),
        evidence_name=evidence.name,
    )
    return intake.decide(
        office,
        dossier_id,
        decision,
        reason=reason,
        legal_ground=legal_ground,
        guidance=guidance,
        earlier=earlier,
    )
