"""A layer of words for the scan in view (OCR): progress page by page, a stop that stops, undone from the toast."""

import threading
from typing import TYPE_CHECKING, Any

from counter_app.model.dossier import Component, DossierId
from ui.presenters import intake as presenter
from ui.tasks import Lane

if TYPE_CHECKING:
    from ui.pages.intake import IntakePage


class IntakeText:
    """One file at a time; the officer goes on working meanwhile, also with another dossier."""

    def __init__(self, page: "IntakePage") -> None:
        self._page = page
        self._stop: threading.Event | None = None

    @property
    def running(self) -> bool:
        return self._stop is not None

    def begin(self) -> None:
        page, component, dossier_id = self._page, self._page.component, self._page.dossier_id
        if self.running or component is None or component.file is None or dossier_id is None or page.view is None:
            return
        if not (presenter.is_editable(page.view.dossier) and presenter.may_edit_pages(component)):
            return
        page.ui.notice.hide()
        office, cases, stop = page.context.office, page.context.use_cases, threading.Event()
        self._stop = stop
        self._show(0, 0, component)

        def work(report: Any) -> Any:
            return cases.text_layer.recognise(
                office,
                dossier_id,
                component.id,
                progress=lambda done, total: report((done, total)),
                stop=stop.is_set,
            )

        page.context.tasks.run(
            Lane.READING,
            work,
            owner=page,
            progress=lambda told: self._show(*told, component),
            on_done=lambda found: self._read(dossier_id, component, found),
            on_error=page.ui.notice.tell_error,
            on_end=self._ended,
            stop=stop,
        )

    def stop(self) -> None:
        if self._stop is not None:
            self._stop.set()
            self._page.ui.reading.show_progress(0, 0, "Đang dừng nhận dạng chữ…")

    def _show(self, done: int, total: int, component: Component) -> None:
        if self._stop is None or self._stop.is_set():
            return
        first = f"Đang nhận dạng chữ: {done} trên {total} trang" if total else "Đang nhận dạng chữ…"
        self._page.ui.reading.show_progress(done, total, first, f"{component.number}. {component.name}")
        self._page.ui.reading.show()

    def _read(self, dossier_id: DossierId, component: Component, found: Any) -> None:
        page = self._page
        if found is None:
            page.context.toast("Đã dừng nhận dạng chữ; tệp giữ nguyên.")
            return

        def undo() -> None:
            page.acts.change(
                lambda cases, office: cases.page_edits.put_back(office, dossier_id, component.id, component.file),
                lambda _: page.work.saved(),
                page.ui.notice.tell_error,
            )

        def kept(_changes: Any) -> None:
            page.work.saved()
            page.context.toast(presenter.recognised_words(found.pages, found.without_words), undo)

        page.acts.change(
            lambda cases, office: cases.text_layer.keep(office, dossier_id, found), kept, page.ui.notice.tell_error
        )

    def _ended(self) -> None:
        self._stop = None
        self._page.ui.reading.hide()
