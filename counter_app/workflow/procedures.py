"""Which version of a procedure counts for a dossier, and what is owed under it."""

from counter_app.clock import vietnam
from counter_app.model.dossier import Dossier
from counter_app.model.fee import FeeDue, fee_due
from counter_app.model.procedure import Procedure
from counter_app.workflow.ports import UnitOfWork


def received_under(unit: UnitOfWork, dossier: Dossier) -> Procedure | None:
    """The version that the dossier names; None when the catalogue never had the procedure.

    A list may write the code longer or shorter than the catalogue does.
    """
    current = unit.procedure(dossier.procedure_code)
    code = current.code if current else dossier.procedure_code
    return unit.procedure_version(code, dossier.procedure_version) or current


def owed(unit: UnitOfWork, dossier: Dossier) -> FeeDue:
    """What the applicant owes: by the version that the dossier was received under, on the day of receipt."""
    return fee_due(received_under(unit, dossier), dossier.channel, vietnam(dossier.received_at).date())
