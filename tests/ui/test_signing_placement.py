"""The page with the mark's frame, by mouse and by key."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from counter_app.model.signature import Box, PreflightVerdict
from counter_app.workflow.office import Office
from tests.practice import PASSWORD
from tests.ui.conftest import settle
from tests.ui.test_signing import MakeWindow, asked, file_office, finished, give, open_page  # noqa: F401
from ui.presenters.signing_place import POINTS_PER_MM
from ui.widgets.placement_view import PlacementView

START = Box(x=100, y=100, width=200, height=60)


@pytest.fixture
def view(qtbot: QtBot) -> PlacementView:
    made = PlacementView()
    qtbot.addWidget(made)
    made.resize(228, 281)
    made.show_box(START)
    made.show()
    return made


def drag(view: PlacementView, start: QPoint, by: QPoint) -> None:
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(view, start + by)
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=start + by)


def test_the_frame_is_dragged_whole(view: PlacementView) -> None:
    told: list[Box] = []
    view.changed.connect(told.append)
    drag(view, view.frame_rect().center().toPoint(), QPoint(0, 30))
    assert view.box == told[-1]
    assert view.box.y > START.y + 60
    assert (view.box.width, view.box.height) == (START.width, START.height)


def test_a_corner_is_pulled_and_the_opposite_one_stays(view: PlacementView) -> None:
    drag(view, view.frame_rect().bottomRight().toPoint(), QPoint(10, 10))
    assert (view.box.x, view.box.y) == (START.x, START.y)
    assert view.box.width > START.width + 20
    assert view.box.height > START.height + 20


@pytest.mark.parametrize(
    ("modifier", "dx", "dwidth"),
    [
        (Qt.KeyboardModifier.NoModifier, 1, 0),
        (Qt.KeyboardModifier.ShiftModifier, 5, 0),
        (Qt.KeyboardModifier.ControlModifier, 0, 1),
    ],
)
def test_arrow_keys_move_by_millimetres(
    view: PlacementView, modifier: Qt.KeyboardModifier, dx: int, dwidth: int
) -> None:
    QTest.keyClick(view, Qt.Key.Key_Right, modifier)
    assert view.box.x == pytest.approx(START.x + dx * POINTS_PER_MM)
    assert view.box.width == pytest.approx(START.width + dwidth * POINTS_PER_MM)
    assert f"{round(view.box.width / POINTS_PER_MM)} ×" in view.accessibleName()


def test_a_frame_that_is_locked_stays(view: PlacementView) -> None:
    view.show_box(START, editable=False)
    QTest.keyClick(view, Qt.Key.Key_Right)
    drag(view, view.frame_rect().center().toPoint(), QPoint(0, 30))
    assert view.box == START


def test_a_frame_over_print_and_one_too_small_are_warned_of_and_signed_all_the_same(
    make_window: MakeWindow,
    file_office: Office,  # noqa: F811
    qtbot: QtBot,
) -> None:
    """On the real page: dragged by mouse onto the words, made small by key."""
    page = open_page(make_window, file_office)
    panel = page.list.panel
    frame = panel.view
    start = frame.frame_rect().center().toPoint()
    drag(frame, start, frame.page_rect().center().toPoint() - start)
    panel.apply_one.click()
    settle(page.window())
    line = page.list.lines[0]
    assert line.preflight.box == frame.box and line.preflight.verdict is PreflightVerdict.WARNING and line.ticked
    assert {one.code for one in line.preflight.findings} >= {"signing.covers_content"}
    assert panel.warning.isVisible() and frame.warned
    for _ in range(14):
        both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        QTest.keyClick(frame, Qt.Key.Key_Left, both)
    panel.apply_one.click()
    settle(page.window())
    line = page.list.lines[0]
    assert {one.code for one in line.preflight.findings} >= {"signing.covers_content", "signing.mark_too_small"}
    assert all(one.message in panel.warning.text() for one in line.preflight.findings)
    for row in range(1, len(page.list.lines)):
        page.list.table.ticked.emit(row)
    give(asked(page, qtbot), PASSWORD)
    finished(page, qtbot)
    assert [line.signed for line in page.list.lines].count(True) == 1 and page.list.lines[0].signed
