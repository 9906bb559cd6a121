"""Read models: what the queue and the supervisor's board show."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from counter_app.model.dossier import Channel, DossierId, DossierState


class Band(StrEnum):
    OVERDUE = "overdue"
    DUE_SOON = "due_soon"
    IN_TIME = "in_time"
    NO_TERM = "no_term"  # nothing to count: no due moment is known


class Missing(StrEnum):
    """What an open dossier still lacks, in the order in which it is shown."""

    UNCHECKED_COMPONENTS = "unchecked_components"
    FAILED_COMPONENTS = "failed_components"
    UNSIGNED_COMPONENTS = "unsigned_components"
    RESULT = "result"
    RESULT_SIGNATURE = "result_signature"
    APPLICANT = "applicant"  # waits for the applicant's supplement


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueRow:
    """One open dossier. `due_at` is the active due moment (intake window or appointment)."""

    id: DossierId
    code: str
    procedure_code: str
    procedure_name: str  # short name
    term_words: str
    applicant_name: str
    applicant_number: str  # as lists may show it
    channel: Channel
    state: DossierState
    supplement_count: int
    awaits_intake: bool
    received_at: datetime
    due_at: datetime | None
    holder: str  # login
    holder_name: str
    unchecked: int
    failed: int
    unsigned: int
    has_result: bool
    result_signed: bool
    state_changed_at: datetime
    missing: tuple[Missing, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueFilter:
    """What the list is narrowed to; all conditions hold together. Empty: everything open."""

    text: str = ""
    states: tuple[DossierState, ...] = ()
    holder: str = ""
    due_from: datetime | None = None  # inclusive
    due_before: datetime | None = None  # exclusive
    missing: Missing | None = None
    include_closed: bool = False  # search looks at the archive too; what is closed then stands behind what is open
    newest: int = 0  # only so many of those that `text` finds, the newest; 0: all of them
    now: datetime | None = None  # for `missing` RESULT: tells which dossiers in processing are past their due moment


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueCounts:
    """Live counts for the filter chips; bands add up to `total`."""

    total: int
    by_band: dict[Band, int]
    by_state: dict[DossierState, int]
    by_missing: dict[Missing, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficerLoad:
    login: str
    name: str
    overdue: int
    due_soon: int
    in_time: int

    @property
    def total(self) -> int:
        return self.overdue + self.due_soon + self.in_time


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardFigure:
    """One of the four figures; `before` is the value at the same place of the previous working day, None: unknown."""

    key: str  # awaiting_intake, intake_due_soon, overdue, missing_signature
    value: int
    before: int | None
    before_day: datetime | None
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    at: datetime
    figures: tuple[BoardFigure, ...]
    next_to_breach: tuple[QueueRow, ...]
    overdue: tuple[QueueRow, ...]
    loads: tuple[OfficerLoad, ...]
    standing_still: dict[str, int] = field(default_factory=dict)  # keys: no_state_change, waits_for_applicant …
    open_total: int = 0
