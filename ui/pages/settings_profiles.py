"""Mẫu chữ ký: the profiles of NĐ 30/2020 to look at, the office's own to make and change, the pictures they show."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QLineEdit, QPlainTextEdit, QSizePolicy, QVBoxLayout

from counter_app.access.people import Act, may
from counter_app.errors import CounterError
from counter_app.model.changes import Changes
from counter_app.model.signature import StampKind
from counter_app.signing.profiles import Profile
from ui.dialogs.files import choose_file
from ui.models.cell_model import CellModel
from ui.pages.base import PageContext
from ui.pages.settings_sections import SettingsSection
from ui.presenters import profiles as presenter
from ui.tasks import Lane
from ui.widgets.buttons import PrimaryButton, SecondaryButton
from ui.widgets.facts import ScrollColumn
from ui.widgets.field import Choice, Field, commit_composing
from ui.widgets.labels import label
from ui.widgets.mark_preview import MarkPreview
from ui.widgets.notice import Notice
from ui.widgets.table import Column, CounterTable
from ui.widgets.top_bar import TopBar

COLUMNS = [
    Column(key="name", title="Mẫu", width=250, least=150, stretch=1),
    Column(key="look", title="Hiện bằng", width=120, least=110, hide_rank=1),
]
LIST_WIDTH, NARROW, WIDE = 392, 216, 900
WAIT_MS = 120
PNG = "Ảnh PNG nền trong suốt (*.png)"


class ProfilesSection(SettingsSection):
    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self.base: Profile | None = None
        self._wanted = ""  # the profile to choose after a load
        self._images: dict[str, Path | None] = {}
        self.head, self.notice = TopBar("Mẫu chữ ký", "Dấu ký hiện trên trang"), Notice()
        self.add = SecondaryButton("&Thêm mẫu", icon_name="plus")
        self.seal = SecondaryButton("Ảnh &dấu…", icon_name="stamp")
        self.own_image = SecondaryButton("Ảnh chữ &ký của tôi…", icon_name="signature")
        self._may = may(context.office.person, Act.CHANGE_SETTINGS)
        self.model = CellModel(COLUMNS, self)
        self.table = CounterTable("profiles", COLUMNS, context.memory, accessible="Mẫu dấu ký")
        self.table.setModel(self.model)
        self.table.setSelectionMode(CounterTable.SelectionMode.SingleSelection)
        self.preview = MarkPreview()
        self.source = label("", "small", "text3", wrap=True)
        self._make_fields()
        self._timer = QTimer(self, singleShot=True, interval=WAIT_MS)
        self._build()
        self._wire()

    # What is shown

    @property
    def unsaved(self) -> bool:
        commit_composing()
        return self.base is not None and self.base.own and (not self.base.key or self._read() != self.base)

    def discard(self) -> None:
        if self.base is not None and self.base.key:
            self._show(self.base)
        else:
            self.table.selectRow(0)
            self._moved(0)

    def activate(self) -> None:
        if not self.unsaved:
            self.load()

    def refreshed(self, changes: Changes) -> None:
        if changes.settings:
            self.activate()

    def load(self) -> None:
        office, cases = self.context.office, self.context.use_cases

        def work() -> Any:
            found = cases.marks.profiles(office.folder)
            return list(found.values()), {key: cases.marks.image_for(office, one) for key, one in found.items()}

        self.context.tasks.run(
            Lane.READING, work, owner=self, on_done=lambda a: self._loaded(*a), on_error=self.notice.tell_error
        )

    def _loaded(self, found: list[Profile], images: dict[str, Path | None]) -> None:
        self._images = {one.image: images[one.key] for one in found if one.image}
        self.model.set_lines([(one, presenter.cells(one)) for one in found])
        keys = [one.key for one in found]
        at = keys.index(self._wanted) if self._wanted in keys else 0
        self.table.selectRow(at)
        self._show(found[at])

    def _moved(self, row: int) -> None:
        chosen = self.model.value(row)
        if chosen is None or chosen == self.base:
            return
        if self.unsaved:
            advice = "Lưu lại trước, hoặc bỏ thay đổi."
            self.notice.tell("Mẫu đang sửa chưa được lưu.", advice, self.discard, "Bỏ thay đổi")
            return
        self._show(chosen)

    def _show(self, one: Profile) -> None:
        self.base, self._wanted = one, one.key
        self.notice.hide()
        self.name.setText(one.name)
        self.lines.setPlainText("\n".join(one.lines))
        self.image.set_value(one.image)
        self.letter_size.set_value(one.font_size)
        self.frame.setChecked(one.frame)
        self.place.set_value(one.place)
        editable = one.own and self._may
        for part in (self.name, self.lines, self.image, self.letter_size, self.frame, self.place):
            part.setEnabled(editable)
        self.save.setVisible(editable)
        self.remove.setVisible(editable and bool(one.key))
        self.copy.setVisible(not one.own and self._may)
        self.source.setText(f"Nguồn: {one.source}" if one.source else "")
        self._draw()

    def _draw(self) -> None:
        wanted = self._read()
        if wanted is None:
            return
        found = presenter.preview(wanted, self._images.get(wanted.image), self.context.clock.now())
        words = f"{found.error.what} {found.error.advice}".strip() if found.error is not None else ""
        self.preview.show_mark(found.mark, words)
        self.lines_field.show_error(words if found.error is not None and wanted.own else "")
        self.save.setEnabled(found.error is None and self.unsaved)

    def _read(self) -> Profile | None:
        if self.base is None or not self.base.own:
            return self.base
        return presenter.edited(
            self.base,
            name=self.name.text(),
            lines=self.lines.toPlainText(),
            image=str(self.image.value),
            size=float(str(self.letter_size.value or 10.0)),
            place=str(self.place.value),
            frame=self.frame.isChecked(),
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """On a narrow screen the list keeps the names only, so that the fields are whole."""
        super().resizeEvent(event)
        self._left.setFixedWidth(LIST_WIDTH if self.width() >= WIDE else NARROW)

    # Acts

    def start_new(self) -> None:
        if not self.unsaved:
            self._show(presenter.new_profile())
            self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def start_copy(self) -> None:
        if self.base is not None:
            self._show(presenter.fresh(self.base))
            self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def store(self) -> None:
        wanted = self._read()
        if wanted is None or not wanted.own:
            return
        office, cases, self._wanted = self.context.office, self.context.use_cases, wanted.key
        self._run(lambda: cases.marks.save(office, wanted), f"Đã lưu mẫu «{wanted.name}».")

    def drop(self) -> None:
        if self.base is not None and self.base.own:
            office, cases, gone = self.context.office, self.context.use_cases, self.base
            self._run(lambda: cases.marks.remove(office, gone.key), f"Đã xóa mẫu «{gone.name}».")

    def choose_seal(self) -> None:
        path = choose_file(self, "Chọn ảnh dấu của cơ quan", PNG)
        if path is not None:
            self.install_seal(path)

    def choose_own(self) -> None:
        path = choose_file(self, "Chọn ảnh chữ ký tay của tôi", PNG)
        if path is not None:
            self.install_own(path)

    def install_own(self, path: Path) -> None:
        office, cases, self._wanted = self.context.office, self.context.use_cases, "result"
        login = office.person.login
        self._run(
            lambda: cases.marks.install_image(office, path, StampKind.RESULT, login), "Đã thay ảnh chữ ký của bạn."
        )

    def install_seal(self, path: Path) -> None:
        office, cases, self._wanted = self.context.office, self.context.use_cases, "seal"
        self._run(lambda: cases.marks.install_image(office, path, StampKind.SEAL), "Đã thay ảnh dấu.")

    def _run(self, work: Any, words: str) -> None:
        def done(_answer: object) -> None:
            self.base = None
            self.context.toast(words)
            self.load()

        self.context.tasks.run(Lane.STORE, work, owner=self, on_done=done, on_error=self._failed)

    def _failed(self, error: CounterError) -> None:
        self.notice.tell_error(error)

    # Building

    def _make_fields(self) -> None:
        self.name, self.lines = QLineEdit(), QPlainTextEdit()
        self.lines.setFixedHeight(84)
        self.lines.setTabChangesFocus(True)
        self.image, self.place = Choice(list(presenter.IMAGES)), Choice(list(presenter.PLACES))
        self.letter_size = Choice(list(presenter.SIZES))
        for choice in (self.image, self.place, self.letter_size):
            choice.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            choice.setMinimumWidth(72)
        self.frame = QCheckBox("&Khung viền quanh chữ")
        hint = "Ô điền: {signer}, {organisation}, {signed_at}, {title}, {document}…"
        self.lines_field = Field("&Các dòng chữ", self.lines, hint)
        self.lines.setToolTip(presenter.placeholder_words())
        self.save = PrimaryButton("&Lưu mẫu", icon_name="check", shortcut="Ctrl+S")
        self.copy = SecondaryButton("Tạo mẫu riêng từ mẫu này", icon_name="copy")
        self.remove = SecondaryButton("&Xóa mẫu", icon_name="trash-2")

    def _build(self) -> None:
        self.head.add_action(self.own_image)
        for button in (self.seal, self.add):
            button.setVisible(self._may)
        self.head.add_action(self.seal)
        self.head.add_action(self.add)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.head)
        whole.addWidget(self.notice)
        left = QFrame()
        left.setProperty("ground", "surface")
        left.setProperty("edge", "right")
        left.setFixedWidth(LIST_WIDTH)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 1, 0)
        column.addWidget(self.table)
        right = ScrollColumn()
        for part in (self.preview, self.source, Field("&Tên mẫu", self.name), self.lines_field):
            right.column.addWidget(part)
        halves = QHBoxLayout()
        halves.setSpacing(12)
        for caption, control in (("&Hiện bằng", self.image), ("Cỡ &chữ", self.letter_size), ("Chỗ &đặt", self.place)):
            halves.addWidget(Field(caption, control), 1, Qt.AlignmentFlag.AlignTop)
        right.column.addLayout(halves)
        right.column.addWidget(self.frame)
        acts = QHBoxLayout()
        acts.setSpacing(8)
        acts.addStretch(1)
        for button in (self.remove, self.copy, self.save):
            acts.addWidget(button)
        right.column.addLayout(acts)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        self._left = left
        middle.addWidget(left)
        middle.addWidget(right, 1)
        whole.addLayout(middle, 1)

    def _wire(self) -> None:
        self.table.moved.connect(self._moved)
        self._timer.timeout.connect(self._draw)
        for signal in (
            self.name.textChanged,
            self.lines.textChanged,
            self.frame.toggled,
        ):
            signal.connect(lambda *_: self._timer.start())
        for choice in (self.image, self.place, self.letter_size):
            choice.currentIndexChanged.connect(lambda _: self._timer.start())
        for button, act in (
            (self.add, self.start_new),
            (self.copy, self.start_copy),
            (self.save, self.store),
            (self.remove, self.drop),
            (self.seal, self.choose_seal),
            (self.own_image, self.choose_own),
        ):
            button.clicked.connect(lambda _checked=False, act=act: act())
