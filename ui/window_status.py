"""What the status bar says about person, token, database and time; what the person may do at this desk."""

from collections.abc import Callable, Sequence
from datetime import datetime
from types import ModuleType
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import QMenu

from counter_app.access.authority import authorities
from counter_app.clock import Clock
from counter_app.model.person import Person, Substitution
from counter_app.model.signature import CertificateInfo
from counter_app.model.token import TokenNews
from ui.desk import Desk
from ui.presenters.text import ROLE_WORDS
from ui.presenters.token_state import token_state
from ui.tasks import Lane, TaskRunner
from ui.token_watch import TokenWatch
from ui.widgets.status_bar import StatusBar

if TYPE_CHECKING:
    from counter_app.working_time.clock_trust import ClockTrust

MenuAct = tuple[str, Callable[[], object], bool | None]
CLOCK_LOOK_MS = 180_000


class WindowStatus(QObject):
    """`clock_doubted`: the machine's clock is not to be counted with; what is wrong, what to do, and
    whether the person may answer for it; without words once it is right again."""

    clock_doubted = Signal(str, str, bool)
    new_office_wanted = Signal()  # from practice to the real thing
    keys_wanted = Signal()

    def __init__(
        self,
        bar: StatusBar,
        tasks: TaskRunner,
        clock: Clock,
        desk: Desk,
        switch: Callable[[str], object],
        token: TokenWatch,
    ) -> None:
        super().__init__(bar)
        self.token = token
        self._bar, self._tasks, self._clock, self._desk, self._switch = bar, tasks, clock, desk, switch
        self._office: Any = None
        token.changed.connect(self._show_token)
        self._clock_look = QTimer(self, interval=CLOCK_LOOK_MS)
        self._clock_look.timeout.connect(self.look_at_clock)
        self._told: object = None  # the doubt that the person has read already
        bar.person_clicked.connect(self._person_menu)
        bar.token_clicked.connect(self._token_menu)

    def show_office(self, office: Any) -> None:
        if self._office is not None and self._office.person.login != office.person.login:
            self._bar.set_token("đang tìm…", "")  # the token of whoever sat here before is not shown for another
        self._office = office
        person: Person = office.person
        self._bar.set_person(person.name, _role_words(person))
        self.show_server(reached=True)
        self.show_time(self._clock.now())
        self._show_clock(office.clock_seen.trust)
        self._clock_look.start()

    def show_server(self, *, reached: bool) -> None:
        if not reached:
            self._bar.set_database("Mất kết nối máy chủ", "bad")
        elif self._office.settings.database_url:
            self._bar.set_database("Máy chủ cơ quan")
        else:
            self._bar.set_database("Dữ liệu trên máy này")

    def forget(self) -> None:
        self._clock_look.stop()
        self._office = None

    def show_time(self, now: datetime) -> None:
        from counter_app.working_time.words import day_words  # the calendar comes with the office, after the window

        self._bar.set_time(f"{now:%H:%M}", day_words(now, year=True))

    def look_at_clock(self) -> None:
        self._in_lane("check", Lane.READING)

    def confirm_clock(self) -> None:
        """The person has compared the machine's clock and answers for it."""
        self._in_lane("confirm", Lane.STORE)

    def _in_lane(self, act: str, lane: Lane) -> None:
        office = self._office
        if office is not None:
            self._tasks.run(lane, lambda: getattr(_clock_trust(), act)(office), owner=self, on_done=self._show_clock)

    def _show_clock(self, trust: "ClockTrust | None") -> None:
        """Told once in the window, and for as long as it holds in the status bar and beside the countdown."""
        if trust is None or not trust.doubted:
            self._bar.set_clock("Giờ máy khớp" if trust is not None and trust.trace is not None else "")
            if self._told is not None:
                self._told = None
                self.clock_doubted.emit("", "", False)
            return
        self._bar.set_clock("Giờ máy chưa tin được", "bad")
        said = _clock_trust().words(trust)
        self._bar.items["clock"].setToolTip(str(said))
        if self._told != trust.verdict:
            self._told = trust.verdict
            self.clock_doubted.emit(said.what, said.advice, trust.trace.kind != "server")

    def _show_token(self, news: TokenNews, certificates: Sequence[CertificateInfo]) -> None:
        if self._office is None:
            return
        state = token_state(news, certificates, self._office.person)
        self._bar.set_token(state.holder, state.words, state.tone, state.icon, state.icon_tone)

    def _token_menu(self) -> None:
        if self._office is not None:
            self._popup(self.token_acts(), "token")

    def token_acts(self) -> list[MenuAct]:
        """Ending a kept login; a look at what is wrong with a token."""
        acts: list[MenuAct] = [("Khóa và token…", self.keys_wanted.emit, None)]
        if self.token.news is not None and self.token.news.kept is not None:
            acts.insert(0, ("Kết thúc giữ đăng nhập token", self.token.end_kept, None))
        return acts

    def _person_menu(self) -> None:
        """Practice: anybody may sit down. An office with accounts: lock, change the password, stand in, leave."""
        if self._office is None:
            return
        if self._office.settings.practice:
            self._popup(self._practice_acts())
        elif self._desk.asks:
            self._desk.roles(lambda held: self._popup(self._own_acts(held)))

    def _practice_acts(self) -> list[MenuAct]:
        office = self._office
        acts: list[MenuAct] = [
            (
                f"{person.name} · {_role_words(person)}",
                lambda login=login: self._switch(login),
                login == office.person.login,
            )
            for login, person in office.people.items()
        ]
        return [*acts, ("Lập cơ quan thật…", self.new_office_wanted.emit, None)]

    def _own_acts(self, held: Sequence[Substitution]) -> list[MenuAct]:
        acting = self._office.person.acting_for
        acts: list[MenuAct] = [("Khóa màn hình\tCtrl+L", self._desk.lock, None)]
        for one in held:
            words = f"Làm thay {self._office.name_of(one.for_login)} (đến {one.last:%d/%m})"
            acts.append((words, lambda login=one.for_login: self._desk.act_for(login), one.for_login == acting))
        if acting:
            acts.append(("Trở lại nhiệm vụ của mình", lambda: self._desk.act_for(""), None))
        acts += [("Đặt mã mở nhanh…", self._desk.choose_quick_code, None)]
        acts += [("Đổi mật khẩu…", self._desk.change_password, None), ("Đăng xuất", self._desk.sign_out, None)]
        return acts

    def _popup(self, acts: list[MenuAct], at: str = "person") -> None:
        """Words, act, and for a choice whether it is the one that holds."""
        menu = QMenu(self._bar.window())
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for words, act, holds in acts:
            line = menu.addAction(words)
            if holds is not None:
                line.setCheckable(True)
                line.setChecked(holds)
            line.triggered.connect(lambda _checked=False, act=act: act())
        item = self._bar.items[at]
        menu.popup(item.mapToGlobal(QPoint(0, -menu.sizeHint().height())))


def _clock_trust() -> ModuleType:
    """Loaded when the office is open; the first picture does not wait for it."""
    from counter_app.workflow import clock_trust

    return clock_trust


def _role_words(person: Person) -> str:
    words = person.title or ROLE_WORDS[person.role]
    if person.acting_for:
        known = authorities().get(person.authority)
        return f"{known.prefix} {words}" if known is not None else f"làm thay {words[:1].lower()}{words[1:]}"
    return words[:1].lower() + words[1:]
