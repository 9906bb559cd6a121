"""Forms out of what was decided: words from the act, numbers from the book, refusals that use nothing up."""

import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from counter_app.errors import CounterError, Refused
from counter_app.model.dossier import ComponentVerdict, Decision, Dossier, DossierId, DossierState
from counter_app.model.form import FormKind
from counter_app.model.queue import QueueFilter
from counter_app.model.signature import Box, SignStatus
from counter_app.workflow import intake, lateness, queue, returns, signed_files, signing
from counter_app.workflow.forms import print_form
from counter_app.workflow.office import Office
from tests.forms import reading
from tests.practice import PASSWORD
from tests.workflow.test_day import answer, file_key, new_online_dossier, pass_everything

REASON = "Thủ tục không thuộc thẩm quyền giải quyết của cơ quan"
GROUND = "Khoản 1 Điều 15 Nghị định số 118/2025/NĐ-CP"


def refused(office: Office, position: int = 0) -> Dossier:
    found = [DossierId(one) for one in queue.ids(office, QueueFilter(states=(DossierState.NEW,)))]
    return intake.decide(office, found[position], Decision.REFUSE, reason=REASON, legal_ground=GROUND).dossier


def supplement_requested(office: Office) -> Dossier:
    dossier = new_online_dossier(office)
    for part in dossier.components:
        remark = f"Trang {part.number} bị mờ, cần nộp lại"
        intake.check_component(office, dossier.id, part.id, ComponentVerdict.FAIL, remark=remark)
    return intake.decide(office, dossier.id, Decision.REQUEST_SUPPLEMENT, reason="Giấy tờ chưa đọc được").dossier


@pytest.mark.poppler
def test_a_refusal_says_what_was_decided_and_takes_the_numbers_of_its_book(office: Office) -> None:
    first, second = refused(office), refused(office)
    one = print_form(office, FormKind.REFUSAL, first.id)
    text = reading.in_order(one.path)
    assert REASON in text
    assert GROUND in text
    assert first.display_code in text
    assert "Số: 01/TCHS" in text
    assert print_form(office, FormKind.REFUSAL, first.id).number == 1, "printed again it keeps its number"
    assert print_form(office, FormKind.REFUSAL, second.id).number == 2
    assert len(list((office.folder / "forms").rglob("Phieu-tu-choi-*.pdf"))) == 3
    events = [event for event in queue.events(office, first.id) if event.kind == "print_form"]
    assert [event.details["form"] for event in events] == ["refusal", "refusal"]
    assert all(office.vault.path(str(event.details["sha256"])).is_file() for event in events)  # type: ignore[arg-type]


@pytest.mark.poppler
def test_a_supplement_request_lists_every_paper_with_its_remark(office: Office) -> None:
    dossier = supplement_requested(office)
    text = reading.in_order(print_form(office, FormKind.SUPPLEMENT_REQUEST, dossier.id).path)
    for place, part in enumerate(dossier.components, start=1):
        assert f"{place}. {part.name}: Trang {part.number} bị mờ, cần nộp lại" in text
    assert "Lý do: Giấy tờ chưa đọc được" in text
    assert "Giai đoạn: Tiếp nhận hồ sơ" in text


def test_a_form_that_is_stopped_leaves_no_file_and_uses_no_number(office: Office, tmp_path: Path) -> None:
    dossier = refused(office)
    nobody = replace(office, forms=_without_office(office))
    with pytest.raises(Refused, match="Chưa khai báo"):
        print_form(nobody, FormKind.REFUSAL, dossier.id, output=tmp_path / "a.pdf")
    assert not list(tmp_path.glob("*.pdf"))
    assert print_form(office, FormKind.REFUSAL, dossier.id).number == 1


def _without_office(office: Office):  # type: ignore[no-untyped-def]
    from counter_app.forms.printing import Forms

    return Forms(replace(office.settings, office_name=""))


def test_a_receipt_with_a_date_that_is_not_the_calendars_is_stopped(office: Office, tmp_path: Path) -> None:
    dossier = pass_everything(office, new_online_dossier(office), tmp_path)
    accepted = intake.decide(office, dossier.id, Decision.ACCEPT).dossier
    assert accepted.due_at is not None
    with office.store.unit_of_work() as unit:
        unit.update_dossier(unit.dossier(dossier.id), due_at=accepted.due_at + timedelta(minutes=1))
        unit.commit()
    with pytest.raises(Refused) as caught:
        print_form(office, FormKind.RECEIPT, dossier.id)
    assert caught.value.code == "workflow.deadline_not_calendar"
    assert f"{accepted.due_at:%H:%M %d/%m/%Y}" in caught.value.what


@pytest.mark.parametrize(
    "kind", [FormKind.SUPPLEMENT_REQUEST, FormKind.REFUSAL, FormKind.STOP_NOTICE, FormKind.APOLOGY]
)
def test_a_form_before_its_decision_is_refused(office: Office, kind: FormKind) -> None:
    with pytest.raises(CounterError) as caught:
        print_form(office, kind, new_online_dossier(office).id)
    assert caught.value.code == "forms.wrong_state"
    assert not (office.folder / "forms").is_dir() or not list((office.folder / "forms").rglob("*.pdf"))


def test_forms_are_signed_in_the_same_batch_each_by_whose_it_is(office: Office) -> None:
    dossier = refused(office)
    printed = print_form(office, FormKind.REFUSAL, dossier.id)
    print_form(office, FormKind.REFUSAL, dossier.id)  # the last sheet is the one to sign
    (row,) = [row for row in signing.waiting(office, dossier_id=dossier.id) if row.form]
    assert (row.form, row.number, row.is_result) == ("refusal", printed.number, False)
    (outcome,) = signing.sign(office, [row], file_key(office, "ha.nt"), pin=answer(PASSWORD)).outcomes
    assert outcome.status is SignStatus.SIGNED, outcome.message
    signed = queue.dossier(office, dossier.id).forms[-1].file
    assert signed.signed_from == row.file.hash
    verification = signing.verify(office, office.vault.path(signed.hash))
    (signature,) = verification.signatures
    assert signature.intact and signature.box is not None
    name = next(word for word in reading.words(printed.path) if word.text == "(Ký" and word.left > 200)
    assert name.bottom < signature.box.y < name.bottom + 20, "the mark stands where the sheet says who signs"
    assert not [row for row in signing.waiting(office, dossier_id=dossier.id) if row.form]
    assert queue.events(office, dossier.id)[-1].kind == "sign_form"
    assert queue.dossier(office, dossier.id).state is DossierState.REFUSED


@pytest.mark.parametrize("act", ["stop", "apology"])
def test_the_leaders_form_is_sealed_after_he_signed_and_his_signature_stays_whole(office: Office, act: str) -> None:
    ids = queue.ids(office, QueueFilter(states=(DossierState.PROCESSING,)))
    dossier = queue.dossier(office, DossierId(ids[0]))
    if act == "stop":
        returns.stop(
            office, dossier.id, reason="Đổi nơi", legal_ground="Điều 20", stage="Thẩm định", handling="Trả lại"
        )
    else:
        new_day = office.calendar.add_working_days(office.now().date(), 3).date()
        lateness.reappoint(office, dossier.id, new_day, reason="Chờ cơ quan phối hợp trả lời")
    leader, keeper = office.as_person("lam.vd"), office.as_person("nhan.ht")
    (row,) = [row for row in signing.waiting(keeper, dossier_id=dossier.id) if row.form]
    assert not row.sealing and signed_files.signable(keeper.person, [row]) == (), "the leader comes first"
    with pytest.raises(Refused, match="không được giao"):
        signing.sign(keeper, [row], file_key(office, "seal"), pin=answer(PASSWORD))
    (done,) = signing.sign(leader, [row], file_key(office, "lam.vd"), pin=answer(PASSWORD)).outcomes
    assert done.status is SignStatus.SIGNED, done.message
    assert not [row for row in signing.waiting(leader) if row.sealing], "the leader has no seal"
    (row,) = [row for row in signing.waiting(keeper) if row.sealing]
    assert signed_files.signable(keeper.person, [row]) == (row,) and signed_files.signable(leader.person, [row]) == ()
    with pytest.raises(Refused, match="không được giao"):
        signing.sign(leader, [row], file_key(office, "seal"), pin=answer(PASSWORD))
    (done,) = signing.sign(keeper, [row], file_key(office, "seal"), pin=answer(PASSWORD)).outcomes
    assert done.status is SignStatus.SIGNED, done.message
    sheet = queue.dossier(office, dossier.id).forms[-1].file
    found = signing.verify(office, office.vault.path(sheet.hash)).signatures
    assert [one.field for one in found] == ["KyKetQua", "ConDau"]
    assert all(one.intact for one in found)
    assert found[0].box is not None and found[1].box is not None
    assert found[1].box.x < found[0].box.x < found[1].box.x + found[1].box.width, "over the signature's left third"
    _between_note_and_name(office.vault.path(sheet.hash), found[0].box)
    assert not [row for row in signing.waiting(keeper) if row.sealing]
    assert queue.events(office, dossier.id)[-1].kind == "seal_form"


def _between_note_and_name(sheet: Path, box: Box) -> None:
    """Under who signs and above the printed name, inside the right half of the text (NĐ 30/2020, annex I)."""
    words = [word for word in reading.words(sheet) if word.left > 200]
    note = max(word.bottom for word in words if word.text == "số)")
    name = max(word.top for word in words if word.text == "Lãm")
    assert note < box.y and box.y + box.height < name
    assert box.x > 210 and box.x + box.width < 420 - 28


@pytest.mark.poppler
def test_a_very_long_office_wraps_and_shrinks_in_its_marks_and_a_seal_of_words_hides_nothing(office: Office) -> None:
    shutil.rmtree(office.folder / "marks")  # no pictures: both marks are words
    name = "Trung tâm Phục vụ hành chính công và Kiểm soát thủ tục hành chính, Văn phòng Ủy ban nhân dân tỉnh, Cơ sở 2 "
    office = office.with_settings(replace(office.settings, office_name=(name * 2)[:200].strip()))
    dossier = queue.dossier(office, DossierId(queue.ids(office, QueueFilter(states=(DossierState.PROCESSING,)))[0]))
    returns.stop(office, dossier.id, reason="Đổi nơi", legal_ground="Điều 20", stage="Thẩm định", handling="Trả lại")
    for login, key in (("lam.vd", "lam.vd"), ("nhan.ht", "seal")):
        person = office.as_person(login)
        rows = [row for row in signing.waiting(person, dossier_id=dossier.id) if row.form]
        (done,) = signing.sign(person, rows, file_key(office, key), pin=answer(PASSWORD)).outcomes
        assert done.status is SignStatus.SIGNED, done.message
    sheet = office.vault.path(queue.dossier(office, dossier.id).forms[-1].file.hash)
    mark, seal = (one.box for one in signing.verify(office, sheet).signatures)
    assert mark is not None and seal is not None
    _between_note_and_name(sheet, mark)
    assert seal.x + seal.width < mark.x or seal.y > mark.y + mark.height, "one beside the other"
    assert reading.in_order(sheet).count("Cơ sở 2 Trung tâm") >= 2, "the whole name in both"
