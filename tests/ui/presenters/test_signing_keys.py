"""Which keys are offered, and what the PIN dialog says, without a window."""

from dataclasses import replace
from datetime import datetime

import pytest

from counter_app.clock import VIETNAM
from counter_app.model.finding import Finding, Severity
from counter_app.model.person import Person, Role
from counter_app.model.signature import CertificateInfo, KeyRef, PinRequest
from ui.presenters import signing_keys, signing_pin, signing_words

HA = Person(login="ha.nt", name="Nguyễn Thu Hà", role=Role.OFFICER)
UNTIL = datetime(2030, 11, 22, tzinfo=VIETNAM)
TOKEN = CertificateInfo(
    key=KeyRef(kind="pkcs11", path="driver.so", token="TAP SU ha.nt", token_serial="52100874"),
    subject="Nguyễn Thu Hà",
    organisation="Sở Khoa học và Công nghệ",
    issuer="CA tập sự",
    serial="1",
    not_before=UNTIL,
    not_after=UNTIL,
    usable=True,
)
OTHER = replace(TOKEN, subject="Trần Quốc Bảo", key=replace(TOKEN.key, token="TAP SU bao.tq"))
FILE = replace(TOKEN, key=KeyRef(kind="p12", path="/keys/ha.nt.p12"), subject="ha.nt.p12", issuer="")
EXPIRED = replace(
    OTHER,
    usable=False,
    reasons=(Finding("signing.certificate_expired", Severity.ERROR, {"date": "01/02/2026"}),),
)
AUTHORITY = replace(
    TOKEN, usable=False, reasons=(Finding("signing.certificate_is_authority", Severity.ERROR),), subject="CA tập sự"
)


def test_own_token_is_chosen_before_own_file_and_authorities_are_never_offered() -> None:
    offered = signing_keys.choices([AUTHORITY, EXPIRED, FILE, OTHER, TOKEN], HA)
    assert [one.certificate for one in offered] == [TOKEN, FILE, OTHER, EXPIRED]
    assert signing_keys.default_choice(offered, HA) == 0


def test_a_closed_key_file_is_known_by_the_sign_in_name() -> None:
    offered = signing_keys.choices([OTHER, FILE], HA)
    assert offered[signing_keys.default_choice(offered, HA)].certificate is FILE
    assert offered[0].title == "Tệp khóa ha.nt.p12"


def test_nobody_elses_key_is_chosen_among_several() -> None:
    offered = signing_keys.choices([OTHER, replace(OTHER, subject="Phạm Thị Ngân")], HA)
    assert signing_keys.default_choice(offered, HA) == -1
    assert signing_keys.default_choice(offered[:1], HA) == 0
    assert signing_keys.default_choice((), HA) == -1


def test_a_key_that_cannot_sign_is_greyed_with_its_reason() -> None:
    (choice,) = signing_keys.choices([EXPIRED], HA)
    assert not choice.usable
    assert not choice.cell.enabled
    assert choice.cell.second.startswith("Chứng thư đã hết hạn ngày 01/02/2026.")


def test_somebody_elses_certificate_is_told_beside_the_button() -> None:
    words, tone = signing_words.certificate_words(OTHER, HA)
    assert (words, tone) == ("Chứng thư Trần Quốc Bảo · còn hạn đến 22/11/2030 · không phải của bạn", "warn")
    assert signing_words.certificate_words(TOKEN, HA)[1] == "text2"
    acting = replace(HA, acting_for="lam.vd", title="Giám đốc", authority="deputy", order="QĐ 12/QĐ-SKHCN")
    words, _ = signing_words.certificate_words(TOKEN, acting)
    assert words.endswith(" · KT. GIÁM ĐỐC, theo QĐ 12/QĐ-SKHCN")


def request(**more: object) -> PinRequest:
    return PinRequest(key=TOKEN.key, certificate=TOKEN, file_count=11, **more)  # type: ignore[arg-type]


def test_the_question_says_who_signs_with_what_and_how_many_files() -> None:
    words = signing_pin.pin_words(request(), practice=False)
    assert (words.title, words.button) == ("Nhập mã PIN để ký 11 tệp", "Ký 11 tệp")
    assert dict(words.facts) == {
        "Token": "TAP SU ha.nt · số 52100874",
        "Chứng thư": "Nguyễn Thu Hà, Sở Khoa học và Công nghệ",
        "Cấp bởi": "CA tập sự, hạn 22/11/2030",
    }
    assert words.practice == ""


def test_a_key_that_asks_each_time_says_beforehand_how_often() -> None:
    first = signing_pin.pin_words(request(prompts=12), practice=False)
    assert first.qualifier == "Khóa này đòi PIN cho từng chữ ký: cả đợt cần nhập 12 lần."
    third = signing_pin.pin_words(request(prompts=12, number=3), practice=False)
    assert (third.title, third.button) == ("Nhập mã PIN cho chữ ký 2 trên 11", "Ký chữ ký 2 trên 11")


def test_misses_that_the_token_keeps_silent_about_are_told() -> None:
    words = signing_pin.pin_words(request(state="count_low", misses=1), practice=False)
    assert words.advice.startswith("Từ lần đăng nhập đúng gần nhất, máy này đã gửi PIN 1 lần mà token không nhận.")


def test_the_practice_office_tells_its_pin_and_password() -> None:
    assert "12345678" in signing_pin.pin_words(request(), practice=True).practice
    asked = replace(request(), key=FILE.key, certificate=FILE)
    words = signing_pin.pin_words(asked, practice=True)
    assert "tap-su-123" in words.practice
    assert words.caption == "&Mật khẩu của tệp khóa"
    assert not words.ladder


def test_an_error_says_that_nothing_was_signed() -> None:
    error = "PIN vừa nhập chưa đúng. Chưa tệp nào được ký. Kiểm tra Caps Lock rồi bấm Ký lại."
    assert signing_pin.pin_words(request(error=error), practice=False).error == (
        "PIN vừa nhập chưa đúng. Chưa tệp nào được ký."
    )


@pytest.mark.parametrize("state", signing_pin.LADDER)
def test_every_step_of_the_ladder_is_told_without_a_number_of_tries(state: str) -> None:
    words = signing_pin.pin_words(request(state=state), practice=False)
    assert words.asks_confirmation == (state == "final_try")
    assert signing_pin.ladder_words(state).startswith(f"Tình trạng PIN: {signing_pin.LADDER_WORDS[state]}")
    assert not any(letter.isdigit() for letter in words.advice)


@pytest.mark.parametrize(
    ("length", "typed", "sent"),
    [
        (0, "", False),
        (8, "", False),
        (8, "co", False),
        (8, "Lần  CUỐI", True),
        (8, "lan cuoi", True),
        (0, "lan cuoi", False),
    ],
)
def test_the_last_try_is_sent_only_after_a_typed_confirmation(length: int, typed: str, sent: bool) -> None:
    missing = signing_pin.missing_words(length, asks_confirmation=True, confirmation=typed, file_key=False)
    assert (missing == "") == sent
