"""How a due moment comes about: what panel, printed sheet and command line show alike."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountLine:
    words: str
    value: str  # «1 giờ 15 phút», «3 ngày làm việc», «không tính»
    counted: bool
    document: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherReading:
    """What another way of counting gives. `warns`: it ends earlier, and that is what to be ready for."""

    due_at: datetime
    words: str  # what it is, when it ends, and why it differs
    warns: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    due_at: datetime
    lines: tuple[AccountLine, ...]
    total: str  # what the counted lines sum to
    basis: tuple[str, ...]  # one per figure: what it says and where it stands
    earlier: tuple[str, ...] = ()  # runs before this one
    notes: tuple[str, ...] = ()
    other: OtherReading | None = None
