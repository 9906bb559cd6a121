"""`deadline` and `remaining`: the working calendar without a database."""

import argparse
import csv
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from counter_app.bootstrap import data_folder
from counter_app.cli.arguments import moment
from counter_app.cli.output import DONE, PARTLY, Output, iso
from counter_app.errors import CounterError, Misuse
from counter_app.model.account import Account
from counter_app.model.procedure import Term, TermUnit
from counter_app.rules.rule_set import RuleSet
from counter_app.rules.rule_sets import rule_set_for
from counter_app.settings import load_settings
from counter_app.supervision.accounts import term_account, window_account
from counter_app.supervision.clocks import WindowRun
from counter_app.supervision.countdown import countdown
from counter_app.working_time.calendar import WorkingCalendar
from counter_app.working_time.calendar_file import load_calendar, office_calendar
from counter_app.working_time.explanation import explain
from counter_app.working_time.terms import TermCount, term_due

COLUMNS = ["received_at", "minutes"]
LONGEST_NUMBER = 9  # digits of minutes in a row: a thousand years and more


def deadline(given: argparse.Namespace, output: Output) -> int:
    calendar = _calendar(given)
    if given.batch:
        return _batch(given, output, calendar)
    count = _term(given)
    due = term_due(calendar, count) if count else calendar.add_minutes(given.received, _minutes(given))
    values: dict[str, object] = {"due_at": iso(due)}
    text = [f"{due:%H:%M:%S %d/%m/%Y}"]
    if given.explain:
        values["explanation"] = [
            {"from": iso(line.begin), "to": iso(line.end), "minutes": line.minutes, "reason": line.reason}
            for line in explain(calendar, given.received, due)
        ]
        account = _account(calendar, rule_set_for(given.received), given, count, due)
        values |= {
            "account": [{"words": line.words, "value": line.value, "document": line.document}
                        for line in account.lines],
            "total": account.total,
            "basis": list(account.basis),
            "other_due_at": iso(account.other.due_at) if account.other else None,
            "other_words": account.other.words if account.other else "",
        }  # fmt: skip
        text += _account_text(account)
    output.line(values, "\n".join(text))
    return DONE


def remaining(given: argparse.Namespace, output: Output) -> int:
    calendar = _calendar(given)
    due = calendar.add_minutes(given.received, _minutes(given))
    threshold = load_settings(data_folder(given.data)).due_soon_minutes
    told = countdown(calendar, given.now, due, threshold)
    left = calendar.remaining_minutes(given.now, due)
    output.line(
        {"remaining_minutes": left, "due_at": iso(due), "band": str(told.band)}, f"{told.text} · {told.due_text}"
    )
    return DONE


def _calendar(given: argparse.Namespace) -> WorkingCalendar:
    return load_calendar(given.calendar) if given.calendar else office_calendar(data_folder(given.data))


def _minutes(given: argparse.Namespace) -> int:
    """As given, else the intake window of the rules in force at the receipt."""
    return rule_set_for(given.received).intake_limit_minutes if given.minutes is None else int(given.minutes)


def _term(given: argparse.Namespace) -> TermCount | None:
    """The processing term asked for; None: working minutes."""
    for amount, unit in ((given.days, TermUnit.WORKING_DAY), (given.months, TermUnit.MONTH)):
        if amount is not None:
            return TermCount(term=Term(amount=amount, unit=unit), begun_at=given.received)
    return None


def _account(
    calendar: WorkingCalendar, rules: RuleSet, given: argparse.Namespace, count: TermCount | None, due: datetime
) -> Account:
    if count is not None:
        return term_account(calendar, count, rules, None, promised=None)
    account = window_account(calendar, WindowRun(begun_at=given.received, due_at=due), rules, None)
    assert account is not None  # its window has an end
    # Another length than the rules' is nobody's window: it rests on no law.
    return account if _minutes(given) == rules.intake_limit_minutes else replace(account, basis=(), other=None)


def _account_text(account: Account) -> list[str]:
    width = max(len(line.words) for line in account.lines)
    rows = [f"  {line.words:<{width}}  {line.value}" for line in account.lines]
    rows.append(f"  {'Cộng':<{width}}  {account.total}")
    return rows + [f"  {words}" for words in (*account.basis, *([account.other.words] if account.other else []))]


def _batch(given: argparse.Namespace, output: Output, calendar: WorkingCalendar) -> int:
    """Rows in, rows out with `due_at`, one after the other; a row that cannot be counted keeps its place and says why.

    The answer stands under its name only once it is whole.
    """
    if given.out is None:
        raise Misuse("cli.batch_needs_out")
    if given.out.exists():
        raise Misuse("workflow.output_exists", file=given.out.name)
    rows, unfinished = _read(given.batch), given.out.with_name(given.out.name + ".part")
    try:
        with unfinished.open("w", encoding="utf-8", newline="") as file:
            total, bad = _count_rows(rows, csv.writer(file), output, calendar)
        unfinished.rename(given.out)
    finally:
        unfinished.unlink(missing_ok=True)
    output.line({"output": str(given.out), "rows": total, "bad": bad}, f"{total} dòng, {bad} dòng lỗi: {given.out}")
    return PARTLY if bad else DONE


def _count_rows(
    rows: "Iterator[tuple[int, str, str]]", writer: Any, output: Output, calendar: WorkingCalendar
) -> tuple[int, int]:
    total = bad = 0
    writer.writerow([*COLUMNS, "due_at", "error"])
    for line, received, minutes in rows:
        total += 1
        try:
            amount = int(minutes[:LONGEST_NUMBER])  # what is longer lies outside every calendar as well
            writer.writerow([received, minutes, iso(calendar.add_minutes(moment(received), amount)), ""])
        except (CounterError, ValueError, argparse.ArgumentTypeError) as error:
            bad += 1
            reason = str(error) if isinstance(error, CounterError) else "thời điểm hoặc số phút không đọc được"
            writer.writerow([received, minutes, "", reason])
            output.note(f"Dòng {line}: {reason}")
    return total, bad


def _read(path: Path) -> "Iterator[tuple[int, str, str]]":
    """(line of the file, received_at, minutes), row by row. Misuse: no such file, no CSV, columns missing."""
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
                    yield reader.line_num, padded[first], padded[second]
    except (UnicodeDecodeError, csv.Error) as error:
        raise Misuse("cli.batch_unreadable", file=path.name) from error
    except FileNotFoundError as error:
        raise Misuse("cli.no_such_file", file=path.name) from error
