"""A dossier (hồ sơ) and what hangs on it, in the national portal's vocabulary (interop.md §6.3–6.4)."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING, NewType

if TYPE_CHECKING:  # procedures speak of channels and papers, so they import this module
    from counter_app.model.procedure import RequiredComponent

DossierId = NewType("DossierId", int)
ComponentId = NewType("ComponentId", int)
FileHash = NewType("FileHash", str)  # SHA-256, 64 lower-case hex digits: the vault's key


class DossierState(IntEnum):
    """TrangThaiHoSo 1–10."""

    NEW = 1  # Mới đăng ký
    ACCEPTED = 2  # Được tiếp nhận
    REFUSED = 3  # Không được tiếp nhận
    PROCESSING = 4  # Đang xử lý
    SUPPLEMENT_REQUESTED = 5  # Yêu cầu bổ sung giấy tờ
    PAYMENT_REQUESTED = 6  # Yêu cầu thực hiện nghĩa vụ tài chính
    WITHDRAWN = 7  # Công dân yêu cầu rút hồ sơ
    STOPPED = 8  # Dừng xử lý
    DONE = 9  # Đã xử lý xong
    RETURNED = 10  # Đã trả kết quả

    @property
    def open(self) -> bool:
        """Still needs somebody's hand: everything but refused, withdrawn, stopped and returned."""
        return self not in (DossierState.REFUSED, DossierState.WITHDRAWN, DossierState.STOPPED, DossierState.RETURNED)

    @property
    def awaits_intake(self) -> bool:
        return self in (DossierState.NEW, DossierState.PAYMENT_REQUESTED)


STATE_NAMES = {  # as the portal writes them
    DossierState.NEW: "Mới đăng ký",
    DossierState.ACCEPTED: "Được tiếp nhận",
    DossierState.REFUSED: "Không được tiếp nhận",
    DossierState.PROCESSING: "Đang xử lý",
    DossierState.SUPPLEMENT_REQUESTED: "Yêu cầu bổ sung giấy tờ",
    DossierState.PAYMENT_REQUESTED: "Yêu cầu thực hiện nghĩa vụ tài chính",
    DossierState.WITHDRAWN: "Công dân yêu cầu rút hồ sơ",
    DossierState.STOPPED: "Dừng xử lý",
    DossierState.DONE: "Đã xử lý xong",
    DossierState.RETURNED: "Đã trả kết quả",
}


class Channel(IntEnum):
    """KenhThucHien."""

    DIRECT = 1
    ONLINE = 2
    POSTAL = 3


class ApplicantKind(IntEnum):
    """LoaiDoiTuong."""

    CITIZEN = 1
    ENTERPRISE = 2
    STATE_BODY = 3
    ORGANISATION = 4


class PaperKind(StrEnum):
    ORIGINAL = "original"  # bản chính
    CERTIFIED_COPY = "certified_copy"  # bản sao chứng thực
    PHOTOCOPY = "photocopy"  # bản chụp
    TRANSLATION = "translation"  # bản dịch
    CERTIFIED_ECOPY = "certified_ecopy"  # bản sao chứng thực điện tử


class FileSource(StrEnum):
    """Where a component's file came from (regulation 6.F6). Empty: not recorded, from before it was kept."""

    UNKNOWN = ""
    APPLICANT = "applicant_upload"
    SCANNER = "counter_scan"
    CERTIFIED_ECOPY = "certified_ecopy"
    EARLIER_DOSSIER = "earlier_dossier"  # our own vault
    PERSONAL_STORE = "personal_store"

    @property
    def reused(self) -> bool:
        """Counts as reused for the index (R6.3)."""
        return self in (FileSource.EARLIER_DOSSIER, FileSource.PERSONAL_STORE)


class ComponentVerdict(IntEnum):
    """What the officer decided about a component."""

    NOT_CHECKED = 0
    PASS = 1  # đạt
    FAIL = 2  # không đạt


class Decision(StrEnum):
    """What stops the intake window, exactly one of them (regulation.md R1.4)."""

    ACCEPT = "accept"
    REQUEST_SUPPLEMENT = "request_supplement"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"


@dataclass(frozen=True, slots=True, kw_only=True)
class Delegate:
    """Who hands the dossier in for the applicant (người được ủy quyền)."""

    name: str
    identity_number: str = ""  # masked in lists
    phone: str = ""
    authorisation: str = ""  # the paper that says so: number, day, who certified it


@dataclass(frozen=True, slots=True, kw_only=True)
class Applicant:
    name: str
    kind: ApplicantKind = ApplicantKind.CITIZEN
    identity_number: str = ""  # personal id or tax code; masked in lists
    address: str = ""
    phone: str = ""
    email: str = ""
    delegate: Delegate | None = None  # None: the applicant comes in person


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachedFile:
    """One file in the vault, as it belongs to a component or is a result."""

    hash: FileHash
    name: str  # the name it came with
    size: int  # bytes
    pages: int
    attached_at: datetime
    attached_by: str  # login
    converted_from: FileHash | None = None  # the image or the unsigned PDF that this one was made from
    signed_from: FileHash | None = None  # the unsigned file; None while it carries no signature of ours
    signature_level: str = ""  # B-B, B-T …; empty while unsigned
    signed_by: str = ""  # subject name of the certificate
    signed_at: datetime | None = None
    source: FileSource = FileSource.UNKNOWN
    expires_on: date | None = None  # the last day on which the paper holds; None: without end, or nobody has said

    @property
    def initialled_by(self) -> str:
        """Who put an initial (ký nháy) on a result that still waits for its signature; empty: nobody."""
        return self.signed_by if self.signed_from is None else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedForm:
    """An official form that was printed for a dossier; `kind` is a `FormKind`."""

    kind: str
    number: int  # in the book of its kind and year; 0: the kind has none
    file: AttachedFile


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    id: ComponentId
    number: int
    name: str
    required: bool
    must_sign: bool
    paper_kind: PaperKind
    verdict: ComponentVerdict
    remark: str  # ghi chú cho người nộp
    file: AttachedFile | None
    checked_by: str = ""
    checked_at: datetime | None = None

    @property
    def signed(self) -> bool:
        return self.file is not None and self.file.signed_from is not None

    @property
    def unchecked(self) -> bool:
        """Waits for the officer's look: it is required, or was handed in although it is not."""
        return self.verdict is ComponentVerdict.NOT_CHECKED and (self.required or self.file is not None)

    @property
    def unsigned(self) -> bool:
        """Checked and found good, but still without the signature that it must carry."""
        return self.must_sign and self.verdict is ComponentVerdict.PASS and not self.signed


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    id: DossierId
    code: str  # the portal's number; the application never invents one. Empty: only the local id is known
    local_code: str  # our own id, e.g. `TN-2026-000123`, shown until `code` is known
    procedure_code: str
    procedure_name: str
    case_name: str
    field: str
    term_words: str  # the processing term in words, empty when unknown
    applicant: Applicant
    channel: Channel
    state: DossierState
    holder: str  # login of the officer who holds it; empty: nobody yet
    submitted_at: datetime | None
    received_at: datetime  # the intake window starts here (R1.2)
    intake_due_at: datetime | None  # end of the 8-working-hour window; None for direct and postal dossiers (R1.7)
    decided_at: datetime | None  # the intake decision
    due_at: datetime | None  # promised date of the result
    ended_at: datetime | None
    rule_set: str  # the set of rules it was received under
    supplement_count: int
    components: tuple[Component, ...]
    results: tuple[AttachedFile, ...]
    version: int  # optimistic lock
    note: str = ""
    procedure_version: int = 0  # of the catalogue at receipt; 0: received before versions were kept
    forms: tuple[PrintedForm, ...] = ()

    @property
    def display_code(self) -> str:
        return self.code or self.local_code

    @property
    def active_due_at(self) -> datetime | None:
        """The moment that the countdown runs to: intake window before the decision, appointment after it."""
        if self.state.awaits_intake:
            return self.intake_due_at or self.due_at
        return self.due_at


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDossier:
    """What is known of a dossier before it has an id."""

    code: str
    procedure_code: str
    procedure_name: str
    case_name: str
    field: str
    term_words: str
    applicant: Applicant
    channel: Channel
    state: DossierState
    holder: str
    submitted_at: datetime | None
    received_at: datetime
    intake_due_at: datetime | None
    decided_at: datetime | None
    due_at: datetime | None
    ended_at: datetime | None
    rule_set: str
    supplement_count: int
    components: "tuple[RequiredComponent, ...]"
    note: str = ""
    procedure_version: int = 0  # of the catalogue at receipt; 0: received before versions were kept


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One act: who, when, what. Append-only."""

    dossier_id: DossierId | None
    at: datetime
    by: str
    kind: str  # verb in code: import, attach_file, check_component, accept, sign_component …
    details: dict[str, str | int | None]
