"""What comes after intake, on both databases: nothing twice that may be only once, nothing lost."""

from dataclasses import replace
from datetime import timedelta

import pytest

from counter_app.errors import Refused
from counter_app.model.dossier import DossierId, FileHash
from counter_app.model.form import FormKind
from counter_app.model.life import (
    ClosedBook,
    Explanation,
    Feedback,
    FeedbackKind,
    OverdueCause,
    Rating,
    Reappointment,
    Satisfaction,
)
from counter_app.store.database import Store
from tests.store.made_up import HOUR, MORNING, attached, new_dossier

ONE = DossierId(1)
PROMISE = Reappointment(
    dossier_id=ONE,
    ordinal=1,
    original_due_at=MORNING,
    new_due_at=MORNING + timedelta(days=2),
    reason="Chờ văn bản trả lời",
    at=MORNING,
    by="ha",
)


@pytest.fixture
def filled(store: Store) -> Store:
    with store.unit_of_work() as unit:
        for _ in range(3):
            unit.add_dossier(new_dossier())
        unit.commit()
    return store


def test_a_promise_is_kept_once_and_comes_back_as_it_was(filled: Store) -> None:
    with filled.unit_of_work() as unit:
        unit.life.reappoint(PROMISE)
        unit.commit()
    with filled.unit_of_work() as unit, pytest.raises(Refused) as caught:
        unit.life.reappoint(replace(PROMISE, new_due_at=MORNING + timedelta(days=5)))
    assert caught.value.code == "store.reappointed_already"
    with filled.unit_of_work() as unit:
        assert unit.life.reappointments(ONE) == (PROMISE,)
        assert unit.life.reappointments(DossierId(2)) == ()


def test_the_last_explanation_holds(filled: Store) -> None:
    first = Explanation(
        dossier_id=ONE,
        cause=OverdueCause.SYNC_FAULT,
        words="Không đồng bộ",
        responsible="Trần An",
        evidence=FileHash("a" * 64),
        at=MORNING,
        by="ha",
    )
    second = replace(first, cause=OverdueCause.OTHER, evidence=None, at=MORNING + HOUR)
    for one in (first, second):
        with filled.unit_of_work() as unit:
            unit.life.explain(one)
            unit.commit()
    with filled.unit_of_work() as unit:
        assert unit.life.explanation(ONE) == second
        assert unit.life.explanations() == {ONE: second}
        assert unit.life.explanation(DossierId(2)) is None


def test_a_rating_is_the_applicants_and_stays(filled: Store) -> None:
    rating = Rating(dossier_id=ONE, satisfaction=Satisfaction.SATISFIED, source="entered", at=MORNING, by="ha")
    with filled.unit_of_work() as unit:
        assert unit.life.rating(ONE) is None
        unit.life.rate(rating)
        unit.commit()
    with filled.unit_of_work() as unit, pytest.raises(Refused) as caught:
        unit.life.rate(replace(rating, satisfaction=Satisfaction.DISSATISFIED))
    assert caught.value.code == "store.rated_already"
    with filled.unit_of_work() as unit:
        assert unit.life.rating(ONE) == rating


def test_feedback_changes_only_what_was_read(filled: Store) -> None:
    new = Feedback(
        id=0,
        number=1,
        year=2026,
        kind=FeedbackKind.COMPLAINT,
        dossier_id=ONE,
        sender="Trần An",
        contact="",
        content="Chờ lâu",
        received_at=MORNING,
        forward_due_at=MORNING + HOUR,
        answer_due_at=MORNING + 2 * HOUR,
        received_by="ha",
    )
    with filled.unit_of_work() as unit:
        known = replace(new, id=unit.feedback.add(new))
        unit.commit()
    forwarded = replace(known, forwarded_to="Văn phòng", forwarded_at=MORNING + HOUR)
    with filled.unit_of_work() as unit:
        assert unit.feedback.get(known.id) == known
        unit.feedback.change(known, forwarded)
        unit.commit()
    with filled.unit_of_work() as unit:
        with pytest.raises(Refused, match="vừa"):
            unit.feedback.change(known, replace(known, answer="Xong", answered_at=MORNING))
        assert unit.feedback.all(dossier_id=ONE) == (forwarded,)


def test_the_book_numbers_without_gaps_and_is_locked_once(filled: Store) -> None:
    with filled.unit_of_work() as unit:
        assert unit.book.enter("TNHS", ONE, MORNING, 2026) == 1  # not committed: the number is given back
    with filled.unit_of_work() as unit:
        assert [unit.book.enter("TNHS", DossierId(key), MORNING, 2026) for key in (2, 1, 2)] == [1, 2, 1]
        unit.commit()
    closed = ClosedBook(year=2026, closed_at=MORNING, closed_by="ha", count=2, hash=FileHash("b" * 64))
    with filled.unit_of_work() as unit:
        assert unit.book.entries(2026) == ((1, 2), (2, 1))
        assert unit.book.years() == (2026,)
        unit.book.close(closed)
        unit.commit()
    with filled.unit_of_work() as unit:
        assert unit.book.closed(2026) == closed
        assert unit.book.enter("TNHS", ONE, MORNING, 2026) == 2, "who is in there keeps the number"
        for refused in (lambda: unit.book.close(closed), lambda: unit.book.enter("TNHS", DossierId(3), MORNING, 2026)):
            with pytest.raises(Refused) as caught:
                refused()
            assert caught.value.code == "store.book_closed"


def test_a_printed_form_is_no_result_and_its_signed_sheet_takes_its_place(filled: Store) -> None:
    with filled.unit_of_work() as unit:
        unit.add_form(ONE, str(FormKind.REFUSAL), 4, attached("1"))
        unit.commit()
    with filled.unit_of_work() as unit:
        dossier = unit.dossier(ONE)
        assert [(one.kind, one.number) for one in dossier.forms] == [("refusal", 4)]
        assert dossier.results == ()
        unit.replace_form(ONE, dossier.forms[0].file.hash, replace(attached("2"), signed_from=attached("1").hash))
        unit.commit()
    with filled.unit_of_work() as unit:
        (form,) = unit.dossier(ONE).forms
        assert (form.kind, form.number, form.file.hash) == ("refusal", 4, attached("2").hash)
        with pytest.raises(Refused):
            unit.replace_form(ONE, attached("1").hash, attached("3"))
    (row,) = filled.readings.queue_rows([1])
    assert not row.has_result
