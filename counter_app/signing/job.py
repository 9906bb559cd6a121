"""What crosses the pipe between the paper process and the parent. Light: the parent loads no PDF library for it."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from counter_app.errors import CounterError
from counter_app.model.signature import Box, FurtherMark, Level, Placement, StampText

TOP_RIGHT = Placement()


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """Where time-stamps and revocation data come from, and whom this office trusts."""

    time_stamps: tuple[str, ...] = ()  # asked in this order
    trust_folders: tuple[Path, ...] = ()
    crl_folder: Path | None = None  # lists that an administrator imported


NO_SERVICES = Services()


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What to do to one file."""

    source: Path
    output: Path
    moment: datetime
    level: Level = Level.B_B
    sha256: str = ""
    stamp: StampText | None = None
    placement: Placement = TOP_RIGHT
    reason: str = ""
    field_name: str = ""
    services: Services = NO_SERVICES
    more: tuple[FurtherMark, ...] = ()
    may_repair: bool = False  # the officer has seen the pages of the rebuilt file


@dataclass(frozen=True, slots=True, kw_only=True)
class RaiseJob:
    """A signed file that shall reach a higher level; its signatures stay as they are."""

    source: Path
    output: Path
    moment: datetime
    level: Level
    sha256: str = ""
    services: Services = NO_SERVICES


@dataclass(frozen=True, slots=True, kw_only=True)
class ToSign:
    """A prepared copy that waits for the key: what it has to sign, and the number to come back with."""

    number: int
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedPaper:
    """A finished copy under a temporary name; or an already signed source (`temporary` is empty)."""

    temporary: str
    source_sha256: str
    sha256: str
    level: Level = Level.B_B  # what is really there
    service_trouble: CounterError | None = None  # why it is not the level that was wanted
    stamped_at: datetime | None = None  # what the time-stamp that was just put on says
    page: int = 1
    box: Box | None = None
    place_free: bool = True
    place_moved: bool = False
    anchored: bool = True  # False: the text that the mark was to stand at is not on the page
    letters: float = 0.0  # points; 0: the mark has no text
    mark_left_out: bool = False  # certified for filling in: a new visible field would break that signature
    signature_count: int = 0
    page_count: int = 0
    repaired: bool = False
