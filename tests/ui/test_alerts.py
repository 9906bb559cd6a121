"""The window speaks up: a note in the corner, one after the other, until it is closed."""

from collections.abc import Callable

from counter_app.clock import FixedClock
from counter_app.workflow.office import Office
from tests.ui.conftest import settle
from ui.app import UseCases
from ui.main_window import MainWindow

MakeWindow = Callable[..., MainWindow]


def tick(window: MainWindow) -> None:
    window.ticker.tick()
    settle(window)


def test_one_note_after_the_other_each_opens_what_it_speaks_of(
    make_window: MakeWindow, office: Office, clock: FixedClock
) -> None:
    window = make_window(UseCases(), "today", office.as_person("phuoc.dh"))
    note = window.alerts.note
    assert not note.isVisible()
    tick(window)
    assert note.isVisible() and note.words.startswith("Bản tin đầu ca đã sẵn sàng")
    note._run()
    settle(window)
    assert (window.page_key, window.page.stack.currentWidget()) == ("board", window.page.digest)
    assert note.isVisible() and note.words.startswith("Hồ sơ H31.15-261120-9006 còn 45 phút")
    note._run()
    settle(window)
    assert window.page_key == "search"
    assert [window.page.model.row_at(0).code] == ["H31.15-261120-9006"]
    assert not note.isVisible()
    clock.advance(minutes=1)
    tick(window)
    assert not note.isVisible(), "nothing is said twice"


def test_a_note_stays_until_it_is_closed_and_goes_with_the_person(make_window: MakeWindow, office: Office) -> None:
    window = make_window(UseCases(), "today", office)
    tick(window)
    note = window.alerts.note
    assert note.isVisible() and not note._timer.isActive()
    window.toast("Đã lưu.")
    assert not note.geometry().intersects(window.toast_frame.geometry())
    window.use_office(office.as_person("bao.tq"), UseCases(), "today")
    settle(window)
    assert not note.isVisible()


def test_a_covered_window_takes_nothing(make_window: MakeWindow, office: Office) -> None:
    window = make_window(UseCases(), "today", office)
    window.cover(True)
    tick(window)
    window.cover(False)
    assert not window.alerts.note.isVisible()
    tick(window)
    assert window.alerts.note.isVisible()
