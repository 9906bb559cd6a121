"""One dossier's result: the file, who has signed it, and the acts that lead to its return."""

from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from counter_app.errors import CounterError
from counter_app.model.dossier import AttachedFile, Dossier
from counter_app.model.finding import Finding
from counter_app.model.person import Person
from counter_app.model.signature import Verification
from counter_app.supervision.countdown import Countdown
from ui.dialogs.files import choose_file
from ui.presenters import results as presenter
from ui.presenters.intake_clock import ClockView
from ui.presenters.results import SignedLine, Step
from ui.widgets.buttons import HintButton, Link, SecondaryButton
from ui.widgets.clock_panel import ClockPanel
from ui.widgets.countdown_badge import CountdownBadge
from ui.widgets.facts import ScrollColumn
from ui.widgets.field import Choice, Field, commit_composing
from ui.widgets.labels import ElidedLabel, icon_label, label, restyle, rule, set_tone
from ui.widgets.signed_lines import SignedLines

WIDTH = 392
PAD = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownResult:
    """What the panel needs to know of one dossier. `checked` None: the signatures are still being looked at."""

    dossier: Dossier
    left: Countdown
    file_words: tuple[str, ...]
    checked: tuple[Verification, ...] | None = None
    findings: tuple[Finding, ...] = field(default_factory=tuple)
    pass_on: tuple[str, str] = ("", "")  # by when it goes to the unit that resolves it, and the tone of that
    term: ClockView | None = None  # None: no processing term is counted here


class ResultPanel(QFrame):
    """Tells what the officer wants; the page does it."""

    attach = Signal(Path)
    sign = Signal()
    issue = Signal(object)  # the file
    hand_over = Signal(str, str)  # unit, receiver
    slip = Signal(str)  # what was scanned from the rating slip
    more = Signal()  # sheets, lateness, feedback
    give_back = Signal(dict)  # receiver, way, identity, tracking, note: as `results.return_result` takes them

    def __init__(self, person: Person) -> None:
        super().__init__()
        self._person = person
        self._dossier: Dossier | None = None
        self.setProperty("ground", "surface")
        self.setProperty("edge", "left")
        self.setFixedWidth(WIDTH)
        self.setAccessibleName("Kết quả của hồ sơ")
        self._build_acts()
        self._place_all()

    @property
    def dossier(self) -> Dossier | None:
        """Whose result is shown."""
        return self._dossier

    def _build_acts(self) -> None:
        self.unit = QLineEdit()
        self.unit_field = Field("Đơn &vị nhận hồ sơ", self.unit)
        self.taker = QLineEdit()
        self.taker_field = Field("Người nhậ&n hồ sơ", self.taker)
        self.hand_over_button = SecondaryButton("&Chuyển xử lý", icon_name="arrow-right")
        self.attach_button = SecondaryButton("Đính &tệp…", icon_name="paperclip")
        self.sign_button = SecondaryButton(presenter.sign_words(self._person), icon_name="signature")
        self.issue_button = SecondaryButton("&Phát hành…", icon_name="stamp")
        self._to_issue: AttachedFile | None = None
        self.receiver = QLineEdit()
        self.receiver_field = Field("&Người nhận kết quả", self.receiver, "Để trống nếu chính người nộp nhận.")
        self.way = Choice([(words, key) for words, key in presenter.WAYS])
        self.way_field = Field("&Hình thức trả", self.way)
        self.proof = QLineEdit()
        self.proof_field = Field("Số giấ&y tờ người nhận", self.proof)
        self.slip_line = QLineEdit()
        self.slip_field = Field(
            "Mã quét trên phiếu đánh &giá", self.slip_line, "Quét ô mà người nộp chọn, trước khi trả kết quả."
        )
        self.slip_line.returnPressed.connect(lambda: self.slip.emit(self.slip_line.text()))
        self.way.currentIndexChanged.connect(lambda _: self._show_proof())
        self.return_button = SecondaryButton("T&rả kết quả và đóng hồ sơ", icon_name="check")
        self.unit.returnPressed.connect(self._hand_over)
        self.hand_over_button.clicked.connect(lambda _checked=False: self._hand_over())
        self.attach_button.clicked.connect(lambda _checked=False: self.choose())
        self.sign_button.clicked.connect(lambda _checked=False: self.sign.emit())
        self.issue_button.clicked.connect(lambda _checked=False: self.issue.emit(self._to_issue))
        self.return_button.clicked.connect(lambda _checked=False: self._give_back())
        self._buttons: dict[Step, HintButton] = {
            Step.HAND_OVER: self.hand_over_button,
            Step.ATTACH: self.attach_button,
            Step.SIGN: self.sign_button,
            Step.ISSUE: self.issue_button,
            Step.RETURN: self.return_button,
        }

    def _place_all(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        area = ScrollColumn(ground="surface", edge=PAD, spacing=12)
        column.addWidget(area, 1)
        self.code, self.badge = ElidedLabel("", "dialog"), CountdownBadge(left=True)
        self.lines = label("", "small", "text2", wrap=True)
        self.error = _ErrorBox()
        self.more_link = Link("Giấy tờ, thời hạn, phản ánh…", self.more.emit, flush=True)
        self.clock = ClockPanel(opened=False, edge=0)
        self.files, self.notes = SignedLines(), SignedLines()
        self.pass_on = label("", "small", "text2", wrap=True)
        hand_over = _section("Chuyển xử lý", self.pass_on, self.unit_field, self.taker_field, self.hand_over_button)
        results = _section("Tệp kết quả", self.files, self.notes)
        self.way_field.setFixedWidth(156)
        returning = _section(
            "Trả kết quả", _row(self.receiver_field, self.way_field), self.proof_field, self.slip_field
        )
        self._sections = {Step.HAND_OVER: hand_over, Step.ATTACH: results, Step.RETURN: returning}
        top = (self.code, self.lines, self.badge, self.more_link, self.clock, self.error)
        for part in (*top, hand_over, results, returning):
            area.column.addWidget(part)
        column.addWidget(self._make_foot())
        stops = [
            self.unit,
            self.taker,
            self.hand_over_button,
            self.receiver,
            self.way,
            self.proof,
            self.slip_line,
            self.attach_button,
            self.sign_button,
            self.issue_button,
        ]
        for before, after in pairwise([*stops, self.return_button]):
            QWidget.setTabOrder(before, after)

    def _make_foot(self) -> QFrame:
        foot = QFrame()
        foot.setProperty("ground", "surface")
        foot.setProperty("edge", "top")
        foot.setFixedHeight(48)
        line = QHBoxLayout(foot)
        line.setContentsMargins(PAD, 0, PAD, 0)
        line.setSpacing(8)
        line.addWidget(self.attach_button)
        line.addStretch(1)
        line.addWidget(self.sign_button)
        line.addWidget(self.issue_button)
        line.addWidget(self.return_button)
        return foot

    def show_result(self, shown: ShownResult) -> None:
        dossier = shown.dossier
        if self._dossier is None or self._dossier.id != dossier.id:
            self.error.hide()
            for each in (self.receiver, self.proof, self.slip_line):
                each.clear()
            self.unit_field.show_error("")
            self.way.set_value(presenter.way_of(dossier))
            self._show_proof()
        self._dossier = dossier
        self.code.setText(dossier.display_code)
        self.lines.setText("\n".join(presenter.head_lines(dossier)))
        self.badge.setVisible(dossier.state.open)
        self.badge.show_countdown(shown.left.band, shown.left.text, shown.left.due_text)
        self.clock.setVisible(shown.term is not None)
        if shown.term is not None:
            self.clock.show_view(shown.term)
        words, tone = shown.pass_on
        self.pass_on.setText(words)
        self.pass_on.setVisible(bool(words))
        set_tone(self.pass_on, tone)
        self._show_files(shown)
        self.notes.show_lines([("", presenter.finding_lines(shown.findings))] if shown.findings else [])
        self._to_issue = presenter.to_issue(dossier, self._person, shown.checked or ())
        self._show_acts(dossier)

    def _show_files(self, shown: ShownResult) -> None:
        groups: list[tuple[str, list[SignedLine]]] = []
        for number, file in enumerate(shown.dossier.results):
            lines = [SignedLine(icon="file-text", token="text2", first=file.name, second=shown.file_words[number])]
            if shown.checked is None:
                lines.append(SignedLine(icon="circle-dashed", token="text2", first="Đang đọc chữ ký…", second=""))
            elif number < len(shown.checked):
                found = shown.checked[number]
                lines += [presenter.verdict_line(found), *presenter.signature_lines(found)]
            groups.append(("", lines))
        if not groups:
            nothing = SignedLine(
                icon="file-plus",
                token="text3",
                first="Chưa có tệp kết quả",
                second="Kéo tệp thả vào trang này hoặc bấm «Đính tệp…»; nhận PDF hoặc ảnh chụp.",
            )
            groups.append(("", [nothing]))
        self.files.show_lines(groups)

    def _show_acts(self, dossier: Dossier) -> None:
        steps = presenter.allowed_steps(dossier, self._person)
        first = presenter.primary_step(dossier, self._person)
        self._sections[Step.HAND_OVER].setVisible(Step.HAND_OVER in steps)
        self._sections[Step.RETURN].setVisible(Step.RETURN in steps)
        self.slip_field.setVisible(presenter.may_rate(dossier))
        for step, button in self._buttons.items():
            waits = step is Step.ISSUE and self._to_issue is not None
            button.setVisible(step in steps or waits)
            restyle(button, role="primary" if step is first or waits else "")

    def show_error(self, error: CounterError) -> None:
        self.error.tell(error.what, error.advice)
        self.set_busy(False)

    def set_busy(self, busy: bool) -> None:
        """While an act is under way none other can be started."""
        for button in self._buttons.values():
            button.setEnabled(not busy)
        if busy:
            self.error.hide()

    def choose(self) -> None:
        path = choose_file(self, "Chọn tệp kết quả")
        if path is not None:
            self.attach.emit(path)

    def show_chosen(self, count: int) -> None:
        """How many dossiers of the list go along."""
        self.hand_over_button.setText(f"&Chuyển {count} hồ sơ" if count > 1 else "&Chuyển xử lý")

    def _hand_over(self) -> None:
        commit_composing()
        unit = " ".join(self.unit.text().split())
        self.unit_field.show_error("" if unit else "Ghi tên đơn vị nhận hồ sơ.")
        if unit:
            self.hand_over.emit(unit, " ".join(self.taker.text().split()))
        else:
            self.unit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _give_back(self) -> None:
        commit_composing()
        way, proof = str(self.way.value), " ".join(self.proof.text().split())
        given = {"receiver": " ".join(self.receiver.text().split()), "way": way}
        self.give_back.emit(given | {presenter.PROOF_NAMES[way]: proof})

    def _show_proof(self) -> None:
        """What proves that it went back: a number shown at the desk, a parcel's number, an address."""
        self.proof_field.set_caption(presenter.PROOF_LABELS[str(self.way.value)])


class _ErrorBox(QFrame):
    """What was refused, and what to do, where the act was asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("panel", "note")
        line = QHBoxLayout(self)
        line.setContentsMargins(12, 8, 12, 8)
        line.setSpacing(8)
        line.addWidget(icon_label("octagon-alert", "bad", 16), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(0)
        self.what, self.advice = label("", "medium", "bad", wrap=True), label("", "small", "text2", wrap=True)
        words.addWidget(self.what)
        words.addWidget(self.advice)
        line.addLayout(words, 1)
        self.hide()

    def tell(self, what: str, advice: str) -> None:
        self.what.setText(what)
        self.advice.setText(advice)
        self.setAccessibleName(f"{what} {advice}".strip())
        self.show()


def _section(title: str, *parts: QWidget) -> QWidget:
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(10)
    column.addWidget(rule("horizontal"))
    column.addWidget(label(title, "strong"))
    for part in parts:
        if isinstance(part, HintButton):
            column.addWidget(part, 0, Qt.AlignmentFlag.AlignRight)
        else:
            column.addWidget(part)
    return made


def _row(first: QWidget, second: QWidget) -> QWidget:
    made = QWidget()
    line = QHBoxLayout(made)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(8)
    line.addWidget(first, 1, Qt.AlignmentFlag.AlignTop)
    line.addWidget(second, 0, Qt.AlignmentFlag.AlignTop)
    return made
