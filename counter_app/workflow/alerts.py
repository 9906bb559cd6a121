"""What the window speaks up about: in working hours only, each thing once for each person, whatever was restarted."""

from collections.abc import Sequence
from datetime import datetime

from counter_app.access.people import Act, may
from counter_app.errors import OutsideCalendar
from counter_app.messages import sentence
from counter_app.model.alert import Alert, AlertKind, Told
from counter_app.model.dossier import DossierId
from counter_app.model.queue import QueueFilter, QueueRow
from counter_app.supervision.digest import shift_words
from counter_app.supervision.limits import limits
from counter_app.workflow import queue
from counter_app.workflow.office import Office
from counter_app.working_time.calendar import SessionSpan

CODES_SAID = 3


def take(office: Office) -> tuple[Alert, ...]:
    """What this person is to be told now, and counts as told from now on. Nothing outside working hours.

    Who gives work to others is told of everybody's dossiers and of the shift's bulletin, an officer of their own.
    """
    now = office.now()
    session = _session(office, now)
    if session is None or office.settings.alerts == "off":
        return ()
    whole = may(office.person, Act.REASSIGN)
    if not whole and not may(office.person, Act.DECIDE_INTAKE):
        return ()
    rows = _soon(office, now, "" if whole else office.person.login)
    wanted = [_of_row(row) for row in rows]
    if whole:
        wanted.append(Told(kind=AlertKind.SHIFT, dossier_id=0, due_at=session.begin))
    book, login = office.store.desk.alerts, office.person.login
    if not book.not_yet(login, wanted):  # most minutes: nothing is written
        return ()
    new = {(one.kind, one.dossier_id) for one in book.take(login, wanted, now)}
    found = [Alert(kind=AlertKind.SHIFT, words=_shift_words(session))] if (AlertKind.SHIFT, 0) in new else []
    told = [row for row in rows if (AlertKind.SOON, row.id) in new]
    if told:
        ids = tuple(DossierId(row.id) for row in told)
        found.append(Alert(kind=AlertKind.SOON, words=_soon_words(office, told, now), dossiers=ids))
    return tuple(found)


def _session(office: Office, now: datetime) -> SessionSpan | None:
    try:
        return office.calendar.session_at(now)
    except OutsideCalendar:
        return None


def _soon(office: Office, now: datetime, holder: str) -> list[QueueRow]:
    """What is due within the office's minutes of working time, the most urgent first."""
    try:
        limit = office.calendar.first_moment_beyond(now, limits(office.settings).alert_minutes)
    except OutsideCalendar:
        return []
    wanted = QueueFilter(due_from=now, due_before=limit, holder=holder)
    return queue.rows(office, office.store.readings.queue_ids(wanted))


def _of_row(row: QueueRow) -> Told:
    assert row.due_at is not None
    return Told(kind=AlertKind.SOON, dossier_id=row.id, due_at=row.due_at)


def _soon_words(office: Office, rows: Sequence[QueueRow], now: datetime) -> str:
    first = rows[0]
    left = queue.countdown(office, first.due_at, now).text
    if len(rows) == 1:
        code = "supervision.alert.one" if first.holder else "supervision.alert.one_unheld"
        return sentence(code, code_of=first.code, left=left, holder=first.holder_name).what
    codes = ", ".join(row.code for row in rows[:CODES_SAID])
    more = len(rows) - CODES_SAID
    code = "supervision.alert.several_more" if more > 0 else "supervision.alert.several"
    return sentence(code, count=len(rows), left=left, codes=codes, more=more).what


def _shift_words(session: SessionSpan) -> str:
    return sentence("supervision.alert.shift", shift=shift_words(session)).what
