"""A dossier that was closed by mistake is opened again, where it was and under the clocks that it had.

No time is given back: while it was closed its window and its term went on, because the mistake was the office's.
"""

from counter_app.errors import Refused
from counter_app.model.approval import Approval
from counter_app.model.dossier import Dossier, DossierState
from counter_app.model.retention import ERASED
from counter_app.workflow.office import Office
from counter_app.workflow.ports import UnitOfWork

CLOSED = tuple(state for state in DossierState if not state.open)


def check(unit: UnitOfWork, dossier: Dossier) -> DossierState:
    """The state that it goes back to. Refused: it is open, it came in closed from another system, it was erased."""
    if dossier.state.open:
        raise Refused("workflow.reopen_open", code=dossier.display_code)
    if dossier.applicant.name == ERASED:
        raise Refused("workflow.reopen_erased", code=dossier.display_code)
    before = unit.open_state_before(dossier.id)
    if before is None:
        raise Refused("workflow.reopen_elsewhere", code=dossier.display_code)
    return before


def reopen(office: Office, unit: UnitOfWork, dossier: Dossier, asked: Approval) -> None:
    """Within the transaction of the supervisor's answer. Refused as `check`."""
    before = check(unit, dossier)
    changed: dict[str, object] = {"state": before}
    if before is not DossierState.DONE:  # there the result ended it, and the result stands
        changed["ended_at"] = None
    if before.awaits_intake:
        changed["decided_at"] = None
    unit.update_dossier(dossier, **changed)
    unit.append_event(
        office.event(
            "reopen",
            dossier.id,
            asked_by=asked.asked_by,
            reason=asked.words or None,
            state_before=int(dossier.state),
            state=int(before),
        )
    )
