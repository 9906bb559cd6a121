"""Right side of «Kiểm tra»: the officer's verdict on a component, and what the machine found in its file."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from counter_app.errors import CounterError
from counter_app.model.dossier import Component, ComponentVerdict, PaperKind
from ui.pages.intake_validity import PaperValidity
from ui.presenters.intake import PAPER_WORDS
from ui.presenters.intake_check import CheckView, FindingLine
from ui.theme import Tone
from ui.widgets.buttons import Link, Segment
from ui.widgets.field import Choice, Field, commit_composing
from ui.widgets.labels import icon_label, label, restyle, rule
from ui.widgets.number_mark import NumberMark

SAVE_MS = 800  # a power cut loses at most the keystrokes of the last second
_VERDICTS = {
    "pass": ComponentVerdict.PASS,
    "fail": ComponentVerdict.FAIL,
    "open": ComponentVerdict.NOT_CHECKED,
}
_KEYS = {verdict: key for key, verdict in _VERDICTS.items()}


class CheckPanel(QWidget):
    """`changed(verdict, remark, paper kind)`: something to write down; `show_page(number)`; `recognise`."""

    changed = Signal(object, str, object)
    show_page = Signal(int)
    recognise = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._component: Component | None = None
        self._pending = ComponentVerdict.NOT_CHECKED
        self._later = QTimer(self, singleShot=True, interval=SAVE_MS)
        self._later.timeout.connect(self._tell)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._make_verdict())
        column.addWidget(rule("horizontal"))
        self._found = QVBoxLayout()
        self._found.setSpacing(0)
        column.addLayout(self._found)
        self._details: QWidget | None = None
        self._shown: CheckView | None = None

    def _make_verdict(self) -> QWidget:
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(16, 11, 16, 14)
        column.setSpacing(8)
        self.title = label("", "strong", wrap=True)
        column.addWidget(self.title)
        self.segment = Segment(
            [
                ("pass", "Đạt", "circle-check", "good", "F6"),
                ("fail", "Không đạt", "circle-x", "bad", "F7"),
                ("open", "Chưa kiểm tra", "circle-dashed", "accent", ""),
            ],
            "Kết quả kiểm tra",
        )
        self.segment.button("pass").setToolTip("F6: đạt · F9: đạt và sang thành phần kế tiếp")
        self.segment.chosen.connect(self._choose)
        column.addWidget(self.segment)
        fields = QHBoxLayout()
        fields.setSpacing(8)
        self.paper = Choice([(words, kind) for kind, words in PAPER_WORDS.items()])
        self.paper.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.paper.activated.connect(lambda _: self._tell())
        self.remark = QLineEdit()
        self.remark.setMaxLength(500)
        self.remark.textEdited.connect(self._typed)
        self.remark.editingFinished.connect(self.flush)
        for field in (Field("&Loại giấy tờ", self.paper), Field("&Ghi chú cho người nộp", self.remark)):
            field.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Maximum)
            fields.addWidget(field, 1)
        column.addLayout(fields)
        column.addWidget(self._make_error())
        self.validity = PaperValidity()
        column.addWidget(self.validity)
        return part

    def _make_error(self) -> QWidget:
        self._error = QWidget()
        line = QHBoxLayout(self._error)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(4)
        self._error_words = label("", "small", "bad", wrap=True)
        line.addWidget(icon_label("circle-x", "bad", 14), 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self._error_words, 1)
        self._error.hide()
        return self._error

    def set_dense(self, dense: bool) -> None:
        """Less room: the open verdict's words shrink, so that the three stay side by side."""
        button = self.segment.button("open")
        button.setText("Chưa xem" if dense else "Chưa kiểm tra")
        button.setToolTip("Chưa kiểm tra" if dense else "")

    @property
    def error(self) -> str:
        return self._error_words.text() if not self._error.isHidden() else ""

    def show_component(self, component: Component, editable: bool, months: int = 0) -> None:
        """The same component keeps what is being typed; another one starts from what is written down."""
        other = self._component is None or self._component.id != component.id
        self._component = component
        self.title.setText(f"{component.number}. {component.name}")
        self.validity.show_component(component, editable, months)
        for part in (self.segment, self.paper, self.remark):
            part.setEnabled(editable)
        if other:
            self.show_error(None)
        if other or not (self._later.isActive() or self.error):
            self._pending = component.verdict
            self.segment.set_value(_KEYS[component.verdict])
        if other or not self._later.isActive():
            self.paper.set_value(component.paper_kind)
            if (other or not self.remark.hasFocus()) and not self.error:
                self.remark.setText(component.remark)
        self.remark.setToolTip(component.remark)

    def show_error(self, error: CounterError | None) -> None:
        words = f"{error.what} {error.advice}".strip() if error else ""
        self._error_words.setText(words)
        self._error.setVisible(bool(words))
        restyle(self.remark, invalid="true" if words else "false")
        self.remark.setAccessibleDescription(words)
        if error is not None and error.code == "workflow.fail_without_remark":
            self.remark.setFocus(Qt.FocusReason.OtherFocusReason)
        elif error is not None and self._component is not None and error.code.startswith("workflow.pass"):
            self._pending = self._component.verdict
            self.segment.set_value(_KEYS[self._pending])

    def flush(self) -> None:
        """Write down at once what still waits; also a word that is being composed."""
        if self._later.isActive():
            self._tell()

    @property
    def half_typed(self) -> dict[str, str]:
        """What the register does not have yet: a verdict without its remark, words that still wait."""
        component = self._component
        if component is None or not self.remark.isEnabled():
            return {}
        words = self.remark.text() if self.remark.text().strip() != component.remark else ""
        verdict = _KEYS[self._pending] if self._pending is not component.verdict else ""
        return {"remark": words, "verdict": verdict}

    def forget(self) -> None:
        """What was typed here is not wanted any more: the next `show_component` shows what is written down."""
        self._later.stop()
        self._component = None

    def restore(self, remark: str, verdict: str) -> None:
        """Half typed words of before; written down as if they had just been typed."""
        if verdict in _VERDICTS:
            self._pending = _VERDICTS[verdict]
            self.segment.set_value(verdict)
        if remark:
            self.remark.setText(remark)
        if remark or verdict:
            self._tell()

    def _typed(self, _words: str) -> None:
        """Started by the first key, not put off by the next ones: however long one types, at most a second is lost."""
        if not self._later.isActive():
            self._later.start()

    def _choose(self, key: str) -> None:
        self._pending = _VERDICTS[key]
        self._tell()

    def _tell(self) -> None:
        commit_composing()
        self._later.stop()
        kind = PaperKind(str(self.paper.value))  # Qt gives a text enumeration back as text
        self.changed.emit(self._pending, self.remark.text(), kind)

    # What the machine found

    def show_waiting(self) -> None:
        self._clear()
        self._add_head("đang xem tệp…")

    def show_nothing(self, words: str) -> None:
        self._clear()
        self._add_head("")
        self._found.addWidget(_padded(label(words, "body", "text2", wrap=True)))

    def show_trouble(self, error: CounterError) -> None:
        self._clear()
        self._add_head("")
        self._found.addWidget(_padded(label(f"{error.what} {error.advice}", "body", "bad", wrap=True)))

    def show_check(self, view: CheckView) -> None:
        if view == self._shown:
            return
        self._clear()
        self._shown = view
        self._add_head(view.qualifier)
        for finding in view.findings:
            self._found.addWidget(rule("horizontal"))
            self._found.addWidget(self._finding(finding))
        if view.passed or view.details:
            self._found.addWidget(rule("horizontal"))
            self._found.addWidget(self._passed(view))

    def _clear(self) -> None:
        while self._found.count():
            taken = self._found.takeAt(0).widget()
            if taken is not None:
                taken.hide()
                taken.deleteLater()
        self._details = None
        self._shown = None

    def _add_head(self, qualifier: str) -> None:
        head = QWidget()
        line = QHBoxLayout(head)
        line.setContentsMargins(16, 9, 16, 9)
        line.setSpacing(8)
        line.addWidget(label("Máy đã kiểm tra", "strong"))
        line.addWidget(label(qualifier, "small", "text2"), 1)
        self._found.addWidget(head)

    def _finding(self, finding: FindingLine) -> QWidget:
        row = QFrame()
        row.setAccessibleName(f"Điều {finding.number}: {finding.first} {finding.second}")
        line = QHBoxLayout(row)
        line.setContentsMargins(16, 9, 16, 9)
        line.setSpacing(8)
        line.addWidget(NumberMark(finding.number, Tone(finding.tone)), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(label(finding.first, "medium", wrap=True))
        words.addWidget(label(finding.second, "small", "text2", wrap=True))
        if finding.page is not None:
            page = finding.page
            link = Link(f"Xem trang {page}", lambda: self.show_page.emit(page), flush=True)
            words.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
        if finding.recognisable and self.remark.isEnabled():
            act = Link("Thêm lớp chữ (OCR)", self.recognise.emit, flush=True)
            words.addWidget(act, 0, Qt.AlignmentFlag.AlignLeft)
        line.addLayout(words, 1)
        return row

    def _passed(self, view: CheckView) -> QWidget:
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(16, 9, 16, 9)
        column.setSpacing(6)
        line = QHBoxLayout()
        line.setSpacing(8)
        token = "good" if view.passed else "text2"
        line.addWidget(icon_label("circle-check" if view.passed else "info", token, 16), 0, Qt.AlignmentFlag.AlignTop)
        words = label(view.passed or "Chưa có điều nào đạt để kể ra.", "body", "text2", wrap=True)
        words.setAlignment(Qt.AlignmentFlag.AlignTop)
        line.addWidget(words, 1)
        details = Link("Chi tiết", self._toggle_details, flush=True)
        details.setFixedHeight(18)
        line.addWidget(details, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(line)
        self._details = QWidget()
        lines = QVBoxLayout(self._details)
        lines.setContentsMargins(24, 0, 0, 0)
        lines.setSpacing(2)
        for said in view.details:
            lines.addWidget(label(said, "small", "text2", wrap=True))
        self._details.hide()
        column.addWidget(self._details)
        return part

    def _toggle_details(self) -> None:
        if self._details is not None:
            self._details.setVisible(self._details.isHidden())


def _padded(widget: QWidget) -> QWidget:
    part = QWidget()
    line = QVBoxLayout(part)
    line.setContentsMargins(16, 0, 16, 12)
    line.addWidget(widget)
    return part
