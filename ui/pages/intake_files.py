"""How files come to the components of the intake page: chosen, dropped, proposed and confirmed, reused."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from counter_app.intake.reuse import CannotReuse, Offer
from counter_app.model.dossier import Component, ComponentId, FileSource
from counter_app.model.shelf import ListedPaper
from ui.dialogs import files
from ui.dialogs.questions import CannotReuseDialog
from ui.pages.intake_acts import AttachOutcome
from ui.presenters.intake import Step

if TYPE_CHECKING:
    from ui.pages.intake import IntakePage


class IntakeFiles:
    def __init__(self, page: "IntakePage") -> None:
        self._page = page

    def choose_for(self, component: Component | None) -> None:
        if component is not None:
            chosen = files.choose_files(self._page, f"Chọn tệp cho: {component.name}")
            self.take_files(component, chosen)

    def choose_many(self) -> None:
        self.take_files(None, files.choose_files(self._page, "Chọn tệp của hồ sơ"))

    def take_files(self, component: Component | None, paths: Sequence[Path]) -> None:
        """One file for a component goes there at once; several, or for none, are proposed and confirmed."""
        if not paths or self._page.dossier_id is None or self._page.view is None:
            return
        if component is not None and len(paths) == 1:
            self._attach([(component, paths[0])])
            return
        parts = self._page.view.dossier.components
        self._page.go_to(Step.PAPERS)
        self._page.acts.propose(
            self._page.dossier_id,
            list(paths),
            lambda proposals: self._page.ui.match.show_proposals(proposals, parts),
            self._page.ui.notice.tell_error,
        )

    def attach_chosen(self, pairs: Sequence[tuple[ComponentId, Path]]) -> None:
        parts = {part.id: part for part in self._page.view.dossier.components} if self._page.view else {}
        self._attach([(parts[one], path) for one, path in pairs])

    def _attach(self, pairs: Sequence[tuple[Component, Path]], source: FileSource = FileSource.APPLICANT) -> None:
        if self._page.dossier_id is None or not pairs:
            return
        self._page.ui.notice.hide()
        self._page.ui.foot.tell(f"Đang đọc {len(pairs)} tệp…")
        self._page.acts.attach(self._page.dossier_id, pairs, self._attached, source)

    def _attached(self, outcomes: list[AttachOutcome]) -> None:
        taken = [outcome for outcome in outcomes if outcome.error is None]
        refused = [outcome for outcome in outcomes if outcome.error is not None]
        if taken:
            self._page.work.saved()
            if self._page.step is Step.CHECK:
                self._page.component_id = taken[-1].component.id
        if refused:
            first = refused[0]
            assert first.error is not None
            others = f" Còn {len(refused) - 1} tệp khác cũng chưa đính được." if refused[1:] else ""
            self._page.ui.notice.tell(f"Chưa đính «{first.path.name}»: {first.error.what}", first.error.advice + others)
        self._page.show_foot()

    def reuse(self, component: Component, offer: Offer) -> None:
        page = self._page
        paper, dossier_id = offer.paper, page.dossier_id
        if dossier_id is None:
            return
        if isinstance(paper, ListedPaper):
            chosen = files.choose_files(page, f"Chọn tệp đã tải từ kho cho: {component.name}")
            if chosen:
                self._attach([(component, chosen[0])], FileSource.PERSONAL_STORE)
            return
        page.acts.change(
            lambda cases, office: cases.reuse.reuse_paper(office, dossier_id, component.id, paper),
            lambda _: self._page.work.saved(),
            page.ui.notice.tell_error,
        )

    def cannot_reuse(self, component: Component) -> None:
        page, dossier_id = self._page, self._page.dossier_id
        if dossier_id is None:
            return
        dialog = CannotReuseDialog(component.name, page)
        dialog.answered.connect(
            lambda reason, note: page.acts.change(
                lambda cases, office: cases.reuse.record_exception(
                    office, dossier_id, component.id, CannotReuse(reason), note
                ),
                lambda _: self._page.work.saved(),
                page.ui.notice.tell_error,
            )
        )
        dialog.open()
