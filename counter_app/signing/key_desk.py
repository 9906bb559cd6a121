"""The keys of this machine: tokens behind their drivers, key files, a login that is kept. One process per driver.

While somebody watches (`news`), each driver's process lives on and looks at its slots once a second; a batch takes the
process of its token over, so that never two of ours talk to one token. A driver that crashes or hangs loses only its
own process, and holds up nobody else's news.
"""

import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from counter_app.clock import Clock
from counter_app.errors import Refused
from counter_app.model.signature import CertificateInfo, KeyRef
from counter_app.model.token import DriverReport, KeepOffer, KeptLogin, TokenNews, TokenSeen
from counter_app.signing.certificates import certificate_info, unopened_file
from counter_app.signing.driver_file import driver_trouble
from counter_app.signing.key_driver import Drivers
from counter_app.signing.key_session import KeySession
from counter_app.signing.keys import FoundCertificate
from counter_app.signing.pin_guard import TokenNotes, guarded
from counter_app.signing.revocation_lists import RevocationLists
from counter_app.signing.token_modules import DriverChoice, driver_maker
from counter_app.signing.tokens import issuer_chain


class KeyDesk:
    """Close it with `close()`; a look that comes later, from a lane that had already begun it, finds nothing."""

    def __init__(
        self,
        *,
        clock: Clock,
        notes_folder: Path,
        drivers: DriverChoice = DriverChoice(),  # noqa: B008 (a frozen value)
        key_files: tuple[Path, ...] = (),
        allow_file_keys: bool = False,
        crl_folder: Path | None = None,
        issuers: Callable[[], Sequence[bytes]] = tuple,
    ) -> None:
        self._clock = clock
        self.drivers = drivers
        self.key_files = key_files
        self.allow_file_keys = allow_file_keys
        self._notes = TokenNotes(notes_folder)
        self._lists = RevocationLists(crl_folder)
        self._issuers = issuers
        self._lock = threading.RLock()  # the window's lanes ask from more than one thread; a pipe answers one
        self._drivers = Drivers(self._login_lost)
        self._kept: KeySession | None = None
        self._working: KeySession | None = None  # a batch has it
        self._closed = False

    # What is there

    def certificates(self) -> tuple[CertificateInfo, ...]:
        """Every certificate of the plugged-in tokens and enabled key files, usable or not, with reasons."""
        with self._lock:
            paths = self._paths()
            self._drivers.ask(paths, "list")
            found = [info for path in paths for info in self._judged(path)]
        # The same token may show behind two drivers; the first of the list has it.
        once = {(info.key.identity, info.serial): info for info in reversed(found)}
        return tuple(reversed(once.values())) + self.files()

    def reports(self, paths: Sequence[str] = ()) -> tuple[DriverReport, ...]:
        """Each of `paths` tried out, else every driver of the list; those that are switched off are only named."""
        with self._lock:
            wanted = paths or self.drivers.known()
            used = [path for path in wanted if path not in self.drivers.off]
            self._drivers.ask(used, "slots", "present", "list", anew=True)
            return tuple(self._report(path) for path in wanted)

    def news(self) -> TokenNews:
        """What is plugged in now; ends a kept login whose time is over or whose token is out. For every second."""
        with self._lock:
            if self._kept is not None and self._clock.now() >= _until(self._kept):
                self.end_kept()
            paths = self._paths()
            self._drivers.look(paths)
            tokens = tuple(one for path in paths for one in self._tokens(path))
            looking = not all(map(self._drivers.heard, paths))
            return TokenNews(tokens=tokens, kept=self.kept, looking=looking)

    def judge(self, found: FoundCertificate, moment: datetime) -> CertificateInfo:
        """The certificate with all that this machine knows of it: lists, notes of earlier logins."""
        revoked = self._lists.revoked(found.der, [*found.chain, *self._issuers()])
        note = self._notes.of(found.key.token_serial)
        return certificate_info(found, moment, revoked=revoked, had_no_key=found.key.cert_id in note.no_key)

    def usable(self) -> tuple[tuple[FoundCertificate, tuple[bytes, ...]], ...]:
        """The tokens' certificates that may sign, as they were last listed, each with its issuers as far as known."""
        with self._lock:
            moment = self._clock.now()
            found = [one for path in self.drivers.used() for one in self._drivers.found(path)]
        issuers = list(self._issuers())
        return tuple(
            (one, issuer_chain(one.der, [*one.chain, *issuers])) for one in found if self.judge(one, moment).usable
        )

    # A key at work

    def session(self, key: KeyRef, moment: datetime, keep: KeepOffer | None = None) -> "DeskSession":
        """The key for one batch: the kept login when it is this person's and the same key, else one that will ask."""
        if key.kind == "p12" and not self.allow_file_keys:
            raise Refused("signing.file_keys_off")
        trouble = driver_trouble(key.path) if key.kind == "pkcs11" else None
        if trouble is not None:
            raise trouble
        return DeskSession(self, key, moment, keep)

    def take(self, key: KeyRef, moment: datetime, keep: KeepOffer | None) -> KeySession:
        with self._lock:
            kept = self._kept
            if kept is not None and _serves(kept, key, keep) and moment < _until(kept) and self._still_open(kept):
                self._kept, self._working, kept.moment = None, kept, moment
                self._drivers.take(key.path)
                return kept
            if kept is not None and (kept.key.path == key.path or keep is None or kept.keep_for != keep.person):
                self.end_kept()  # one process per driver, and nobody signs beside somebody else's open login
            self._working = KeySession(
                key,
                moment,
                notes=self._notes,
                judge=self.judge,
                issuers=self._issuers(),
                child=self._drivers.take(key.path) if key.kind == "pkcs11" else None,
                offer=keep if key.kind == "pkcs11" else None,
            )
            return self._working

    def give_back(self, session: KeySession) -> None:
        """The batch is over: the process ends, or waits with the login that the officer wanted kept."""
        with self._lock:
            self._working = None
            wanted = session.keep_until if not self._closed else None
            if wanted is not None and session.keep(wanted - self._clock.now()):
                self._kept = session
                self._drivers.release(session.key.path, session.child)
            else:
                session.end()
                self._drivers.release(session.key.path)

    @property
    def kept(self) -> KeptLogin | None:
        """Kept between batches, or at work in one after which it stays."""
        one = self._kept or self._working
        if one is None or one.keep_until is None:
            return None
        return KeptLogin(key=one.key, person=one.keep_for, holder=one.certificate.subject, until=_until(one))

    def end_kept(self) -> None:
        """At once; a batch under way goes on, and its login ends with it."""
        with self._lock:
            if self._working is not None:
                self._working.keep_until = None
            session, self._kept = self._kept, None
            if session is not None:
                self._drivers.end(session.key.path)
                session.end()

    def close(self) -> None:
        with self._lock:
            self._closed = True
            self.end_kept()
            self._drivers.close()

    def _login_lost(self, _path: str) -> None:
        self._kept = None

    def _paths(self) -> Sequence[str]:
        return () if self._closed else self.drivers.used()

    def _still_open(self, kept: KeySession) -> bool:
        """Looked at once more before it is used: the token may have gone since the last look."""
        self._drivers.ask([kept.key.path], "present")
        return self._kept is kept

    def _judged(self, path: str) -> list[CertificateInfo]:
        return [self.judge(one, self._clock.now()) for one in self._drivers.found(path)]

    def _tokens(self, path: str) -> list[TokenSeen]:
        """As near to the lock as the token's flags and our own count say."""
        seen = self._drivers.tokens(path)
        return [replace(one, pin_state=guarded(one.pin_state, self._notes.of(one.serial))) for one in seen]

    def files(self) -> tuple[CertificateInfo, ...]:
        if not self.allow_file_keys:
            return ()
        there = [path for path in self.key_files if path.is_file()]
        moment = self._clock.now()
        return tuple(unopened_file(KeyRef(kind="p12", path=str(path)), path.name, moment) for path in there)

    def _report(self, path: str) -> DriverReport:
        maker, added = driver_maker(path), path in self.drivers.added
        if path in self.drivers.off:
            return DriverReport(path=path, maker=maker, added=added, used=False)
        return DriverReport(
            path=path,
            maker=maker,
            added=added,
            slots=self._drivers.slots(path),
            tokens=tuple(self._tokens(path)),
            certificates=tuple(self._judged(path)),
            trouble=self._drivers.trouble(path),
            busy=self._drivers.busy(path),
        )


class DeskSession:
    """`with desk.session(key, moment) as session:` gives the key for one batch and takes it back afterwards."""

    def __init__(self, desk: KeyDesk, key: KeyRef, moment: datetime, keep: KeepOffer | None) -> None:
        self._desk, self._key, self._moment, self._keep = desk, key, moment, keep
        self._session: KeySession | None = None

    def __enter__(self) -> KeySession:
        self._session = self._desk.take(self._key, self._moment, self._keep)
        self._session.child.begin()
        return self._session

    def __exit__(self, *_: object) -> None:
        assert self._session is not None
        self._desk.give_back(self._session)


def _until(kept: KeySession) -> datetime:
    assert kept.keep_until is not None
    return kept.keep_until


def _serves(kept: KeySession, key: KeyRef, keep: KeepOffer | None) -> bool:
    """The same person's, and the key that is wanted."""
    mine = kept.found.key if kept.found is not None else kept.key
    return (
        keep is not None
        and keep.person == kept.keep_for
        and mine.path == key.path
        and key.token_serial in ("", mine.token_serial)
        and key.token in ("", mine.token)
        and key.cert_id.lower() in ("", mine.cert_id)
    )
