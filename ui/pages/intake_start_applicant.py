"""The applicant's details: scanned or typed, checked while typing, with whoever hands in for them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QCheckBox, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from counter_app.model.dossier import Applicant, ApplicantKind, Delegate, Dossier
from counter_app.model.finding import Finding
from ui.presenters import reception as presenter
from ui.widgets.buttons import Link, SecondaryButton
from ui.widgets.facts import ScrollColumn
from ui.widgets.field import Choice, Field, commit_composing
from ui.widgets.labels import icon_label, label
from ui.widgets.panel import Panel

WAIT_MS = 180
MOST_WIDTH, _NARROW = 760, 480
_OWN = ("kind", "identity_number", "name", "address", "phone", "email")
_DELEGATE = ("delegate_identity_number", "delegate_name", "delegate_phone", "delegate_authorisation")


class ApplicantForm(ScrollColumn):
    """`typed()` a moment after the last letter; `photo()` when the card is to be read from a picture."""

    typed = Signal()
    photo = Signal()

    def __init__(self, *, with_code: bool = True) -> None:
        super().__init__()
        self.fields: dict[str, Field] = {}
        self._touched: set[str] = set()
        self._wait = QTimer(self, singleShot=True, interval=WAIT_MS)
        self._wait.timeout.connect(self.typed)
        self.kind = Choice([(words, int(kind)) for words, kind in presenter.KIND_CHOICES])
        self.kind.setMinimumContentsLength(5)  # at 150 % the number beside it needs the room more
        self.with_delegate = QCheckBox("Có người được ủ&y quyền nộp thay")
        self._build(with_code)
        self._kind_chosen()
        self._delegate_ticked()
        self.kind.currentIndexChanged.connect(lambda _: self._kind_chosen())
        self.with_delegate.toggled.connect(lambda _: self._delegate_ticked())

    @property
    def applicant(self) -> Applicant:
        commit_composing()
        text = {key: self._line(key).text() for key in (*_OWN[1:], *_DELEGATE)}
        delegate = Delegate(
            name=text["delegate_name"],
            identity_number=text["delegate_identity_number"],
            phone=text["delegate_phone"],
            authorisation=text["delegate_authorisation"],
        )
        return Applicant(
            kind=ApplicantKind(self.kind.value),  # type: ignore[arg-type]
            delegate=delegate if self.with_delegate.isChecked() else None,
            **{key: text[key] for key in _OWN[1:]},
        )

    @property
    def code(self) -> str:
        return self._line("code").text() if "code" in self.fields else ""

    @property
    def in_delegate(self) -> bool:
        """The keyboard stands in the delegate's part: a card that is scanned now is theirs."""
        return self.with_delegate.isChecked() and any(self._line(key).hasFocus() for key in _DELEGATE)

    def fill(self, applicant: Applicant) -> None:
        """Everything anew; nothing counts as typed yet."""
        self._touched.clear()
        self.kind.set_value(int(applicant.kind))
        for key in _OWN[1:]:
            self._line(key).setText(getattr(applicant, key))
        delegate = applicant.delegate or Delegate(name="")
        for key in _DELEGATE:
            self._line(key).setText(getattr(delegate, key.removeprefix("delegate_")))
        self.with_delegate.setChecked(applicant.delegate is not None)
        if "code" in self.fields:
            self._line("code").setText("")
        for field in self.fields.values():
            field.show_error("")

    def restore(self, applicant: Applicant, code: str) -> None:
        """As it was typed earlier; fields with words speak again."""
        self.fill(applicant)
        if "code" in self.fields:
            self._line("code").setText(code)
        self._touched = {key for key in self.fields if key != "kind" and self._line(key).text()}
        self._wait.start()

    def take_card(self, number: str, name: str, address: str) -> None:
        """What a card told, into the part that the keyboard stands in; empty parts leave what was there."""
        prefix = "delegate_" if self.in_delegate else ""
        told = {"identity_number": number, "name": name} | ({} if prefix else {"address": address})
        if not prefix:
            self.kind.set_value(int(ApplicantKind.CITIZEN))
        for key, words in told.items():
            if words:
                self._line(prefix + key).setText(words)
                self._touched.add(prefix + key)
        self.typed.emit()

    def show_findings(self, found: Mapping[str, Sequence[Finding]], *, everything: bool = False) -> None:
        """Only fields that were typed in speak, so that an empty form does not scold; `everything` on the way out."""
        for key, field in self.fields.items():
            words, tone = presenter.finding_words(found.get(key, ()))
            spoken = everything or key in self._touched
            field.show_finding(words if spoken else "", tone)

    def focus_first_error(self) -> None:
        for field in self.fields.values():
            if field.error and field.isVisible():
                field.control.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def start(self) -> None:
        self.fields["identity_number"].control.setFocus(Qt.FocusReason.OtherFocusReason)

    def _line(self, key: str) -> QLineEdit:
        control = self.fields[key].control
        assert isinstance(control, QLineEdit)
        return control

    def _build(self, with_code: bool) -> None:
        button = SecondaryButton("Đọc từ ảnh thẻ…", icon_name="image")
        button.clicked.connect(lambda _checked=False: self.photo.emit())
        self.column.addWidget(_Invitation(button))
        own = Panel("Người nộp")
        own.setMaximumWidth(MOST_WIDTH)
        own.body.addLayout(self._own_grid(with_code))
        self.column.addWidget(own)
        delegate = Panel("Người được ủy quyền")
        delegate.setMaximumWidth(MOST_WIDTH)
        inner = QVBoxLayout()
        inner.setContentsMargins(12, 10, 12, 12)
        inner.setSpacing(10)
        inner.addWidget(self.with_delegate)
        self._delegate_part = QWidget()
        self._delegate_part.setLayout(self._delegate_grid())
        inner.addWidget(self._delegate_part)
        delegate.body.addLayout(inner)
        self.column.addWidget(delegate)

    def _own_grid(self, with_code: bool) -> QGridLayout:
        grid = _grid()
        number, name = QLineEdit(), QLineEdit()
        top = Qt.AlignmentFlag.AlignTop  # a finding under one half must not push the other down
        grid.addWidget(self._add("kind", "&Loại đối tượng", self.kind), 0, 0, top)
        number.setMinimumWidth(132)  # twelve digits in sight, also at 150 %
        grid.addWidget(self._add("identity_number", "&Số định danh", number), 0, 1, top)
        grid.addWidget(self._add("name", "&Họ tên", name), 1, 0, 1, 2)
        grid.addWidget(self._add("address", "Đị&a chỉ", QLineEdit()), 2, 0, 1, 2)
        grid.addWidget(self._add("phone", "Đi&ện thoại", QLineEdit()), 3, 0, top)
        grid.addWidget(self._add("email", "Thư điện t&ử", QLineEdit()), 3, 1, top)
        if with_code:
            hint = "Để trống khi Cổng chưa cấp; hồ sơ mang mã tạm của quầy."
            grid.addWidget(self._add("code", "&Mã hồ sơ của Cổng", QLineEdit(), hint), 4, 0, 1, 2)
        return grid

    def _delegate_grid(self) -> QGridLayout:
        grid = _grid(edge=0)
        grid.addWidget(self._add("delegate_identity_number", "Số định danh", QLineEdit()), 0, 0)
        grid.addWidget(self._add("delegate_phone", "Điện thoại", QLineEdit()), 0, 1)
        grid.addWidget(self._add("delegate_name", "Họ tên", QLineEdit()), 1, 0, 1, 2)
        grid.addWidget(self._add("delegate_authorisation", "Giấy ủy quyền", QLineEdit()), 2, 0, 1, 2)
        return grid

    def _add(self, key: str, caption: str, control: QWidget, hint: str = "") -> Field:
        field = self.fields[key] = Field(caption, control, hint)
        if isinstance(control, QLineEdit):
            control.textEdited.connect(lambda _words, key=key: self._edited(key))
        return field

    def _edited(self, key: str) -> None:
        self._touched.add(key)
        self._wait.start()

    def _kind_chosen(self) -> None:
        kind = ApplicantKind(self.kind.value)  # type: ignore[arg-type]
        field = self.fields["identity_number"]
        field.caption.setText(presenter.NUMBER_CAPTIONS[kind])
        field.control.setAccessibleName(presenter.NUMBER_CAPTIONS[kind].replace("&", ""))
        citizen = kind is ApplicantKind.CITIZEN
        self.fields["name"].caption.setText("&Họ tên" if citizen else "Tên tổ c&hức")
        self._wait.start()

    def _delegate_ticked(self) -> None:
        self._delegate_part.setVisible(self.with_delegate.isChecked())
        if self.with_delegate.isChecked() and self.with_delegate.hasFocus():
            self._line("delegate_identity_number").setFocus(Qt.FocusReason.OtherFocusReason)
        self._wait.start()


class _Invitation(QWidget):
    """How a card comes in; with little room the button stands under the words."""

    def __init__(self, button: SecondaryButton) -> None:
        super().__init__()
        self.setMaximumWidth(MOST_WIDTH)
        said = label(
            "Quét mã QR trên thẻ căn cước lúc nào cũng được, con trỏ ở đâu cũng được.", "body", "text2", wrap=True
        )
        words = QHBoxLayout()
        words.setSpacing(8)
        words.addWidget(icon_label("scan-line", "accent", 16), 0, Qt.AlignmentFlag.AlignTop)
        words.addWidget(said, 1)
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(8)
        self._line.addLayout(words, 1)
        self._line.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < _NARROW
        self._line.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)


class ApplicantSide(ScrollColumn):
    """Dossiers that may be the same one, and applicants of before. `known(applicant)`, `look(dossier id)`."""

    known = Signal(object)
    look = Signal(int)

    def __init__(self) -> None:
        super().__init__("surface", edge=12)

    def show(self, twins: Sequence[Dossier] = (), earlier: Sequence[Any] = ()) -> None:  # type: ignore[override]
        self.clear()
        if twins:
            self.column.addWidget(self._twins(twins))
        panel = Panel("Người nộp trước đây", "từ hồ sơ của cơ quan")
        for number, one in enumerate(earlier):
            second = " · ".join(part for part in (one.number, one.second) if part)
            applicant = replace(one.applicant, delegate=None)
            row = _row(one.applicant.name, second, "Dùng", lambda applicant=applicant: self.known.emit(applicant))
            panel.add_row(row, last=number == len(earlier) - 1)
        if not earlier:
            said = label("Gõ từ bốn chữ số hoặc vài chữ của tên để tìm người đã từng nộp.", "small", "text3", wrap=True)
            line = QVBoxLayout()
            line.setContentsMargins(12, 8, 12, 10)
            line.addWidget(said)
            panel.add_row(line, last=True)
        self.column.addWidget(panel)

    def _twins(self, twins: Sequence[Dossier]) -> Panel:
        panel = Panel("Có thể đã nộp rồi", "xem trước khi lập thêm")
        for number, dossier in enumerate(twins):
            first, second = presenter.twin_words(dossier)
            key = int(dossier.id)
            row = _row(first, second, "Mở", lambda key=key: self.look.emit(key), icon="copy")
            panel.add_row(row, last=number == len(twins) - 1)
        return panel


def _row(first: str, second: str, act_words: str, act: Any, icon: str = "user") -> QHBoxLayout:
    line = QHBoxLayout()
    line.setContentsMargins(12, 8, 12, 8)
    line.setSpacing(8)
    line.addWidget(icon_label(icon, "text2", 16), 0, Qt.AlignmentFlag.AlignTop)
    words = QVBoxLayout()
    words.setSpacing(0)
    words.addWidget(label(first, wrap=True))
    if second:
        words.addWidget(label(second, "small", "text3", wrap=True))
    line.addLayout(words, 1)
    link = Link(act_words, act, flush=True)
    link.setAccessibleName(f"{act_words} {first}")
    line.addWidget(link, 0, Qt.AlignmentFlag.AlignTop)
    return line


def _grid(edge: int = 12) -> QGridLayout:
    grid = QGridLayout()
    grid.setContentsMargins(edge, 10 if edge else 0, edge, edge)
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(10)
    grid.setColumnStretch(0, 1)
    grid.setColumnStretch(1, 1)
    return grid
