"""What the supervisor's board says: cards, rows, loads, what stands still, the last list. Free of Qt."""

import array
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any

from counter_app.model.dossier import Event
from counter_app.model.limits import Limits
from counter_app.model.problem import Problem
from counter_app.model.queue import Board, BoardFigure, QueueRow
from counter_app.supervision.board import change_words, near_words, past_day_words, week_words
from counter_app.supervision.countdown import Countdown
from counter_app.working_time.words import moment_words
from ui.presenters.cell import Cell
from ui.presenters.queue import BAND_TONES, BAND_WORDS, missing_cell, state_words
from ui.presenters.scope import Scope, View

PROBLEMS_SHOWN = 3
DAY_HOURS = 8  # what the words call a working day


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One of the four figures. `arrow` is the icon of the change, empty when nothing changed or nothing is known."""

    key: str
    title: str
    icon: str
    icon_token: str
    value: int
    tone: str
    arrow: str
    change: str
    detail: str
    week: str = ""  # «tuần trước 5»

    @property
    def words(self) -> str:
        said = f"{self.title}: {self.value}, {self.change}"
        said = f"{said}, {self.week}" if self.week else said
        return f"{said}. {self.detail}" if self.detail else said


# key: title, icon, token of the icon while there is something, words when there is nothing
FIGURES = {
    "awaiting_intake": ("Chờ tiếp nhận", "inbox", "text2", "không còn hồ sơ chờ tiếp nhận"),
    "intake_due_soon": ("Sắp hết 8 giờ", "clock-alert", "warn", "không hồ sơ nào sắp hết 8 giờ"),
    "overdue": ("Quá hạn", "octagon-alert", "bad", "không hồ sơ nào quá hạn"),
    "missing_signature": ("Thiếu chữ ký", "signature", "text2", "không tệp nào chờ ký"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class StillLine:
    key: str
    icon: str
    words: str
    count: int


_STILL = (
    ("no_state_change", "timer", "Không đổi trạng thái quá {still}"),
    ("waits_for_applicant", "hourglass", "Chờ người nộp bổ sung quá {waiting_days} ngày"),
    ("unsigned_components", "signature", "Có thành phần đạt chưa ký"),
    ("unsigned_result", "signature", "Kết quả chưa ký"),
    ("missing_result", "file-warning", "Đã đến hạn, chưa có tệp kết quả"),
    ("timestamp_debt", "signature", "Có chữ ký nợ dấu thời gian"),
)


def cards(board: Board, oldest: Countdown | None = None) -> list[Card]:
    """The four cards. `oldest`: the countdown of the dossier that is late the longest. A zero is never red."""
    return [_card(figure, board.at, oldest) for figure in board.figures]


def _card(figure: BoardFigure, now: datetime, oldest: Countdown | None) -> Card:
    title, icon, token, nothing = FIGURES[figure.key]
    detail = figure.detail
    if figure.value == 0:
        token, detail = "text2", nothing
    elif figure.key == "overdue" and not detail and oldest is not None:
        detail = f"lâu nhất {oldest.text}"
    change = 0 if figure.before is None else figure.value - figure.before
    return Card(
        key=figure.key,
        title=title,
        icon=icon,
        icon_token=token,
        value=figure.value,
        tone="bad" if figure.key == "overdue" and figure.value else "text",
        arrow="arrow-up" if change > 0 else "arrow-down" if change < 0 else "",
        change=change_words(figure, now),
        detail=detail,
        week=week_words(figure),
    )


_BAND_ICONS = {"bad": "octagon-alert", "warn": "clock-alert", "good": "circle-check", "unknown": "circle-dashed"}


def next_cells(row: QueueRow, left: Countdown, now: datetime, *, may_give: bool = False) -> dict[str, Cell]:
    """A dossier that will be overdue: how long still, which, who holds it, what it lacks. `may_give`: on to others."""
    tone = BAND_TONES[left.band]
    due = near_words(row.due_at, now) if row.due_at else ""
    missing = missing_cell(row, left.band)
    return {
        "left": Cell(
            text=left.text,
            second=" · ".join(part for part in (BAND_WORDS[left.band], due) if part),
            icon=_BAND_ICONS[tone],
            icon_token=tone if tone != "unknown" else "text2",
            tone=tone if tone in ("bad", "warn") else "text",
            weight=500,
        ),
        "dossier": Cell(text=row.code, second=row.procedure_name, weight=500),
        "holder": Cell(text=row.holder_name or "Chưa giao"),
        "missing": Cell(text=missing.text, tone="text2", explanation=missing.explanation),
        "open": _act_cell(row, may_give),
    }


def _act_cell(row: QueueRow, may_give: bool) -> Cell:
    words = f"Giao lại hồ sơ {row.code}" if may_give else f"Mở hồ sơ {row.code}"
    return Cell(text="Giao lại" if may_give else "Mở", link=True, right=True, explanation=words)


def overdue_cells(row: QueueRow, left: Countdown, *, may_give: bool = False) -> dict[str, Cell]:
    """A dossier that is overdue: how long, whose it is, where it stands."""
    missing = missing_cell(row, left.band)
    lacks = "" if missing.text == "—" else missing.text[:1].lower() + missing.text[1:]
    holder = row.holder_name or "chưa giao"
    return {
        "code": Cell(text=row.code, icon="octagon-alert", icon_token="bad", weight=500),
        "left": Cell(text=left.text, second=" · ".join(part for part in (holder, lacks) if part), tone="bad"),
        "state": Cell(text=state_words(row), second=row.procedure_name, tone="text2"),
        "open": _act_cell(row, may_give),
    }


def still_lines(board: Board) -> list[StillLine]:
    return [
        StillLine(key=key, icon=icon, words=_still_words(words, board.limits), count=board.standing_still.get(key, 0))
        for key, icon, words in _STILL
    ]


def _still_words(words: str, limits: Limits) -> str:
    """In working days where the hours make whole ones: «2 ngày làm việc», «12 giờ làm việc»."""
    days, rest = divmod(limits.still_hours, DAY_HOURS)
    still = f"{days} ngày làm việc" if days and not rest else f"{limits.still_hours} giờ làm việc"
    return words.format(still=still, waiting_days=limits.waiting_days)


def figure_scope(figure: str, board: Board) -> Scope:
    """The dossiers behind a number of the board; behind one of the four also what it was earlier."""
    views = [View(words="lúc này", read=lambda cases, office: cases.board.dossiers_behind(office, figure))]
    shown = next((one for one in board.figures if one.key == figure), None)
    if shown is not None:
        views = [replace(views[0], words=f"lúc này: {shown.value}")]
        views += [
            View(words=f"{past_day_words(at, board.at)}: {count}", read=partial(_behind_then, figure, at))
            for at, count in ((shown.before_day, shown.before), (shown.week_day, shown.week_before))
            if at is not None and count is not None
        ]
    return Scope(source="Giám sát", title=figure_words(figure, board), views=tuple(views))


def _behind_then(figure: str, at: datetime, cases: Any, office: Any) -> "array.array[int]":
    found: array.array[int] = cases.board.dossiers_behind(office, figure, at=at)
    return found


def figure_words(figure: str, board: Board) -> str:
    """What the list behind a number is called."""
    if figure == "open":
        return "Mọi hồ sơ đang mở"
    if figure in FIGURES:
        return FIGURES[figure][0]
    return next((line.words for line in still_lines(board) if line.key == figure), "")


def late_link(board: Board) -> str:
    """The acts of the last 30 days that were written down later, each with a file that proves it."""
    count = board.standing_still.get("recorded_late", 0)
    return f"{count} việc ghi muộn" if count else "Việc ghi muộn"


def next_link(count: int) -> str:
    return f"Mở cả {count}" if count else ""


def import_words(event: Event | None, name: str, now: datetime) -> tuple[str, str]:
    """When the last list came in and by whom; its name and how much of it went in."""
    if event is None:
        return "Chưa nhập danh sách nào", "Xuất danh sách hồ sơ từ hệ thống tỉnh ra Excel rồi nhập vào đây."
    moment = f"{event.at:%H:%M} hôm nay" if event.at.date() == now.date() else moment_words(event.at, now)
    details = event.details
    bad = details.get("bad") or 0
    took = f"thêm {details.get('added', 0)} trên {details.get('rows', 0)} hồ sơ"
    return f"nhập lần cuối {moment}, {name}", f"{details.get('list', '')}: {took}, {bad} dòng lỗi"


def problem_words(problems: tuple[Problem, ...]) -> list[str]:
    """The first rows that could not be taken, and how many more there are."""
    shown = [problem.sentence for problem in problems[:PROBLEMS_SHOWN]]
    more = len(problems) - len(shown)
    return [*shown, f"… và {more} dòng khác."] if more > 0 else shown
