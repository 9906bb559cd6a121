"""A report as plain values for JSON: for jobs that publish it elsewhere. Keys stay stable."""

from datetime import date, datetime
from typing import Any

from counter_app.clock import vietnam
from counter_app.model.report import Bars, Cell, Figures, Heat, Part, Report, Row, Table, Value


def plain(report: Report) -> dict[str, Any]:
    """Shares between 0 and 1, days and moments as ISO 8601, None where nothing is known."""
    return {
        "kind": report.kind,
        "title": report.title,
        "subject": report.subject,
        "period": None if report.period is None else report.period.key,
        "from": None if report.period is None else report.period.first.isoformat(),
        "to": None if report.period is None else report.period.last.isoformat(),
        "at": _plain(report.at),
        "estimate": report.estimate,
        "parts": [_part(part) for part in report.parts],
        "notes": list(report.notes),
    }


def _part(part: Part) -> dict[str, Any]:
    if isinstance(part, Figures):
        return {
            "type": "figures",
            "figures": [
                {"title": one.title, "value": _plain(one.cell.value), "kind": str(one.kind), "detail": one.detail}
                for one in part.figures
            ],
        }
    if isinstance(part, Table):
        names = [column.key for column in part.columns]
        return {
            "type": "table",
            "key": part.key,
            "title": part.title,
            "columns": [
                {"key": one.key, "title": one.title, "kind": str(one.kind), "group": one.group} for one in part.columns
            ],
            "rows": [_row(names, row) for row in part.rows],
            "total": None if part.total is None else _row(names, part.total),
            "note": part.note,
        }
    if isinstance(part, Bars):
        words = [words for _, words in part.legend]
        lines = [{"label": line.label, **dict(zip(words, _values(line.parts), strict=True))} for line in part.lines]
        return {"type": "bars", "key": part.key, "title": part.title, "lines": lines}
    if isinstance(part, Heat):
        rows = {label: _values(cells) for label, cells in zip(part.row_labels, part.cells, strict=True)}
        columns = list(part.column_labels)
        return {"type": "heat", "key": part.key, "title": part.title, "columns": columns, "rows": rows}
    points = [{"age": label, "count": _plain(cell.value)} for label, cell in part.points]
    return {"type": "steps", "key": part.key, "title": part.title, "axis": part.axis, "points": points}


def _row(names: list[str], row: Row) -> dict[str, Any]:
    return dict(zip(names, _values(row), strict=True))


def _values(cells: tuple[Cell, ...]) -> list[Any]:
    return [_plain(cell.value) for cell in cells]


def _plain(value: Value) -> Any:
    if isinstance(value, datetime):
        return vietnam(value).isoformat(timespec="seconds")
    return value.isoformat() if isinstance(value, date) else value
