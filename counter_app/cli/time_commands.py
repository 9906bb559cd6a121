"""`deadline` and `remaining`: the working calendar without a database."""

import argparse
import csv
from datetime import datetime
from pathlib import Path

from counter_app.bootstrap import data_folder
from counter_app.cli.arguments import moment
from counter_app.cli.output import DONE, PARTLY, Output, iso
from counter_app.errors import CounterError, Misuse
from counter_app.model.procedure import TermUnit
from counter_app.rules.rule_sets import rule_set_for
from counter_app.settings import load_settings
from counter_app.supervision.countdown import countdown
from counter_app.working_time.calendar import WorkingCalendar
from counter_app.working_time.calendar_file import load_calendar, office_calendar
from counter_app.working_time.explanation import explain


def deadline(given: argparse.Namespace, output: Output) -> int:
    calendar = _calendar(given)
    if given.batch:
        return _batch(given, output, calendar)
    due = _due(calendar, given.received, given.minutes, given.days)
    values: dict[str, object] = {"due_at": iso(due)}
    text = [f"{due:%H:%M:%S %d/%m/%Y}"]
    if given.explain:
        lines = explain(calendar, given.received, due)
        values["explanation"] = [
            {"from": iso(line.begin), "to": iso(line.end), "minutes": line.minutes, "reason": line.reason}
            for line in lines
        ]
        text += [
            f"  {line.begin:%d/%m %H:%M} – {line.end:%d/%m %H:%M}  {line.minutes:4d}  {line.reason}" for line in lines
        ]
    output.line(values, "\n".join(text))
    return DONE


def remaining(given: argparse.Namespace, output: Output) -> int:
    calendar = _calendar(given)
    minutes = given.minutes if given.minutes is not None else rule_set_for(given.received).intake_limit_minutes
    due = calendar.add_minutes(given.received, minutes)
    threshold = load_settings(data_folder(given.data)).due_soon_minutes
    told = countdown(calendar, given.now, due, threshold)
    left = calendar.remaining_minutes(given.now, due)
    output.line(
        {"remaining_minutes": left, "due_at": iso(due), "band": str(told.band)}, f"{told.text} · {told.due_text}"
    )
    return DONE


def _calendar(given: argparse.Namespace) -> WorkingCalendar:
    return load_calendar(given.calendar) if given.calendar else office_calendar(data_folder(given.data))


def _due(calendar: WorkingCalendar, received: datetime, minutes: int | None, days: int | None) -> datetime:
    if days is not None:
        return calendar.due_for(received, days, TermUnit.WORKING_DAY)
    if minutes is None:
        minutes = rule_set_for(received).intake_limit_minutes
    return calendar.add_minutes(received, minutes)


def _batch(given: argparse.Namespace, output: Output, calendar: WorkingCalendar) -> int:
    """Rows in, rows out with `due_at`; a row that cannot be counted keeps its place and says why."""
    if given.out is None:
        raise Misuse("cli.batch_needs_out")
    if given.out.exists():
        raise Misuse("workflow.output_exists", file=given.out.name)
    rows = _read(given.batch)
    bad = 0
    with given.out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["received_at", "minutes", "due_at", "error"])
        for number, row in enumerate(rows, start=2):
            received, minutes = row.get("received_at") or "", row.get("minutes") or ""
            try:
                due = iso(calendar.add_minutes(moment(received), int(minutes)))
                writer.writerow([received, minutes, due, ""])
            except (CounterError, ValueError, argparse.ArgumentTypeError) as error:
                bad += 1
                reason = str(error) if isinstance(error, CounterError) else "thời điểm hoặc số phút không đọc được"
                writer.writerow([received, minutes, "", reason])
                output.note(f"Dòng {number}: {reason}")
    output.line(
        {"output": str(given.out), "rows": len(rows), "bad": bad}, f"{len(rows)} dòng, {bad} dòng lỗi: {given.out}"
    )
    return PARTLY if bad else DONE


def _read(path: Path) -> list[dict[str, str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            rows = list(reader)
            names = reader.fieldnames or []
    except (UnicodeDecodeError, csv.Error) as error:
        raise Misuse("cli.batch_unreadable", file=path.name) from error
    except FileNotFoundError as error:
        raise Misuse("cli.no_such_file", file=path.name) from error
    if not {"received_at", "minutes"} <= set(names):
        raise Misuse("cli.batch_columns", file=path.name)
    return rows
