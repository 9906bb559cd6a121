"""A supplement during processing: what is to come again, why, and on which ground; then the papers when they come."""

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from counter_app.errors import CounterError
from counter_app.model.dossier import Component
from ui.pages.results_life_parts import DONE_WORDS
from ui.presenters.supplement import SupplementView
from ui.widgets.buttons import Link, SecondaryButton
from ui.widgets.field import Field, commit_composing
from ui.widgets.labels import label
from ui.widgets.panel import Panel
from ui.widgets.signed_lines import SignedLines

if TYPE_CHECKING:
    from ui.pages.results_life import LifeView

_NAME_WIDTH = 284
_GROUND = "&Căn cứ pháp lý"
_GROUND_HINT = "Khoản, điều, văn bản; ví dụ: khoản 4 Điều 19 Nghị định 118/2025/NĐ-CP"
_NOTHING = "Yêu cầu một lần, bằng phiếu, đủ mọi nội dung. Thời hạn ngừng chạy cho đến khi đủ giấy tờ."


class PaperChoice(QWidget):
    """A paper that must come again: ticked, with what is wrong with it."""

    def __init__(self, part: Component) -> None:
        super().__init__()
        self.part = part
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        name = f"{part.number}. {part.name}"
        self.tick = QCheckBox()
        shown = self.tick.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, _NAME_WIDTH)
        self.tick.setText(shown.replace("&", "&&"))
        self.tick.setToolTip(name if shown != name else "")
        self.tick.setAccessibleName(f"Cần nộp lại {name}")
        self.remark = QLineEdit()
        self.remark.setMaxLength(300)
        self.remark.setPlaceholderText("Cần sửa hoặc nộp lại gì")
        self.remark.setAccessibleName(f"Cần sửa gì ở {name}")
        self.remark.hide()
        self.tick.toggled.connect(self._ticked)
        column.addWidget(self.tick)
        column.addWidget(self.remark)

    def _ticked(self, ticked: bool) -> None:
        self.remark.setVisible(ticked)
        if ticked:
            self.remark.setFocus(Qt.FocusReason.OtherFocusReason)


class SupplementPanel(Panel):
    """`ask(values)`: as `supplement.ask` takes them; `approval(ground)`: a further request is sent up."""

    ask = Signal(dict)
    approval = Signal(str)
    received = Signal()
    to_intake = Signal()

    def __init__(self) -> None:
        super().__init__("Bổ sung hồ sơ")
        self._view: SupplementView | None = None
        self.papers: list[PaperChoice] = []
        inner = QWidget()
        self._column = QVBoxLayout(inner)
        self._column.setContentsMargins(12, 10, 12, 12)
        self._column.setSpacing(12)
        self._nothing, self.lines = label(_NOTHING, "small", "text2", wrap=True), SignedLines()
        self.open_button = SecondaryButton("Yêu cầu &bổ sung…", icon_name="hourglass")
        self.open_button.clicked.connect(lambda _checked=False: self._open())
        self.receive_button = SecondaryButton("Ghi nhận đã &bổ sung đủ", icon_name="inbox")
        self.receive_button.clicked.connect(lambda _checked=False: self.received.emit())
        self.intake_link = Link("Đính, kiểm tra giấy tờ mới ở Tiếp nhận", self.to_intake.emit, flush=True)
        for part in (self._nothing, self.lines, self.intake_link, self.open_button, self.receive_button):
            self._column.addWidget(
                part, 0, Qt.AlignmentFlag.AlignLeft if isinstance(part, Link) else Qt.AlignmentFlag(0)
            )
        self._refusal = label("", "small", "bad", wrap=True)
        self._column.addWidget(self._refusal)
        self._make_form()
        self._make_approval()
        self.buttons = [self.send_button, self.receive_button, self.approval_button]
        self.body.addWidget(inner)

    def show_view(self, view: SupplementView) -> None:
        self.setVisible(view.shown)
        if view == self._view:
            return
        self._view = view
        self.lines.show_lines([("", list(view.lines))] if view.lines else [])
        self._nothing.setVisible(not view.lines)
        self.open_button.setVisible(view.may_ask)
        for part in (self.receive_button, self.intake_link):
            part.setVisible(view.awaited)
        self._approval.setVisible(view.may_approve)
        self.form.hide()
        self._refusal.hide()
        self._fill(view)

    def show_error(self, words: str, code: str) -> None:
        """Beside the field that it speaks of, else beside the button that was pressed."""
        self._refusal.setText("" if self.form.isVisibleTo(self) else words)
        self._refusal.setVisible(bool(self._refusal.text()) and not self._approval.isVisibleTo(self))
        too_late = code == "workflow.supplement_after_return_days"  # the reason stands above the form already
        ground = code.startswith("intake.ground") or too_late
        words = "Ghi căn cứ cho phép trả lại sau thời hạn này." if too_late else words
        for name, field in self.fields.items():
            wanted = "ground" if ground else "reason" if code.endswith("without_reason") else "others"
            field.show_error(words if name == wanted else "")
        self._approval_field.show_error(words if self._approval.isVisibleTo(self) else "")

    def _open(self) -> None:
        self.form.show()
        self.open_button.hide()
        first = self.papers[0].tick if self.papers else self.others
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _close(self) -> None:
        self.form.hide()
        self.open_button.show()
        self.open_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fill(self, view: SupplementView) -> None:
        for old in self.papers:
            old.hide()
            old.deleteLater()
        self.papers = [PaperChoice(part) for part in view.papers]
        for paper in self.papers:
            self._paper_column.addWidget(paper)
        self._paper_label.setVisible(bool(self.papers))
        for line in (self.reason, self.ground, self.approval_ground):
            line.clear()
        self.others.clear()
        self.fields["ground"].set_caption(_GROUND if view.needs_ground else f"{_GROUND}, nếu có")
        for field in (*self.fields.values(), self._approval_field):
            field.show_error("")
        self._order_keys()

    def _order_keys(self) -> None:
        stops: list[QWidget] = [self.open_button]
        for paper in self.papers:
            stops += [paper.tick, paper.remark]
        stops += [self.others, self.reason, self.ground, self.send_button, self.cancel_link]
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)

    def _send(self) -> None:
        commit_composing()
        ticked = [paper for paper in self.papers if paper.tick.isChecked()]
        self.ask.emit(
            {
                "papers": {paper.part.id: paper.remark.text() for paper in ticked},
                "others": self.others.toPlainText().split("\n"),
                "reason": " ".join(self.reason.text().split()),
                "legal_ground": " ".join(self.ground.text().split()),
            }
        )

    def _make_form(self) -> None:
        self.form = QWidget()
        column = QVBoxLayout(self.form)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self._paper_label = label("Giấy tờ phải nộp lại", "small", "text2")
        self._paper_column = QVBoxLayout()
        self._paper_column.setSpacing(6)
        self.others, self.reason, self.ground = QPlainTextEdit(), QLineEdit(), QLineEdit()
        self.others.setTabChangesFocus(True)
        self.others.setFixedHeight(64)
        self.reason.setMaxLength(300)
        self.ground.setMaxLength(300)
        self.fields = {
            "others": Field("&Nội dung khác, mỗi dòng một mục", self.others),
            "reason": Field("&Lý do, in trên phiếu", self.reason),
            "ground": Field(_GROUND, self.ground, _GROUND_HINT),
        }
        self.send_button = SecondaryButton("&Gửi yêu cầu, lập phiếu", icon_name="hourglass")
        self.send_button.clicked.connect(lambda _checked=False: self._send())
        self.cancel_link = Link("Thôi", self._close, flush=True)
        column.addWidget(self._paper_label)
        column.addLayout(self._paper_column)
        for field in self.fields.values():
            column.addWidget(field)
        column.addWidget(self.send_button)
        column.addWidget(self.cancel_link, 0, Qt.AlignmentFlag.AlignLeft)
        self._column.addWidget(self.form)

    def _make_approval(self) -> None:
        self._approval = QWidget()
        column = QVBoxLayout(self._approval)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.approval_ground = QLineEdit()
        self.approval_ground.setMaxLength(300)
        self._approval_field = Field("Căn cứ cho phép &bổ sung thêm", self.approval_ground, _GROUND_HINT)
        self.approval_button = SecondaryButton("Gửi lãnh đạo &duyệt", icon_name="arrow-right")
        self.approval_button.clicked.connect(lambda _checked=False: self._send_up())
        column.addWidget(self._approval_field)
        column.addWidget(self.approval_button)
        self._column.addWidget(self._approval)

    def _send_up(self) -> None:
        commit_composing()
        self.approval.emit(" ".join(self.approval_ground.text().split()))


class SupplementActs(QObject):
    """What the panel asks for, done in the view of a dossier after intake."""

    def __init__(self, view: "LifeView", panel: SupplementPanel) -> None:
        super().__init__(view)
        self._view, self._panel = view, panel
        panel.ask.connect(lambda values: self._do("supplement", "ask", **values))
        panel.received.connect(lambda: self._do("supplement", "receive"))
        panel.approval.connect(lambda ground: self._do("approval", "ask", ground=ground))
        panel.to_intake.connect(self._to_intake)

    def _do(self, room: str, act: str, **values: Any) -> None:
        found, context = self._view.found, self._view.context
        if found is None:
            return
        office, one = context.office, found.dossier.id

        def work() -> Any:
            return getattr(getattr(context.use_cases, room), act)(office, one, **values)

        self._view.run(work, DONE_WORDS[f"{room}_{act}"], "", self._refused)

    def _refused(self, error: CounterError) -> None:
        self._panel.show_error(f"{error.what} {error.advice}".strip(), error.code)

    def _to_intake(self) -> None:
        if self._view.found is not None:
            self._view.context.open_page("intake", dossier_id=self._view.found.dossier.id)
