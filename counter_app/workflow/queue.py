"""Reading the queue: order, filter, counts and countdown, all from the one function for label, band and sort."""

import array
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from counter_app.errors import OutsideCalendar
from counter_app.model.dossier import Dossier, DossierId, Event
from counter_app.model.queue import Band, Missing, QueueCounts, QueueFilter, QueueRow
from counter_app.supervision.countdown import Countdown
from counter_app.supervision.countdown import countdown as count_down
from counter_app.supervision.missing import missing_of
from counter_app.workflow.office import Office

LONGEST_ID = 18  # digits that every database can look up as a number


def ids(office: Office, wanted: QueueFilter) -> "array.array[int]":
    """In the order of the due moment. What lacks a result depends on the moment: it is now unless the filter says."""
    if wanted.missing is Missing.RESULT and wanted.now is None:
        wanted = replace(wanted, now=office.now())
    return office.store.readings.queue_ids(wanted)


def search(office: Office, text: str, limit: int = 200) -> "array.array[int]":
    """The newest dossiers that the words are found in, open or closed, the newest first; no diacritics are needed."""
    return office.store.readings.search_ids(text, limit)


def rows(office: Office, wanted: Sequence[int]) -> list[QueueRow]:
    """Rows in the order of the ids, each with what it still lacks."""
    now = office.now()
    return [_complete(office, row, now) for row in office.store.readings.queue_rows(wanted)]


def counts(office: Office, holder: str = "") -> QueueCounts:
    now = office.now()
    return office.store.readings.counts(now, due_soon_before(office, now), holder)


def countdown(office: Office, due_at: datetime | None, now: datetime) -> Countdown:
    return count_down(office.calendar, now, due_at, office.settings.due_soon_minutes)


def due_soon_before(office: Office, now: datetime) -> datetime:
    """The first due moment that is not «sắp đến hạn» any more; what is due before it and not past is due soon."""
    try:
        return office.calendar.first_moment_beyond(now, office.settings.due_soon_minutes)
    except OutsideCalendar:
        return now  # nothing can be said about what is soon; overdue stays exact


def band_filter(office: Office, band: Band) -> QueueFilter:
    """The condition on the due moment that stands for a band at this moment."""
    now = office.now()
    limit = due_soon_before(office, now)
    if band is Band.OVERDUE:
        return QueueFilter(due_before=now)
    if band is Band.DUE_SOON:
        return QueueFilter(due_from=now, due_before=limit)
    if band is Band.NO_TERM:
        return QueueFilter(no_term=True)
    return QueueFilter(due_from=limit)


def dossier(office: Office, dossier_id: DossierId) -> Dossier:
    with office.store.unit_of_work() as unit:
        return unit.dossier(dossier_id)


def find_dossier(office: Office, word: str) -> Dossier:
    """By local id (a number) or by code. Refused when there is none."""
    with office.store.unit_of_work() as unit:
        found = unit.dossier_id_by_code(word)
        if found is None and word.isdecimal() and len(word) <= LONGEST_ID:
            found = DossierId(int(word))
        return unit.dossier(DossierId(-1) if found is None else found)


def events(office: Office, dossier_id: DossierId) -> tuple[Event, ...]:
    with office.store.unit_of_work() as unit:
        return unit.events(dossier_id)


def _complete(office: Office, row: QueueRow, now: datetime) -> QueueRow:
    return replace(row, holder_name=office.name_of(row.holder), missing=missing_of(row, now))
