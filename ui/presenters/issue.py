"""Issuing a result on the page: its parts with their words and frames, moved by hand or left out. Free of Qt."""

from dataclasses import replace

from counter_app.model.issue import Blank, Blanks
from counter_app.model.signature import Box, Placement
from counter_app.workflow.issue import IssuePlan, two_digits

NUMBER, DAY, MONTH, SEAL = "number", "day", "month", "seal"
PARTS = (NUMBER, DAY, MONTH, SEAL)
SEAL_SIDE = 102.0
SEAL_WORDS = "con dấu"
_NAMES = {NUMBER: "Số văn bản", DAY: "Ngày", MONTH: "Tháng", SEAL: "Dấu của cơ quan"}
_ICONS = {NUMBER: "list-todo", DAY: "calendar-days", MONTH: "calendar-days", SEAL: "stamp"}
_FALLBACK = {NUMBER: Box(x=110, y=105, width=40, height=17), DAY: Box(x=390, y=105, width=26, height=17)}


def part_name(key: str) -> str:
    return _NAMES[key]


def part_icon(key: str) -> str:
    return _ICONS[key]


def part_words(plan: IssuePlan, key: str) -> str:
    """What will stand there."""
    if key == NUMBER:
        return two_digits(plan.number, 10)
    if key == DAY:
        return two_digits(plan.day.day, 10)
    return two_digits(plan.day.month, 3) if key == MONTH else SEAL_WORDS


def part_state(plan: IssuePlan, key: str) -> tuple[str, str]:
    """(words, tone): where it goes and how that was found."""
    if key == SEAL:
        if plan.seal.box is None:
            return "không thấy chữ ký hiện trên trang; dấu đặt ở góc dưới phải trang cuối", "warn"
        on_it = f"trang {plan.seal.page}, trùm 1/3 chữ ký của lãnh đạo"
        return on_it if plan.seal_on_signature else _where(plan.seal.page), "text2"
    blank = _blank(plan.blanks, key)
    if blank is None:
        return "không thấy chỗ trống in sẵn; bấm «Thêm» để tự đặt", "warn"
    if blank.filled:
        return f"đã in sẵn «{blank.filled}», để nguyên", "text3"
    return _where(blank.page), "text2"


def _where(page: int) -> str:
    return f"trang {page}, kéo khung để chỉnh"


def box_of(plan: IssuePlan, key: str) -> tuple[int, Box] | None:
    """(page, frame) of a part that will be put on; None: none, or left to the nearest free place."""
    if key == SEAL:
        return (plan.seal.page, plan.seal.box) if plan.seal.box is not None else None
    blank = _blank(plan.blanks, key)
    return (blank.page, blank.box) if blank is not None and not blank.filled else None


def moved(plan: IssuePlan, key: str, box: Box) -> IssuePlan:
    """The same plan with a part elsewhere on its page."""
    if key == SEAL:
        return replace(plan, seal=replace(plan.seal, box=box), seal_on_signature=False)
    blank = _blank(plan.blanks, key)
    assert blank is not None
    return _with(plan, key, replace(blank, box=box))


def added(plan: IssuePlan, key: str, page: int) -> IssuePlan:
    """A part that was not found, at a usual place of `page` to be dragged from."""
    if key == SEAL:
        return replace(plan, seal=Placement(page=page, box=Box(x=300, y=440, width=SEAL_SIDE, height=SEAL_SIDE)))
    box = _FALLBACK.get(key, Box(x=450, y=105, width=26, height=17))
    return _with(plan, key, Blank(page=page, box=box))


def left_out(plan: IssuePlan, key: str) -> IssuePlan:
    """Number and date may be printed already; the seal is never left out."""
    return plan if key == SEAL else _with(plan, key, None)


def _with(plan: IssuePlan, key: str, blank: Blank | None) -> IssuePlan:
    known = {name: _blank(plan.blanks, name) for name in (NUMBER, DAY, MONTH)} | {key: blank}
    return replace(plan, blanks=Blanks(number=known[NUMBER], day=known[DAY], month=known[MONTH]))


def _blank(blanks: Blanks, key: str) -> Blank | None:
    return {NUMBER: blanks.number, DAY: blanks.day, MONTH: blanks.month}[key]


def head_words(plan: IssuePlan) -> str:
    signers = ", ".join(dict.fromkeys(plan.signers))
    return f"{plan.dossier_code} · {plan.file.name} · đã ký: {signers}"


def by_hand_words(plan: IssuePlan) -> str:
    """A scan has no letters to find blanks by: said before anything is placed. Empty when a blank was found."""
    if any(_blank(plan.blanks, key) is not None for key in (NUMBER, DAY, MONTH)):
        return ""
    return (
        "Không tìm được chỗ trống cho số và ngày (tệp quét không có chữ để tìm). Bấm «Thêm» rồi tự kéo khung vào chỗ."
    )


def done_words(number: int, count: int, debt: bool) -> str:
    told = f"Đã phát hành số {two_digits(number, 10)}; {count} chữ ký trên tệp được đọc lại và còn nguyên vẹn."
    return f"{told} Còn nợ dấu thời gian." if debt else told
