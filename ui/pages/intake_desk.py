"""The intake page's memory: what is half typed is kept every moment, and who else has the dossier in hand is told."""

import uuid
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer

from counter_app.errors import CounterError
from counter_app.model.dossier import DossierId
from ui.presenters.intake import Step
from ui.tasks import Lane

if TYPE_CHECKING:
    from ui.pages.intake import IntakePage

KEEP_MS = 600  # after the first key that is not kept yet: a power cut loses less than a second
HEARTBEAT_MS = 30_000


class IntakeDesk(QObject):
    """`take` and `put_away` with the dossier in hand; `touch` whenever something was typed or gone to."""

    def __init__(self, page: "IntakePage") -> None:
        super().__init__(page)
        self._page = page
        self._seat = uuid.uuid4().hex
        self._dossier: DossierId | None = None
        self._kept: Mapping[str, str] = {}
        self._busy = False
        self._keep = QTimer(self, singleShot=True, interval=KEEP_MS)
        self._keep.timeout.connect(self.keep)
        self._beat = QTimer(self, interval=HEARTBEAT_MS)
        self._beat.timeout.connect(self.beat)

    def take(self, dossier_id: DossierId) -> None:
        self.put_away()
        self._dossier, self._kept = dossier_id, {}
        self._beat.start()
        self.beat()

    def put_away(self) -> None:
        dossier, self._dossier = self._dossier, None
        if dossier is None:
            return
        self._keep.stop()
        self._beat.stop()
        cases, office, seat = self._page.context.use_cases, self._page.context.office, self._seat
        words = self.half_typed
        kept = {name: said for name, said in words.items() if name not in ("step", "component")}
        values = words if kept else {}  # where one stood is worth keeping only beside words

        def work() -> None:
            cases.sitting.leave(office, dossier, seat)
            cases.sitting.keep_draft(office, dossier, values)

        self._run(work)

    def touch(self, *_what: object) -> None:
        """Not restarted by the next key: whoever types without a pause is kept all the same."""
        if self._dossier is not None and not self._keep.isActive():
            self._keep.start()

    def keep(self) -> None:
        """Write down now what is half typed."""
        self._keep.stop()
        dossier, values = self._dossier, self.half_typed
        if dossier is None or values == self._kept:
            return
        if self._busy:
            self.touch()
            return
        self._busy, self._kept = True, values
        cases, office = self._page.context.use_cases, self._page.context.office
        self._run(lambda: cases.sitting.keep_draft(office, dossier, values), end=self._free, failed=self._not_kept)

    def beat(self) -> None:
        dossier = self._dossier
        if dossier is None:
            return
        cases, office, seat = self._page.context.use_cases, self._page.context.office, self._seat

        def told(company: Any) -> None:
            if dossier == self._dossier:
                self._page.ui.show_company(company.names, company.myself_elsewhere)

        self._run(lambda: cases.sitting.sit(office, dossier, seat), told)

    def take_up(self, values: Mapping[str, str]) -> None:
        """What was half typed when this dossier was last left, or when the machine went off."""
        if self._page.step is Step.CHECK:
            self._page.ui.check.restore(values.get("remark", ""), values.get("verdict", ""))
        elif self._page.step is Step.DECISION:
            self._page.ui.decision.restore(values)
        if self._page.view is not None:
            self._page.ui.applicant.show_view(self._page.view)
            self._page.ui.applicant.restore(values)

    @property
    def half_typed(self) -> dict[str, str]:
        """Where one stands, and every word that is not an act yet."""
        if self._page.view is None or not self._page.view.dossier.state.awaits_intake:
            return {}
        found = {"step": str(int(self._page.step)), "component": str(self._page.component_id or "")}
        found |= self._page.ui.check.half_typed if self._page.step is Step.CHECK else {}
        found |= self._page.ui.decision.half_typed | self._page.ui.applicant.half_typed
        return {name: words for name, words in found.items() if words}

    def find_unfinished(self) -> None:
        """Once, when the page is first opened with nothing in hand: what a crash left open is taken up again."""
        cases, office = self._page.context.use_cases, self._page.context.office

        def told(found: DossierId | None) -> None:
            if found is not None and self._page.dossier_id is None:
                self._page.open_dossier(found)

        self._run(lambda: cases.sitting.unfinished(office), told)

    def _free(self) -> None:
        self._busy = False

    def _not_kept(self, error: CounterError) -> None:
        """A full disk is said; the words stay on the screen and are kept as soon as there is room."""
        self._kept = {}
        self._page.ui.notice.tell_error(error, self.keep)

    def _run(self, work: Any, done: Any = None, end: Any = None, failed: Any = None) -> None:
        # Not in the lane of writes: thirty files on their way in must not hold back a word.
        self._page.context.tasks.run(
            Lane.READING, work, owner=self, on_done=done, on_error=failed or self._silent, on_end=end
        )

    def _silent(self, _error: CounterError) -> None:
        """A register that does not answer is told by the next act; a heartbeat every half minute would be noise."""
