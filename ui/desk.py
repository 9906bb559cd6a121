"""Who sits at the window: signing in, locking when nobody is there, leaving, and standing in for a colleague."""

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QDialog

from counter_app.errors import CounterError, Refused
from ui.daily import DailyWork
from ui.tasks import Lane, TaskRunner
from ui.widgets.sign_in_view import SignInView

if TYPE_CHECKING:
    from ui.token_proof import TokenProof

_SIGNS_OF_LIFE = frozenset(
    {QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.Wheel}
)
MINUTE_MS = 60_000


class SeatedWindow(Protocol):
    """What the desk asks of its window."""

    def use_office(self, office: Any, use_cases: Any, first_page: str = "") -> None: ...

    def leave_office(self) -> bool:
        """Take the pages away. False: a page would lose work, and says so."""
        ...

    def cover(self, covered: bool) -> None: ...

    def show_error(self, error: CounterError) -> None: ...


class Desk(QObject):
    """`enter` an opened office: the window gets it once somebody sits there. An office without accounts asks nobody.

    `idle`: nobody has touched key or mouse for as long as the settings say.
    """

    idle = Signal()

    def __init__(self, window: Any, view: SignInView, tasks: TaskRunner) -> None:
        super().__init__(window)
        self._window: SeatedWindow = window
        self._view, self._tasks = view, tasks
        self._office: Any = None
        self._cases: Any = None
        self._page = ""
        self._changing = False  # the person came by themselves to change the password
        self.asks = False  # this office wants a sign-in
        self.locked = False
        self._quick: Any = None  # the short code of this sitting
        self.daily = DailyWork(tasks, self)
        self._idle = QTimer(self, singleShot=True)
        self._idle.timeout.connect(self._idled)
        view.submitted.connect(self._submitted)
        view.chosen.connect(self._change)
        view.another.connect(self._other)
        view.token_wanted.connect(self._by_token)

    @cached_property
    def proof(self) -> "TokenProof":
        """Made when it is first needed: the window opens without the PIN's dialog."""
        from ui.token_proof import TokenProof

        return TokenProof(self._tasks, self._view)

    def enter(self, office: Any, use_cases: Any, page: str = "") -> None:
        self._office, self._cases, self._page = office, use_cases, page
        self._run(lambda: use_cases.sign_in.is_needed(office), self._entered)

    def adopt(self, office: Any) -> None:
        """The same person under other settings."""
        self._office = office
        self._watch()
        self.daily.adopt(office)

    def _idled(self) -> None:
        self.idle.emit()
        self.lock()
        if not self.asks:
            self._watch()

    def lock(self) -> None:
        """Cover the window; what is open in it stays as it is. A question that waits for an answer is answered «no»."""
        if not self.asks or self.locked:
            return
        while isinstance(dialog := QApplication.activeModalWidget(), QDialog) and dialog.isVisible():
            dialog.reject()
        self.locked, self._changing = True, False
        self._idle.stop()
        self._ask_again()
        self._window.cover(True)
        self._note("lock")

    def sign_out(self) -> None:
        if not self.asks:
            return
        self._window.cover(False)
        if not self._window.leave_office():
            self._window.cover(self.locked)
            return
        self._note("sign_out")
        self._quick = None
        self._idle.stop()
        self.daily.stop()
        self.locked = self._changing = False
        self._ask()

    def change_password(self) -> None:
        self._changing = True
        self._view.ask_new_password(self._office.person.name, first=False)
        self._window.cover(True)

    def choose_quick_code(self) -> None:
        """A short code that opens the locked window until the person signs out."""
        office, cases = self._office, self._cases

        def choose(code: str) -> None:
            self._tasks.run(
                Lane.STORE,
                lambda: cases.quick_unlock.choose(office, code),
                owner=dialog,
                on_done=kept,
                on_error=lambda error: dialog.refuse(str(error)),
            )

        def kept(quick: Any) -> None:
            self._quick = quick
            dialog.accept()

        from ui.dialogs.quick_code import QuickCodeDialog

        dialog = QuickCodeDialog(self._view.window(), choose)
        dialog.finished.connect(lambda _: dialog.deleteLater())
        dialog.open()

    def act_for(self, login: str) -> None:
        """Sit in a colleague's role by an order of today; an empty login returns to the own one."""
        office, cases = self._office, self._cases
        self._run(lambda: cases.sign_in.act_for(office, login), self._seat)

    def stop(self) -> None:
        """The window closes."""
        self._idle.stop()
        self.daily.stop()
        application = QApplication.instance()
        if application is not None:
            application.removeEventFilter(self)

    def roles(self, then: Callable[[Any], object]) -> None:
        """Tells the substitutions by which the person may sit in a colleague's role today."""
        office, cases = self._office, self._cases
        self._run(lambda: cases.sign_in.roles(office), then)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _SIGNS_OF_LIFE and self._idle.isActive():
            self._idle.start()
        return False

    def _entered(self, needed: bool) -> None:
        self.asks = needed
        if needed:
            self._ask()
        else:
            self._seat(self._office)

    def _ask(self) -> None:
        self._view.ask(self._office.settings.office_name)
        self._window.cover(True)

    def _submitted(self, login: str, password: str) -> None:
        office, sign_in = self._office, self._cases.sign_in
        if self.locked and self._quick is not None:
            quick, known = self._cases.quick_unlock, self._quick
            self._run(lambda: quick.unlock(office, known, password), self._tried_quick)
            return
        if self.locked:
            self._run(lambda: sign_in.unlock(office, password), lambda _: self._unlock())
            return

        def work() -> tuple[Any, bool]:
            seated = sign_in.sign_in(office, login, password)
            return seated, sign_in.must_change_password(seated)

        self._run(work, lambda answer: self._signed_in(*answer))

    def _by_token(self) -> None:
        office, cases = self._office, self._cases
        self._view.set_busy(True)
        self.proof.run(
            office,
            cases,
            lambda key, pin: cases.certificate_sign_in.sign_in(office, key, pin=pin),
            self._seat,
            self._failed,
        )

    def _signed_in(self, office: Any, must_change: bool) -> None:
        self._office = office
        if must_change:
            self._view.ask_new_password(office.person.name, first=True)
        else:
            self._seat(office)

    def _tried_quick(self, after: Any) -> None:
        """None: it was right. Without a try left the password is asked for."""
        if after is None:
            self._unlock()
            return
        self._quick = after if after.left > 0 else None
        self._ask_again()
        left = Refused("access.quick_code_left", left=after.left)
        self._view.refuse(str(left if after.left > 0 else Refused("access.quick_code_gone")))

    def _ask_again(self) -> None:
        person = self._office.person
        self._view.ask_again(person.login, person.name, quick=self._quick is not None)

    def _change(self, old: str, new: str) -> None:
        office, cases = self._office, self._cases
        self._run(lambda: cases.sign_in.change_password(office, old, new), lambda _: self._changed())

    def _changed(self) -> None:
        if self._changing:
            self._unlock()
        else:
            self._seat(self._office)

    def _other(self) -> None:
        if self._changing:
            self._unlock()
        else:
            self.sign_out()

    def _seat(self, office: Any) -> None:
        if self._quick is not None and self._quick.login != office.person.login:
            self._quick = None
        self._office, self._changing = office, False
        self._window.cover(False)
        self._window.use_office(office, self._cases, self._page)
        self._page = ""
        self._watch()
        self.daily.begin(office, self._cases)

    def _unlock(self) -> None:
        self.locked = self._changing = False
        self._window.cover(False)
        self._watch()

    def _watch(self) -> None:
        """Count from the last key or mouse on; 0 minutes: never lock by itself."""
        minutes = self._office.settings.idle_lock_minutes
        application = QApplication.instance()
        if application is None or self.locked or minutes <= 0:
            self._idle.stop()
            return
        application.removeEventFilter(self)
        application.installEventFilter(self)
        self._idle.start(minutes * MINUTE_MS)

    def _note(self, kind: str) -> None:
        office, cases = self._office, self._cases
        self._run(lambda: cases.sign_in.note(office, kind), lambda _: None)

    def _run(self, work: Callable[[], Any], then: Callable[[Any], object]) -> None:
        self._tasks.run(Lane.STORE, work, owner=self, on_done=then, on_error=self._failed)

    def _failed(self, error: CounterError) -> None:
        if self._view.isVisible():
            self._view.refuse(str(error))
        else:
            self._window.show_error(error)
