"""One signal that tells every page what a use case changed; pages know nothing of one another."""

from PySide6.QtCore import QObject, Signal

from counter_app.model.changes import Changes


class Refresh(QObject):
    changed = Signal(object)

    def publish(self, changes: Changes) -> None:
        self.changed.emit(changes)
