"""Overdue dossiers: which they are in a period, and the cause that each one's own events propose."""

from collections.abc import Mapping
from datetime import timedelta

from counter_app.access.people import Act, require
from counter_app.clock import vietnam
from counter_app.errors import OutsideCalendar, Refused
from counter_app.model.dossier import DossierId
from counter_app.model.overdue import LateDossier, ProposedCause, PublishedTerm
from counter_app.model.period import Period
from counter_app.model.procedure import Procedure
from counter_app.rules.rule_sets import rule_set_for
from counter_app.supervision.clocks import term_count
from counter_app.supervision.overdue_cause import KINDS, propose
from counter_app.workflow.evidence import record_view
from counter_app.workflow.office import Office
from counter_app.working_time.terms import term_due

Explained = tuple[LateDossier, ProposedCause]


def late_dossiers(office: Office, period: Period) -> tuple[Explained, ...]:
    """Resolved late in the period or late at its end, each with the cause that is proposed; the earliest due first."""
    require(office.person, Act.SEE_REPORTS)
    found = office.store.readings.reports.late(period, office.now(), KINDS)
    published = _published(office, {late.procedure_code for late in found})
    return tuple((late, _proposed(office, late, published.get(late.procedure_code))) for late in found)


def to_explain(office: Office, dossier_id: DossierId) -> Explained:
    """One late dossier with its proposed cause; who looked is in the diary. Refused `workflow.not_late`."""
    require(office.person, Act.SEE_REPORTS)
    record_view(office, dossier_id)
    late = office.store.readings.reports.late_one(dossier_id, KINDS)
    if late is None or (late.ended_at or office.now()) <= late.first_due_at:
        raise Refused("workflow.not_late", code=late.code if late else "")
    return late, _proposed(office, late, _published(office, {late.procedure_code}).get(late.procedure_code))


def proposed_cause(office: Office, dossier_id: DossierId) -> ProposedCause | None:
    """What the diary of a late dossier says; None: nothing is known of a due moment."""
    late = office.store.readings.reports.late_one(dossier_id, KINDS)
    if late is None:
        return None
    return _proposed(office, late, _published(office, {late.procedure_code}).get(late.procedure_code))


def late_minutes(office: Office, late: LateDossier) -> int:
    """Working minutes from the promised moment to the end, or to now; beyond the calendar only what it covers."""
    until = late.ended_at or office.now()
    try:
        return max(0, office.calendar.worked_minutes(late.first_due_at, until))
    except OutsideCalendar:
        return 0


def _published(office: Office, codes: set[str]) -> Mapping[str, tuple[Procedure, ...]]:
    with office.store.unit_of_work() as unit:
        return {code: unit.procedure_versions(code) for code in codes}


def _proposed(office: Office, late: LateDossier, versions: tuple[Procedure, ...] | None) -> ProposedCause:
    return propose(late, office.now(), _published_term(office, late, versions or ()))


def _published_term(office: Office, late: LateDossier, versions: tuple[Procedure, ...]) -> PublishedTerm | None:
    """What the catalogue's version in force on the day of acceptance makes of the due moment."""
    if late.accepted_at is None:
        return None
    day = vietnam(late.accepted_at).date()
    procedure = next((one for one in versions if one.holds_on(day)), None)
    count = term_count(procedure, rule_set_for(late.accepted_at), late.channel, late.accepted_at)
    if procedure is None or count is None:
        return None
    try:
        due = term_due(office.calendar, count)
    except OutsideCalendar:
        return None
    if abs(due - late.first_due_at) < timedelta(minutes=1):
        return None
    channel = next((one.source for one in procedure.terms if one.channel == late.channel), None)
    source = channel or procedure.source
    return PublishedTerm(words=count.term.words(), source=source.document, due_at=due)
