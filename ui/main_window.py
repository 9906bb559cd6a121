"""The one window: rail, pages, status bar, practice band, shortcuts. Navigation and nothing else."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from counter_app.clock import Clock
from counter_app.errors import CounterError
from ui.alerts import AlertWatch
from ui.desk import Desk
from ui.dialogs.palette import CommandPalette
from ui.live import LiveRefresh
from ui.pages import make_page, pages_for
from ui.pages.base import Command, Page, PageContext
from ui.refresh import Refresh
from ui.tasks import TaskRunner
from ui.token_watch import TokenWatch
from ui.widgets.minute import MinuteTicker
from ui.widgets.notice import Notice
from ui.widgets.practice_marks import PracticeBand
from ui.widgets.rail import Rail
from ui.widgets.sign_in_view import SignInView
from ui.widgets.start_view import StartView
from ui.widgets.status_bar import StatusBar
from ui.widgets.table import ColumnMemory
from ui.widgets.toast import Toast
from ui.window_status import WindowStatus


class MainWindow(QMainWindow):
    """`use_office` fills it; until then the start view stands in it. `closed` when it is gone."""

    closed = Signal()
    page_opened = Signal(str)

    def __init__(self, clock: Clock, tasks: TaskRunner | None = None) -> None:
        super().__init__()
        self.setWindowTitle("Quầy Một cửa")
        self.setMinimumSize(900, 480)
        self.resize(1366, 768)
        self.clock = clock
        self.tasks = tasks or TaskRunner(self)
        self.refresh = Refresh(self)
        self.live = LiveRefresh(self.tasks, self.refresh, self.adopt_office, self)
        self.ticker = MinuteTicker(clock, self)
        self.office: Any = None
        self.context: PageContext | None = None
        self.page_key = ""
        self._use_cases: Any = None
        self._reminder = ("", "")
        self._pages: dict[str, Page] = {}
        self._build()
        self._add_shortcuts()
        self.tasks.trouble.connect(self.show_error)
        self.ticker.minute.connect(self.window_status.show_time)
        self.ticker.minute.connect(self.desk.daily.minute)
        self.ticker.minute.connect(self.alerts.minute)
        self.desk.daily.reminded.connect(self._remind)
        self.status.safety_clicked.connect(lambda: self.notice.tell(*self._reminder))

    def _build(self) -> None:
        self.rail, self.status, self.notice = Rail(), StatusBar(), Notice()
        self.stack, self.start_view, self.practice = QStackedWidget(), StartView(), PracticeBand()
        self.practice.hide()
        self.stack.addWidget(self.start_view)
        whole = self.work = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.rail)
        content = QVBoxLayout()
        content.setSpacing(0)
        content.addWidget(self.notice)
        content.addWidget(self.stack, 1)
        middle.addLayout(content, 1)
        column.addWidget(self.practice)
        column.addLayout(middle, 1)
        column.addWidget(self.status)
        self.sign_in_view, self.layers = SignInView(), QStackedWidget()
        self.layers.addWidget(whole)
        self.layers.addWidget(self.sign_in_view)
        self.setCentralWidget(self.layers)
        self.desk = Desk(self, self.sign_in_view, self.tasks)
        self.toast_frame = Toast(whole)
        self.alerts = AlertWatch(self, whole, self.tasks, self.open_page)
        self.rail.chosen.connect(self.open_page)
        self.token_watch = TokenWatch(self.tasks, self.refresh, self)
        self.window_status = WindowStatus(
            self.status, self.tasks, self.clock, self.desk, self.switch_person, self.token_watch
        )
        self.window_status.keys_wanted.connect(lambda: self.open_page("settings", section="keys"))
        self.desk.idle.connect(self.token_watch.end_kept)
        self.window_status.clock_doubted.connect(self._tell_clock)
        self.live.lost.connect(self._lost_server)
        self.live.back.connect(self._found_server)

    def _add_shortcuts(self) -> None:
        keys: list[tuple[str, Callable[[], object]]] = [
            ("Ctrl+K", self.open_palette),
            ("Ctrl+F", self._search),
            ("Ctrl+N", lambda: self.open_page("intake", new=True)),
            ("Ctrl+L", self.desk.lock),
        ]
        keys += [(f"Alt+{number}", lambda number=number: self._open_number(number)) for number in range(1, 10)]
        for keys_words, act in keys:
            shortcut = QShortcut(QKeySequence(keys_words), self.work)  # asleep while the window is covered
            shortcut.activated.connect(lambda act=act: act())

    def use_office(self, office: Any, use_cases: Any, first_page: str = "") -> None:
        """Everything of the window for this office and its person; pages of an earlier person go away."""
        self._drop_pages()
        self.office, self._use_cases = office, use_cases
        self.practice.setVisible(office.settings.practice)
        self.context = PageContext(
            office=office,
            adopt_office=self.adopt_office,
            use_cases=use_cases,
            tasks=self.tasks,
            refresh=self.refresh,
            clock=self.clock,
            open_page=self.open_page,
            toast=self.toast,
            memory=ColumnMemory(office.folder / "columns.json"),
            status=self.status,
            ticker=self.ticker,
        )
        pages = pages_for(office.person.role)
        self.rail.set_pages([(key, entry.title, entry.icon) for key, entry in pages.items()])
        self.window_status.show_office(office)
        self.token_watch.watch(office)
        self.ticker.start()
        self.live.watch(office)
        self.alerts.begin(office, use_cases)
        self.open_page(first_page if first_page in pages else next(iter(pages)))

    def adopt_office(self, office: Any) -> None:
        """The same office under other settings or with another calendar, the same person at the desk."""
        if self.context is None:
            return
        self.office = self.context.office = office
        self.practice.setVisible(office.settings.practice)
        self.desk.adopt(office)
        self.alerts.adopt(office)
        self.window_status.show_office(office)
        self.token_watch.watch(office)
        self.live.watch(office)

    def leave_office(self) -> bool:
        """Take the pages away, because the person goes. False: a page would lose work, and says so."""
        if self.page is not None and not self.page.may_leave():
            return False
        self.live.stop()
        self.alerts.stop()
        self._drop_pages()
        return True

    def cover(self, covered: bool) -> None:
        """Only the sign-in is to be seen; what is open stays as it is, but for a token's login that was kept."""
        if covered:
            self.token_watch.end_kept()
        self.layers.setCurrentWidget(self.sign_in_view if covered else self.work)

    def open_page(self, key: str, **arguments: Any) -> None:
        """Show a page; one this role has not got is told in words instead of nothing happening."""
        if self.context is None:
            return
        if key not in pages_for(self.office.person.role):
            self.notice.tell("Trang này không dành cho vai trò đang dùng.", "Nhờ người có vai trò phù hợp mở giúp.")
            return
        before = self._pages.get(self.page_key)
        if before is not None and key != self.page_key and not before.may_leave():
            self.rail.set_current(self.page_key)
            return
        if key not in self._pages:
            self._pages[key] = make_page(key, self.context)
            self.stack.addWidget(self._pages[key])
        page = self._pages[key]
        if before is not None and before is not page:
            before.shown = False
            before.deactivate()
        self.page_key = key
        self.stack.setCurrentWidget(page)
        self.rail.set_current(key)
        page.shown = True
        page.activate(**arguments)
        page.stale = False
        self.page_opened.emit(key)

    @property
    def page(self) -> Page | None:
        return self._pages.get(self.page_key)

    def toast(self, words: str, undo: Callable[[], object] | None = None) -> None:
        self.toast_frame.tell(words, undo)

    def show_error(self, error: CounterError) -> None:
        self.notice.tell_error(error)

    def switch_person(self, login: str) -> None:
        """Practice only: somebody else sits down at this desk."""
        key = self.page_key
        self.use_office(self.office.as_person(login), self._use_cases, key)

    def open_palette(self) -> None:
        if self.context is None:
            return
        pages = pages_for(self.office.person.role).items()
        lines = [
            Command(words=entry.title, icon=entry.icon, hint=f"Alt+{number}", act=lambda key=key: self.open_page(key))
            for number, (key, entry) in enumerate(pages, start=1)
        ]
        lines += self.page.commands() if self.page is not None else []
        CommandPalette(lines, self).open()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.page is not None and not self.page.may_leave():
            event.ignore()
            return
        self.ticker.stop()
        self.alerts.stop()
        self.live.stop()
        self.desk.stop()
        self.window_status.forget()
        self.token_watch.forget()
        self._drop_pages()
        self.tasks.close()
        if self.office is not None:
            self.office.close()
            self.office = self.context = None
        self.closed.emit()
        super().closeEvent(event)

    def _drop_pages(self) -> None:
        for page in self._pages.values():
            page.shown = False
            page.deactivate()
            self.stack.removeWidget(page)
            page.deleteLater()
        self._pages.clear()
        self.page_key = ""

    def _open_number(self, number: int) -> None:
        keys = list(pages_for(self.office.person.role)) if self.context else []
        if number <= len(keys):
            self.open_page(keys[number - 1])

    def _tell_clock(self, what: str, advice: str, may_confirm: bool) -> None:
        if not what:
            self.notice.hide()
            return
        act = self.window_status.confirm_clock if may_confirm else None
        self.notice.tell(what, advice, act, "Giờ máy đúng")

    def _remind(self, short: str, what: str, advice: str) -> None:
        """Calmly, in the status bar; a click tells all of it."""
        self._reminder = (what, advice)
        self.status.set_safety(short, f"{what} {advice}".strip())

    def _lost_server(self, error: CounterError) -> None:
        self.window_status.show_server(reached=False)
        self.notice.tell(error.what, "Những gì đang gõ được giữ trên máy này; cửa sổ tự nối lại khi máy chủ trả lời.")

    def _found_server(self) -> None:
        self.window_status.show_server(reached=True)
        self.notice.hide()
        office, cases = self.office, self._use_cases
        self.tasks.run("store", lambda: cases.sitting.send_kept(office), owner=self)
        self.toast("Đã nối lại máy chủ của cơ quan")

    def _search(self) -> None:
        if self.page is not None:
            self.page.search()
