"""What the queue says: chips and the filters behind them, one row as cells, the foot, the preview. Free of Qt."""

import array
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace

from counter_app.model.dossier import Channel, DossierState
from counter_app.model.queue import Band, Missing, QueueCounts, QueueFilter, QueueRow
from counter_app.supervision.countdown import Countdown
from counter_app.supervision.missing import missing_words
from ui.presenters.cell import Cell
from ui.presenters.search import MOST
from ui.presenters.text import CHANNEL_ICONS, CHANNEL_WORDS, STATE_WORDS

BAND_WORDS = {
    Band.OVERDUE: "Quá hạn",
    Band.DUE_SOON: "Sắp đến hạn",
    Band.IN_TIME: "Trong hạn",
    Band.NO_TERM: "Chưa có hạn",
}
BAND_TONES = {Band.OVERDUE: "bad", Band.DUE_SOON: "warn", Band.IN_TIME: "good", Band.NO_TERM: "unknown"}
_MISSING_ICONS = {
    Missing.UNCHECKED_COMPONENTS: "scan-line",
    Missing.FAILED_COMPONENTS: "circle-x",
    Missing.UNSIGNED_COMPONENTS: "signature",
    Missing.RESULT: "file-warning",
    Missing.RESULT_SIGNATURE: "signature",
    Missing.APPLICANT: "hourglass",
}
_COUNTDOWN_TONES = {Band.OVERDUE: "bad", Band.DUE_SOON: "warn", Band.IN_TIME: "text", Band.NO_TERM: "text2"}
_WITH_RESULT = (DossierState.ACCEPTED, DossierState.PROCESSING, DossierState.DONE)
_SIGNATURES = (Missing.UNSIGNED_COMPONENTS, Missing.RESULT_SIGNATURE)


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueChip:
    """One way to narrow the list; exactly one of band, states and missing is set, none for everything."""

    key: str
    text: str
    icon: str = ""
    tone: str = "text2"
    group: int = 0
    band: Band | None = None
    states: tuple[DossierState, ...] = ()
    missing: tuple[Missing, ...] = ()  # any of these


CHIPS = (
    QueueChip(key="all", text="Tất cả"),
    QueueChip(key="overdue", text="Quá hạn", icon="octagon-alert", tone="bad", band=Band.OVERDUE),
    QueueChip(key="due_soon", text="Sắp đến hạn", icon="clock-alert", tone="warn", band=Band.DUE_SOON),
    QueueChip(key="in_time", text="Trong hạn", icon="circle-check", tone="good", band=Band.IN_TIME),
    QueueChip(
        key="awaits_intake",
        text="Chờ tiếp nhận",
        group=1,
        states=(DossierState.NEW, DossierState.PAYMENT_REQUESTED),
    ),
    QueueChip(key="supplement", text="Chờ bổ sung", group=1, states=(DossierState.SUPPLEMENT_REQUESTED,)),
    QueueChip(key="processing", text="Đang xử lý", group=1, states=(DossierState.ACCEPTED, DossierState.PROCESSING)),
    QueueChip(key="done", text="Chờ trả kết quả", group=1, states=(DossierState.DONE,)),
    QueueChip(key="unsigned", text="Thiếu chữ ký", icon="signature", group=2, missing=_SIGNATURES),
    QueueChip(key="no_result", text="Chưa có kết quả", icon="file-warning", group=2, missing=(Missing.RESULT,)),
)
_BY_KEY = {chip.key: chip for chip in CHIPS}


def filter_for(key: str, text: str, holder: str, band_filter: Callable[[Band], QueueFilter]) -> QueueFilter:
    """Chip, typed words and «chỉ hồ sơ của tôi», but not what is missing. Words alone look at closed ones too, the
    newest of them."""
    chip = _BY_KEY[key]
    wanted = band_filter(chip.band) if chip.band is not None else QueueFilter(states=chip.states)
    everywhere = bool(text) and key == "all"
    return replace(wanted, text=text, holder=holder, include_closed=everywhere, newest=MOST if everywhere else 0)


def ordered_ids(
    key: str,
    text: str,
    holder: str,
    band_filter: Callable[[Band], QueueFilter],
    ids: Callable[[QueueFilter], "array.array[int]"],
) -> "array.array[int]":
    """The dossiers behind a chip in their order. A chip that stands for several missing things takes any of them."""
    wanted = filter_for(key, text, holder, band_filter)
    lacking = [ids(replace(wanted, missing=missing)) for missing in _BY_KEY[key].missing]
    if not lacking:
        return ids(wanted)
    if len(lacking) == 1:
        return lacking[0]
    any_of = set().union(*lacking)
    return array.array("q", (one for one in ids(wanted) if one in any_of))


def lacking_signature(holder: str, ids: Callable[[QueueFilter], "array.array[int]"]) -> int:
    """How many dossiers lack a signature, each counted once."""
    lacking = [ids(QueueFilter(holder=holder, missing=missing)) for missing in _SIGNATURES]
    return len(set().union(*lacking))


def chip_counts(counts: QueueCounts, lacking_signatures: int) -> dict[str, int]:
    """By chip key. `lacking_signatures`: see `lacking_signature`; the store counts one kind at a time."""
    found = {"all": counts.total}
    for chip in CHIPS[1:]:
        if chip.band is not None:
            found[chip.key] = counts.by_band.get(chip.band, 0)
        elif chip.missing == _SIGNATURES:
            found[chip.key] = lacking_signatures
        elif chip.missing:
            found[chip.key] = counts.by_missing.get(chip.missing[0], 0)
        else:
            found[chip.key] = sum(counts.by_state.get(state, 0) for state in chip.states)
    return found


def cells(row: QueueRow, left: Countdown, window_words: str = "") -> dict[str, Cell]:
    """One row by column key. `window_words`: how long the intake window is, when the countdown runs to its end."""
    term = window_words if row.awaits_intake and window_words else row.term_words
    closed = {} if row.state.open else _closed_cells(row)
    return {
        "band": Cell(text=BAND_WORDS[left.band], tag=BAND_TONES[left.band], explanation=left.text),
        "left": Cell(text=left.text, second=left.due_text, tone=_COUNTDOWN_TONES[left.band], weight=500),
        "code": Cell(text=row.code, weight=500),
        "procedure": Cell(text=row.procedure_name, second=_joined(row.procedure_code, term)),
        "applicant": Cell(text=row.applicant_name, second=row.applicant_number),
        "state": Cell(text=state_words(row), second=CHANNEL_WORDS[row.channel], second_icon=CHANNEL_ICONS[row.channel]),
        "missing": missing_cell(row, left.band),
        "holder": Cell(text=_short(row.holder_name) or "Chưa giao", tone="text2", explanation=row.holder_name),
    } | closed


def _closed_cells(row: QueueRow) -> dict[str, Cell]:
    """Nothing runs any more: what it ended with, and when, instead of a countdown."""
    return {
        "band": Cell(text="Đã đóng", tag="unknown", icon="check"),
        "left": Cell(text=STATE_WORDS[row.state], second=f"{row.state_changed_at:%H:%M ngày %d/%m/%Y}", tone="text2"),
    }


def state_words(row: QueueRow) -> str:
    if row.state is DossierState.NEW and row.supplement_count:
        return f"Đã bổ sung lần {row.supplement_count}"
    return STATE_WORDS[row.state]


def missing_cell(row: QueueRow, band: Band) -> Cell:
    """The first thing that is missing; all of them in the tooltip. A result owed past its due moment is told in red."""
    said = missing_words(row)
    if not said:
        return Cell(text="—", tone="text3")
    owed = row.missing[0] is Missing.RESULT and band is Band.OVERDUE
    tone = "bad" if owed else "text"
    return Cell(
        text=said[0],
        icon=_MISSING_ICONS[row.missing[0]],
        icon_token="bad" if owed else "text2",
        tone=tone,
        explanation="; ".join(said) if len(said) > 1 else "",
    )


def window_words(minutes: int) -> str:
    """«tiếp nhận 8 giờ»: the length of the window as its rule gave it to this dossier."""
    return f"tiếp nhận {minutes // 60} giờ" if minutes > 0 and minutes % 60 == 0 else ""


def is_windowed(row: QueueRow) -> bool:
    return row.awaits_intake and row.due_at is not None and row.channel is Channel.ONLINE


def foot_words(total: int, chosen: int, *, searched: bool = False) -> str:
    """`searched`: closed dossiers were looked at too, of which only the newest are shown."""
    if searched and total >= MOST and not chosen:
        return f"{MOST} hồ sơ mới nhất khớp; gõ thêm chữ để thu hẹp"
    shown = f"{total:,}".replace(",", ".")
    return f"{shown} hồ sơ · đang chọn {chosen}" if chosen else f"{shown} hồ sơ"


def waiting_words(new: int) -> str:
    """What a list that is being used holds back."""
    if new:
        return f"{new} hồ sơ mới đến, sẽ vào đúng chỗ khi bạn rời danh sách"
    return "Thứ tự đã đổi, sẽ xếp lại khi bạn rời danh sách"


@dataclass(frozen=True, slots=True, kw_only=True)
class IdleJob:
    """Something useful when nothing waits; `page` is where it is done."""

    icon: str
    first: str
    second: str
    link: str
    page: str


def idle_jobs(debts: int, pages: frozenset[str]) -> list[IdleJob]:
    """What idle minutes are good for, as far as this role has the page."""
    jobs = [
        IdleJob(
            icon="file-input",
            first="Danh sách từ hệ thống tỉnh",
            second="Nhập lại danh sách để thấy hồ sơ mới.",
            link="Nhập danh sách",
            page="exchange",
        ),
        IdleJob(
            icon="file-check",
            first="Sổ theo dõi hồ sơ",
            second="In sổ của kỳ này để ký cuối ngày.",
            link="Mở báo cáo",
            page="reports",
        ),
    ]
    if debts:
        owed = IdleJob(
            icon="signature",
            first=f"{debts} chữ ký còn nợ dấu thời gian",
            second="Bổ sung khi máy chủ dấu thời gian đã trả lời lại.",
            link="Bổ sung dấu thời gian",
            page="signing",
        )
        jobs.insert(0, owed)
    return [job for job in jobs if job.page in pages]


def preview_lines(row: QueueRow, left: Countdown) -> list[tuple[str, str]]:
    """(label, value) of the quick look."""
    return [
        ("Thủ tục", row.procedure_name),
        ("Mã thủ tục", _joined(row.procedure_code, row.term_words)),
        ("Người nộp", _joined(row.applicant_name, row.applicant_number)),
        ("Trạng thái", _joined(state_words(row), CHANNEL_WORDS[row.channel].lower())),
        ("Hệ thống nhận", f"{row.received_at:%H:%M ngày %d/%m/%Y}"),
        ("Hạn", left.due_text.removeprefix("hạn ") or "Chưa có hạn"),
        ("Còn thiếu", "; ".join(missing_words(row)) or "Không thiếu gì"),
        ("Người giữ", row.holder_name or "Chưa giao"),
    ]


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def _short(name: str) -> str:
    return " ".join(name.split()[-2:])


def page_of(row: QueueRow, pages: Collection[str]) -> str:
    """The page that a dossier opens on for this role; empty: it can only be looked at here."""
    if row.state in _WITH_RESULT and "results" in pages:
        return "results"
    return "intake" if "intake" in pages else ""
