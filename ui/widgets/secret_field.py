"""A field for a PIN or password: hidden letters, an eye to look, Caps Lock told inside. Keeps nothing after `take`."""

import sys
from collections.abc import Callable

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from ui.theme import font, pixmap, set_icon, theme
from ui.widgets.buttons import IconButton
from ui.widgets.labels import rule

# 36 high, also while the ring takes two pixels; small dots.
_SHAPE = "QLineEdit { min-height: 34px; lineedit-password-character: 8226; } QLineEdit:focus { min-height: 32px; }"
CAPS_WORDS = "Caps Lock đang bật"


def caps_lock_state() -> bool | None:
    """What the system says; None where it does not tell, and the letters typed must."""
    if sys.platform != "win32":
        return None
    import ctypes

    return bool(ctypes.windll.user32.GetKeyState(0x14) & 1)


class SecretField(QLineEdit):
    caps_changed = Signal(bool)

    def __init__(self, ask_system: Callable[[], bool | None] = caps_lock_state, *, what: str = "PIN") -> None:
        super().__init__()
        self._what, self._ask_system = what, ask_system
        self.caps = False
        self.setStyleSheet(_SHAPE)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setInputMethodHints(
            Qt.InputMethodHint.ImhSensitiveData
            | Qt.InputMethodHint.ImhHiddenText
            | Qt.InputMethodHint.ImhNoPredictiveText
            | Qt.InputMethodHint.ImhNoAutoUppercase
            | Qt.InputMethodHint.ImhLatinOnly
        )
        self.eye = IconButton("eye", f"Hiện {what} đang gõ", self._toggle, side=28)
        self.eye.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._tail = QWidget(self)
        line = QHBoxLayout(self._tail)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(4)
        line.addWidget(rule("vertical", 18))
        line.addWidget(self.eye)
        self._show_caps(bool(ask_system()))

    def take(self) -> str:
        """The secret, once; the field and its undo history are empty afterwards."""
        secret = self.text()
        self.forget()
        return secret

    def forget(self) -> None:
        self.setText("")  # unlike clear(), leaves nothing to undo

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]
        width = self._tail.sizeHint().width()
        self._tail.setGeometry(self.width() - width - 4, 2, width, self.height() - 4)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_CapsLock:
            self._show_caps(not self.caps)
        elif event.text().isalpha() and event.text().isascii():
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._show_caps(event.text().isupper() != shift)
        super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        told = self._ask_system()
        if told is not None:
            self._show_caps(told)
        super().keyReleaseEvent(event)

    def _show_caps(self, on: bool) -> None:
        self.caps = on
        room = 42 + (QFontMetrics(font("small_medium")).horizontalAdvance(CAPS_WORDS) + 28 if on else 0)
        self.setTextMargins(0, 0, room, 0)
        self.setAccessibleDescription(CAPS_WORDS if on else "")
        self.caps_changed.emit(on)
        self.update()

    def _toggle(self) -> None:
        hidden = self.echoMode() == QLineEdit.EchoMode.Normal
        self.setEchoMode(QLineEdit.EchoMode.Password if hidden else QLineEdit.EchoMode.Normal)
        set_icon(self.eye, "eye" if hidden else "eye-off", "text2", 16)
        words = f"Hiện {self._what} đang gõ" if hidden else f"Ẩn {self._what} đang gõ"
        self.eye.setToolTip(words)
        self.eye.setAccessibleName(words)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.caps:
            return
        painter, look = QPainter(self), theme()
        painter.setFont(font("small_medium"))
        width = painter.fontMetrics().horizontalAdvance(CAPS_WORDS)
        x = self.width() - 50 - width
        painter.drawPixmap(x - 20, (self.height() - 14) // 2, pixmap("arrow-up", "warn", 14, self.devicePixelRatioF()))
        painter.setPen(QColor(look.warn))
        painter.drawText(QRect(x, 0, width + 2, self.height()), int(Qt.AlignmentFlag.AlignVCenter), CAPS_WORDS)
