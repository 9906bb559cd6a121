"""What crosses the pipe between the key process and the parent. No PIN or password is ever part of a value here."""

from dataclasses import dataclass

from counter_app.model.signature import KeyRef
from counter_app.model.token import TokenSeen


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundCertificate:
    """A certificate on a token or in a key file, as bytes; judged by `certificates`."""

    key: KeyRef
    der: bytes
    chain: tuple[bytes, ...] = ()  # issuers that the token or the file holds, nearest first, without the root
    pin_state: str = "normal"  # what the token's flags say: normal, count_low, final_try, locked
    pad: bool = False
    has_key: bool | None = None  # None: the token shows its keys only after the login
    asks_each_time: bool = False  # known beforehand only when the token shows its keys


@dataclass(frozen=True, slots=True, kw_only=True)
class Presence:
    """What one driver sees right now."""

    tokens: tuple[TokenSeen, ...]
    open_key_gone: bool = False  # the token of the open login is out: that login is over
