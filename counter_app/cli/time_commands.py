"""`deadline` and `remaining`: the working calendar without a database."""

import argparse
from dataclasses import replace
from datetime import datetime

from counter_app.bootstrap import data_folder
from counter_app.cli import deadline_batch
from counter_app.cli.output import DONE, Output, iso
from counter_app.clock import SystemClock
from counter_app.forms.deadline_sheet import print_deadline
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


def deadline(given: argparse.Namespace, output: Output) -> int:
    if given.dossier:
        return _of_dossier(given, output)
    calendar = _calendar(given)
    if given.batch:
        return deadline_batch.run(given, output, calendar)
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
        values |= _account_values(account)
        text += _account_text(account)
        if given.out is not None:
            settings = load_settings(data_folder(given.data))
            print_deadline(account, settings, begun_at=given.received, at=SystemClock().now(), output=given.out)
            values["output"] = str(given.out)
    output.line(values, "\n".join(text))
    return DONE


def _of_dossier(given: argparse.Namespace, output: Output) -> int:
    """The due moment of a stored dossier, by its own calendar and rules; that somebody looked is in its diary."""
    from counter_app.bootstrap import open_office
    from counter_app.workflow import clocks, deadline_sheet, queue

    office = open_office(data_folder(given.data))
    try:
        known = clocks.opened(office, queue.find_dossier(office, given.dossier).id)
        told = deadline_sheet.explained(office, known, given.clock or "")
        account = told.account
        values: dict[str, object] = {"due_at": iso(account.due_at), "clock": told.what}
        text = [f"{account.due_at:%H:%M:%S %d/%m/%Y}"]
        if given.explain:
            values |= _account_values(account) | {"earlier": list(account.earlier), "notes": list(account.notes)}
            text += _account_text(account)
            if given.out is not None:
                made = deadline_sheet.print_explanation(office, known.dossier.id, told.what, output=given.out)
                values["output"] = str(made.path)
        output.line(values, "\n".join(text))
    finally:
        office.close()
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


def _account_values(account: Account) -> dict[str, object]:
    return {
        "account": [{"words": line.words, "value": line.value, "document": line.document} for line in account.lines],
        "total": account.total,
        "basis": list(account.basis),
        "other_due_at": iso(account.other.due_at) if account.other else None,
        "other_words": account.other.words if account.other else "",
    }


def _account_text(account: Account) -> list[str]:
    width = max(len(line.words) for line in account.lines)
    rows = [f"  {line.words:<{width}}  {line.value}" for line in account.lines]
    rows.append(f"  {'Cộng':<{width}}  {account.total}")
    told = (*account.basis, *account.earlier, *account.notes, *([account.other.words] if account.other else []))
    return rows + [f"  {words}" for words in told]
