"""How files come to the components of the intake page: chosen, dropped, proposed and confirmed, reused."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from counter_app.errors import Misuse
from counter_app.intake.reuse import CannotReuse, Offer
from counter_app.model.dossier import Component, ComponentId, FileSource
from counter_app.model.shelf import ListedPaper
from ui.dialogs import files
from ui.dialogs.pages import PagesDialog
from ui.dialogs.questions import CannotReuseDialog, NoteDialog
from ui.pages.intake_acts import AttachOutcome
from ui.pages.intake_papers import is_picture
from ui.pages.intake_text import IntakeText
from ui.presenters import intake as presenter
from ui.presenters.dates import date_or_none
from ui.presenters.intake import Step
from ui.widgets.document_view import ShownFile

if TYPE_CHECKING:
    from ui.pages.intake import IntakePage


class IntakeFiles:
    def __init__(self, page: "IntakePage") -> None:
        self._page = page
        self.text = IntakeText(page)

    def choose_for(self, component: Component | None) -> None:
        if component is not None:
            chosen = files.choose_files(self._page, f"Chọn tệp cho: {component.name}")
            self.take_files(component, chosen)

    def dropped_on(self, key: str, paths: Sequence[Path]) -> None:
        """Files on a row of the stepper."""
        parts = self._page.view.dossier.components if self._page.view else ()
        self.take_files(next((part for part in parts if presenter.component_key(part.id) == key), None), paths)

    def choose_many(self) -> None:
        self.take_files(None, files.choose_files(self._page, "Chọn tệp của hồ sơ"))

    def take_files(self, component: Component | None, paths: Sequence[Path]) -> None:
        """One file for a component goes there at once; several, or for none, are proposed and confirmed."""
        if not paths or self._page.dossier_id is None or self._page.view is None:
            return
        if component is not None and len(paths) == 1:
            self._attach([(component, paths[0])])
            return
        if component is not None and all(map(is_picture, paths)):
            self._put_in_order(component, paths)
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
        single = [(parts[one], path) for one, path in pairs if sum(other == one for other, _ in pairs) == 1]
        self._attach(single)
        for one in dict.fromkeys(one for one, _ in pairs):
            paths = [path for other, path in pairs if other == one]
            if len(paths) > 1:
                self._put_in_order(parts[one], paths)

    def _put_in_order(self, component: Component, paths: Sequence[Path]) -> None:
        """Several pictures of one paper: which comes first is the officer's to say, then they are one PDF."""
        page, dossier_id = self._page, self._page.dossier_id

        def draw(number: int, done: Any, failed: Any) -> None:
            path = paths[number - 1]
            page.acts.render(
                ShownFile(key=str(path), name=path.name, words="", pages=1, source=path), 1, 260, done, failed
            )

        names = [path.name for path in paths]
        dialog = PagesDialog(
            f"Ghép {len(paths)} ảnh thành một PDF",
            component.name,
            names,
            draw,
            page,
            only_order=True,
            save_words="Ghép",
        )

        def join() -> None:
            ordered = [paths[turn.page - 1] for turn in dialog.desk.mine]
            page.ui.foot.tell(f"Đang ghép {len(ordered)} ảnh…")
            page.acts.change(
                lambda cases, office: cases.intake.attach_together(office, dossier_id, component.id, ordered).changes,
                lambda _: page.work.saved(),
                page.ui.notice.tell_error,
            )

        dialog.accepted.connect(join)
        dialog.open()

    def edit_pages(self) -> None:
        """Turn, leave out, reorder, split off pages of the file in view, on a copy; undone from the toast."""
        page, component, dossier_id = self._page, self._page.component, self._page.dossier_id
        if component is None or component.file is None or dossier_id is None or page.view is None:
            return
        if not (presenter.is_editable(page.view.dossier) and presenter.may_edit_pages(component)):
            return
        before = component.file
        shown = ShownFile(key=str(before.hash), name=before.name, words="", pages=before.pages, source=before.hash)
        empty = [part for part in page.view.dossier.components if part.file is None]
        dialog = PagesDialog(
            "Sửa trang trên bản sao",
            f"{component.number}. {component.name}",
            [f"Trang {number}" for number in range(1, before.pages + 1)],
            lambda number, done, failed: page.acts.render(shown, number, 260, done, failed),
            page,
            others=[(f"{part.number}. {part.name}", part.id) for part in empty],
        )

        def undo() -> None:
            page.acts.change(
                lambda cases, office: cases.page_edits.put_back(office, dossier_id, component.id, before),
                lambda _: page.work.saved(),
                page.ui.notice.tell_error,
            )

        def done(_changes: Any) -> None:
            page.work.saved()
            page.context.toast("Đã lưu bản sao; bản gốc vẫn trong kho.", undo)

        def save() -> None:
            mine, others, other = dialog.desk.mine, dialog.desk.others, dialog.other.value

            def work(cases: Any, office: Any) -> Any:
                edits = cases.page_edits
                if others:
                    return edits.split_pages(office, dossier_id, component.id, mine, other, others)
                return edits.edit_pages(office, dossier_id, component.id, mine)

            page.acts.change(work, done, page.ui.notice.tell_error)

        dialog.accepted.connect(save)
        dialog.open()

    def import_store_list(self) -> None:
        """What the personal store says it holds: CSV or XLSX."""
        path = files.choose_file(self._page, "Chọn danh sách của kho dữ liệu", files.LISTS)
        if path is not None:
            self.take_store_list(path)

    def take_store_list(self, path: Path) -> None:
        page = self._page

        def told(report: Any) -> None:
            bad = f", {len(report.problems)} dòng chưa nhập được" if report.problems else ""
            page.context.toast(f"Kho dữ liệu: {report.papers} giấy tờ, {report.added} mới{bad}.")
            page.reload()

        page.acts.read_store_list(path, told, page.ui.notice.tell_error)

    def _attach(
        self,
        pairs: Sequence[tuple[Component, Path]],
        source: FileSource = FileSource.APPLICANT,
        expires_on: date | None = None,
    ) -> None:
        if self._page.dossier_id is None or not pairs:
            return
        if source is FileSource.APPLICANT and all(self._page.scanner.scanned(path) for _, path in pairs):
            source = FileSource.SCANNER
        self._page.scanner.taken([path for _, path in pairs])
        self._page.ui.notice.hide()
        self._page.ui.foot.tell(f"Đang đọc {len(pairs)} tệp…")
        self._page.acts.attach(self._page.dossier_id, pairs, self._attached, source, expires_on)

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
                self._attach([(component, chosen[0])], FileSource.PERSONAL_STORE, offer.expires_on)
            return

        def take(note: str = "") -> None:
            page.acts.change(
                lambda cases, office: cases.reuse.reuse_paper(office, dossier_id, component.id, paper, note=note),
                lambda _: self._page.work.saved(),
                page.ui.notice.tell_error,
            )

        if not offer.expired:
            take()
            return
        dialog = NoteDialog(
            "Dùng lại giấy tờ đã hết hạn?",
            f"Giấy tờ chỉ có giá trị đến hết ngày {offer.expires_on:%d/%m/%Y}. Lý do vẫn dùng được lưu vào nhật ký.",
            "Dùng lại",
            component.name,
            page,
        )
        dialog.answered.connect(take)
        dialog.open()

    def set_validity(self, component: Component, words: str) -> None:
        """Until when the paper in view holds, as it was typed; a day that does not exist is told at its field."""
        page, dossier_id = self._page, self._page.dossier_id
        if dossier_id is None:
            return
        try:
            day = date_or_none(words, "Có giá trị đến")
        except Misuse as error:
            page.ui.check.validity.show_error(str(error))
            return
        page.acts.change(
            lambda cases, office: cases.reuse.set_validity(office, dossier_id, component.id, day),
            lambda _: page.work.saved(),
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
