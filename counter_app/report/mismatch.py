"""«Chênh lệch thời hạn»: procedures whose time limit here differs from the national database or the decision, and the
dossiers that this may have made late. To be reported to the province and the ministry.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from counter_app.model.dossier import Channel
from counter_app.model.period import Period
from counter_app.model.report import Behind, Cell, Column, Figure, Figures, Kind, Report, Table
from counter_app.model.term_mismatch import TermLine, Verdict

CHANNELS = {Channel.DIRECT: "trực tiếp", Channel.ONLINE: "trực tuyến", Channel.POSTAL: "bưu chính"}
VERDICTS = {
    Verdict.AMOUNT: "Khác số ngày",
    Verdict.UNIT: "Cùng số, khác đơn vị (ngày làm việc, ngày, giờ)",
    Verdict.UNCLEAR: "Một bên ghi bằng lời, phải đọc lại",
}
FIGURES = ("in_progress", "index_overdue")
NOTES = (
    "So theo mã thủ tục (bảy chữ số đầu) và kênh nộp. Nguồn không cho biết thời hạn thì không kết luận.",
    "Hồ sơ quá hạn: của thủ tục đó trong kỳ; chênh lệch thời hạn có thể là nguyên nhân, công chức xác nhận ở phần giải "
    "trình quá hạn.",
)


def mismatch_report(
    lines: Sequence[TermLine],
    counts: Mapping[str, Mapping[str, int]],
    sources: Sequence[tuple[str, str]],
    *,
    period: Period,
    at: datetime,
    compared: int,
) -> Report:
    """`counts`: FIGURES by procedure; `sources`: (what, file name) of those that were given; `compared`: how many of
    our procedures one of them knows."""
    given = "; ".join(f"{what}: {name}" for what, name in sources)
    return Report(
        kind="mismatch",
        title="Chênh lệch thời hạn giải quyết",
        subject=given,
        period=period,
        at=at,
        parts=(_headline(lines, counts, compared), _table(lines, counts, bool(sources))),
        notes=NOTES if sources else (*NOTES, "Chưa chọn tệp nào để đối chiếu."),
        landscape=True,
    )


def _headline(lines: Sequence[TermLine], counts: Mapping[str, Mapping[str, int]], compared: int) -> Figures:
    codes = {line.code for line in lines}
    late = sum(counts.get(code, {}).get("index_overdue", 0) for code in codes)
    behind = Behind(figure="late_of_procedures", value=",".join(sorted(codes))) if late else None
    unverified = len({line.code for line in lines if not line.verified})
    return Figures(
        figures=(
            Figure(
                title="Thủ tục có chênh lệch",
                kind=Kind.COUNT,
                cell=Cell(value=len(codes), tone="bad" if codes else ""),
                detail=f"trên {compared} thủ tục đối chiếu được",
            ),
            Figure(title="Hồ sơ quá hạn của các thủ tục đó", kind=Kind.COUNT, cell=Cell(value=late, behind=behind)),
            Figure(
                title="Thời hạn ở đây chưa xác minh",
                kind=Kind.COUNT,
                cell=Cell(value=unverified),
                detail="trong số thủ tục có chênh lệch",
            ),
        )
    )


def _table(lines: Sequence[TermLine], counts: Mapping[str, Mapping[str, int]], given: bool) -> Table:
    return Table(
        key="terms",
        title="Thời hạn ở ba nguồn",
        columns=(
            Column(key="code", title="Mã TTHC", width=22),
            Column(key="name", title="Thủ tục"),
            Column(key="channel", title="Kênh", width=20),
            Column(key="here", title="Hệ thống tỉnh (danh mục ở đây)", width=32),
            Column(key="national", title="CSDL quốc gia", width=32),
            Column(key="decision", title="Quyết định công bố", width=32),
            Column(key="verdict", title="Chênh lệch", width=36),
            Column(key="open", title="Đang giải quyết", kind=Kind.COUNT, width=18),
            Column(key="late", title="Quá hạn", kind=Kind.COUNT, width=16),
        ),
        rows=tuple(_row(line, counts.get(line.code, {})) for line in lines),
        nothing=(
            "Không có chênh lệch thời hạn nào."
            if given
            else "Chọn tệp Cơ sở dữ liệu quốc gia về TTHC hoặc bảng của quyết định công bố để đối chiếu."
        ),
    )


def _row(line: TermLine, counts: Mapping[str, int]) -> tuple[Cell, ...]:
    here = (line.here or "—") + ("" if line.verified else " (chưa xác minh)")
    return (
        Cell(value=line.code),
        Cell(value=line.name),
        Cell(value=", ".join(CHANNELS[one] for one in line.channels)),
        Cell(value=here),
        Cell(value=line.national if line.national is not None else "—"),
        Cell(value=line.decision if line.decision is not None else "—"),
        Cell(value=VERDICTS[line.verdict], tone="bad" if line.verdict is Verdict.AMOUNT else ""),
        *(_counted(line.code, figure, counts.get(figure, 0)) for figure in FIGURES),
    )


def _counted(code: str, figure: str, count: int) -> Cell:
    behind = Behind(figure=figure, group="procedure", value=code) if count else None
    return Cell(value=count, behind=behind, tone="bad" if count and figure == "index_overdue" else "")
