"""The reports that hold our register or catalogue beside somebody else's file."""

import array
from collections.abc import Mapping
from pathlib import Path

from counter_app.catalogue.term_mismatch import term_mismatches
from counter_app.errors import Refused
from counter_app.model.period import Period
from counter_app.model.procedure import Procedure, base_code
from counter_app.model.report import Behind, Report
from counter_app.report import list_comparison as comparison_sheet
from counter_app.report import mismatch as mismatch_sheet
from counter_app.workflow.catalogue import read_file
from counter_app.workflow.list_comparison import compare_list
from counter_app.workflow.office import Office

LIST, NATIONAL, DECISION = "list", "national", "decision"
_NAMES = {NATIONAL: "CSDL quốc gia", DECISION: "Quyết định công bố"}


def comparison(office: Office, _: Period, files: Mapping[str, Path]) -> Report:
    """«Đối chiếu danh sách». Refused `report.file_missing`, and as `read_list`."""
    if LIST not in files:
        raise Refused("report.file_missing")
    return comparison_sheet.comparison_report(compare_list(office, files[LIST]), at=office.now())


def mismatch(office: Office, span: Period, files: Mapping[str, Path]) -> Report:
    """«Chênh lệch thời hạn». Refused, Trouble: a file that is no catalogue."""
    with office.store.unit_of_work() as unit:
        ours = unit.procedures()
    theirs = {key: _procedures(files[key]) for key in _NAMES if key in files}
    lines = term_mismatches(ours, theirs.get(NATIONAL), theirs.get(DECISION))
    known = {base_code(one.code) for side in theirs.values() for one in side}
    counts = office.store.readings.reports.counted(span, office.now(), mismatch_sheet.FIGURES, "procedure")
    return mismatch_sheet.mismatch_report(
        lines,
        counts,
        [(_NAMES[key], files[key].name) for key in theirs],
        period=span,
        at=office.now(),
        compared=len(known & {base_code(one.code) for one in ours}),
    )


def behind_late(office: Office, span: Period, wanted: Behind) -> "array.array[int]":
    """Overdue dossiers of the procedures that the value names, with commas between them."""
    found = array.array("q")
    for code in wanted.value.split(","):
        one = Behind(figure="index_overdue", group="procedure", value=code)
        found += office.store.readings.reports.behind(span, office.now(), one)
    return found


def _procedures(path: Path) -> list[Procedure]:
    told, _ = read_file(path)
    return [one.procedure for one in told]
