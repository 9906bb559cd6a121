"""A dossier over the counter: made under the version in force, twins shown first, details put right."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import zxingcpp

from counter_app.errors import Refused
from counter_app.model.dossier import Applicant, Channel, Decision, DossierState
from counter_app.model.form import FormKind
from counter_app.model.procedure import CompletenessCheck, DatedFee, Source, Term, TermUnit
from counter_app.model.request import Request
from counter_app.workflow import catalogue, intake, queue, reception
from counter_app.workflow.forms import print_form
from counter_app.workflow.office import Office
from tests.forms import reading
from tests.workflow.test_day import pass_everything

CODE = "2.001209"
WHO = Applicant(
    name="Lò Thị Ưởng", identity_number="014190000011", address="Số 1, Xã Mẫu, Sơn La", phone="+84912345678"
)
TEXT = "014190000011||Lò Thị Ưởng|04091990|Nữ|Số 1, Xã Mẫu, Sơn La|15062025"


def request(**changes: object) -> Request:
    whole = Request(procedure_code=CODE, case_name="", channel=Channel.DIRECT, applicant=WHO)
    return replace(whole, **changes)  # type: ignore[arg-type]


def test_a_direct_dossier_has_a_local_code_its_papers_and_no_eight_hours(office: Office) -> None:
    dossier = reception.receive(office, request()).dossier
    procedure = catalogue.procedure(office, CODE)
    assert procedure is not None
    assert (dossier.code, dossier.local_code[:8]) == ("", "TN-2026-")
    assert len(dossier.components) == len(procedure.cases[0].components)
    assert (dossier.procedure_version, dossier.state, dossier.intake_due_at) == (1, DossierState.NEW, None)
    assert (dossier.holder, dossier.applicant.phone) == (office.person.login, "0912345678")
    assert dossier.received_at == office.now()
    assert [event.kind for event in queue.events(office, dossier.id)] == ["receive"]


def test_a_check_of_the_procedures_own_runs_over_the_counter_too(office: Office) -> None:
    known = catalogue.procedure(office, CODE)
    assert known is not None
    own = CompletenessCheck(
        limit=Term(amount=2, unit=TermUnit.WORKING_DAY),
        effective_from=date(2026, 1, 1),
        source=Source(document="Nghị định ví dụ, Điều 5", verified=True),
    )
    catalogue.save(office.as_person("dung.bt"), replace(known, completeness_checks=(own,)))
    dossier = reception.receive(office, request()).dossier
    assert dossier.intake_due_at == office.calendar.due_for(office.now(), 2, TermUnit.WORKING_DAY)


def test_twins_are_shown_before_a_second_one_is_made(office: Office) -> None:
    first = reception.receive(office, request()).dossier
    (twin,) = reception.twins(office, request())
    assert twin == first
    with pytest.raises(Refused, match=first.local_code):
        reception.receive(office, request())
    second = reception.receive(office, request(), although=(first.id,)).dossier
    assert {one.id for one in reception.twins(office, request())} == {first.id, second.id}
    assert reception.twins(office, request(procedure_code="1.001786")) == ()


def test_the_same_portal_code_is_shown_and_never_taken_twice(office: Office) -> None:
    code = "H31.15-261123-9999"
    first = reception.receive(office, request(code=f" {code.lower()}")).dossier
    assert first.code == code
    other = request(code=code, applicant=replace(WHO, identity_number="033087615224", name="Trần Văn Mẫu"))
    assert reception.twins(office, other) == (first,)
    with pytest.raises(Refused) as refused:
        reception.receive(office, other, although=(first.id,))
    assert refused.value.code == "store.duplicate_code"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"channel": Channel.ONLINE}, "reception.online_comes_by_list"),
        ({"procedure_code": "9.999999"}, "reception.no_procedure"),
        ({"case_name": "Không có"}, "reception.no_case"),
        ({"applicant": replace(WHO, name="Lò Th? Ưởng")}, "applicant.spoilt"),
        ({"applicant": replace(WHO, identity_number="1")}, "applicant.number_shape"),
    ],
)
def test_what_may_not_be_received_says_why(office: Office, changes: dict[str, object], code: str) -> None:
    with pytest.raises(Refused) as refused:
        reception.receive(office, request(**changes))
    assert refused.value.code == code
    assert refused.value.what


def test_earlier_applicants_are_masked_and_show_no_house(office: Office) -> None:
    reception.receive(office, request())
    (known,) = reception.earlier(office, "0141900")
    assert (known.number, known.second) == ("014*******11", "Xã Mẫu, Sơn La")
    assert known.applicant.identity_number == WHO.identity_number


def test_details_are_put_right_and_the_diary_names_the_fields_only(office: Office) -> None:
    dossier = reception.receive(office, request()).dossier
    reception.change_applicant(
        office, dossier.id, replace(dossier.applicant, address="Số 2, Xã Mẫu, Sơn La"), reason="Gõ nhầm"
    )
    reception.change_applicant(
        office, dossier.id, replace(dossier.applicant, address="Số 2, Xã Mẫu, Sơn La"), reason="Gõ nhầm"
    )
    assert queue.dossier(office, dossier.id).applicant.address == "Số 2, Xã Mẫu, Sơn La"
    changed = [event for event in queue.events(office, dossier.id) if event.kind == "change_applicant"]
    assert [event.details for event in changed] == [{"fields": "address", "reason": "Gõ nhầm"}]


def test_details_are_not_changed_without_a_reason_nor_over_a_colleague(office: Office) -> None:
    dossier = reception.receive(office, request()).dossier
    mine = replace(dossier.applicant, phone="0987654321")
    with pytest.raises(Refused, match="vì sao"):
        reception.change_applicant(office, dossier.id, mine, reason=" ")
    theirs = replace(dossier.applicant, phone="0912345670")
    reception.change_applicant(office, dossier.id, theirs, reason="Người nộp báo", known=dossier.applicant)
    with pytest.raises(Refused, match="Đồng nghiệp"):
        reception.change_applicant(office, dossier.id, mine, reason="Người nộp báo", known=dossier.applicant)
    assert queue.dossier(office, dossier.id).applicant == theirs


def test_a_scanned_card_is_compared_with_what_stands_in_the_field(office: Office) -> None:
    card = reception.card(office, TEXT.replace("1990", "1991"))
    applicant = replace(WHO, identity_number=card.number)
    assert [one.code for one in reception.findings(office, applicant, card)["identity_number"]] == [
        "applicant.other_year"
    ]
    typed = replace(applicant, identity_number="033087615224")
    assert reception.findings(office, typed, card).keys() == {"identity_number"}


@pytest.mark.parametrize("turned", [0, 90, 17])
def test_the_code_is_read_from_a_photo_of_the_card(office: Office, tmp_path: Path, turned: int) -> None:
    from PIL import Image

    code = zxingcpp.create_barcode(TEXT, zxingcpp.BarcodeFormat.QRCode)
    picture = Image.fromarray(zxingcpp.write_barcode_to_image(code, scale=4))
    photo = Image.new("L", (1400, 900), 205)
    photo.paste(picture.convert("L"), (700, 200))
    path = tmp_path / "the.jpg"
    photo.rotate(turned, expand=True, fillcolor=205).save(path, quality=80)
    card = reception.card_from_file(office, path)
    assert (card.number, card.name, card.usable) == ("014190000011", "Lò Thị Ưởng", True)


def test_a_picture_without_a_code_and_a_broken_file_are_told_in_words(office: Office, tmp_path: Path) -> None:
    from PIL import Image

    path = tmp_path / "trang.png"
    Image.new("L", (300, 200), 255).save(path)
    (finding,) = reception.card_from_file(office, path).findings
    assert "trang.png" in finding.message
    path.write_bytes(b"%PDF-1.4 broken")
    with pytest.raises(Refused):
        reception.card_from_file(office, path)


def test_the_fee_is_the_one_of_the_version_and_channel(office: Office) -> None:
    dossier = reception.receive(office, request()).dossier
    due = reception.due_fee(office, dossier)
    assert (due.amount_vnd, due.source and due.source.verified) == (150_000, False)
    unknown = reception.receive(office, request(procedure_code="1.001770")).dossier
    assert reception.due_fee(office, unknown).amount_vnd is None


@pytest.mark.poppler
def test_the_receipt_says_what_is_owed_under_the_version_it_came_by(office: Office, tmp_path: Path) -> None:
    keeper = office.as_person("dung.bt")
    known = catalogue.procedure(office, CODE)
    assert known is not None
    source = Source(document="Nghị quyết 12/2026/NQ-HĐND", verified=True)
    half = DatedFee(amount_vnd=180_000, effective_from=date(2026, 1, 1), reduction_percent=50, source=source)
    terms = tuple(replace(one, fees=(half,)) if one.channel is Channel.DIRECT else one for one in known.terms)
    catalogue.save(keeper, replace(known, terms=terms))
    dossier = pass_everything(office, reception.receive(office, request()).dossier, tmp_path)
    catalogue.save(keeper, known)  # a later change does not reach what has been received
    intake.decide(office, dossier.id, Decision.ACCEPT)
    text = reading.text(print_form(office, FormKind.RECEIPT, dossier.id).path)
    assert "Phí, lệ phí: 90.000 đồng, đã giảm 50 %" in text
