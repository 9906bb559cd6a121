"""«Công khai hằng tháng»: one sheet for the agency's site – the estimate by groups for month, quarter and year to date,
and what was received and resolved (letter of the province: monthly publication of the results).
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from counter_app.model.period import Period
from counter_app.model.report import Cell, Column, Kind, Report, Table
from counter_app.report.measures import Measure, cell, share
from counter_app.report.service_index import Scored, group_points, guesses_words, total
from counter_app.rules.service_index import ServiceIndex

FIGURES = ("handled", "received_online", "received", "resolved", "early", "on_time", "late", "end_unknown")
RATED = ("rated", "very_satisfied", "satisfied", "dissatisfied")
NOTES = (
    "Điểm là ước tính từ dữ liệu của cơ quan; điểm chính thức do Cổng Dịch vụ công quốc gia công bố. Điểm ghi trên số "
    "điểm tính được của nhóm.",
)


def publication_report(
    index: ServiceIndex,
    spans: Sequence[tuple[Period, Sequence[Scored]]],
    counts: Mapping[str, int],
    *,
    period: Period,
    at: datetime,
) -> Report:
    """`spans`: the period itself and the longer ones that it belongs to, as far as they have gone; `counts`: FIGURES
    and RATED of the period."""
    return Report(
        kind="publication",
        title="Kết quả đánh giá chất lượng phục vụ người dân, doanh nghiệp",
        subject=index.source.document,
        period=period,
        at=at,
        parts=(_points_table(index, spans), _results_table(counts)),
        notes=(*NOTES, guesses_words(index)),
        estimate=True,
    )


def _points_table(index: ServiceIndex, spans: Sequence[tuple[Period, Sequence[Scored]]]) -> Table:
    def cells(pairs: Sequence[tuple[float, float]]) -> tuple[Cell, ...]:
        found: list[Cell] = []
        for points, possible in pairs:
            found += [Cell(value=points if possible else None), Cell(value=possible if possible else None)]
        return tuple(found)

    columns: list[Column] = []
    for number, (span, _) in enumerate(spans):
        columns += [
            Column(key=f"points{number}", title="Điểm", kind=Kind.POINTS, width=18, group=span.words()),
            Column(key=f"of{number}", title="Trên", kind=Kind.POINTS, width=18, group=span.words()),
        ]
    return Table(
        key="points",
        title="Điểm ước tính theo nhóm",
        columns=(
            Column(key="group", title="Nhóm chỉ số"),
            Column(key="max", title="Tối đa", kind=Kind.POINTS, width=18),
            *columns,
        ),
        rows=tuple(
            (Cell(value=group.name), Cell(value=group.max), *cells([group_points(group, found) for _, found in spans]))
            for group in index.groups
        ),
        total=(
            Cell(value="Tổng"),
            Cell(value=sum(group.max for group in index.groups)),
            *cells([total(found) for _, found in spans]),
        ),
    )


def _results_table(counts: Mapping[str, int]) -> Table:
    resolved = counts.get("resolved", 0) - counts.get("end_unknown", 0)
    liked = counts.get("very_satisfied", 0) + counts.get("satisfied", 0)
    lines = (
        ("Hồ sơ tiếp nhận (kể cả từ kỳ trước)", "handled", None),
        ("Tiếp nhận trong kỳ", "received", None),
        (
            "– trong đó trực tuyến",
            "received_online",
            share(counts.get("received_online", 0), counts.get("received", 0)),
        ),
        ("Đã giải quyết", "resolved", None),
        ("– trước hạn", "early", share(counts.get("early", 0), resolved)),
        ("– đúng hạn", "on_time", share(counts.get("on_time", 0), resolved)),
        ("– quá hạn", "late", share(counts.get("late", 0), resolved)),
        ("Phiếu đánh giá", "rated", None),
        ("– không hài lòng", "dissatisfied", share(counts.get("dissatisfied", 0), counts.get("rated", 0))),
    )
    rows = tuple(
        (Cell(value=words), cell(Measure(figure=figure, title=words), counts), Cell(value=part))
        for words, figure, part in lines
    )
    satisfied = (
        Cell(value="– hài lòng và rất hài lòng"),
        Cell(value=liked),
        Cell(value=share(liked, counts.get("rated", 0))),
    )
    return Table(
        key="results",
        title="Kết quả tiếp nhận, giải quyết",
        columns=(
            Column(key="label", title="Chỉ tiêu"),
            Column(key="count", title="Số lượng", kind=Kind.COUNT, width=26),
            Column(key="share", title="Tỷ lệ", kind=Kind.SHARE, width=26),
        ),
        rows=(*rows[:-1], satisfied, rows[-1]),
    )
