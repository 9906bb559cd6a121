"""The first start in the window: an office is made of the answers, its recovery key goes on paper, then it opens."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject

from counter_app.errors import CounterError
from counter_app.model.token import DriverReport
from ui.dialogs.recovery import RecoveryDialog
from ui.tasks import Lane
from ui.widgets.first_run_view import FirstAnswers, FirstRunView


class FirstRun(QObject):
    """`opened(folder, login)` once the office is there; `practice()` when that was chosen instead."""

    def __init__(
        self,
        window: Any,
        folder: Path,
        opened: Callable[[Path, str], object],
        practice: Callable[[], object],
    ) -> None:
        super().__init__(window)
        self._window, self._opened, self._practice = window, opened, practice
        self.view = FirstRunView(folder, proposed(0), proposed(5), read_hours)
        self.view.token_wanted.connect(self._look_for_tokens)
        self.view.answered.connect(self._make)
        self.view.practice_wanted.connect(self._to_practice)
        window.layers.addWidget(self.view)
        window.layers.setCurrentWidget(self.view)
        self.view.name.setFocus()
        self._look_for_tokens()

    def _look_for_tokens(self) -> None:
        from counter_app.bootstrap import tokens_here

        self.view.show_token("Đang tìm token trên máy này…")
        self._window.tasks.run(
            Lane.TOKENS,
            tokens_here,
            owner=self.view,
            on_done=lambda found: self.view.show_token(token_words(found)),
            on_error=lambda error: self.view.show_token(str(error)),
        )

    def _make(self, answers: FirstAnswers) -> None:
        self._window.tasks.run(
            Lane.STORE,
            lambda: make(answers),
            owner=self.view,
            on_done=lambda made: self._made(answers, *made),
            on_error=self._failed,
        )

    def _failed(self, error: CounterError) -> None:
        self.view.refuse(error.what, error.advice)

    def _made(self, answers: FirstAnswers, recovery: str, trouble: CounterError | None) -> None:
        if not recovery:
            self._end(answers)
            if trouble is not None:
                self._window.show_error(trouble)
            return
        dialog = RecoveryDialog(recovery, answers.name, self._window)
        dialog.finished.connect(lambda _: (dialog.deleteLater(), self._end(answers)))
        dialog.open()

    def _end(self, answers: FirstAnswers) -> None:
        self._leave()
        self._opened(answers.folder, answers.login)

    def _to_practice(self) -> None:
        self._leave()
        self._practice()

    def _leave(self) -> None:
        self._window.layers.setCurrentWidget(self._window.work)
        self._window.layers.removeWidget(self.view)
        self.view.deleteLater()


def proposed(weekday: int) -> str:
    """The hours of the shipped calendar, as they are typed."""
    from counter_app.working_time.calendar_file import shipped_calendar

    sessions = shipped_calendar().data.hours[-1].week.get(weekday, ())
    return " ".join(one.words().replace("–", "-") for one in sessions if one.counted)


def read_hours(typed: str) -> list[tuple[int, int]]:
    from ui.presenters.calendar_draft import sessions_of

    return [(one.start, one.end) for one in sessions_of(typed, "Giờ")]


def token_words(drivers: Sequence[DriverReport]) -> str:
    """What there is to sign with, and what to do where there is nothing yet."""
    tokens = {token.serial: token.label for one in drivers for token in one.tokens}
    if tokens:
        names = ", ".join(f"«{label}»" for label in tokens.values())
        return f"Đã thấy token {names}. Chọn khóa của từng người trong Cài đặt, Khóa và token."
    if any(one.used and one.trouble is None for one in drivers):
        return "Chưa cắm token. Cắm vào lúc nào cũng được, chương trình tự nhận ra."
    return "Máy này chưa có trình điều khiển token. Cài phần mềm của nhà cung cấp token trước khi ký số."


def make(answers: FirstAnswers) -> tuple[str, CounterError | None]:
    """The office, its administrator, its key: the recovery key, else why this machine cannot keep a key."""
    from counter_app.bootstrap import open_office
    from counter_app.errors import Trouble
    from counter_app.model.person import Person, Role
    from counter_app.settings import Settings
    from counter_app.workflow import backup, first_run
    from ui.presenters.calendar_draft import sessions_of

    keeper = Person(login=answers.login, name=answers.person, role=Role.ADMINISTRATOR, title="Quản trị hệ thống")
    settings = Settings(office_name=answers.name, office_parent=answers.parent, office_code=answers.code)
    first_run.make_office(answers.folder, settings, keeper, open_office, password=answers.password)
    office = open_office(answers.folder)
    try:
        person = office.people[keeper.login.strip().casefold()]
        hours = (sessions_of(answers.weekdays, "Giờ"), sessions_of(answers.saturday, "Giờ"))
        first = first_run.set_hours(replace(office, person=person), *hours)
        return backup.make_key(first), None
    except Trouble as error:  # no key store on this machine: the office works, and is reminded of it
        return "", error
    finally:
        office.close()
