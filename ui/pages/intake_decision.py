"""«Quyết định»: the four decisions, why some are not possible now, and the words that must go with one."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from counter_app.errors import CounterError
from counter_app.model.dossier import Decision
from ui.presenters.intake import IntakeView
from ui.presenters.intake_decision import LATE_WORDS, DecisionLine, approval_words, proposed
from ui.theme import Tone, font
from ui.widgets.buttons import Link, SecondaryButton
from ui.widgets.facts import ScrollColumn
from ui.widgets.field import Field, commit_composing
from ui.widgets.labels import label
from ui.widgets.panel import Panel
from ui.widgets.tag import Tag

_GROUND_HINT = "Khoản, điều, văn bản; ví dụ: khoản 2 Điều 17 Nghị định 118/2025/NĐ-CP"
_GUIDANCE_HINT = "Chỉ khi không thuộc thẩm quyền của cơ quan này: phiếu sẽ hướng dẫn người nộp đến đó"
_APPROVAL_WORDS = "Chỉ khi pháp luật cho phép. Lãnh đạo duyệt ở trang Giám sát hoặc ngay tại bàn này."
_INDENT = 36


class DecisionSheet(ScrollColumn):
    """`chosen` when another decision or word makes the primary act possible or not."""

    chosen = Signal()
    typed = Signal()
    ask_approval = Signal(str)  # the ground
    approve_here = Signal()
    earlier = Signal()  # it was taken before, and is written down only now

    def __init__(self) -> None:
        super().__init__()
        self._lines: tuple[DecisionLine, ...] = ()
        self.options: dict[Decision, QRadioButton] = {}
        self._group = QButtonGroup(self)
        self._group.buttonClicked.connect(lambda _: self._chosen_by_hand())
        self._made = False
        self._fields: dict[str, Field] = {}

    def show_lines(self, lines: tuple[DecisionLine, ...]) -> None:
        """The decision in hand and its words stay as long as it is allowed."""
        if lines == self._lines and self._made:
            return
        kept = self.decision
        reason, ground, late, guidance = self.reason, self.ground, self.late_agreed, self.guidance
        self._lines, self._made = lines, True
        self.clear()
        self.options = {}
        panel = Panel("Quyết định tiếp nhận", "chọn một; quyết định này dừng đồng hồ")
        panel.setMaximumWidth(760)
        for line in lines:
            panel.add_row(self._option(line), last=line is lines[-1])
        self.column.addWidget(panel)
        self._make_approval()
        self._make_words()
        allowed = {line.decision for line in lines if line.allowed}
        wanted = kept if kept in allowed else proposed(lines)
        if wanted is not None:
            self.options[wanted].setChecked(True)
        self._reason.setPlainText(reason if kept == wanted else "")
        self._ground.setText(ground if kept == wanted else "")
        self._guidance.setText(guidance if kept == wanted else "")
        self._late.setChecked(late and kept == wanted)
        self._show_words()

    @property
    def decision(self) -> Decision | None:
        return next((one for one, button in self.options.items() if button.isChecked()), None)

    @property
    def line(self) -> DecisionLine | None:
        return next((line for line in self._lines if line.decision is self.decision), None)

    @property
    def reason(self) -> str:
        return self._reason.toPlainText().strip() if self._made else ""

    @property
    def ground(self) -> str:
        return self._ground.text().strip() if self._made else ""

    @property
    def late_agreed(self) -> bool:
        return self._late.isChecked() if self._made else False

    @property
    def half_typed(self) -> dict[str, str]:
        """Words of the decision in hand; the decision itself only when it is not the proposed one, or has words."""
        found = {"reason": self.reason, "ground": self.ground, "guidance": self.guidance}
        decision = self.decision
        if decision is not None and (any(found.values()) or decision is not proposed(self._lines)):
            found["decision"] = str(decision)
        return found

    def restore(self, values: Mapping[str, str]) -> None:
        wanted = values.get("decision", "")
        button = self.options.get(Decision(wanted)) if wanted else None
        if button is not None and button.isEnabled():
            button.setChecked(True)
            self._show_words()
        self._reason.setPlainText(values.get("reason", ""))
        self._ground.setText(values.get("ground", ""))
        self._guidance.setText(values.get("guidance", ""))

    @property
    def guidance(self) -> str:
        """The body that has the authority; empty: this one has."""
        refused = self.decision is Decision.REFUSE
        return self._guidance.text().strip() if self._made and refused else ""

    @property
    def ready(self) -> bool:
        """Whether the primary act may be pressed; the use case judges the words themselves."""
        line = self.line
        return line is not None and line.allowed and (not line.late or self.late_agreed)

    def show_approval(self, view: IntakeView) -> None:
        """A further supplement request: a ground to type and send up, or one that waits for a supervisor here."""
        option = next(one for one in view.options if one.decision is Decision.REQUEST_SUPPLEMENT)
        approved = bool(view.approval.approved_by) and option.allowed
        self._approval.setVisible(option.needs_approval or option.approval_waits or approved)
        self._asking.setVisible(option.needs_approval)
        self._ask.setVisible(option.needs_approval)
        self._approve.setVisible(option.approval_waits)
        self._approval_words.setText(approval_words(view) or _APPROVAL_WORDS)

    def show_approval_error(self, error: CounterError | None) -> None:
        self._asking.show_error(f"{error.what} {error.advice}".strip() if error else "")

    def _make_approval(self) -> None:
        self._approval = Panel("Xin duyệt yêu cầu bổ sung thêm lần nữa")
        self._approval.setMaximumWidth(760)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(12)
        self._approval_words = label(_APPROVAL_WORDS, "body", "text2", wrap=True)
        self._approval_ground = QLineEdit()
        self._approval_ground.setMaxLength(300)
        self._asking = Field("Căn cứ cho phép &bổ sung thêm", self._approval_ground, _GROUND_HINT)
        self._ask = SecondaryButton("Gửi lãnh đạo duyệt")
        self._ask.clicked.connect(lambda _checked=False: self.ask_approval.emit(self._approval_ground.text().strip()))
        self._approve = SecondaryButton("Lãnh đạo duyệt tại bàn này…")
        self._approve.clicked.connect(lambda _checked=False: self.approve_here.emit())
        for part in (self._approval_words, self._asking):
            column.addWidget(part)
        for button in (self._ask, self._approve):
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        self._approval.body.addWidget(inner)
        self._approval.hide()
        self.column.addWidget(self._approval)

    def commit(self) -> None:
        commit_composing()

    def show_error(self, error: CounterError | None) -> None:
        words = f"{error.what} {error.advice}".strip() if error else ""
        ground = bool(error and error.code.startswith("intake.ground_"))
        self._fields["reason"].show_error("" if ground else words)
        self._fields["ground"].show_error(words if ground else "")
        if error is not None:
            wanted = self._ground if ground else self._reason
            if wanted.isVisible():
                wanted.setFocus(Qt.FocusReason.OtherFocusReason)

    def _option(self, line: DecisionLine) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(2)
        button = QRadioButton(line.title)
        button.setEnabled(line.allowed)
        button.setFont(font("medium"))
        reasons = " ".join(f"{what} {advice}" for what, advice in (*line.obstacles, *line.cautions))
        button.setAccessibleDescription(reasons or line.effect)
        button.setToolTip(reasons)
        self._group.addButton(button)
        self.options[line.decision] = button
        column.addWidget(button)
        if line.allowed:
            column.addWidget(_indented(line.effect, "text2"))
        for what, advice in line.obstacles:
            column.addWidget(_indented(what, "text2"))
            column.addWidget(_indented(advice, "text3"))
        for what, advice in line.cautions:
            column.addWidget(_caution(what))
            column.addWidget(_indented(advice, "text3"))
        return column

    def _make_words(self) -> None:
        self._words = Panel()
        self._words.setMaximumWidth(760)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(12)
        self._late = QCheckBox(LATE_WORDS)
        self._late.toggled.connect(lambda _: self.chosen.emit())
        self._earlier = Link("Việc đã làm trước đó…", self.earlier.emit, flush=True)
        self._earlier.setToolTip("Đã quyết định trong khoảng 8 giờ, có giấy tờ chứng minh, nay mới ghi vào máy")
        self._reason, self._ground = QPlainTextEdit(), QLineEdit()
        self._reason.setTabChangesFocus(True)
        self._reason.setFixedHeight(72)
        self._ground.setMaxLength(300)
        self._guidance = QLineEdit()
        self._guidance.setMaxLength(200)
        self._reason.textChanged.connect(self.typed.emit)
        for line in (self._ground, self._guidance):
            line.textEdited.connect(lambda _: self.typed.emit())
        self._fields = {
            "reason": Field("&Lý do", self._reason),
            "ground": Field("&Căn cứ pháp lý", self._ground, _GROUND_HINT),
            "guidance": Field("Cơ quan có &thẩm quyền", self._guidance, _GUIDANCE_HINT),
        }
        column.addWidget(self._late)
        column.addWidget(self._earlier, 0, Qt.AlignmentFlag.AlignLeft)
        for field in self._fields.values():
            column.addWidget(field)
        self._words.body.addWidget(inner)
        self.column.addWidget(self._words)

    def _chosen_by_hand(self) -> None:
        """The words that go with a decision come into sight with it, also in a low window."""
        self._show_words()
        self.widget().layout().activate()
        QTimer.singleShot(0, self._words, lambda: self.ensureWidgetVisible(self._words, 0, 16))

    def _show_words(self) -> None:
        line = self.line
        for part in (self._late, self._earlier):
            part.setVisible(bool(line and line.late))
        reason, ground = self._fields["reason"], self._fields["ground"]
        reason.setVisible(bool(line and line.reason_label))
        reason.caption.setText(line.reason_label if line else "")
        ground.setVisible(bool(line and line.needs_legal_ground))
        self._fields["guidance"].setVisible(bool(line and line.decision is Decision.REFUSE))
        self._words.setVisible(bool(line and (line.late or line.reason_label)))
        self.show_error(None)
        self.chosen.emit()


def _indented(words: str, tone: str) -> QWidget:
    made = label(words, "small", tone, wrap=True)
    made.setContentsMargins(_INDENT - 12, 0, 0, 0)
    return made


def _caution(words: str) -> QWidget:
    part = QWidget()
    line = QHBoxLayout(part)
    line.setContentsMargins(_INDENT - 12, 2, 0, 0)
    line.setSpacing(6)
    line.addWidget(Tag("Cảnh báo", Tone.WARN, "triangle-alert"), 0, Qt.AlignmentFlag.AlignTop)
    line.addWidget(label(words, "small", "text2", wrap=True), 1)
    return part
