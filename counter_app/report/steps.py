"""«Thời gian từng khâu»: where the working time of resolved dossiers went, and how old what is open has become.

Pure: the caller counts working seconds. A step is what a dossier is in: waiting for the intake decision, for the
applicant, being resolved, waiting to be handed over.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise

from counter_app.model.dossier import DossierState
from counter_app.model.period import Period
from counter_app.model.report import BarLine, Bars, Behind, Cell, Column, Kind, Part, Report, Steps, Table
from counter_app.report.measures import UNNAMED, share

INTAKE, APPLICANT, RESOLVING, RETURNING = "intake", "applicant", "resolving", "returning"
STEP_WORDS = {
    INTAKE: "Chờ quyết định tiếp nhận",
    RESOLVING: "Giải quyết",
    APPLICANT: "Chờ người nộp bổ sung",
    RETURNING: "Chờ trả kết quả",
}
_STEP_OF = {
    DossierState.NEW: INTAKE,
    DossierState.PAYMENT_REQUESTED: INTAKE,
    DossierState.ACCEPTED: RESOLVING,
    DossierState.PROCESSING: RESOLVING,
    DossierState.SUPPLEMENT_REQUESTED: APPLICANT,
    DossierState.DONE: RETURNING,
}
AGES = (0, 1, 2, 3, 5, 10, 15, 20, 30, 45, 60)  # working days
Path = tuple[int, str, list[tuple[int, int]]]  # id, field, (UTC seconds, state) in order
NOTES = (
    "Thời gian là giờ làm việc theo lịch của cơ quan, tính cho hồ sơ xong trong kỳ, từ khi đến tới khi trả. Hồ sơ nhập "
    "từ danh sách chỉ cho biết lúc đến, lúc tiếp nhận và lúc xong; những gì ở giữa không được ghi.",
    "Tuổi hồ sơ: số ngày làm việc đã qua từ khi tiếp nhận, kể cả ngày chốt số liệu.",
)


@dataclass(slots=True)
class Spent:
    """Working seconds by step, and how many dossiers were in each step at all."""

    dossiers: int = 0
    seconds: dict[str, int] = field(default_factory=dict)
    through: dict[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return sum(self.seconds.values())

    def add(self, found: Mapping[str, int]) -> None:
        self.dossiers += 1
        for step, seconds in found.items():
            self.seconds[step] = self.seconds.get(step, 0) + seconds
            self.through[step] = self.through.get(step, 0) + 1


def time_spent(path: Path, worked: Callable[[int], int]) -> dict[str, int]:
    """Working seconds in each step of one dossier. `worked`: working seconds up to a moment."""
    found: dict[str, int] = {}
    for (begun, state), (ended, _) in pairwise(path[2]):
        step = _STEP_OF.get(DossierState(state))
        if step is not None and ended > begun:
            found[step] = found.get(step, 0) + worked(ended) - worked(begun)
    return found


def spent_by_field(paths: Iterable[Path], worked: Callable[[int], int]) -> dict[str, Spent]:
    """By field. A dossier of which nothing between receipt and end is known is not among them."""
    found: dict[str, Spent] = {}
    for path in paths:
        if times := time_spent(path, worked):
            found.setdefault(path[1], Spent()).add(times)
    return found


def steps_report(
    by_field: Mapping[str, Spent], ages: Sequence[tuple[int, int, int]], *, period: Period, at: datetime
) -> Report:
    """`ages`: (working days, accepted before this second, how many are open since)."""
    whole = Spent()
    for spent in by_field.values():
        _merge(whole, spent)
    parts: tuple[Part, ...] = (_steps_table(whole), _bars(by_field), _field_table(by_field, whole), _curve(ages))
    return Report(
        kind="steps",
        title="Thời gian từng khâu và tuổi hồ sơ",
        period=period,
        at=at,
        parts=parts,
        notes=NOTES,
        landscape=True,
    )


def _merge(whole: Spent, part: Spent) -> None:
    whole.dossiers += part.dossiers
    for step in part.seconds:
        whole.seconds[step] = whole.seconds.get(step, 0) + part.seconds[step]
        whole.through[step] = whole.through.get(step, 0) + part.through[step]


def _steps_table(whole: Spent) -> Table:
    rows = tuple(
        (
            Cell(value=words),
            _counted(whole.through.get(step, 0), Behind(figure="step", value=step)),
            Cell(value=_minutes(whole.seconds.get(step, 0))),
            Cell(value=_mean(whole.seconds.get(step, 0), whole.through.get(step, 0))),
            Cell(value=share(whole.seconds.get(step, 0), whole.total)),
        )
        for step, words in STEP_WORDS.items()
    )
    return Table(
        key="steps",
        title="Giờ làm việc đã dùng ở từng khâu",
        columns=(
            Column(key="label", title="Khâu"),
            Column(key="count", title="Hồ sơ qua khâu", kind=Kind.COUNT, width=24),
            Column(key="total", title="Tổng", kind=Kind.MINUTES, width=34),
            Column(key="mean", title="Bình quân", kind=Kind.MINUTES, width=32),
            Column(key="share", title="Tỷ lệ", kind=Kind.SHARE, width=20),
        ),
        rows=rows if whole.dossiers else (),
        total=(
            Cell(value="Cả quá trình"),
            _counted(whole.dossiers, Behind(figure="step")),
            Cell(value=_minutes(whole.total)),
            Cell(value=_mean(whole.total, whole.dossiers)),
            Cell(value=share(whole.total, whole.total)),
        ),
    )


def _field_table(by_field: Mapping[str, Spent], whole: Spent) -> Table:
    """Mean working time of each step, field by field."""

    def cells(spent: Spent) -> tuple[Cell, ...]:
        steps = (Cell(value=_mean(spent.seconds.get(step, 0), spent.dossiers)) for step in STEP_WORDS)
        return (*steps, Cell(value=_mean(spent.total, spent.dossiers)))

    return Table(
        key="by_field",
        title="Bình quân một hồ sơ theo lĩnh vực",
        columns=(
            Column(key="label", title="Lĩnh vực"),
            Column(key="count", title="Hồ sơ", kind=Kind.COUNT, width=14),
            *(Column(key=step, title=words, kind=Kind.MINUTES, width=26) for step, words in STEP_WORDS.items()),
            Column(key="total", title="Cả quá trình", kind=Kind.MINUTES, width=26),
        ),
        rows=tuple(
            (
                Cell(value=name or UNNAMED),
                _counted(spent.dossiers, Behind(figure="step", group="field", value=name)),
                *cells(spent),
            )
            for name, spent in sorted(by_field.items())
        ),
        total=(Cell(value="Tổng cộng"), _counted(whole.dossiers, Behind(figure="step")), *cells(whole)),
    )


def _bars(by_field: Mapping[str, Spent]) -> Bars:
    tones = {INTAKE: "warn_mark", RESOLVING: "fill", APPLICANT: "text3", RETURNING: "good_mark"}
    return Bars(
        key="steps_bars",
        title="Bình quân một hồ sơ ở từng khâu",
        legend=tuple((tones[step], words.lower()) for step, words in STEP_WORDS.items()),
        lines=tuple(
            BarLine(
                label=name or UNNAMED,
                parts=tuple(Cell(value=_mean(spent.seconds.get(step, 0), spent.dossiers)) for step in STEP_WORDS),
            )
            for name, spent in sorted(by_field.items())
        ),
        kind=Kind.MINUTES,
    )


def _curve(ages: Sequence[tuple[int, int, int]]) -> Steps:
    points = tuple(
        (f"≥ {days}" if days else "tất cả", _counted(count, Behind(figure="open_since", value=str(before))))
        for days, before, count in ages
    )
    return Steps(
        key="ages",
        title="Hồ sơ đang giải quyết đã bao nhiêu ngày làm việc",
        points=points if any(cell.value for _, cell in points) else (),
        axis="ngày làm việc từ khi tiếp nhận",
    )


def _counted(count: int, behind: Behind) -> Cell:
    return Cell(value=count, behind=behind if count else None)


def _minutes(seconds: int) -> int:
    return seconds // 60


def _mean(seconds: int, count: int) -> int | None:
    """Whole minutes."""
    return seconds // 60 // count if count else None
