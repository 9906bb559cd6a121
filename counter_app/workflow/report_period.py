"""The reports of a period: what was counted in the register, put under names that people know."""

import array
from datetime import date, datetime, time, timedelta

from counter_app.clock import VIETNAM, to_seconds
from counter_app.errors import OutsideCalendar
from counter_app.model.period import Period
from counter_app.model.procedure import Procedure, base_code
from counter_app.model.report import Behind, Report
from counter_app.model.text import shortened
from counter_app.report import arrivals as arrivals_sheet
from counter_app.report import digitisation as digitisation_sheet
from counter_app.report import official
from counter_app.report import period as sheet
from counter_app.report import steps as steps_sheet
from counter_app.workflow.office import Office

NOBODY = "Chưa giao"


def period(office: Office, span: Period) -> Report:
    """«Tình hình, kết quả giải quyết TTHC»."""
    now, readings = office.now(), office.store.readings.reports
    by_field = readings.counted(span, now, sheet.FIGURES, "field")
    whole = readings.counted(span, now, sheet.WHOLE_FIGURES).get("", {})
    return sheet.period_report(by_field, whole, period=span, at=now)


def officers(office: Office, span: Period) -> Report:
    now = office.now()
    return official.by_group(
        "officers",
        "Tiếp nhận và giải quyết theo công chức",
        office.store.readings.reports.counted(span, now, official.FIGURES, "holder"),
        group="holder",
        heading="Công chức",
        labels=names(office),
        period=span,
        at=now,
        notes=official.BY_OFFICER,
    )


def procedures(office: Office, span: Period) -> Report:
    now = office.now()
    return official.by_group(
        "procedures",
        "Tiếp nhận và giải quyết theo thủ tục",
        office.store.readings.reports.counted(span, now, official.FIGURES, "procedure"),
        group="procedure",
        heading="Thủ tục",
        labels=procedure_names(office),
        period=span,
        at=now,
    )


def digitisation(office: Office, span: Period) -> Report:
    now, groups = office.now(), ("field", "holder")
    told = office.store.readings.reports.counted_by_each(span, now, digitisation_sheet.FIGURES, groups)
    return digitisation_sheet.digitisation_report(told["field"], told["holder"], names(office), period=span, at=now)


def steps(office: Office, span: Period) -> Report:
    now, readings = office.now(), office.store.readings.reports
    worked = office.calendar.intervals.worked
    spent = steps_sheet.spent_by_field(_covered(office, span), worked)
    days = _ages(office, min(span.last, now.date()))
    counts = readings.open_before(span, now, [before for _, before in days])
    ages = [(age, before, count) for (age, before), count in zip(days, counts, strict=True)]
    return steps_sheet.steps_report(spent, ages, period=span, at=now)


def arrivals(office: Office, span: Period) -> Report:
    now = office.now()
    handed_in = office.store.readings.reports.handed_in_online(span, now)
    return arrivals_sheet.arrivals_report(
        [at for _, at in handed_in],
        len(_outside(office, handed_in)),
        period=span,
        at=now,
        hours=_usual_hours(office, min(span.last, now.date())),
    )


def behind_step(office: Office, span: Period, behind: Behind) -> "array.array[int]":
    """Dossiers that were in a step (value), or all of a field whose time is known."""
    worked = office.calendar.intervals.worked
    found = array.array("q")
    for path in _covered(office, span):
        times = steps_sheet.time_spent(path, worked)
        if times and (path[1] == behind.value if behind.group else not behind.value or behind.value in times):
            found.append(path[0])
    return found


def behind_outside(office: Office, span: Period, _: Behind) -> "array.array[int]":
    """Dossiers handed in online outside working time."""
    handed_in = office.store.readings.reports.handed_in_online(span, office.now())
    return array.array("q", _outside(office, handed_in))


def names(office: Office) -> dict[str, str]:
    return {"": NOBODY} | {login: person.name for login, person in office.people.items()}


def procedure_names(office: Office) -> dict[str, str]:
    """Code and short name, by the first seven digits of the code."""
    with office.store.unit_of_work() as unit:
        return {base_code(one.code): _called(one) for one in unit.procedures()}


def _called(procedure: Procedure) -> str:
    name = shortened(procedure.short_name or procedure.name)
    return name if procedure.code.startswith("LOCAL-") else f"{base_code(procedure.code)} · {name}"


def _covered(office: Office, span: Period) -> list[steps_sheet.Path]:
    """What the working calendar can say something about."""
    first, last = office.calendar.intervals.first, office.calendar.intervals.last
    paths = office.store.readings.reports.paths(span, office.now())
    return [path for path in paths if first <= path[2][0][0] and path[2][-1][0] <= last]


def _ages(office: Office, day: date) -> list[tuple[int, int]]:
    """(working days, the second before which a dossier of at least that age was accepted), as far as covered."""
    found, age = [(0, to_seconds(datetime.combine(day + timedelta(days=1), time(), VIETNAM)))], 0
    try:
        if not office.calendar.is_working_day(day):
            day = office.calendar.previous_working_day(day)
        while age < steps_sheet.AGES[-1]:
            age += 1
            if age in steps_sheet.AGES:
                found.append((age, to_seconds(datetime.combine(day, time(), VIETNAM))))
            day = office.calendar.previous_working_day(day)
    except OutsideCalendar:
        pass  # older than the calendar: nothing is said about them
    return found


def _outside(office: Office, handed_in: list[tuple[int, int]]) -> list[int]:
    """Ids of what was handed in while no session ran; what the calendar does not cover is not told as outside."""
    spans = office.calendar.intervals
    return [key for key, at in handed_in if spans.covers(at) and spans.worked(at + 1) == spans.worked(at)]


def _usual_hours(office: Office, day: date) -> list[tuple[float, float]]:
    """The sessions of the last working day up to `day`, in hours."""
    try:
        for back in range(14):
            known = office.calendar.day(day - timedelta(days=back))
            if known.sessions:
                return [(session.start / 60, session.end / 60) for session in known.sessions]
    except OutsideCalendar:
        return []
    return []
