"""Pages put right: each step and its undoing."""

from counter_app.model.page_plan import PageTurn, as_it_is
from ui.presenters.page_plan import PageDesk


def _numbers(desk: PageDesk) -> list[int]:
    return [page.page for page in desk.state.pages]


def test_pages_are_moved_left_out_and_turned_and_each_step_is_undone() -> None:
    desk = PageDesk(as_it_is(4))
    assert not desk.changed
    desk.move(3, 0)
    desk.turn([0, 1], -90)
    desk.leave_out([2])
    assert desk.state.pages == (PageTurn(page=4, turn=270), PageTurn(page=1, turn=270), PageTurn(page=3))
    desk.undo()
    desk.undo()
    assert _numbers(desk) == [4, 1, 2, 3]
    assert not any(page.turn for page in desk.state.pages)
    desk.undo()
    desk.undo()
    assert desk.state.pages == as_it_is(4)
    assert not desk.may_undo


def test_a_full_turn_is_no_change_and_one_page_always_stays() -> None:
    desk = PageDesk(as_it_is(2))
    for _ in range(4):
        desk.turn([0], 90)
    assert not desk.changed
    desk.leave_out([0, 1])
    assert _numbers(desk) == [1, 2]
    desk.move(0, 5)
    assert _numbers(desk) == [1, 2]


def test_pages_are_split_off_from_a_place_on() -> None:
    desk = PageDesk(as_it_is(4))
    desk.split_from(0)
    assert desk.others == ()
    desk.split_from(2)
    assert ([page.page for page in desk.mine], [page.page for page in desk.others]) == ([1, 2], [3, 4])
    desk.leave_out([0])
    assert ([page.page for page in desk.mine], [page.page for page in desk.others]) == ([2], [3, 4])
    desk.leave_out([0])
    assert desk.others == ()
    desk.undo()
    desk.split_from(1)
    assert desk.others == ()
    desk.reorder((PageTurn(page=4), PageTurn(page=3)))
    assert _numbers(desk) == [4, 3]
