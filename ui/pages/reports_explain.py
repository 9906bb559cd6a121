"""One late dossier beside the report: why by its diary, and the explanation that a person writes."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from counter_app.model.dossier import DossierId
from counter_app.model.life import OverdueCause
from counter_app.model.overdue import LateDossier, ProposedCause
from ui.dialogs.act_form import FileChoice
from ui.pages.base import PageContext
from ui.presenters import overdue as presenter
from ui.tasks import Lane
from ui.widgets.buttons import IconButton, Link, PrimaryButton, SecondaryButton
from ui.widgets.facts import ScrollColumn
from ui.widgets.field import Choice, Field, commit_composing
from ui.widgets.labels import label, rule
from ui.widgets.notice import Notice
from ui.widgets.signed_lines import SignedLines

WIDTH, PAD, WORDS_HEIGHT = 392, 16, 84


class ExplainPanel(QFrame):
    """`begin(dossier)` shows it; `changed(Changes)` after an explanation; `sheet(dossier)`: its own sheet is wanted."""

    changed = Signal(object)
    shown = Signal(bool)
    sheet = Signal(int)

    def __init__(self, context: PageContext, opened: Callable[[DossierId], object]) -> None:
        super().__init__()
        self.context = context
        self._opened = opened
        self._found: tuple[LateDossier, ProposedCause] | None = None
        self.setProperty("ground", "surface")
        self.setProperty("edge", "left")
        self.use_width(whole=False)
        self.setAccessibleName("Giải trình hồ sơ quá hạn")
        self._build()
        self._place()
        close = QShortcut(QKeySequence("Esc"), self, self.hide)
        close.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.hide()

    def use_width(self, *, whole: bool) -> None:
        """Beside the report, or in its place where there is no room for both."""
        self.setMinimumWidth(WIDTH)
        self.setMaximumWidth(16_777_215 if whole else WIDTH)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.shown.emit(True)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.shown.emit(False)

    def begin(self, dossier_id: DossierId) -> None:
        office, cases = self.context.office, self.context.use_cases
        self.show()
        self.context.tasks.run(
            Lane.READING,
            lambda: cases.overdue.to_explain(office, dossier_id),
            owner=self,
            on_done=self._show,
            on_error=self.notice.tell_error,
        )

    def _show(self, found: tuple[LateDossier, ProposedCause]) -> None:
        self._found = found
        office = self.context.office
        view = presenter.explanation_view(*found, office.person, office.name_of, self.context.clock.now())
        self.notice.hide()
        self.code.setText(view.code)
        self.lines.setText(view.lines)
        self.late.setText(view.late)
        self.proposed.show_lines([("", list(view.proposed))])
        self.explained.show_lines([("", list(view.explained))] if view.explained else [])
        self.cause.set_value(view.cause)
        self.words.setPlainText(view.words)
        self.responsible.setText(view.responsible)
        self.evidence.clear()
        self.form.setVisible(view.may_write)
        self.write.setVisible(view.may_write)
        (self.words if view.may_write else self.print_button).setFocus(Qt.FocusReason.OtherFocusReason)

    def store(self) -> None:
        if self._found is None:
            return
        commit_composing()
        late, proposed = self._found
        office, cases = self.context.office, self.context.use_cases
        cause, evidence = OverdueCause(str(self.cause.value)), self.evidence.value
        words, responsible = self.words.toPlainText(), self.responsible.text()
        self.write.setEnabled(False)
        self.context.tasks.run(
            Lane.STORE,
            lambda: cases.lateness.explain_overdue(
                office,
                late.id,
                cause,
                words=words,
                responsible=responsible,
                evidence=evidence,
                proposed=proposed.cause,
            ),
            owner=self,
            on_done=self._stored,
            on_error=self.notice.tell_error,
            on_end=lambda: self.write.setEnabled(True),
        )

    def _stored(self, changes: Any) -> None:
        assert self._found is not None
        self.context.toast(f"Đã ghi giải trình hồ sơ {self._found[0].code}.")
        self.begin(self._found[0].id)
        self.changed.emit(changes)

    def take_evidence(self, path: Path) -> None:
        self.evidence.take(path)

    # Building

    def _build(self) -> None:
        self.notice = Notice()
        self.code = label("", "dialog")
        self.lines = label("", "small", "text2", wrap=True)
        self.late = label("", "medium", "bad", wrap=True)
        self.proposed, self.explained = SignedLines(), SignedLines()
        self.cause = Choice(list(presenter.CAUSES))
        self.words = QPlainTextEdit()
        self.words.setTabChangesFocus(True)
        self.words.setFixedHeight(WORDS_HEIGHT)
        self.responsible, self.evidence = QLineEdit(), FileChoice()
        self.print_button = SecondaryButton("&Phiếu của hồ sơ này", icon_name="file-text")
        self.write = PrimaryButton("&Ghi giải trình", icon_name="check", shortcut="Ctrl+S")
        self.print_button.clicked.connect(lambda _checked=False: self._ask_sheet())
        self.write.clicked.connect(lambda _checked=False: self.store())

    def _ask_sheet(self) -> None:
        if self._found is not None:
            self.sheet.emit(int(self._found[0].id))

    def _open(self) -> None:
        if self._found is not None:
            self._opened(self._found[0].id)

    def _place(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.notice)
        area = ScrollColumn(ground="surface", edge=PAD, spacing=10)
        head = QHBoxLayout()
        head.addWidget(self.code, 1)
        head.addWidget(IconButton("x", "Đóng", self.hide))
        area.column.addLayout(head)
        for part in (self.lines, self.late, Link("Mở hồ sơ và nhật ký", self._open, flush=True)):
            area.column.addWidget(part)
        area.column.addWidget(rule("horizontal"))
        area.column.addWidget(label("Nhật ký cho thấy", "strong"))
        area.column.addWidget(self.proposed)
        area.column.addWidget(self._make_form())
        column.addWidget(area, 1)
        column.addWidget(self._make_foot())

    def _make_form(self) -> QWidget:
        self.form = QWidget()
        column = QVBoxLayout(self.form)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(rule("horizontal"))
        column.addWidget(label("Giải trình", "strong"))
        column.addWidget(self.explained)
        hint = "Đề xuất được điền sẵn; sửa lại nếu không đúng."
        column.addWidget(Field("Nguyên nhân &quá hạn", self.cause, hint))
        column.addWidget(Field("Giải &trình", self.words))
        column.addWidget(Field("Người &chịu trách nhiệm", self.responsible))
        column.addWidget(Field("Tệp minh chứng, nếu có", self.evidence))
        return self.form

    def _make_foot(self) -> QFrame:
        foot = QFrame()
        foot.setProperty("ground", "surface")
        foot.setProperty("edge", "top")
        foot.setFixedHeight(48)
        line = QHBoxLayout(foot)
        line.setContentsMargins(PAD, 0, PAD, 0)
        line.setSpacing(8)
        line.addWidget(self.print_button)
        line.addStretch(1)
        line.addWidget(self.write)
        return foot
