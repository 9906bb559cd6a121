"""`report` and `compare-list`: what the page shows, written to a file, so that a job can publish it every month."""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from counter_app.bootstrap import data_folder, open_office
from counter_app.cli.output import DONE, PARTLY, REFUSED, Output, iso
from counter_app.clock import FixedClock
from counter_app.errors import Misuse
from counter_app.messages import sentence
from counter_app.model.dossier import DossierState
from counter_app.model.list_comparison import Compared, Finding
from counter_app.model.period import Period, month, read_period
from counter_app.model.report import Behind
from counter_app.workflow import queue, reports
from counter_app.workflow.list_comparison import compare_list
from counter_app.workflow.office import Office
from counter_app.workflow.report_kinds import REPORTS
from counter_app.workflow.report_set import save_set

GROUPS = ("field", "responsible", "cause", "dossier")


def report(given: argparse.Namespace, output: Output) -> int:
    entry = REPORTS[given.kind]
    files = {one.key: path for one in entry.files if (path := getattr(given, one.key)) is not None}
    with _office(given) as office:
        period = _period(given) if entry.of_period else month(office.now().date())
        made = reports.make(office, given.kind, period, _only(office, given), files)
        path = reports.save(office, made, given.out, reason=given.reason)
        values = {"output": str(path), "kind": made.kind, "title": made.title}
        output.line(values | {"period": made.period.key if made.period else None}, str(path))
    return DONE


def report_set(given: argparse.Namespace, output: Output) -> int:
    with _office(given) as office:
        period = _period(given)
        written = save_set(office, period, given.out, reason=given.reason, done=lambda path: output.note(path.name))
    values = {"output": [str(path) for path in written], "period": period.key}
    output.line(values, "\n".join(map(str, written)))
    return DONE


def compare(given: argparse.Namespace, output: Output) -> int:
    """Exit 1 when the two sides differ, 3 when rows could not be read."""
    whole = True if given.whole else False if given.overdue else None
    with _office(given) as office:
        found = compare_list(office, given.file, whole=whole)
    for problem in found.problems:
        output.note(problem.sentence)
    both = [one for one in found.found if one.what not in (Compared.ONLY_HERE, Compared.ONLY_THERE)]
    values = {
        "file": found.file,
        "whole": found.whole,
        "matched": found.matched,
        "only_here": [_finding(one) for one in found.of(Compared.ONLY_HERE)],
        "only_there": [_finding(one) for one in found.of(Compared.ONLY_THERE)],
        "different": [_finding(one) for one in both],
        "problems": [{"row": one.row, "code": one.subject, "message": one.sentence} for one in found.problems],
    }
    lines = [f"{one.code:30} {one.what!s:12} {sentence(one.cause).what}" for one in found.found]
    output.line(values, "\n".join([*lines, f"{found.matched} hồ sơ khớp, {len(found.found)} khác biệt"]))
    if found.problems:
        return PARTLY
    return REFUSED if found.found else DONE


def _finding(one: Finding) -> dict[str, object]:
    return {
        "code": one.code,
        "what": str(one.what),
        "row": one.row,
        "here": _told(one.here),
        "there": _told(one.there),
        "cause": one.cause.removeprefix("comparison."),
        "message": str(sentence(one.cause)),
    }


def _told(value: DossierState | datetime | None) -> str | None:
    return value.name.lower() if isinstance(value, DossierState) else iso(value)


@contextmanager
def _office(given: argparse.Namespace) -> Iterator[Office]:
    clock = FixedClock(given.now) if given.now else None
    office = open_office(data_folder(given.data), clock=clock, person=given.person)
    try:
        yield office
    finally:
        office.close()


def _only(office: Office, given: argparse.Namespace) -> Behind | None:
    """Misuse `report.bad_part`: not of the form, or a group that reports are not narrowed to."""
    if not given.only:
        return None
    group, _, value = given.only.partition("=")
    if group not in GROUPS or not value:
        raise Misuse("report.bad_part", text=given.only, known=", ".join(GROUPS))
    if group == "dossier":
        value = str(queue.find_dossier(office, value).id)
    return Behind(figure="overdue", group=group, value=value)


def _period(given: argparse.Namespace) -> Period:
    """Misuse `report.no_period`, `report.bad_period`."""
    if given.first is not None or given.last is not None:
        if given.first is None or given.last is None or given.first > given.last:
            raise Misuse("report.bad_period", text=f"{given.first or ''} – {given.last or ''}")
        return Period(first=given.first, last=given.last)
    for kind in ("month", "quarter", "year"):
        text = getattr(given, kind)
        if text:
            found = read_period(text)
            if found is None or found.kind != kind:
                raise Misuse("report.bad_period", text=text)
            return found
    raise Misuse("report.no_period")
