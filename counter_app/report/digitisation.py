"""«Số hóa, ký số, tái sử dụng»: what was received with papers in electronic form and resolved with a signed result."""

from collections.abc import Mapping
from datetime import datetime

from counter_app.model.period import Period
from counter_app.model.report import BarLine, Bars, Figure, Figures, Kind, Report, Table
from counter_app.report.measures import Counts, Measure, cell, figures_of, grouped_table, summed

RECEIVED, RESOLVED = "Hồ sơ tiếp nhận trong kỳ", "Hồ sơ đã giải quyết trong kỳ"
MEASURES = (
    Measure(figure="received", title="Tổng số", group=RECEIVED),
    Measure(figure="not_digitised", title="Chưa số hóa", group=RECEIVED, width=18),
    Measure(figure="digitised", title="Có số hóa thành phần", group=RECEIVED, width=22),
    Measure(figure="digitised", title="Tỷ lệ số hóa", group=RECEIVED, of="received", width=18),
    Measure(figure="components_signed", title="Thành phần ký đủ", group=RECEIVED, of="received", width=20),
    Measure(figure="reused", title="Có tái sử dụng", group=RECEIVED, of="received", width=18),
    Measure(figure="resolved", title="Tổng số", group=RESOLVED),
    Measure(figure="no_result", title="Chưa có tệp kết quả", group=RESOLVED, width=20, bad=True),
    Measure(figure="result_attached", title="Có tệp kết quả", group=RESOLVED, of="resolved", width=18),
    Measure(figure="result_signed", title="Kết quả ký đủ", group=RESOLVED, of="resolved", width=18),
)
FIGURES = figures_of(MEASURES)
NOTES = (
    "Có số hóa: hồ sơ có ít nhất một thành phần kèm tệp. Thành phần ký đủ: mọi thành phần bắt buộc phải ký đều đã kèm "
    "tệp có chữ ký của công chức. Tái sử dụng: có ít nhất một thành phần lấy từ hồ sơ trước hoặc từ kho dữ liệu.",
    "Kết quả ký đủ: có tệp kết quả và mọi tệp kết quả đều mang chữ ký số. Chữ ký là yêu cầu của tỉnh, không phải chỉ "
    "tiêu của Quyết định 766/QĐ-TTg.",
)


def digitisation_report(
    by_field: Counts, by_holder: Counts, names: Mapping[str, str], *, period: Period, at: datetime
) -> Report:
    """`by_field`, `by_holder`: FIGURES; `names`: of the officers by login."""
    total = summed(by_field)
    fields = _table("by_field", "theo lĩnh vực", by_field, "field", "Lĩnh vực", {"": "(chưa ghi lĩnh vực)"})
    officers = _table("by_holder", "theo công chức", by_holder, "holder", "Công chức", {"": "Chưa giao", **names})
    return Report(
        kind="digitisation",
        title="Số hóa, ký số và tái sử dụng",
        period=period,
        at=at,
        parts=(_headline(total), fields, _bars(fields), officers),
        notes=NOTES,
        landscape=True,
    )


def _table(key: str, words: str, counts: Counts, group: str, heading: str, labels: Mapping[str, str]) -> Table:
    wanted = {value: mine for value, mine in counts.items() if mine.get("received") or mine.get("resolved")}
    title = f"Số hóa, ký số {words}"
    return grouped_table(key, title, wanted, MEASURES, group=group, heading=heading, labels=labels)


def _headline(total: Mapping[str, int]) -> Figures:
    wanted = (
        ("Có số hóa thành phần", "digitised", "received", "hồ sơ tiếp nhận"),
        ("Thành phần ký đủ", "components_signed", "received", "hồ sơ tiếp nhận"),
        ("Có tái sử dụng", "reused", "received", "hồ sơ tiếp nhận"),
        ("Kết quả ký đủ", "result_signed", "resolved", "hồ sơ đã giải quyết"),
    )
    return Figures(
        figures=tuple(
            Figure(
                title=title,
                kind=Kind.SHARE,
                cell=cell(Measure(figure=figure, title=title, of=whole), total),
                detail=f"{total.get(figure, 0)} trên {total.get(whole, 0)} {words}",
            )
            for title, figure, whole, words in wanted
        )
    )


def _bars(table: Table) -> Bars:
    """Received dossiers of each row: with papers in electronic form, and without."""
    places = [column.key for column in table.columns]
    with_files, without = places.index("digitised"), places.index("not_digitised")
    lines = (BarLine(label=str(row[1].value), parts=(row[with_files], row[without])) for row in table.rows)
    return Bars(
        key="digitised_bars",
        title="Hồ sơ tiếp nhận, có và chưa số hóa",
        legend=(("fill", "có số hóa"), ("track", "chưa số hóa")),
        lines=tuple(line for line in lines if any(part.value for part in line.parts)),
    )
