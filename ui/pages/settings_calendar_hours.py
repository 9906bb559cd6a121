"""Hours of the week by season: what is in force when, and new hours from a date on."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from counter_app.errors import Misuse
from counter_app.working_time.calendar_differences import sessions_words
from counter_app.working_time.days import WEEKDAY_MARKS, HoursPeriod
from ui.presenters import calendar as presenter
from ui.presenters.calendar_draft import CalendarDraft
from ui.widgets.buttons import Link, SecondaryButton
from ui.widgets.facts import ScrollColumn
from ui.widgets.field import Field, commit_composing
from ui.widgets.labels import label


class HoursPanel(ScrollColumn):
    """`changed` is called after every step."""

    def __init__(self, draft: CalendarDraft, changed: Callable[[], object], *, may_edit: bool) -> None:
        super().__init__(ground="surface", spacing=12)
        self._draft, self._changed, self._may_edit = draft, changed, may_edit
        self._day = draft.saved.covered_from
        self.seasons = QVBoxLayout()
        self.seasons.setSpacing(10)
        self.first, self.last = QLineEdit(), QLineEdit()
        self.hours = [QLineEdit() for _ in WEEKDAY_MARKS]
        self.counted = [QCheckBox("tính") for _ in WEEKDAY_MARKS]
        self.apply_button = SecondaryButton("Đặt giờ &mới", icon_name="check")
        self.apply_button.clicked.connect(lambda _checked=False: self.apply())
        self._build()

    def show_day(self, day: date) -> None:
        """The list of seasons, and the fields filled with the hours in force on `day`."""
        self._day = day
        _empty(self.seasons)
        for period in self._draft.data.hours:
            self.seasons.addWidget(self._season(period))
        in_force = self._draft.data.hours_on(day)
        self.first.setText(f"{day:%d/%m/%Y}")
        self.last.clear()
        for weekday, field in enumerate(self.hours):
            sessions = in_force.week.get(weekday, ())
            field.setText(sessions_words(sessions).replace("–", "-"))
            field.setCursorPosition(0)
            self.counted[weekday].setChecked(all(one.counted for one in sessions))
        self.first_field.show_error("")
        self._form.setVisible(self._may_edit)

    def apply(self) -> None:
        commit_composing()
        week = {weekday: (field.text(), self.counted[weekday].isChecked()) for weekday, field in enumerate(self.hours)}
        self._try(lambda: self._draft.change_hours(self.first.text(), self.last.text(), week))

    def _drop(self, first: date) -> None:
        self._try(lambda: self._draft.drop_hours(first))

    def _try(self, act: Callable[[], None]) -> None:
        try:
            act()
        except Misuse as error:
            self.first_field.show_error(str(error))
            return
        self._changed()

    def _season(self, period: HoursPeriod) -> QWidget:
        shown = QWidget()
        column = QVBoxLayout(shown)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        head = QHBoxLayout()
        head.addWidget(label(presenter.period_title(period), "medium"), 1)
        if self._may_edit and period.first != self._draft.data.hours[0].first:
            head.addWidget(Link("Bỏ giờ này", lambda: self._drop(period.first)))
        column.addLayout(head)
        column.addWidget(label("\n".join(presenter.period_lines(period)), "small", "text2", wrap=True))
        return shown

    def _build(self) -> None:
        self.column.addWidget(label("Giờ làm việc đã có", "strong"))
        self.column.addLayout(self.seasons)
        self._form = QWidget()
        column = QVBoxLayout(self._form)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(10)
        column.addWidget(label("Đổi giờ", "strong"))
        self.first_field = Field("Áp dụng &từ ngày", self.first)
        self.last_field = Field("Đến n&gày", self.last)
        self.last.setPlaceholderText("để trống: lâu dài")
        dates = QHBoxLayout()
        dates.setSpacing(8)
        dates.addWidget(self.first_field, 1, Qt.AlignmentFlag.AlignTop)
        dates.addWidget(self.last_field, 1, Qt.AlignmentFlag.AlignTop)
        column.addLayout(dates)
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(6)
        for weekday, mark in enumerate(WEEKDAY_MARKS):
            field, counted = self.hours[weekday], self.counted[weekday]
            field.setAccessibleName(f"Giờ của {mark}")
            field.setPlaceholderText("không làm việc")
            field.returnPressed.connect(self.apply)
            counted.setAccessibleName(f"{mark} tính giờ")
            counted.setToolTip("Bỏ đánh dấu: mở cửa tiếp nhận nhưng không tính vào thời hạn")
            grid.addWidget(label(mark, "small_medium", "text2"), weekday, 0)
            grid.addWidget(field, weekday, 1)
            grid.addWidget(counted, weekday, 2)
        column.addLayout(grid)
        acts = QHBoxLayout()
        acts.addWidget(self.apply_button)
        acts.addStretch(1)
        acts.addWidget(Link("Các ngày như T2", self._as_monday))
        column.addLayout(acts)
        self.column.addWidget(self._form)

    def _as_monday(self) -> None:
        for field in self.hours[1:5]:
            field.setText(self.hours[0].text())


def _empty(layout: QVBoxLayout) -> None:
    while layout.count():
        taken = layout.takeAt(0).widget()
        if taken is not None:
            taken.hide()
            taken.deleteLater()
