"""The queue told apart by officer, field or state: what each group is called and how its line reads. Free of Qt."""

from collections.abc import Sequence
from dataclasses import dataclass

from counter_app.model.dossier import DossierState
from counter_app.model.queue import Board, GroupBy, GroupLoad
from counter_app.supervision.board import load_words
from ui.presenters.text import STATE_WORDS

# words of the switch, and of the group without a key
SWITCH = {GroupBy.HOLDER: "Công chức", GroupBy.FIELD: "Lĩnh vực", GroupBy.STATE: "Trạng thái"}
_NAMELESS = {GroupBy.HOLDER: "Chưa giao", GroupBy.FIELD: "Chưa rõ lĩnh vực"}
LINES_SHOWN = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadLine:
    """One group. `parts`: overdue, due soon, in time."""

    by: GroupBy
    key: str
    name: str
    total: int
    parts: tuple[int, int, int]
    late_words: str
    tone: str

    @property
    def words(self) -> str:
        overdue, due_soon, in_time = self.parts
        said = f"{self.name}: {self.total} hồ sơ"
        return f"{said}, {overdue} quá hạn, {due_soon} sắp đến hạn, {in_time} trong hạn"


def load_lines(loads: Sequence[GroupLoad], by: GroupBy) -> list[LoadLine]:
    """States in the order of a dossier's way, the others with the most overdue first, then the fullest."""
    ordered = sorted(loads, key=lambda one: int(one.key)) if by is GroupBy.STATE else loads
    return [_line(load, by) for load in ordered]


def board_lines(board: Board, by: GroupBy) -> tuple[list[LoadLine], int]:
    """What the board has room for, without states in which nothing is; and how many more groups there are."""
    lines = [line for line in load_lines(board.groups.get(by, ()), by) if line.total or by is GroupBy.HOLDER]
    shown = lines if len(lines) <= LINES_SHOWN + 1 else lines[:LINES_SHOWN]
    return shown, len(lines) - len(shown)


def more_words(by: GroupBy, count: int) -> str:
    return f"và {count} {SWITCH[by].lower()} khác"


def _line(load: GroupLoad, by: GroupBy) -> LoadLine:
    return LoadLine(
        by=by,
        key=load.key,
        name=_name(load, by),
        total=load.total,
        parts=(load.overdue, load.due_soon, load.in_time + load.no_term),
        late_words=load_words(load),
        tone="bad" if load.overdue else "warn",
    )


def _name(load: GroupLoad, by: GroupBy) -> str:
    if by is GroupBy.STATE:
        return STATE_WORDS[DossierState(int(load.key))]
    return load.name or _NAMELESS[by]
