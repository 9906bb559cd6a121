"""The yearly book from the command palette: printed as it stands, locked when its year is over."""

from collections.abc import Callable
from typing import Any

from counter_app.access.people import Act, may
from ui import printing
from ui.dialogs.reason import ask_reason
from ui.pages.base import Command, Page
from ui.tasks import Lane
from ui.widgets.notice import Notice


def register_commands(page: Page, notice: Notice) -> list[Command]:
    """Nothing for those who print no forms."""
    context = page.context
    if not may(context.office.person, Act.PRINT_FORMS):
        return []
    year = context.clock.now().year

    def run(work: Callable[[], Any], words: Callable[[Any], str]) -> None:
        def done(made: Any) -> None:
            context.toast(words(made))
            printing.reveal(made.path)

        context.tasks.run(Lane.STORE, work, owner=page, on_done=done, on_error=notice.tell_error)

    office, cases = context.office, context.use_cases

    def printed(reason: str) -> None:
        run(
            lambda: cases.register.print_register(office, year, reason=reason),
            lambda made: f"Đã lập sổ năm {made.year}: {made.count} hồ sơ.",
        )

    return [
        Command(
            words=f"In sổ theo dõi hồ sơ năm {year}",
            act=lambda: ask_reason(page, context, f"Sổ theo dõi hồ sơ năm {year}", printed),
            icon="printer",
        ),
        Command(
            words=f"Khóa sổ theo dõi hồ sơ năm {year - 1}",
            act=lambda: run(
                lambda: cases.register.close_register(office, year - 1),
                lambda made: f"Đã khóa sổ năm {made.year}: {made.count} hồ sơ.",
            ),
            icon="lock",
        ),
    ]
