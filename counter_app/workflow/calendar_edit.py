"""The office's own calendar: saved with the document that ordered it, brought in from files, given out as files."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from counter_app.access.people import Act, require
from counter_app.errors import CounterError, Misuse, Refused, Trouble
from counter_app.model.changes import Changes
from counter_app.model.text import nfc
from counter_app.workflow import office_share
from counter_app.workflow.calendar import Recomputed, preview_recompute, recompute_open_dossiers
from counter_app.workflow.office import Office
from counter_app.working_time.calendar import WorkingCalendar
from counter_app.working_time.calendar_differences import DayChange, day_changes
from counter_app.working_time.calendar_edit import with_document
from counter_app.working_time.calendar_file import FILE_NAME, office_calendar, save_calendar
from counter_app.working_time.calendar_formats import hash_in, read_calendar, write_calendar
from counter_app.working_time.calendar_reading import CalendarRead
from counter_app.working_time.days import CalendarData, Certainty, DayKind
from counter_app.working_time.proposals import Proposal
from counter_app.working_time.proposals import proposals as differing_days


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What a changed calendar would change."""

    days: tuple[DayChange, ...]
    recomputed: Recomputed
    needs_document: bool  # False: only days that are expected and not ordered yet


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """`office` goes by the new calendar; use it from now on."""

    office: Office
    changes: Changes
    days: tuple[DayChange, ...]
    recomputed: Recomputed


def preview_calendar(
    office: Office,
    data: CalendarData,
    *,
    progress: Callable[[int, int], object] = lambda _done, _total: None,
    stop: Callable[[], bool] = lambda: False,
) -> Preview:
    """The days that change and the open dossiers whose due moment would move; nothing is written.

    `progress(done, total)` in dossiers; once `stop()` is true the answer is incomplete.
    """
    days = day_changes(office.calendar.data, data)
    after = office.with_calendar(WorkingCalendar(data))
    recomputed = preview_recompute(after, office.calendar, progress=progress, stop=stop)
    return Preview(days=days, recomputed=recomputed, needs_document=_needs_document(office, data, days))


def save_office_calendar(
    office: Office, data: CalendarData, *, document: str, based_on: CalendarData | None = None
) -> Saved:
    """Write the calendar, count open due moments anew, record who did it on which document.

    Entries without a document of their own get `document`. `based_on`: the calendar that was edited, when it is not the
    office's present one. Refused: not allowed, nothing changed, no document, another calendar was saved since
    `based_on`. Trouble: disk or database; the old calendar and every due moment stay.
    """
    require(office.person, Act.CHANGE_SETTINGS)
    old, ordered = office.calendar.data, nfc(document)
    days = day_changes(old, data)
    if not days and data == old:
        raise Refused("workflow.calendar_same")
    if not ordered and _needs_document(office, data, days):
        raise Refused("workflow.calendar_document_needed")
    if office_calendar(office.folder).data != (based_on or old):
        raise Refused("workflow.calendar_changed_meanwhile")
    if ordered:
        data = with_document(old, data, ordered)
    after = office.with_calendar(WorkingCalendar(data))
    told = office.event("change_calendar", None, document=ordered, **_figures(days, data))
    path = office.folder / FILE_NAME
    had_own = path.is_file()
    save_calendar(data, path)
    try:
        recomputed = recompute_open_dossiers(after, office.calendar, told)
    except CounterError:  # the register goes by the old calendar, so the file must as well
        if had_own:
            save_calendar(old, path)
        else:
            path.unlink(missing_ok=True)
        raise
    office_share.publish(after)
    changes = replace(recomputed.changes, queue=True, settings=True)
    return Saved(office=after, changes=changes, days=day_changes(old, data), recomputed=recomputed)


def import_calendar(office: Office, path: Path, base: CalendarData | None = None) -> CalendarRead:
    """What a file makes of `base`, the office's calendar when it is None; nothing is saved.

    Misuse names file, place and mistake; Refused: an exported file that was changed since; Trouble: not readable.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise Trouble("working_time.calendar_unreadable", file=path.name, detail=error.strerror or "") from error
    return read_calendar(content, path.name, base or office.calendar.data)


def export_calendar(office: Office, path: Path) -> str:
    """The office's calendar as a new file, in the format that the ending names: the hash that stands in it, empty where
    the format has none. Misuse: another ending."""
    content = write_calendar(office.calendar.data, path.name, office.now())
    if path.exists():
        raise Misuse("workflow.output_exists", file=path.name)
    try:
        path.write_bytes(content)
    except OSError as error:
        raise Trouble("working_time.calendar_not_written", file=path.name) from error
    return hash_in(office.calendar.data, path.name)


def proposed_days(data: CalendarData, first: date, last: date) -> tuple[Proposal, ...]:
    """Days on which the public package of holidays and the calendar disagree, between two dates, both inclusive."""
    return differing_days(data, first, last)


def _needs_document(office: Office, data: CalendarData, days: tuple[DayChange, ...]) -> bool:
    return data.hours != office.calendar.data.hours or not all(map(_may_stand_alone, days))


def _may_stand_alone(change: DayChange) -> bool:
    """Nothing had to order it: a day that is only expected, one that names its own document, more of the same weeks."""
    before, after = change.before, change.after
    if after is None:
        return False
    if after.kind in (DayKind.WORKING, DayKind.WEEKEND):
        return before is None or before.certainty is Certainty.EXPECTED
    return after.certainty is Certainty.EXPECTED or bool(after.source.document)


def _figures(days: tuple[DayChange, ...], data: CalendarData) -> dict[str, str | int | None]:
    return {
        "days": len(days),
        "counted_days": sum(change.counts for change in days),
        "first": f"{days[0].on.isoformat()}" if days else None,
        "last": f"{days[-1].on.isoformat()}" if days else None,
        "covered": f"{data.covered_from.isoformat()}/{data.covered_to.isoformat()}",
    }
