"""Signatures of received files at intake, certified copies taken without paper, the same file elsewhere."""

from pathlib import Path

from counter_app.model.dossier import FileSource, PaperKind
from counter_app.model.finding import Severity
from counter_app.pdf.practice_pages import draw_paper
from counter_app.signing.practice_pki import PracticeKeys
from counter_app.workflow import intake, queue
from counter_app.workflow.office import Office
from tests.pdf.signed_files import plain_pdf, sign, tamper
from tests.ui.intake_papers import fresh_dossier


def _certified(folder: Path, pki: PracticeKeys) -> Path:
    draw_paper(folder / "giay.pdf", "Giấy chứng nhận đăng ký doanh nghiệp")
    by_person = sign(folder / "giay.pdf", folder / "ky-1.pdf", pki.key("ha"), field="NguoiChungThuc", visible=True)
    return sign(by_person, folder / "ban-sao-chung-thuc.pdf", pki.key("seal"), field="CoQuan")


def _codes(office: Office, number: int, dossier_id: int) -> dict[str, Severity]:
    dossier = queue.dossier(office, dossier_id)  # type: ignore[arg-type]
    found = intake.inspect_component(office, dossier.components[number - 1], dossier)
    assert found is not None
    assert all(one.message and one.advice for one in found.findings)
    return {one.code: one.severity for one in found.findings}


def test_a_certified_electronic_copy_is_taken_as_such_and_what_is_not_checkable_is_said(
    office: Office, pki: PracticeKeys, tmp_path: Path
) -> None:
    dossier = fresh_dossier(office)
    intake.attach_file(office, dossier.id, dossier.components[1].id, _certified(tmp_path, pki))
    after = queue.dossier(office, dossier.id).components[1]
    assert after.paper_kind is PaperKind.CERTIFIED_ECOPY
    assert after.file is not None
    assert after.file.source is FileSource.CERTIFIED_ECOPY
    codes = _codes(office, 2, dossier.id)
    assert "checks.certified_copy_by_signatures" in codes or "checks.certified_copy" in codes
    assert codes["checks.signature_undetermined"] is Severity.WARNING, "its authority is not installed here"
    assert "checks.signed" not in codes


def test_a_file_changed_after_signing_is_broken_and_no_certified_copy(
    office: Office, pki: PracticeKeys, tmp_path: Path
) -> None:
    dossier = fresh_dossier(office)
    signed = sign(plain_pdf(tmp_path / "chu.pdf"), tmp_path / "ky-1.pdf", pki.key("ha"), field="NguoiChungThuc")
    both = sign(signed, tmp_path / "ky-2.pdf", pki.key("seal"), field="CoQuan")
    changed = tamper(both, tmp_path / "bi-sua.pdf")
    intake.attach_file(office, dossier.id, dossier.components[1].id, changed)
    codes = _codes(office, 2, dossier.id)
    assert codes["checks.signature_broken"] is Severity.ERROR
    assert queue.dossier(office, dossier.id).components[1].paper_kind is dossier.components[1].paper_kind


def test_the_same_file_twice_or_in_a_strangers_dossier_is_noticed(office: Office, tmp_path: Path) -> None:
    first = fresh_dossier(office)
    draw_paper(tmp_path / "giay.pdf", "Giấy chứng nhận")
    intake.attach_file(office, first.id, first.components[0].id, tmp_path / "giay.pdf")
    assert not {"workflow.same_file_twice", "workflow.same_file_of_another"} & _codes(office, 1, first.id).keys()
    intake.attach_file(office, first.id, first.components[1].id, tmp_path / "giay.pdf")
    assert "workflow.same_file_twice" in _codes(office, 1, first.id)
    others = [row.id for row in queue.rows(office, queue.ids(office, queue.QueueFilter())) if row.awaits_intake]
    stranger = next(
        one
        for one in (queue.dossier(office, other) for other in others)
        if one.components and one.applicant.identity_number != first.applicant.identity_number
    )
    intake.attach_file(office, stranger.id, stranger.components[0].id, tmp_path / "giay.pdf")
    codes = _codes(office, 1, stranger.id)
    assert codes["workflow.same_file_of_another"] is Severity.WARNING
    found = intake.inspect_component(office, queue.dossier(office, stranger.id).components[0], stranger)
    told = next(one.message for one in found.findings if one.code == "workflow.same_file_of_another")  # type: ignore[union-attr]
    assert first.display_code in told
    assert first.applicant.name not in told
