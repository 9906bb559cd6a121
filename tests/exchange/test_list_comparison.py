"""Our register beside a list: what is on one side only, what differs, and what most likely caused it."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from counter_app.clock import VIETNAM
from counter_app.exchange.list_comparison import Surroundings, compared
from counter_app.exchange.lists import ListRow
from counter_app.messages import sentence
from counter_app.model.dossier import DossierState
from counter_app.model.list_comparison import Compared, Finding, KnownDossier
from counter_app.model.procedure import Term, TermUnit

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=VIETNAM)
RECEIVED, DUE = datetime(2026, 11, 16, 9, 0, tzinfo=VIETNAM), datetime(2026, 11, 23, 17, 0, tzinfo=VIETNAM)
HERE = KnownDossier(
    id=7,
    code="H31.15-261116-0007",
    local_code="TN-2026-000007",
    procedure_code="1.000449.000.00.00.H31",
    procedure_name="Điều chỉnh bản công bố",
    applicant_name="Công ty TNHH Ánh Dương",
    state=DossierState.PROCESSING,
    submitted_at=RECEIVED - timedelta(hours=2),
    received_at=RECEIVED - timedelta(hours=2),
    accepted_at=RECEIVED,
    due_at=DUE,
    ended_at=None,
    supplement_count=0,
    reappointed=False,
    imported=True,
)
ROW = ListRow(
    row=5,
    code=HERE.code,
    procedure_code="1.000449",
    applicant_name="CÔNG TY TNHH ÁNH DƯƠNG",
    state=DossierState.PROCESSING,
    submitted_at=HERE.submitted_at,
    received_at=RECEIVED,
    due_at=DUE,
)


def around(term: Term | None = None, last_import: datetime | None = None) -> Surroundings:
    return Surroundings(now=NOW, term=lambda _: term, last_import=last_import)


def found(row: ListRow | None, here: KnownDossier | None, *, whole: bool = True, **more: object) -> list[Finding]:
    known = {here.code: here} if here and here.code else {}
    rows = [row] if row else []
    return compared(rows, known, [here] if here else [], around(**more), whole=whole)  # type: ignore[arg-type]


def told(findings: list[Finding]) -> list[tuple[str, str]]:
    return [(str(one.what), one.cause.removeprefix("comparison.")) for one in findings]


def test_what_is_told_the_same_is_no_finding_and_a_day_is_held_beside_a_day() -> None:
    assert found(ROW, HERE) == []
    by_day = replace(ROW, due_at=DUE.replace(hour=0), received_at=RECEIVED.replace(hour=0))
    assert found(by_day, HERE) == []


def test_the_receipt_may_be_the_acceptance_or_what_the_portal_received() -> None:
    assert found(replace(ROW, received_at=HERE.received_at), HERE) == []


@pytest.mark.parametrize(
    ("here", "there", "cause"),
    [
        (DossierState.DONE, DossierState.PROCESSING, "here_ahead"),
        (DossierState.NEW, DossierState.ACCEPTED, "there_ahead"),
        (DossierState.REFUSED, DossierState.RETURNED, "ends_differ"),
        (DossierState.STOPPED, DossierState.WITHDRAWN, "ends_differ"),
        (DossierState.REFUSED, DossierState.NEW, "here_ahead"),
        (DossierState.ACCEPTED, DossierState.PROCESSING, "step_words"),
    ],
)
def test_another_state_says_who_is_behind(here: DossierState, there: DossierState, cause: str) -> None:
    (one,) = found(replace(ROW, state=there), replace(HERE, state=here))
    assert (one.what, one.here, one.there, one.row, one.dossier_id) == (Compared.STATE, here, there, 5, 7)
    assert one.cause == f"comparison.{cause}"
    assert sentence(one.cause).advice


WEEK = Term(amount=5, unit=TermUnit.WORKING_DAY)


@pytest.mark.parametrize(
    ("change", "due", "term", "cause"),
    [
        ({}, DUE.replace(hour=9), None, "due_hour"),
        ({"reappointed": True}, DUE + timedelta(days=2), None, "due_reappointed"),
        ({"supplement_count": 1}, DUE + timedelta(days=2), None, "due_supplement"),
        ({}, RECEIVED + timedelta(days=5), WEEK, "due_unit"),
        ({}, RECEIVED + timedelta(days=4), WEEK, "due_term"),
        ({}, RECEIVED + timedelta(days=5), Term(amount=5, unit=TermUnit.DAY), "due_term"),
        ({"due_at": None}, DUE, None, "due_unknown_here"),
    ],
)
def test_another_due_day_says_why(change: dict[str, object], due: datetime, term: Term | None, cause: str) -> None:
    assert told(found(replace(ROW, due_at=due), replace(HERE, **change), term=term)) == [("due_at", cause)]


def test_other_moments_of_receipt_and_submission_are_told() -> None:
    submitted = HERE.submitted_at + timedelta(minutes=5)
    here = replace(HERE, received_at=RECEIVED - timedelta(days=3), submitted_at=submitted)
    row = replace(ROW, received_at=submitted, submitted_at=submitted)
    assert told(found(row, here)) == [("received_at", "received_is_submitted")]
    other = replace(ROW, received_at=RECEIVED + timedelta(days=1), submitted_at=RECEIVED)
    assert told(found(other, HERE)) == [("received_at", "received_differs"), ("submitted_at", "submitted_differs")]


def test_what_only_the_list_has_is_new_or_was_not_taken_in_or_has_no_code_here_yet() -> None:
    stranger = replace(ROW, code="H31.15-261116-0099")
    assert told(found(stranger, None)) == [("only_there", "not_imported")]
    assert told(found(stranger, None, last_import=RECEIVED - timedelta(days=1))) == [("only_there", "new_there")]
    (one,) = found(stranger, replace(HERE, code=""))
    assert (one.cause, one.dossier_id) == ("comparison.without_code", 7)


def test_what_only_we_have_has_no_code_or_was_never_synced_or_has_gone_there() -> None:
    for change, cause in (({}, "gone_there"), ({"imported": False}, "not_synced"), ({"code": ""}, "no_code_here")):
        (one,) = found(None, replace(HERE, **change))  # type: ignore[arg-type]
        assert (one.what, one.cause) == (Compared.ONLY_HERE, f"comparison.{cause}")
        assert one.code == (change.get("code", HERE.code) or HERE.local_code)


@pytest.mark.parametrize(
    ("change", "due", "cause"),
    [
        ({"due_at": NOW - timedelta(hours=1)}, DUE, ""),
        ({"state": DossierState.RETURNED, "ended_at": DUE - timedelta(hours=1)}, DUE, "ended_here"),
        ({"state": DossierState.RETURNED, "ended_at": DUE + timedelta(hours=1)}, DUE, ""),
        ({}, DUE - timedelta(days=2), "due_term"),
        ({}, DUE, "not_due_yet"),
        ({"due_at": NOW + timedelta(hours=2)}, NOW.replace(hour=0), "not_late_here"),
    ],
)
def test_a_list_of_what_is_overdue_is_held_beside_what_is_overdue_here(
    change: dict[str, object], due: datetime, cause: str
) -> None:
    row = replace(ROW, state=None, due_at=due)
    assert told(found(row, replace(HERE, **change), whole=False)) == ([("overdue", cause)] if cause else [])


def test_what_is_overdue_here_only_is_told_too() -> None:
    assert told(found(None, HERE, whole=False)) == [("only_here", "late_only_here")]
