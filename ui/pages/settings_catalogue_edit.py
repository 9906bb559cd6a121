"""One procedure being edited: three sheets over one draft; saving makes a new version that holds from a day."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from counter_app.errors import CounterError, Refused
from counter_app.model.procedure import Procedure
from ui.pages.base import PageContext
from ui.pages.settings_catalogue_general import GeneralForm
from ui.pages.settings_catalogue_papers import PapersForm
from ui.pages.settings_catalogue_terms import TermsForm
from ui.presenters.catalogue_draft import ProcedureDraft, changed_words
from ui.tasks import Lane
from ui.widgets.buttons import Segment
from ui.widgets.draft_foot import DraftFoot
from ui.widgets.field import commit_composing
from ui.widgets.notice import Notice

GENERAL, TERMS, PAPERS = "general", "terms", "papers"
TABS = ((GENERAL, "Thông tin chung"), (TERMS, "Thời hạn, phí"), (PAPERS, "Giấy tờ"))
WAIT_MS = 250


class EditSheet(QWidget):
    """`saved(answer)` of the use case; `left` when there is nothing to keep and the list is wanted."""

    saved = Signal(object)
    left = Signal()

    def __init__(self, context: PageContext, notice: Notice) -> None:
        super().__init__()
        self._context, self._notice = context, notice
        self.draft: ProcedureDraft | None = None
        self.newest = 0  # the number of the newest version when editing began
        self.general, self.terms = GeneralForm(self._typed), TermsForm(self._typed)
        self.papers = PapersForm(self._show_state, context.memory)
        self._forms: dict[str, QWidget] = {GENERAL: self.general, TERMS: self.terms, PAPERS: self.papers}
        self.tabs = Segment([(key, words, "", "text2", "") for key, words in TABS], "Phần của thủ tục")
        self.foot = DraftFoot("&Lưu bản mới", save=self.save, discard=self.left.emit, undo=self.undo, redo=self.redo)
        self._wait = QTimer(self, singleShot=True, interval=WAIT_MS)
        self._wait.timeout.connect(self.take)
        self._build()

    @property
    def unsaved(self) -> bool:
        if self.draft is None:
            return False
        self.take()
        return self.draft.unsaved or bool(self._unread)

    def begin(self, procedure: Procedure, newest: int, subjects: Sequence[str]) -> None:
        """`procedure` as it is to be edited; `newest` 0: a new one."""
        self.end()
        self.open_tab(GENERAL)
        self.draft, self.newest = ProcedureDraft(procedure), newest
        self.papers.place = self.papers.row = 0
        self.general.set_subjects(subjects)
        self._fill()
        wanted = self.general.name if newest else self.general.code
        wanted.setFocus(Qt.FocusReason.OtherFocusReason)

    def end(self) -> None:
        self._wait.stop()
        self.draft = None

    def open_tab(self, key: str) -> None:
        self.take()
        self.tabs.set_value(key)
        self.stack.setCurrentWidget(self._forms[key])
        if key == PAPERS and self.draft is not None:
            self.papers.show_draft(self.draft)

    def undo(self) -> None:
        self._step(lambda draft: draft.undo())

    def redo(self) -> None:
        self._step(lambda draft: draft.redo())

    def take(self) -> None:
        """What stands in the fields becomes a step of the draft."""
        self._wait.stop()
        commit_composing()
        if self.draft is not None:
            self.draft.write(self.terms.read(self.general.read(self.draft.data)))
            self._show_state()

    def save(self) -> None:
        if self.draft is None or not self.unsaved:
            return
        if self._unread:
            self._show_faults(self._unread)
            return
        office, cases, newest = self._context.office, self._context.use_cases, self.newest
        wanted = self.draft.data

        def work() -> tuple[dict[str, str], Any]:
            faults = {one.place: one.sentence for one in reversed(cases.catalogue.faults(office, wanted))}
            if faults:
                return faults, None
            save = cases.catalogue.save
            return {}, save(office, wanted, effective_from=wanted.effective_from, based_on=newest)

        self.foot.save_button.setEnabled(False)
        self._context.tasks.run(
            Lane.STORE,
            work,
            owner=self,
            on_done=lambda answer: self._answered(*answer),
            on_error=self._refused,
            on_end=self._show_state,
        )

    def _answered(self, faults: dict[str, str], answer: Any) -> None:
        if faults:
            self._show_faults(faults)
            return
        self.end()
        self.saved.emit(answer)

    def _refused(self, error: CounterError) -> None:
        if isinstance(error, Refused) and error.code == "catalogue.code_taken":
            self._show_faults({"code": str(error)})
        else:
            self._notice.tell_error(error)

    @property
    def _unread(self) -> dict[str, str]:
        return self.general.unread | self.terms.unread

    def _show_faults(self, faults: dict[str, str]) -> None:
        """Each under its field; the sheet of the first one comes to the front."""
        self.terms.show_faults(faults)
        places = {GENERAL: self.general.show_faults, TERMS: self.terms.show_faults, PAPERS: self.papers.show_faults}
        for key, show in places.items():
            if show(faults) is not None:
                self.open_tab(key)
                found = show(faults)
                assert found is not None
                found.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def _typed(self) -> None:
        self._wait.start()
        self.foot.save_button.setEnabled(True)

    def _step(self, act: Callable[[ProcedureDraft], None]) -> None:
        if self.draft is not None:
            self.take()
            act(self.draft)
            self._fill()

    def _fill(self) -> None:
        if self.draft is not None:
            self.general.show_procedure(self.draft.data, new=not self.newest)
            self.terms.show_procedure(self.draft.data)
            self.papers.show_draft(self.draft)
            self._show_state()

    def _show_state(self) -> None:
        if self.draft is not None:
            self.foot.show_state(
                changed_words(self.draft.changed),
                unsaved=self.draft.unsaved or bool(self._unread),
                undo=self.draft.undo_words,
                redo=self.draft.redo_words,
            )
            self.foot.discard_button.setEnabled(True)
            self.foot.discard_button.setText("Bỏ thay đổi" if self.draft.unsaved else "Thôi")

    def _build(self) -> None:
        head = QFrame()
        head.setProperty("ground", "surface")
        head.setProperty("edge", "bottom")
        line = QHBoxLayout(head)
        line.setContentsMargins(16, 8, 16, 8)
        line.addWidget(self.tabs)
        line.addStretch(1)
        self.stack = QStackedWidget()
        for form in self._forms.values():
            self.stack.addWidget(form)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(head)
        whole.addWidget(self.stack, 1)
        whole.addWidget(self.foot)
        self.tabs.chosen.connect(self.open_tab)
        for keys, act in (("Ctrl+Z", self.undo), ("Ctrl+Y", self.redo), ("Ctrl+Shift+Z", self.redo)):
            shortcut = QShortcut(QKeySequence(keys), self, act)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
