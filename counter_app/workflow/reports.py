"""Reports: made for a period, shown, opened number by number, saved as PDF, Excel or JSON."""

import array
import hashlib
import json
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import Any

from counter_app.access.people import Act, require
from counter_app.errors import Misuse, Refused
from counter_app.model.period import Period
from counter_app.model.report import Behind, Report
from counter_app.workflow.exports import expect_reason
from counter_app.workflow.office import Office
from counter_app.workflow.report_index import procedures_without_paper
from counter_app.workflow.report_kinds import BEHIND, NARROWED, REPORTS

NO_FILES: Mapping[str, Path] = MappingProxyType({})
SUFFIXES = (".pdf", ".xlsx", ".json")


def make(
    office: Office, kind: str, period: Period, only: Behind | None = None, files: Mapping[str, Path] = NO_FILES
) -> Report:
    """The report `kind` of REPORTS; `only`: of the part that a cell of it names; `files`: those it takes, by key.

    Misuse `report.unknown_kind`; Refused for a role that may see none, for a period that has not begun, and for a file
    that is missing or no list.
    """
    require(office.person, Act.SEE_REPORTS)
    if kind not in REPORTS:
        raise Misuse("report.unknown_kind", kind=kind, known=", ".join(REPORTS))
    entry = REPORTS[kind]
    if entry.of_period and period.start > office.now():
        raise Refused("report.not_begun", period=period.words())
    if only is None:
        whole: Report = _function(entry.make)(office, period, *((files,) if entry.files else ()))
        return whole
    if kind not in NARROWED:
        raise Misuse("report.unknown_kind", kind=kind, known=", ".join(NARROWED))
    part: Report = _function(NARROWED[kind])(office, period, only)
    return part


def dossiers_behind(office: Office, period: Period | None, behind: Behind) -> "array.array[int]":
    """Ids of the dossiers that a number of a report counts, the earliest received first."""
    require(office.person, Act.SEE_REPORTS)
    if behind.figure in BEHIND:
        found: array.array[int] = _function(BEHIND[behind.figure])(office, period, behind)
        return found
    if period is None:
        raise Misuse("report.no_period")
    no_paper = procedures_without_paper(office) if behind.figure.startswith(("index_", "finished")) else ()
    return office.store.readings.reports.behind(period, office.now(), behind, no_paper=no_paper)


def save(office: Office, report: Report, path: Path, *, reason: str = "", over: bool = False) -> Path:
    """Write a report as its file name ends: .pdf, .xlsx, .json; that it left the register is in the diary.

    `over`: in the place of a file that is there.

    Misuse `report.unknown_suffix`; Refused `forms.output_exists`, and without a reason for a report that names
    applicants; Trouble: drawing, disk.
    """
    require(office.person, Act.SEE_REPORTS)
    from counter_app.forms.output import write_new

    told = {"reason": expect_reason(reason)} if report.personal else {}
    data = _bytes(office, report, path)
    write_new(data, path, over=over)
    with office.store.unit_of_work() as unit:
        digest = hashlib.sha256(data).hexdigest()
        unit.append_event(
            office.event("save_report", None, report=report.kind, form=path.suffix, sha256=digest, **told)
        )
        unit.commit()
    return path


def _function(place: str) -> Any:
    module, _, name = place.partition(":")
    return getattr(import_module(f"counter_app.workflow.{module}"), name)


def _bytes(office: Office, report: Report, path: Path) -> bytes:
    suffix = path.suffix.casefold()
    if suffix not in SUFFIXES:
        raise Misuse("report.unknown_suffix", file=path.name, known=", ".join(SUFFIXES))
    from counter_app.forms.report_sheet import report_pdf, span_words

    if suffix == ".pdf":
        return report_pdf(report, office.settings, office.person)
    if suffix == ".xlsx":
        from counter_app.report.workbook import workbook

        return workbook(report, office.settings.office_name, span_words(report))
    from counter_app.report.plain import plain

    return json.dumps(plain(report), ensure_ascii=False, indent=1).encode()
