"""A foreign list before it is taken in, in words: its columns, and what would become of its rows. Free of Qt."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import islice

from counter_app.clock import vietnam
from counter_app.exchange.columns import Column
from counter_app.exchange.import_plan import Difference, Planned
from counter_app.exchange.opened_list import ListColumn, Places
from counter_app.model.dossier import DossierState
from counter_app.model.problem import Problem
from counter_app.workflow.list_columns import ListPreview
from ui.presenters.cell import Cell
from ui.presenters.text import STATE_WORDS

COLUMNS, NEW, DIFFERENT, UNCHANGED, BAD = "columns", "new", "different", "unchanged", "bad"
CHIPS = (
    (COLUMNS, "Cột của tệp", "file-text", "text2", 0),
    (NEW, "Sẽ thêm", "plus", "text2", 1),
    (DIFFERENT, "Ghi khác ở đây", "git-compare", "text2", 1),
    (UNCHANGED, "Đã có, không đổi", "circle-check", "text2", 1),
    (BAD, "Không nhập được", "circle-x", "warn", 1),
)
SHOWN = 300  # rows of each kind: enough to see whether the columns are right
MEANINGS = {
    Column.CODE: "Mã hồ sơ",
    Column.PROCEDURE_CODE: "Mã thủ tục",
    Column.PROCEDURE_NAME: "Tên thủ tục",
    Column.FIELD: "Lĩnh vực",
    Column.STATE: "Trạng thái",
    Column.CHANNEL: "Kênh nộp",
    Column.APPLICANT: "Chủ hồ sơ",
    Column.IDENTITY_NUMBER: "Số giấy tờ, mã số thuế",
    Column.ADDRESS: "Địa chỉ",
    Column.PHONE: "Điện thoại",
    Column.SUBMITTED: "Ngày nộp",
    Column.RECEIVED: "Ngày tiếp nhận",
    Column.DUE: "Ngày hẹn trả",
    Column.FINISHED: "Ngày có kết quả",
    Column.RECEIVER: "Người tiếp nhận",
    Column.UNIT: "Đơn vị giải quyết",
    Column.RECEIVING_UNIT: "Đơn vị tiếp nhận",
    Column.NOTE: "Ghi chú",
}
LEFT_OUT = "Bỏ qua"
_MASKED = frozenset({Column.IDENTITY_NUMBER, Column.PHONE})
_FIELDS = {"state": "Trạng thái", "submitted_at": "Ngày nộp", "received_at": "Ngày tiếp nhận", "due_at": "Ngày hẹn trả"}
Cells = dict[str, Cell]


def meaning_items() -> list[tuple[str, object]]:
    return [(LEFT_OUT, ""), *((words, str(column)) for column, words in MEANINGS.items())]


def column_cells(column: ListColumn, places: Places) -> Cells:
    meaning = places.get(column.place)
    return {
        "name": Cell(text=column.name, second=f"cột {_letters(column.place)}", weight=500),
        "samples": Cell(text=" · ".join(samples(column, places)[:3]) or "trống", tone="text2"),
        "meaning": Cell(text=MEANINGS[meaning], icon="check", icon_token="good")
        if meaning
        else Cell(text=LEFT_OUT, tone="text3"),
    }


def samples(column: ListColumn, places: Places) -> tuple[str, ...]:
    """Its first cells; numbers of persons are masked as in every list."""
    hide = places.get(column.place) in _MASKED
    return tuple(_mask(one) if hide else one for one in column.samples)


def counts(shown: ListPreview) -> dict[str, int]:
    plan, read = shown.plan, shown.read
    if plan is None or read is None:
        return {COLUMNS: len(shown.opened.columns)}
    return {
        COLUMNS: len(shown.opened.columns),
        NEW: len(plan.new),
        DIFFERENT: len({one.dossier_id for one in plan.different}),
        UNCHANGED: len(plan.unchanged),
        BAD: len({one.row for one in _problems(shown)}),
    }


def row_lines(shown: ListPreview, chip: str) -> list[tuple[object, Cells]]:
    """The first rows of one kind."""
    plan = shown.plan
    if plan is None:
        return []
    if chip == NEW:
        return [(one.row, _new(one)) for one in plan.new[:SHOWN]]
    if chip == DIFFERENT:
        return [((one.row, one.field), _different(one)) for one in plan.different[:SHOWN]]
    if chip == UNCHANGED:
        return [(code, _unchanged(code)) for code in plan.unchanged[:SHOWN]]
    problems = sorted(_problems(shown), key=lambda one: one.row)
    return [((one.row, one.code), _bad(one)) for one in islice(problems, SHOWN)]


def head_words(shown: ListPreview) -> str:
    opened = shown.opened
    where = f"tiêu đề ở dòng {opened.header_row + 1}"
    rows = f"{len(shown.read.rows)} dòng hồ sơ, " if shown.read else ""
    return f"«{opened.file}»: {rows}{where}, {len(opened.columns)} cột."


def source_words(shown: ListPreview) -> str:
    if shown.saved is not None:
        return f"Ghép cột như lần trước, do {shown.saved.by} chọn ngày {vietnam(shown.saved.at):%d/%m/%Y}."
    if shown.opened.proposed:
        return "Cột được ghép theo tên; sửa chỗ nào chưa đúng, lần sau máy nhớ cho nguồn này."
    return "Chưa nhận ra tên cột nào; chọn nghĩa của từng cột, lần sau máy nhớ cho nguồn này."


def act_words(shown: ListPreview) -> str:
    found = counts(shown)
    if found.get(NEW):
        return f"&Nhập {found[NEW]} hồ sơ"
    return "&Ghi các chỗ khác" if found.get(DIFFERENT) else "&Nhập danh sách"


def can_take(shown: ListPreview) -> bool:
    found = counts(shown)
    return bool(found.get(NEW) or found.get(DIFFERENT))


def foot_words(shown: ListPreview) -> tuple[str, str]:
    """Words and their tone."""
    if shown.refused is not None:
        return f"{shown.refused.what} {shown.refused.advice}", "bad"
    if not can_take(shown):
        return "Danh sách không có gì mới so với sổ.", "text2"
    more = max(counts(shown).values())
    first = f" Mỗi mục chỉ xem {SHOWN} dòng đầu." if more > SHOWN else ""
    return f"Chưa ghi gì vào sổ. Nhập rồi vẫn hoàn tác được cả danh sách.{first}", "text2"


def with_meaning(places: Places, place: int, meaning: Column | None) -> dict[int, Column]:
    """A meaning belongs to one column: who has it now gives it away."""
    kept = {one: column for one, column in places.items() if one != place and column is not meaning}
    return kept if meaning is None else {**kept, place: meaning}


def _problems(shown: ListPreview) -> Iterable[Problem]:
    return (*shown.read.problems, *shown.plan.problems) if shown.read and shown.plan else ()


def _new(one: Planned) -> Cells:
    told = one.dossier
    due = f"hẹn trả {_day(told.due_at)}" if told.due_at else "chưa có hẹn trả"
    return {
        "row": Cell(text=str(one.row), tone="text2", right=True),
        "code": Cell(text=told.code, second=told.procedure_name, weight=500),
        "who": Cell(text=told.applicant.name),
        "told": Cell(text=STATE_WORDS[told.state], second=f"tiếp nhận {_day(told.received_at)}, {due}"),
    }


def _different(one: Difference) -> Cells:
    return {
        "row": Cell(text=str(one.row), tone="text2", right=True),
        "code": Cell(text=one.code, second="giữ như ở đây, ghi lại chỗ khác", weight=500),
        "who": Cell(text=_FIELDS[one.field], tone="text2"),
        "told": Cell(text=f"ở đây: {_value(one.here)}", second=f"danh sách: {_value(one.there)}"),
    }


def _unchanged(code: str) -> Cells:
    return {"code": Cell(text=code, weight=500), "told": Cell(text="đã có, không đổi", tone="text2")}


def _bad(one: Problem) -> Cells:
    what, _, advice = one.sentence.partition(". ")
    return {
        "row": Cell(text=str(one.row), tone="text2", right=True),
        "code": Cell(text=one.subject or "—", weight=500),
        "told": Cell(text=what, second=advice, tone="warn", explanation=one.sentence),
    }


def _value(told: DossierState | datetime | None) -> str:
    if isinstance(told, DossierState):
        return STATE_WORDS[told]
    return "chưa có" if told is None else f"{vietnam(told):%H:%M %d/%m/%Y}"


def _day(moment: datetime) -> str:
    return f"{vietnam(moment):%d/%m/%Y}"


def _mask(number: str) -> str:
    from counter_app.model.text import listed_number

    return listed_number(number)


def _letters(place: int) -> str:
    """As the spreadsheet names it: A, B, …, AA."""
    words: Sequence[str] = []
    while place >= 0:
        words = [chr(65 + place % 26), *words]
        place = place // 26 - 1
    return "".join(words)
