"""«Việc đã làm trước đó…»: which act, when it was really done, the file that proves it, why it is written only now."""

from datetime import datetime

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from counter_app.errors import CounterError
from counter_app.model.dossier import Decision, Dossier
from ui.dialogs.act_form import FileChoice
from ui.dialogs.base import CounterDialog
from ui.presenters import late_record as presenter
from ui.presenters.intake_decision import DecisionLine
from ui.widgets.buttons import PrimaryButton, SecondaryButton
from ui.widgets.field import Choice, DateField, Field, commit_composing
from ui.widgets.labels import label, restyle

_SAID = "Cả hai thời điểm được lưu: lúc làm thật, có tệp chứng minh, và lúc ghi vào máy. Lãnh đạo thấy ở Giám sát."
_FIELDS_OF = {
    "workflow.earlier_without_reason": "why",
    "workflow.earlier_without_evidence": "evidence",
    "workflow.earlier_in_future": "clock",
    "workflow.earlier_before_receipt": "clock",
    "workflow.earlier_before_previous": "clock",
}


class LateRecordDialog(CounterDialog):
    """`answered(values)`: as `late_record.record_decision` takes them; stays open until `accept`."""

    answered = Signal(dict)

    def __init__(
        self, dossier: Dossier, lines: tuple[DecisionLine, ...], chosen: Decision | None, now: datetime, parent: QWidget
    ) -> None:
        qualifier = f"Hồ sơ {dossier.display_code}"
        super().__init__("Việc đã làm trước đó", parent, icon_name="pencil", qualifier=qualifier)
        self._dossier, self._now = dossier, now
        self.body.addWidget(label(_SAID, "body", "text2", wrap=True))
        self._make_fields(lines, now)
        if chosen is not None:
            self.act.set_value(str(chosen))
        self._error = label("", "small", "bad", wrap=True)
        self._error.hide()
        self.body.addWidget(self._error)
        cancel, self.save = SecondaryButton("Thôi", hint="Esc"), PrimaryButton("Ghi lại", hint="Enter")
        cancel.clicked.connect(lambda _checked=False: self.reject())
        self.save.clicked.connect(lambda _checked=False: self._answer())
        self.add_buttons(cancel, self.save)
        self._judge()

    @property
    def decision(self) -> Decision:
        return Decision(str(self.act.value))

    def _make_fields(self, lines: tuple[DecisionLine, ...], now: datetime) -> None:
        self.act = Choice(list(presenter.acts(lines)))
        self.day, self.clock = DateField(), QLineEdit()
        last = min(now, self._dossier.intake_due_at or now)
        self.day.setDate(QDate(last.year, last.month, last.day))
        self.day.setMaximumDate(QDate(now.year, now.month, now.day))
        self.clock.setPlaceholderText("16:30")
        self.clock.setMaxLength(5)
        self.evidence = FileChoice()
        self.why = QLineEdit()
        self.why.setMaxLength(300)
        self.fields = {
            "act": Field("&Việc đã làm", self.act),
            "day": Field("&Ngày làm", self.day),
            "clock": Field("&Giờ làm", self.clock),
            "evidence": Field("&Tệp chứng minh thời điểm: ảnh chụp, bản quét có ngày giờ", self.evidence),
            "why": Field("Vì &sao ghi muộn", self.why, "Ví dụ: mất điện từ 14:00 đến hết buổi chiều"),
        }
        moments = QWidget()
        line = QHBoxLayout(moments)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(12)
        for name, stretch in (("act", 1), ("day", 0), ("clock", 0)):
            line.addWidget(self.fields[name], stretch, Qt.AlignmentFlag.AlignTop)
        self.day.setFixedWidth(112)
        self.clock.setFixedWidth(76)
        self._judged = label("", "small", "text3", wrap=True)
        for part in (moments, self._judged, self.fields["evidence"], self.fields["why"]):
            self.body.addWidget(part)
        self.day.dateChanged.connect(lambda _: self._judge())
        self.clock.textChanged.connect(lambda _: self._judge())

    def show_error(self, error: CounterError) -> None:
        """At the field that it speaks of, else above the buttons."""
        self._tell(_FIELDS_OF.get(error.code, ""), f"{error.what} {error.advice}".strip())
        self.save.setEnabled(True)

    def _tell(self, where: str, words: str) -> None:
        """`where`: evidence, why, or the clock, whose line is as wide as the dialog."""
        for name in ("evidence", "why"):
            self.fields[name].show_error(words if name == where else "")
        restyle(self.clock, invalid="true" if where == "clock" else "false")
        if where == "clock":
            self._say(words, "bad")
        self._error.setText("" if where else words)
        self._error.setVisible(not where)
        if where:
            self.fields[where].control.setFocus()
        self.fit()

    def _say(self, words: str, tone: str) -> None:
        self._judged.setText(words)
        restyle(self._judged, tone=tone)
        self._judged.setVisible(bool(words))

    def _moment(self) -> datetime | None:
        clock = presenter.read_clock(self.clock.text())
        day = self.day.date()
        return None if clock is None else presenter.moment(day.toPython(), clock)  # type: ignore[arg-type]

    def _judge(self) -> None:
        at = self._moment()
        words, tone = presenter.judged(self._dossier, at, self._now) if at else ("", "text3")
        self._say(words, tone)
        restyle(self.clock, invalid="false")
        self.fit()

    def _answer(self) -> None:
        commit_composing()
        at = self._moment()
        if at is None:
            self._tell("clock", "Ghi giờ như 16:30.")
            return
        self.save.setEnabled(False)
        self.answered.emit(
            {
                "decision": self.decision,
                "happened_at": at,
                "why": self.why.text(),
                "evidence": self.evidence.value,
            }
        )
