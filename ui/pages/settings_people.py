"""Người dùng: who works here, in which role, whether they can sign in, and who stands in for whom."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from counter_app.errors import CounterError
from counter_app.model.person import Account, Person, Role
from ui.models.cell_model import CellModel
from ui.pages.base import PageContext
from ui.pages.settings_sections import SettingsSection
from ui.pages.settings_substitutes import SubstitutesPanel
from ui.presenters import people as presenter
from ui.tasks import Lane
from ui.token_proof import TokenProof
from ui.widgets.buttons import PrimaryButton, SecondaryButton
from ui.widgets.facts import ScrollColumn
from ui.widgets.field import Choice, Field, commit_composing
from ui.widgets.labels import label, rule
from ui.widgets.notice import Notice
from ui.widgets.panel import Panel
from ui.widgets.table import Column, CounterTable
from ui.widgets.top_bar import TopBar

COLUMNS = [
    Column(key="name", title="Họ tên", width=220, least=150, stretch=2),
    Column(key="login", title="Tên đăng nhập", width=120, least=100),
    Column(key="role", title="Vai trò", width=170, least=130, stretch=1),
    Column(key="account", title="Đăng nhập", width=170, least=150),
]
_SIDE = 388


class PeopleSection(SettingsSection):
    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self.head, self.notice = TopBar("Người dùng", "Mỗi người tự chịu trách nhiệm từng việc"), Notice()
        self.model = CellModel(COLUMNS, self)
        self.table = CounterTable("people", COLUMNS, context.memory, accessible="Người dùng")
        self.table.setModel(self.model)
        self.substitutes = SubstitutesPanel(context, self.notice)
        self.name, self.login, self.title = QLineEdit(), QLineEdit(), QLineEdit()
        self.role = Choice([(words, value) for words, value in presenter.ROLES])
        self._new = False
        self.proof = TokenProof(context.tasks, self, practice=context.office.settings.practice)
        self._told = ""  # whose new password stands on the screen
        self._build()
        self.table.moved.connect(lambda _row: self._show_person())
        self._show_person()

    @property
    def unsaved(self) -> bool:
        commit_composing()
        return self._edited() != self._person()

    def discard(self) -> None:
        self._new = False
        self._show_person()

    def activate(self) -> None:
        self._reload()

    def add(self) -> None:
        """An empty card; nothing is kept before «Lưu»."""
        self._new = True
        self.table.clearSelection()
        self._fill(Person(login="", name="", role=Role.OFFICER))
        self.name.setFocus()

    def save(self) -> None:
        commit_composing()
        person = self._edited()
        self._run(lambda cases, office: cases.people.save(office, person), lambda _: self._saved(person))

    def give_password(self) -> None:
        login = self._person().login
        self._run(lambda cases, office: cases.people.give_password(office, login), self._tell_password)

    def switch_account(self) -> None:
        row = self.model.value(self.table.row)
        if row is None or row[1] is None:
            return
        person, account = row
        self._run(lambda cases, office: cases.people.set_active(office, person.login, not account.active), self._done)

    def switch_certificate(self) -> None:
        """Bind the certificate of the person's token that is plugged in here; or take it off."""
        row = self.model.value(self.table.row)
        if row is None or row[1] is None:
            return
        login, office, cases = row[0].login, self.context.office, self.context.use_cases
        if row[1].certificate:
            self._run(lambda cases, office: cases.certificate_sign_in.unbind(office, login), self._done)
            return
        self.proof.run(
            office,
            cases,
            lambda key, pin: cases.certificate_sign_in.bind(office, login, key, pin=pin),
            lambda _: (self.context.toast(f"Đã gắn chứng thư cho {row[0].name}."), self._done(None)),
            self._failed,
        )

    def _saved(self, person: Person) -> None:
        self._new = False
        self.context.toast(f"Đã lưu {person.name}.")
        self._done(None)

    def _tell_password(self, password: str) -> None:
        """Told once, on the screen only: it is nowhere kept, and the person replaces it."""
        person = self._person()
        self._told = person.login
        self.password.setText(password)
        self.password_note.setText(f"Mật khẩu tạm của {person.name}. Chép ra giấy và trao tận tay; chỉ hiện lần này.")
        self.password_row.show()
        self._done(None)

    def _done(self, _: Any) -> None:
        self.notice.hide()
        self._reload()

    def _reload(self) -> None:
        self._run(lambda cases, office: (cases.people.listed(office), cases.people.substitutions(office)), self._loaded)

    def _loaded(self, found: tuple[Any, Any]) -> None:
        people, substitutions = found
        kept, now = self._person().login, self.context.clock.now()
        self.model.set_lines(
            [((person, account), presenter.person_cells(person, account, now)) for person, account in people]
        )
        self.head.qualifier.setText(presenter.summary(people))
        rows = [number for number, (person, _) in enumerate(people) if person.login == kept]
        if not self._new:
            self.table.selectRow(rows[0] if rows else 0)
            self._show_person()
        self.substitutes.show_all([person for person, _ in people], substitutions)

    def _run(self, work: Any, then: Any) -> None:
        office, cases = self.context.office, self.context.use_cases
        self.context.tasks.run(Lane.STORE, lambda: work(cases, office), owner=self, on_done=then, on_error=self._failed)

    def _failed(self, error: CounterError) -> None:
        self.notice.tell_error(error)

    def _person(self) -> Person:
        row: tuple[Person, Account | None] | None = None if self._new else self.model.value(self.table.row)
        return row[0] if row else Person(login="", name="", role=Role.OFFICER)

    def _edited(self) -> Person:
        return Person(
            login=self.login.text().strip(),
            name=self.name.text().strip(),
            role=Role(str(self.role.value)),
            title=self.title.text().strip(),
        )

    def _show_person(self) -> None:
        row = None if self._new else self.model.value(self.table.row)
        if row is not None:
            self._fill(row[0])
        person_login = row[0].login if row is not None else ""
        account = row[1] if row is not None else None
        self.login.setEnabled(row is None)
        if person_login != self._told:
            self.password_row.hide()
        self.password_button.setEnabled(row is not None)
        self.password_button.setText("Cấp lại mật khẩu" if account else "Cấp &mật khẩu")
        self.account_button.setEnabled(account is not None)
        self.certificate_button.setEnabled(account is not None)
        self.certificate_button.setText(
            "Gỡ chứn&g thư" if account and account.certificate else "Gắn chứn&g thư của token…"
        )
        self.account_button.setText("Mở khóa tài khoản" if account and not account.active else "Khóa &tài khoản")

    def _fill(self, person: Person) -> None:
        self.card.title.setText(person.name or "Người mới")
        self.name.setText(person.name)
        self.login.setText(person.login)
        self.title.setText(person.title)
        self.role.set_value(str(person.role))
        for field in (self.name, self.login, self.title):
            field.setCursorPosition(0)

    def _build(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        add = SecondaryButton("&Thêm người", icon_name="plus", shortcut="Insert")
        add.clicked.connect(lambda _checked=False: self.add())
        self.head.add_action(add)
        whole.addWidget(self.head)
        whole.addWidget(self.notice)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.table, 1)
        middle.addWidget(self._side())
        whole.addLayout(middle, 1)

    def _side(self) -> QWidget:
        side = QFrame()
        side.setProperty("ground", "surface")
        side.setProperty("edge", "left")
        side.setFixedWidth(_SIDE)
        area = ScrollColumn()
        area.column.addWidget(self._card())
        area.column.addSpacing(12)
        area.column.addWidget(self.substitutes)
        area.column.addStretch(1)
        column = QVBoxLayout(side)
        column.setContentsMargins(1, 0, 0, 0)
        column.addWidget(area)
        return side

    def _card(self) -> QWidget:
        self.card = Panel("Người mới")
        inner = QVBoxLayout()
        inner.setContentsMargins(12, 12, 12, 12)
        inner.setSpacing(10)
        for caption, control, hint in (
            ("&Họ tên", self.name, ""),
            ("Tên đăng &nhập", self.login, "Chữ thường không dấu; không đổi được về sau"),
            ("&Chức danh", self.title, "In dưới chữ ký"),
            ("&Vai trò", self.role, ""),
        ):
            inner.addWidget(Field(caption, control, hint))
        self.save_button = PrimaryButton("&Lưu", icon_name="check", shortcut="Ctrl+S")
        self.password_button, self.account_button = SecondaryButton("Cấp &mật khẩu"), SecondaryButton("Khóa &tài khoản")
        self.certificate_button = SecondaryButton("Gắn chứn&g thư của token…", icon_name="usb")
        self.certificate_button.setToolTip("Cắm token của người này vào máy đang ngồi; người ấy nhập PIN")
        for button, act in (
            (self.certificate_button, self.switch_certificate),
            (self.save_button, self.save),
            (self.password_button, self.give_password),
            (self.account_button, self.switch_account),
        ):
            button.clicked.connect(lambda _checked=False, act=act: act())
        account, acts = QHBoxLayout(), QHBoxLayout()
        account.setSpacing(8)
        account.addWidget(self.password_button)
        account.addWidget(self.account_button)
        account.addStretch(1)
        acts.addStretch(1)
        acts.addWidget(self.save_button)
        self.password_row, self.password = QWidget(), QLineEdit()
        self.password_note = label("", "small", "text2", wrap=True)
        self.password.setReadOnly(True)
        self.password.setAccessibleName("Mật khẩu tạm")
        told = QVBoxLayout(self.password_row)
        told.setContentsMargins(0, 0, 0, 0)
        told.setSpacing(4)
        told.addWidget(self.password_note)
        told.addWidget(self.password)
        inner.addLayout(acts)
        inner.addWidget(rule("horizontal"))
        inner.addLayout(account)
        inner.addWidget(self.certificate_button, 0, Qt.AlignmentFlag.AlignLeft)
        inner.addWidget(self.password_row)
        self.card.body.addLayout(inner)
        return self.card
