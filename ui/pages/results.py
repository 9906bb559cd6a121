"""Kết quả: what waits for its result, the result itself on the page, who has signed it, and its return."""

import array
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from counter_app.access.people import Act, may
from counter_app.checks.words import megabytes
from counter_app.model.changes import Changes
from counter_app.model.dossier import AttachedFile, Dossier, DossierId
from counter_app.model.signature import Verification
from counter_app.workflow.clocks import Clocked
from ui.models.cell_model import CellModel
from ui.pages.base import Command, Page, PageContext
from ui.pages.documents import document_view
from ui.pages.explanation import Explanations
from ui.pages.results_handover import hand_over
from ui.pages.results_issue import IssueView
from ui.pages.results_life import LifeView
from ui.pages.results_panel import ResultPanel, ShownResult
from ui.pages.results_rating import take_slip
from ui.pages.results_register import register_commands
from ui.presenters import results as presenter
from ui.presenters.intake_clock import term_view
from ui.presenters.results import Step
from ui.tasks import Lane
from ui.widgets.chips import ChipBar, ChipSpec
from ui.widgets.document_view import ShownFile
from ui.widgets.empty_state import EmptyState
from ui.widgets.file_drop import FileDrop
from ui.widgets.list_foot import ListFoot
from ui.widgets.notice import Notice
from ui.widgets.table import CounterTable
from ui.widgets.table_header import Column
from ui.widgets.top_bar import TopBar

LIST_WIDTH = 430
WITH_DOCUMENT = 1100  # from this width on the first page of the result stands in the middle
DETAILS_WAIT_MS = 80  # arrow keys run over rows faster than their dossiers are wanted
COLUMNS = [
    Column(key="dossier", title="Hồ sơ", width=200, least=170, stretch=1),
    Column(key="left", title="Còn lại, kết quả", width=216, least=190),
]


class ResultsPage(Page):
    title = "Kết quả"

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self._chip = presenter.first_chip(context.office.person)
        self._wanted: DossierId | None = None  # asked for by another page
        self._shown: ShownResult | None = None
        self._load_number = self._detail_number = 0
        self._checked: dict[str, Verification] = {}
        self.issue: IssueView | None = None
        self.life: LifeView | None = None
        self._build()
        self._place_all()
        self._wire()

    def activate(self, **arguments: Any) -> None:
        """`dossier_id`: the dossier to show, whatever the list is narrowed to; `chip`: what to narrow it to."""
        self._checked.clear()  # a certificate may have been revoked meanwhile
        if "chip" in arguments:
            self._chip = arguments["chip"]
        wanted = arguments.get("dossier_id")
        if wanted is not None:
            self._wanted, self._chip = DossierId(int(wanted)), "all"
            self.stack.setCurrentWidget(self.work)
        self.chips.set_value(self._chip)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self.reload()

    def refreshed(self, changes: Changes) -> None:
        if changes.queue or changes.dossiers or changes.files:
            self.reload()

    def commands(self) -> list[Command]:
        found = [
            Command(words=f"Lọc: {words}", act=lambda key=key: self._press(key), icon=icon or "inbox")
            for key, words, icon in presenter.CHIPS
        ]
        found += register_commands(self, self.notice)
        if self._may(Step.ATTACH):
            found.insert(0, Command(words="Đính tệp kết quả", act=self.panel.choose, icon="paperclip"))
        return found

    # The list

    def reload(self) -> None:
        self._load_number += 1
        number, chip, wanted = self._load_number, self._chip, self._wanted
        office, cases = self.context.office, self.context.use_cases

        def work() -> "tuple[dict[str, int], list[Any], int]":
            tasks = cases.lateness.apology_tasks(office)
            found = presenter.ids_by_chip(lambda asked: cases.queue.ids(office, asked), tasks)
            ids = found[chip][: presenter.MOST_ROWS]
            if wanted is not None and wanted not in ids:
                ids = array.array("q", [wanted]) + ids
            counts = {key: len(each) for key, each in found.items()}
            return counts, cases.queue.rows(office, ids), len(found[chip])

        self.context.tasks.run(
            Lane.READING,
            work,
            owner=self,
            on_done=lambda answer: self._loaded(number, *answer),
            on_error=lambda error: self.notice.tell_error(error, self.reload),
        )

    def _loaded(self, number: int, counts: dict[str, int], rows: list[Any], total: int) -> None:
        if number != self._load_number:
            return  # a later question is on its way
        self.notice.hide()
        self.chips.set_counts(counts)
        kept = self._wanted or (self._shown.dossier.id if self._shown else None)
        place = max(0, self.table.row)
        now = self.context.clock.now()
        lines = [(row.id, presenter.cells(row, self._count_down(row.due_at, now))) for row in rows]
        self.model.set_lines(lines)
        ids = [row.id for row in rows]
        self.foot.tell(presenter.foot_words(len(ids), max(total, len(ids))))
        self.empty.set_words(*presenter.empty_words(self._chip))
        for part in (self.table, self.panel, self.foot):
            part.setVisible(bool(ids))
        self.empty.setVisible(not ids)
        self._show_document_room()
        if ids:
            self._wanted = None
            self.table.selectRow(ids.index(kept) if kept in ids else min(place, len(ids) - 1))
            self._load_details()
        else:
            self._shown = None

    def _count_down(self, due_at: datetime | None, now: datetime) -> Any:
        return self.context.use_cases.queue.countdown(self.context.office, due_at, now)

    def _press(self, key: str) -> None:
        self._chip = key
        self.chips.set_value(key)
        self.reload()

    # One dossier

    def _load_details(self) -> None:
        wanted = self.model.value(self.table.row)
        if wanted is None:
            return
        self._detail_number += 1
        number, office, cases = self._detail_number, self.context.office, self.context.use_cases
        self.context.tasks.run(
            Lane.READING,
            lambda: cases.clocks.opened(office, wanted),
            owner=self,
            on_done=lambda clocked: self._show_dossier(number, clocked),
            on_error=lambda error: self.notice.tell_error(error, self.reload),
        )

    def _show_dossier(self, number: int, clocked: Clocked) -> None:
        if number != self._detail_number:
            return
        dossier, office, now = clocked.dossier, self.context.office, self.context.clock.now()
        before = self._shown
        same = before is not None and before.dossier.id == dossier.id
        known = [self._checked.get(file.hash) for file in dossier.results]
        checked = tuple(one for one in known if one is not None)
        self._shown = ShownResult(
            dossier=dossier,
            left=self._count_down(dossier.active_due_at, now),
            file_words=tuple(presenter.file_words(file, office.name_of, now) for file in dossier.results),
            checked=checked if len(checked) == len(known) else None,
            findings=before.findings if before is not None and same else (),
            pass_on=presenter.pass_on_words(dossier, office.calendar, now),
            term=term_view(clocked, office.calendar, now, self._count_down(dossier.due_at, now)),
        )
        self.panel.show_result(self._shown)
        self._show_document(dossier)
        if self._shown.checked is None:
            self._check(number, dossier)

    def _check(self, number: int, dossier: Dossier) -> None:
        office, cases = self.context.office, self.context.use_cases
        self.context.tasks.run(
            Lane.READING,
            lambda: cases.results.check_results(office, dossier),
            owner=self,
            on_done=lambda found: self._show_checked(number, dossier, found),
            on_error=self.panel.show_error,
        )

    def _show_checked(self, number: int, dossier: Dossier, found: tuple[Verification, ...]) -> None:
        self._checked |= {file.hash: one for file, one in zip(dossier.results, found, strict=True)}
        if number == self._detail_number and self._shown is not None:
            self._shown = replace(self._shown, checked=found)
            self.panel.show_result(self._shown)

    def _show_document(self, dossier: Dossier) -> None:
        if not dossier.results:
            self.document.show_empty(
                "Chưa có tệp kết quả",
                "Kéo tệp thả vào đây; nhận PDF hoặc ảnh chụp.",
                can_choose=self._may(Step.ATTACH),
            )
            return
        file = dossier.results[-1]
        words = f"{file.pages} trang · {megabytes(file.size)}"
        self.document.show_file(
            ShownFile(key=str(file.hash), name=file.name, words=words, pages=file.pages, source=file.hash)
        )

    # Acts

    def _in_hand(self) -> tuple[DossierId, str] | None:
        return (self._shown.dossier.id, self._shown.dossier.display_code) if self._shown else None

    def _may(self, step: Step) -> bool:
        if step is Step.ATTACH:
            return may(self.context.office.person, Act.ATTACH_RESULT)
        return self._shown is not None and step in presenter.allowed_steps(
            self._shown.dossier, self.context.office.person
        )

    def start(self, work: Any, done: Any) -> None:
        self.panel.set_busy(True)
        self.context.tasks.run(
            Lane.STORE,
            work,
            owner=self,
            on_done=done,
            on_error=self.panel.show_error,
            on_end=lambda: self.panel.set_busy(False) if self.panel.error.isHidden() else None,
        )

    def attach(self, path: Path) -> None:
        if self._shown is None or not self._may(Step.ATTACH):
            return
        office, cases, wanted = self.context.office, self.context.use_cases, self._shown.dossier.id
        self.start(lambda: cases.results.attach_result(office, wanted, path), self._attached)

    def _attached(self, answer: Any) -> None:
        self._checked[answer.file.hash] = answer.verification
        if self._shown is not None and self._shown.dossier.id in answer.changes.dossiers:
            self._shown = replace(self._shown, findings=answer.findings)
        self.context.toast(f"Đã đính «{answer.file.name}».")
        self.context.refresh.publish(answer.changes)

    def _give_back(self, given: dict[str, str]) -> None:
        if self._shown is None:
            return
        office, cases, dossier = self.context.office, self.context.use_cases, self._shown.dossier
        self.start(
            lambda: cases.results.return_result(office, dossier.id, **given),
            lambda changes: self._told(f"Đã trả kết quả; hồ sơ {dossier.display_code} đã đóng.", changes),
        )

    def _told(self, words: str, changes: Changes) -> None:
        self.context.toast(words)
        self.context.refresh.publish(changes)

    def _sign(self) -> None:
        if self._shown is not None:
            self.context.open_page("signing", dossier_id=self._shown.dossier.id)

    def open_issue(self, file: AttachedFile) -> None:
        """The clerk's view over the page: where number, date and seal go, then one PIN."""
        if self._shown is None:
            return
        if self.issue is None:
            self.issue = IssueView(self.context, self.close_issue)
            self.issue.issued.connect(self._issued)
            self.stack.addWidget(self.issue)
        self.stack.setCurrentWidget(self.issue)
        self.issue.begin(self._shown.dossier.id, file.hash)

    def close_issue(self) -> None:
        self.stack.setCurrentWidget(self.work)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def open_life(self) -> None:
        """Sheets, printing, lateness and feedback of the chosen dossier."""
        if self._shown is None:
            return
        if self.life is None:
            self.life = LifeView(self.context, self.close_issue)
            self.life.changed.connect(self.context.refresh.publish)
            self.stack.addWidget(self.life)
        self.stack.setCurrentWidget(self.life)
        self.life.begin(self._shown.dossier.id)

    def _issued(self, changes: Changes) -> None:
        self.close_issue()
        self.context.refresh.publish(changes)

    # Building

    def _build(self) -> None:
        context = self.context
        self.head = TopBar(self.title, "đính, ký và trả kết quả giải quyết")
        specs = [ChipSpec(key=key, text=words, icon=icon) for key, words, icon in presenter.CHIPS]
        self.chips, self.notice = ChipBar(specs, ruled=True), Notice()
        self.chips.set_value(self._chip)
        self.model = CellModel(COLUMNS, self)
        self.table = CounterTable("results", COLUMNS, context.memory, accessible="Hồ sơ chờ kết quả")
        self.table.setModel(self.model)
        self.table.setSelectionMode(CounterTable.SelectionMode.ExtendedSelection)
        self.document = document_view(context, "Đính tệp kết quả…")
        self.panel = ResultPanel(context.office.person)
        self.empty = EmptyState("file-check", "", "")
        self.foot = ListFoot([("Enter", "đến việc kế tiếp"), ("Ctrl+K", "bảng lệnh")])
        self._details_timer = QTimer(self, singleShot=True, interval=DETAILS_WAIT_MS)
        self.empty.hide()

    def _place_all(self) -> None:
        self.work, self.stack = QWidget(), QStackedWidget()
        self.stack.addWidget(self.work)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.stack)
        column = QVBoxLayout(self.work)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        self._list = QWidget()
        inner = QVBoxLayout(self._list)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.addWidget(self.table)
        for part, stretch in ((self._list, 1), (self.document, 2), (self.panel, 0), (self.empty, 1)):
            middle.addWidget(part, stretch)
        for part in (self.head, self.chips, self.notice):
            column.addWidget(part)
        column.addLayout(middle, 1)
        column.addWidget(self.foot)
        self._show_document_room()

    def _wire(self) -> None:
        self.chips.chosen.connect(self._press)
        self.table.moved.connect(lambda _: self._details_timer.start())
        self.table.selectionModel().selectionChanged.connect(
            lambda *_: self.panel.show_chosen(len(self.table.chosen_rows()))
        )
        self.table.opened.connect(lambda _: self._to_next_step())
        self._details_timer.timeout.connect(self._load_details)
        self.document.choose.connect(self.panel.choose)
        self.panel.attach.connect(self.attach)
        self.panel.sign.connect(self._sign)
        self.panel.issue.connect(self.open_issue)
        self.panel.more.connect(self.open_life)
        self.explanations = Explanations(self.context, self.stack, self._in_hand, self.panel.show_error)
        self.explanations.offer(self.panel.clock, "term")
        self.panel.hand_over.connect(lambda unit, receiver: hand_over(self, unit, receiver))
        self.panel.give_back.connect(self._give_back)
        self.panel.slip.connect(lambda text: take_slip(self, text))
        self.context.ticker.minute.connect(lambda _: self.reload() if self.shown else None)
        FileDrop(
            self.work, lambda paths: self.attach(paths[0]), lambda: self._may(Step.ATTACH) and self._shown is not None
        )
        back = QShortcut(
            QKeySequence("Esc"), self.work, lambda: self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)
        )
        back.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def _to_next_step(self) -> None:
        """Enter in the list: the keyboard goes to the act that is next."""
        if self._shown is None:
            return
        step = presenter.primary_step(self._shown.dossier, self.context.office.person)
        target = (
            {
                Step.HAND_OVER: self.panel.unit,
                Step.ATTACH: self.panel.attach_button,
                Step.SIGN: self.panel.sign_button,
                Step.RETURN: self.panel.receiver,
            }.get(step)
            if step
            else self.panel.attach_button
        )
        if target is not None and target.isVisible():
            target.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _show_document_room(self) -> None:
        wide = self.width() >= WITH_DOCUMENT
        listed = self.model.rowCount() > 0
        self.document.setVisible(wide and listed)
        self._list.setVisible(listed)
        self._list.setMinimumWidth(LIST_WIDTH if wide else 0)
        self._list.setMaximumWidth(LIST_WIDTH if wide else 16_777_215)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_document_room()
