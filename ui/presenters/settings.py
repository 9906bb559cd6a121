"""The forms of «Cài đặt» as lines: what is asked, how it is called, what it changes."""

from collections.abc import Mapping
from dataclasses import dataclass

from counter_app.settings import Settings
from counter_app.supervision.limits import shipped

Value = str | int


@dataclass(frozen=True, slots=True, kw_only=True)
class FormLine:
    """`choices`: (words, value); empty: a line of text, or a number where `unit` is given."""

    key: str  # of the setting
    caption: str  # with its mnemonic
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    unit: str = ""  # a whole number in this unit
    half: bool = False  # stands beside its neighbour


OFFICE_FORM = (
    FormLine(
        key="office_parent", caption="Cơ quan cấp &trên", hint="In phía trên tên cơ quan, ví dụ UBND TỈNH HƯNG YÊN"
    ),
    FormLine(key="office_name", caption="Tên &cơ quan", hint="In trên mọi giấy tờ và trong dấu ký số"),
    FormLine(key="counter_name", caption="Tên &bộ phận tiếp nhận", hint="Để trống: dùng tên chung theo biểu mẫu"),
    FormLine(key="office_place", caption="Địa &danh", hint="Đứng trước ngày tháng", half=True),
    FormLine(key="office_code", caption="&Mã cơ quan", hint="Mã định danh, ví dụ H31.15", half=True),
    FormLine(key="office_phone", caption="Điện t&hoại", hint="In ở cuối giấy hẹn", half=True),
    FormLine(key="office_website", caption="T&rang thông tin", hint="In ở cuối giấy hẹn", half=True),
)
SIGNING_FORM = (
    FormLine(
        key="signature_level",
        caption="&Mức ký",
        hint="Tệp chưa đạt mức này thành nợ, được bổ sung sau mà không phải ký lại",
        choices=(
            ("B-B: chỉ có chữ ký", "B-B"),
            ("B-T: có dấu thời gian", "B-T"),
            ("B-LT: thêm dữ liệu thu hồi, kiểm tra được khi không có mạng", "B-LT"),
            ("B-LTA: thêm dấu thời gian lưu trữ, giá trị nhiều năm", "B-LTA"),
        ),
    ),
    FormLine(
        key="time_stamp_policy",
        caption="&Khi dịch vụ dấu thời gian không trả lời",
        hint="Bắt buộc: tệp chưa đạt mức ký chưa được đưa vào hồ sơ",
        choices=(("Ký trước, bổ sung sau", "wanted"), ("Bắt buộc có mới ký", "required")),
    ),
    FormLine(
        key="time_stamp_url",
        caption="Địa &chỉ dịch vụ dấu thời gian",
        hint="Nhiều địa chỉ cách nhau bằng dấu cách, được hỏi theo thứ tự",
    ),
)
THEME_LINE = FormLine(
    key="theme",
    caption="&Giao diện",
    hint="Chỉ đổi màn hình của máy này; giấy tờ luôn in trên nền trắng",
    choices=(("Theo máy", "system"), ("Sáng", "light"), ("Tối", "dark")),
)
SCANNER_LINE = FormLine(
    key="scanner_folder",
    caption="&Thư mục máy quét ghi tệp vào",
    hint="Tệp mới ở đây được đề nghị cho hồ sơ đang mở. Để trống: không theo dõi",
)
DUE_SOON_LINE = FormLine(
    key="due_soon_minutes",
    caption="&Báo «sắp đến hạn» khi còn (phút làm việc)",
    hint="240 phút là nửa ngày làm việc. Đổi mốc này là đổi cho cả bộ phận",
    unit="phút",
)


def supervision_form() -> tuple[FormLine, ...]:
    """The hints name the shipped figures, which a 0 stands for."""
    usual = shipped()
    return (
        FormLine(
            key="still_hours",
            caption="&Đứng yên: trạng thái không đổi quá (giờ làm việc)",
            hint=f"0: {usual.still_hours} giờ làm việc",
            unit="giờ",
        ),
        FormLine(
            key="waiting_days",
            caption="&Nhắc khi chờ người nộp bổ sung quá (ngày)",
            hint=f"0: {usual.waiting_days} ngày",
            unit="ngày",
        ),
        FormLine(
            key="approve_refusals",
            caption="&Từ chối tiếp nhận",
            hint="Bổ sung từ lần thứ hai và mở lại hồ sơ thì luôn phải duyệt",
            choices=(("Công chức tự quyết định", "off"), ("Lãnh đạo duyệt trước khi gửi", "on")),
        ),
        FormLine(
            key="alerts",
            caption="Nhắc trên &màn hình",
            hint="Chỉ trong giờ làm việc, mỗi việc một lần cho mỗi người",
            choices=(("Có: hồ sơ sắp hết hạn, bản tin đầu ca", "on"), ("Không nhắc", "off")),
        ),
        FormLine(
            key="alert_minutes",
            caption="N&hắc hồ sơ khi còn (phút làm việc)",
            hint=f"0: {usual.alert_minutes} phút làm việc",
            unit="phút",
        ),
    )


SAFETY_FORM = (
    FormLine(key="backup_folder", caption="Thư mục &sao lưu", hint="Ổ đĩa khác hoặc máy chủ; mỗi ngày một bản"),
    FormLine(key="backup_hour", caption="Sao lưu từ &lúc (giờ)", unit="giờ", hint="0: ngay khi mở quầy", half=True),
    FormLine(key="backup_keep", caption="&Giữ lại (bản)", unit="bản", hint="Số bản mới nhất", half=True),
    FormLine(
        key="drive_folder",
        caption="Thư mục trên ổ đĩa &ngoài",
        hint="Cắm ổ vào thì bản mới nhất tự chép sang. Để trống: không dùng",
    ),
    FormLine(
        key="drive_remind_days", caption="N&hắc cắm ổ sau (ngày)", unit="ngày", hint="Số ngày không thấy ổ", half=True
    ),
    FormLine(
        key="idle_lock_minutes",
        caption="Tự &khóa màn hình sau (phút)",
        unit="phút",
        hint="0: không tự khóa",
        half=True,
    ),
    FormLine(
        key="evidence_folder",
        caption="Thư mục giữ &mốc nhật ký",
        hint="Ngoài máy này; mỗi ngày ghi một dòng mã kiểm tra",
    ),
)


def form_values(settings: Settings, form: tuple[FormLine, ...]) -> dict[str, Value]:
    return {line.key: getattr(settings, line.key) for line in form}


def changed(before: Mapping[str, Value], now: Mapping[str, Value]) -> dict[str, Value]:
    """Only what the hand has changed."""
    return {key: value for key, value in now.items() if before.get(key) != value}


@dataclass(frozen=True, slots=True, kw_only=True)
class Letterhead:
    """The head of Form 01 as it will be printed, with the words of the form where something is left empty."""

    parent: str
    office: str
    counter: str
    place: str
    contact: str


def letterhead(values: Mapping[str, Value]) -> Letterhead:
    def of(key: str) -> str:
        return " ".join(str(values.get(key, "")).split())

    return Letterhead(
        parent=of("office_parent").upper(),
        office=of("office_name").upper() or "(CHƯA CÓ TÊN CƠ QUAN)",
        counter=(of("counter_name") or "Bộ phận tiếp nhận và trả kết quả").upper(),
        place=f"{of('office_place') or '(địa danh)'}, ngày … tháng … năm …",
        contact=" – ".join(part for part in (of("office_phone"), of("office_website")) if part),
    )
