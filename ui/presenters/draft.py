"""Something being edited: every step can be taken back, and nothing is written before it is saved. Free of Qt."""

from typing import Generic, TypeVar

Value = TypeVar("Value")


class Draft(Generic[Value]):
    """`data` is what is shown; `saved` what the office goes by."""

    def __init__(self, saved: Value) -> None:
        self.saved = saved
        self._steps: list[tuple[str, Value]] = [("", saved)]
        self._at = 0

    @property
    def data(self) -> Value:
        return self._steps[self._at][1]

    @property
    def unsaved(self) -> bool:
        return self.data != self.saved

    @property
    def undo_words(self) -> str:
        """What would be taken back; empty: nothing."""
        return self._steps[self._at][0] if self._at else ""

    @property
    def redo_words(self) -> str:
        return self._steps[self._at + 1][0] if self._at + 1 < len(self._steps) else ""

    def put(self, data: Value, words: str, *, merge: bool = False) -> None:
        """One step. `words` say what it was: «đánh dấu nghỉ 3 ngày». `merge`: with the step before it, when that was
        the same: a word typed in two breaths is one step."""
        if data == self.data:
            return
        at = self._at if merge and self._at and words == self.undo_words else self._at + 1
        self._steps[at:] = [(words, data)]
        self._move(at)

    def undo(self) -> None:
        self._move(max(0, self._at - 1))

    def redo(self) -> None:
        self._move(min(len(self._steps) - 1, self._at + 1))

    def start_over(self, saved: Value) -> None:
        """After saving, or when the changes are let go."""
        self.saved = saved
        self._steps = [("", saved)]
        self._move(0)

    def _move(self, at: int) -> None:
        self._at = at
