"""The signing room behind the port `workflow.signing_port.Signing`."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from counter_app.clock import Clock
from counter_app.errors import CounterError, Refused, Trouble
from counter_app.model.finding import Finding, Severity
from counter_app.model.signature import (
    CertificateInfo,
    KeyRef,
    Level,
    PinAnswer,
    PinRequest,
    Preflight,
    PreflightVerdict,
    RaiseItem,
    SignItem,
    SignOutcome,
    SignProgress,
    Verification,
)
from counter_app.model.token import DriverReport, KeepOffer, TokenNews
from counter_app.settings import Settings
from counter_app.signing.batch import Batch
from counter_app.signing.child import ChildBug
from counter_app.signing.claims import GaveUp, claimed
from counter_app.signing.job import Services
from counter_app.signing.journal import Journal
from counter_app.signing.key_desk import KeyDesk
from counter_app.signing.key_session import PinCancelled
from counter_app.signing.look_ahead import look_ahead
from counter_app.signing.outcomes import cancelled, not_reached
from counter_app.signing.paper_process import paper_child, seconds_for
from counter_app.signing.raise_batch import raise_files
from counter_app.signing.signer_states import SignerStates
from counter_app.signing.token_modules import DriverChoice

UNREADABLE = "signing.unreadable"
HANGS = "signing.paper_hangs_file"


class SigningRoom:
    """Implements `Signing`. A batch waits while another one, of any program here, holds one of its files.

    `close()` ends the processes that outlive a call. `key_files`: PKCS#12 files, listed and allowed only with
    `allow_file_keys`. `verify` judges a received file. `issuers` gives DER certificates of known authorities: they
    complete the chain that a signature carries when the token holds only its own certificate. `notes_folder` keeps the
    counted misses of tokens; `crl_folder` the revocation lists that certificates are looked up in before they sign.
    """

    def __init__(
        self,
        *,
        clock: Clock,
        journal_folder: Path,
        verify: Callable[[Path], Verification],
        drivers: DriverChoice = DriverChoice(),  # noqa: B008 (a frozen value)
        key_files: tuple[Path, ...] = (),
        allow_file_keys: bool = False,
        time_stamp_urls: Sequence[str] = (),
        trust_folders: Sequence[Path] = (),
        crl_folder: Path | None = None,
        level_required: bool = False,
        issuers: Callable[[], Sequence[bytes]] = tuple,
        notes_folder: Path | None = None,
    ) -> None:
        self._clock = clock
        self._folder = journal_folder
        self._verify = verify
        self._sources = Services(
            time_stamps=tuple(url for url in time_stamp_urls if url),
            trust_folders=tuple(trust_folders),
            crl_folder=crl_folder,
        )
        self._level_required = level_required
        self._keys = KeyDesk(
            clock=clock,
            notes_folder=notes_folder or journal_folder,
            drivers=drivers,
            key_files=key_files,
            allow_file_keys=allow_file_keys,
            crl_folder=crl_folder,
            issuers=issuers,
        )
        self._signers = SignerStates()
        self._last_errors: dict[KeyRef, str] = {}

    def certificates(self) -> tuple[CertificateInfo, ...]:
        """Every certificate of the plugged-in tokens and enabled key files, usable or not, with reasons."""
        return self._keys.certificates()

    def key_files(self) -> tuple[CertificateInfo, ...]:
        """The enabled key files alone."""
        return self._keys.files()

    def token_news(self) -> TokenNews:
        """What is plugged in now, and the login that is kept. Meant to be asked once a second."""
        return self._keys.news()

    def drivers(self) -> tuple[DriverReport, ...]:
        """Each driver tried out: what it shows, or what keeps it from being used."""
        return self._keys.reports()

    def try_driver(self, path: str) -> DriverReport:
        """One driver, on the list or not."""
        (report,) = self._keys.reports((path,))
        return report

    def end_kept_login(self) -> None:
        self._keys.end_kept()

    def follow(self, settings: Settings, folder: Path) -> None:
        """Go by changed settings of the data folder from the next call on; one under way keeps its own."""
        self._sources = replace(self._sources, time_stamps=tuple(settings.time_stamp_url.split()))
        self._level_required = settings.time_stamp_policy == "required"
        self._keys.drivers = DriverChoice.of(settings)
        self._keys.key_files = tuple(folder / name for name in settings.key_files)
        self._keys.allow_file_keys = settings.allow_file_keys
        if not settings.allow_keep_login:
            self._keys.end_kept()

    def close(self) -> None:
        """Every process of a driver ends, and with it a login that was kept."""
        self._keys.close()

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
        pin: Callable[[PinRequest], PinAnswer | None],
        progress: Callable[[SignProgress], None] = lambda _: None,
        stop: Callable[[], bool] = lambda: False,
        stop_on_error: bool = False,
        keep: KeepOffer | None = None,
    ) -> tuple[SignOutcome, ...]:
        """One batch, one PIN. Returns one outcome per item, in order. Only trouble with the key itself raises.

        `keep`: the person may keep the token's login after the batch; their next batch then asks for nothing.

        Refused: `signing.wrong_pin`, `signing.wrong_password`, `signing.pin_locked`, `signing.pin_too_short` (never
        sent), a certificate that cannot sign, `signing.level_required` (a service is missing that the office requires).
        Trouble: token or driver not usable.
        """
        moment = self._clock.now()
        batch = Batch(
            items=items,
            level=level,
            clock=self._clock,
            services=self._sources,
            signers=self._signers,
            progress=progress,
            stop=stop,
            level_required=self._level_required,
            stop_on_error=stop_on_error,
        )
        outputs = [item.output for item in items]
        try:
            with (
                claimed(self._folder, outputs, batch.wait),
                Journal(self._folder, moment) as journal,  # read when whoever signed the same files is done
                self._keys.session(key, moment, keep) as session,
            ):
                outcomes = batch.run(session, journal, pin, self._last_errors.get(key, ""))
        except PinCancelled:
            return cancelled(items)
        except GaveUp:
            return not_reached(items, Refused("signing.stopped"))
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
        """What stands in the way of this level right now: a certificate at hand that its issuer has revoked, no
        answering time-stamp service, a clock that is off."""
        child = paper_child()
        try:
            now = self._clock.now()
            found = look_ahead(child, self._sources, level, now, required=self._level_required)
            return (*self._signers.findings(child, self._sources, self._keys.usable(), now), *found)
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


def _size(path: str) -> int:
    try:
        return Path(path).stat().st_size
    except OSError:
        return 0


def _cannot(item: SignItem, code: str) -> Preflight:
    return Preflight(
        file=item.source, verdict=PreflightVerdict.CANNOT, findings=(Finding(code, Severity.ERROR),), page=1
    )
