"""The chooser of the signing key: two lines per key, those that cannot sign greyed with their reason."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QSizePolicy

from ui.presenters.signing_keys import NO_KEY, KeyChoice
from ui.theme import icon
from ui.widgets.delegate import CELL_ROLE, TwoLineDelegate
from ui.widgets.field import Choice

_POPUP_WIDTH = 520
WIDTH = 288


class KeyChooser(Choice):
    """`picked()` when the officer chose; `certificate` is the choice, None when there is none."""

    picked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._offered: tuple[KeyChoice, ...] = ()
        self.setModel(QStandardItemModel(self))
        self.setItemDelegate(_KeyDelegate(self))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(160)
        self.setMaximumWidth(WIDTH)
        self.setIconSize(QSize(16, 16))
        self.setAccessibleName("Khóa ký")
        self.view().setMinimumWidth(_POPUP_WIDTH)
        self.activated.connect(lambda _: self._chosen())
        self.offer((), -1)

    def sizeHint(self) -> QSize:
        return QSize(WIDTH, 32)

    def offer(self, offered: Sequence[KeyChoice], chosen: int, *, looking: bool = False) -> None:
        """Show these keys with one chosen, -1 for none."""
        self._offered = tuple(offered)
        model = self.model()
        assert isinstance(model, QStandardItemModel)
        model.clear()
        for choice in offered:
            item = QStandardItem(icon(choice.cell.icon), choice.title)
            item.setData(choice.cell, CELL_ROLE)
            item.setData(choice.cell.words, Qt.ItemDataRole.ToolTipRole)
            item.setData(choice.cell.words, Qt.ItemDataRole.AccessibleTextRole)
            item.setEnabled(choice.usable)
            model.appendRow(item)
        self.setEnabled(bool(offered))
        words = "Đang tìm khóa ký…" if looking else "Chọn khóa ký" if offered else NO_KEY
        self.setPlaceholderText(words)
        self.setCurrentIndex(chosen)
        self._tell()

    @property
    def chosen(self) -> KeyChoice | None:
        place = self.currentIndex()
        return self._offered[place] if 0 <= place < len(self._offered) else None

    def _chosen(self) -> None:
        self._tell()
        self.picked.emit()

    def _tell(self) -> None:
        chosen = self.chosen
        self.setToolTip(chosen.cell.words if chosen is not None else self.placeholderText())


class _KeyDelegate(TwoLineDelegate):
    def sizeHint(self, option: object, index: object) -> QSize:
        return QSize(_POPUP_WIDTH, 40)
