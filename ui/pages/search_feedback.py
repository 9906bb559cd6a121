"""Every phản ánh, kiến nghị of the office: what is due next, forwarded, answered; new ones are written here too."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from counter_app.access.people import Act, may
from counter_app.model.life import FeedbackKind
from counter_app.workflow.feedback import ListedFeedback
from ui.dialogs.act_form import ActForm, LifePanel
from ui.models.cell_model import CellModel
from ui.pages.base import PageContext
from ui.presenters import feedback as presenter
from ui.presenters.life import FEEDBACKS
from ui.tasks import Lane
from ui.widgets.buttons import Link, SecondaryButton
from ui.widgets.chips import ChipBar, ChipSpec
from ui.widgets.empty_state import EmptyState
from ui.widgets.facts import ScrollColumn
from ui.widgets.list_foot import ListFoot
from ui.widgets.notice import Notice
from ui.widgets.table import CounterTable
from ui.widgets.table_header import Column
from ui.widgets.top_bar import TopBar

WIDTH = 372
COLUMNS = [
    Column(key="band", title="Mức", width=124, least=124, hide_rank=1),
    Column(key="left", title="Còn lại", width=196, least=176),
    Column(key="number", title="Số, người gửi", width=170, least=132),
    Column(key="content", title="Nội dung, hồ sơ", width=260, least=130, stretch=1),
    Column(key="state", title="Việc kế tiếp", width=180, least=150, hide_rank=2),
]
DONE_WORDS = {
    "feedback": "Đã nhận phản ánh, kiến nghị.",
    "forward": "Đã chuyển phản ánh, kiến nghị.",
    "answer": "Đã ghi trả lời.",
}


class FeedbackView(QWidget):
    """`begin()` shows it anew; `changed(Changes)` after each act; `counted(int)`: how many are not answered."""

    changed = Signal(object)
    counted = Signal(int)

    def __init__(self, context: PageContext, back: Callable[[], object]) -> None:
        super().__init__()
        self.context = context
        self.rows: list[ListedFeedback] = []
        self._chip, self._load_number = "open", 0
        self._kept = -1  # id of the one that stays chosen
        self._may = may(context.office.person, Act.FEEDBACK)
        self._build(back)
        self._place_all()
        self.chips.chosen.connect(self._press)
        self.table.moved.connect(lambda _: self._show_chosen())
        self.table.opened.connect(lambda _: self._to_form())
        context.ticker.minute.connect(lambda _: self.reload() if self.isVisible() else None)
        escape = QShortcut(QKeySequence("Esc"), self, back)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def begin(self) -> None:
        for act in self.acts.values():
            act.clear()
        self.reload()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def reload(self) -> None:
        self._load_number += 1
        number, office, cases = self._load_number, self.context.office, self.context.use_cases
        self.context.tasks.run(
            Lane.READING,
            lambda: cases.feedback.listed_feedback(office),
            owner=self,
            on_done=lambda rows: self._loaded(number, list(rows)),
            on_error=lambda error: self.notice.tell_error(error, self.reload),
        )

    @property
    def chosen(self) -> ListedFeedback | None:
        found: ListedFeedback | None = self.model.value(self.table.row)
        return found

    def _loaded(self, number: int, rows: list[ListedFeedback]) -> None:
        if number != self._load_number:
            return  # a later question is on its way
        self.rows = rows
        found = presenter.by_chip(rows)
        self.chips.set_counts({key: len(each) for key, each in found.items()})
        self.counted.emit(len(found["open"]))
        self._show_rows()

    def _press(self, key: str) -> None:
        self._chip = key
        self._show_rows()

    def _show_rows(self) -> None:
        now, shown = self.context.clock.now(), presenter.by_chip(self.rows)[self._chip]
        kept, place = self._kept, max(0, self.table.row)
        self.model.set_lines([(row, presenter.cells(row, now)) for row in shown])
        self.foot.tell(presenter.foot_words(len(shown)))
        self.empty.set_words(*presenter.empty_words(self._chip))
        self.empty.setVisible(not shown)
        for part in (self.table, self.foot):
            part.setVisible(bool(shown))
        if shown:
            ids = [row.feedback.id for row in shown]
            self.table.selectRow(ids.index(kept) if kept in ids else min(place, len(ids) - 1))
        self._show_chosen()

    def _show_chosen(self) -> None:
        row = self.chosen
        self.detail.setVisible(row is not None)
        if row is None:
            return
        one = row.feedback
        if one.id != self._kept:
            for key in ("forward", "answer"):
                self.acts[key].clear()
        self._kept = one.id
        self.detail.title.setText(presenter.name(one))
        self.detail.show_lines(presenter.detail_lines(row, self.context.clock.now()))
        self.open_dossier.setVisible(one.dossier_id is not None)
        waits = self._may and one.answered_at is None
        self.acts["answer"].setVisible(waits)
        self.acts["forward"].setVisible(waits and one.forwarded_at is None)

    def _to_form(self) -> None:
        """Enter in the list: the keyboard goes to what is due next."""
        row = self.chosen
        if row is None or row.feedback.answered_at is not None or not self._may:
            return
        name = ("answer", "answer") if row.feedback.forwarded_at else ("forward", "to")
        self.acts[name[0]].line(name[1]).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _open_dossier(self) -> None:
        row = self.chosen
        if row is not None and row.dossier_code:
            self.context.open_page("search", text=row.dossier_code)

    # Acts

    def _ask(self, key: str, values: dict[str, Any]) -> None:
        office, cases, row = self.context.office, self.context.use_cases, self.chosen
        key_of_row = row.feedback.id if row is not None else -1

        def receive() -> Any:
            about = cases.queue.find_dossier(office, values["code"]).id if values["code"] else None
            new, changes = cases.feedback.receive_feedback(
                office,
                FeedbackKind(values["kind"]),
                sender=values["sender"],
                content=values["content"],
                contact=values["contact"],
                dossier_id=about,
            )
            self._kept = new.id
            return changes

        works: dict[str, Callable[[], Any]] = {
            "feedback": receive,
            "forward": lambda: cases.feedback.forward_feedback(office, key_of_row, to=values["to"]),
            "answer": lambda: cases.feedback.answer_feedback(office, key_of_row, answer=values["answer"]),
        }
        self._run(works[key], key)

    def _run(self, work: Callable[[], Any], key: str) -> None:
        for act in self.acts.values():
            act.button.setEnabled(False)

        def done(changes: Any) -> None:
            self.notice.hide()
            self.context.toast(DONE_WORDS[key])
            self.acts[key].clear()
            self.reload()
            self.changed.emit(changes)

        self.context.tasks.run(
            Lane.STORE,
            work,
            owner=self,
            on_done=done,
            on_error=self.notice.tell_error,
            on_end=lambda: [act.button.setEnabled(True) for act in self.acts.values()],
        )

    # Building

    def _build(self, back: Callable[[], object]) -> None:
        self.head = TopBar("Phản ánh, kiến nghị", "nhận tại quầy, có hoặc không gắn với hồ sơ")
        self.head.add_action(Link("Quay lại tra cứu", back))
        specs = [ChipSpec(key=key, text=words, icon=icon) for key, words, icon in presenter.CHIPS]
        self.chips, self.notice = ChipBar(specs, ruled=True), Notice()
        self.model = CellModel(COLUMNS, self)
        self.table = CounterTable("feedback", COLUMNS, self.context.memory, accessible="Phản ánh, kiến nghị")
        self.table.setModel(self.model)
        self.empty = EmptyState("mail", "", "")
        self.foot = ListFoot([("Enter", "đến việc kế tiếp"), ("Esc", "quay lại")])
        self.acts = {
            "forward": ActForm("forward", [("to", "Chuyển đến cơ &quan", None)], "&Chuyển", "arrow-right"),
            "answer": ActForm("answer", [("answer", "Nội dung trả &lời", None)], "&Trả lời", "check"),
            "feedback": ActForm(
                "feedback",
                [
                    ("kind", "&Loại", list(FEEDBACKS)),
                    ("sender", "Người &gửi", None),
                    ("contact", "Liên &hệ", None),
                    ("content", "&Nội dung", None),
                    ("code", "&Mã hồ sơ, nếu có", None),
                ],
                "Nhận &phản ánh",
                "plus",
            ),
        }
        for act in self.acts.values():
            act.asked.connect(self._ask)
        self.open_dossier = SecondaryButton("Xem hồ &sơ", icon_name="search")
        self.open_dossier.clicked.connect(lambda _checked=False: self._open_dossier())
        self.detail = LifePanel("Phản ánh", "", [self.open_dossier, self.acts["forward"], self.acts["answer"]])
        nothing = "Số thứ tự, hạn chuyển và hạn trả lời được ghi ngay khi nhận."
        self.new = LifePanel("Nhận phản ánh, kiến nghị mới", nothing, [self.acts["feedback"]])
        self.new.show_lines([])
        self.new.setVisible(self._may)
        self.empty.hide()
        self.detail.hide()

    def _place_all(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.head, self.chips, self.notice):
            column.addWidget(part)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(self.table, 1)
        left.addWidget(self.empty, 1)
        left.addWidget(self.foot)
        middle.addLayout(left, 1)
        self.area = ScrollColumn(edge=16, spacing=12)
        self.area.setFixedWidth(WIDTH)
        self.area.column.addWidget(self.detail)
        self.area.column.addWidget(self.new)
        middle.addWidget(self.area)
        column.addLayout(middle, 1)
