"""A decision that was taken in time but is written down later (power cut, paper day): its real moment, with evidence.

Both moments stay in the diary: `at` of the entry is when it was written, `happened_at` when it was done.
"""

from datetime import datetime
from pathlib import Path

from counter_app.access.people import Act, require
from counter_app.clock import vietnam
from counter_app.errors import Refused
from counter_app.model.dossier import Decision, DossierId
from counter_app.model.text import nfc
from counter_app.workflow import intake
from counter_app.workflow.decision_details import Earlier
from counter_app.workflow.intake import Decided
from counter_app.workflow.office import Office


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
    guidance: str = "",
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
