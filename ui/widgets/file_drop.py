"""Files dropped from the desktop onto a widget."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject
from PySide6.QtWidgets import QWidget


def dropped_files(data: QMimeData) -> list[Path]:
    """Local files only; folders and addresses of the web are left out."""
    paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    return [path for path in paths if path.is_file()]


class FileDrop(QObject):
    """Lets `widget` take files while `wanted()` says so; `taken(paths)` follows the drop."""

    def __init__(
        self, widget: QWidget, taken: Callable[[list[Path]], object], wanted: Callable[[], bool] = lambda: True
    ) -> None:
        super().__init__(widget)
        self._taken, self._wanted = taken, wanted
        widget.setAcceptDrops(True)
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.DragEnter, QEvent.Type.DragMove):
            if self._wanted() and dropped_files(event.mimeData()):  # type: ignore[attr-defined]
                event.acceptProposedAction()  # type: ignore[attr-defined]
            return True
        if event.type() == QEvent.Type.Drop:
            paths = dropped_files(event.mimeData())  # type: ignore[attr-defined]
            if paths and self._wanted():
                event.acceptProposedAction()  # type: ignore[attr-defined]
                self._taken(paths)
            return True
        return False
