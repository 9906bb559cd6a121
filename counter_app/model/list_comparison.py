"""Our register beside another system's list: what only one of them has, and what they tell differently."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from counter_app.model.dossier import DossierState
from counter_app.model.problem import Problem


class Compared(StrEnum):
    """What a finding is about. Figures of a dossier are named as its fields."""

    ONLY_THERE = "only_there"
    ONLY_HERE = "only_here"
    STATE = "state"
    DUE = "due_at"
    RECEIVED = "received_at"
    SUBMITTED = "submitted_at"
    OVERDUE = "overdue"  # overdue there, not here


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownDossier:
    """What is needed of a dossier to hold it beside a line of a list."""

    id: int
    code: str  # the portal's; empty: not known
    local_code: str
    procedure_code: str
    procedure_name: str
    applicant_name: str
    state: DossierState
    submitted_at: datetime | None
    received_at: datetime
    accepted_at: datetime | None
    due_at: datetime | None
    ended_at: datetime | None
    supplement_count: int
    reappointed: bool
    imported: bool  # it came with a list

    @property
    def shown_code(self) -> str:
        return self.code or self.local_code


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """`cause`: code of a sentence, what it most likely is and what to do about it."""

    what: Compared
    code: str
    procedure_name: str
    cause: str
    row: int | None = None  # of the list
    dossier_id: int | None = None
    here: DossierState | datetime | None = None
    there: DossierState | datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListComparison:
    file: str
    whole: bool  # a list of everything; False: of what is overdue
    first: date | None  # the days that the list reaches over; None: it tells no days
    last: date | None
    rows: int
    matched: int  # told the same on both sides
    found: tuple[Finding, ...]
    problems: tuple[Problem, ...]  # rows that could not be read, with row and column
    warnings: tuple[Problem, ...]

    def of(self, *what: Compared) -> tuple[Finding, ...]:
        return tuple(one for one in self.found if one.what in what)
