"""Tokens as the officer sees them: what is plugged in, how near the lock it is, which driver answers."""

from dataclasses import dataclass
from datetime import datetime

from counter_app.errors import CounterError
from counter_app.model.signature import CertificateInfo, KeyRef

# How near the lock a token is, from far to near. A token gives flags, never a number.
PIN_STATES = ("normal", "count_low", "final_try", "locked")


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenSeen:
    """One plugged-in token. `pin_state` already counts what this machine knows of earlier misses."""

    path: str  # the driver that shows it
    label: str
    serial: str
    pin_state: str = "normal"  # one of PIN_STATES
    pad: bool = False  # its PIN is typed on a pad, never on this machine
    model: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepOffer:
    """A batch's login may be kept for this person's next batches until then, if the person wants it."""

    person: str  # sign-in name
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptLogin:
    """A login that stays open in the token's own process until `until`. Never a PIN."""

    key: KeyRef
    person: str
    holder: str  # whose certificate
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenNews:
    """What is plugged in now. Equal news mean that nothing happened."""

    tokens: tuple[TokenSeen, ...] = ()
    kept: KeptLogin | None = None
    looking: bool = False  # a driver has not answered yet since the program began


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotSeen:
    """One slot or reader of a driver, with or without a token in it."""

    name: str
    token: str = ""  # label of the token in it, empty for none
    initialised: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DriverReport:
    """One driver tried out: its slots, tokens and certificates, or what keeps it from being used."""

    path: str
    maker: str  # whose driver it is by its file name, empty when the list does not know it
    used: bool = True  # False: switched off, and not tried
    added: bool = False  # not of the shipped list
    slots: tuple[SlotSeen, ...] = ()
    tokens: tuple[TokenSeen, ...] = ()
    certificates: tuple[CertificateInfo, ...] = ()
    trouble: CounterError | None = None
    busy: bool = False  # a batch is using it: what is told is what was seen before
