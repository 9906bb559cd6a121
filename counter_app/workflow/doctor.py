"""What works on this machine: fonts, database, vault, token drivers, certificates, time-stamps, clock, calendar."""

import urllib.error
import urllib.request
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from counter_app.clock import Clock
from counter_app.errors import CounterError
from counter_app.messages import sentence
from counter_app.model.check import Check
from counter_app.resources import resource
from counter_app.settings import Settings
from counter_app.working_time.calendar import WorkingCalendar

FONTS = ("NotoSans-Regular", "NotoSans-Medium", "NotoSans-SemiBold", "Tinos-Regular", "Tinos-Bold", "Tinos-Italic")
SECONDS = 3.0  # a service that has not answered by then is told as not reached


def examine(
    folder: Path,
    settings: Settings,
    clock: Clock,
    *,
    open_database: Callable[[], int],
    calendar: Callable[[], WorkingCalendar],
    keys: Callable[[], Iterable[Check]],
) -> Iterator[Check]:
    """One check after the other; none raises. `open_database` answers with the number of open dossiers."""
    yield _fonts()
    yield _database(open_database)
    yield _folder(folder)
    yield _calendar(calendar, clock)
    yield from keys()
    yield from _time_stamps(settings.time_stamp_url)
    yield _say("clock", True, "doctor.clock", moment=clock.now().strftime("%d/%m/%Y %H:%M:%S"))


def _say(name: str, ok: bool, code: str, **values: object) -> Check:
    return Check(name=name, ok=ok, message=str(sentence(code, **values)))


def _fonts() -> Check:
    missing = [name for name in FONTS if not resource("fonts", f"{name}.ttf").is_file()]
    if missing:
        return _say("fonts", False, "doctor.fonts_missing", names=", ".join(missing))
    return _say("fonts", True, "doctor.fonts", count=len(FONTS))


def _database(open_database: Callable[[], int]) -> Check:
    try:
        return _say("database", True, "doctor.database", count=open_database())
    except CounterError as error:
        return Check(name="database", ok=False, message=str(error))


def _folder(folder: Path) -> Check:
    probe = folder / ".doctor"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe.write_bytes(b"x")
        probe.unlink()
    except OSError as error:
        return _say("folder", False, "doctor.folder_read_only", detail=error.strerror or "")
    return _say("folder", True, "doctor.folder")


def _calendar(calendar: Callable[[], WorkingCalendar], clock: Clock) -> Check:
    try:
        found = calendar()
    except CounterError as error:
        return Check(name="calendar", ok=False, message=str(error))
    covered = found.covers(clock.now())
    last = found.covered_to.strftime("%d/%m/%Y")
    return _say("calendar", covered, "doctor.calendar" if covered else "doctor.calendar_ends", last=last)


def _time_stamps(urls: str) -> Iterator[Check]:
    if not urls.split():
        yield _say("time_stamps", False, "doctor.no_time_stamps")
    for url in urls.split():
        yield _service(url)


def _service(url: str) -> Check:
    answers = _answers(url)
    return _say("time_stamps", answers, "doctor.time_stamps" if answers else "doctor.time_stamps_silent", url=url)


def _answers(url: str) -> bool:
    if not url.startswith(("http://", "https://")):
        return False
    try:
        with urllib.request.urlopen(url, timeout=SECONDS):  # noqa: S310 (the scheme is checked above)
            pass
    except urllib.error.HTTPError:
        pass  # it answers; a time-stamp service refuses a plain GET
    except OSError:
        return False
    return True
