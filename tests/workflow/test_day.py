"""One dossier's whole way, on real files, keys and database: list, papers, decision, signatures, receipt, result."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from counter_app.bootstrap import open_office
from counter_app.clock import FixedClock
from counter_app.errors import Refused
from counter_app.model.dossier import (
    Channel,
    ComponentVerdict,
    Decision,
    Dossier,
    DossierId,
    DossierState,
)
from counter_app.model.queue import GroupBy, Missing, QueueFilter
from counter_app.model.signature import KeyRef, Level, PinAnswer, PinRequest, SignStatus, Verdict
from counter_app.pdf.practice_pages import draw_paper, draw_photo
from counter_app.workflow import board, handover, intake, queue, receipt, results, signing, supplement
from counter_app.workflow.office import Office
from tests.practice import MORNING, PASSWORD, PIN
from tests.tools import SOFTHSM


def file_key(office: Office, login: str) -> KeyRef:
    return KeyRef(kind="p12", path=str(office.folder / "keys" / f"{login}.p12"))


def answer(secret: str) -> Callable[[PinRequest], PinAnswer]:
    return lambda _: PinAnswer(secret=secret)


def new_online_dossier(office: Office) -> Dossier:
    """A dossier in the window, several components, nothing decided."""
    for one in queue.ids(office, QueueFilter(states=(DossierState.NEW,))):
        dossier = queue.dossier(office, DossierId(one))
        in_window = dossier.intake_due_at is not None and dossier.intake_due_at > office.now()
        fresh = dossier.supplement_count == 0 and dossier.channel is Channel.ONLINE
        if fresh and in_window and len(dossier.components) >= 2:
            return dossier
    raise AssertionError("the practice office has no such dossier")


def pass_everything(office: Office, dossier: Dossier, folder: Path) -> Dossier:
    for part in dossier.components:
        paper = folder / f"{part.number:02d}_giay-to.pdf"
        draw_paper(paper, part.name, seed=part.number)
        intake.attach_file(office, dossier.id, part.id, paper)
        intake.check_component(office, dossier.id, part.id, ComponentVerdict.PASS)
    return queue.dossier(office, dossier.id)


@pytest.mark.poppler
@pytest.mark.qpdf
def test_from_the_queue_to_the_returned_result(office: Office, practice_folder: Path, tmp_path: Path) -> None:
    dossier = pass_everything(office, new_online_dossier(office), tmp_path)

    decided = intake.decide(office, dossier.id, Decision.ACCEPT)
    assert decided.dossier.state is DossierState.ACCEPTED
    assert not decided.late
    assert decided.dossier.due_at is not None and decided.dossier.due_at > MORNING

    rows = signing.waiting(office, dossier_id=dossier.id)
    assert len(rows) == sum(part.must_sign for part in dossier.components)
    report = signing.sign(office, rows, file_key(office, "ha.nt"), pin=answer(PASSWORD))
    assert [outcome.status for outcome in report.outcomes] == [SignStatus.SIGNED] * len(rows)
    assert {outcome.level for outcome in report.outcomes} == {"B-T"}
    for outcome in report.outcomes:
        assert_independently_valid(Path(outcome.output))
    assert all(part.signed for part in queue.dossier(office, dossier.id).components if part.must_sign)

    printed = receipt.print_receipt(office, dossier.id)
    text = subprocess.run(
        ["pdftotext", "-layout", printed.path, "-"], capture_output=True, text=True, check=True
    ).stdout
    assert dossier.display_code in text
    assert decided.dossier.due_at.strftime("ngày %d tháng %m năm %Y") in " ".join(text.split())
    assert receipt.print_receipt(office, dossier.id).number == printed.number

    handover.hand_over(office, dossier.id, "Phòng Quản lý chuyên ngành")
    with pytest.raises(Refused, match="chưa có tệp kết quả"):
        results.return_result(office, dossier.id)
    result = tmp_path / "ket-qua.pdf"
    draw_paper(result, "Giấy chứng nhận", signer="Vũ Đình Lãm", seed=99)
    attached = results.attach_result(office, dossier.id, result)
    assert attached.verification.verdict is Verdict.UNSIGNED
    with pytest.raises(Refused, match="chưa được ký số"):
        results.return_result(office, dossier.id)

    leader = office.as_person("lam.vd")
    (row,) = signing.waiting(leader, dossier_id=dossier.id)
    with pytest.raises(Refused):
        signing.sign(office, [row], file_key(office, "ha.nt"), pin=answer(PASSWORD))
    (outcome,) = signing.sign(leader, [row], file_key(office, "lam.vd"), pin=answer(PASSWORD)).outcomes
    assert outcome.status is SignStatus.SIGNED
    assert_independently_valid(Path(outcome.output))

    results.return_result(office, dossier.id, receiver="Người nộp")
    kinds = [event.kind for event in queue.events(office, dossier.id)]
    assert kinds[-1] == "return_result"
    assert kinds.count("sign_component") == len(rows)
    office.close()
    again = open_office(practice_folder, clock=FixedClock(MORNING))
    assert queue.dossier(again, dossier.id).state is DossierState.RETURNED
    again.close()


def assert_independently_valid(path: Path) -> None:
    told = subprocess.run(["pdfsig", "-nocert", path], capture_output=True, text=True, check=False).stdout
    assert "Signature is Valid" in told, told
    assert subprocess.run(["qpdf", "--check", path], capture_output=True, check=False).returncode == 0


@pytest.mark.softhsm
@pytest.mark.poppler
def test_a_token_signs_the_batch_with_one_pin(office: Office, tmp_path: Path) -> None:
    dossier = pass_everything(office, new_online_dossier(office), tmp_path)
    usable = [one for one in signing.certificates(office) if one.usable and one.subject == office.person.name]
    asked: list[PinRequest] = []

    def pin(request: PinRequest) -> PinAnswer:
        asked.append(request)
        return PinAnswer(secret=PIN)

    rows = signing.waiting(office, dossier_id=dossier.id)
    report = signing.sign(office, rows, usable[0].key, pin=pin, level=Level.B_B)
    assert usable[0].key.path == str(SOFTHSM)
    assert len(asked) == 1 and asked[0].file_count == len(rows)
    assert report.count(SignStatus.SIGNED) == len(rows)
    for outcome in report.outcomes:
        assert_independently_valid(Path(outcome.output))
        verification = signing.verify(office, Path(outcome.output))
        assert verification.signatures[0].signer == office.person.name
        assert verification.signatures[0].intact and verification.signatures[0].trusted


def test_a_wrong_password_signs_nothing_and_is_written_nowhere(office: Office, tmp_path: Path) -> None:
    dossier = pass_everything(office, new_online_dossier(office), tmp_path)
    rows = signing.waiting(office, dossier_id=dossier.id)
    with pytest.raises(Refused) as refusal:
        signing.sign(office, rows, file_key(office, "ha.nt"), pin=answer("khong-phai-mat-khau"))
    assert "khong-phai-mat-khau" not in str(refusal.value) + repr(refusal.value.values)
    assert signing.waiting(office, dossier_id=dossier.id) == rows
    for path in office.folder.rglob("*"):
        if path.is_file() and path.suffix in {".jsonl", ".json", ".log", ".toml", ".db"}:
            assert b"khong-phai-mat-khau" not in path.read_bytes()


def test_a_second_run_of_the_batch_signs_nothing_twice(office: Office, tmp_path: Path) -> None:
    dossier = pass_everything(office, new_online_dossier(office), tmp_path)
    rows = signing.waiting(office, dossier_id=dossier.id)
    key = file_key(office, "ha.nt")
    signing.sign(office, rows, key, pin=answer(PASSWORD), level=Level.B_B)
    again = signing.sign(office, rows, key, pin=answer(PASSWORD), level=Level.B_B)
    assert {outcome.status for outcome in again.outcomes} == {SignStatus.SKIPPED}
    signed = [event for event in queue.events(office, dossier.id) if event.kind == "sign_component"]
    assert len(signed) == len(rows)


def test_a_photo_becomes_a_pdf_and_stays_in_the_vault(office: Office, tmp_path: Path) -> None:
    dossier = new_online_dossier(office)
    photo = tmp_path / "anh chụp đơn.jpg"
    draw_photo(photo, "Đơn đề nghị")
    attached = intake.attach_file(office, dossier.id, dossier.components[0].id, photo)
    assert attached.file.name == "anh chụp đơn.pdf"
    assert attached.file.converted_from is not None
    assert office.vault.path(attached.file.converted_from).read_bytes() == photo.read_bytes()
    assert office.vault.path(attached.file.hash).read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize("content", [b"", b"not a document at all"])
def test_what_is_no_document_is_refused_in_words(office: Office, tmp_path: Path, content: bytes) -> None:
    dossier = new_online_dossier(office)
    path = tmp_path / "la.pdf"
    path.write_bytes(content)
    with pytest.raises(Refused) as refusal:
        intake.attach_file(office, dossier.id, dossier.components[0].id, path)
    assert refusal.value.advice
    assert queue.dossier(office, dossier.id) == dossier


def test_rules_of_the_window(office: Office, clock: FixedClock, tmp_path: Path) -> None:
    dossier = new_online_dossier(office)
    part = dossier.components[0]
    with pytest.raises(Refused, match="ghi chú"):
        intake.check_component(office, dossier.id, part.id, ComponentVerdict.FAIL)
    intake.check_component(office, dossier.id, part.id, ComponentVerdict.FAIL, remark="Thiếu trang 2")
    with pytest.raises(Refused):
        intake.decide(office, dossier.id, Decision.ACCEPT)
    with pytest.raises(Refused):
        intake.decide(office, dossier.id, Decision.REFUSE, reason="Không đủ điều kiện")
    clock.advance(days=7)
    decided = intake.decide(office, dossier.id, Decision.REQUEST_SUPPLEMENT)
    assert decided.late
    assert decided.dossier.supplement_count == dossier.supplement_count + 1
    supplement.receive(office, dossier.id)
    renewed = queue.dossier(office, dossier.id)
    assert renewed.state is DossierState.NEW
    assert renewed.intake_due_at is not None and renewed.intake_due_at > clock.now()
    options = {option.decision: option for option in intake.decisions(office, dossier.id)}
    assert not options[Decision.REQUEST_SUPPLEMENT].allowed


def test_every_figure_of_the_board_opens_its_dossiers(office: Office) -> None:
    shown = board.board(office)
    for figure in shown.figures:
        assert len(set(board.dossiers_behind(office, figure.key))) == figure.value, figure.key
    assert len(shown.overdue) == 2
    minutes = [queue.countdown(office, row.due_at, office.now()).minutes for row in shown.next_to_breach]
    assert minutes == sorted(minutes)
    assert sum(load.total for load in shown.groups[GroupBy.HOLDER]) == shown.open_total


def test_chips_count_what_their_filter_shows(office: Office) -> None:
    counts = queue.counts(office)
    assert sum(counts.by_band.values()) == counts.total == len(queue.ids(office, QueueFilter()))
    for band, number in counts.by_band.items():
        if band != "no_term":
            assert len(queue.ids(office, queue.band_filter(office, band))) == number
    rows = queue.rows(office, queue.ids(office, QueueFilter()))
    for missing in Missing:
        filtered = queue.ids(office, QueueFilter(missing=missing))
        shown = [row.id for row in rows if missing in row.missing]
        assert sorted(filtered) == sorted(shown), missing
        assert counts.by_missing.get(missing, 0) == len(filtered), missing
