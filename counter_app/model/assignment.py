"""Work that a supervisor gives from one officer to another: why, to whom, and who has how much."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from counter_app.model.dossier import DossierId


class ReassignReason(StrEnum):
    ABSENCE = "absence"  # vắng mặt
    LOAD = "load"  # điều tiết khối lượng
    OTHER = "other"  # with words of its own


@dataclass(frozen=True, slots=True, kw_only=True)
class Workload:
    """What one officer has open in one field and waits for no applicant."""

    login: str
    field: str
    count: int
    overdue: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Somebody who may take the work over, with what they have already."""

    login: str
    name: str
    in_field: int  # open dossiers in the fields of those to be given away
    total: int
    overdue: int
    absent_until: date | None = None  # by an order of substitution that holds today
    stands_in: bool = False  # by such an order, for the one who holds the dossiers now


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """A dossier that was given to an officer who has not looked at it yet."""

    dossier_id: DossierId
    given_by: str  # login
    at: datetime
    reason: ReassignReason
