"""The files of the data folder that other windows and programs may change while this office is open."""

from pathlib import Path

from counter_app.settings import FILE_NAME as SETTINGS
from counter_app.settings import load_settings
from counter_app.workflow import office_share
from counter_app.workflow.office import Office
from counter_app.working_time.calendar_file import FILE_NAME as CALENDAR
from counter_app.working_time.calendar_file import office_calendar

Stamp = tuple[tuple[int, int], ...]


def stamp(folder: Path) -> Stamp:
    """Another value whenever settings or calendar were written; cheap enough to ask every few seconds."""
    return tuple(_stamp(folder / name) for name in (SETTINGS, CALENDAR))


def look(office: Office) -> Stamp:
    """What other counters changed is fetched first. Trouble: their server, this disk."""
    if office_share.is_shared(office):
        office_share.fetch(office.folder, office.store)
    return stamp(office.folder)


def reread(office: Office) -> Office | None:
    """The office by what its files say now; None: they say what it knows. Misuse: a file that cannot be used."""
    found = office
    settings, calendar = load_settings(office.folder), office_calendar(office.folder)
    if settings != office.settings:
        found = found.with_settings(settings)
    if calendar.data != office.calendar.data:
        found = found.with_calendar(calendar)
    return None if found is office else found


def _stamp(path: Path) -> tuple[int, int]:
    try:
        facts = path.stat()
    except OSError:
        return (0, 0)  # not there, which is how a calendar of its own begins
    return (facts.st_mtime_ns, facts.st_size)
