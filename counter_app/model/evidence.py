"""The diary as evidence: its head, what is kept of it elsewhere, and what an examination of it found."""

import re
from dataclasses import dataclass
from datetime import datetime

from counter_app.clock import from_seconds, vietnam
from counter_app.model.dossier import DossierId, Event, FileHash


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """The head of the diary at a moment, kept outside the database: on another disk, or on paper."""

    at: datetime
    rows: int  # how many rows the diary had
    head: str  # hash of the last of them, 64 hex digits; of no row at all: 64 zeros

    @property
    def text(self) -> str:
        """As the QR code of its sheet holds it."""
        return f"{self.rows}:{self.head}@{self.at.isoformat(timespec='seconds')}"


_TEXT = re.compile(r"(\d{1,15}):([0-9a-f]{64})(?:@(\S+))?")


def anchor_of(text: str) -> Anchor | None:
    """`ROWS:HEAD`, with `@MOMENT` or without, typed (blanks do not matter) or scanned from a sheet; None: it is none.

    Without a moment it is 1970: it is not needed for the comparison.
    """
    found = _TEXT.fullmatch("".join(text.split()).lower())
    if found is None:
        return None
    try:
        at = vietnam(datetime.fromisoformat(found[3])) if found[3] else from_seconds(0)
    except ValueError:
        return None
    return Anchor(at=at, rows=int(found[1]), head=found[2])


@dataclass(frozen=True, slots=True, kw_only=True)
class Examination:
    """What reading the whole diary again has shown."""

    rows: int
    head: str
    first_bad: int | None  # id of the first row that does not continue the chain
    broken_anchors: tuple[Anchor, ...] = ()  # the chain may be whole and still not be the one that was anchored
    anchors: int = 0  # how many were compared

    @property
    def ok(self) -> bool:
        return self.first_bad is None and not self.broken_anchors


@dataclass(frozen=True, slots=True, kw_only=True)
class DiaryQuery:
    """Which rows of the diary an inspection looks at; all conditions hold together. Empty: every row."""

    dossier_id: DossierId | None = None
    login: str = ""  # who did it
    start: datetime | None = None  # inclusive
    end: datetime | None = None  # exclusive
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DiaryRow:
    """One row as it is looked at. `hash` covers it and everything before it."""

    id: int
    event: Event
    code: str  # of its dossier; empty: it belongs to none
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """A copy of diary rows for an inspection, and what proves that it is this copy."""

    rows: int
    head: str
    sha256: FileHash  # of the file


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockWitnesses:
    """What the register knows of the time."""

    event: datetime | None  # the latest moment of the diary's newest entries
    server: datetime | None  # the database server's own clock now, where there is one
    stamp: datetime | None = None  # the latest time-stamp put on a signature …
    stamp_seen_at: datetime | None = None  # … and what this office's clock said then
