"""What crosses the pipe between the paper process and the parent. Light: the parent loads no PDF library for it."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from counter_app.errors import CounterError
from counter_app.model.signature import Box, FurtherMark, Placement, StampText

TOP_RIGHT = Placement()


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What to do to one file."""

    source: Path
    output: Path
    moment: datetime
    sha256: str = ""
    stamp: StampText | None = None
    placement: Placement = TOP_RIGHT
    reason: str = ""
    field_name: str = ""
    time_stamp_url: str = ""
    font_cache: Path | None = None
    more: tuple[FurtherMark, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedPaper:
    """A finished copy under a temporary name; or an already signed source (`temporary` is empty)."""

    temporary: str
    source_sha256: str
    sha256: str
    time_stamped: bool = False
    time_stamp_trouble: CounterError | None = None
    page: int = 1
    box: Box | None = None
    place_free: bool = True
    place_moved: bool = False
    letters: float = 0.0  # points; 0: the mark has no text
    mark_left_out: bool = False  # certified for filling in: a new visible field would break that signature
    signature_count: int = 0
    page_count: int = 0
    repaired: bool = False
