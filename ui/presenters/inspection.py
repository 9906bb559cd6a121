"""What the page of inspections says: acts in their order, who and what may be asked for, the proof. Free of Qt."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time, timedelta

from counter_app.clock import VIETNAM
from counter_app.model.dossier import DossierId
from counter_app.model.event_words import event_words
from counter_app.model.evidence import DiaryQuery, DiaryRow
from counter_app.model.person import Person
from counter_app.model.text import fold
from counter_app.report.inspection import Proof
from ui.presenters.cell import Cell

KINDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "": ("Mọi việc", ()),
    "intake": (
        "Tiếp nhận, kiểm tra",
        (
            *("import", "receive", "change_applicant", "attach_file", "reuse_paper", "cannot_reuse", "edit_pages"),
            *("check_component", "accept", "request_supplement", "refuse", "withdraw", "receive_supplement"),
            *("ask_supplement_approval", "approve_supplement", "turn_down_supplement", "claim", "put_back"),
            *("ask_refusal_approval", "approve_refusal", "turn_down_refusal", "take_back_answer"),
            *("ask_reopening", "reopen", "turn_down_reopening"),
        ),
    ),
    "sign": (
        "Ký số, đóng dấu",
        (
            *("sign_component", "sign_result", "sign_form", "initial_result", "issue_result", "seal_form"),
            "raise_level",
        ),
    ),
    "processing": (
        "Giải quyết, thời hạn",
        (
            *("hand_over", "wait_begin", "wait_end", "reappoint", "explain_overdue", "stop", "recompute_due"),
            *("exchange_differs", "due_differs", "late_record", "assign", "reassign"),
        ),
    ),
    "return": ("Kết quả, trả kết quả", ("attach_result", "return_result", "announce_early", "rate")),
    "forms": ("In biểu mẫu", ("print_receipt", "print_form")),
    "views": (
        "Xem, trích dữ liệu",
        (
            *("view_dossier", "export_diary", "inspect_person", "export_package", "save_report", "print_register"),
            *("hand_daily_file", "take_daily_file"),
        ),
    ),
    "access": (
        "Đăng nhập, người dùng",
        (
            *("sign_in", "sign_in_failed", "sign_out", "lock", "unlock", "act_for", "change_password"),
            *("give_password", "open_account", "close_account", "add_person", "change_person"),
            *("substitute", "end_substitution"),
        ),
    ),
    "settings": (
        "Cài đặt, danh mục, lịch",
        (
            *("change_settings", "change_calendar", "recompute_open", "import_catalogue", "undo_catalogue_import"),
            *("add_procedure", "change_procedure", "install_authority", "remove_authority", "change_mark_image"),
            *("save_mark_profile", "remove_mark_profile", "install_revocation_list", "change_online_checks"),
        ),
    ),
}
GROUPS = [(words, key) for key, (words, _) in KINDS.items()]
EVERYBODY = ("Mọi người", "")
NOT_PROVEN = "Chưa kiểm tra chuỗi mã trong lần xem này"


def people(known: Mapping[str, Person]) -> list[tuple[str, str]]:
    found = sorted(known.values(), key=lambda one: fold(one.name))
    return [EVERYBODY, *((f"{one.name} ({one.login})", one.login) for one in found)]


def query(dossier_id: DossierId | None, login: str, first: date | None, last: date | None, group: str) -> DiaryQuery:
    """Whole days in Viet Nam time."""
    return DiaryQuery(
        dossier_id=dossier_id,
        login=login,
        start=datetime.combine(first, time(), VIETNAM) if first else None,
        end=datetime.combine(last + timedelta(days=1), time(), VIETNAM) if last else None,
        kinds=KINDS[group][1],
    )


def lines(rows: Sequence[DiaryRow], name_of: Callable[[str], str]) -> list[tuple[DiaryRow, dict[str, Cell]]]:
    return [(row, _cells(row, name_of)) for row in rows]


def _cells(row: DiaryRow, name_of: Callable[[str], str]) -> dict[str, Cell]:
    what, detail = event_words(row.event)
    return {
        "at": Cell(text=f"{row.event.at:%H:%M:%S %d/%m/%Y}", second=name_of(row.event.by), weight=500),
        "what": Cell(text=what, second=detail, explanation=detail),
        "code": Cell(text=row.code),
        "hash": Cell(text=f"{row.hash[:12]}…", second=f"dòng {row.id}", tone="text2", explanation=row.hash),
    }


def count_words(shown: int, total: int) -> str:
    return (
        f"{shown} việc mới nhất trong {total}; bản trích có đủ" if shown < total else f"{total} việc, theo thứ tự ghi"
    )


def proof_words(proof: Proof) -> str:
    examined = proof.examined
    anchors = f", khớp {examined.anchors - len(examined.broken_anchors)}/{examined.anchors} mốc ngoài"
    rows = f"{examined.rows:,}".replace(",", ".")
    return f"{proof.words} ({rows} dòng{anchors if examined.anchors else ', chưa có mốc ngoài'})"


def file_stem(wanted: DiaryQuery, code: str, now: datetime) -> str:
    """«trich-nhat-ky-H31.15-261023-9031-20261123-0800»."""
    about = code or wanted.login or "toan-bo"
    return f"trich-nhat-ky-{about}-{now:%Y%m%d-%H%M}"
