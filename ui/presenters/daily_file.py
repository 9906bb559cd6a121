"""Another counter's file before it is taken in, in words. Free of Qt."""

from collections.abc import Callable, Mapping
from datetime import datetime

from counter_app.clock import vietnam
from counter_app.exchange.daily_file import Relation
from counter_app.model.dossier import Event
from counter_app.model.event_words import event_words
from counter_app.workflow.daily_file import Handed
from counter_app.workflow.daily_take import Line, Shown, Side, Taken
from counter_app.working_time.words import moment_words
from ui.presenters.cell import Cell
from ui.presenters.text import STATE_WORDS

CHIPS = (
    (Relation.CONFLICT, "Cả hai đã sửa", "git-compare"),
    (Relation.NEW, "Sẽ thêm", "plus"),
    (Relation.NEWER_THERE, "Sẽ cập nhật", "download"),
    (Relation.NEWER_HERE, "Ở đây mới hơn", "circle-check"),
    (Relation.SAME, "Như nhau", "circle-check"),
)
_CHOICES = {True: "Lấy của bên gửi", False: "Giữ của quầy này", None: "Chưa chọn"}
_FATES = {
    Relation.NEW: Cell(text="Thêm vào sổ", icon="plus"),
    Relation.NEWER_THERE: Cell(text="Cập nhật theo bên gửi", icon="download"),
    Relation.NEWER_HERE: Cell(text="Giữ nguyên", icon="circle-check", icon_token="good"),
    Relation.SAME: Cell(text="Giữ nguyên", icon="circle-check", icon_token="good"),
}


def cells(line: Line, now: datetime, theirs: bool | None, name_of: Callable[[str], str]) -> dict[str, Cell]:
    fate = _FATES.get(line.relation)
    if fate is None:
        fate = Cell(text=_CHOICES[theirs], icon="git-compare", tone="warn" if theirs is None else "text", weight=500)
    return {
        "code": Cell(text=line.code, second=line.procedure),
        "here": Cell(text="Chưa có", tone="text3") if line.here is None else _side(line.here, now, name_of),
        "there": _side(line.there, now, name_of),
        "fate": fate,
    }


def _side(side: Side, now: datetime, name_of: Callable[[str], str]) -> Cell:
    """State and files; who did what last."""
    files = f"{side.files} tệp, {side.signed} đã ký"
    if side.last_at is None:
        return Cell(text=f"{STATE_WORDS[side.state]} · {files}")
    act = Event(dossier_id=None, at=side.last_at, by=side.last_by, kind=side.last, details={})
    last = f"{moment_words(side.last_at, now)} {name_of(side.last_by)}: {event_words(act)[0]}"
    due = f"\nHẹn trả {side.due_at:%H:%M %d/%m/%Y}" if side.due_at else ""
    return Cell(text=f"{STATE_WORDS[side.state]} · {files}", second=last, explanation=side.applicant + due)


def head_words(shown: Shown) -> str:
    facts = shown.content.facts
    where = " · ".join(part for part in (facts["counter"] or facts["office"], facts["office_code"]) if part)
    return f"Gói của {where}: {len(shown.lines)} hồ sơ, lập lúc {_moment(str(facts['at']))}"


def source_words(shown: Shown) -> str:
    signed = shown.signature
    at = f", lúc {vietnam(signed.signed_at):%H:%M %d/%m/%Y}" if signed.signed_at else ""
    return f"Chữ ký còn nguyên vẹn của {signed.signer}{at}; nơi cấp {signed.issuer} được cơ quan này tin cậy."


def first_chip(shown: Shown) -> str:
    """What needs a person first, else the first that is not empty."""
    return str(next((one for one, *_ in CHIPS if shown.count(one)), Relation.SAME))


def can_take(shown: Shown, theirs: Mapping[int, bool]) -> bool:
    if any(line.place not in theirs for line in shown.conflicts):
        return False
    return any(shown.count(one) for one in (Relation.CONFLICT, Relation.NEW, Relation.NEWER_THERE))


def foot_words(shown: Shown, theirs: Mapping[int, bool]) -> tuple[str, str]:
    """Words and their tone."""
    missing = sum(line.place not in theirs for line in shown.conflicts)
    if missing:
        return f"Còn {missing} hồ sơ cần chọn giữ bên nào.", "warn"
    if not can_take(shown, theirs):
        return "Gói không có gì mới so với sổ.", "text2"
    return "Chưa ghi gì vào sổ.", "text2"


def handed_words(handed: Handed) -> str:
    sealed = "đã mã hóa bằng khóa cơ quan" if handed.sealed else "chưa mã hóa vì cơ quan chưa có khóa, giữ tệp cẩn thận"
    return f"Đã lập gói {handed.path.name}: {len(handed.dossiers)} hồ sơ, {sealed}."


def taken_words(taken: Taken) -> str:
    added, updated, kept = len(taken.added), len(taken.updated), len(taken.kept)
    return f"Đã nhận gói: thêm {added}, cập nhật {updated}, giữ của quầy này {kept} hồ sơ."


def _moment(text: str) -> str:
    return f"{vietnam(datetime.fromisoformat(text)):%H:%M %d/%m/%Y}"
