"""The whole queue for the supervisor: its groups as a list, its bands as chips, what stands at the foot. Free of Qt."""

from collections.abc import Sequence

from counter_app.model.queue import Band, GroupBy, GroupLoad
from ui.presenters.board_groups import LoadLine, load_lines
from ui.presenters.cell import Cell
from ui.presenters.queue import BAND_TONES, BAND_WORDS

EVERYTHING = "Tất cả"
# key, words, icon, tone, band
CHIPS: tuple[tuple[str, str, str, Band | None], ...] = (
    ("all", EVERYTHING, "", None),
    ("overdue", BAND_WORDS[Band.OVERDUE], "octagon-alert", Band.OVERDUE),
    ("due_soon", BAND_WORDS[Band.DUE_SOON], "clock-alert", Band.DUE_SOON),
    ("in_time", BAND_WORDS[Band.IN_TIME], "circle-check", Band.IN_TIME),
    ("no_term", BAND_WORDS[Band.NO_TERM], "circle-dashed", Band.NO_TERM),
)
BAND_OF = {key: band for key, _, _, band in CHIPS}
TONES = {key: "text2" if band in (None, Band.NO_TERM) else BAND_TONES[band] for key, _, _, band in CHIPS if band} | {
    "all": "text2"
}

GroupRow = tuple[str | None, dict[str, Cell]]  # key of the group, None: everything


def group_rows(loads: Sequence[GroupLoad], by: GroupBy) -> list[GroupRow]:
    """Everything first, then the groups."""
    lines = load_lines(loads, by)
    total = LoadLine(
        by=by,
        key="",
        name=EVERYTHING,
        total=sum(line.total for line in lines),
        parts=tuple(sum(line.parts[place] for line in lines) for place in range(3)),  # type: ignore[arg-type]
        late_words="",
        tone="text2",
    )
    return [(None, _cells(total, strong=True)), *((line.key, _cells(line)) for line in lines)]


def chip_counts(loads: Sequence[GroupLoad], key: str | None) -> dict[str, int]:
    """By chip, of one group or of all."""
    mine = [load for load in loads if key is None or load.key == key]
    return {"all": sum(load.total for load in mine)} | {
        str(band): sum(getattr(load, str(band)) for load in mine) for band in Band
    }


def foot_words(total: int, chosen: int) -> str:
    shown = f"{total:,}".replace(",", ".")
    return f"{shown} hồ sơ · đang chọn {chosen}" if chosen else f"{shown} hồ sơ"


def empty_words(narrowed: bool) -> tuple[str, str]:
    if narrowed:
        return "Không có hồ sơ nào ở đây", "Chọn nhóm khác hoặc bỏ lọc theo hạn."
    return "Không còn hồ sơ nào đang mở", "Hồ sơ mới tiếp nhận sẽ vào đây theo thời gian làm việc còn lại."


def _cells(line: LoadLine, *, strong: bool = False) -> dict[str, Cell]:
    return {
        "name": Cell(text=line.name, weight=600 if strong else 400, explanation=line.words),
        "late": Cell(text=line.late_words, tone=line.tone, right=True),
        "total": Cell(text=str(line.total), weight=500, right=True, tone="text" if line.total else "text3"),
    }
