"""The signing room behind the port `workflow.ports.Signing`."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from counter_app.clock import Clock
from counter_app.errors import CounterError, Refused, Trouble
from counter_app.model.finding import Finding, Severity
from counter_app.model.signature import (
    CertificateInfo,
    KeyRef,
    Level,
    PinRequest,
    Preflight,
    PreflightVerdict,
    RaiseItem,
    SignItem,
    SignOutcome,
    SignProgress,
    Verification,
)
from counter_app.signing.batch import Batch
from counter_app.signing.certificates import certificate_info, unopened_file
from counter_app.signing.child import ChildBug
from counter_app.signing.job import Services
from counter_app.signing.journal import Journal
from counter_app.signing.key_process import LIST_SECONDS, key_child
from counter_app.signing.key_session import KeySession, PinCancelled
from counter_app.signing.keys import FoundCertificate
from counter_app.signing.look_ahead import look_ahead
from counter_app.signing.outcomes import cancelled
from counter_app.signing.paper_process import paper_child, seconds_for
from counter_app.signing.raise_batch import raise_files
from counter_app.signing.token_modules import token_modules

UNREADABLE = "signing.unreadable"
HANGS = "signing.paper_hangs_file"


class SigningRoom:
    """Implements `Signing`. One batch at a time; every call starts and ends its own processes.

    `journal_folder` also keeps the prepared letters of the marks. `key_files`: PKCS#12 files, listed and allowed only
    with `allow_file_keys`. `verify` judges a received file. `issuers` gives DER certificates of known authorities: they
    complete the chain that a signature carries when the token holds only its own certificate.
    """

    def __init__(
        self,
        *,
        clock: Clock,
        journal_folder: Path,
        verify: Callable[[Path], Verification],
        modules: tuple[str, ...] = (),
        key_files: tuple[Path, ...] = (),
        allow_file_keys: bool = False,
        time_stamp_urls: Sequence[str] = (),
        trust_folders: Sequence[Path] = (),
        crl_folder: Path | None = None,
        level_required: bool = False,
        issuers: Callable[[], Sequence[bytes]] = tuple,
    ) -> None:
        self._clock = clock
        self._folder = journal_folder
        self._verify = verify
        self._modules = modules
        self._key_files = key_files
        self._allow_file_keys = allow_file_keys
        self._sources = Services(
            time_stamps=tuple(url for url in time_stamp_urls if url),
            trust_folders=tuple(trust_folders),
            crl_folder=crl_folder,
        )
        self._level_required = level_required
        self._issuers = issuers
        self._last_errors: dict[KeyRef, str] = {}

    def use_services(self, time_stamp_urls: Sequence[str], *, level_required: bool) -> None:
        """From the next batch on; a batch under way keeps those it began with."""
        self._sources = replace(self._sources, time_stamps=tuple(time_stamp_urls))
        self._level_required = level_required

    def certificates(self) -> tuple[CertificateInfo, ...]:
        """Every certificate of the plugged-in tokens and enabled key files, usable or not, with reasons."""
        moment = self._clock.now()
        found = [info for path in token_modules(self._modules) for info in self.module_certificates(path, moment)]
        if self._allow_file_keys:
            found += [
                unopened_file(KeyRef(kind="p12", path=str(path)), path.name, moment)
                for path in self._key_files
                if path.is_file()
            ]
        return tuple(found)

    def module_certificates(self, path: str, moment: datetime | None = None) -> tuple[CertificateInfo, ...]:
        """Of one driver; nothing when the driver cannot be used. `module_trouble` says why."""
        try:
            return tuple(certificate_info(one, moment or self._clock.now()) for one in _list(path))
        except CounterError:
            return ()

    def module_trouble(self, path: str) -> CounterError | None:
        """What keeps a driver from being used, for the doctor's page; None when it answers."""
        try:
            _list(path)
        except CounterError as error:
            return error
        return None

    def preflight(self, items: Sequence[SignItem]) -> tuple[Preflight, ...]:
        """The verdict on each file, from facts and a rehearsal with a throwaway key. Nothing is written beside it."""
        child, found = paper_child(), []
        try:
            for item in items:
                seconds = seconds_for(_size(item.source))
                try:
                    found.append(child.request("preflight", item, self._clock.now(), timeout=seconds))
                except Trouble as trouble:  # the file took the process down, or it never ended
                    found.append(_cannot(item, HANGS if trouble.code == "signing.paper_hangs" else UNREADABLE))
                except ChildBug:
                    logging.getLogger(__name__).exception("looking at one file")
                    found.append(_cannot(item, "signing.unexpected"))
        finally:
            child.end()
        return tuple(found)

    def sign(
        self,
        items: Sequence[SignItem],
        key: KeyRef,
        *,
        level: Level,
        pin: Callable[[PinRequest], str | None],
        progress: Callable[[SignProgress], None] = lambda _: None,
        stop: Callable[[], bool] = lambda: False,
        stop_on_error: bool = False,
    ) -> tuple[SignOutcome, ...]:
        """One batch, one PIN. Returns one outcome per item, in order. Only trouble with the key itself raises.

        Refused: `signing.wrong_pin`, `signing.wrong_password`, `signing.pin_locked`, `signing.pin_too_short` (never
        sent), a certificate that cannot sign, `signing.level_required` (a service is missing that the office requires).
        Trouble: token or driver not usable.
        """
        if key.kind == "p12" and not self._allow_file_keys:
            raise Refused("signing.file_keys_off")
        moment = self._clock.now()
        batch = Batch(
            items=items,
            level=level,
            clock=self._clock,
            services=self._sources,
            progress=progress,
            stop=stop,
            level_required=self._level_required,
            stop_on_error=stop_on_error,
        )
        try:
            with Journal(self._folder, moment) as journal, KeySession(key, moment, self._issuers()) as session:
                outcomes = batch.run(session, journal, pin, self._last_errors.get(key, ""))
        except PinCancelled:
            return cancelled(items)
        except CounterError as error:
            self._last_errors[key] = str(error)
            raise
        self._last_errors.pop(key, None)
        return outcomes

    def raise_level(
        self,
        items: Sequence[RaiseItem],
        level: Level,
        *,
        progress: Callable[[SignProgress], None] = lambda _: None,
        stop: Callable[[], bool] = lambda: False,
    ) -> tuple[SignOutcome, ...]:
        """Signed files to a higher level, without any key. One outcome per item, in order; never raises for a file."""
        return raise_files(items, level, self._sources, self._clock, progress=progress, stop=stop)

    def look_ahead(self, level: Level) -> tuple[Finding, ...]:
        """What stands in the way of this level right now: no answering time-stamp service, a clock that is off."""
        child = paper_child()
        try:
            now = self._clock.now()
            return look_ahead(child, self._sources, level, now, required=self._level_required)
        finally:
            child.end()

    def rebuild(self, source: Path, target: Path) -> int:
        """A rebuilt copy of a broken unsigned file, to be looked at; its page count. Refused when that is not safe."""
        child = paper_child()
        try:
            pages: int = child.request("rebuild", source, target, timeout=seconds_for(_size(str(source))))
        except ChildBug as bug:
            raise Refused(UNREADABLE) from bug
        finally:
            child.end()
        return pages

    def verify(self, path: Path) -> Verification:
        return self._verify(path)


def _list(path: str) -> list[FoundCertificate]:
    """One driver, one process: a driver that crashes hides only its own tokens."""
    child = key_child()
    try:
        found: list[FoundCertificate] = child.request("list", path, timeout=LIST_SECONDS)
    except ChildBug as bug:
        raise Trouble("signing.module_unusable", path=path) from bug
    finally:
        child.end()
    return found


def _size(path: str) -> int:
    try:
        return Path(path).stat().st_size
    except OSError:
        return 0


def _cannot(item: SignItem, code: str) -> Preflight:
    return Preflight(
        file=item.source, verdict=PreflightVerdict.CANNOT, findings=(Finding(code, Severity.ERROR),), page=1
    )
