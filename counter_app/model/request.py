"""What is asked of the counter before there is a dossier."""

from dataclasses import dataclass

from counter_app.model.dossier import Applicant, Channel


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What the officer has chosen and typed for a new dossier."""

    procedure_code: str
    case_name: str
    channel: Channel
    applicant: Applicant
    code: str = ""  # the portal's number when it is known already
