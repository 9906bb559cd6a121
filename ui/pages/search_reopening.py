"""A closed dossier is asked to be opened again: the officer says why, a supervisor answers on the board."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from counter_app.errors import CounterError
from counter_app.model.queue import QueueRow
from ui.dialogs.questions import NoteDialog
from ui.pages.base import PageContext
from ui.tasks import Lane

_SAID = (
    "Chỉ khi hồ sơ đóng nhầm. Lãnh đạo duyệt thì hồ sơ về bước trước khi đóng; thời gian đã đóng vẫn tính vào hạn. "
    "Người nộp muốn nộp lại thì lập hồ sơ mới."
)


def ask_reopening(context: PageContext, page: QWidget, row: QueueRow, failed: Callable[[CounterError], object]) -> None:
    dialog = NoteDialog("Xin mở lại hồ sơ", _SAID, "Gửi lãnh đạo duyệt", f"Hồ sơ {row.code}", page.window())

    def ask(note: str) -> None:
        office, cases = context.office, context.use_cases

        def done(changes: object) -> None:
            context.refresh.publish(changes)
            context.toast(f"Đã gửi lãnh đạo duyệt mở lại hồ sơ {row.code}.")

        context.tasks.run(
            Lane.STORE,
            lambda: cases.approval.ask_reopening(office, row.id, note),
            owner=page,
            on_done=done,
            on_error=failed,
        )

    dialog.answered.connect(ask)
    dialog.open()
