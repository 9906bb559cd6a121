"""A late dossier (hồ sơ quá hạn), and what its own events say about why it is late."""

from dataclasses import dataclass
from datetime import datetime

from counter_app.model.dossier import Channel, DossierId, DossierState, Event
from counter_app.model.life import Explanation, OverdueCause


@dataclass(frozen=True, slots=True, kw_only=True)
class LateDossier:
    """As the register keeps it. Late is told against the first promise: a new date excuses, it does not undo."""

    id: DossierId
    code: str
    procedure_code: str
    procedure_name: str
    field: str
    applicant_name: str
    channel: Channel
    state: DossierState
    holder: str  # login; empty: nobody
    received_at: datetime
    accepted_at: datetime | None
    first_due_at: datetime
    promised_at: datetime | None  # the new date; None: none was promised
    ended_at: datetime | None  # None: still open
    explanation: Explanation | None
    events: tuple[Event, ...]  # those that tell about lateness, in the order in which they were written


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedTerm:
    """What the published time limit makes of a dossier's due moment, where that is not the one on the system."""

    words: str  # «15 ngày làm việc»
    source: str
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedCause:
    """What the events say; a person accepts it or says otherwise."""

    cause: OverdueCause
    words: str  # the ground as a sentence, to begin the explanation with
    responsible: str  # login of who had it in hand when the term ended, or a name; empty: nobody is known
    evidence: tuple[str, ...]  # each thing that speaks for it, with its moment
