"""What would change: days, open dossiers with the moments before and after, the document; and what is proposed."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ui.presenters import calendar as presenter
from ui.presenters.calendar_changes import kept_words, moved_rows, moved_words, proposal_words
from ui.presenters.calendar_draft import CalendarDraft
from ui.widgets.buttons import SecondaryButton
from ui.widgets.facts import ScrollColumn
from ui.widgets.field import Field
from ui.widgets.labels import icon_label, label
from ui.widgets.panel import Panel, two_line_row

MOST = 40  # rows shown of each list; the sums count all


class ChangesPanel(ScrollColumn):
    """`document` is asked for unless everything is only expected."""

    def __init__(self) -> None:
        super().__init__(ground="surface", spacing=12)
        self._waiting: Panel | None = None
        self.document = QLineEdit()
        self.document_field = Field(
            "Văn &bản quyết định", self.document, "Ví dụ: Quyết định 1234/QĐ-UBND ngày 10/06/2026"
        )
        self._notes = label("", "small", "text2", wrap=True)
        self._days, self._dossiers = QVBoxLayout(), QVBoxLayout()
        self.nothing = label("Lịch đang đúng như đã lưu.", "body", "text2", wrap=True)
        for part in (self._notes, self.nothing, self.document_field):
            self.column.addWidget(part)
        self.column.addLayout(self._days)
        self.column.addLayout(self._dossiers)

    def show_days(self, draft: CalendarDraft, notes: Sequence[str] = ()) -> None:
        rows = presenter.difference_rows(draft.changes)
        self._notes.setText("\n".join(notes))
        self._notes.setVisible(bool(notes))
        self.nothing.setVisible(not draft.unsaved)
        self.document_field.setVisible(draft.unsaved)
        self.document_field.show_error("")
        self._waiting = Panel("Hồ sơ đang mở", "đang tính…", dense=True) if draft.unsaved else None
        _show(self._dossiers, self._waiting)
        panel = Panel("Ngày thay đổi", f"{len(draft.changes)} ngày", dense=True) if rows else None
        if panel is not None:
            _fill(panel, "calendar-days", rows, "dòng")
        _show(self._days, panel)

    def show_progress(self, done: int, total: int) -> None:
        if self._waiting is not None:
            self._waiting.qualifier.setText(f"đã tính {done} trên {total}…")

    def show_preview(self, preview: Any) -> None:
        """`preview`: of the use case, with the open dossiers whose due moment moves."""
        found, self._waiting = preview.recomputed, None
        panel = Panel("Hồ sơ đang mở", moved_words(found), dense=True)
        _fill(panel, "timer", moved_rows(found), "hồ sơ", kept_words(found))
        self.document_field.setVisible(preview.needs_document)
        _show(self._dossiers, panel)


class ProposalsPanel(ScrollColumn):
    """Days on which a public list of holidays says otherwise; each is taken alone, as expected."""

    def __init__(self, take: Callable[[Any], object], more: Callable[[int], object]) -> None:
        super().__init__(ground="surface", spacing=12)
        self._take = take
        self._more = more
        self._list = QVBoxLayout()
        self.add_year = SecondaryButton("", icon_name="plus")
        self._year = 0
        self.add_year.clicked.connect(lambda _checked=False: self._more(self._year))
        self.column.addWidget(
            label(
                "Danh mục ngày lễ công khai chỉ để tham khảo: nhận từng ngày, ngày đó được ghi là dự kiến "
                "cho đến khi có văn bản.",
                "small",
                "text2",
                wrap=True,
            )
        )
        self.column.addWidget(self.add_year)
        self.column.addLayout(self._list)

    def show_proposals(self, found: Sequence[Any], year: int, *, covered: bool) -> None:
        self._year = year
        self.add_year.setText(f"Thêm năm {year} vào lịch")
        self.add_year.setVisible(not covered)
        panel = Panel(f"Năm {year}", f"{len(found)} ngày khác" if found else "không có ngày nào khác", dense=True)
        for one in found:
            first, second, link = proposal_words(one)
            act = (lambda one=one: self._take(one)) if covered and one.off else None
            panel.add_row(two_line_row("circle-help", first, second, link if act else "", act))
        _show(self._list, panel)


def _fill(panel: Panel, icon_name: str, rows: Sequence[tuple[str, str]], what: str, foot: str = "") -> None:
    """Rows of a panel, cut at `MOST` with what is left in words, then `foot`."""
    ends = [f"và {len(rows) - MOST} {what} nữa"] if len(rows) > MOST else []
    ends += [foot] if foot else []
    for number, (first, second) in enumerate(rows[:MOST], start=1):
        panel.add_row(_row(icon_name, first, second), last=not ends and number == len(rows))
    for number, words in enumerate(ends, start=1):
        line = QVBoxLayout()
        line.setContentsMargins(12, 8, 12, 8)
        line.addWidget(label(words, "small", "text2", wrap=True))
        panel.add_row(line, last=number == len(ends))


def years_shown(day: date) -> tuple[date, date]:
    return date(day.year, 1, 1), date(day.year, 12, 31)


def _row(icon_name: str, first: str, second: str) -> QHBoxLayout:
    """Two lines that wrap, because before and after are both needed in full."""
    line = QHBoxLayout()
    line.setContentsMargins(12, 6, 12, 6)
    line.setSpacing(8)
    line.addWidget(icon_label(icon_name, "text2", 16), 0, Qt.AlignmentFlag.AlignTop)
    words = QVBoxLayout()
    words.setSpacing(0)
    words.addWidget(label(first, wrap=True))
    words.addWidget(label(second, "small", "text2", wrap=True))
    line.addLayout(words, 1)
    return line


def _show(place: QVBoxLayout, widget: QWidget | None) -> None:
    while place.count():
        taken = place.takeAt(0).widget()
        if taken is not None:
            taken.hide()
            taken.deleteLater()
    if widget is not None:
        place.addWidget(widget)
