"""Tin cậy: authorities and revocation lists, what a file would change before it does, hosts that may be asked."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from counter_app.errors import CounterError
from counter_app.model.changes import Changes
from counter_app.pdf.trust_look import Authority, Offer
from counter_app.workflow.trust import Trusted
from ui.dialogs.files import choose_files
from ui.models.cell_model import CellModel
from ui.pages.base import Command, PageContext
from ui.pages.settings_sections import SettingsSection
from ui.presenters import trust as presenter
from ui.tasks import Lane
from ui.widgets.buttons import PrimaryButton, SecondaryButton
from ui.widgets.field import Field, commit_composing
from ui.widgets.file_drop import FileDrop
from ui.widgets.labels import icon_label, label
from ui.widgets.notice import Notice
from ui.widgets.table import Column, CounterTable
from ui.widgets.top_bar import TopBar

KINDS = "Chứng thư CA, danh sách thu hồi (*.crt *.cer *.pem *.der *.crl);;Mọi tệp (*)"
AUTHORITY_COLUMNS = [
    Column(key="name", title="Nơi cấp", width=260, least=180, stretch=3),
    Column(key="kind", title="Loại", width=210, least=150, stretch=2),
    Column(key="until", title="Hạn", width=104, least=96),
    Column(key="print", title="Dấu SHA-256", width=200, least=140, hide_rank=1),
    Column(key="act", title="", width=64),
]
LIST_COLUMNS = [
    Column(key="issuer", title="Danh sách thu hồi của", width=300, least=200, stretch=3),
    Column(key="published", title="Ra lúc", width=150, least=130),
    Column(key="until", title="Dùng đến", width=200, least=150, stretch=1),
    Column(key="count", title="Số chứng thư", width=110, right=True),
]
ROW, HEADER = 40, 32
_NOTHING = "Chưa có danh sách thu hồi nào: trạng thái thu hồi sẽ là «chưa kiểm tra được»."


class TrustSection(SettingsSection):
    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self.trusted: Trusted | None = None
        self._waiting: list[Path] = []
        self.head, self.notice = TopBar("Tin cậy", "Nơi cấp chứng thư mà cơ quan tin, danh sách thu hồi"), Notice()
        self.load = SecondaryButton("&Nạp tệp…", icon_name="download", hint="Ctrl+O", shortcut="Ctrl+O")
        self.load.clicked.connect(lambda _checked=False: self.choose())
        self.head.add_action(self.load)
        self.question = _Question()
        self.authorities, self.lists = CellModel(AUTHORITY_COLUMNS, self), CellModel(LIST_COLUMNS, self)
        self.table = _table("trust", AUTHORITY_COLUMNS, self.authorities, context, "Nơi cấp được tin")
        self.list_table = _table("crl", LIST_COLUMNS, self.lists, context, "Danh sách thu hồi")
        self.table.linked.connect(lambda row, _key: self._ask_removal(row))
        self.nothing = label(_NOTHING, "small", "text2")
        self._build()
        FileDrop(self, self.take)

    def activate(self) -> None:
        self._fill_online()
        self._read()

    def refreshed(self, changes: Changes) -> None:
        if changes.settings:
            self.activate()

    def commands(self) -> list[Command]:
        return [Command(words="Nạp chứng thư CA hoặc danh sách thu hồi", act=self.choose, icon="download")]

    # The store

    def _read(self) -> None:
        office, cases = self.context.office, self.context.use_cases
        self._run(Lane.READING, lambda: cases.trust.installed(office), self._show)

    def _show(self, found: Trusted) -> None:
        self.trusted, now = found, self.context.clock.now()
        self.authorities.set_lines([(one, presenter.authority_cells(one, now)) for one in found.authorities])
        self.lists.set_lines([(one, presenter.list_cells(one, now)) for one in found.lists])
        for table, count in ((self.table, len(found.authorities)), (self.list_table, len(found.lists))):
            table.setFixedHeight(HEADER + ROW * min(max(count, 1), 6) + 2)
        self.list_table.setVisible(bool(found.lists))
        self.nothing.setVisible(not found.lists)

    def choose(self) -> None:
        self.take(choose_files(self, "Chọn chứng thư CA hoặc danh sách thu hồi", KINDS))

    def take(self, paths: list[Path]) -> None:
        """One file after the other: each is shown before it is installed."""
        self._waiting = list(paths)
        self._next()

    def _next(self) -> None:
        self.question.hide()
        if not self._waiting:
            return
        path, office, cases = self._waiting.pop(0), self.context.office, self.context.use_cases
        self._run(Lane.READING, lambda: cases.trust.offer(office, path), lambda offer: self._ask(path, offer))

    def _ask(self, path: Path, offer: Offer) -> None:
        words, compare = presenter.offer_words(offer)
        if not presenter.changes_something(offer):
            self.question.ask(words or "Tệp không có gì mới.", "Kho không thay đổi.", "", None, self._next)
            return
        self.question.ask(words, compare, "&Nạp vào kho", lambda: self._install(path), self._next)

    def _install(self, path: Path) -> None:
        office, cases = self.context.office, self.context.use_cases
        done = f"Đã nạp {path.name}."
        self._run(Lane.STORE, lambda: cases.trust.install(office, path), lambda c: self._changed(c, done))

    def _ask_removal(self, row: int) -> None:
        one: Authority | None = self.authorities.value(row)
        if one is None:
            return
        office, cases, gone = self.context.office, self.context.use_cases, one

        def remove() -> None:
            self._run(
                Lane.STORE,
                lambda: cases.trust.remove(office, gone.fingerprint),
                lambda c: self._changed(c, f"Đã gỡ «{gone.name}»."),
            )

        self.question.ask(*presenter.remove_words(gone), "&Gỡ", remove, self.question.hide)

    def _changed(self, changes: Changes, words: str) -> None:
        self.context.toast(words)
        self.context.refresh.publish(changes)
        self._next()

    # The network

    def _fill_online(self) -> None:
        settings = self.context.office.settings
        self.online.setChecked(settings.verify_online)
        self.hosts.setText(", ".join(settings.verify_hosts))
        self.hosts_field.show_error("")

    def _save_online(self) -> None:
        commit_composing()
        office, cases = self.context.office, self.context.use_cases
        allowed, hosts = self.online.isChecked(), presenter.hosts_of(self.hosts.text())

        def done(answer: Any) -> None:
            changed, changes = answer
            self.context.adopt_office(changed)
            self.hosts_field.show_error("")
            self.context.toast("Đã lưu.")
            self.context.refresh.publish(changes)

        self.context.tasks.run(
            Lane.STORE,
            lambda: cases.trust.allow_online(office, allowed, hosts),
            owner=self,
            on_done=done,
            on_error=lambda error: self.hosts_field.show_error(f"{error.what} {error.advice}".strip()),
        )

    def _run(self, lane: Lane, work: Callable[[], Any], done: Callable[[Any], Any]) -> None:
        self.notice.hide()
        self.context.tasks.run(lane, work, owner=self, on_done=done, on_error=self._failed)

    def _failed(self, error: CounterError) -> None:
        self.question.hide()
        self.notice.tell_error(error)

    # Building

    def _build(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        for part in (self.head, self.notice, self.question):
            whole.addWidget(part)
        body = QFrame()
        body.setProperty("ground", "surface")
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 16)
        column.setSpacing(0)
        column.addWidget(self.table)
        column.addSpacing(16)
        column.addWidget(self.list_table)
        self.nothing.setContentsMargins(16, 4, 16, 4)
        column.addWidget(self.nothing)
        column.addSpacing(16)
        column.addWidget(self._online())
        column.addStretch(1)
        whole.addWidget(body, 1)

    def _online(self) -> QWidget:
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(16, 8, 16, 0)
        column.setSpacing(10)
        column.addWidget(label("Hỏi qua mạng khi kiểm tra", "strong"))
        self.online = QCheckBox("&Cho phép hỏi nơi cấp qua mạng (OCSP, danh sách thu hồi, chứng thư CA)")
        column.addWidget(self.online)
        self.hosts = QLineEdit()
        self.hosts_field = Field(
            "&Chỉ hỏi các máy chủ này",
            self.hosts,
            "Địa chỉ lấy từ chứng thư trong tệp lạ, nên chỉ hỏi máy chủ ghi ở đây, ví dụ ca.gov.vn, ocsp.ca.gov.vn.",
        )
        self.hosts_field.setMaximumWidth(640)
        column.addWidget(self.hosts_field)
        self.save_online = SecondaryButton("&Lưu", icon_name="check")
        self.save_online.clicked.connect(lambda _checked=False: self._save_online())
        self.hosts.returnPressed.connect(self._save_online)
        line = QHBoxLayout()
        line.addWidget(self.save_online)
        line.addStretch(1)
        column.addLayout(line)
        return made


class _Question(QFrame):
    """What would change, in the page: words, one act, and the way back."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("panel", "note")
        line = QHBoxLayout(self)
        line.setContentsMargins(16, 12, 16, 12)
        line.setSpacing(12)
        line.addWidget(icon_label("git-compare", "accent", 20), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(4)
        self.words, self.advice = label("", "body", "text", wrap=True), label("", "small", "text2", wrap=True)
        words.addWidget(self.words)
        words.addWidget(self.advice)
        line.addLayout(words, 1)
        self.no = SecondaryButton("Bỏ qua", hint="Esc", shortcut="Esc")
        self.yes = PrimaryButton("", icon_name="check")
        line.addWidget(self.no, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.yes, 0, Qt.AlignmentFlag.AlignTop)
        self._yes: Callable[[], object] | None = None
        self._no: Callable[[], object] | None = None
        self.yes.clicked.connect(lambda _checked=False: self._answer(self._yes))
        self.no.clicked.connect(lambda _checked=False: self._answer(self._no))
        self.hide()

    def ask(
        self, words: str, advice: str, yes_words: str, yes: Callable[[], object] | None, no: Callable[[], object]
    ) -> None:
        self.words.setText(words)
        self.advice.setText(advice)
        self.advice.setVisible(bool(advice))
        self._yes, self._no = yes, no
        self.yes.setText(yes_words)
        self.yes.setVisible(yes is not None)
        self.no.setText("Bỏ qua" if yes is not None else "Đóng")
        self.setAccessibleName(f"{words} {advice}".strip())
        self.show()
        (self.yes if yes is not None else self.no).setFocus(Qt.FocusReason.OtherFocusReason)

    def _answer(self, act: Callable[[], object] | None) -> None:
        self.hide()
        if act is not None:
            act()


def _table(name: str, columns: list[Column], model: CellModel, context: PageContext, accessible: str) -> CounterTable:
    made = CounterTable(name, columns, context.memory, accessible=accessible)
    made.setModel(model)
    made.setSelectionMode(CounterTable.SelectionMode.SingleSelection)
    return made
