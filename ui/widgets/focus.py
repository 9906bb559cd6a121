"""The focus ring shows when the keyboard brought the focus, not after a click. Fields show it always (style sheet)."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent

_BY_KEY = {Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason}


class TabRing:
    """Mix in before the Qt class. A plain class, because Qt allows one base of its own.

    `ring` is true while the ring shows; the style sheet sees it as a property.
    """

    ring = False

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)  # type: ignore[misc]
        self._set_ring(event.reason() in _BY_KEY)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)  # type: ignore[misc]
        self._set_ring(False)

    def _set_ring(self: Any, on: bool) -> None:
        if on == self.ring:
            return
        self.ring = on
        self.setProperty("ring", "true" if on else "false")
        self.style().unpolish(self)
        self.style().polish(self)
        self.update()
