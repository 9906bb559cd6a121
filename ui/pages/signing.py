"""Ký số: what waits for a signature, looked at before any PIN, signed in one batch, counted only when read back."""

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from counter_app.model.changes import Changes
from counter_app.model.finding import Finding
from ui.pages.base import Command, Page, PageContext
from ui.pages.signing_list import SigningList
from ui.pages.signing_signed import SignedList
from ui.pages.verify import VerifyView
from ui.presenters import signing_keys as keys
from ui.tasks import Lane
from ui.widgets.buttons import IconButton
from ui.widgets.chips import ChipBar, ChipSpec
from ui.widgets.key_chooser import KeyChooser
from ui.widgets.notice import Notice
from ui.widgets.top_bar import TopBar

WAITING, TODAY, DEBTS, VERIFY = "waiting", "today", "debts", "verify"
CHIPS = [
    ChipSpec(key=WAITING, text="Chờ ký"),
    ChipSpec(key=TODAY, text="Đã ký hôm nay"),
    ChipSpec(key=DEBTS, text="Nợ dấu thời gian"),
    ChipSpec(key=VERIFY, text="Kiểm tra chữ ký", icon="shield-check"),
]


class SigningPage(Page):
    title = "Ký số"

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self._build_head()
        self.list = SigningList(context, self.notice, self.keys)
        self.signed = SignedList(context, self.notice, self.open_verify)
        self.verify = VerifyView(context, self.close_verify)
        self.body = QStackedWidget()
        self.body.addWidget(self.list)
        self.body.addWidget(self.signed)
        self.work = QWidget()
        column = QVBoxLayout(self.work)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.head, self.notice, self.body):
            column.addWidget(part)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.work)
        self.stack.addWidget(self.verify)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.stack)
        self._wire()

    def _build_head(self) -> None:
        self.head = TopBar(self.title)
        self.chips = ChipBar(CHIPS, height=54, edge=0, ground="surface")
        self.head.add_left(self.chips)
        self.keys = KeyChooser()
        self.again = IconButton("refresh-cw", "Tìm lại token và tệp khóa", self.look_for_keys, side=32)
        self.head.add_action(self.again)
        self.head.add_action(self.keys)
        self.notice = Notice()

    def _wire(self) -> None:
        self.chips.chosen.connect(self.show_part)
        self.list.counted.connect(self._count)
        self.signed.counted.connect(self._count)
        self.keys.picked.connect(self.list.key_changed)
        for words in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(words), self, self.list.sign)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.keys.offer((), -1, looking=True)

    # Coming and going

    def activate(self, **arguments: Any) -> None:
        """`dossier_id`: only this dossier's files; `part`: waiting, today or debts; `verify`: a PDF to look at."""
        if "verify" in arguments:
            self.open_verify(Path(arguments["verify"]))
            return
        self.stack.setCurrentWidget(self.work)
        self.list.set_dossier(arguments.get("dossier_id"))
        self.show_part(arguments.get("part", self.chips.value if self.chips.value != VERIFY else WAITING))
        if not self.list.running:
            self.look_for_keys()

    def deactivate(self) -> None:
        """A batch goes on; only a question that nobody can answer any more is answered with no."""
        self.list.leave()

    def refreshed(self, changes: Changes) -> None:
        if changes.files or changes.queue or changes.dossiers:
            self.list.reload()
            self.signed.reload()
        if changes.keys and not self.list.running:
            self._look_at_keys()

    def commands(self) -> list[Command]:
        lines = [
            Command(words="Tìm lại token và tệp khóa", act=self.look_for_keys, icon="usb"),
            Command(words="Kiểm tra chữ ký một tệp PDF", act=partial(self.show_part, VERIFY), icon="shield-check"),
            Command(words="Bổ sung mọi dấu thời gian còn nợ", act=self._pay_debts, icon="clock-alert"),
            Command(words="Xem các tệp đã ký hôm nay", act=partial(self.show_part, TODAY), icon="file-check"),
        ]
        return self.list.commands() + lines

    # Parts

    def show_part(self, key: str) -> None:
        if key == VERIFY:
            self.chips.set_value(WAITING if self.body.currentWidget() is self.list else self.signed.part)
            self.open_verify(None)
            return
        self.chips.set_value(key)
        self.keys.setVisible(key == WAITING)
        self.again.setVisible(key == WAITING)
        if key == WAITING:
            self.body.setCurrentWidget(self.list)
            self.list.reload()
            self.signed.reload()
        else:
            self.body.setCurrentWidget(self.signed)
            self.signed.show_part(key)

    def _pay_debts(self) -> None:
        self.show_part(DEBTS)
        self.signed.raise_all()

    def open_verify(self, path: Path | None, name: str = "") -> None:
        self.stack.setCurrentWidget(self.verify)
        if path is not None:
            self.verify.look_at(path, name)
        else:
            self.verify.begin()

    def close_verify(self) -> None:
        self.stack.setCurrentWidget(self.work)

    def _count(self, key: str, count: int) -> None:
        self.chips.set_counts({key: count})

    # Keys

    def look_for_keys(self) -> None:
        """Tokens, key files and services anew."""
        self._look_at_keys()
        office, cases = self.context.office, self.context.use_cases
        self.context.tasks.run(
            Lane.SIGNING,
            lambda: cases.signing.look_ahead(office),
            owner=self,
            on_done=self._tell_ahead,
            on_error=self.notice.tell_error,
        )

    def _look_at_keys(self) -> None:
        """In the signing lane, so that it waits for a batch that uses them."""
        office, cases = self.context.office, self.context.use_cases
        self.context.tasks.run(
            Lane.SIGNING,
            lambda: keys.choices(cases.signing.certificates(office), office.person, cases.keys.default_key(office)),
            owner=self,
            on_done=self._offer,
            on_error=lambda error: self.notice.tell_error(error, self.look_for_keys),
        )

    def _tell_ahead(self, found: tuple[Finding, ...]) -> None:
        """A service that is down is better known before the PIN; what is said already stays."""
        if found and not self.notice.isVisible():
            self.notice.tell(found[0].message, found[0].advice)

    def _offer(self, offered: tuple[keys.KeyChoice, ...]) -> None:
        chosen = keys.same_choice(offered, self.keys.chosen)
        if chosen < 0:
            chosen = keys.default_choice(offered, self.context.office.person)
        self.keys.offer(offered, chosen)
        if not any(one.usable for one in offered):
            self.notice.tell(keys.NO_KEY + ".", keys.NO_KEY_ADVICE, self.look_for_keys, "Tìm lại")
        elif self.notice.words.startswith(keys.NO_KEY):
            self.notice.hide()
        self.list.key_changed()
