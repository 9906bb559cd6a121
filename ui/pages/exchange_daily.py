"""Exchange with a counter that shares no server: its file is shown first, decided, and taken in; ours is signed."""

import threading
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QFrame, QVBoxLayout, QWidget

from counter_app.exchange.daily_file import Relation
from counter_app.model.changes import Changes
from ui.dialogs.files import choose_file
from ui.dialogs.pin import PinBridge, PinDialog, PinQuestion
from ui.dialogs.reason import ask_reason
from ui.models.cell_model import CellModel
from ui.pages.base import PageContext
from ui.presenters import daily_file as presenter
from ui.presenters import signing_keys as keys
from ui.tasks import Lane, stop_with
from ui.widgets.buttons import PrimaryButton, SecondaryButton
from ui.widgets.chips import ChipBar, ChipSpec
from ui.widgets.labels import label
from ui.widgets.progress_foot import ActionFoot
from ui.widgets.table import CounterTable
from ui.widgets.table_header import Column
from ui.widgets.top_bar import TopBar

FILES = "Gói trao đổi (*.goi);;Mọi tệp (*)"
COLUMNS = [
    Column(key="code", title="Hồ sơ, thủ tục", width=250, least=170, stretch=1),
    Column(key="here", title="Ở quầy này", width=280, least=190, stretch=1),
    Column(key="there", title="Ở bên gửi", width=280, least=190, stretch=1),
    Column(key="fate", title="Sẽ làm", width=190, least=170),
]


class DailySheet(QWidget):
    """`taken` and `left` are the two ways out; `theirs`: what was chosen for conflicts, by place."""

    taken = Signal()
    left = Signal()

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self.shown: Any = None  # a `Shown`
        self.theirs: dict[int, bool] = {}
        self.bar = TopBar("Trao đổi", "gói của quầy khác, chưa ghi vào sổ")
        self.head, self.source = label("", "medium", wrap=True), label("", "small", "text2", wrap=True)
        self.chips = ChipBar(
            [ChipSpec(key=str(key), text=words, icon=icon) for key, words, icon in presenter.CHIPS], ruled=True
        )
        self.model = CellModel(COLUMNS, self)
        self.table = CounterTable("exchange-daily", COLUMNS, context.memory, accessible="Hồ sơ trong gói")
        self.table.setModel(self.model)
        self.foot = ActionFoot()
        self.leave = SecondaryButton("Thôi", icon_name="x", hint="Esc")
        self.ours_button = SecondaryButton("&Giữ của quầy này")
        self.theirs_button = SecondaryButton("&Lấy của bên gửi")
        self.take = PrimaryButton("&Nhận gói", icon_name="check")
        self._place_all()
        self._wire()

    def show_plan(self, shown: Any) -> None:
        self.shown, self.theirs = shown, {}
        self.head.setText(presenter.head_words(shown))
        self.source.setText(presenter.source_words(shown))
        self.chips.set_counts({str(key): shown.count(key) for key, *_ in presenter.CHIPS})
        self.chips.set_value(presenter.first_chip(shown))
        self._show()
        self.table.selectRow(0)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_busy(self, busy: bool) -> None:
        self.take.setEnabled(not busy and presenter.can_take(self.shown, self.theirs))

    def choose(self, theirs: bool) -> None:
        """For the chosen rows."""
        for row in self.table.chosen_rows():
            self.theirs[self.model.value(row)] = theirs
        self._show()

    def _show(self) -> None:
        now, chip, name_of = self._context.clock.now(), self.chips.value, self._context.office.name_of
        lines = [line for line in self.shown.lines if str(line.relation) == chip]
        shown = [(one.place, presenter.cells(one, now, self.theirs.get(one.place), name_of)) for one in lines]
        self.model.set_lines(shown)
        for button in (self.ours_button, self.theirs_button):
            button.setVisible(chip == str(Relation.CONFLICT) and bool(lines))
        self.foot.tell(*presenter.foot_words(self.shown, self.theirs))
        self.set_busy(False)

    def _place_all(self) -> None:
        head = QFrame()
        head.setProperty("ground", "surface")
        head.setProperty("edge", "bottom")
        words = QVBoxLayout(head)
        words.setContentsMargins(16, 10, 16, 10)
        words.setSpacing(2)
        words.addWidget(self.head)
        words.addWidget(self.source)
        for button in (self.leave, self.ours_button, self.theirs_button, self.take):
            self.foot.add_action(button)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        for part in (self.bar, head, self.chips, self.table, self.foot):
            whole.addWidget(part, 1 if part is self.table else 0)

    def _wire(self) -> None:
        self.chips.chosen.connect(lambda _: self._show())
        self.ours_button.clicked.connect(lambda _checked=False: self.choose(False))
        self.theirs_button.clicked.connect(lambda _checked=False: self.choose(True))
        self.leave.clicked.connect(lambda _checked=False: self.left.emit())
        self.take.clicked.connect(lambda _checked=False: self.taken.emit())
        away = QShortcut(QKeySequence("Esc"), self, self.left.emit)
        away.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)


class DailyExchange:
    """`page`: the page of «Trao đổi», whose notice and stack are used."""

    def __init__(self, page: Any) -> None:
        self._page = page
        self.sheet = DailySheet(page.context)
        self.sheet.taken.connect(self.take)
        self.sheet.left.connect(self.leave)
        self.dialog: PinDialog | None = None
        self._stop = threading.Event()
        self._bridge = PinBridge(self._stop)
        self._bridge.asked.connect(self._ask_pin)
        stop_with(page, self._stop)

    def ask_take(self) -> None:
        path = choose_file(self._page, "Gói của quầy khác", FILES)
        if path is not None:
            self.look(path)

    def look(self, path: Path) -> None:
        office, cases = self._page.context.office, self._page.context.use_cases
        self._run(Lane.READING, lambda: cases.daily_take.look(office, path), self._looked)

    def take(self) -> None:
        office, cases = self._page.context.office, self._page.context.use_cases
        shown, theirs = self.sheet.shown, dict(self.sheet.theirs)
        self.sheet.take.setEnabled(False)
        self._run(Lane.STORE, lambda: cases.daily_take.take(office, shown, theirs), self._taken)

    def leave(self) -> None:
        self._page.stack.setCurrentIndex(0)
        self._page.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def ask_hand(self) -> None:
        ask_reason(self._page, self._page.context, "Gói trao đổi cho quầy khác", self._choose_target)

    def hand(self, target: Path, reason: str) -> None:
        """With the key that this person signs with; its PIN is asked once."""
        context = self._page.context
        office, cases = context.office, context.use_cases

        def work() -> Any:
            found = cases.signing.certificates(office)
            offered = keys.choices(found, office.person, cases.keys.default_key(office))
            chosen = keys.default_choice(offered, office.person)
            if chosen < 0:
                return None
            key = offered[chosen].certificate.key
            return cases.daily_file.hand(office, target, key, pin=self._bridge.ask, reason=reason)

        self._run(Lane.SIGNING, work, self._handed)

    def _choose_target(self, reason: str) -> None:
        name = f"goi-{self._page.context.clock.now():%Y%m%d-%H%M}.goi"
        chosen, _ = QFileDialog.getSaveFileName(self._page, "Lưu gói trao đổi", name, FILES)
        if chosen:
            self.hand(Path(chosen), reason)

    def _handed(self, handed: Any) -> None:
        if handed is None:
            self._page.notice.tell(keys.NO_KEY + ".", keys.NO_KEY_ADVICE)
            return
        self._page.context.toast(presenter.handed_words(handed))

    def _looked(self, shown: Any) -> None:
        self.sheet.show_plan(shown)
        self._page.stack.setCurrentWidget(self.sheet)

    def _taken(self, taken: Any) -> None:
        self.leave()
        self._page.context.toast(presenter.taken_words(taken))
        self._page.context.refresh.publish(taken.changes | Changes(queue=True))
        self._page.reload()

    def _ask_pin(self, question: PinQuestion) -> None:
        practice = self._page.context.office.settings.practice
        self.dialog = PinDialog(question, self._page.window(), practice=practice)
        self.dialog.finished.connect(self._forget)
        self.dialog.open()

    def _forget(self) -> None:
        self.dialog = None

    def _run(self, lane: Lane, work: Any, done: Any) -> None:
        notice = self._page.notice

        def ended(answer: Any) -> None:
            notice.hide()
            done(answer)

        def failed(error: Any) -> None:
            self.leave()
            notice.tell_error(error)

        self._page.context.tasks.run(lane, work, owner=self._page, on_done=ended, on_error=failed)
