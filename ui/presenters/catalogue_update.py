"""What a file would change in the catalogue, and what was done to it before, in words. Free of Qt."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from counter_app.catalogue.comparison import FieldChange
from counter_app.catalogue.update import ChangeKind, ProcedureChange
from counter_app.clock import vietnam
from counter_app.workflow.catalogue_history import CatalogueAct
from ui.presenters.catalogue import IN_PROSE, sheet, title_words
from ui.presenters.catalogue_draft import WHAT_WORDS
from ui.presenters.cell import Cell
from ui.presenters.intake_facts import Fact, FactGroup, mark_of
from ui.presenters.text import CHANNEL_WORDS

KINDS = {
    ChangeKind.NEW: ("Mới", "plus"),
    ChangeKind.CHANGED: ("Thay đổi", "git-compare"),
    ChangeKind.GONE: ("Không còn", "circle-x"),
}
ALL, PROSE = "all", "prose"


def proposed(changes: Iterable[ProcedureChange]) -> set[str]:
    """What is ticked at first: all but those that the source no longer has, which a person ends knowingly."""
    return {one.code for one in changes if one.kind is not ChangeKind.GONE}


def shown(changes: Sequence[ProcedureChange], chip: str) -> list[ProcedureChange]:
    if chip == ALL:
        return list(changes)
    if chip == PROSE:
        return [one for one in changes if one.after.unclear and one.kind is not ChangeKind.GONE]
    return [one for one in changes if str(one.kind) == chip]


def counts(changes: Sequence[ProcedureChange]) -> dict[str, int]:
    return {key: len(shown(changes, key)) for key in (ALL, *map(str, ChangeKind), PROSE)}


def cells(change: ProcedureChange, chosen: Collection[str]) -> dict[str, Cell]:
    words, icon = KINDS[change.kind]
    count = len(change.details)
    second = f"{count} điểm khác" if change.kind is ChangeKind.CHANGED else ""
    prose = change.after.unclear and change.kind is not ChangeKind.GONE
    return {
        "tick": Cell(check=change.code in chosen),
        "name": Cell(
            text=title_words(change.after),
            second=" · ".join(part for part in (change.code, change.after.field) if part),
            weight=500,
            explanation=change.after.name,
        ),
        "kind": Cell(text=words, second=second, icon=icon, tone="text2"),
        "mark": Cell(text=IN_PROSE, icon="circle-help", tag="warn") if prose else Cell(),
    }


def details(change: ProcedureChange, day: date) -> list[FactGroup]:
    """A new one whole; of a changed one before and after, line by line."""
    if change.kind is ChangeKind.NEW:
        return sheet(change.after, day)
    if change.kind is ChangeKind.GONE:
        last = change.after.effective_to
        said = f"Nếu cập nhật, thủ tục hết hiệu lực sau ngày {last:%d/%m/%Y}; hồ sơ đã nhận không đổi." if last else ""
        why = Fact(label="Nguồn", value="Cùng lĩnh vực này nhưng nguồn không còn thủ tục.", cited=said)
        return [FactGroup(title="Không còn trong nguồn", facts=(why,))]
    facts = tuple(_fact(change, one) for one in change.details)
    begins = change.after.effective_from
    qualifier = f"áp dụng từ {begins:%d/%m/%Y}" if begins else ""
    return [FactGroup(title=f"{len(facts)} điểm khác", qualifier=qualifier, facts=facts)]


def _fact(change: ProcedureChange, one: FieldChange) -> Fact:
    words = WHAT_WORDS[one.what].capitalize()
    label = f"{words}, {CHANNEL_WORDS[one.channel].lower()}" if one.channel else words
    marked = {"mark": IN_PROSE} if _in_prose(change, one) else mark_of(change.after.source)
    return Fact(
        label=label,
        value=one.after or "bỏ đi",
        cited=f"Trước: {one.before}" if one.before else "Trước: chưa có",
        **marked,
    )


def _in_prose(change: ProcedureChange, one: FieldChange) -> bool:
    terms = next((terms for terms in change.after.terms if terms.channel is one.channel), None)
    if terms is None or not one.after:
        return False
    return (one.what == "term" and terms.term is None) or (
        one.what == "fee" and terms.fee_vnd is None and not terms.fees
    )


def update_words(file: str, told: int, changes: Sequence[ProcedureChange], problems: int) -> str:
    found = counts(changes)
    said = f"«{file}»: {told} thủ tục, trong đó {found['new']} mới, {found['changed']} thay đổi"
    gone = f", {found['gone']} không còn trong nguồn" if found["gone"] else ""
    odd = f" {problems} chỗ máy chưa đọc được thành số, giữ nguyên lời." if problems else ""
    return f"{said}{gone}.{odd}"


def act_words(act: CatalogueAct) -> tuple[str, str, str]:
    """(icon, what, when and by whom)."""
    when = f"{vietnam(act.at):%H:%M %d/%m/%Y} · {act.by}"
    if act.undone_at is not None:
        when += f" · đã hoàn tác {vietnam(act.undone_at):%H:%M %d/%m/%Y}"
    if act.kind == "import_catalogue":
        said = f"Nhập «{act.file}»: {act.added} mới, {act.changed} thay đổi, {act.ended} hết hiệu lực"
        return "file-input", said, when
    if act.kind == "add_procedure":
        return "plus", f"Thêm {act.code}", when
    return "pencil", f"Sửa {act.code} thành bản {act.version}", when
