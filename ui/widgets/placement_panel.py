"""The panel beside the signing list: the real page with the mark's frame, the way of placing it, what it will say."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from counter_app.model.signature import Box
from ui.presenters.signing import SignLine
from ui.presenters.signing_place import (
    ASKS,
    BY_HAND,
    CORNERS,
    USUAL,
    box_of,
    default_placement,
    moved_words,
    page_count,
    page_of,
    size_words,
    warning_words,
    way_of,
    word_of,
)
from ui.theme import DOCUMENT_FAMILY, font
from ui.widgets.buttons import IconButton, Link, PrimaryButton, SecondaryButton
from ui.widgets.field import Choice, Field, commit_composing
from ui.widgets.labels import ElidedLabel, label
from ui.widgets.placement_view import PlacementView

WIDTH = 228
_VIEW_HEIGHT, _LOW_VIEW_HEIGHT, _LOW = 281, 176, 540
_HINT = "Kéo khung hoặc dùng phím mũi tên, rồi áp dụng."
_LOCKED_HINT = "Đang ký: vị trí dấu không đổi được nữa."


class PlacementPanel(QFrame):
    """`applied(way, page, box, all rows)` confirms; `page_wanted(page)` asks for another page's picture.

    `mark_wanted(key)` asks what another mark would say; it goes on with `applied`, which finds it in `mark_key`.
    `pending` is true while something was moved and not confirmed.
    """

    applied = Signal(str, int, object, bool)
    page_wanted = Signal(int)
    mark_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "surface")
        self.setProperty("edge", "left")
        self.setFixedWidth(WIDTH)
        self.pending = False
        self._line: SignLine | None = None
        self._page, self._locked = 1, False
        self._offered: list[tuple[str, str]] = []
        self.view = PlacementView(_VIEW_HEIGHT)
        self.name = ElidedLabel("", "medium")
        self.facts = ElidedLabel("", "small", "text2")
        self.before = IconButton("chevron-left", "Trang trước", lambda: self._turn(-1), side=24)
        self.after = IconButton("chevron-right", "Trang sau", lambda: self._turn(1), side=24)
        self.profile = Choice()
        self.way = Choice([(words, key) for words, key in CORNERS])
        self.word = QLineEdit()
        self.word_field = Field("&Dòng chữ trên trang", self.word)
        self.word_field.hide()
        self.warning = label("", "small", "warn", wrap=True)
        self.warning.hide()
        self.mark = label("", "small", wrap=True)
        self.hint = label(_HINT, "small", "text2", wrap=True)
        self.apply_one = PrimaryButton("Áp dụng cho tệp này")
        self.apply_all = SecondaryButton("Áp dụng cho tất cả")
        self.undo = Link("Bỏ, để như cũ", self._undo)
        self._place_all()
        self.view.changed.connect(self._moved)
        self.profile.activated.connect(lambda _: self._mark_chosen())
        self.way.activated.connect(lambda _: self._way_chosen())
        self.word.textEdited.connect(lambda _: self._wait())
        self.word.returnPressed.connect(lambda: self._apply(False))
        self.apply_one.clicked.connect(lambda _checked=False: self._apply(False))
        self.apply_all.clicked.connect(lambda _checked=False: self._apply(True))
        self.show_line(None)

    def _place_all(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 0, 0)
        column.setSpacing(0)
        head = QFrame()
        head.setProperty("ground", "surface2")
        head.setProperty("edge", "bottom")
        head.setFixedHeight(32)
        line = QHBoxLayout(head)
        line.setContentsMargins(12, 0, 12, 0)
        line.addWidget(label("Vị trí chữ ký", "small_medium", "text2"))
        column.addWidget(head)
        inside = QWidget()
        inside.setProperty("ground", "surface")
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(0, 0, 0, 12)
        rows.setSpacing(0)
        rows.addWidget(self.view)
        rows.addLayout(self._controls())
        rows.addStretch(1)
        area = QScrollArea()
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column.addWidget(area, 1)

    def _controls(self) -> QVBoxLayout:
        box = QVBoxLayout()
        box.setContentsMargins(12, 12, 12, 0)
        box.setSpacing(2)
        box.addWidget(self.name)
        line = QHBoxLayout()
        line.setSpacing(0)
        line.addWidget(self.facts, 1)
        line.addWidget(self.before)
        line.addWidget(self.after)
        box.addLayout(line)
        box.addSpacing(6)
        box.addWidget(Field("&Mẫu dấu", self.profile))
        box.addSpacing(6)
        box.addWidget(Field("&Cách đặt", self.way))
        box.addWidget(self.word_field)
        box.addWidget(self.warning)
        box.addSpacing(8)
        box.addWidget(label("Chữ hiện trên trang", "small", "text2"))
        box.addSpacing(2)
        note = QFrame()
        note.setProperty("panel", "note")
        inner = QVBoxLayout(note)
        inner.setContentsMargins(8, 6, 8, 6)
        self.mark.setFont(font("small", DOCUMENT_FAMILY))
        inner.addWidget(self.mark)
        box.addWidget(note)
        box.addSpacing(6)
        box.addWidget(self.hint)
        box.addSpacing(4)
        for button in (self.apply_one, self.apply_all, self.undo):
            box.addWidget(button)
        return box

    def resizeEvent(self, event: QResizeEvent) -> None:
        """On a low screen the page is shown smaller, so that the way of placing stays in sight."""
        super().resizeEvent(event)
        self.view.setFixedHeight(_VIEW_HEIGHT if self.height() >= _LOW else _LOW_VIEW_HEIGHT)

    # What is shown

    def show_line(self, line: SignLine | None, *, locked: bool = False) -> None:
        """Another row, or news of this one; something not yet confirmed on the same row stays."""
        same = line is not None and self._line is not None and self._line.key == line.key
        if same and self.pending and not locked:
            self._line = line
            return
        self._line, self._locked, self.pending = line, locked, False
        self._page = page_of(line) if line is not None else 1
        self.way.setEnabled(line is not None and not locked and not line.cannot and not line.signed)
        self.profile.setEnabled(self.way.isEnabled() and self.profile.count() > 1)
        if line is None:
            self.view.show_page(None, self.view.page_size)
            self.name.setText("")
            self.mark.setText("")
        else:
            self.name.setText(line.row.file.name)
            self.profile.set_value(line.profile)
            self.way.set_value(way_of(line))
            self.word.setText(word_of(line))
        self._show_word()
        warned = warning_words(line) if line is not None and not line.signed else ""
        self.warning.setText(warned)
        self.warning.setVisible(bool(warned))
        self.view.warned = bool(warned)
        self.view.show_box(
            box_of(line) if line is not None and not line.cannot else None, editable=self.way.isEnabled()
        )
        self._tell()

    def show_page(self, image: QImage | None, size: tuple[float, float], words: str = "") -> None:
        self.view.show_page(image, size, words)

    def offer_marks(self, offered: list[tuple[str, str]]) -> None:
        """(name, key) of each mark that fits the row; a choice that waits for its confirmation stays."""
        if self._offered == offered:
            return
        self._offered = offered
        kept = self.profile.value
        self.profile.clear()
        for words, key in offered:
            self.profile.addItem(words, key)
            self.profile.setItemData(self.profile.count() - 1, words, Qt.ItemDataRole.ToolTipRole)
        self.profile.set_value(kept)

    def show_mark(self, words: str, image: str) -> None:
        self.mark.setText(words)
        self.view.show_mark(image)

    @property
    def mark_key(self) -> str:
        return str(self.profile.value or "")

    @property
    def asked(self) -> str:
        """The line of text or the field's name that the way of placing needs."""
        return self.word.text().strip()

    @property
    def page(self) -> int:
        return self._page

    def _tell(self) -> None:
        line, pages = self._line, page_count(self._line) if self._line is not None else 1
        if line is not None:
            self.facts.setText(f"trang {self._page}/{pages} · {size_words(self.view.box)}")
        else:
            self.facts.setText("")
        for button in (self.before, self.after):
            button.setVisible(pages > 1)
        self.before.setEnabled(self._page > 1 and self.way.isEnabled())
        self.after.setEnabled(self._page < pages and self.way.isEnabled())
        self.hint.setText(_LOCKED_HINT if self._locked else f"{moved_words(line) if line else ''} {_HINT}".strip())
        self.hint.setVisible(line is not None and (self._locked or self.way.isEnabled()))
        for part in (self.apply_one, self.apply_all, self.undo):
            part.setVisible(self.pending)

    # Hands

    def _moved(self, _box: Box) -> None:
        self.way.set_value(BY_HAND)
        self._wait()

    def _mark_chosen(self) -> None:
        self._wait()
        self.mark_wanted.emit(self.mark_key)

    def _way_chosen(self) -> None:
        self._show_word()
        if self.way.value == BY_HAND and self.view.box is None:
            return
        if self.way.value in ASKS:
            self.word.setFocus(Qt.FocusReason.OtherFocusReason)
        self._wait()

    def _show_word(self) -> None:
        caption, example = ASKS.get(str(self.way.value), ("", ""))
        self.word_field.setVisible(bool(caption))
        if caption:
            self.word_field.caption.setText(caption)
            self.word.setPlaceholderText(example)
            self.word.setAccessibleName(caption.replace("&", ""))
            self.word.setEnabled(self.way.isEnabled())

    def _turn(self, step: int) -> None:
        self._page += step
        if self.way.value == USUAL and self._line is not None:
            self.way.set_value(default_placement(self._line).corner)
        self.page_wanted.emit(self._page)
        self._wait()

    def _wait(self) -> None:
        self.pending = True
        self._tell()

    def _apply(self, all_rows: bool) -> None:
        commit_composing()
        if self.way.value in ASKS and not self.asked:
            self.word_field.show_error("Ghi vào đây trước.")
            return
        self.word_field.show_error("")
        self.pending = False
        self.applied.emit(str(self.way.value), self._page, self.view.box, all_rows)
        self._tell()

    def _undo(self) -> None:
        self.pending = False
        line, page = self._line, self._page
        self.show_line(line, locked=self._locked)
        if self._page != page:
            self.page_wanted.emit(self._page)
        self.mark_wanted.emit(self.mark_key)
