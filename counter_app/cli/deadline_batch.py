"""`deadline --batch`: rows in, rows out with their due moments, in chunks; a million rows need little memory."""

import argparse
import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path

from counter_app.cli.arguments import moment
from counter_app.cli.output import DONE, PARTLY, Output, iso
from counter_app.errors import Misuse, OutsideCalendar
from counter_app.working_time.calendar import WorkingCalendar, seconds
from counter_app.working_time.calendar import moment as moment_of

COLUMNS = ["received_at", "minutes"]
LONGEST_NUMBER = 9  # digits of minutes in a row: a thousand years and more
CHUNK = 2_000  # rows counted together


@dataclass(slots=True)
class _Row:
    line: int  # of the file
    received: str
    minutes: str
    start: int = 0  # UTC seconds
    amount: int = 0
    due: int = 0
    left: int | None = None  # working minutes
    error: str = ""


def run(given: argparse.Namespace, output: Output, calendar: WorkingCalendar) -> int:
    """A row that cannot be counted keeps its place and says why. The answer stands under its name only once it is
    whole. With `--now` each row tells the working minutes that are left then."""
    if given.out is None:
        raise Misuse("cli.batch_needs_out")
    if given.out.exists():
        raise Misuse("workflow.output_exists", file=given.out.name)
    unfinished = given.out.with_name(given.out.name + ".part")
    rows, total, bad = _read(given.batch), 0, 0
    try:
        with unfinished.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow([*COLUMNS, "due_at", *(["remaining_minutes"] if given.now else []), "error"])
            while chunk := list(islice(rows, CHUNK)):
                _count(calendar, chunk, given.now)
                writer.writerows(_cells(row, given.now) for row in chunk)
                failed = [row for row in chunk if row.error]
                for row in failed:
                    output.note(f"Dòng {row.line}: {row.error}")
                total, bad = total + len(chunk), bad + len(failed)
        unfinished.rename(given.out)
    finally:
        unfinished.unlink(missing_ok=True)
    output.line({"output": str(given.out), "rows": total, "bad": bad}, f"{total} dòng, {bad} dòng lỗi: {given.out}")
    return PARTLY if bad else DONE


def _count(calendar: WorkingCalendar, rows: Sequence[_Row], now: datetime | None) -> None:
    alike: dict[int, list[_Row]] = {}
    for row in rows:
        try:
            row.start = seconds(moment(row.received))
            row.amount = int(row.minutes[:LONGEST_NUMBER])  # what is longer lies outside every calendar as well
        except (ValueError, argparse.ArgumentTypeError):
            row.error = "thời điểm hoặc số phút không đọc được"
        else:
            alike.setdefault(row.amount, []).append(row)
    for amount, group in alike.items():
        _count_alike(calendar, group, amount)
    if now is not None:
        counted = [row for row in rows if not row.error]
        lefts = calendar.remaining_of(now, calendar.marks(row.due for row in counted))
        for row, left in zip(counted, lefts, strict=True):
            row.left = left


def _count_alike(calendar: WorkingCalendar, rows: Sequence[_Row], amount: int) -> None:
    """All at once; where one has no answer, one by one to tell which."""
    try:
        dues = calendar.add_minutes_many([row.start for row in rows], amount)
    except (OutsideCalendar, Misuse) as error:
        if len(rows) == 1:
            rows[0].error = str(error)
            return
        for row in rows:
            _count_alike(calendar, [row], amount)
        return
    for row, due in zip(rows, dues, strict=True):
        row.due = due


def _cells(row: _Row, now: datetime | None) -> list[object]:
    due = "" if row.error else iso(moment_of(row.due))
    return [row.received, row.minutes, due, *([row.left] if now else []), row.error]


def _read(path: Path) -> Iterator[_Row]:
    """Row by row. Misuse: no such file, no CSV, columns missing."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file)
            names = next(reader, [])
            if not set(COLUMNS) <= set(names):
                raise Misuse("cli.batch_columns", file=path.name)
            first, second = (names.index(name) for name in COLUMNS)
            for row in reader:
                if row:
                    padded = row + [""] * len(names)
                    yield _Row(reader.line_num, padded[first], padded[second])
    except (UnicodeDecodeError, csv.Error) as error:
        raise Misuse("cli.batch_unreadable", file=path.name) from error
    except FileNotFoundError as error:
        raise Misuse("cli.no_such_file", file=path.name) from error
