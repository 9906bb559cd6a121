"""Pages of a file put right on a copy, or pictures put in order for one PDF: thumbnails, buttons, keys, undo."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QImage, QKeySequence, QPixmap, QShortcut, QTransform
from PySide6.QtWidgets import QHBoxLayout, QListView, QListWidget, QListWidgetItem, QStyleOptionViewItem, QWidget

from counter_app.errors import CounterError
from counter_app.model.page_plan import PageTurn
from ui.dialogs.base import CounterDialog
from ui.presenters.page_plan import PageDesk
from ui.widgets.buttons import PrimaryButton, SecondaryButton
from ui.widgets.field import Choice, Field
from ui.widgets.labels import label

WIDE = 760
THUMB = QSize(112, 150)
LOW, HIGH, _REST = 188, 368, 312  # the strip: one row of pages, two; what stands around it

Draw = Callable[[int, Callable[[Any], object], Callable[[CounterError], object]], object]


class PageStrip(QListWidget):
    """Thumbnails in reading order, their names under them, moved by dragging."""

    def initViewItemOption(self, option: QStyleOptionViewItem) -> None:
        super().initViewItemOption(option)
        option.decorationPosition = QStyleOptionViewItem.Position.Top  # type: ignore[attr-defined]
        option.decorationAlignment = Qt.AlignmentFlag.AlignCenter  # type: ignore[attr-defined]
        option.displayAlignment = Qt.AlignmentFlag.AlignCenter  # type: ignore[attr-defined]


class PagesDialog(CounterDialog):
    """`draw(page, done, failed)` answers with a `PageImage`. `accepted`: read `desk` and `other`.

    `others`: (words, value) of components that may take split-off pages; none: splitting is not offered.
    `names`: what stands under each thumbnail; turning is offered unless `only_order`.
    """

    saved = Signal()

    def __init__(
        self,
        title: str,
        qualifier: str,
        names: Sequence[str],
        draw: Draw,
        parent: QWidget | None,
        *,
        others: Sequence[tuple[str, object]] = (),
        only_order: bool = False,
        save_words: str = "Lưu bản sao",
    ) -> None:
        super().__init__(title, parent, icon_name="file-text", qualifier=qualifier)
        self.setFixedWidth(WIDE)
        self._names = list(names)
        self._pictures: dict[int, QPixmap] = {}
        self.desk = PageDesk(tuple(PageTurn(page=number) for number in range(1, len(names) + 1)))
        self._make_list()
        self._make_tools(only_order, bool(others))
        self.other = Choice(list(others))
        self._other = Field("Trang tách ra thuộc &thành phần", self.other)
        self._other.hide()
        self.body.addWidget(self._other)
        cancel = SecondaryButton("Thôi", hint="Esc")
        self.save = PrimaryButton(save_words, hint="Ctrl+Enter")
        self._only_order = only_order
        cancel.clicked.connect(lambda _checked=False: self.reject())
        self.save.clicked.connect(lambda _checked=False: self.accept())
        self.add_buttons(cancel, self.save)
        QShortcut(QKeySequence("Ctrl+Return"), self).activated.connect(self.save.click)
        for number in range(1, len(names) + 1):
            draw(number, lambda picture, number=number: self._drawn(number, picture), lambda _error: None)
        self._show(0)

    @property
    def chosen(self) -> list[int]:
        return sorted(self.list.row(item) for item in self.list.selectedItems())

    def _make_list(self) -> None:
        self.list = PageStrip()
        self.list.setViewMode(QListView.ViewMode.ListMode)
        self.list.setFlow(QListView.Flow.LeftToRight)
        self.list.setWrapping(True)
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
        self.list.setSelectionMode(QListWidget.SelectionMode.ExtendedSelection)
        self.list.setDragDropMode(QListWidget.DragDropMode.InternalMove)
        self.list.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.list.setIconSize(THUMB)
        self.list.setSpacing(6)
        window = self.parentWidget().window() if self.parentWidget() else None
        room = window.height() - _REST if window is not None else HIGH
        self.list.setMinimumHeight(max(LOW, min(HIGH, room)))  # the buttons below stay on a low screen
        self.list.setAccessibleName("Các trang, theo thứ tự")
        self.list.model().rowsMoved.connect(lambda *_: self._dragged())
        self.body.addWidget(self.list)

    def _make_tools(self, only_order: bool, may_split: bool) -> None:
        tools: list[tuple[str, str, str, Callable[[], object]]] = [
            ("Ra trước", "Alt+Left", "arrow-left", lambda: self._move(-1)),
            ("Ra sau", "Alt+Right", "arrow-right", lambda: self._move(1)),
            ("Bỏ trang", "Delete", "x", self._leave_out),
            ("Hoàn tác", "Ctrl+Z", "undo-2", self._undo),
        ]
        if not only_order:
            tools[2:2] = [
                ("Xoay trái", "Ctrl+Left", "rotate-ccw", lambda: self._turn(-90)),
                ("Xoay phải", "Ctrl+Right", "rotate-cw", lambda: self._turn(90)),
            ]
        if may_split:
            tools.insert(-1, ("Tách từ đây", "Ctrl+T", "copy", self._split))
        line = QHBoxLayout()
        line.setSpacing(8)
        self.buttons: dict[str, SecondaryButton] = {}
        for words, keys, icon_name, act in tools:
            button = SecondaryButton(words, icon_name=icon_name)
            button.setToolTip(f"{words} ({keys})")
            button.clicked.connect(lambda _checked=False, act=act: act())
            button.setAutoDefault(False)
            QShortcut(QKeySequence(keys), self).activated.connect(act)
            self.buttons[words] = button
            line.addWidget(button)
        line.addStretch(1)
        self.body.addLayout(line)
        self.words = label("", "small", "text2", wrap=True)
        self.body.addWidget(self.words)

    def _drawn(self, number: int, picture: Any) -> None:
        image = QImage(picture.data, picture.width, picture.height, picture.stride, QImage.Format.Format_RGB32)
        self._pictures[number] = QPixmap.fromImage(image.copy())
        self._show(self.list.currentRow())

    def _show(self, current: int) -> None:
        chosen = self.chosen
        self.list.model().blockSignals(True)
        self.list.clear()
        state = self.desk.state
        for place, page in enumerate(state.pages):
            item = QListWidgetItem(self._icon(page), self._caption(place, page))
            item.setData(Qt.ItemDataRole.UserRole, page)
            item.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
            item.setSizeHint(QSize(THUMB.width() + 24, THUMB.height() + 44))
            self.list.addItem(item)
            item.setSelected(place in chosen)
        self.list.model().blockSignals(False)
        self.list.model().layoutChanged.emit()
        self.list.setCurrentRow(min(max(0, current), len(state.pages) - 1))
        self.buttons["Hoàn tác"].setEnabled(self.desk.may_undo)
        self.buttons["Bỏ trang"].setEnabled(len(state.pages) > 1)
        self._other.setVisible(state.split >= 0)
        kept = "Bản gốc được giữ nguyên trong kho; có thể hoàn tác sau khi lưu."
        self.words.setText(kept if not self._only_order_words() else self._only_order_words())
        self.save.setEnabled(self.desk.changed or bool(self._only_order_words()))

    def _only_order_words(self) -> str:
        return "Mỗi ảnh thành một trang, theo thứ tự này; điểm ảnh giữ nguyên." if self._only_order else ""

    def _caption(self, place: int, page: PageTurn) -> str:
        name = self._names[page.page - 1]
        return f"{name}\n→ tách" if 0 <= self.desk.state.split <= place else name

    def _icon(self, page: PageTurn) -> QIcon:
        picture = self._pictures.get(page.page)
        if picture is None:
            return QIcon()
        turned = picture.transformed(QTransform().rotate(page.turn)) if page.turn else picture
        return QIcon(
            turned.scaled(THUMB * 2, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
        )

    def _dragged(self) -> None:
        rows = range(self.list.count())
        self.desk.reorder(tuple(self.list.item(row).data(Qt.ItemDataRole.UserRole) for row in rows))
        self._show(self.list.currentRow())

    def _turn(self, by: int) -> None:
        self.desk.turn(self.chosen, by)
        self._show(self.list.currentRow())

    def _leave_out(self) -> None:
        self.desk.leave_out(self.chosen)
        self._show(self.list.currentRow())

    def _move(self, by: int) -> None:
        place = self.list.currentRow()
        self.desk.move(place, place + by)
        self.list.clearSelection()
        self._show(place + by)

    def _split(self) -> None:
        self.desk.split_from(self.list.currentRow())
        self._show(self.list.currentRow())
        self.fit()

    def _undo(self) -> None:
        self.desk.undo()
        self._show(self.list.currentRow())
