"""The outbox in words: what was done here, what stands there. Free of Qt."""

from collections.abc import Sequence
from datetime import datetime

from counter_app.model.dossier import DossierState
from counter_app.workflow.outbox import ListCompared, OutboxLine, Stage
from counter_app.working_time.words import moment_words
from ui.presenters.cell import Cell
from ui.presenters.text import STATE_WORDS

CHIPS = (
    ("waiting", "Còn phải làm", "inbox"),
    ("packed", "Chờ xác nhận", "hourglass"),
    ("differs", "Bên kia ghi khác", "git-compare"),
    ("confirmed", "Đã xác nhận", "circle-check"),
    ("all", "Tất cả", ""),
)
_STAGES = {
    Stage.TO_PACK: ("Chưa lập gói", "circle-dashed", "warn"),
    Stage.PACKED: ("Đã lập gói", "hourglass", ""),
    Stage.DIFFERS: ("Ghi khác", "git-compare", "bad"),
    Stage.CONFIRMED: ("Đã xác nhận", "circle-check", "good"),
}
_EMPTY = {
    "waiting": ("Không còn việc nào phải nhập sang hệ thống của tỉnh", "Mọi bước của tháng qua đã có gói."),
    "packed": ("Không có gói nào chờ xác nhận", "Gói đã lập mà chưa thấy ở bên kia sẽ ở đây."),
    "differs": ("Không có hồ sơ nào bên kia ghi khác", "Đối chiếu danh sách xuất từ hệ thống của tỉnh để biết."),
    "confirmed": ("Chưa có bước nào được xác nhận", "Đối chiếu danh sách, hoặc đánh dấu khi đã thấy ở bên kia."),
    "all": ("Chưa có bước nào trong tháng qua", "Tiếp nhận, bổ sung, kết quả, trả kết quả sẽ hiện ở đây."),
}


def by_chip(lines: Sequence[OutboxLine]) -> dict[str, list[OutboxLine]]:
    return {
        "waiting": [line for line in lines if line.stage in (Stage.TO_PACK, Stage.DIFFERS)],
        "packed": [line for line in lines if line.stage is Stage.PACKED],
        "differs": [line for line in lines if line.stage is Stage.DIFFERS],
        "confirmed": [line for line in lines if line.stage is Stage.CONFIRMED],
        "all": list(lines),
    }


def cells(line: OutboxLine, now: datetime) -> dict[str, Cell]:
    words, icon, tone = _STAGES[line.stage]
    packed = "—" if line.packed_at is None else moment_words(line.packed_at, now)
    again = f"lần {line.attempts}" if line.attempts > 1 else ""
    return {
        "stage": Cell(text=words, icon=icon, tag=tone)
        if tone
        else Cell(text=words, icon=icon, icon_token="text2", tone="text2"),
        "code": Cell(text=line.code, second=line.procedure_name, weight=500),
        "step": Cell(text=line.step, second=moment_words(line.step_at, now)),
        "packed": Cell(text=packed, second=again, tone="text2"),
        "there": Cell(text=_there(line), second=_source(line, now), tone="bad" if line.there else "text2"),
        "holder": Cell(text=line.holder_name, tone="text2"),
    }


def empty_words(chip: str) -> tuple[str, str]:
    return _EMPTY[chip]


def foot_words(count: int, chosen: int) -> str:
    return f"{count} hồ sơ · đang chọn {chosen}" if chosen else f"{count} hồ sơ"


def packed_words(count: int, missing: int) -> str:
    told = f"Đã lập {count} gói"
    return f"{told}; {missing} gói còn thiếu thông tin, xem việc cần nhập." if missing else f"{told}."


def compared_words(found: ListCompared) -> str:
    return (
        f"Xác nhận {found.confirmed} hồ sơ, {found.differing} hồ sơ bên kia ghi khác, "
        f"{found.not_there} hồ sơ không có trong danh sách."
    )


def _there(line: OutboxLine) -> str:
    if line.there.isdecimal():
        return STATE_WORDS[DossierState(int(line.there))]
    return "Có" if line.stage is Stage.CONFIRMED else "chưa biết"


def _source(line: OutboxLine, now: datetime) -> str:
    if line.confirmed_at is None:
        return ""
    return f"{line.source or 'đã xem tận nơi'} · {moment_words(line.confirmed_at, now)}"
