"""The application: `counter-app [--data DIR] [--theme light|dark|system] [--page KEY]`.

The window is painted before the database, PDF or signing libraries are imported; those come in the `store` lane.
"""

import argparse
import importlib
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from counter_app.clock import Clock, SystemClock
from counter_app.errors import CounterError
from counter_app.messages import sentence
from counter_app.settings import (
    data_folder_from_environment,
    default_data_folder,
    environment_value,
    is_office,
    load_settings,
)

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication


NO_DISPLAY = 4
NEEDS_RECOVERY = frozenset({"store.key_not_here", "store.recovery_wrong", "store.recovery_other"})


class UseCases:
    """Modules of `counter_app.workflow` by name, imported at the first touch, which is in a lane."""

    def __getattr__(self, name: str) -> ModuleType:
        if name.startswith("_"):
            raise AttributeError(name)
        return importlib.import_module(f"counter_app.workflow.{name}")


def main(argv: Sequence[str] | None = None) -> int:
    options = read_options(sys.argv[1:] if argv is None else argv)
    if not _has_display():
        said = sentence("ui.no_display")
        sys.stderr.write(f"{said}\n")
        return NO_DISPLAY
    application = make_application()
    session = Session(application, options)
    session.show()
    code = application.exec()
    session.close()
    return code


def make_application(arguments: Sequence[str] = ("counter-app",)) -> "QApplication":
    from PySide6.QtWidgets import QApplication

    from ui.garbage import GarbageRound
    from ui.qt_words import VietnameseWords

    application = QApplication(list(arguments))
    application.setApplicationName("quay-mot-cua")
    application.setApplicationDisplayName("Quầy Một cửa")
    application.installTranslator(VietnameseWords(application))
    GarbageRound(application)
    return application


class Session:
    """One run of the window over one data folder: opens it, or makes the practice office when there is none."""

    def __init__(self, application: "QApplication", options: argparse.Namespace, clock: Clock | None = None) -> None:
        from ui.dialogs.crash import CrashReporter
        from ui.main_window import MainWindow
        from ui.theme import apply_theme

        self._application, self._options = application, options
        self.clock: Clock = clock or SystemClock()
        self.folder = data_folder(options.data)
        apply_theme(application, options.theme or self._theme_of_folder())
        self.window: MainWindow = MainWindow(self.clock)
        self._crashes = CrashReporter(self.folder, self.clock, self.window)
        self._crashes.crashed.connect(self._show_crash)
        self.window.window_status.new_office_wanted.connect(self.ask_first)
        self.code = 0

    def show(self) -> None:
        from PySide6.QtCore import QTimer

        self._crashes.install()
        self.window.show()
        if self._options.exit_after_first_paint:
            self._application.processEvents()
            QTimer.singleShot(0, self.window.close)
            return
        QTimer.singleShot(0, self.open)

    def close(self) -> None:
        self._crashes.uninstall()
        self.window.tasks.close()

    def open(self) -> None:
        """Open the data folder in the `store` lane; the window stays alive meanwhile."""
        view = self.window.start_view
        if self._asks_first:
            self.ask_first()
        elif _is_or_was_office(self.folder) or self._options.database:
            view.tell("Đang mở quầy", "Mở cơ sở dữ liệu và lịch làm việc.", busy=True)
            self._run(self._open_office)
        else:
            self._open_practice()

    @property
    def _asks_first(self) -> bool:
        """Nobody chose a folder, and neither a real office nor a practice one is there."""
        chosen = self._options.data or data_folder_from_environment() or self._options.database
        asks = not (chosen or self._options.self_check or _is_or_was_office(self.folder))
        return bool(self._options.new_office or asks)

    def ask_first(self) -> None:
        """The three questions of a new office."""
        from ui.first_run import FirstRun

        folder = self._options.data or default_data_folder()
        back = self._open_practice if self.window.office is None else lambda: None  # practice is open already
        self.first_run = FirstRun(self.window, folder, self._open_new, back)

    def _open_new(self, folder: Path, login: str) -> None:
        if self.window.office is not None:  # the practice office, left for the real one
            self.window.leave_office()
            self.window.token_watch.forget()
            self.window.office.close()
            self.window.office = None
        self.folder = folder
        self._crashes.use_folder(folder)
        self.window.sign_in_view.name.setText(login)
        self.window.start_view.tell("Đang mở quầy", "Mở cơ sở dữ liệu và lịch làm việc.", busy=True)
        self._run(self._open_office)

    def _open_practice(self) -> None:
        if self._options.data is None and data_folder_from_environment() is None:
            self.folder = default_data_folder(practice=True)
        view = self.window.start_view
        view.tell("Chuẩn bị quầy tập sự", "Tạo hồ sơ, chứng thư và token mẫu. Việc này chỉ làm một lần.", busy=True)
        self._run(self._make_practice)

    def _run(self, work: Any) -> None:
        self.window.tasks.run(
            "store", work, owner=self.window, on_done=self._opened, on_error=self._failed, progress=self._progress
        )

    def _open_office(self, _report: Any, recovery: str = "") -> Any:
        bootstrap = importlib.import_module("counter_app.bootstrap")
        if self._options.database and not is_office(self.folder):
            bootstrap.join_office(self.folder, self._options.database, self.clock)
        return bootstrap.open_office(self.folder, clock=self.clock, recovery=recovery)

    def _open_with(self, recovery: str) -> None:
        """The key store has not got the office's key: what stands on the paper opens it."""
        self.window.start_view.tell("Đang mở quầy", "Mở cơ sở dữ liệu và lịch làm việc.", busy=True)
        self._run(lambda report: self._open_office(report, recovery))

    def _make_practice(self, report: Any) -> Any:
        bootstrap = importlib.import_module("counter_app.bootstrap")
        bootstrap.load_practice(self.folder, clock=self.clock, progress=lambda words: report((words + "…", None)))
        return self._open_office(report)

    def _progress(self, said: tuple[str, float | None]) -> None:
        words, part = said
        self.window.start_view.tell("Chuẩn bị quầy tập sự", words, part=part, busy=part is None)

    def _opened(self, office: Any) -> None:
        self.window.desk.enter(office, UseCases(), self._options.page or "")
        if self._options.self_check:
            from PySide6.QtCore import QTimer

            QTimer.singleShot(300, self.window.close)

    def _failed(self, error: CounterError) -> None:
        if self._options.self_check:
            sys.stderr.write(f"{error.what} {error.advice}\n")
            self._application.exit(NO_DISPLAY)
            return
        if error.code in NEEDS_RECOVERY:
            self.window.start_view.ask(error.what, error.advice, "Mã khôi phục", self._open_with)
        else:
            self.window.start_view.fail(error.what, error.advice, self.open)

    def _show_crash(self, path: str) -> None:
        from ui.dialogs.crash import CrashWindow

        if self._options.self_check:
            self._application.exit(70)
            return
        window = CrashWindow(path, self.window, self._make_bundle)
        window.setAttribute(_delete_on_close())
        window.open()

    def _make_bundle(self, output: Path, done: Callable[[str], object]) -> None:
        office, cases = self.window.office, UseCases()
        self.window.tasks.run(
            "reading",
            lambda: cases.support.bundle(self.folder, self.clock, output, office),
            owner=self.window,
            on_done=lambda names: done(f"Đã lưu {len(names)} tệp vào {output}."),
            on_error=lambda error: done(str(error)),
        )

    def _theme_of_folder(self) -> str:
        try:
            return load_settings(self.folder).theme
        except CounterError:  # told with its sentence when the office is opened
            return "system"


def data_folder(given: Path | None) -> Path:
    """The folder to work in: --data, environment, the office's, else practice, which is made when it is not there."""
    chosen = given or data_folder_from_environment()
    if chosen is not None:
        return chosen
    real = default_data_folder()
    return real if _is_or_was_office(real) else default_data_folder(practice=True)


def _is_or_was_office(folder: Path) -> bool:
    """A folder that may not be looked into is opened all the same: that tells what is wrong with it."""
    try:
        return is_office(folder)
    except CounterError:
        return True


def _delete_on_close() -> Any:
    from PySide6.QtCore import Qt

    return Qt.WidgetAttribute.WA_DeleteOnClose


def _has_display() -> bool:
    if sys.platform != "linux" or environment_value("QT_QPA_PLATFORM"):
        return True
    return bool(environment_value("DISPLAY") or environment_value("WAYLAND_DISPLAY"))


def read_options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="counter-app", description="Quầy Một cửa")
    parser.add_argument("--data", type=Path, help="thư mục dữ liệu")
    parser.add_argument(
        "--database",
        default="",
        metavar="URL",
        help="postgresql+psycopg://…: thêm quầy này vào cơ quan trên máy chủ đó",
    )
    parser.add_argument("--theme", choices=("system", "light", "dark"), help="giao diện sáng, tối hoặc theo máy")
    parser.add_argument("--new-office", action="store_true", help="lập cơ quan thật thay vì mở bản thực hành")
    parser.add_argument("--page", help="trang mở đầu: today, intake, signing …")
    parser.add_argument("--exit-after-first-paint", action="store_true", help="đo khởi động: vẽ xong cửa sổ thì thoát")
    parser.add_argument("--self-check", action="store_true", help="mở dữ liệu, mở trang đầu rồi thoát")
    return parser.parse_args(list(arguments))


if __name__ == "__main__":
    sys.exit(main())
