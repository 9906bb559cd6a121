"""The list of phản ánh, kiến nghị, over the practice office: with and without a dossier, due, forwarded, answered."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtTest import QTest

from counter_app.clock import FixedClock
from counter_app.model.life import FeedbackKind
from counter_app.workflow import feedback, queue
from counter_app.workflow.office import Office
from tests.ui.conftest import settle
from tests.workflow.test_day import new_online_dossier
from ui.app import UseCases
from ui.main_window import MainWindow

MakeWindow = Callable[..., MainWindow]


def clear_feedback(office: Office) -> None:
    for one in feedback.feedback_list(office, open_only=True):
        feedback.answer_feedback(office, one.id, answer="Đã trả lời trong bài tập")


def opened(make_window: MakeWindow, office: Office) -> tuple[MainWindow, Any]:
    window = make_window(UseCases(), "search", office)
    settle(window)
    window.page.feedback_link.click()
    rest(window)
    return window, window.page.feedback


def rest(window: MainWindow) -> None:
    for _ in range(2):
        settle(window)
        QTest.qWait(60)
    settle(window)


def receive(office: Office, sender: str, content: str) -> None:
    feedback.receive_feedback(office, FeedbackKind.COMPLAINT, sender=sender, content=content)


def test_it_is_received_without_a_dossier_forwarded_and_answered(make_window: MakeWindow, office: Office) -> None:
    clear_feedback(office)
    window, view = opened(make_window, office)
    assert view.empty.title.text() == "Không còn phản ánh, kiến nghị nào chờ"
    assert view.detail.isHidden() and not view.table.isVisible()
    new = view.acts["feedback"]
    for name, words in (("sender", "Tran An"), ("contact", "0900 000 001"), ("content", "Khong co ghe ngoi")):
        QTest.keyClicks(new.line(name), words)
    new.button.click()
    rest(window)
    assert view.model.rowCount() == 1 and new.line("sender").text() == ""
    assert view.model.cell(0, "content").second == "không gắn với hồ sơ nào"
    assert view.model.cell(0, "left").text.startswith("còn 5 ngày")
    assert window.page.feedback_link.text() == "Phản ánh, kiến nghị (1)"
    assert not view.open_dossier.isVisibleTo(view)
    view.acts["forward"].button.click()
    rest(window)
    assert "Chưa ghi cơ quan nhận" in view.notice.words
    QTest.keyClicks(view.acts["forward"].line("to"), "Van phong So")
    view.acts["forward"].button.click()
    rest(window)
    assert view.model.cell(0, "state").words == "Đã chuyển, chờ trả lời · Van phong So"
    assert view.acts["forward"].isHidden()
    QTest.keyClicks(view.acts["answer"].line("answer"), "Da ke them ghe")
    view.acts["answer"].button.click()
    rest(window)
    assert view.model.rowCount() == 0, "answered ones leave the list of what waits"
    view.chips.chips["answered"].click()
    assert "Da ke them ghe" in view.detail.lines.words
    assert view.acts["answer"].isHidden()


def test_an_overdue_one_says_so_and_leads_to_its_dossier(
    make_window: MakeWindow, office: Office, clock: FixedClock
) -> None:
    clear_feedback(office)
    clock.advance(days=-14)
    dossier = new_online_dossier(office)
    old, _ = feedback.receive_feedback(
        office, FeedbackKind.COMPLAINT, sender="Trần An", content="Hồ sơ chậm", dossier_id=dossier.id
    )
    clock.advance(days=14)
    receive(office, "Lê Bình", "Chỗ để xe chật")
    window, view = opened(make_window, office)
    assert view.chosen.feedback.id == old.id, "the most urgent one stands first"
    assert (view.model.cell(0, "band").text, view.model.cell(0, "band").tag) == ("Quá hạn", "bad")
    view.chips.chips["overdue"].click()
    assert view.model.rowCount() == 1
    assert view.model.cell(0, "content").second == queue.dossier(office, dossier.id).display_code
    view.open_dossier.click()
    rest(window)
    assert window.page.stack.currentWidget() is window.page.work
    assert window.page.field.text() == dossier.display_code
    assert window.page.model.rowCount() == 1


def test_a_code_that_nobody_knows_is_told_and_nothing_is_written(make_window: MakeWindow, office: Office) -> None:
    window, view = opened(make_window, office)
    before = len(feedback.feedback_list(office))
    new = view.acts["feedback"]
    for name, words in (("sender", "Tran An"), ("content", "Cho lau"), ("code", "H00.1")):
        QTest.keyClicks(new.line(name), words)
    new.button.click()
    rest(window)
    assert view.notice.words and new.line("code").text() == "H00.1"
    assert len(feedback.feedback_list(office)) == before


@pytest.mark.parametrize(("login", "acts"), [("phuoc.dh", True), ("lam.vd", False)])
def test_a_supervisor_works_with_it_and_a_leader_reads_it(
    make_window: MakeWindow, office: Office, login: str, acts: bool
) -> None:
    receive(office, "Trần An", "Chờ lâu")
    _, view = opened(make_window, office.as_person(login))
    assert view.model.rowCount() >= 1
    assert view.acts["answer"].isVisibleTo(view) is acts
    assert view.new.isVisibleTo(view) is acts
