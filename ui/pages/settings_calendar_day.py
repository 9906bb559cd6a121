"""The chosen days: what they are and why, and what to make of them."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from counter_app.errors import Misuse
from counter_app.working_time.days import Certainty, day_in
from ui.presenters import calendar as presenter
from ui.presenters.calendar_draft import CalendarDraft
from ui.theme import Tone
from ui.widgets.buttons import SecondaryButton
from ui.widgets.facts import ScrollColumn
from ui.widgets.field import Choice, Field, commit_composing
from ui.widgets.labels import label
from ui.widgets.tag import Tag


class DayPanel(ScrollColumn):
    """`changed` is called after every step. Without `may_edit` it only tells."""

    def __init__(self, draft: CalendarDraft, changed: Callable[[], object], *, may_edit: bool) -> None:
        super().__init__(ground="surface", spacing=12)
        self._draft, self._changed, self._may_edit = draft, changed, may_edit
        self.days: list[date] = []
        self.title = label("", "question", wrap=True)
        self.tag = Tag("", Tone.UNKNOWN)
        self.lines = label("", "body", "text2", wrap=True)
        self.mark = Choice(list(presenter.MARKS))
        self.name, self.other, self.document = QLineEdit(), QLineEdit(), QLineEdit()
        self.expected = QCheckBox("Dự &kiến, chưa có văn bản")
        self.apply_button = SecondaryButton("Gh&i vào lịch", icon_name="check")
        self._build()
        self.mark.currentIndexChanged.connect(lambda _: self._show_fields())
        self.apply_button.clicked.connect(lambda _checked=False: self.apply())
        for field in (self.name, self.other, self.document):
            field.returnPressed.connect(self.apply)

    def show_days(self, days: list[date]) -> None:
        """The facts of the first day speak for all of them; the title says how many there are."""
        same = days == self.days
        self.days = days
        first = day_in(self._draft.data, days[0]) if days else None
        words, icon, tone = presenter.kind_tag(first)
        self.title.setText(presenter.selection_words(days))
        self.tag.set(words, tone, icon, calm=tone == "unknown")
        self.lines.setText("\n".join(presenter.day_lines(first)))
        self._form.setVisible(self._may_edit and first is not None)
        if not same:
            self.mark.set_value(presenter.mark_of(first))
            self.name.setText(first.name if first else "")
            self.other.clear()
            self.document.setText(first.source.document if first else "")
            self.document.setCursorPosition(0)
            self.expected.setChecked(first is not None and first.certainty is Certainty.EXPECTED)
        self._show_fields()

    def focus(self) -> None:
        if self._form.isVisible():
            self.mark.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def apply(self) -> None:
        """Put the choice into the draft; what does not fit stands under its field."""
        commit_composing()
        try:
            self._draft.mark(
                self.days,
                str(self.mark.value),
                name=self.name.text().strip(),
                other=self.other.text(),
                document=self.document.text().strip(),
                expected=self.expected.isChecked(),
            )
        except Misuse as error:
            asked = self.other_field if not self.other_field.isHidden() else self.mark_field
            asked.show_error(str(error))
            return
        self._changed()

    def _show_fields(self) -> None:
        kind = str(self.mark.value)
        for field in (self.mark_field, self.other_field):
            field.show_error("")
        self.name_field.setVisible(kind != "usual")
        self.document_field.setVisible(kind != "usual")
        self.expected.setVisible(kind == "off")
        self.other_field.setVisible(kind in ("swap", "own"))
        self.other_field.caption.setText("Ngày làm &bù" if kind == "swap" else "&Giờ")
        self.other.setPlaceholderText("ví dụ 22/08/2026" if kind == "swap" else "07:30-11:30 13:00-16:00")
        self.other.setAccessibleName("Ngày làm bù" if kind == "swap" else "Giờ")

    def _build(self) -> None:
        self.column.addWidget(self.title)
        line = QHBoxLayout()
        line.addWidget(self.tag)
        line.addStretch(1)
        self.column.addLayout(line)
        self.column.addWidget(self.lines)
        self._form = QWidget()
        column = QVBoxLayout(self._form)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(12)
        self.mark_field = Field("Đánh &dấu là", self.mark)
        self.other_field = Field("&Giờ", self.other)
        self.name_field = Field("&Tên, lý do", self.name)
        self.document_field = Field("&Văn bản", self.document, "Để trống: lấy văn bản ghi lúc lưu lịch")
        for field in (self.mark_field, self.other_field, self.name_field, self.document_field):
            column.addWidget(field)
        column.addWidget(self.expected)
        column.addWidget(self.apply_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addWidget(self._form)
