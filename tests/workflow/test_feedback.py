"""Phản ánh, kiến nghị: numbered, forwarded and answered within the working days of the rule of the day."""

from datetime import date

import pytest

from counter_app.clock import FixedClock
from counter_app.errors import Misuse, Refused
from counter_app.model.dossier import DossierId, DossierState
from counter_app.model.life import FeedbackKind, OverdueCause, Satisfaction
from counter_app.model.queue import Band, QueueFilter
from counter_app.rules.after_intake import feedback_limits, overdue_causes
from counter_app.workflow import after_intake, feedback, queue
from counter_app.workflow.office import Office
from tests.workflow.test_day import new_online_dossier

IN_PRACTICE = 3  # the practice office has received so much already


def test_it_is_received_forwarded_and_answered(office: Office, clock: FixedClock) -> None:
    dossier = new_online_dossier(office)
    one, changes = feedback.receive_feedback(
        office,
        FeedbackKind.COMPLAINT,
        sender="Trần Thị Ưởng",
        contact="0900 000 001",
        content="Phải chờ lâu",
        dossier_id=dossier.id,
    )
    assert changes.dossiers == {dossier.id}
    assert (one.number, one.year) == (IN_PRACTICE + 1, 2026)
    assert one.forward_due_at == office.calendar.add_working_days(office.now().date(), 5)
    assert one.answer_due_at == office.calendar.add_working_days(office.now().date(), 15)
    assert one.due_at == one.forward_due_at
    clock.advance(days=1)
    feedback.forward_feedback(office, one.id, to="Văn phòng Sở")
    with pytest.raises(Refused, match="đã được xử lý"):
        feedback.forward_feedback(office, one.id, to="Phòng khác")
    (open_one,) = feedback.feedback_list(office, open_only=True, dossier_id=dossier.id)
    assert open_one.due_at == one.answer_due_at and open_one.forwarded_to == "Văn phòng Sở"
    feedback.answer_feedback(office, one.id, answer="Đã mở thêm quầy")
    assert feedback.feedback_list(office, open_only=True, dossier_id=dossier.id) == ()
    (closed,) = feedback.feedback_list(office, dossier_id=dossier.id)
    assert closed.due_at is None and closed.answer == "Đã mở thêm quầy"
    with pytest.raises(Refused, match="đã được xử lý"):
        feedback.answer_feedback(office, one.id, answer="Lần nữa")
    told = [event.kind for event in queue.events(office, dossier.id) if event.kind.endswith("feedback")]
    assert told == ["receive_feedback", "forward_feedback", "answer_feedback"]


def test_what_is_due_next_stands_first_and_answered_ones_last(office: Office, clock: FixedClock) -> None:
    first, _ = feedback.receive_feedback(office, FeedbackKind.SUGGESTION, sender="A", content="Một")
    clock.advance(days=1)
    second, _ = feedback.receive_feedback(office, FeedbackKind.SUGGESTION, sender="B", content="Hai")
    third, _ = feedback.receive_feedback(office, FeedbackKind.SUGGESTION, sender="C", content="Ba")
    feedback.answer_feedback(office, second.id, answer="Xong")
    mine = [one.id for one in feedback.feedback_list(office) if one.sender in "ABC"]
    assert mine == [first.id, third.id, second.id]
    assert [one.number - IN_PRACTICE for one in (first, second, third)] == [1, 2, 3]


@pytest.mark.parametrize(("sender", "content"), [("", "Chờ lâu"), ("Trần An", " ")])
def test_without_sender_or_words_nothing_is_written(office: Office, sender: str, content: str) -> None:
    with pytest.raises(Refused, match="Chưa ghi người gửi"):
        feedback.receive_feedback(office, FeedbackKind.COMPLAINT, sender=sender, content=content)
    assert len(feedback.feedback_list(office)) == IN_PRACTICE


def test_unknown_ones_and_empty_answers_are_refused(office: Office) -> None:
    with pytest.raises(Refused, match="Không còn"):
        feedback.answer_feedback(office, 99, answer="Xong")
    with pytest.raises(Refused, match="Chưa ghi nội dung trả lời"):
        feedback.answer_feedback(office, 99, answer=" ")
    with pytest.raises(Refused, match="Chưa ghi cơ quan nhận"):
        feedback.forward_feedback(office, 99, to="")


def test_every_page_of_the_practice_office_has_something_to_show(office: Office) -> None:
    found = {one.left.band if one.left else None for one in feedback.listed_feedback(office)}
    assert found == {Band.OVERDUE, Band.IN_TIME, None}
    ids = queue.ids(office, QueueFilter(states=(DossierState.PROCESSING,)))
    lives = [after_intake.after_intake(office, DossierId(one)) for one in ids]
    assert sum(one.explanation is not None for one in lives) == 1
    assert sum(bool(one.waits) and one.waits[-1].ended_at is None for one in lives) == 1
    assert sum(len(one.waits) for one in lives) == 2
    (gone,) = queue.search(office, "nen thom co le")
    assert queue.dossier(office, DossierId(gone)).state is DossierState.WITHDRAWN
    assert [event.kind for event in queue.events(office, DossierId(gone))] == ["receive", "withdraw"]
    asked = queue.ids(office, QueueFilter(states=(DossierState.SUPPLEMENT_REQUESTED,)))
    rated = [after_intake.after_intake(office, DossierId(one)).rating for one in asked]
    assert [one.satisfaction for one in rated if one] == [Satisfaction.SATISFIED]
    assert not any(event.at > office.now() for one in (*ids, gone) for event in queue.events(office, DossierId(one)))


def test_the_data_is_dated_and_names_every_cause_once() -> None:
    assert feedback_limits(date(2026, 11, 23)).answer_days == 15
    with pytest.raises(Misuse):
        feedback_limits(date(2000, 1, 1))
    assert sorted(cause for cause, _ in overdue_causes()) == sorted(OverdueCause)
