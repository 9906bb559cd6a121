"""What happens on a bug: a text file in the data folder, without personal data, and a calm window about it."""

import sys
import threading
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from counter_app.clock import Clock
from ui.dialogs.base import CounterDialog
from ui.widgets.buttons import PrimaryButton, SecondaryButton
from ui.widgets.labels import label

MakeBundle = Callable[[Path, Callable[[str], object]], object]


class CrashReporter(QObject):
    """`crashed(path of the report)`. The hook may run on any thread: it writes the file and emits, nothing more."""

    crashed = Signal(str)

    def __init__(self, folder: Path, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder, self._clock = folder, clock
        self._lock = threading.Lock()

    def use_folder(self, folder: Path) -> None:
        """Another data folder is open now."""
        self._folder = folder

    def install(self) -> None:
        sys.excepthook = self.report
        threading.excepthook = lambda hook: self.report(
            hook.exc_type, hook.exc_value or hook.exc_type(), hook.exc_traceback
        )

    def uninstall(self) -> None:
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__

    def report(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        with self._lock:
            path = self._write(kind, error, trace)
        self.crashed.emit(str(path) if path else "")

    def _write(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> Path | None:
        now = self._clock.now()
        logs = self._folder / "logs"
        path = logs / f"loi-{now:%Y%m%d-%H%M%S}.txt"
        try:
            logs.mkdir(parents=True, exist_ok=True)
            with path.open("a", encoding="utf-8") as out:
                out.write(report_text(kind, error, trace))
        except OSError:
            return None
        return path


def report_text(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> str:
    """Names of files, lines and kinds of errors. Messages and values are left out: they may name a person."""
    lines = []
    seen: BaseException | None = error
    while seen is not None:
        lines.append(f"{type(seen).__module__}.{type(seen).__qualname__}")
        for frame in traceback.extract_tb(seen.__traceback__ if seen is not error else trace):
            lines.append(f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}")
        seen = seen.__cause__ or (None if seen.__suppress_context__ else seen.__context__)
    return "\n".join(lines) + "\n\n"


class CrashWindow(CounterDialog):
    """Says that something went wrong, that the dossiers are safe, where the report lies; offers the support bundle.

    `make_bundle(output, done)` writes it in a lane and calls `done(words)` when it is there, or why it is not.
    """

    def __init__(self, path: str, parent: QWidget | None = None, make_bundle: MakeBundle | None = None) -> None:
        title = "Có việc chưa làm xong vì lỗi của ứng dụng"
        super().__init__(title, parent, icon_name="octagon-alert", token="bad")
        words = (
            "Hồ sơ đã lưu vẫn nguyên vẹn. Hãy làm lại việc vừa rồi; nếu lỗi lặp lại, lưu gói hỗ trợ và gửi cho người "
            "quản trị. Gói chỉ có phiên bản, cài đặt dạng có/không, số lượng và vị trí lỗi, không có dữ liệu cá nhân."
        )
        self.body.addWidget(label(words, "body", "text2", wrap=True))
        self.where = label(path or "Không ghi được tệp lỗi vào thư mục dữ liệu.", "small", "text2", wrap=True)
        self.where.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.body.addWidget(self.where)
        button = PrimaryButton("Tiếp tục làm việc", hint="Enter")
        button.clicked.connect(self.accept)
        self.save_button = SecondaryButton("&Lưu gói hỗ trợ…", icon_name="download")
        self._make_bundle = make_bundle
        self.save_button.setVisible(make_bundle is not None)
        self.save_button.clicked.connect(lambda _checked=False: self._choose())
        self.add_buttons(self.save_button, button)

    def save(self, output: Path) -> None:
        if self._make_bundle is not None:
            self.save_button.setEnabled(False)
            self._make_bundle(output, self._saved)

    def _choose(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, "Lưu gói hỗ trợ", "goi-ho-tro.zip", "ZIP (*.zip)")
        if name:
            self.save(Path(name))

    def _saved(self, words: str) -> None:
        self.save_button.setEnabled(True)
        self.where.setText(words)
        self.fit()
