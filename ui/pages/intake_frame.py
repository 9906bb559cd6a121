"""The parts of the intake page and where they stand; what is in them is the page's business."""

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ui.pages.base import PageContext
from ui.pages.intake_applicant import ApplicantStep
from ui.pages.intake_check import CheckPanel
from ui.pages.intake_decision import DecisionSheet
from ui.pages.intake_finish import FinishPanel, SummaryPanel
from ui.pages.intake_papers import MatchPanel, PapersSheet
from ui.pages.intake_start import StartSheet
from ui.pages.intake_start_new import NewDossierSheet
from ui.presenters import intake as presenter
from ui.presenters.intake import STEP_NAMES, IntakeView, Step
from ui.presenters.intake_clock import ClockView
from ui.theme import Tone
from ui.widgets.buttons import IconButton, Link, PrimaryButton, SecondaryButton
from ui.widgets.clock_panel import ClockPanel
from ui.widgets.countdown_badge import CountdownBadge
from ui.widgets.document_view import DocumentView, Render
from ui.widgets.facts import FactSheet, ScrollColumn
from ui.widgets.field import SearchField
from ui.widgets.file_drop import FileDrop
from ui.widgets.labels import ElidedLabel, icon_label, label, rule
from ui.widgets.notice import Notice
from ui.widgets.progress_foot import ActionFoot, ProgressFoot
from ui.widgets.stepper import Stepper
from ui.widgets.tag import Tag
from ui.widgets.top_bar import TopBar

WIDE, LEFT, RIGHT = 1180, (232, 168), (392, 340)


class IntakeFrame:
    def __init__(self, page: QWidget, context: PageContext, render: Render) -> None:
        self._page = page
        self._make_head()
        self.notice = Notice()
        self._make_banner()
        self.start, self.new = StartSheet(context), NewDossierSheet(context)
        self._make_left()
        self._make_middle(context, render)
        self._make_right()
        self._make_foot()
        body, self.over = QWidget(), QStackedWidget()  # a printed sheet may lie over everything
        self.over.addWidget(body)
        outer = QVBoxLayout(page)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.over)
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        work = QWidget()
        line = QHBoxLayout(work)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(self.left)
        line.addWidget(self.middle, 1)
        line.addWidget(self.right)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.start)
        self.stack.addWidget(work)
        self.stack.addWidget(self.new)
        for part in (self.head, self.notice, self.banner):
            column.addWidget(part)
        column.addWidget(self.stack, 1)
        column.addWidget(self.reading)
        column.addWidget(self.foot)
        self._order()

    def _make_head(self) -> None:
        self.head = TopBar("Tiếp nhận")
        self.dossier = QWidget()
        words = QVBoxLayout(self.dossier)
        words.setContentsMargins(0, 0, 0, 0)
        words.setSpacing(0)
        words.addStretch(1)
        first = QHBoxLayout()
        first.setSpacing(8)
        self.code, self.name = label("", "strong"), ElidedLabel("")
        self.second = ElidedLabel("", "small", "text2")
        first.addWidget(self.code)
        first.addWidget(self.name, 1)
        words.addLayout(first)
        words.addWidget(self.second)
        words.addStretch(1)
        self._head_rule = rule("vertical", 20)
        self.head.add_left(self.dossier, ruled=False)
        self.head.layout().insertWidget(1, self._head_rule)  # type: ignore[union-attr]
        self.badge = CountdownBadge()
        self.company = Tag("", Tone.WARN, "users")
        self.field = SearchField("Tìm hồ sơ chờ tiếp nhận, không cần gõ dấu", "Ctrl+F")
        self.field.setFixedWidth(320)
        self.import_button = SecondaryButton("Nhập danh sách…", icon_name="file-input")
        self.new_button = PrimaryButton("&Hồ sơ mới", icon_name="plus", hint="Ctrl+N")
        for part in (self.field, self.import_button, self.new_button, self.company, self.badge):
            self.head.add_action(part)
        self.company.hide()

    def _make_banner(self) -> None:
        self.banner = QFrame()
        self.banner.setProperty("ground", "surface2")
        self.banner.setProperty("edge", "bottom")
        line = QHBoxLayout(self.banner)
        line.setContentsMargins(16, 8, 16, 8)
        line.setSpacing(8)
        self.banner_words = label("", "body", "text", wrap=True)
        self.banner_link = Link("", lambda: self._banner_act() if self._banner_act else None)
        self._banner_act: Callable[[], object] | None = None
        line.addWidget(icon_label("info", "accent", 16), 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.banner_words, 1)
        line.addWidget(self.banner_link)
        self.banner.hide()

    def _make_left(self) -> None:
        self.left = QFrame()
        self.left.setProperty("ground", "surface")
        self.left.setProperty("edge", "right")
        self.left.setFixedWidth(LEFT[0])
        column = QVBoxLayout(self.left)
        column.setContentsMargins(0, 9, 0, 8)
        column.setSpacing(4)
        self.stepper = Stepper()
        self.saved = label("", "small", "text2", wrap=True)
        self.saved.setContentsMargins(16, 0, 12, 0)
        column.addWidget(self.stepper, 1)
        column.addWidget(self.saved)

    def _make_middle(self, context: PageContext, render: Render) -> None:
        self.document = DocumentView(render)
        self.edit_pages = IconButton("pencil", "Sửa trang trên bản sao: xoay, bỏ, đổi thứ tự, tách", self._pages_wanted)
        self._edit: Callable[[], object] | None = None
        self.document.add_tool(self.edit_pages)
        self.procedure, self.papers, self.decision = FactSheet(), PapersSheet(), DecisionSheet()
        self.applicant = ApplicantStep(context)
        self.middle = QStackedWidget()
        self.middle.setMinimumWidth(240)  # what is not shown now must not push the right side out of the window
        for part in (self.document, self.procedure, self.applicant, self.papers, self.decision):
            self.middle.addWidget(part)
        self._middles: dict[Step, QWidget] = {
            Step.PROCEDURE: self.procedure,
            Step.APPLICANT: self.applicant,
            Step.PAPERS: self.papers,
            Step.CHECK: self.document,
            Step.DECISION: self.decision,
            Step.FINISH: self.document,
        }

    def _make_right(self) -> None:
        self.right = QFrame()
        self.right.setProperty("ground", "surface")
        self.right.setProperty("edge", "left")
        self.right.setFixedWidth(RIGHT[0])
        whole = QVBoxLayout(self.right)
        whole.setContentsMargins(1, 0, 0, 0)
        self.check, self.match = CheckPanel(), MatchPanel()
        self.summary, self.finish, self.clock = SummaryPanel(), FinishPanel(), ClockPanel()
        self._tops = {
            Step.PAPERS: self.match,
            Step.CHECK: self.check,
            Step.DECISION: self.summary,
            Step.FINISH: self.finish,
        }
        area = ScrollColumn("surface", edge=0, spacing=0)
        for part in self._tops.values():
            area.column.addWidget(part)
        self._clock_rule = rule("horizontal")
        area.column.addWidget(self._clock_rule)
        area.column.addWidget(self.clock)
        self._term_rule, self.term = rule("horizontal"), ClockPanel(opened=False)
        area.column.addWidget(self._term_rule)
        area.column.addWidget(self.term)
        self.show_term(None)
        whole.addWidget(area)

    def _make_foot(self) -> None:
        self.foot = ActionFoot()
        self.reading = ProgressFoot("Dừng", "dừng thì tệp giữ nguyên")
        self.reading.hide()
        self.back = SecondaryButton("", icon_name="arrow-left", hint="Alt+←")
        self.receipt = SecondaryButton("In giấy tiếp nhận", icon_name="printer")
        self.following = SecondaryButton("Thành phần kế tiếp", hint="F8")
        self.next = SecondaryButton("Hồ sơ kế tiếp", icon_name="arrow-right")
        self.forward = PrimaryButton("", trailing_icon="arrow-right", hint="Alt+→")
        self.act = PrimaryButton("", hint="Ctrl+Enter")
        self.foot.add_left(self.back)
        for part in (self.receipt, self.next, self.following, self.forward, self.act):
            self.foot.add_action(part)

    def _order(self) -> None:
        parts = [self.stepper, self.document.canvas, self.check.segment, self.back, self.following, self.forward]
        for before, after in pairwise(parts):
            QWidget.setTabOrder(before, after)

    def _pages_wanted(self) -> None:
        if self._edit is not None:
            self._edit()

    def wire(self, page: Any) -> None:
        """Connect what is pressed to the page's acts."""
        self.start.failed.connect(lambda error: self.notice.tell_error(error, self.start.reload))
        self.field.searched.connect(self.start.search)
        buttons: list[tuple[Any, Callable[[], object]]] = [
            (self.import_button, page.lists.choose),
            (self.new_button, page.new.begin),
            (self.back, lambda: page.move(-1)),
            (self.following, page.work.next_component),
            (self.receipt, page.work.print_receipt),
            (self.next, page.work.next_dossier),
            (self.forward, page.primary),
            (self.act, page.primary),
        ]
        for button, act in buttons:
            button.clicked.connect(lambda _checked=False, act=act: act())

        self._edit = page.files.edit_pages
        self.check.recognise.connect(page.files.text.begin)
        self.reading.stop.clicked.connect(lambda _checked=False: page.files.text.stop())
        self.check.show_page.connect(self.document.go_to)

        def takes_files() -> bool:
            view = page.view
            return view is not None and page.step is Step.CHECK and presenter.is_editable(view.dossier)

        FileDrop(self.document, lambda paths: page.files.take_files(page.component, paths), takes_files)
        FileDrop(
            self.document.canvas.viewport(), lambda paths: page.files.take_files(page.component, paths), takes_files
        )
        FileDrop(self.match, lambda paths: page.files.take_files(None, paths), lambda: self.papers.editable)

    def hold_keys(self, keys: Sequence[tuple[str, Callable[[], object]]]) -> None:
        """Keys that act wherever the keyboard stands in the page."""
        for words, act in keys:
            shortcut = QShortcut(QKeySequence(words), self._page)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(lambda act=act: None if self.over.currentIndex() else act())

    # What stands where

    def show_company(self, names: Sequence[str], myself: bool) -> None:
        """Who else has the dossier in hand."""
        words = ", ".join(name.split()[-2] + " " + name.split()[-1] if " " in name else name for name in names)
        said = f"{words} cũng đang mở" if words else "Bạn đang mở ở cửa sổ khác" if myself else ""
        self.company.set(said, Tone.WARN, "users")
        self.company.setToolTip("Ai lưu sau sẽ được hỏi trước khi ghi đè." if said else "")
        self.company.setVisible(bool(said) and self.stack.currentIndex() == 1)

    def show_start(self) -> None:
        self._show_without_dossier(self.start, "chọn một hồ sơ đang chờ, hoặc lập hồ sơ mới")
        for part in (self.field, self.import_button, self.new_button):
            part.show()

    def show_new(self) -> None:
        self._show_without_dossier(self.new, "hồ sơ mới, nộp trực tiếp hoặc qua bưu chính")
        for part in (self.field, self.import_button, self.new_button):
            part.hide()

    def show_list(self, sheet: QWidget) -> None:
        self._show_without_dossier(sheet, "danh sách từ hệ thống khác, xem trước khi nhập")
        for part in (self.field, self.import_button, self.new_button):
            part.hide()

    def _show_without_dossier(self, sheet: QWidget, words: str) -> None:
        self.company.hide()
        self.stack.setCurrentWidget(sheet)
        for part in (self.dossier, self._head_rule, self.badge, self.banner, self.foot):
            part.hide()
        self.head.qualifier.setText(words)
        self.head.qualifier.show()

    def show_work(self, words: tuple[str, str, str]) -> None:
        self.code.setText(words[0])
        self.name.setText(words[1])
        self.second.setText(words[2])
        for part in (self.head.qualifier, self.field, self.import_button, self.new_button):
            part.hide()
        for part in (self.dossier, self._head_rule, self.badge, self.foot):
            part.show()
        self.stack.setCurrentIndex(1)

    def show_term(self, view: ClockView | None) -> None:
        """The clock of the processing term, below that of the intake window; None: no term runs yet."""
        self._term_rule.setVisible(view is not None)
        self.term.setVisible(view is not None)
        if view is not None:
            self.term.show_view(view)

    def show_banner(self, words: str, act: tuple[str, Callable[[], object]] | None) -> None:
        self.banner_words.setText(words)
        self.banner_link.setVisible(act is not None)
        if act is not None:
            self.banner_link.setText(act[0])
            self.banner_link.setAccessibleName(act[0])
            self._banner_act = act[1]
        self.banner.setVisible(bool(words))

    def show_step(self, step: Step) -> None:
        self.middle.setCurrentWidget(self._middles[step])
        for one, part in self._tops.items():
            part.setVisible(one is step)
        self._clock_rule.setVisible(step in self._tops)

    def show_foot(self, view: IntakeView, step: Step, words: str, primary: tuple[str, bool], late: bool) -> None:
        """`primary`: words and whether it may be pressed now."""
        acting = step is Step.FINISH or (step is Step.DECISION and view.dossier.state.awaits_intake)
        decided = presenter.is_decided(view.dossier)
        self.back.setText(STEP_NAMES[Step(int(step) - 1)] if int(step) > 1 else "Danh sách chờ")
        self.following.setVisible(step is Step.CHECK and len(view.dossier.components) > 1)
        self.receipt.setVisible(step is Step.FINISH and decided and primary[0] != "In giấy tiếp nhận")
        self.receipt.setText("In lại giấy tiếp nhận" if view.receipt_number else "In giấy tiếp nhận")
        self.next.setVisible(step is Step.FINISH and primary[0] != "Hồ sơ kế tiếp")
        self.forward.setVisible(not acting)
        self.act.setVisible(acting)
        shown = self.act if acting else self.forward
        shown.setText(primary[0])
        shown.setEnabled(primary[1])
        self.foot.tell("Quyết định này được ghi là muộn" if late else words, "bad" if late else "text2")

    def arrange(self, width: int) -> None:
        """Narrow windows (150 % and more) give the document what the sides can spare."""
        place = 0 if width >= WIDE else 1
        self.left.setFixedWidth(LEFT[place])
        self.right.setFixedWidth(RIGHT[place])
        self.check.set_dense(place == 1)
        self.new.arrange(width)
