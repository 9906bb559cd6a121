"""«Tình hình, kết quả giải quyết TTHC»: received, resolved, in progress, by field; the intake of the period beside it.

The columns are those of biểu II.06/VPCP/KSTT (TT 01/2020/TT-VPCP), as far as they are known: whether that circular
still holds and how it numbers its columns could not be read, which the sheet says.
"""

from collections.abc import Mapping
from datetime import datetime

from counter_app.model.period import Period
from counter_app.model.report import BarLine, Bars, Cell, Column, Figure, Figures, Kind, Part, Report, Table
from counter_app.model.report_words import bar_total
from counter_app.report.measures import Counts, Measure, cell, figures_of, grouped_table, share, summed

RECEIVED, RESOLVED, OPEN = "Số hồ sơ tiếp nhận", "Số hồ sơ đã giải quyết", "Số hồ sơ đang giải quyết"
OFFICIAL = (
    Measure(figure="handled", title="Tổng số", group=RECEIVED),
    Measure(figure="received_online", title="Trực tuyến", group=RECEIVED),
    Measure(figure="received_other", title="Trực tiếp, bưu chính", group=RECEIVED, width=19),
    Measure(figure="carried", title="Từ kỳ trước", group=RECEIVED),
    Measure(figure="resolved", title="Tổng số", group=RESOLVED),
    Measure(figure="early", title="Trước hạn", group=RESOLVED),
    Measure(figure="on_time", title="Đúng hạn", group=RESOLVED),
    Measure(figure="late", title="Quá hạn", group=RESOLVED, bad=True),
    Measure(figure="in_progress", title="Tổng số", group=OPEN),
    Measure(figure="in_time", title="Trong hạn", group=OPEN),
    Measure(figure="in_progress_late", title="Quá hạn", group=OPEN, bad=True),
)
# Within «đã giải quyết»; shown only where a list did not tell the day.
UNKNOWN = Measure(figure="end_unknown", title="Không rõ hạn", group="", width=15)
INTAKE = (
    ("arrived", "Hồ sơ đến trong kỳ", ""),
    ("arrived_online", "– trực tuyến", "arrived"),
    ("arrived_direct", "– trực tiếp", "arrived"),
    ("arrived_postal", "– bưu chính công ích", "arrived"),
    ("intake_on_time", "Đã quyết định trong thời hạn tiếp nhận", "arrived"),
    ("intake_late", "Đã quyết định sau thời hạn tiếp nhận", "arrived"),
    ("intake_waiting", "Còn chờ quyết định tiếp nhận", "arrived"),
    ("asked_supplement", "Đã phải yêu cầu bổ sung", "arrived"),
    ("asked_twice", "– trong đó từ hai lần", "arrived"),
    ("refused", "Từ chối tiếp nhận", "arrived"),
    ("withdrawn", "Người nộp rút hồ sơ", "arrived"),
)
RATINGS = (
    ("rated", "Phiếu đánh giá nhận trong kỳ", ""),
    ("very_satisfied", "Rất hài lòng", "rated"),
    ("satisfied", "Hài lòng", "rated"),
    ("dissatisfied", "Không hài lòng", "rated"),
)
MOST_BARS = 20
WATCHED = frozenset({"intake_late", "asked_twice", "dissatisfied"})
FIGURES = figures_of((*OFFICIAL, UNKNOWN))
WHOLE_FIGURES = (*(name for name, _, _ in (*INTAKE, *RATINGS)),)
NOTES = (
    "Tiếp nhận: hồ sơ được tiếp nhận lần đầu trong kỳ. Từ kỳ trước: đã tiếp nhận trước kỳ và khi kỳ bắt đầu còn chưa "
    "xong. Đã giải quyết: xong, trả, dừng hoặc rút trong kỳ. Tiếp nhận tổng số = đã giải quyết + đang giải quyết.",
    "Trước hạn: xong trước ngày hẹn ít nhất một ngày; đúng hạn: xong trong ngày hẹn, không sau giờ hẹn. Hạn là hạn hẹn "
    "lần đầu; hẹn lại không làm hết quá hạn. Đang chờ người nộp bổ sung thì hạn không chạy.",
    "Cột theo biểu II.06/VPCP/KSTT của Thông tư 01/2020/TT-VPCP (chưa xác minh biểu còn hiệu lực).",
)


def period_report(counts: Counts, whole: Mapping[str, int], *, period: Period, at: datetime) -> Report:
    """`counts`: FIGURES by field; `whole`: WHOLE_FIGURES of the office."""
    total = summed(counts)
    measures = (*OFFICIAL, UNKNOWN) if total.get(UNKNOWN.figure) else OFFICIAL
    official = grouped_table(
        "official",
        "Tiếp nhận và giải quyết theo lĩnh vực",
        counts,
        measures,
        group="field",
        heading="Lĩnh vực giải quyết",
        labels={"": "(chưa ghi lĩnh vực)"},
        numbered=True,
        note=unknown_words() if total.get(UNKNOWN.figure) else "",
    )
    parts: tuple[Part, ...] = (
        headline(total),
        official,
        punctuality_bars("by_field", "Đã giải quyết theo lĩnh vực", official),
        list_table("intake", "Tiếp nhận trong kỳ", INTAKE, whole),
        list_table("ratings", "Mức độ hài lòng", RATINGS, whole),
    )
    return Report(
        kind="period",
        title="Tình hình, kết quả giải quyết thủ tục hành chính",
        period=period,
        at=at,
        parts=parts,
        notes=NOTES,
        landscape=True,
    )


def headline(total: Mapping[str, int]) -> Figures:
    """The four numbers to be seen first."""
    resolved, late = total.get("resolved", 0), total.get("late", 0)
    known = resolved - total.get("end_unknown", 0)
    in_time = Cell(value=share(known - late, known))
    received = total.get("handled", 0) - total.get("carried", 0)
    return Figures(
        figures=(
            Figure(
                title="Tiếp nhận",
                kind=Kind.COUNT,
                cell=cell(OFFICIAL[0], total),
                detail=f"{received} trong kỳ, {total.get('carried', 0)} từ kỳ trước",
            ),
            Figure(
                title="Đã giải quyết",
                kind=Kind.COUNT,
                cell=cell(OFFICIAL[4], total),
                detail=f"{total.get('early', 0)} trước hạn, {total.get('on_time', 0)} đúng hạn",
            ),
            Figure(title="Giải quyết đúng và trước hạn", kind=Kind.SHARE, cell=in_time, detail=f"{late} quá hạn"),
            Figure(
                title="Đang giải quyết, quá hạn",
                kind=Kind.COUNT,
                cell=cell(OFFICIAL[10], total),
                detail=f"trên {total.get('in_progress', 0)} hồ sơ đang giải quyết",
            ),
        )
    )


def punctuality_bars(key: str, title: str, table: Table) -> Bars:
    """The resolved dossiers of each row of an official table: early, on time, late."""
    places = [column.key for column in table.columns]
    wanted = [places.index(name) for name in ("early", "on_time", "late")]
    lines = [BarLine(label=str(row[1].value), parts=tuple(row[place] for place in wanted)) for row in table.rows]
    drawn = [line for line in lines if bar_total(line)]
    least = sorted(map(bar_total, drawn), reverse=True)[:MOST_BARS][-1:] or [0.0]
    shown = [line for line in drawn if bar_total(line) >= least[0]]
    return Bars(
        key=key,
        title=title,
        legend=(("good_mark", "trước hạn"), ("fill", "đúng hạn"), ("bad_mark", "quá hạn")),
        lines=tuple(shown),
        note=f"Chỉ vẽ {len(shown)} dòng nhiều hồ sơ nhất." if len(shown) < len(drawn) else "",
    )


def list_table(
    key: str, title: str, lines: tuple[tuple[str, str, str], ...], counts: Mapping[str, int], heading: str = "Chỉ tiêu"
) -> Table:
    """A figure to a line, with its share in another one: (figure, words, figure that it is a share of)."""
    rows = []
    for figure, words, whole in lines:
        counted = cell(Measure(figure=figure, title=words, bad=figure in WATCHED), counts)
        part = share(counts.get(figure, 0), counts.get(whole, 0)) if whole else None
        rows.append((Cell(value=words), counted, Cell(value=part)))
    return Table(
        key=key,
        title=title,
        columns=(
            Column(key="label", title=heading),
            Column(key="count", title="Số hồ sơ", kind=Kind.COUNT, width=26),
            Column(key="share", title="Tỷ lệ", kind=Kind.SHARE, width=26),
        ),
        rows=tuple(rows),
    )


def unknown_words() -> str:
    return (
        f"Cột {len(OFFICIAL) + 3} nằm trong «đã giải quyết»: danh sách nhập vào không cho biết ngày xong hoặc ngày hẹn "
        "nên không xếp được vào trước, đúng hay quá hạn."
    )
