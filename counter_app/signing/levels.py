"""From B-B upwards: time-stamp services and revocation data as one batch sees them. Lives in the paper process."""

from datetime import datetime
from pathlib import Path
from typing import Any

from counter_app.clock import vietnam
from counter_app.errors import CounterError, Trouble
from counter_app.model.signature import Level
from counter_app.pdf.trust import common_name
from counter_app.signing import time_stamp
from counter_app.signing.job import Services
from counter_app.signing.revocation import Archive

LOOK_SECONDS = 6.0  # for all of a certificate's addresses together, while somebody waits for the PIN
ORDER = (Level.B_B, Level.B_T, Level.B_LT, Level.B_LTA)


class Levels:
    def __init__(self, services: Services) -> None:
        self.stamps = time_stamp.Services(services.time_stamps)
        self.archive = Archive(services)

    def stamped(self, cms: bytes) -> tuple[bytes, CounterError | None]:
        """The CMS with a time-stamp; as it was, with the reason, when no service gives one."""
        try:
            return time_stamp.stamped(cms, self.stamps), None
        except Trouble as trouble:
            return cms, trouble

    @property
    def stamped_at(self) -> datetime | None:
        """The moment that the newest time-stamp of this batch states."""
        return None if self.stamps.last is None else vietnam(time_stamp.moment_of(self.stamps.last))

    def extended(self, path: Path, level: Level, moment: datetime) -> tuple[Level, CounterError | None]:
        from counter_app.signing.long_term import extend

        return extend(path, level, self.archive, self.stamps, moment)

    def look(self, certificate: bytes, chain: tuple[bytes, ...], moment: datetime) -> None:
        """Whether the signer's certificate can be proven in force now. Refused or Trouble as `Archive.of`.

        Names that nobody resolves may take longer than the limit of an address: an office without a network must not
        wait for that.
        """
        from asn1crypto import x509

        parsed: list[Any] = [x509.Certificate.load(one) for one in (certificate, *chain)]
        try:
            time_stamp.within(LOOK_SECONDS, lambda: self.archive.of(parsed[0], parsed[1:], moment))
        except TimeoutError as error:
            raise Trouble("signing.long_term_failed", issuer=common_name(parsed[0].issuer)) from error
