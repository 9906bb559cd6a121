"""Files from elsewhere that a report is held beside: which ones are chosen, choosing and letting go."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from counter_app.workflow.report_kinds import WantedFile
from ui.dialogs.files import LISTS, choose_file
from ui.widgets.buttons import IconButton, SecondaryButton
from ui.widgets.labels import ElidedLabel, label


class FileBar(QFrame):
    """`changed` when a file was chosen or let go. `chosen`: path by key, as far as this report takes it."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "surface")
        self.setProperty("edge", "bottom")
        self._paths: dict[str, Path] = {}
        self._wanted: tuple[WantedFile, ...] = ()
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(16, 8, 16, 8)
        self._line.setSpacing(24)
        self.parts: dict[str, _FilePart] = {}
        self.hide()

    @property
    def chosen(self) -> dict[str, Path]:
        return {one.key: self._paths[one.key] for one in self._wanted if one.key in self._paths}

    def ask(self, wanted: tuple[WantedFile, ...]) -> None:
        """Show what this report takes; a report that takes none has no bar."""
        self.setVisible(bool(wanted))
        if wanted == self._wanted:
            return
        for part in self.parts.values():
            self._line.removeWidget(part)
            part.hide()
            part.deleteLater()
        self._wanted = wanted
        self.parts = {one.key: _FilePart(self, one) for one in wanted}
        for part in self.parts.values():
            self._line.addWidget(part, 1)
            part.tell(self._paths.get(part.wanted.key))

    def put(self, key: str, path: Path | None) -> None:
        """Take a file, or let it go."""
        if path is None:
            self._paths.pop(key, None)
        else:
            self._paths[key] = path
        self.parts[key].tell(path)
        self.changed.emit()


class _FilePart(QWidget):
    def __init__(self, bar: FileBar, wanted: WantedFile) -> None:
        super().__init__()
        self.wanted = wanted
        self.name = ElidedLabel("", "medium")
        self.choose = SecondaryButton("Chọn tệp…", icon_name="folder-open")
        self.choose.setAccessibleName(f"Chọn tệp: {wanted.words}")
        self.drop = IconButton("x", f"Bỏ tệp: {wanted.words}", lambda: bar.put(wanted.key, None))
        self.choose.clicked.connect(lambda _checked=False: self._choose(bar))
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(label(f"{wanted.words}:", "body", "text2"))
        line.addWidget(self.name, 1)
        line.addWidget(self.drop)
        line.addWidget(self.choose)

    def tell(self, path: Path | None) -> None:
        self.name.setText(path.name if path else "chưa chọn")
        self.drop.setVisible(path is not None)

    def _choose(self, bar: FileBar) -> None:
        path = choose_file(self, self.wanted.words, LISTS)
        if path is not None:
            bar.put(self.wanted.key, path)
