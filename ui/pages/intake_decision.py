"""«Quyết định»: what may be decided, why the rest is not possible now, and the words that must go with it."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLineEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from counter_app.errors import CounterError
from counter_app.model.dossier import Decision
from ui.pages.intake_decision_words import GROUND_HINT, DecisionWords
from ui.presenters.intake import IntakeView
from ui.presenters.intake_decision import DecisionLine, approval_words, proposed, refusal_words
from ui.theme import Tone, font
from ui.widgets.buttons import SecondaryButton
from ui.widgets.facts import ScrollColumn
from ui.widgets.field import Field, commit_composing
from ui.widgets.labels import label
from ui.widgets.panel import Panel
from ui.widgets.tag import Tag

_APPROVAL_WORDS = "Chỉ khi pháp luật cho phép. Lãnh đạo duyệt ở trang Giám sát hoặc ngay tại bàn này."
_APPROVAL_TITLE = "Xin duyệt bổ sung thêm"
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
        self._buttons: list[tuple[QRadioButton, DecisionLine]] = []
        self._group = QButtonGroup(self)
        self._group.buttonClicked.connect(lambda _: self._chosen_by_hand())
        self._made = False

    def show_lines(self, lines: tuple[DecisionLine, ...]) -> None:
        """The decision in hand and its words stay as long as it is allowed."""
        if lines == self._lines and self._made:
            return
        kept, words = self.line, self.words.words if self._made else {}
        late = self._made and self.words.late.isChecked()
        self._lines, self._made = lines, True
        self.clear()
        self._buttons = []
        panel = Panel("Quyết định tiếp nhận", "chọn một; quyết định này dừng đồng hồ")
        panel.setMaximumWidth(760)
        for line in lines:
            panel.add_row(self._option(line), last=line is lines[-1])
        self.column.addWidget(panel)
        self._make_approval()
        self._make_words()
        same = next((one for one in lines if kept and one.key == kept.key and one.allowed), None)
        wanted = same.key if same else str(proposed(lines) or "")
        for button, line in self._buttons:
            button.setChecked(line.key == wanted)
        if same:
            self.words.fill(words)
            self.words.late.setChecked(late)
        self._show_words()

    @property
    def options(self) -> dict[Decision, QRadioButton]:
        return {line.decision: button for button, line in self._buttons if not line.guides}

    @property
    def guide(self) -> QRadioButton:
        """«Hướng dẫn nộp đúng nơi»."""
        return next(button for button, line in self._buttons if line.guides)

    @property
    def line(self) -> DecisionLine | None:
        return next((line for button, line in self._buttons if button.isChecked()), None)

    @property
    def decision(self) -> Decision | None:
        return self.line.decision if self.line else None

    @property
    def said(self) -> tuple[str, str, str | None]:
        """Reason, ground, and the body that has the authority (None: this one has)."""
        found = self.words.words
        guides = self.line is not None and self.line.guides
        return found["reason"], found["ground"], found["guidance"] if guides else None

    @property
    def half_typed(self) -> dict[str, str]:
        """Words of the decision in hand; the decision itself only when it is not the proposed one, or has words."""
        found = dict(self.words.words) if self._made else {}
        line = self.line
        if line is not None and (any(found.values()) or line.key != str(proposed(self._lines) or "")):
            found["decision"] = line.key
        return found

    def restore(self, values: Mapping[str, str]) -> None:
        for button, line in self._buttons:
            if line.key == values.get("decision", "") and button.isEnabled():
                button.setChecked(True)
                self._show_words()
        self.words.fill(values)

    @property
    def ready(self) -> bool:
        """Whether the primary act may be pressed; the use case judges the words themselves."""
        line = self.line
        return line is not None and line.allowed and (not line.late or self.words.late.isChecked())

    def show_approval(self, view: IntakeView) -> None:
        """A further supplement request: a ground to type and send up, or one that waits for a supervisor here."""
        options = {one.decision: one for one in view.options}
        option, refusal = options[Decision.REQUEST_SUPPLEMENT], options[Decision.REFUSE]
        if refusal.approval_waits:
            self._show_waiting_refusal(view)
            return
        approved = bool(view.approval.approved_by) and option.allowed
        self._approval.title.setText(_APPROVAL_TITLE)
        self._approval.setVisible(option.needs_approval or option.approval_waits or approved)
        self._asking.setVisible(option.needs_approval)
        self._ask.setVisible(option.needs_approval)
        self._approve.setVisible(option.approval_waits)
        self._approval_words.setText(approval_words(view) or _APPROVAL_WORDS)

    def _show_waiting_refusal(self, view: IntakeView) -> None:
        """It is answered on the board or here; the words that were sent stand beside it."""
        self._approval.title.setText("Chờ lãnh đạo duyệt từ chối tiếp nhận")
        self._approval.show()
        self._asking.hide()
        self._ask.hide()
        self._approve.show()
        self._approval_words.setText(refusal_words(view))

    def show_approval_error(self, error: CounterError | None) -> None:
        self._asking.show_error(f"{error.what} {error.advice}".strip() if error else "")

    def _make_approval(self) -> None:
        self._approval = Panel(_APPROVAL_TITLE)
        self._approval.setMaximumWidth(760)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(12)
        self._approval_words = label(_APPROVAL_WORDS, "body", "text2", wrap=True)
        self._approval_ground = QLineEdit()
        self._approval_ground.setMaxLength(300)
        self._asking = Field("Căn cứ cho phép &bổ sung thêm", self._approval_ground, GROUND_HINT)
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
        self.words.show_error(error)

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
        self._buttons.append((button, line))
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
        self.words = DecisionWords()
        self.words.chosen.connect(self.chosen)
        self.words.typed.connect(self.typed)
        self.words.earlier.connect(self.earlier)
        self.column.addWidget(self.words)

    def _chosen_by_hand(self) -> None:
        """The words that go with a decision come into sight with it, also in a low window."""
        self._show_words()
        self.widget().layout().activate()
        QTimer.singleShot(0, self.words, lambda: self.ensureWidgetVisible(self.words, 0, 16))

    def _show_words(self) -> None:
        self.words.show_line(self.line)
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
