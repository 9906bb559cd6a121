"""The words and the next step of a result."""

import array
from dataclasses import replace

import pytest

from counter_app.model.dossier import AttachedFile, DossierState, FileHash
from counter_app.model.finding import Finding, Severity
from counter_app.model.person import Person, Role
from counter_app.model.queue import Missing, QueueFilter
from counter_app.model.signature import SignatureInfo, Verdict, Verification
from tests.ui.fakes import MONDAY, sample_rows
from ui.presenters import results as presenter
from ui.presenters.results import Step

OFFICER = Person(login="ha", name="Nguyễn Thu Hà", role=Role.OFFICER)
LEADER = Person(login="lam", name="Vũ Đình Lãm", role=Role.LEADER)
SEAL_KEEPER = Person(login="nhan", name="Hoàng Thị Nhàn", role=Role.SEAL_KEEPER)
FILE = AttachedFile(
    hash=FileHash("a" * 64), name="ket-qua.pdf", size=300_000, pages=1, attached_at=MONDAY, attached_by="ha"
)
SIGNED = replace(FILE, signed_from=FileHash("b" * 64))


class Stub:
    """As much of a dossier as the steps look at."""

    def __init__(self, state: DossierState, *results: AttachedFile) -> None:
        self.state, self.results = state, results


@pytest.mark.parametrize(
    ("person", "state", "results", "first"),
    [
        (OFFICER, DossierState.ACCEPTED, (), Step.HAND_OVER),
        (OFFICER, DossierState.PROCESSING, (), Step.ATTACH),
        (OFFICER, DossierState.PROCESSING, (FILE,), None),
        (OFFICER, DossierState.DONE, (SIGNED,), Step.RETURN),
        (OFFICER, DossierState.RETURNED, (SIGNED,), None),
        (LEADER, DossierState.PROCESSING, (FILE,), Step.SIGN),
        (LEADER, DossierState.DONE, (SIGNED,), None),
        (SEAL_KEEPER, DossierState.PROCESSING, (FILE,), Step.SIGN),
        (SEAL_KEEPER, DossierState.PROCESSING, (), Step.ATTACH),
    ],
)
def test_the_next_step_follows_from_state_files_and_role(
    person: Person, state: DossierState, results: tuple[AttachedFile, ...], first: Step | None
) -> None:
    assert presenter.primary_step(Stub(state, *results), person) is first  # type: ignore[arg-type]


def test_a_role_sees_only_its_own_acts() -> None:
    stub = Stub(DossierState.PROCESSING, FILE)
    assert presenter.allowed_steps(stub, LEADER) == (Step.SIGN,)  # type: ignore[arg-type]
    assert presenter.allowed_steps(stub, OFFICER) == (Step.RETURN, Step.ATTACH)  # type: ignore[arg-type]
    assert presenter.first_chip(LEADER) == presenter.first_chip(SEAL_KEEPER) == "unsigned"
    assert presenter.first_chip(OFFICER) == "all"


def test_what_waits_for_a_signature_does_not_wait_to_be_returned() -> None:
    def ask(wanted: QueueFilter) -> "array.array[int]":
        if wanted.missing is Missing.RESULT_SIGNATURE:
            return array.array("q", [3])
        return array.array("q", [2, 3] if wanted.states == (DossierState.DONE,) else [1, 2, 3])

    found = presenter.ids_by_chip(ask)
    assert list(found["to_return"]) == [2]
    assert list(found["unsigned"]) == [3]


def test_a_row_says_where_its_result_stands() -> None:
    row = replace(sample_rows()[9], missing=())
    assert presenter.result_words(row)[0] == "Chưa có tệp kết quả"
    assert presenter.result_words(replace(row, missing=(Missing.RESULT,)))[2] == "bad"
    assert presenter.result_words(replace(row, has_result=True))[0] == "Kết quả chưa ký"
    assert presenter.result_words(replace(row, has_result=True, result_signed=True))[0] == "Đã ký, chờ trả"


def test_a_signature_says_whose_when_and_whether_it_is_trusted() -> None:
    one = SignatureInfo(
        field="KyKetQua",
        signer="Vũ Đình Lãm",
        organisation="",
        issuer="CA",
        signed_at=MONDAY,
        time_source="time_stamp",
        intact=True,
        trusted=False,
        revocation="unknown",
        changes_after="none",
        verdict=Verdict.INDETERMINATE,
        reasons=(),
    )
    found = Verification(file="a.pdf", verdict=Verdict.INDETERMINATE, signatures=(one,))
    (line,) = presenter.signature_lines(found)
    assert line.first == "Vũ Đình Lãm"
    assert "08:00:00 23/11/2026 theo dấu thời gian" in line.second
    assert line.second.endswith("nguyên vẹn, chưa tin được nơi cấp")
    assert presenter.verdict_line(found).first == "Chưa xác định được"


def test_an_unsigned_result_says_that_it_must_be_signed_first() -> None:
    line = presenter.verdict_line(Verification(file="a.pdf", verdict=Verdict.UNSIGNED, signatures=()))
    assert line.second == "Kết quả phải được ký số trên tệp trước khi trả."


def test_remarks_without_weight_are_left_out() -> None:
    found = (
        Finding("checks.encrypted", Severity.INFO),
        Finding("checks.blank_pages", Severity.WARNING, {"pages": "2"}),
    )
    shown = [line.token for line in presenter.finding_lines(found)]
    assert shown == ["warn"]


def test_a_file_says_its_size_and_who_attached_it() -> None:
    words = presenter.file_words(FILE, lambda _: "Nguyễn Thu Hà", MONDAY)
    assert words == "1 trang · 0,3 MB · Nguyễn Thu Hà đính 08:00 hôm nay"


@pytest.mark.parametrize("chip", [key for key, _, _ in presenter.CHIPS])
def test_every_empty_list_has_its_words(chip: str) -> None:
    assert all(presenter.empty_words(chip))
