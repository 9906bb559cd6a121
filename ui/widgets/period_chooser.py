"""Which month, quarter or year is reported: its kind, and one earlier or later."""

from datetime import date, datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QWidget

from counter_app.model.period import Period
from ui.presenters import reports as presenter
from ui.widgets.buttons import IconButton, Segment
from ui.widgets.labels import label


class PeriodChooser(QWidget):
    """`chosen(Period)`. Nothing later than the period of now can be chosen."""

    chosen = Signal(object)

    def __init__(self, now: datetime) -> None:
        super().__init__()
        self._now = now
        self.period = presenter.period_of("month", now.date())
        self.kinds = Segment([(key, words, "", "", "") for key, words in presenter.SPANS.items()], "Loại kỳ báo cáo")
        self.earlier = IconButton("chevron-left", "Kỳ trước (Alt+←)", lambda: self._step(-1), side=32)
        self.later = IconButton("chevron-right", "Kỳ sau (Alt+→)", lambda: self._step(1), side=32)
        for keys, button in (("Alt+Left", self.earlier), ("Alt+Right", self.later)):
            QShortcut(QKeySequence(keys), self).activated.connect(button.click)
        self.words = label("", "strong")
        self.words.setMinimumWidth(104)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        self.kinds.setFixedWidth(210)
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        for part in (self.kinds, self.earlier, self.words, self.later):
            line.addWidget(part)
        line.addStretch(1)
        self.kinds.chosen.connect(self._change_kind)
        self._show()

    def set_now(self, now: datetime) -> None:
        self._now = now
        self._show()

    def choose(self, period: Period) -> None:
        """Show a period and tell it."""
        self.period = period
        self._show()
        self.chosen.emit(period)

    def _change_kind(self, kind: str) -> None:
        """The period of the new kind that the last day of the old one lies in, as far as there is one."""
        day: date = min(self.period.last, self._now.date())
        self.choose(presenter.period_of(kind, day))

    def _step(self, steps: int) -> None:
        self.choose(self.period.shifted(steps))

    def _show(self) -> None:
        self.kinds.set_value(self.period.kind)
        self.words.setText(self.period.words())
        self.later.setEnabled(presenter.may_go_later(self.period, self._now))
        self.setAccessibleName(f"Kỳ báo cáo: {self.period.words()}")
