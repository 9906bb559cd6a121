"""`report`: what the page shows, written to a file, so that a job can publish it every month."""

import argparse

from counter_app.bootstrap import data_folder, open_office
from counter_app.cli.output import DONE, Output
from counter_app.clock import FixedClock
from counter_app.errors import Misuse
from counter_app.model.period import Period, read_period
from counter_app.model.report import Behind
from counter_app.workflow import queue, reports
from counter_app.workflow.office import Office

GROUPS = ("field", "responsible", "cause", "dossier")


def report(given: argparse.Namespace, output: Output) -> int:
    period = _period(given)
    clock = FixedClock(given.now) if given.now else None
    office = open_office(data_folder(given.data), clock=clock, person=given.person)
    try:
        made = reports.make(office, given.kind, period, _only(office, given))
        path = reports.save(office, made, given.out)
        output.line({"output": str(path), "kind": made.kind, "period": period.key, "title": made.title}, str(path))
    finally:
        office.close()
    return DONE


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
