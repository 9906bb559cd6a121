"""What an event of the diary says in words: the same on the page, on paper and in exports."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from counter_app.model.dossier import STATE_NAMES, DossierState, Event

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
    "set_validity": "Ghi hạn của giấy tờ",
    "cannot_reuse": "Ghi lý do không dùng lại được giấy tờ đã có",
    "edit_pages": "Sửa trang trên bản sao, bản gốc được giữ",
    "add_text_layer": "Thêm lớp chữ (OCR) trên bản sao, bản gốc được giữ",
    "ask_supplement_approval": "Xin duyệt yêu cầu bổ sung thêm lần nữa",
    "approve_supplement": "Duyệt yêu cầu bổ sung thêm lần nữa",
    "turn_down_supplement": "Không duyệt yêu cầu bổ sung thêm lần nữa",
    "ask_refusal_approval": "Xin duyệt từ chối tiếp nhận",
    "approve_refusal": "Duyệt từ chối tiếp nhận",
    "turn_down_refusal": "Không duyệt từ chối tiếp nhận",
    "ask_reopening": "Xin mở lại hồ sơ",
    "reopen": "Mở lại hồ sơ, hạn cũ vẫn tính",
    "turn_down_reopening": "Không duyệt mở lại hồ sơ",
    "take_back_answer": "Rút lại câu trả lời, việc chờ duyệt lại",
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
    "reassign": "Giao lại hồ sơ",
    "take_back_reassignment": "Hoàn tác việc giao lại",
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
    "print_explanation": "In bảng giải trình cách tính hạn",
    "recompute_due": "Tính lại hạn vì lịch làm việc thay đổi",
    "export_diary": "Xuất nhật ký cho kiểm tra",
    "export_package": "Lập gói hồ sơ cho hệ thống của tỉnh",
    "confirm_exchange": "Hệ thống của tỉnh đã có bước này",
    "exchange_differs": "Danh sách của hệ thống ghi khác với sổ",
    "due_differs": "Danh sách của hệ thống ghi hạn khác với sổ",
}


_DURING_PROCESSING = {
    "request_supplement": "Yêu cầu bổ sung khi đang giải quyết, thời hạn ngừng chạy",
    "receive_supplement": "Nhận đủ bổ sung, thời hạn chạy lại",
}
_REASSIGNED = {"absence": "vắng mặt", "load": "điều tiết khối lượng"}
_AFTER_SUPPLEMENT = {"restart": "tính lại từ đầu", "pause": "tính tiếp phần còn lại"}
_OF_THE_OFFICE = {
    "bind_certificate": "Gắn chứng thư để đăng nhập",
    "unbind_certificate": "Gỡ chứng thư đăng nhập",
    "choose_quick_code": "Đặt mã mở khóa nhanh",
    "unlock_quick": "Mở khóa bằng mã nhanh",
    "unlock_failed": "Mở khóa không được",
    "change_keys": "Đổi khóa và token",
    "save_report": "Lưu báo cáo ra tệp",
    "act_for": "Làm thay theo phân công",
    "add_person": "Thêm người dùng",
    "add_procedure": "Thêm thủ tục",
    "anchor_diary": "Ghi mốc nhật ký ra ngoài",
    "backup": "Sao lưu",
    "change_calendar": "Đổi lịch làm việc",
    "change_mark_image": "Thay ảnh dấu ký",
    "change_online_checks": "Đổi việc hỏi trạng thái chứng thư qua mạng",
    "change_password": "Đổi mật khẩu",
    "change_person": "Sửa người dùng",
    "change_procedure": "Sửa thủ tục",
    "change_settings": "Đổi cài đặt",
    "close_account": "Khóa tài khoản",
    "close_register": "Khóa sổ theo dõi",
    "confirm_clock": "Xác nhận giờ máy",
    "copy_backup": "Chép bản sao lưu ra ổ ngoài",
    "end_substitution": "Kết thúc phân công thay",
    "erase_dossier": "Xóa dữ liệu cá nhân của hồ sơ hết hạn lưu",
    "erase_rows": "Xóa dữ liệu hết hạn lưu",
    "give_password": "Cấp mật khẩu mới",
    "import_catalogue": "Nhập danh mục thủ tục",
    "import_list": "Nhập danh sách hồ sơ",
    "hand_daily_file": "Lập gói trao đổi cho quầy khác",
    "take_daily_file": "Nhận gói trao đổi của quầy khác",
    "undo_import_list": "Hoàn tác nhập danh sách hồ sơ",
    "map_columns": "Ghép cột của danh sách",
    "import_store_list": "Nhập danh sách giấy tờ trong kho",
    "inspect_person": "Kiểm tra thao tác của một người",
    "install_authority": "Thêm chứng thư tin cậy",
    "install_revocation_list": "Thêm danh sách thu hồi",
    "late_record": "Ghi việc đã làm trước đó",
    "lock": "Khóa màn hình",
    "make_office_key": "Tạo khóa của cơ quan",
    "move_register": "Chuyển sổ sang máy chủ",
    "move_vault": "Chuyển kho tệp",
    "open_account": "Mở tài khoản",
    "print_register": "In sổ theo dõi hồ sơ",
    "print_diary_head": "In mốc nhật ký",
    "recompute_open": "Tính lại hạn của hồ sơ đang mở",
    "remove_authority": "Bỏ chứng thư tin cậy",
    "remove_mark_profile": "Xóa mẫu dấu ký",
    "save_mark_profile": "Lưu mẫu dấu ký",
    "sign_in": "Đăng nhập",
    "sign_in_failed": "Đăng nhập sai",
    "sign_out": "Đăng xuất",
    "substitute": "Phân công người thay",
    "undo_catalogue_import": "Rút lần nhập danh mục",
    "unlock": "Mở khóa màn hình",
    "view_dossier": "Xem hồ sơ",
}


def event_words(*together: Event) -> tuple[str, str]:
    """What was done and what belongs to it; of several events that one person did in one go."""
    return _what(together), _detail(together)


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
    said = _PLAIN.get(first.kind) or _OF_THE_OFFICE.get(first.kind) or "Cập nhật hồ sơ"
    return f"{said}, hướng dẫn nộp đúng nơi" if first.details.get("guidance") else said


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
        _told_otherwise(group[0]),
        _moved(details),
        _earlier(details),
        "lúc ghi, giờ máy chưa tin được" if any(one.details.get("clock") for one in group) else "",
        "nợ dấu thời gian" if any(one.details.get("time_stamp_debt") for one in group) else "",
    ]
    return " · ".join(part for part in parts if part)


def handed_words(event: Event, name_of: Callable[[str], str]) -> str:
    """From whom to whom, and why, where a dossier changed hands; empty for other events."""
    told = event.details
    if "holder_before" not in told:
        return ""
    before, after = (name_of(str(told[key])) if told.get(key) else "chưa giao" for key in ("holder_before", "holder"))
    why = _REASSIGNED.get(str(told.get("why")), "")
    return " · ".join(part for part in (f"từ {before} sang {after}", why) if part)


def _earlier(details: Mapping[str, object]) -> str:
    """Both moments of an act that was written down later: the line itself tells when it was written."""
    if not (details.get("happened_at") and details.get("evidence")):
        return ""
    at = datetime.fromisoformat(str(details["happened_at"]))
    why, name = details.get("recorded_why"), details.get("evidence_name")
    return f"đã làm lúc {at:%H:%M %d/%m/%Y}, ghi sau vì: {why} · minh chứng «{name}»"


def _told_otherwise(event: Event) -> str:
    """What another system's list says and what stands here."""
    there, here = event.details.get("there"), event.details.get("here")
    if event.kind == "exchange_differs" and there and here:
        return f"ở đó: {STATE_NAMES[DossierState(int(there))]}, ở đây: {STATE_NAMES[DossierState(int(here))]}"
    if event.kind == "due_differs" and there:
        ours = f"{datetime.fromisoformat(str(here)):%H:%M %d/%m/%Y}" if here else "chưa có"
        return f"hạn ở đó {datetime.fromisoformat(str(there)):%H:%M %d/%m/%Y}, ở đây {ours}"
    return ""


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
