"""The list behind a number of another page: what it is called, where it comes from, how its dossiers are read."""

import array
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Read = Callable[[Any, Any], "array.array[int]"]  # the use cases and the office, in a lane; ids in their order


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One number with its moment: «lúc này 9», «thứ Sáu 7»."""

    words: str
    read: Read


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """`views`: the number that was pressed first, then the same one at other moments."""

    source: str  # page
    title: str
    views: tuple[View, ...]
    order: str = "theo hạn"  # how the dossiers stand
