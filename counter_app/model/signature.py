"""Signatures: what is on a file (verification) and what we put on it (signing)."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from counter_app.model.finding import Finding
from counter_app.model.page_box import Box as Box  # noqa: PLC0414 - signatures speak of places, too


class Verdict(StrEnum):
    """Three outcomes, never two; `unsigned` when there is nothing to judge."""

    VALID = "valid"  # còn nguyên vẹn
    INDETERMINATE = "indeterminate"  # chưa xác định được
    INVALID = "invalid"  # không hợp lệ
    UNSIGNED = "unsigned"


class Level(StrEnum):
    B_B = "B-B"
    B_T = "B-T"
    B_LT = "B-LT"
    B_LTA = "B-LTA"


LONG_TERM = (Level.B_LT, Level.B_LTA)  # can be judged without any network


class StampKind(StrEnum):
    NONE = "none"
    COMPONENT = "component"  # officer's mark on a checked component (regulation.md 5, DESIGN)
    RESULT = "result"  # leader's signature on a result
    SEAL = "seal"
    COPY = "copy"
    APPENDIX = "appendix"
    INITIAL = "initial"  # chữ ký nháy, the drafter's
    BLANK = "blank"  # a word filled into a printed blank: number, day, month


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureInfo:
    """One signature on a file, as an officer reads it."""

    field: str
    signer: str  # common name
    organisation: str
    issuer: str
    signed_at: datetime | None
    time_source: str  # "time_stamp", "signer_clock", "none"
    intact: bool
    trusted: bool
    revocation: str  # "good", "revoked", "unknown", "not_checked"
    changes_after: str  # "none", "signatures_only", "long_term_data", "form_filled", "suspicious", "unknown"
    verdict: Verdict
    reasons: tuple[Finding, ...]
    is_document_timestamp: bool = False
    level: str = ""
    page: int | None = None
    box: Box | None = None  # where it is seen on `page`; None: invisible
    purpose: str = ""  # the reason written into the signature
    algorithm: str = ""  # «RSA 2048, SHA-256»
    not_after: datetime | None = None  # end of the certificate's period
    certificate: str = ""  # SHA-256 of the signer's certificate, hex


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    file: str
    verdict: Verdict  # the worst of the signatures
    signatures: tuple[SignatureInfo, ...]
    findings: tuple[Finding, ...] = ()  # about the file as a whole (data after the last signature …)


class PreflightVerdict(StrEnum):
    READY = "ready"
    WARNING = "warning"
    CANNOT = "cannot"


class SignStatus(StrEnum):
    SIGNED = "signed"  # re-read from disk and found intact
    SKIPPED = "skipped"  # already signed by us
    REFUSED = "refused"  # a rule or the file itself forbids it
    FAILED = "failed"
    PENDING = "pending"  # not reached: the batch was stopped before it


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """Where the visible mark goes. `corner` finds the nearest free place; `box` is taken as it is."""

    page: int = 1  # 1-based; -1: the last page
    corner: str = "top_right"  # top_left, top_right, bottom_left, bottom_right; end: behind the last words
    box: Box | None = None
    anchor: str = ""  # put it under this text, when it is on the page
    field: str = ""  # into the empty signature field of this name, which must be there
    room: tuple[float, float] | None = None  # width and height in points that a mark without a `box` must not exceed


@dataclass(frozen=True, slots=True, kw_only=True)
class StampText:
    """What the mark says: lines as printed, top to bottom."""

    kind: StampKind
    lines: tuple[str, ...]
    image: str = ""  # path of a PNG (hand-written signature, seal); empty: text only
    frame: bool = True  # a thin line around a mark without an image
    centred: bool = False
    font_size: float = 10.0  # points; NĐ 30/2020, annex I (regulation 5.R3)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyRef:
    """Which key signs. Never holds a PIN or password."""

    kind: str  # "p12" or "pkcs11"
    path: str  # the .p12 file, or the PKCS#11 library
    token: str = ""  # token label
    token_serial: str = ""
    cert_id: str = ""  # CKA_ID in hex; empty: the only usable certificate of the token

    @property
    def identity(self) -> str:
        """The same for the same key, in whatever slot and by whatever driver it shows."""
        return f"p12:{self.path}" if self.kind == "p12" else f"{self.token_serial}/{self.cert_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateInfo:
    """One certificate that could sign, and why it can or cannot."""

    key: KeyRef
    subject: str
    organisation: str
    issuer: str
    serial: str
    not_before: datetime
    not_after: datetime
    usable: bool
    reasons: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FurtherMark:
    """One more signature by the same key on the same file, in a revision of its own (phát hành: day, month, seal)."""

    field_name: str
    stamp: StampText
    placement: Placement
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignItem:
    """One file of a batch. `output` must not exist; nothing is ever overwritten."""

    source: str  # path
    output: str  # path
    sha256: str = ""  # what was shown to the officer; empty: not bound
    stamp: StampText | None = None
    placement: Placement = Placement()
    reason: str = ""
    field_name: str = ""
    more: tuple[FurtherMark, ...] = ()  # after the first one, in this order; the file is named only when all stand
    repair_agreed: bool = False  # the officer has seen the pages as they look when the broken file is rebuilt


@dataclass(frozen=True, slots=True, kw_only=True)
class RaiseItem:
    """A signed file that shall reach a higher level. `output` must not exist."""

    source: str
    output: str
    sha256: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignOutcome:
    file: str
    status: SignStatus
    output: str = ""
    level: str = ""
    debt: bool = False  # below the level that was wanted: nợ dấu thời gian, nợ dữ liệu lâu dài
    code: str = ""
    message: str = ""
    sha256: str = ""  # of the output
    signer: str = ""
    signed_at: datetime | None = None  # by this machine's clock
    stamped_at: datetime | None = None  # by the time-stamp authority's, when a stamp was put on just now


@dataclass(frozen=True, slots=True, kw_only=True)
class Preflight:
    file: str
    verdict: PreflightVerdict
    findings: tuple[Finding, ...]
    page_count: int = 0
    signature_count: int = 0
    box: Box | None = None  # where the mark would go on `page`
    page: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class PinRequest:
    """What the officer must know before typing the PIN."""

    key: KeyRef
    certificate: CertificateInfo
    file_count: int
    state: str = "normal"  # normal, count_low, final_try, locked: a token gives flags, not a number
    error: str = ""  # why it is asked again, in words
    counted: bool = False  # `state` is our own count's: the token itself says less
    misses: int = 0  # possible misses since the last good login that this machine has counted itself
    pad: bool = False  # typed on the token's own pad; nothing is typed here
    prompts: int = 1  # how often the PIN is wanted for this batch
    number: int = 1  # which of them this is
    keep_until: datetime | None = None  # the login may be kept until then; None: that is not offered


@dataclass(frozen=True, slots=True, kw_only=True)
class PinAnswer:
    """What was typed and decided. The PIN is shown by no `repr`."""

    secret: str = field(default="", repr=False)
    confirmed: bool = False  # the last try was confirmed in words
    keep: bool = False  # the login, never the PIN, until `PinRequest.keep_until`


@dataclass(frozen=True, slots=True, kw_only=True)
class SignProgress:
    index: int  # 0-based place in the batch
    total: int
    step: str  # waiting (for another batch), signing, time_stamp, reading_back, long_term, done
    outcome: SignOutcome | None = None
