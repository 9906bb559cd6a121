"""An identity card's QR code as a hand scanner types it: a number and a bar in one go, which no hand types.

Whatever field has the focus, the burst does not stay in it: the field gets its words back and `scanned` tells the text.
A burst that stops without Enter is told as it is, so that a code cut in half is not lost in silence.
"""

import re
from typing import NamedTuple

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

GAP_MS = 500  # scanners type a letter every 2 to 30 ms; a busy machine may hand them on more slowly
END_MS = 400
_MOST = 16  # letters kept: the longest number and its bar
_BEGINNING = re.compile(r"[0-9]{9,12}\|$")
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class _Typed(NamedTuple):
    letters: str
    field: QLineEdit | None
    words: str  # of the field, before these letters
    place: int


class CardBurst(QObject):
    """Listens while `on`; only to keys that go to `owner` or what is inside it."""

    scanned = Signal(str)

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner)
        self._owner = owner
        self._on = False
        self._text = ""
        self._held = False  # the burst is surely a card: its letters go nowhere else
        self._last: list[_Typed] = []
        self._since = QElapsedTimer()
        self._end = QTimer(self, singleShot=True, interval=END_MS)
        self._end.timeout.connect(self._finish)

    def listen(self, on: bool) -> None:
        application = QApplication.instance()
        if application is None or on == self._on:
            return
        self._on = on
        if on:
            application.installEventFilter(self)
        else:
            application.removeEventFilter(self)
            self._forget()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() not in (QEvent.Type.KeyPress, QEvent.Type.InputMethod, QEvent.Type.ShortcutOverride):
            return False
        # A key that a widget does not want goes on to its parents: only the first sight of it counts.
        if not isinstance(watched, QWidget) or watched is not QApplication.focusWidget():
            return False
        if not self._owner.isAncestorOf(watched):
            return False
        if isinstance(event, QInputMethodEvent):
            return self._letters(watched, event.commitString()) if event.commitString() else False
        if not isinstance(event, QKeyEvent):
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            if self._held:
                event.accept()  # letters of a card are no shortcuts
            return self._held
        return self._key(watched, event)

    def _key(self, watched: QWidget, event: QKeyEvent) -> bool:
        if self._held and event.key() in _ENTER:
            self._finish()
            return True
        return self._letters(watched, event.text()) if event.text().isprintable() and event.text() else self._held

    def _letters(self, watched: QWidget, letters: str) -> bool:
        late = not self._since.isValid() or self._since.elapsed() > GAP_MS
        self._since.start()
        if self._held:
            self._text += letters
            self._end.start()
            return True
        if late:
            self._last.clear()
        field = watched if isinstance(watched, QLineEdit) else None
        state = (field.text(), field.cursorPosition()) if field is not None else ("", 0)
        self._last = [*self._last[-_MOST:], _Typed(letters, field, *state)]
        begun = _BEGINNING.search("".join(one.letters for one in self._last))
        if begun is None:
            return False
        self._held, self._text = True, begun.group()
        self._restore(len(begun.group()))
        self._end.start()
        return True

    def _restore(self, count: int) -> None:
        """The field as it was before the last `count` letters."""
        while len(self._last) > 1 and sum(len(one.letters) for one in self._last[1:]) >= count:
            self._last.pop(0)
        first = self._last[0]
        if first.field is not None:
            first.field.setText(first.words)
            first.field.setCursorPosition(first.place)

    def _finish(self) -> None:
        text = self._text if self._held else ""
        self._forget()
        if text:
            self.scanned.emit(text)

    def _forget(self) -> None:
        self._end.stop()
        self._text, self._held = "", False
        self._last.clear()
