"""Who sits down: name and password on one card; the same card when the window is locked or a password must change."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ui.widgets.buttons import Link, PrimaryButton
from ui.widgets.field import Field, commit_composing
from ui.widgets.labels import icon_label, label
from ui.widgets.secret_field import SecretField

_WIDTH = 400


class SignInView(QWidget):
    """One question at a time: `ask`, `ask_again` (locked) or `ask_new_password`. Secrets leave the fields once."""

    submitted = Signal(str, str)  # sign-in name, password
    chosen = Signal(str, str)  # the password so far, the new one
    token_wanted = Signal()  # the plugged-in token shall prove who is there
    another = Signal()  # somebody else wants to sit down, or the person wants to leave

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "bg")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._login = ""  # of the person whose window is locked
        self._new = False
        self.name = QLineEdit()
        self.secret, self.new, self.again = (SecretField(what="mật khẩu") for _ in range(3))
        self.name_field = Field("&Tên đăng nhập", self.name)
        self.secret_field = Field("&Mật khẩu", self.secret)
        self.new_field = Field("Mật khẩu mớ&i", self.new, "Một câu ngắn dễ nhớ, từ 10 ký tự")
        self.again_field = Field("&Nhập lại mật khẩu mới", self.again)
        self.enter = PrimaryButton("Đăng nhập", hint="Enter")
        self.other = Link("Người khác đăng nhập", self.another.emit, flush=True)
        self.by_token = Link("Đăng nhập bằng token", self.token_wanted.emit, flush=True)
        self._build()
        for field in (self.name, self.secret, self.new, self.again):
            field.returnPressed.connect(self._submit)
        self.enter.clicked.connect(lambda _checked=False: self._submit())

    def ask(self, office: str) -> None:
        self._show("Đăng nhập", office, "Đăng nhập")
        self.name_field.show()
        self.other.hide()
        self.by_token.show()
        (self.secret if self.name.text() else self.name).setFocus()

    def ask_again(self, login: str, person: str, *, quick: bool = False) -> None:
        """The window is locked; only this person opens it without losing what is on it. `quick`: by the short code."""
        self._show("Màn hình đang khóa", person, "Mở khóa")
        self._login = login
        self.secret_field.caption.setText("&Mã mở nhanh" if quick else "&Mật khẩu")
        self.other.setText("Người khác đăng nhập")
        self.secret.setFocus()

    def ask_new_password(self, person: str, *, first: bool) -> None:
        """`first`: the password was given by somebody else and must be replaced now."""
        self._show("Chọn mật khẩu của riêng mình" if first else "Đổi mật khẩu", person, "Đổi mật khẩu")
        self._new = True
        self.new_field.show()
        self.again_field.show()
        self.secret_field.caption.setText("&Mật khẩu đang dùng")
        self.other.setText("Đăng xuất" if first else "Không đổi nữa")
        self.secret.setFocus()

    def refuse(self, words: str) -> None:
        """The answer was not taken: why, and the fields are ready for the next one."""
        self.set_busy(False)
        self.secret_field.show_error(words)
        self.secret.setFocus()

    def set_busy(self, busy: bool) -> None:
        for widget in (self.name, self.secret, self.new, self.again, self.enter, self.by_token):
            widget.setEnabled(not busy)

    def _show(self, title: str, qualifier: str, button: str) -> None:
        self.set_busy(False)
        self._login, self._new = "", False
        self._title.setText(title)
        self._qualifier.setText(qualifier)
        self.enter.setText(button)
        self.secret_field.caption.setText("&Mật khẩu")
        self.other.show()
        self.by_token.hide()
        for field in (self.name_field, self.new_field, self.again_field):
            field.hide()
        for field in (self.secret_field, self.new_field, self.again_field):
            field.show_error("")
        for secret in (self.secret, self.new, self.again):
            secret.forget()

    def _submit(self) -> None:
        commit_composing()
        login = self._login or self.name.text().strip()
        wanted = [self.secret, self.new, self.again] if self._new else [self.secret]
        empty = [field for field in wanted if not field.text()]
        if not self.enter.isEnabled():
            return
        if not (login or self._new):
            self.name.setFocus()
        elif empty:
            empty[0].setFocus()
        elif self._new:
            self._submit_new()
        else:
            self.set_busy(True)
            self.submitted.emit(login, self.secret.take())

    def _submit_new(self) -> None:
        before, new, repeated = (field.take() for field in (self.secret, self.new, self.again))
        if new != repeated:
            self.refuse("Hai lần nhập mật khẩu mới chưa giống nhau. Nhập lại cả ba ô.")
            return
        self.set_busy(True)
        self.chosen.emit(before, new)

    def _build(self) -> None:
        card = QFrame()
        card.setProperty("panel", "true")
        card.setFixedWidth(_WIDTH)
        column = QVBoxLayout(card)
        column.setContentsMargins(32, 28, 32, 28)
        column.setSpacing(12)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(icon_label("lock", "accent", 20), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(0)
        self._title, self._qualifier = label("", "title"), label("", "body", "text2", wrap=True)
        words.addWidget(self._title)
        words.addWidget(self._qualifier)
        head.addLayout(words, 1)
        column.addLayout(head)
        column.addSpacing(4)
        for field in (self.name_field, self.secret_field, self.new_field, self.again_field):
            column.addWidget(field)
        foot = QHBoxLayout()
        foot.addWidget(self.other)
        foot.addWidget(self.by_token)
        foot.addStretch(1)
        foot.addWidget(self.enter)
        column.addSpacing(4)
        column.addLayout(foot)
        whole = QVBoxLayout(self)
        whole.addStretch(2)
        line = QHBoxLayout()  # an alignment would give the card its height before the words wrap
        line.addStretch(1)
        line.addWidget(card)
        line.addStretch(1)
        whole.addLayout(line)
        whole.addStretch(3)
