"""Buttons: one primary per view, secondary ones, links, the exclusive segment. Key hints stand inside them."""

from collections.abc import Callable

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QStyleOptionToolButton,
    QToolButton,
    QWidget,
)

from ui.theme import font, pixmap, set_icon, theme
from ui.widgets.focus import TabRing

_GAP = 8
_EDGE = 13  # inside the button, border included


class HintButton(TabRing, QPushButton):
    """Paints icon, words and a small key hint. A `shortcut` is its own hint and works while the page is shown."""

    def __init__(
        self,
        text: str,
        *,
        icon_name: str = "",
        hint: str = "",
        shortcut: str = "",
        primary: bool = False,
        trailing_icon: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._icon_name, self._hint, self._trailing = icon_name, hint or shortcut, trailing_icon
        if primary:
            self.setProperty("role", "primary")
        if shortcut:
            self.setShortcut(QKeySequence(shortcut))
        self.setAccessibleName(text.replace("&", ""))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(32)

    @property
    def primary(self) -> bool:
        return self.property("role") == "primary"

    def setText(self, text: str) -> None:
        shortcut = self.shortcut()
        super().setText(text)
        if not shortcut.isEmpty():
            self.setShortcut(shortcut)
        self.setAccessibleName(text.replace("&", ""))
        self.updateGeometry()

    def set_icon_name(self, name: str) -> None:
        self._icon_name = name
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        words = QFontMetrics(font("medium")).size(Qt.TextFlag.TextShowMnemonic, self.text()).width()
        width = 2 * _EDGE + words
        width += (16 + _GAP) * (bool(self._icon_name) + bool(self._trailing))
        if self._hint:
            width += _GAP + QFontMetrics(font("tiny")).horizontalAdvance(self._hint)
        return QSize(width, 32)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""
        painter = QPainter(self)
        self.style().drawControl(QStyle.ControlElement.CE_PushButton, option, painter, self)
        look = theme()
        token = "text3" if not self.isEnabled() else ("on_fill" if self.primary else "text")
        hint_token = token if self.primary else "text3"
        x = max(0, (self.width() - self.sizeHint().width()) // 2) + _EDGE
        if self._icon_name:
            x = self._paint_icon(painter, self._icon_name, token, x)
        painter.setFont(font("medium"))
        painter.setPen(QColor(look.colour(token)))
        width = painter.fontMetrics().size(Qt.TextFlag.TextShowMnemonic, self.text()).width()
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextShowMnemonic
        painter.drawText(QRect(x, 0, width + 1, self.height()), int(flags), self.text())
        x += width + _GAP
        if self._trailing:
            x = self._paint_icon(painter, self._trailing, token, x)
        if self._hint:
            painter.setFont(font("tiny"))
            painter.setPen(QColor(look.colour(hint_token)))
            painter.drawText(
                QRect(x, 0, self.width() - x, self.height()), int(Qt.AlignmentFlag.AlignVCenter), self._hint
            )

    def _paint_icon(self, painter: QPainter, name: str, token: str, x: int) -> int:
        painter.drawPixmap(x, (self.height() - 16) // 2, pixmap(name, token, 16, self.devicePixelRatioF()))
        return x + 16 + _GAP


class PrimaryButton(HintButton):
    def __init__(self, text: str, *, icon_name: str = "", hint: str = "", shortcut: str = "", trailing_icon: str = ""):
        super().__init__(
            text, icon_name=icon_name, hint=hint, shortcut=shortcut, primary=True, trailing_icon=trailing_icon
        )


class SecondaryButton(HintButton):
    def __init__(self, text: str, *, icon_name: str = "", hint: str = "", shortcut: str = "", trailing_icon: str = ""):
        super().__init__(text, icon_name=icon_name, hint=hint, shortcut=shortcut, trailing_icon=trailing_icon)


class Link(TabRing, QToolButton):
    """A verb in a panel head or a line. Takes the focus, so that a word still being composed is committed first.

    `flush`: its first letter stands under the words above it, without room for a ring at the sides.
    """

    def __init__(self, text: str, act: Callable[[], object] | None = None, *, flush: bool = False) -> None:
        super().__init__()
        self.setText(text)
        self.setProperty("role", "link")
        if flush:
            self.setProperty("flush", "true")
        self.setAccessibleName(text)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        if act is not None:
            self.clicked.connect(lambda _checked=False: act())

    def sizeHint(self) -> QSize:
        """As wide as its words, so that it stands flush with what is above it; Qt would add two spaces."""
        spare = 2 * self.fontMetrics().horizontalAdvance(" ")
        return super().sizeHint() - QSize(spare, 0)

    minimumSizeHint = sizeHint


class IconButton(TabRing, QToolButton):
    """Icon without a word: only for zoom, turn, page arrows and closing. The word is tooltip and accessible name."""

    def __init__(self, name: str, words: str, act: Callable[[], object] | None = None, *, side: int = 28) -> None:
        super().__init__()
        set_icon(self, name, "text2", 16)
        self.setToolTip(words)
        self.setAccessibleName(words)
        self.setFixedSize(side, side)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        if act is not None:
            self.clicked.connect(lambda _checked=False: act())


class _SegmentButton(TabRing, QToolButton):
    """Painted like `HintButton`, grounded by the style sheet's segment rules."""

    def __init__(self, text: str, icon_name: str, token: str, hint: str, height: int) -> None:
        super().__init__()
        self.setText(text)
        self._icon_name, self._token, self._hint = icon_name, token, hint
        self.setCheckable(True)
        self.setProperty("role", "segment")
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(height)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        if hint:  # not the button's own shortcut, which clicks a tenth of a second later: maybe on the next dossier
            QShortcut(QKeySequence(hint), self).activated.connect(self.click)

    def sizeHint(self) -> QSize:
        width = 16 + QFontMetrics(font("medium")).horizontalAdvance(self.text()) + (22 if self._icon_name else 0)
        if self._hint:
            width += 6 + QFontMetrics(font("tiny")).horizontalAdvance(self._hint)
        return QSize(width + 2, self.height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        option = QStyleOptionToolButton()
        self.initStyleOption(option)
        option.text = ""
        painter = QPainter(self)
        self.style().drawComplexControl(QStyle.ComplexControl.CC_ToolButton, option, painter, self)
        look = theme()
        x = (self.width() - self.sizeHint().width()) // 2 + 9
        if self._icon_name:
            token = self._token if self.isEnabled() else "text3"
            painter.drawPixmap(
                x, (self.height() - 16) // 2, pixmap(self._icon_name, token, 16, self.devicePixelRatioF())
            )
            x += 22
        painter.setFont(font("medium"))
        token = "text3" if not self.isEnabled() else ("accent" if self.isChecked() else "text")
        painter.setPen(QColor(look.colour(token)))
        middle = int(Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(QRect(x, 0, self.width() - x, self.height()), middle, self.text())
        x += painter.fontMetrics().horizontalAdvance(self.text()) + 6
        if self._hint:
            painter.setFont(font("tiny"))
            painter.setPen(QColor(look.text3))
            painter.drawText(QRect(x, 0, self.width() - x, self.height()), middle, self._hint)


class Segment(QWidget):
    """A few exclusive choices side by side. `options`: (key, words, icon, icon token, key hint).

    `height`: 28 in the head of a panel.
    """

    chosen = Signal(str)

    def __init__(self, options: list[tuple[str, str, str, str, str]], accessible: str = "", height: int = 32) -> None:
        super().__init__()
        self._group = QButtonGroup(self)
        self._keys = [option[0] for option in options]
        self.setAccessibleName(accessible)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for number, (_key, words, icon_name, token, hint) in enumerate(options):
            button = _SegmentButton(words, icon_name, token, hint, height)
            place = "first" if number == 0 else "last" if number == len(options) - 1 else "middle"
            button.setProperty("place", place)
            self._group.addButton(button, number)
            row.addWidget(button)
        self._group.idClicked.connect(lambda number: self.chosen.emit(self._keys[number]))

    @property
    def value(self) -> str:
        number = self._group.checkedId()
        return self._keys[number] if number >= 0 else ""

    def set_value(self, key: str) -> None:
        """Show a choice without telling it as chosen; an unknown key shows none."""
        self._group.setExclusive(False)
        for number, known in enumerate(self._keys):
            self._group.button(number).setChecked(known == key)
        self._group.setExclusive(True)

    def button(self, key: str) -> QToolButton:
        return self._group.button(self._keys.index(key))
