"""Read models: what the queue and the supervisor's board show."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from counter_app.model.dossier import Channel, DossierId, DossierState
from counter_app.model.limits import Limits


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
    no_term: bool = False  # only what has no due moment
    unheld: bool = False  # only what nobody holds
    field: str | None = None  # of procedures; the empty one is of its own
    unmoved_since: datetime | None = None  # the state has not changed since, inclusive
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


class GroupBy(StrEnum):
    """What the queue is told apart by on the supervisor's board."""

    HOLDER = "holder"
    FIELD = "field"
    STATE = "state"


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupLoad:
    """The open dossiers of one officer, field or state."""

    key: str  # login, field, number of the state; empty: nobody, no field
    name: str
    overdue: int
    due_soon: int
    in_time: int
    no_term: int = 0  # no due moment is known

    @property
    def total(self) -> int:
        return self.overdue + self.due_soon + self.in_time + self.no_term


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardCounts:
    """Everything that the board counts at one moment, each dossier once in each figure."""

    open_total: int
    awaiting: dict[Channel, int]
    earliest_intake: datetime | None  # the next intake window to end
    intake_due_soon: int
    overdue: int
    without_cause: int  # overdue, and nobody has written down why
    missing_signature: int
    unsigned_components: int
    unsigned_result: int
    missing_result: int
    no_state_change: int
    waits_for_applicant: int

    @property
    def awaiting_intake(self) -> int:
        return sum(self.awaiting.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """The four figures as they were at an earlier moment."""

    at: datetime
    figures: dict[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardFigure:
    """One of the four figures, and what it was on the working day before and a week before; None: unknown."""

    key: str  # awaiting_intake, intake_due_soon, overdue, missing_signature
    value: int
    before: int | None
    before_day: datetime | None
    detail: str
    week_before: int | None = None
    week_day: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    at: datetime
    figures: tuple[BoardFigure, ...]
    next_to_breach: tuple[QueueRow, ...]
    overdue: tuple[QueueRow, ...]
    groups: dict[GroupBy, tuple[GroupLoad, ...]]
    limits: Limits  # from when on something stands still
    standing_still: dict[str, int] = field(default_factory=dict)  # keys: no_state_change, waits_for_applicant …
    open_total: int = 0
