"""«Đặt mã mở nhanh»: a short code for this sitting, typed twice."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from ui.dialogs.base import CounterDialog
from ui.widgets.buttons import PrimaryButton, SecondaryButton
from ui.widgets.field import Field
from ui.widgets.labels import label
from ui.widgets.secret_field import SecretField


class QuickCodeDialog(CounterDialog):
    """`choose(code)` is asked to take it; `refuse` says why it was not. `accept` ends the dialog."""

    def __init__(self, parent: QWidget, choose: Callable[[str], object]) -> None:
        super().__init__("Đặt mã mở nhanh", parent, icon_name="lock-open", qualifier="Chỉ dùng đến khi đăng xuất")
        self._choose = choose
        words = "Mở màn hình đang khóa bằng vài chữ số thay cho mật khẩu. Sai ba lần thì phải nhập mật khẩu."
        self.body.addWidget(label(words, "body", "text2", wrap=True))
        self.code, self.again = SecretField(what="mã"), SecretField(what="mã")
        self.field = Field("&Mã, từ 6 chữ số", self.code)
        self.again_field = Field("&Nhập lại mã", self.again)
        self.body.addWidget(self.field)
        self.body.addWidget(self.again_field)
        leave, self.take = SecondaryButton("Thôi", hint="Esc"), PrimaryButton("Đặt mã", hint="Enter")
        leave.clicked.connect(lambda _checked=False: self.reject())
        self.take.clicked.connect(lambda _checked=False: self._submit())
        self.add_buttons(leave, self.take)
        self.code.setFocus()

    def refuse(self, words: str) -> None:
        self.field.show_error(words)
        self.code.setFocus()
        self.fit()

    def _submit(self) -> None:
        code, repeated = self.code.take(), self.again.take()
        if code != repeated:
            self.refuse("Hai lần nhập chưa giống nhau. Nhập lại cả hai ô.")
            return
        self._choose(code)
