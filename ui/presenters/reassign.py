"""What the question «giao lại cho ai» says: people with what they have, why they are proposed, what was done."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from counter_app.errors import CounterError
from counter_app.model.assignment import Assignment, Candidate, ReassignReason
from counter_app.model.dossier import DossierId

REASONS = (
    ("Vắng mặt", ReassignReason.ABSENCE),
    ("Điều tiết khối lượng", ReassignReason.LOAD),
    ("Lý do khác", ReassignReason.OTHER),
)
REASON_WORDS = {reason: words.lower() for words, reason in REASONS}
SHARED = "shared"  # key of «chia theo khối lượng»
PROBLEMS_SHOWN = 3


def title(count: int) -> str:
    return f"Giao lại {count} hồ sơ" if count > 1 else "Giao lại hồ sơ"


def holders_words(holders: Sequence[str], name_of: Callable[[str], str]) -> str:
    """«đang do Nguyễn Thu Hà giữ»."""
    if len(holders) > 1:
        return f"đang do {len(holders)} người giữ"
    return f"đang do {name_of(holders[0])} giữ" if holders and holders[0] else "chưa giao cho ai"


def choices(
    found: Sequence[Candidate], shared: Mapping[DossierId, str], name_of: Callable[[str], str]
) -> list[tuple[str, object]]:
    """(words, login) for each person; with several dossiers and several people first «chia theo khối lượng»."""
    offered: list[tuple[str, object]] = [(_person(one), one.login) for one in found]
    if len(set(shared.values())) > 1:
        offered.insert(0, (f"Chia theo khối lượng: {_shares(shared, name_of)}", SHARED))
    return offered


def why(key: object, found: Sequence[Candidate]) -> str:
    """Why this one is a good choice, or what to think of."""
    if key == SHARED:
        return "Mỗi hồ sơ đến người đang có ít việc nhất trong lĩnh vực của hồ sơ đó."
    one = next((each for each in found if each.login == key), None)
    if one is None:
        return "Chưa có ai khác nhận hồ sơ ở bộ phận này."
    if one.absent_until is not None:
        return f"Người này đang vắng mặt, có người làm thay đến hết {one.absent_until:%d/%m/%Y}."
    if one.stands_in:
        return "Đang làm thay người giữ hồ sơ, theo quyết định phân công."
    if not one.in_field:
        return "Hiện chưa giữ hồ sơ nào cùng lĩnh vực."
    return "Ít việc nhất trong lĩnh vực này, trong số người đang làm." if _is_best(one, found) else ""


def done_words(after: Sequence[str], name_of: Callable[[str], str]) -> str:
    """«Đã giao 3 hồ sơ cho Trần Quốc Bảo.»"""
    people = Counter(after)
    if len(people) == 1:
        return f"Đã giao {len(after)} hồ sơ cho {name_of(after[0])}."
    return f"Đã giao {len(after)} hồ sơ cho {len(people)} người."


def undone_words(count: int) -> str:
    return f"Đã trả {count} hồ sơ về người giữ trước." if count else "Không hồ sơ nào còn trả về được."


def refused_words(refused: Sequence[tuple[DossierId, CounterError]]) -> str:
    """The first ones that did not go, and how many more there are."""
    shown = [error.what for _, error in refused[:PROBLEMS_SHOWN]]
    more = len(refused) - len(shown)
    return " ".join([*shown, f"Và {more} hồ sơ khác." if more > 0 else ""]).strip()


def news_words(news: Sequence[Assignment], name_of: Callable[[str], str]) -> str:
    """What the officer reads on «Hôm nay»: «Đặng Hữu Phước giao cho bạn 3 hồ sơ lúc 08:05, lý do vắng mặt.»"""
    last = news[0]
    same = all((one.given_by, one.reason) == (last.given_by, last.reason) for one in news)
    if not same:
        return f"Lãnh đạo giao cho bạn {len(news)} hồ sơ, lần cuối lúc {last.at:%H:%M ngày %d/%m}."
    return (
        f"{name_of(last.given_by)} giao cho bạn {len(news)} hồ sơ lúc {last.at:%H:%M ngày %d/%m}, "
        f"lý do: {REASON_WORDS[last.reason]}."
    )


def _person(one: Candidate) -> str:
    absent = ", đang vắng mặt" if one.absent_until is not None else ", làm thay" if one.stands_in else ""
    return f"{one.name}: {one.in_field} cùng lĩnh vực, {one.total} tất cả{absent}"


def _shares(shared: Mapping[DossierId, str], name_of: Callable[[str], str]) -> str:
    people = Counter(shared.values()).most_common()
    return ", ".join(f"{' '.join(name_of(login).split()[-2:])} {count}" for login, count in people)


def _is_best(one: Candidate, found: Sequence[Candidate]) -> bool:
    there = [each for each in found if each.absent_until is None and each.in_field]
    return bool(there) and one.in_field == min(each.in_field for each in there)
