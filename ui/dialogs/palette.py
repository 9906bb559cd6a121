"""Ctrl+K: every page and every act of the page on one list, found without diacritics."""

from collections.abc import Callable, Sequence
from typing import Protocol

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from counter_app.model.text import fold
from ui.theme import icon
from ui.widgets.field import SearchField


class Line(Protocol):
    @property
    def words(self) -> str: ...
    @property
    def icon(self) -> str: ...
    @property
    def hint(self) -> str: ...
    @property
    def act(self) -> Callable[[], object]: ...


class CommandPalette(QDialog):
    """Enter runs the chosen line after the palette has closed; Esc closes."""

    def __init__(self, lines: Sequence[Line], parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.FramelessWindowHint | Qt.WindowType.Dialog)
        self.setWindowTitle("Bảng lệnh")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setProperty("popup", "true")
        self._lines = list(lines)
        self.setFixedSize(472, 360)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        self.field = SearchField("Gõ tên trang hoặc việc cần làm", "Esc", wait_ms=0)
        self.field.searched.connect(self._show)
        self.field.installEventFilter(self)
        self.list = QListWidget()
        self.list.setIconSize(QSize(16, 16))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setAccessibleName("Các lệnh")
        self.list.itemClicked.connect(lambda _: self._run())
        column.addWidget(self.field)
        column.addWidget(self.list, 1)
        self._show("")
        self.move(parent.mapToGlobal(parent.rect().center()) - self.rect().center())

    def _show(self, words: str) -> None:
        wanted = fold(words).split()
        self.list.clear()
        for number, line in enumerate(self._lines):
            if all(word in fold(line.words) for word in wanted):
                shown = f"{line.words}   {line.hint}" if line.hint else line.words
                item = QListWidgetItem(icon(line.icon), shown)
                item.setData(Qt.ItemDataRole.UserRole, number)
                self.list.addItem(item)
        self.list.setCurrentRow(0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
                step = 1 if event.key() == Qt.Key.Key_Down else -1
                if self.list.count():
                    self.list.setCurrentRow((self.list.currentRow() + step) % self.list.count())
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._show(self.field.words)
                self._run()
                return True
        return False

    def _run(self) -> None:
        item = self.list.currentItem()
        act = self._lines[item.data(Qt.ItemDataRole.UserRole)].act if item else None
        self.close()
        if act is not None:
            act()
