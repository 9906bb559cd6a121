"""Columns of a table: what they are, how they share the width, what is remembered of them."""

import json
import math
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    key: str
    title: str
    width: int  # at 100 %; with `stretch` the least comfortable width
    stretch: int = 0  # share of the extra width
    least: int = 0  # how far it may shrink before others hide; 0: `width`
    hide_rank: int = 0  # 1 hides first when there is no room, then 2 …; 0 never hides by itself
    right: bool = False


class ColumnMemory:
    """Chosen columns of all tables in one small file of the data folder; without a path nothing is kept."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._all: dict[str, dict[str, object]] = {}
        if path is not None and path.is_file():
            try:
                found = json.loads(path.read_text(encoding="utf-8"))
                self._all = found if isinstance(found, dict) else {}
            except ValueError:  # a torn file is worth less than the default columns
                self._all = {}

    def get(self, table: str) -> dict[str, object]:
        return dict(self._all.get(table, {}))

    def put(self, table: str, value: dict[str, object]) -> None:
        self._all[table] = value
        if self._path is not None and self._path.parent.is_dir():
            temporary = self._path.with_suffix(".new")
            temporary.write_text(json.dumps(self._all, ensure_ascii=False, indent=1), encoding="utf-8")
            temporary.replace(self._path)


def share(columns: list[Column], chosen: dict[str, int], room: int) -> dict[str, int]:
    """Widths that fill `room` exactly where a column stretches. Pure arithmetic."""
    widths = {column.key: chosen.get(column.key, column.width) for column in columns}
    extra = room - sum(widths.values())
    stretching = [column for column in columns if column.stretch and column.key not in chosen] or [
        column for column in columns if column.stretch
    ]
    if extra < 0:
        slack = {
            column.key: max(0, widths[column.key] - (column.least or column.width))
            for column in columns
            if column.key not in chosen
        }
        part = min(1.0, -extra / (sum(slack.values()) or 1))
        for key, most in slack.items():
            widths[key] -= math.ceil(most * part)
        if stretching and sum(widths.values()) < room:  # what rounding left over
            widths[stretching[-1].key] += room - sum(widths.values())
    elif stretching:
        shares = sum(column.stretch for column in stretching)
        for column in stretching:
            widths[column.key] += extra * column.stretch // shares
        widths[stretching[-1].key] += room - sum(widths.values())
    return widths
