"""A new dossier that is not made yet: every word is kept while it is typed, and comes back after a crash or a call."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QLineEdit

from counter_app.errors import CounterError
from counter_app.model.dossier import Applicant
from counter_app.model.sitting import Draft
from ui.pages.intake_desk import KEEP_MS
from ui.presenters import reception as presenter
from ui.presenters.intake import Step
from ui.tasks import Lane

if TYPE_CHECKING:
    from ui.pages.intake import IntakePage

_BESIDE = ("step", "procedure", "case", "channel", "kind")  # they alone tell nothing of a person
_LEFT = "left"  # it was put aside by hand and waits to be asked for
_FIELDS = tuple(presenter.applicant_words(Applicant(name="")))


class IntakeBegun(QObject):
    """`draft`: what was begun and neither made nor let go. `touch` whenever something of the sheet may have changed."""

    def __init__(self, page: "IntakePage") -> None:
        super().__init__(page)
        self._page = page
        self.draft: Draft | None = None
        self._kept: Mapping[str, str] = {}
        self._busy = self._open = False  # being written; the sheet is under way
        self._coming = False  # what was kept is on its way into the sheet: half of it must not be kept over it
        self._timer = QTimer(self, singleShot=True, interval=KEEP_MS)
        self._timer.timeout.connect(self.keep)

    def wire(self) -> None:
        sheet = self._page.ui.new
        sheet.touched.connect(self.touch)
        for field in sheet.form.fields.values():
            if isinstance(field.control, QLineEdit):
                field.control.textEdited.connect(self.touch)

    def begin(self) -> None:
        """The empty sheet is shown: what was begun earlier goes into it."""
        self._open = True
        if self.draft is not None:
            self._take_up(self.draft)

    def touch(self, *_what: object) -> None:
        """Not restarted by the next key: whoever types without a pause is kept all the same."""
        if self._open and not self._timer.isActive():
            self._timer.start()

    @property
    def typed(self) -> dict[str, str]:
        sheet = self._page.ui.new
        found = {"step": str(int(sheet.step)), "procedure": sheet.procedure.code if sheet.procedure else ""}
        found |= {"case": sheet.details.case_name, "channel": str(int(sheet.details.channel.value))}
        return found | presenter.applicant_words(sheet.form.applicant) | {"code": sheet.form.code}

    def keep(self) -> None:
        """Write down now what is typed."""
        self._timer.stop()
        if self._open and not self._coming and (_of_somebody(self.typed) or self._page.ui.new.step is Step.APPLICANT):
            self._write(self.typed)

    def _write(self, values: Mapping[str, str]) -> None:
        self.draft = Draft(values=values, at=self._page.context.clock.now())
        if self._busy or values == self._kept:
            return
        self._busy, self._kept = True, values
        cases, office = self._page.context.use_cases, self._page.context.office
        self._run(lambda: cases.begun.keep(office, values), failed=self._not_kept, end=self._free)

    def left(self) -> None:
        """The sheet is left without a dossier: words about somebody stay, a procedure looked at does not."""
        if not self._open:
            return
        self._open, values = False, self.typed
        if self._coming:
            return  # it is kept as it was
        if _of_somebody(values):
            self._write(values | {_LEFT: "1"})
            self._page.context.toast("Đã giữ bản ghi dở; bấm Ctrl+N để ghi tiếp.")
        else:
            self.forget()

    def made(self) -> None:
        self._open = False
        self.forget()

    def forget(self) -> None:
        self._timer.stop()
        self.draft, self._kept = None, {}
        if not self._busy:  # else as soon as what is being written is
            cases, office = self._page.context.use_cases, self._page.context.office
            self._run(lambda: cases.begun.forget(office))

    def find(self, otherwise: Callable[[], object]) -> None:
        """Once, when the page is first opened with nothing in hand: where a crash left it, it goes on."""
        cases, office = self._page.context.use_cases, self._page.context.office

        def told(found: Draft | None) -> None:
            if self._open or self._page.dossier_id is not None:
                self.draft = self.draft or found
                return
            self.draft = found
            if found is None or found.values.get(_LEFT):
                otherwise()
            else:
                self._page.new.begin()

        self._run(lambda: cases.begun.find(office), told)

    def _take_up(self, draft: Draft) -> None:
        """Into the open sheet, word for word, at the step where it stood."""
        sheet, values = self._page.ui.new, draft.values
        words = {name: values.get(name, "") for name in _FIELDS}
        sheet.form.restore(presenter.applicant_of(words | {"kind": words["kind"] or "1"}), values.get("code", ""))
        words_of_time = presenter.begun_words(draft.at, self._page.context.clock.now())
        self._page.ui.show_banner(words_of_time, ("Bỏ, ghi hồ sơ khác", self.let_go))
        code = values.get("procedure", "")
        if not code:
            return
        cases, office = self._page.context.use_cases, self._page.context.office

        def found(answer: Any) -> None:
            if answer[0] is None or not self._open:
                return  # no longer in the catalogue: another one is chosen, the words are there
            sheet.take_up(*answer, values.get("case", ""), int(values.get("channel") or 0))
            sheet.go_to(Step(int(values.get("step") or Step.PROCEDURE)))

        self._coming = True
        self._run(
            lambda: (cases.catalogue.procedure(office, code), cases.catalogue.today(office)),
            found,
            end=self._has_come,
        )

    def _has_come(self) -> None:
        self._coming = False
        self.touch()

    def let_go(self) -> None:
        gone = self.draft
        self.forget()
        self._page.ui.show_banner("", None)
        self._page.ui.new.start()
        if gone is not None:
            self._page.context.toast("Đã bỏ bản ghi dở.", lambda: self._again(gone))

    def _again(self, draft: Draft) -> None:
        self._open, self.draft = False, draft  # the empty sheet that it comes into is nothing to keep
        self._page.new.begin()

    def _free(self) -> None:
        self._busy = False
        if self.draft is None:
            self.forget()
        elif self._kept:  # else the disk had no room; the officer has been told
            self._write(self.draft.values)

    def _not_kept(self, error: CounterError) -> None:
        """A full disk is said; the words stay on the screen and are kept as soon as there is room."""
        self._kept = {}
        self._page.ui.notice.tell_error(error, self.keep)

    def _run(self, work: Any, done: Any = None, failed: Any = None, end: Any = None) -> None:
        notice = self._page.ui.notice
        self._page.context.tasks.run(
            Lane.READING, work, owner=self, on_done=done, on_error=failed or notice.tell_error, on_end=end
        )


def _of_somebody(values: Mapping[str, str]) -> bool:
    return any(words for name, words in values.items() if name not in _BESIDE)
