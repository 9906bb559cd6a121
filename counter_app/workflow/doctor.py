"""What works on this machine: fonts, database, vault, token drivers, certificates, time-stamps, clock, calendar."""

import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from counter_app.clock import Clock
from counter_app.errors import CounterError
from counter_app.messages import sentence
from counter_app.model.signature import CertificateInfo
from counter_app.resources import resource
from counter_app.settings import Settings
from counter_app.working_time.calendar import WorkingCalendar

FONTS = ("NotoSans-Regular", "NotoSans-Medium", "NotoSans-SemiBold", "Tinos-Regular", "Tinos-Bold", "Tinos-Italic")
SECONDS = 3.0  # a service that has not answered by then is told as not reached


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    name: str
    ok: bool
    message: str


def examine(
    folder: Path,
    settings: Settings,
    clock: Clock,
    *,
    open_database: Callable[[], int],
    calendar: Callable[[], WorkingCalendar],
    token_modules: Callable[[], dict[str, CounterError | None]],
    certificates: Callable[[], list[tuple[str, bool, str]]],
) -> Iterator[Check]:
    """One check after the other; none raises. `open_database` answers with the number of open dossiers."""
    yield _fonts()
    yield _database(open_database)
    yield _folder(folder)
    yield _calendar(calendar, clock)
    yield from _tokens(token_modules)
    yield from (Check(name=f"certificate: {name}", ok=ok, message=words) for name, ok, words in certificates())
    yield _time_stamps(settings.time_stamp_url)
    yield _say("clock", True, "doctor.clock", moment=clock.now().strftime("%d/%m/%Y %H:%M:%S"))


def certificate_words(info: CertificateInfo) -> tuple[str, bool, str]:
    """Name, usable or not, and why in words."""
    until = info.not_after.strftime("%d/%m/%Y")
    if info.usable:
        return info.subject, True, str(sentence("doctor.certificate", subject=info.subject, until=until))
    reason = " ".join(one.message for one in info.reasons)
    words = sentence("doctor.certificate_unusable", subject=info.subject, until=until, reason=reason)
    return info.subject, False, str(words)


def is_authority(info: CertificateInfo) -> bool:
    """A CA certificate that lies beside the signer's on a token: nobody means to sign with it."""
    return any(one.code == "signing.certificate_is_authority" for one in info.reasons)


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


def _tokens(token_modules: Callable[[], dict[str, CounterError | None]]) -> Iterator[Check]:
    modules = token_modules()
    if not modules:
        yield _say("tokens", False, "doctor.no_token_driver")
    for path, trouble in modules.items():
        name = Path(path).name
        if trouble is None:
            yield _say(f"token driver: {name}", True, "doctor.token_driver", driver=name)
        else:
            yield Check(name=f"token driver: {name}", ok=False, message=str(trouble))


def _time_stamps(url: str) -> Check:
    if not url:
        return _say("time_stamps", False, "doctor.no_time_stamps")
    if not url.startswith(("http://", "https://")):
        return _say("time_stamps", False, "doctor.time_stamps_silent", url=url)
    try:
        with urllib.request.urlopen(url, timeout=SECONDS):  # noqa: S310 (the scheme is checked above)
            pass
    except urllib.error.HTTPError:
        pass  # it answers; a time-stamp service refuses a plain GET
    except OSError:
        return _say("time_stamps", False, "doctor.time_stamps_silent", url=url)
    return _say("time_stamps", True, "doctor.time_stamps")
