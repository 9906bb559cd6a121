"""The diary as evidence: its head, what is kept of it elsewhere, and what an examination of it found."""

from dataclasses import dataclass
from datetime import datetime

from counter_app.model.dossier import FileHash


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """The head of the diary at a moment, kept outside the database: on another disk, or on paper."""

    at: datetime
    rows: int  # how many rows the diary had
    head: str  # hash of the last of them, 64 hex digits; of no row at all: 64 zeros


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
class Exported:
    """A copy of diary rows for an inspection, and what proves that it is this copy."""

    rows: int
    head: str
    sha256: FileHash  # of the file
