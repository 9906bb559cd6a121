"""What happened to a dossier, in words: who, when, what. Free of Qt."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from counter_app.model.dossier import Event
from counter_app.working_time.words import moment_words

# What the same person does to several components within one minute is one line.
_TOGETHER = frozenset({"attach_file", "check_component", "sign_component"})
_ICONS = {
    "import": "file-input",
    "receive": "file-plus",
    "change_applicant": "user",
    "practice_fill": "file-text",
    "attach_file": "paperclip",
    "reuse_paper": "copy",
    "cannot_reuse": "info",
    "edit_pages": "file-text",
    "add_text_layer": "scan-text",
    "import_store_list": "file-input",
    "ask_supplement_approval": "hourglass",
    "approve_supplement": "circle-check",
    "turn_down_supplement": "circle-x",
    "check_component": "scan-line",
    "accept": "circle-check",
    "request_supplement": "hourglass",
    "refuse": "file-x",
    "withdraw": "undo-2",
    "receive_supplement": "inbox",
    "hand_over": "arrow-right",
    "claim": "user",
    "put_back": "undo-2",
    "sign_component": "signature",
    "raise_level": "shield-check",
    "sign_result": "signature",
    "sign_form": "signature",
    "initial_result": "signature",
    "issue_result": "stamp",
    "seal_form": "stamp",
    "reappoint": "clock-alert",
    "explain_overdue": "pencil",
    "wait_begin": "hourglass",
    "wait_end": "hourglass",
    "stop": "octagon-alert",
    "announce_early": "mail",
    "rate": "circle-check",
    "receive_feedback": "mail",
    "forward_feedback": "mail",
    "answer_feedback": "mail",
    "attach_result": "file-badge",
    "return_result": "check",
    "print_receipt": "printer",
    "print_form": "printer",
    "recompute_due": "calendar-days",
    "export_diary": "download",
    "export_package": "download",
    "confirm_exchange": "circle-check",
    "exchange_differs": "git-compare",
}
_VERDICTS = {"pass": "đạt", "fail": "không đạt", "not_checked": "chưa kiểm tra"}
WAYS = {"in_person": "trực tiếp", "postal": "bưu chính", "online": "trực tuyến"}
FORM_WORDS = {
    "receipt": "giấy tiếp nhận và hẹn trả",
    "supplement_request": "phiếu yêu cầu bổ sung",
    "refusal": "phiếu từ chối",
    "apology": "văn bản xin lỗi, gia hạn",
    "stop_notice": "thông báo dừng giải quyết",
    "control_sheet": "phiếu kiểm soát",
    "register": "sổ theo dõi hồ sơ",
}
_PLAIN = {
    "reuse_paper": "Dùng lại giấy tờ đã số hóa",
    "cannot_reuse": "Ghi lý do không dùng lại được giấy tờ đã có",
    "edit_pages": "Sửa trang trên bản sao, bản gốc được giữ",
    "add_text_layer": "Thêm lớp chữ (OCR) trên bản sao, bản gốc được giữ",
    "ask_supplement_approval": "Xin duyệt yêu cầu bổ sung thêm lần nữa",
    "approve_supplement": "Duyệt yêu cầu bổ sung thêm lần nữa",
    "turn_down_supplement": "Không duyệt yêu cầu bổ sung thêm lần nữa",
    "receive": "Lập hồ sơ tại quầy",
    "change_applicant": "Sửa thông tin người nộp",
    "practice_fill": "Đặt giấy tờ tập sự vào hồ sơ",
    "accept": "Tiếp nhận hồ sơ",
    "request_supplement": "Yêu cầu bổ sung",
    "refuse": "Từ chối tiếp nhận",
    "withdraw": "Người nộp rút hồ sơ",
    "receive_supplement": "Nhận bổ sung, đồng hồ tiếp nhận tính lại",
    "hand_over": "Chuyển xử lý",
    "claim": "Nhận việc",
    "put_back": "Trả lại việc đã nhận",
    "sign_result": "Ký số kết quả",
    "sign_form": "Ký số biểu mẫu",
    "initial_result": "Ký nháy kết quả",
    "issue_result": "Phát hành kết quả: số, ngày và dấu",
    "seal_form": "Đóng dấu cơ quan lên biểu mẫu",
    "reappoint": "Xin lỗi và hẹn lại ngày trả",
    "explain_overdue": "Giải trình quá hạn",
    "wait_begin": "Bắt đầu chờ; hạn vẫn tính",
    "wait_end": "Hết chờ",
    "stop": "Dừng giải quyết",
    "announce_early": "Báo người nộp có kết quả sớm",
    "rate": "Ghi đánh giá của người nộp",
    "receive_feedback": "Nhận phản ánh, kiến nghị",
    "forward_feedback": "Chuyển phản ánh, kiến nghị",
    "answer_feedback": "Trả lời phản ánh, kiến nghị",
    "attach_result": "Đính tệp kết quả",
    "return_result": "Trả kết quả và đóng hồ sơ",
    "print_receipt": "In phiếu tiếp nhận",
    "recompute_due": "Tính lại hạn vì lịch làm việc thay đổi",
    "export_diary": "Xuất nhật ký cho kiểm tra",
    "export_package": "Lập gói hồ sơ cho hệ thống của tỉnh",
    "confirm_exchange": "Hệ thống của tỉnh đã có bước này",
    "exchange_differs": "Danh sách của hệ thống ghi khác với sổ",
}


_DURING_PROCESSING = {
    "request_supplement": "Yêu cầu bổ sung khi đang giải quyết, thời hạn ngừng chạy",
    "receive_supplement": "Nhận đủ bổ sung, thời hạn chạy lại",
}
_AFTER_SUPPLEMENT = {"restart": "tính lại từ đầu", "pause": "tính tiếp phần còn lại"}


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineLine:
    icon: str
    what: str
    detail: str
    when_who: str


def timeline(events: Sequence[Event], name_of: Callable[[str], str], now: datetime) -> list[TimelineLine]:
    """The newest first. Who looked, and when, is left to inspections: here it would hide what was done."""
    groups: list[list[Event]] = []
    for event in events:
        if event.kind == "view_dossier":
            continue
        if groups and event.kind in _TOGETHER and _same(groups[-1][-1], event):
            groups[-1].append(event)
        else:
            groups.append([event])
    return [_line(group, name_of, now) for group in reversed(groups)]


def _same(one: Event, other: Event) -> bool:
    minute = one.at.replace(second=0, microsecond=0) == other.at.replace(second=0, microsecond=0)
    verdicts = one.details.get("verdict") == other.details.get("verdict")
    return (one.kind, one.by) == (other.kind, other.by) and minute and verdicts


def _line(group: Sequence[Event], name_of: Callable[[str], str], now: datetime) -> TimelineLine:
    first = group[0]
    moment = f"{first.at:%H:%M} hôm nay" if first.at.date() == now.date() else moment_words(first.at, now)
    return TimelineLine(
        icon=_ICONS.get(first.kind, "info"),
        what=_what(group),
        detail=_detail(group),
        when_who=f"{moment} · {name_of(first.by)}",
    )


def _what(group: Sequence[Event]) -> str:
    first = group[0]
    numbers = ", ".join(str(one.details["component"]) for one in group if one.details.get("component") is not None)
    if first.kind == "import":
        return f"Nhập từ danh sách, dòng {first.details.get('row', '')}"
    if first.kind == "attach_file":
        return f"Đính tệp cho thành phần {numbers}"
    if first.kind == "check_component":
        verdict = _VERDICTS.get(str(first.details.get("verdict")), "")
        return f"Kiểm tra thành phần {numbers}: {verdict}"
    if first.kind == "sign_component":
        return f"Ký số thành phần {numbers}"
    if first.kind == "raise_level":
        return f"Bổ sung lên mức {first.details.get('level')} cho {f'thành phần {numbers}' if numbers else 'kết quả'}"
    if first.details.get("during") and first.kind in _DURING_PROCESSING:
        return _DURING_PROCESSING[first.kind]
    if first.kind == "print_form":
        return f"In {FORM_WORDS.get(str(first.details.get('form')), 'biểu mẫu')}"
    return _PLAIN.get(first.kind, "Cập nhật hồ sơ")


def _detail(group: Sequence[Event]) -> str:
    details = group[0].details
    parts = [
        "sau khi hết giờ tiếp nhận" if details.get("late") else "",
        str(details.get("reason") or ""),
        f"căn cứ: {details['legal_ground']}" if details.get("legal_ground") else "",
        f"đến {details['unit']}" if details.get("unit") else "",
        f"người nhận: {details['receiver']}" if details.get("receiver") else "",
        WAYS.get(str(details.get("way")), ""),
        f"mã bưu gửi {details['tracking']}" if details.get("tracking") else "",
        f"phụ trách: {details['responsible']}" if details.get("responsible") else "",
        f"chờ {details['whom']}" if details.get("whom") else "",
        f"chuyển đến {details['to']}" if details.get("to") else "",
        str(details.get("note") or ""),
        str(details.get("file") or details.get("list") or ""),
        f"chứng thư {details['signer']}" if details.get("signer") else "",
        _resumed(group[0]),
        _moved(details),
        _earlier(details),
        "lúc ghi, giờ máy chưa tin được" if any(one.details.get("clock") for one in group) else "",
        "nợ dấu thời gian" if any(one.details.get("time_stamp_debt") for one in group) else "",
    ]
    return " · ".join(part for part in parts if part)


def _earlier(details: Mapping[str, object]) -> str:
    """Both moments of an act that was written down later: the line itself tells when it was written."""
    if not (details.get("happened_at") and details.get("evidence")):
        return ""
    at = datetime.fromisoformat(str(details["happened_at"]))
    why, name = details.get("recorded_why"), details.get("evidence_name")
    return f"đã làm lúc {at:%H:%M %d/%m/%Y}, ghi sau vì: {why} · minh chứng «{name}»"


def _resumed(event: Event) -> str:
    """How the term goes on when the papers that were asked for during processing are complete."""
    details = event.details
    if event.kind != "receive_supplement" or not details.get("during"):
        return ""
    told = _AFTER_SUPPLEMENT.get(str(details.get("after_supplement")), "")
    if not details.get("due_at"):
        return told
    return f"{told}, hẹn trả {datetime.fromisoformat(str(details['due_at'])):%H:%M %d/%m/%Y}"


def _moved(details: Mapping[str, object]) -> str:
    """«17:00 24/11/2026 thành 17:00 25/11/2026», where a due moment has moved."""
    if not (details.get("before") and details.get("after")):
        return ""
    before, after = (f"{datetime.fromisoformat(str(details[name])):%H:%M %d/%m/%Y}" for name in ("before", "after"))
    return f"{before} thành {after}"
