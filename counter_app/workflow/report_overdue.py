"""The overdue report of a period: the whole office, one officer, field or cause, or one dossier."""

import array

from counter_app.model.dossier import DossierId
from counter_app.model.overdue import LateDossier, ProposedCause
from counter_app.model.period import Period
from counter_app.model.report import Behind, Report
from counter_app.report import overdue as sheet
from counter_app.report.overdue import OverdueLine
from counter_app.rules.after_intake import overdue_causes
from counter_app.workflow.office import Office
from counter_app.workflow.overdue import late_dossiers, late_minutes, to_explain


def overdue(office: Office, period: Period) -> Report:
    """«Giải trình hồ sơ quá hạn»."""
    return sheet.overdue_report(_lines(office, period), period=period, at=office.now())


def narrowed(office: Office, period: Period, behind: Behind) -> Report:
    """The same report of what a number counts: of one officer, field or cause; of one dossier its own sheet.

    Refused `workflow.not_late`.
    """
    if behind.group == "dossier":
        one = _line(office, *to_explain(office, DossierId(int(behind.value))))
        return sheet.dossier_report(one, office.name_of, period=period, at=office.now())
    lines = [one for one in _lines(office, period) if sheet.counts(one, behind)]
    heading, _ = sheet.GROUPS[behind.group]
    value = {str(cause): words for cause, words in overdue_causes()}.get(behind.value, behind.value)
    return sheet.overdue_report(lines, period=period, at=office.now(), subject=f"{heading}: {value}")


def behind(office: Office, period: Period, wanted: Behind) -> "array.array[int]":
    """Ids of the dossiers that a number of the report counts, the earliest due first."""
    return array.array("q", (one.late.id for one in _lines(office, period) if sheet.counts(one, wanted)))


def _lines(office: Office, period: Period) -> list[OverdueLine]:
    return [_line(office, late, proposed) for late, proposed in late_dossiers(office, period)]


def _line(office: Office, late: LateDossier, proposed: ProposedCause) -> OverdueLine:
    named = late.explanation.responsible if late.explanation else office.name_of(proposed.responsible)
    return OverdueLine(
        late=late,
        proposed=proposed,
        minutes=late_minutes(office, late),
        holder=office.name_of(late.holder),
        responsible=named,
        causes=dict(overdue_causes()),
    )
