"""The window over the real practice office: real database, real queue, real token; nothing stands in."""

from collections.abc import Callable
from pathlib import Path

import pytest

from counter_app.clock import FixedClock
from counter_app.model.dossier import DossierId
from counter_app.workflow.office import Office
from tests.practice import MORNING
from tests.ui.conftest import settle
from tests.ui.xvfb import run_in_window
from ui.app import Session, UseCases, read_options
from ui.main_window import MainWindow
from ui.pages.today import TodayPage


def test_the_queue_of_the_practice_morning_is_the_one_of_the_picture(
    make_window: Callable[..., MainWindow], office: Office
) -> None:
    window = make_window(UseCases(), office=office)
    page = window.page
    assert isinstance(page, TodayPage)
    counts = {key: chip.count for key, chip in page.chips.chips.items()}
    assert counts["all"] == page.model.rowCount() == 46
    assert counts["overdue"] + counts["due_soon"] + counts["in_time"] == 46
    assert counts["awaits_intake"] + counts["supplement"] + counts["processing"] + counts["done"] == 46
    for key in page.chips.chips:
        page._press(key)
        settle(window)
        assert page.model.rowCount() == counts[key], key
    assert window.practice.isVisible()


def test_search_finds_a_name_without_diacritics_in_the_real_index(
    make_window: Callable[..., MainWindow], office: Office
) -> None:
    window = make_window(UseCases(), office=office)
    page = window.page
    assert isinstance(page, TodayPage)
    page._searched("nguyen thi uong")
    settle(window)
    assert page.model.rowCount() >= 1
    page.table.viewport().repaint()
    settle(window)
    row = page.model.row_at(0)
    assert row is not None
    assert row.applicant_name == "Nguyễn Thị Ưởng"
    assert row.id == DossierId(page.model.ids[0])


def test_the_application_opens_a_data_folder_and_shows_its_first_page(
    qapp: object, practice_folder: Path, qtbot: object
) -> None:
    session = Session(qapp, read_options(["--data", str(practice_folder)]), FixedClock(MORNING))  # type: ignore[arg-type]
    session.show()
    try:
        qtbot.waitUntil(lambda: session.window.page is not None, timeout=60_000)  # type: ignore[attr-defined]
        settle(session.window)
        assert session.window.page_key == "today"
    finally:
        session.window.close()
        session.close()


@pytest.mark.xvfb
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_practice_morning_in_a_real_window(theme: str, practice_folder: Path, artefacts: Path) -> None:
    said = run_in_window(
        "tests/ui/journeys/practice.py", artefacts, theme=theme, arguments=["--data", str(practice_folder)]
    )
    assert (artefacts / f"practice-{theme}.png").stat().st_size > 20_000
    assert said.strip()
