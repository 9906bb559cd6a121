"""«Giờ hồ sơ trực tuyến đến»: a heat map of weekdays and hours, with the office's hours over it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime

from counter_app.clock import from_seconds
from counter_app.model.period import Period
from counter_app.model.report import Behind, Cell, Column, Figure, Figures, Heat, Kind, Report, Table
from counter_app.report.measures import share

WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
HOURS = tuple(str(hour) for hour in range(24))
PARTS = (
    ("Trước 7 giờ", 0, 7),
    ("7–12 giờ", 7, 12),
    ("12–13 giờ", 12, 13),
    ("13–18 giờ", 13, 18),
    ("Sau 18 giờ", 18, 24),
)
NOTES = (
    "Theo giờ nộp mà cổng ghi nhận; danh sách không có giờ nộp thì theo giờ tiếp nhận. Chỉ tính hồ sơ trực tuyến.",
    "Hồ sơ đến ngoài giờ làm việc bắt đầu tính thời hạn tiếp nhận từ đầu giờ làm việc kế tiếp.",
)


def arrivals_report(
    moments: Iterable[int],
    outside: int,
    *,
    period: Period,
    at: datetime,
    hours: Sequence[tuple[float, float]],
) -> Report:
    """`moments`: when each was handed in, UTC seconds; `outside`: how many of them outside working time; `hours`: the
    sessions of a usual day as (begin, end) in hours."""
    counted = Counter((local.weekday(), local.hour) for local in map(from_seconds, moments))
    total = sum(counted.values())
    busiest = max(counted, key=lambda one: (counted[one], -one[0], -one[1]), default=None)
    most = f"{WEEKDAYS[busiest[0]]}, {busiest[1]}–{busiest[1] + 1} giờ" if busiest else "—"
    figures = Figures(
        figures=(
            Figure(
                title="Hồ sơ trực tuyến đến trong kỳ",
                kind=Kind.COUNT,
                cell=Cell(value=total, behind=Behind(figure="arrived_online") if total else None),
            ),
            Figure(
                title="Đến ngoài giờ làm việc",
                kind=Kind.SHARE,
                cell=Cell(value=share(outside, total), behind=Behind(figure="handed_in_outside") if outside else None),
                detail=f"{outside} hồ sơ",
            ),
            Figure(
                title="Đông nhất",
                kind=Kind.TEXT,
                cell=Cell(value=most),
                detail=f"{counted[busiest]} hồ sơ" if busiest else "",
            ),
        )
    )
    heat = Heat(
        key="arrivals",
        title="Hồ sơ trực tuyến đến lúc nào",
        row_labels=WEEKDAYS,
        column_labels=HOURS,
        cells=tuple(
            tuple(_cell(counted[day, hour], (day, day), (hour, hour + 1)) for hour in range(24)) for day in range(7)
        ),
        marked=tuple(hours),
        note="Vạch đậm trên các giờ: giờ làm việc của cơ quan.",
    )
    return Report(
        kind="arrivals",
        title="Giờ hồ sơ trực tuyến đến",
        period=period,
        at=at,
        parts=(figures, heat, _by_day(counted)),
        notes=NOTES,
        landscape=True,
    )


def _cell(count: int, days: tuple[int, int], hours: tuple[int, int]) -> Cell:
    """`days`: first and last; `hours`: first, and the one before which it ends."""
    value = "-".join(map(str, (*days, *hours)))
    return Cell(value=count, behind=Behind(figure="handed_in_at", value=value) if count else None)


def _by_day(counted: Counter[tuple[int, int]]) -> Table:
    """The same by parts of the day: what a printed page is read for."""
    spans = (*((first, end) for _, first, end in PARTS), (0, 24))

    def row(name: str, first_day: int, last_day: int) -> tuple[Cell, ...]:
        def count(first: int, end: int) -> int:
            return sum(counted[day, hour] for day in range(first_day, last_day + 1) for hour in range(first, end))

        return (Cell(value=name), *(_cell(count(*span), (first_day, last_day), span) for span in spans))

    return Table(
        key="parts_of_day",
        title="Theo buổi",
        columns=(
            Column(key="label", title="Ngày trong tuần"),
            *(Column(key=f"from{first}", title=name, kind=Kind.COUNT, width=26) for name, first, _ in PARTS),
            Column(key="total", title="Cả ngày", kind=Kind.COUNT, width=26),
        ),
        rows=tuple(row(name, day, day) for day, name in enumerate(WEEKDAYS)) if counted else (),
        total=row("Cả tuần", 0, 6),
    )
