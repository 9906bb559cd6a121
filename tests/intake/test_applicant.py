"""Applicants' details while they are typed: structure of numbers, spoilt letters, delegates."""

from dataclasses import replace
from datetime import date

import pytest

from counter_app.intake.applicant import applicant_findings, may_be_kept, tidied
from counter_app.intake.numbers import born, phone, tax_code, tax_code_findings
from counter_app.model.dossier import Applicant, ApplicantKind, Delegate

TODAY = date(2026, 11, 23)
CITIZEN = Applicant(name="Lò Thị Ưởng", identity_number="014190000011", address="Bản Mẫu, Sơn La", phone="0912345678")
COMPANY = Applicant(name="Công ty Mẫu", kind=ApplicantKind.ENTERPRISE, identity_number="0100233488", address="Hà Nội")


def found(applicant: Applicant) -> dict[str, list[str]]:
    listed = applicant_findings(applicant, TODAY)
    assert all(one.message and one.advice for findings in listed.values() for one in findings)
    return {field: [one.code.removeprefix("applicant.") for one in findings] for field, findings in listed.items()}


def test_good_details_only_tell_what_the_number_says() -> None:
    assert found(CITIZEN) == {"identity_number": ["number_tells"]}
    assert found(COMPANY) == {}
    assert may_be_kept(applicant_findings(CITIZEN, TODAY))


@pytest.mark.parametrize(
    ("changes", "field", "code", "kept"),
    [
        ({"name": ""}, "name", "no_name", False),
        ({"name": "Lò Th? Ưởng"}, "name", "spoilt", False),
        ({"name": "Lò Thị 2"}, "name", "digits_in_name", False),
        ({"name": "Ưởng"}, "name", "short_name", True),
        ({"address": ""}, "address", "no_address", True),
        ({"address": "B\ufffdn"}, "address", "spoilt", False),
        ({"identity_number": ""}, "identity_number", "no_number", False),
        ({"identity_number": "14190000011"}, "identity_number", "number_shape", False),
        ({"identity_number": "123456789"}, "identity_number", "old_card", True),
        ({"phone": "0212"}, "phone", "phone_shape", True),
        ({"email": "ten@"}, "email", "email_shape", True),
    ],
)
def test_each_field_says_what_is_wrong_and_whether_it_may_be_kept(
    changes: dict[str, str], field: str, code: str, kept: bool
) -> None:
    one = replace(CITIZEN, **changes)  # type: ignore[arg-type]
    assert code in found(one)[field]
    assert may_be_kept(applicant_findings(one, TODAY)) is kept


@pytest.mark.parametrize(
    ("number", "codes"),
    [
        ("0100233488", []),
        ("0314409058-002", []),
        ("0314409058002", []),
        ("033087615224", ["applicant.number_tells"]),
        ("0100233480", ["applicant.tax_check_digit"]),
        ("01002334", ["applicant.tax_shape"]),
        ("abc", ["applicant.tax_shape"]),
        ("", []),
    ],
)
def test_tax_codes_of_ten_twelve_and_thirteen_digits(number: str, codes: list[str]) -> None:
    assert [one.code for one in tax_code_findings(number, TODAY)] == codes


def test_a_branch_is_written_with_its_hyphen() -> None:
    assert tax_code(" 0314409058.002") == "0314409058-002"
    assert tidied(replace(COMPANY, identity_number="0314409058002")).identity_number == "0314409058-002"


@pytest.mark.parametrize(
    ("number", "year", "sex"),
    [("033087615224", 1987, "Nam"), ("033196230444", 1996, "Nữ"), ("033303708455", 2003, "Nữ")],
)
def test_the_number_tells_year_and_sex(number: str, year: int, sex: str) -> None:
    told = born(number)
    assert told is not None
    assert (told.year, told.sex) == (year, sex)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("+84 912 345 678", "0912345678"),
        ("0912.345.678", "0912345678"),
        ("024 3825 1234", "02438251234"),
        ("+82 2 312 3456", "+8223123456"),
        ("0112345678", ""),
        ("gọi sau", ""),
    ],
)
def test_phones_are_written_in_one_way(typed: str, kept: str) -> None:
    assert phone(typed) == kept


def test_a_delegate_needs_a_number_of_their_own_and_an_authorisation() -> None:
    bare = replace(CITIZEN, delegate=Delegate(name="Trần Văn Mẫu"))
    assert found(bare)["delegate_identity_number"] == ["delegate_no_number"]
    assert found(bare)["delegate_authorisation"] == ["no_authorisation"]
    same = replace(CITIZEN, delegate=Delegate(name="Trần Văn Mẫu", identity_number=CITIZEN.identity_number))
    assert found(same)["delegate_identity_number"] == ["delegate_is_applicant"]
    good = Delegate(name="Trần Văn Mẫu", identity_number="033087615224", authorisation="Số 12, UBND xã Mẫu 01/11/2026")
    assert may_be_kept(applicant_findings(replace(CITIZEN, delegate=good), TODAY))


def test_a_state_body_may_have_no_number() -> None:
    body = Applicant(name="Sở Mẫu", kind=ApplicantKind.STATE_BODY, address="Hưng Yên")
    assert found(body) == {}
    assert found(replace(COMPANY, identity_number="")) == {"identity_number": ["no_tax_code"]}


def test_tidying_composes_letters_and_writes_numbers_in_one_way() -> None:
    typed = replace(CITIZEN, name="  Lo\u0300 Thi\u0323  Ưởng", phone="+84912345678", identity_number="0141 9000 0011")
    assert tidied(typed) == CITIZEN
