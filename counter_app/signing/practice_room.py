"""The signing room of the practice office: it brings its own time-stamp authority, OCSP and CRL on this machine."""

import threading
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from counter_app.errors import Trouble
from counter_app.model.finding import Finding
from counter_app.model.signature import (
    KeyRef,
    Level,
    PinAnswer,
    PinRequest,
    RaiseItem,
    SignItem,
    SignOutcome,
    SignProgress,
    Verification,
)
from counter_app.model.token import KeepOffer
from counter_app.signing.local_services import LocalServices
from counter_app.signing.practice_pki import write_crls
from counter_app.signing.service import SigningRoom

LIST_AGE = timedelta(days=7)


class PracticeRoom(SigningRoom):
    """Starts the local services with the first batch that wants a time-stamp and stops them with `close()`.

    When another window of the same practice office holds their port, that one's services answer.
    """

    def __init__(self, *, practice_folder: Path, **settings: Any) -> None:
        super().__init__(**settings)
        self._practice_folder = practice_folder
        self._services: LocalServices | None = None
        self._starting = threading.Lock()

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
        if level is not Level.B_B:
            self._start_services()
        return super().sign(
            items, key, level=level, pin=pin, progress=progress, stop=stop, stop_on_error=stop_on_error, keep=keep
        )

    def look_ahead(self, level: Level) -> tuple[Finding, ...]:
        """The practice office brings its own service, and its clock may stand still."""
        return ()

    def raise_level(
        self,
        items: Sequence[RaiseItem],
        level: Level,
        *,
        progress: Callable[[SignProgress], None] = lambda _: None,
        stop: Callable[[], bool] = lambda: False,
    ) -> tuple[SignOutcome, ...]:
        self._start_services()
        return super().raise_level(items, level, progress=progress, stop=stop)

    def verify(self, path: Path) -> Verification:
        self._renew_revocation_lists()
        return super().verify(path)

    def _renew_revocation_lists(self) -> None:
        """Lists last a month; without the network of a real authority the practice office issues its own again."""
        now = self._clock.now()
        written = [one.stat().st_mtime for one in (self._practice_folder / "crl").glob("*")]
        if written and now.timestamp() - max(written) > LIST_AGE.total_seconds():
            write_crls(self._practice_folder, now)

    def close(self) -> None:
        super().close()
        if self._services is not None:
            self._services.stop()
            self._services = None

    def _start_services(self) -> None:
        with self._starting:
            if self._services is not None or not self._sources.time_stamps:
                return
            services = LocalServices(self._practice_folder, port=urlsplit(self._sources.time_stamps[0]).port)
            try:
                services.start()
            except Trouble:
                return
            self._services = services
