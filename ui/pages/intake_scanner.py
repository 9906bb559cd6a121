"""New files of the desk's scanner, offered to the dossier in hand. The folder is looked at in a lane, never here."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from counter_app.intake.watch_folder import Look, WatchFolder
from ui.presenters import intake as presenter
from ui.tasks import Lane

if TYPE_CHECKING:
    from ui.pages.intake import IntakePage

LOOK_MS = 1500


class IntakeScanner(QObject):
    def __init__(self, page: "IntakePage") -> None:
        super().__init__(page)
        self._page = page
        self._watch: WatchFolder | None = None
        self._waiting: list[Path] = []  # whole, and not confirmed yet
        self._busy = False
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def scanned(self, path: Path) -> bool:
        """Whether a file came from the scanner."""
        return self._watch is not None and path.parent == self._watch.folder

    def put_away(self) -> None:
        """Another dossier: what was scanned for the last one is not offered to it."""
        self._waiting = []

    def taken(self, paths: list[Path]) -> None:
        self._waiting = [path for path in self._waiting if path not in paths]

    def look(self) -> None:
        """Also while nothing is in hand: what is scanned then belongs to nobody and is not offered later."""
        folder = self._page.context.office.settings.scanner_folder
        if not folder or self._busy or not self._page.shown:
            return
        if self._watch is None or str(self._watch.folder) != folder:
            self._watch = WatchFolder(Path(folder))
        self._busy = True
        self._page.context.tasks.run(
            Lane.READING, self._watch.look, owner=self, on_done=self._looked, on_end=self._free
        )

    def _looked(self, found: Look) -> None:
        page = self._page
        if found.lost:
            page.ui.notice.tell(
                "Không thấy thư mục của máy quét.",
                "Kiểm tra mạng hoặc ổ đĩa. Ứng dụng tự theo dõi tiếp khi thư mục có lại; tệp vẫn chọn bằng tay được.",
            )
        elif found.back:
            page.ui.notice.hide()
            page.context.toast("Đã thấy lại thư mục của máy quét.")
        view = page.view
        if found.ready and view is not None and presenter.is_editable(view.dossier):
            self._waiting += list(found.ready)
            page.files.take_files(None, self._waiting)
        elif found.growing and view is not None:
            page.ui.foot.tell("Máy quét đang ghi tệp…")

    def _free(self) -> None:
        self._busy = False
