"""Phát hành: number, day, month and seal shown on the page where they will be, then put on with one PIN."""

import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from counter_app.errors import CounterError
from counter_app.model.changes import Changes
from counter_app.model.dossier import DossierId, FileHash
from counter_app.model.signature import Box, SignProgress
from counter_app.workflow.issue import Issued, IssuePlan
from ui.dialogs.pin import PinBridge, PinDialog, PinQuestion
from ui.pages.base import PageContext
from ui.presenters import issue as presenter
from ui.presenters import signing_keys as keys
from ui.presenters.signing import STEP_WORDS, Step
from ui.presenters.signing_words import AT_PAD
from ui.tasks import Lane, stop_with
from ui.widgets.buttons import IconButton, Link, PrimaryButton, SecondaryButton
from ui.widgets.issue_canvas import IssueCanvas
from ui.widgets.key_chooser import KeyChooser
from ui.widgets.labels import icon_label, label, restyle
from ui.widgets.notice import Notice
from ui.widgets.top_bar import TopBar

PAGE_PIXELS = 1100
WIDTH = 392
_HINT = "Bấm một khung trên trang rồi kéo, hoặc dùng phím mũi tên (1 mm, giữ Shift 5 mm)."


class IssueView(QWidget):
    """`begin(dossier, file)` shows the plan; `issued()` when it is done and recorded."""

    issued = Signal(object)  # Changes

    def __init__(self, context: PageContext, back: Callable[[], object]) -> None:
        super().__init__()
        self.context, self._back = context, back
        self.plan: IssuePlan | None = None
        self.chosen, self.page = presenter.SEAL, 1
        self._stop = threading.Event()
        self.dialog: PinDialog | None = None
        self.running = False
        stop_with(self, self._stop)
        self.head, self.notice, self.canvas = TopBar("Phát hành kết quả"), Notice(), IssueCanvas()
        self.keys = KeyChooser()
        self.act = PrimaryButton("&Phát hành", icon_name="stamp", hint="Ctrl+Enter")
        self.cancel = SecondaryButton("&Dừng", hint="Esc")
        self.cancel.hide()
        self.rows: dict[str, _PartRow] = {}
        self._build()
        self._wire()
        context.refresh.changed.connect(self._changed)

    # Coming

    def begin(self, dossier_id: DossierId, file: FileHash) -> None:
        self.plan, self.running = None, False
        self._stop.clear()
        self.notice.hide()
        self.head.qualifier.setText("Đang đọc chữ ký và tìm chỗ trống…")
        self.act.setEnabled(False)
        office, cases = self.context.office, self.context.use_cases
        self.context.tasks.run(
            Lane.READING,
            lambda: cases.issue.plan(office, dossier_id, file),
            owner=self,
            on_done=self._planned,
            on_error=self._failed,
        )
        self.look_for_keys()

    def _planned(self, plan: IssuePlan) -> None:
        self.plan = plan
        self.head.qualifier.setText(presenter.head_words(plan))
        self.canvas.show_seal(plan.seal_image)
        self.by_hand.setText(presenter.by_hand_words(plan))
        self.by_hand.setVisible(bool(self.by_hand.text()))
        found = [key for key in presenter.PARTS if presenter.box_of(plan, key)]
        self.chosen = found[0] if found else presenter.SEAL
        place = presenter.box_of(plan, self.chosen)
        self._turn_to(place[0] if place else 1)
        self._show()
        self.canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    def _changed(self, changes: Changes) -> None:
        if changes.keys and self.isVisible() and not self.running:
            self.look_for_keys()

    def look_for_keys(self) -> None:
        office, cases = self.context.office, self.context.use_cases
        self.context.tasks.run(
            Lane.SIGNING,
            lambda: keys.choices(cases.signing.certificates(office), office.person, cases.keys.default_key(office)),
            owner=self,
            on_done=self._offer,
            on_error=self._failed,
        )

    def _offer(self, offered: tuple[keys.KeyChoice, ...]) -> None:
        """The organisation's own key first: it is that one which issues."""
        name = self.context.office.settings.office_name
        own = [place for place, one in enumerate(offered) if one.usable and _is_office(one, name)]
        before = keys.same_choice(offered, self.keys.chosen)
        usual = own[0] if own else keys.default_choice(offered, self.context.office.person)
        self.keys.offer(offered, before if before >= 0 else usual)
        self._show()

    # Parts

    def _show(self) -> None:
        plan = self.plan
        for key, row in self.rows.items():
            row.setVisible(plan is not None)
            if plan is not None:
                row.tell(plan, chosen=key == self.chosen)
        ready = plan is not None and self.keys.chosen is not None and not self.running
        self.act.setEnabled(ready)
        self.cancel.setVisible(self.running)
        self.cancel.setEnabled(not self._stop.is_set())
        if plan is None:
            return
        places = {key: presenter.box_of(plan, key) for key in presenter.PARTS}
        shown = {
            key: (presenter.part_words(plan, key), place[1])
            for key, place in places.items()
            if place is not None and place[0] == self.page
        }
        self.canvas.show_parts(shown, self.chosen)

    def pick(self, key: str) -> None:
        if self.plan is None:
            return
        self.chosen = key
        place = presenter.box_of(self.plan, key)
        if place is not None and place[0] != self.page:
            self._turn_to(place[0])
        self._show()

    def _moved(self, box: Box) -> None:
        if self.plan is not None:
            self.plan = presenter.moved(self.plan, self.chosen, box)
            self._show()

    def toggle(self, key: str) -> None:
        """Leave a part out, or put it on the shown page."""
        if self.plan is None:
            return
        has = presenter.box_of(self.plan, key) is not None
        self.plan = presenter.left_out(self.plan, key) if has else presenter.added(self.plan, key, self.page)
        self.chosen = key
        self._show()

    def _turn_to(self, page: int) -> None:
        plan, office = self.plan, self.context.office
        if plan is None:
            return
        self.page = plan.file.pages if page < 0 else page
        wanted = self.page
        self.context.tasks.run(
            Lane.READING,
            lambda: office.reader.render(office.vault.path(plan.file.hash), wanted, PAGE_PIXELS),
            owner=self,
            on_done=self._page_came,
            on_error=lambda error: self.canvas.show_page(None, self.canvas.page_size, error.what),
        )

    def _page_came(self, shown: Any) -> None:
        image = QImage(shown.data, shown.width, shown.height, shown.stride, QImage.Format.Format_RGB32).copy()
        self.canvas.show_page(image, (shown.page_width_pt, shown.page_height_pt))
        self._show()

    # The act

    def run(self) -> None:
        key, plan = self.keys.chosen, self.plan
        if key is None or plan is None or self.running:
            return
        self.running = True
        self._stop.clear()
        self.notice.hide()
        self._show()
        office, cases, stop = self.context.office, self.context.use_cases, self._stop
        bridge = self._bridge = PinBridge(stop)
        bridge.asked.connect(self._ask)
        self.context.tasks.run(
            Lane.SIGNING,
            lambda report: cases.issue.issue(
                office, plan, key.certificate.key, pin=bridge.ask, progress=report, stop=stop.is_set
            ),
            owner=self,
            progress=self._step,
            on_done=self._done,
            on_error=self._failed,
            stop=stop,
        )

    def _step(self, progress: SignProgress) -> None:
        words = STEP_WORDS.get(Step(progress.step))
        if words is not None and not self._stop.is_set():
            self.head.qualifier.setText(f"{words[0]}…")

    def _ask(self, question: PinQuestion) -> None:
        self.dialog = PinDialog(question, self.window(), practice=self.context.office.settings.practice)
        self.dialog.finished.connect(self._forget_dialog)
        if question.request.pad:
            self.dialog.accepted.connect(lambda: self.head.qualifier.setText(f"{AT_PAD}…"))
        self.dialog.open()

    def _forget_dialog(self) -> None:
        self.dialog = None

    def _done(self, found: Issued) -> None:
        self.running = False
        words = presenter.done_words(found.number, len(found.verification.signatures), found.outcome.debt)
        self.context.toast(words)
        self.issued.emit(found.changes)

    def _failed(self, error: CounterError) -> None:
        self.running = False
        if self.dialog is not None:
            self.dialog.reject()
        self.notice.tell_error(error)
        self.head.qualifier.setText(presenter.head_words(self.plan) if self.plan is not None else "")
        self._show()

    def stop(self) -> None:
        """Before the next mark: what is on the copy goes with it, and the result stays as the leader signed it."""
        self._stop.set()
        if self.dialog is not None:
            self.dialog.reject()
        self.head.qualifier.setText("Đang dừng…")
        self._show()

    def leave(self) -> None:
        """Back to the list; while it issues, that is first of all to stop."""
        if self.running:
            self.stop()
        else:
            self._back()

    # Building

    def _build(self) -> None:
        line = self.head.layout()
        assert isinstance(line, QHBoxLayout)
        self.back = IconButton("arrow-left", "Về danh sách kết quả", self.leave, side=32)
        line.insertWidget(0, self.back)
        self.head.add_action(self.keys)
        side = QFrame()
        side.setProperty("ground", "surface")
        side.setProperty("edge", "left")
        side.setFixedWidth(WIDTH)
        column = QVBoxLayout(side)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(4)
        column.addWidget(label("Sẽ đặt lên tệp", "strong"))
        column.addSpacing(4)
        for key in presenter.PARTS:
            self.rows[key] = _PartRow(key, self.pick, self.toggle)
            column.addWidget(self.rows[key])
        column.addSpacing(8)
        self.by_hand = label("", "small", "warn", wrap=True)
        self.by_hand.hide()
        column.addWidget(self.by_hand)
        column.addWidget(label(_HINT, "small", "text2", wrap=True))
        told = "Số chỉ được cấp khi tệp đã ký xong và đọc lại đúng; chữ ký của lãnh đạo được giữ nguyên."
        column.addWidget(label(told, "small", "text2", wrap=True))
        column.addStretch(1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.act)
        column.addLayout(foot)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.canvas, 1)
        middle.addWidget(side)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.head)
        whole.addWidget(self.notice)
        whole.addLayout(middle, 1)

    def _wire(self) -> None:
        self.canvas.picked.connect(self.pick)
        self.canvas.changed.connect(self._moved)
        self.keys.picked.connect(self._show)
        self.act.clicked.connect(lambda _checked=False: self.run())
        self.cancel.clicked.connect(lambda _checked=False: self.stop())
        for words, act in (("Esc", self.leave), ("Ctrl+Return", self.run), ("Ctrl+Enter", self.run)):
            shortcut = QShortcut(QKeySequence(words), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)


def _is_office(choice: keys.KeyChoice, name: str) -> bool:
    one = choice.certificate
    return one.subject == name or (one.key.kind == "p12" and one.subject in ("seal", "seal.p12"))


class _PartRow(QFrame):
    """One part: what will stand there, where, and the link that leaves it out or puts it on."""

    def __init__(self, key: str, pick: Callable[[str], object], toggle: Callable[[str], object]) -> None:
        super().__init__()
        self.key, self._pick = key, pick
        self.setProperty("panel", "row")
        line = QHBoxLayout(self)
        line.setContentsMargins(8, 8, 8, 8)
        line.setSpacing(10)
        line.addWidget(icon_label(presenter.part_icon(key), "text2", 16), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(0)
        self.first, self.second = label("", "medium"), label("", "small", "text2", wrap=True)
        words.addWidget(self.first)
        words.addWidget(self.second)
        line.addLayout(words, 1)
        self.link = Link("Bỏ", lambda: toggle(key))
        line.addWidget(self.link, 0, Qt.AlignmentFlag.AlignTop)
        self.link.setVisible(False)

    def tell(self, plan: IssuePlan, *, chosen: bool) -> None:
        words, tone = presenter.part_state(plan, self.key)
        self.first.setText(f"{presenter.part_name(self.key)}: {presenter.part_words(plan, self.key)}")
        self.second.setText(words)
        restyle(self.second, tone=tone)
        restyle(self.first, tone="accent" if chosen else "text")
        has = presenter.box_of(plan, self.key) is not None
        self.link.setText("Bỏ" if has else "Thêm")
        self.link.setVisible(self.key != presenter.SEAL or not has)
        self.setAccessibleName(f"{self.first.text()}, {words}")

    def mousePressEvent(self, event: object) -> None:
        self._pick(self.key)
