"""The first start in the window: an office is made of the answers, its recovery key goes on paper, then it opens."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject

from counter_app.errors import CounterError
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
        from counter_app.working_time.calendar_file import shipped_calendar

        monday = shipped_calendar().data.hours[-1].week[0]
        self.view = FirstRunView(folder, [(one.start, one.end) for one in monday if one.counted])
        self.view.answered.connect(self._make)
        self.view.practice_wanted.connect(self._to_practice)
        window.layers.addWidget(self.view)
        window.layers.setCurrentWidget(self.view)
        self.view.name.setFocus()

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


def make(answers: FirstAnswers) -> tuple[str, CounterError | None]:
    """The office, its administrator, its key: the recovery key, else why this machine cannot keep a key."""
    from counter_app.bootstrap import open_office
    from counter_app.errors import Trouble
    from counter_app.model.person import Person, Role
    from counter_app.settings import Settings
    from counter_app.workflow import backup, first_run

    keeper = Person(login=answers.login, name=answers.person, role=Role.ADMINISTRATOR, title="Quản trị hệ thống")
    settings = Settings(office_name=answers.name, office_parent=answers.parent, office_code=answers.code)
    first_run.make_office(answers.folder, settings, keeper, open_office, password=answers.password)
    office = open_office(answers.folder)
    try:
        person = office.people[keeper.login.strip().casefold()]
        return backup.make_key(replace(office, person=person)), None
    except Trouble as error:  # no key store on this machine: the office works, and is reminded of it
        return "", error
    finally:
        office.close()
