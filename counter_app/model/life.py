"""What happens to a dossier after intake: lateness, waiting, return, rating, feedback."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum, StrEnum

from counter_app.model.dossier import DossierId, FileHash


class OverdueCause(StrEnum):
    """nguyên nhân quá hạn"""

    SYNC_FAULT = "sync_fault"
    OPERATION_FAULT = "operation_fault"
    PROCESSING = "processing"
    TIME_LIMIT_MISMATCH = "time_limit_mismatch"
    WAITING_FOR_APPLICANT = "waiting_for_applicant"
    WAITING_FOR_AGENCY = "waiting_for_agency"
    OTHER = "other"


class WaitFor(StrEnum):
    APPLICANT = "applicant"
    AGENCY = "agency"


class ReturnWay(StrEnum):
    IN_PERSON = "in_person"
    POSTAL = "postal"
    ONLINE = "online"


class Satisfaction(IntEnum):
    """The three answers of the rating slip, in its order."""

    VERY_SATISFIED = 1
    SATISFIED = 2
    DISSATISFIED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Why a dossier is late (giải trình quá hạn). The last one holds; every one stays in the diary."""

    dossier_id: DossierId
    cause: OverdueCause
    words: str
    responsible: str  # name
    evidence: FileHash | None
    at: datetime
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """How a dossier came to its end."""

    kind: str  # of its event: refuse, withdraw, stop, return_result
    at: datetime
    by: str  # login
    words: str  # the reason, or who took the result; empty: none was given


@dataclass(frozen=True, slots=True, kw_only=True)
class Reappointment:
    """A new date promised in writing (hẹn lại). `ordinal` from 1; the rules say how many there may be."""

    dossier_id: DossierId
    ordinal: int
    original_due_at: datetime
    new_due_at: datetime
    reason: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rating:
    dossier_id: DossierId
    satisfaction: Satisfaction
    source: str  # entered, scanned
    at: datetime
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """An episode in which the dossier waited for somebody. The legal clock runs on (regulation.md R2.9)."""

    wait_for: WaitFor
    whom: str
    reason: str
    begun_at: datetime
    ended_at: datetime | None


class FeedbackKind(StrEnum):
    COMPLAINT = "complaint"  # phản ánh
    SUGGESTION = "suggestion"  # kiến nghị


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """Phản ánh, kiến nghị received at the counter. Due moments are those of the rule of the day of receipt."""

    id: int
    number: int
    year: int
    kind: FeedbackKind
    dossier_id: DossierId | None
    sender: str
    contact: str
    content: str
    received_at: datetime
    forward_due_at: datetime
    answer_due_at: datetime
    forwarded_to: str = ""
    forwarded_at: datetime | None = None
    answer: str = ""
    answered_at: datetime | None = None
    received_by: str = ""

    @property
    def due_at(self) -> datetime | None:
        """What is due next; None: answered."""
        if self.answered_at is not None:
            return None
        return self.answer_due_at if self.forwarded_at is not None else self.forward_due_at


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackLimits:
    """Working days from receipt."""

    effective_from: date
    forward_days: int
    answer_days: int
    source: str
    verified: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedBook:
    """A register that was locked at the end of its year: its sheet never changes again."""

    year: int
    closed_at: datetime
    closed_by: str
    count: int
    hash: FileHash
