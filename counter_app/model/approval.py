"""What an officer asks a supervisor before it may be done, and where the question stands."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from counter_app.model.dossier import DossierId


class Question(StrEnum):
    SUPPLEMENT = "supplement"  # one more supplement request than the rules allow
    REFUSAL = "refusal"  # of a dossier at intake, where the office wants it so
    REOPENING = "reopening"  # of a dossier that was closed by mistake


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    what: Question = Question.SUPPLEMENT
    asked_by: str = ""  # login; empty: nobody has asked
    ground: str = ""
    words: str = ""  # why: what the applicant will read of a refusal, what went wrong before a reopening
    guidance: str = ""  # the body that has the authority, where a refusal guides elsewhere
    approved_by: str = ""  # login; empty: not yet
    turned_down_by: str = ""  # login; the officer may ask again with another ground
    reason: str = ""  # why it was turned down

    @property
    def waits(self) -> bool:
        return bool(self.asked_by) and not self.approved_by


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedQuestion:
    """A question without an answer, as the register keeps it."""

    dossier_id: DossierId
    what: Question
    by: str  # login
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingQuestion:
    """A question that waits for a supervisor."""

    dossier_id: DossierId
    what: Question
    code: str
    procedure_name: str
    asked_by: str  # name
    asked_at: datetime
    ground: str
    words: str
