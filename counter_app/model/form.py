"""An official form (biểu mẫu): which one, and everything that is to stand on it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from counter_app.model.dossier import Dossier
from counter_app.model.fee import FeeDue
from counter_app.model.person import Person


class FormKind(StrEnum):
    RECEIPT = "receipt"  # Giấy tiếp nhận hồ sơ và hẹn trả kết quả
    SUPPLEMENT_REQUEST = "supplement_request"  # Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ
    REFUSAL = "refusal"  # Phiếu từ chối tiếp nhận giải quyết hồ sơ
    APOLOGY = "apology"  # Văn bản xin lỗi và đề nghị gia hạn
    STOP_NOTICE = "stop_notice"  # Thông báo dừng giải quyết hồ sơ
    CONTROL_SHEET = "control_sheet"  # Phiếu kiểm soát quá trình giải quyết hồ sơ
    REGISTER = "register"  # Sổ theo dõi hồ sơ


class Punctuality(StrEnum):
    EARLY = "early"  # trước hạn
    ON_TIME = "on_time"  # đúng hạn
    OVERDUE = "overdue"  # quá hạn


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver:
    """One hand-over of a dossier (chuyển xử lý): a row of the control sheet. Append-only."""

    unit: str  # the unit or desk that received it
    giver: str
    receiver: str
    at: datetime
    result: Punctuality | None = None  # how the giver's step ended; None: it had no term of its own
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterEntry:
    """One row of the yearly book (sổ theo dõi hồ sơ)."""

    number: int
    code: str
    procedure_name: str
    set_count: int
    applicant_name: str
    contact: str  # address and phone
    unit: str  # cơ quan chủ trì giải quyết
    received_at: datetime
    due_at: datetime | None
    returned_at: datetime | None
    way: str  # how the result goes back, in words
    receiver: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FormWords:
    """What somebody wrote for this one sheet. Empty fields are what the form does not have."""

    reason: str = ""
    legal_ground: str = ""
    items: tuple[str, ...] = ()  # what is to be supplemented, one line each
    stage: str = ""  # tiếp nhận, thẩm định …
    handling: str = ""  # what happens to fees and papers after a stop
    return_place: str = ""
    set_count: int = 1
    lateness: str = ""  # how late, counted by the calendar, in words
    original_due_at: datetime | None = None
    new_due_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FormFacts:
    """Everything that stands on one sheet. The same facts give the same bytes."""

    kind: FormKind
    printed_at: datetime
    signer: Person  # who answers for the sheet
    number: int = 0  # in the book of its kind and year; 0: the kind has none
    words: FormWords = FormWords()
    dossier: Dossier | None = None  # None: the register
    steps: tuple[HandOver, ...] = ()
    fee: FeeDue | None = None  # what is owed, on the receipt
    year: int = 0
    entries: tuple[RegisterEntry, ...] = ()
    closed_at: datetime | None = None
