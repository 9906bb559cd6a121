"""What a changed calendar does to open dossiers, and what the public list of holidays proposes, in words."""

from typing import TYPE_CHECKING

from counter_app.model.text import fold
from counter_app.working_time.words import day_words

if TYPE_CHECKING:
    from counter_app.workflow.calendar import Recomputed
    from counter_app.working_time.proposals import Proposal

_HOLIDAYS = (
    ("duong lich", "Tết Dương lịch"),
    ("hung vuong", "Giỗ Tổ Hùng Vương"),
    ("chien thang", "Ngày Chiến thắng 30/4"),
    ("lao dong", "Ngày Quốc tế lao động"),
    ("quoc khanh", "Quốc khánh"),
    ("van hoa", "Ngày Văn hóa Việt Nam"),
    ("tet", "Tết Nguyên đán"),
)
_WHAT = {"intake": "tiếp nhận", "term": "hẹn trả"}


def moved_words(found: "Recomputed") -> str:
    """«3 hạn đổi»."""
    return f"{len(found.moved)} hạn đổi" if found.moved else "không hạn nào đổi"


def kept_words(found: "Recomputed") -> str:
    """What stays as it is, and why: the same under both calendars, promised elsewhere, not reached."""
    said = []
    if found.unchanged:
        said.append(f"{found.unchanged} hạn tính ra như cũ")
    if found.kept:
        said.append(f"{found.kept} hạn do danh sách hoặc văn bản hẹn lại ấn định nên giữ nguyên")
    if found.outside:
        said.append(f"{len(found.outside)} hạn nằm ngoài lịch mới nên giữ nguyên")
    return "; ".join(said) + ("." if said else "")


def moved_rows(found: "Recomputed") -> list[tuple[str, str]]:
    """(code and which term, moment before → moment after)."""
    return [
        (f"{one.code} · hạn {_WHAT[one.what]}", f"{one.before:%H:%M %d/%m/%Y} → {one.after:%H:%M %d/%m/%Y}")
        for one in found.moved
    ]


def saved_words(days: int, found: "Recomputed") -> str:
    return f"Đã lưu lịch: {days} ngày đổi, {len(found.moved)} hạn được tính lại."


def proposal_words(one: "Proposal") -> tuple[str, str, str]:
    """(date, what is proposed and why, the act)."""
    said = day_words(one.on, year=True)
    if one.off:
        return said[:1].upper() + said[1:], f"Đề xuất nghỉ: {holiday_name(one.hint)}", "Nhận"
    return said[:1].upper() + said[1:], "Danh mục không có ngày nghỉ hoặc làm bù này", ""


def holiday_name(hint: str) -> str:
    """Our own name of a holiday: the package's labels are not always those of the law (regulation.md §3)."""
    folded = fold(hint)
    named = next((name for word, name in _HOLIDAYS if word in folded), "nghỉ lễ")
    return f"bù {named}" if "nghi bu" in folded else named
