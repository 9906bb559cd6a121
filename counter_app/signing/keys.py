"""What crosses the pipe between the key process and the parent. No PIN or password is ever part of a value here."""

from dataclasses import dataclass

from counter_app.model.signature import KeyRef

MIN_PIN_LENGTH = 4  # a shorter PIN cannot be right, but would cost one of the token's tries


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundCertificate:
    """A certificate on a token or in a key file, as bytes; judged by `certificates`."""

    key: KeyRef
    der: bytes
    chain: tuple[bytes, ...] = ()  # issuers that the token or the file holds, nearest first, without the root
    pin_state: str = "normal"  # normal, count_low, final_try, locked
