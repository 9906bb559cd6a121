"""Khóa và token: what keeps keys from being used here and what to do, drivers, key files, one's own first key."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from counter_app.access.people import Act, may
from counter_app.errors import CounterError
from counter_app.model.changes import Changes
from counter_app.workflow.keys import KeysHere
from ui.dialogs.files import choose_file
from ui.models.cell_model import CellModel
from ui.pages.base import Command, PageContext
from ui.pages.settings_sections import SettingsSection
from ui.presenters import key_settings as presenter
from ui.tasks import Lane
from ui.widgets.buttons import SecondaryButton
from ui.widgets.facts import ScrollColumn
from ui.widgets.labels import icon_label, label
from ui.widgets.notice import Notice
from ui.widgets.state_panel import StatePanel
from ui.widgets.table import Column, CounterTable
from ui.widgets.top_bar import TopBar

LIBRARIES = "Thư viện PKCS#11 (*.dll *.so *.dylib);;Mọi tệp (*)"
KEY_FILES = "Tệp khóa (*.p12 *.pfx);;Mọi tệp (*)"
DRIVER_COLUMNS = [
    Column(key="used", title="Dùng", width=56),
    Column(key="name", title="Trình điều khiển", width=300, least=180, stretch=3),
    Column(key="state", title="Tình trạng", width=250, least=150, stretch=2),
    Column(key="found", title="Khe, token", width=170, least=110, stretch=1, hide_rank=1),
    Column(key="act", title="", width=56),
]
KEY_COLUMNS = [
    Column(key="who", title="Chứng thư, tệp khóa", width=200, least=140, stretch=2),
    Column(key="token", title="Token", width=190, least=120, stretch=1),
    Column(key="until", title="Hạn", width=104, least=96, hide_rank=1),
    Column(key="state", title="Ký được không", width=270, least=150, stretch=3),
    Column(key="default", title="Chọn sẵn", width=112, least=104),
    Column(key="act", title="", width=56, hide_rank=2),
]
ROW, HEADER = 40, 32


class KeysSection(SettingsSection):
    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self.found: KeysHere | None = None
        self._looking = False
        self.head, self.notice = TopBar("Khóa và token", "Vì sao ký được hay không, và cần làm gì"), Notice()
        self.again = SecondaryButton("&Khám lại", icon_name="refresh-cw", hint="F5", shortcut="F5")
        self.copy = SecondaryButton("&Chép kết quả", icon_name="copy")
        self.verdict = StatePanel("Khám token")
        self.drivers, self.keys = CellModel(DRIVER_COLUMNS, self), CellModel(KEY_COLUMNS, self)
        self.driver_table = _table("drivers", DRIVER_COLUMNS, self.drivers, context, "Trình điều khiển token")
        self.key_table = _table("keys", KEY_COLUMNS, self.keys, context, "Token, chứng thư và tệp khóa")
        self.missing = label("", "small", "text2", wrap=True)
        self.file_keys = QCheckBox("Cho phép ký bằng &tệp khóa PKCS#12 (không phải token)")
        self.keep_login = QCheckBox("Cho phép &giữ đăng nhập token đến hết buổi làm việc (không giữ PIN)")
        self.detail = label("", "body", "text", wrap=True)
        self._build()
        self._wire()

    def activate(self) -> None:
        self._fill_rules()
        self.examine()

    def refreshed(self, changes: Changes) -> None:
        if changes.settings:
            self._fill_rules()
        if changes.settings or changes.keys:
            self.examine()

    def commands(self) -> list[Command]:
        lines = [
            Command(words="Khám token", act=self.examine, icon="usb", hint="F5"),
            Command(words="Chép kết quả khám token", act=self.copy_result, icon="copy"),
        ]
        if self._may_change:
            lines += [
                Command(words="Thêm trình điều khiển token", act=self.choose_driver, icon="plus"),
                Command(words="Thêm tệp khóa", act=self.choose_file, icon="plus"),
            ]
        return lines

    @property
    def _may_change(self) -> bool:
        return may(self.context.office.person, Act.CHANGE_SETTINGS)

    # Looking

    def examine(self) -> None:
        """In the lane that looks at the drivers anyhow; one look at a time."""
        if self._looking:
            return
        self._looking = True
        self.head.qualifier.setText("Đang thử từng trình điều khiển…")
        office, cases = self.context.office, self.context.use_cases
        self.context.tasks.run(
            Lane.READING,
            lambda: cases.keys.look(office),
            owner=self,
            on_done=self._show,
            on_error=self.notice.tell_error,
            on_end=self._looked,
        )

    def _looked(self) -> None:
        self._looking = False
        self.head.qualifier.setText("Vì sao ký được hay không, và cần làm gì")

    def _show(self, found: KeysHere) -> None:
        self.found = found
        office = self.context.office
        self.verdict.tell(presenter.verdict(found, office.person, office.settings))
        self.drivers.set_lines(
            [(one.path, presenter.driver_cells(one, may_change=self._may_change)) for one in found.drivers]
        )
        lines = presenter.key_lines(found, office.person, office.settings, may_change=self._may_change)
        self.keys.set_lines([(one, one.cells) for one in lines])
        for table, count in ((self.driver_table, len(found.drivers)), (self.key_table, len(lines))):
            table.setVisible(count > 0)
            table.setFixedHeight(HEADER + ROW * max(count, 1) + 2)
        self.missing.setText(presenter.missing_words(found.missing))
        self.missing.setVisible(bool(found.missing))

    def _tell_detail(self, model: CellModel, row: int) -> None:
        """The chosen row in full at the foot: in the row itself it is cut."""
        words = presenter.detail(model.cells(row)) if model.value(row) is not None else ""
        self.detail.setText(words)
        self.foot.setVisible(bool(words))

    def copy_result(self) -> None:
        """Plain text for the supplier's support."""
        if self.found is None:
            return
        found, office, cases = self.found, self.context.office, self.context.use_cases

        def work() -> str:
            return presenter.support_words(cases.token_doctor.token_checks(found.drivers, office.signing.key_files()))

        def done(words: str) -> None:
            QGuiApplication.clipboard().setText(words)
            self.context.toast("Đã chép kết quả khám; dán vào thư gửi bộ phận hỗ trợ.")

        self._run(Lane.READING, work, done)

    # Changing

    def choose_driver(self) -> None:
        path = choose_file(self, "Chọn trình điều khiển token", LIBRARIES)
        if path is not None:
            self._change(lambda cases, office: cases.keys.add_driver(office, str(path)), f"Đã thêm {path.name}.")

    def choose_file(self) -> None:
        path = choose_file(self, "Chọn tệp khóa", KEY_FILES)
        if path is not None:
            self._change(lambda cases, office: cases.keys.add_key_file(office, path), f"Đã thêm {path.name}.")

    def _switch_driver(self, row: int) -> None:
        path = self.drivers.value(row)
        if path is None or not self._may_change:
            return
        used, name = not self.drivers.cell(row, "used").check, Path(path).name
        self._change(
            lambda cases, office: cases.keys.use_driver(office, path, used),
            f"Đã {'bật' if used else 'tắt'} {name}.",
            lambda cases, office: cases.keys.use_driver(office, path, not used),
        )

    def _remove_driver(self, row: int) -> None:
        path = self.drivers.value(row)
        works = self.found is not None and any(one.path == path and one.trouble is None for one in self.found.drivers)
        self._change(
            lambda cases, office: cases.keys.remove_driver(office, path),
            f"Đã bỏ {Path(path).name} khỏi danh sách.",
            (lambda cases, office: cases.keys.add_driver(office, path)) if works else None,
        )

    def _key_link(self, row: int, column: str) -> None:
        line: presenter.KeyLine | None = self.keys.value(row)
        if line is None or line.key is None:
            return
        if column == "act" and line.file is not None:
            file = line.file
            self._change(
                lambda cases, office: cases.keys.remove_key_file(office, file),
                f"Đã bỏ {file.name} khỏi danh sách; tệp vẫn ở chỗ cũ.",
                lambda cases, office: cases.keys.add_key_file(office, file),
            )
        elif column == "default":
            taken = self.found is not None and self.found.default == line.key.identity
            key = None if taken else line.key
            words = "Đã thôi chọn sẵn khóa này." if taken else "Khóa này được chọn sẵn cho bạn ở máy này."
            self._change(lambda cases, office: cases.keys.set_default_key(office, key), words)

    def _change_rules(self) -> None:
        wanted = {"file_keys": self.file_keys.isChecked(), "keep_login": self.keep_login.isChecked()}
        settings = self.context.office.settings
        before = {"file_keys": settings.allow_file_keys, "keep_login": settings.allow_keep_login}
        self._change(
            lambda cases, office: cases.keys.allow(office, **wanted),
            "Đã lưu.",
            lambda cases, office: cases.keys.allow(office, **before),
        )

    def _fill_rules(self) -> None:
        settings = self.context.office.settings
        for box, value in ((self.file_keys, settings.allow_file_keys), (self.keep_login, settings.allow_keep_login)):
            box.blockSignals(True)
            box.setChecked(value)
            box.blockSignals(False)
            box.setEnabled(self._may_change)

    def _change(
        self, act: Callable[[Any, Any], Any], words: str, back: Callable[[Any, Any], Any] | None = None
    ) -> None:
        office, cases = self.context.office, self.context.use_cases

        def done(answer: tuple[Any, Changes]) -> None:
            changed, changes = answer
            self.context.adopt_office(changed)
            self.context.refresh.publish(changes)
            self.context.toast(words, (lambda: self._change(back, "Đã hoàn tác.")) if back is not None else None)

        self._run(Lane.STORE, lambda: act(cases, office), done)

    def _run(self, lane: Lane, work: Callable[[], Any], done: Callable[[Any], Any]) -> None:
        self.notice.hide()
        self.context.tasks.run(lane, work, owner=self, on_done=done, on_error=self._failed)

    def _failed(self, error: CounterError) -> None:
        self._fill_rules()
        self.notice.tell_error(error)

    # Building

    def _wire(self) -> None:
        self.again.clicked.connect(lambda _checked=False: self.examine())
        self.copy.clicked.connect(lambda _checked=False: self.copy_result())
        self.driver_table.moved.connect(lambda row: self._tell_detail(self.drivers, row))
        self.key_table.moved.connect(lambda row: self._tell_detail(self.keys, row))
        self.driver_table.ticked.connect(self._switch_driver)
        self.driver_table.linked.connect(lambda row, _key: self._remove_driver(row))
        self.key_table.linked.connect(self._key_link)
        for box in (self.file_keys, self.keep_login):
            box.toggled.connect(lambda _checked: self._change_rules())

    def _build(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        for button in (self.copy, self.again):
            self.head.add_action(button)
        whole.addWidget(self.head)
        whole.addWidget(self.notice)
        area = ScrollColumn(ground="surface", edge=0, spacing=0)
        column = area.column
        column.addWidget(self._padded(self.verdict))
        column.addWidget(self._title("Trình điều khiển", "Thêm t&rình điều khiển…", self.choose_driver))
        column.addWidget(self.driver_table)
        column.addWidget(self._padded(self.missing))
        column.addWidget(self._title("Token, chứng thư, tệp khóa", "Thêm tệp k&hóa…", self.choose_file))
        column.addWidget(self.key_table)
        rules = QWidget()
        lines = QVBoxLayout(rules)
        lines.setContentsMargins(16, 12, 16, 16)
        lines.setSpacing(8)
        lines.addWidget(label("Quy định của cơ quan", "strong"))
        lines.addWidget(self.keep_login)
        lines.addWidget(self.file_keys)
        column.addWidget(rules)
        whole.addWidget(area, 1)
        self.foot = QFrame()
        self.foot.setProperty("ground", "surface2")
        self.foot.setProperty("edge", "top")
        line = QHBoxLayout(self.foot)
        line.setContentsMargins(16, 12, 16, 12)
        line.setSpacing(10)
        line.addWidget(icon_label("info", "accent", 16), 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.detail, 1)
        self.foot.hide()
        whole.addWidget(self.foot)

    def _title(self, words: str, act_words: str, act: Callable[[], object]) -> QWidget:
        made = QFrame()
        line = QHBoxLayout(made)
        line.setContentsMargins(16, 12, 16, 8)
        line.addWidget(label(words, "strong"))
        line.addStretch(1)
        if self._may_change:
            button = SecondaryButton(act_words, icon_name="plus")
            button.clicked.connect(lambda _checked=False: act())
            line.addWidget(button)
        return made

    def _padded(self, part: QWidget) -> QWidget:
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(16, 12, 16, 0)
        column.addWidget(part)
        return made


def _table(name: str, columns: list[Column], model: CellModel, context: PageContext, accessible: str) -> CounterTable:
    made = CounterTable(name, columns, context.memory, accessible=accessible)
    made.setModel(model)
    made.setSelectionMode(CounterTable.SelectionMode.SingleSelection)
    return made
