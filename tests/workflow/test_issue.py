"""Issuing: number, day, month and seal by the records clerk on what the leader has signed, in one act."""

import pytest

from counter_app.clock import FixedClock
from counter_app.errors import Refused
from counter_app.model.dossier import Dossier, DossierId
from counter_app.model.queue import QueueFilter
from counter_app.model.signature import Box, Level, PinAnswer, PreflightVerdict, Verdict
from counter_app.workflow import issue, queue, signed_files, signing
from counter_app.workflow.office import Office
from tests.practice import PASSWORD
from tests.signing.desk import pdftotext, valid_signatures
from tests.workflow.test_day import answer, file_key


def dossier_with_result(office: Office, *, signed: bool) -> Dossier:
    for one in queue.ids(office, QueueFilter()):
        dossier = queue.dossier(office, DossierId(one))
        if dossier.results and (dossier.results[0].signed_from is not None) is signed:
            return dossier
    raise AssertionError("the practice office has no such result")


@pytest.fixture
def clerk(office: Office) -> Office:
    return office.as_person("nhan.ht")


@pytest.mark.poppler
def test_number_date_and_seal_go_on_the_leaders_result_and_his_signature_stays_whole(clerk: Office) -> None:
    dossier = dossier_with_result(clerk, signed=True)
    wanted = issue.plan(clerk, dossier.id, dossier.results[0].hash)
    assert wanted.number == 1 and wanted.signers == ("Vũ Đình Lãm",)
    assert None not in (wanted.blanks.number, wanted.blanks.day, wanted.blanks.month) and wanted.seal_on_signature
    asked = []

    def pin(request: object) -> PinAnswer:
        asked.append(request)
        return PinAnswer(secret=PASSWORD)

    done = issue.issue(clerk, wanted, file_key(clerk, "seal"), pin=pin)
    assert len(asked) == 1, "one PIN"
    assert done.verification.verdict is Verdict.VALID
    names = [one.field for one in done.verification.signatures]
    assert names == ["KyKetQua", "DienSo", "DienNgay", "DienThang", "ConDau"]
    assert all(one.intact and one.level == "B-T" for one in done.verification.signatures)
    after = queue.dossier(clerk, dossier.id).results[0]
    assert after.signed_from == wanted.file.hash and done.changes.files
    kept = clerk.vault.path(after.hash)
    assert valid_signatures(kept) == 5
    words = " ".join(pdftotext(kept).split())
    assert "Số: 01 /QĐ-SKHCN" in words.replace("01/", "01 /") and "ngày 23 tháng 11 năm 2026" in words


def test_the_book_has_no_gap_and_nothing_is_issued_twice(clerk: Office, clock: FixedClock) -> None:
    dossier = dossier_with_result(clerk, signed=True)
    wanted = issue.plan(clerk, dossier.id, dossier.results[0].hash)
    again = issue.plan(clerk, dossier.id, dossier.results[0].hash)
    assert again.number == wanted.number, "a plan uses no number"
    with pytest.raises(Refused, match="Mật khẩu"):
        issue.issue(clerk, wanted, file_key(clerk, "seal"), pin=answer("sai-mat-khau"))
    assert issue.plan(clerk, dossier.id, dossier.results[0].hash).number == wanted.number, "nor does a refused one"
    issue.issue(clerk, wanted, file_key(clerk, "seal"), pin=answer(PASSWORD))
    with pytest.raises(Refused, match="đã có dấu"):
        issue.plan(clerk, dossier.id, queue.dossier(clerk, dossier.id).results[0].hash)
    with pytest.raises(Refused, match="Số 1"):
        issue.issue(clerk, wanted, file_key(clerk, "seal"), pin=answer(PASSWORD))
    with clerk.store.unit_of_work() as unit:
        events = [event for event in unit.events(dossier.id) if event.kind == "issue_result"]
    assert [event.details["number"] for event in events] == [1]


def test_only_the_clerk_issues_and_only_what_the_leader_signed(office: Office, clerk: Office) -> None:
    signed, unsigned = dossier_with_result(office, signed=True), dossier_with_result(office, signed=False)
    with pytest.raises(Refused) as refused:
        issue.plan(office, signed.id, signed.results[0].hash)
    assert refused.value.code == "access.not_allowed"
    with pytest.raises(Refused, match="chưa có chữ ký"):
        issue.plan(clerk, unsigned.id, unsigned.results[0].hash)


def test_the_seal_covers_a_third_of_the_signature_on_its_left() -> None:
    signature = Box(x=300, y=500, width=120, height=60)
    seal = issue.seal_box(signature)
    covered = (seal.x + seal.width - signature.x) / signature.width
    assert 0.30 <= covered <= 0.36
    assert abs((seal.y + seal.height / 2) - (signature.y + signature.height / 2)) < 0.01


def test_stopping_between_two_marks_leaves_the_result_as_the_leader_signed_it(clerk: Office) -> None:
    dossier = dossier_with_result(clerk, signed=True)
    wanted = issue.plan(clerk, dossier.id, dossier.results[0].hash)
    steps: list[str] = []

    def stop() -> bool:
        return steps.count("reading_back") == 2  # number and day are on the copy, month and seal are not

    with pytest.raises(Refused) as refused:
        issue.issue(
            clerk,
            wanted,
            file_key(clerk, "seal"),
            pin=answer(PASSWORD),
            level=Level.B_B,
            progress=lambda step: steps.append(step.step),
            stop=stop,
        )
    assert refused.value.code == "workflow.issue_stopped" and stop()
    assert queue.dossier(clerk, dossier.id) == dossier
    assert list(clerk.folder_for("signed", str(dossier.id)).glob("*_ph*")) == []
    again = issue.plan(clerk, dossier.id, dossier.results[0].hash)
    assert again.number == wanted.number
    done = issue.issue(clerk, again, file_key(clerk, "seal"), pin=answer(PASSWORD), level=Level.B_B)
    assert len(done.verification.signatures) == 5


def test_the_seal_alone_is_refused_before_the_leader_has_signed(clerk: Office) -> None:
    dossier = dossier_with_result(clerk, signed=False)
    (row,) = [one for one in signing.waiting(clerk, dossier_id=dossier.id) if one.component_id is None]
    assert row in signed_files.signable(clerk.person, [row]), "as a copy or an attachment it is the clerk's to sign"
    (plan,) = signing.preflight(clerk, [row])
    assert (plan.verdict, plan.findings[0].code) == (PreflightVerdict.CANNOT, "workflow.seal_before_signature")
    report = signing.sign(clerk, [row], file_key(clerk, "seal"), pin=never_asked)
    assert [one.code for one in report.outcomes] == ["workflow.seal_before_signature"]
    assert queue.dossier(clerk, dossier.id) == dossier
    copied = signing.preflight(clerk, [row], profiles={row.file.hash: "copy"})
    assert copied[0].verdict is not PreflightVerdict.CANNOT


def never_asked(_request: object) -> PinAnswer:
    raise AssertionError("the PIN was asked")
