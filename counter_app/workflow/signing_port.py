"""What the use cases need of the room that signs: keys, batches, levels, verification."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from counter_app.model.finding import Finding
from counter_app.model.signature import (
    CertificateInfo,
    KeyRef,
    Level,
    PinAnswer,
    PinRequest,
    Preflight,
    RaiseItem,
    SignItem,
    SignOutcome,
    SignProgress,
    Verification,
)
from counter_app.model.token import DriverReport, KeepOffer, TokenNews
from counter_app.settings import Settings


class Signing(Protocol):
    def certificates(self) -> tuple[CertificateInfo, ...]:
        """Every certificate of the plugged-in tokens and enabled key files, usable or not, with reasons."""
        ...

    def token_news(self) -> TokenNews:
        """What is plugged in now, and the login that is kept. Meant to be asked once a second."""
        ...

    def drivers(self) -> tuple[DriverReport, ...]:
        """Each driver tried out: what it shows, or what keeps it from being used."""
        ...

    def try_driver(self, path: str) -> DriverReport:
        """One driver, on the list or not."""
        ...

    def end_kept_login(self) -> None: ...

    def follow(self, settings: Settings, folder: Path) -> None:
        """Go by changed settings of the data folder from the next call on; one under way keeps its own."""
        ...

    def preflight(self, items: Sequence[SignItem]) -> tuple[Preflight, ...]: ...

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
        """
        ...

    def raise_level(
        self,
        items: Sequence[RaiseItem],
        level: Level,
        *,
        progress: Callable[[SignProgress], None] = lambda _: None,
        stop: Callable[[], bool] = lambda: False,
    ) -> tuple[SignOutcome, ...]:
        """Signed files to a higher level, without any key. One outcome per item, in order; never raises for a file."""
        ...

    def look_ahead(self, level: Level) -> tuple[Finding, ...]:
        """What stands in the way of this level right now: no answering time-stamp service, a clock that is off."""
        ...

    def rebuild(self, source: Path, target: Path) -> int:
        """A rebuilt copy of a broken unsigned file, to be looked at; its page count. Refused when that is not safe."""
        ...

    def verify(self, path: Path) -> Verification: ...
