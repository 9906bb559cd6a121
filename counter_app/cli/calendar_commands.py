"""`calendar show | export | import | differences`: the office's calendar without a screen."""

import argparse
from collections.abc import Iterable
from datetime import date

from counter_app.bootstrap import data_folder, open_office
from counter_app.cli.output import DONE, REFUSED, Output
from counter_app.workflow import calendar_edit
from counter_app.workflow.office import Office
from counter_app.working_time.calendar_differences import (
    DayChange,
    change_runs,
    day_changes,
    day_summary,
    kind_words,
    run_words,
)
from counter_app.working_time.days import ONE_DAY, CalendarData, DayKind, day_in


def calendar(given: argparse.Namespace, output: Output) -> int:
    acts = {"show": _show, "export": _export, "import": _import, "differences": _differences}
    office = open_office(data_folder(given.data))
    try:
        return acts[given.act](office.as_person(given.person) if given.person else office, given, output)
    finally:
        office.close()


def _show(office: Office, given: argparse.Namespace, output: Output) -> int:
    """The covered range, the hours, and every day that is not what its weekday says."""
    data = office.calendar.data
    first, last = _range(data, given.year)
    covered = {"from": data.covered_from.isoformat(), "to": data.covered_to.isoformat()}
    output.line({"covered": covered, "name": data.name}, f"{data.covered_from:%d/%m/%Y} – {data.covered_to:%d/%m/%Y}")
    day = first
    while day <= last:
        found = day_in(data, day)
        if found is not None and found.kind in (DayKind.OFF, DayKind.MAKEUP, DayKind.SPECIAL):
            values = {
                "date": day.isoformat(),
                "kind": str(found.kind),
                "name": found.name,
                "minutes": found.minutes,
                "certainty": str(found.certainty),
                "document": found.source.document,
                "verified": found.source.verified,
            }
            output.line(values, f"{day:%d/%m/%Y}  {day_summary(found)}  {found.source.document}".rstrip())
        day += ONE_DAY
    return DONE


def _export(office: Office, given: argparse.Namespace, output: Output) -> int:
    digest = calendar_edit.export_calendar(office, given.file)
    hashed = {"sha256": digest} if digest else {}
    output.line({"output": str(given.file), **hashed}, " · ".join([str(given.file), *hashed.values()]))
    return DONE


def _import(office: Office, given: argparse.Namespace, output: Output) -> int:
    """Without `--document` only the differences are told."""
    read = calendar_edit.import_calendar(office, given.file)
    for note in read.notes:
        output.note(note)
    _tell(day_changes(office.calendar.data, read.data), output)
    if given.document is None:
        return DONE
    saved = calendar_edit.save_office_calendar(office, read.data, document=given.document)
    values = {"applied": True, "days": len(saved.days), "moved": len(saved.recomputed.moved)}
    output.line(values, f"Đã lưu lịch: {len(saved.days)} ngày đổi, {len(saved.recomputed.moved)} hạn tính lại.")
    return DONE


def _differences(office: Office, given: argparse.Namespace, output: Output) -> int:
    """Where the public package of holidays says otherwise. Exit 1 when there is any."""
    data = office.calendar.data
    found = calendar_edit.proposed_days(data, *_range(data, given.year))
    for one in found:
        ours = day_in(data, one.on)
        said = "nghỉ" if one.off else "làm việc"
        values = {"date": one.on.isoformat(), "ours": kind_words(ours), "proposed": said, "hint": one.hint}
        output.line(values, f"{one.on:%d/%m/%Y}  lịch: {day_summary(ours)}  đề xuất: {said}  {one.hint}".rstrip())
    return REFUSED if found else DONE


def _tell(days: Iterable[DayChange], output: Output) -> None:
    for run in change_runs(days):
        values = {
            "from": run.first.isoformat(),
            "to": run.last.isoformat(),
            "days": run.days,
            "before": run.before,
            "after": run.after,
        }
        output.line(values, f"{run_words(run)}: {run.before} → {run.after}")


def _range(data: CalendarData, year: int | None) -> tuple[date, date]:
    return (date(year, 1, 1), date(year, 12, 31)) if year else (data.covered_from, data.covered_to)
