"""SoftHSM tokens, and a shim over it for what SoftHSM cannot play: counters, locking, removal, crash, silence."""

import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from counter_app.errors import Refused, Trouble
from counter_app.model.finding import Severity
from counter_app.model.signature import KeyRef, PinAnswer, SignItem, SignStatus
from counter_app.pdf.trust import installed_authorities
from counter_app.signing import key_session, token_modules
from counter_app.signing.practice_pki import PracticeKeys
from counter_app.signing.token_modules import DriverChoice
from tests.signing.desk import Desk, valid_signatures
from tests.signing.own_token import NAME, empty_token, make_token
from tests.signing.papers import paper
from tests.tools import SOFTHSM

pytestmark = [pytest.mark.softhsm, pytest.mark.poppler]


def papers(desk: Desk, count: int) -> list[SignItem]:
    return [desk.item(paper(desk.folder / f"{n}.pdf", number=n)) for n in range(count)]


def over(shim: Any, pki: PracticeKeys, login: str = "ha") -> KeyRef:
    key = pki.key(login)
    return KeyRef(kind="pkcs11", path=str(shim.library), token=key.token_label, cert_id=key.cert_id)


def test_a_batch_on_a_token_needs_one_login_and_is_valid_outside(desk: Desk, shim: Any) -> None:
    shim.order(tries=3)
    outcomes = desk.sign(papers(desk, 3), over(shim, desk.pki))
    assert [outcome.status for outcome in outcomes] == [SignStatus.SIGNED] * 3
    assert shim.count("login") == 1 and shim.count("sign") == 3
    assert len(desk.asked) == 1 and desk.asked[0].state == "normal"
    assert desk.asked[0].certificate.subject == "Nguyễn Thu Hà"
    assert all(valid_signatures(Path(outcome.output)) == 1 for outcome in outcomes)


def test_a_wrong_pin_is_sent_once_for_a_batch_of_five_and_signs_nothing(desk: Desk, shim: Any) -> None:
    shim.order(tries=3)
    with pytest.raises(Refused) as refused:
        desk.sign(papers(desk, 5), over(shim, desk.pki), pin="87654321")
    assert refused.value.code == "signing.wrong_pin" and "87654321" not in repr(refused.value)
    assert shim.count("login") == 1 and shim.tries == 2 and shim.count("sign") == 0
    assert list(desk.out.iterdir()) == [] and len(desk.asked) == 1
    journals = "".join(path.read_text() for path in (desk.folder / "journal").glob("*.jsonl"))
    assert "87654321" not in journals


@pytest.mark.parametrize(("tries", "state"), [(2, "count_low"), (1, "final_try")])
def test_the_token_s_warning_is_shown_before_the_pin_is_typed(desk: Desk, shim: Any, tries: int, state: str) -> None:
    shim.order(tries=tries)
    desk.sign(papers(desk, 1), over(shim, desk.pki), pin=None)
    assert [request.state for request in desk.asked] == [state]
    assert shim.count("login") == 0


def test_a_locked_token_is_not_asked_for_a_pin(desk: Desk, shim: Any) -> None:
    shim.order(tries=0)
    with pytest.raises(Refused) as refused:
        desk.sign(papers(desk, 1), over(shim, desk.pki))
    assert refused.value.code == "signing.pin_locked"
    assert desk.asked == [] and shim.count("login") == 0


@pytest.mark.parametrize("pin", ["", "123"])
def test_an_empty_or_short_pin_never_reaches_the_token(desk: Desk, shim: Any, pin: str) -> None:
    with pytest.raises(Refused) as refused:
        desk.room.sign(papers(desk, 1), over(shim, desk.pki), level=key_level(), pin=lambda _: PinAnswer(secret=pin))
    assert refused.value.code == "signing.pin_too_short" and shim.count("login") == 0


def key_level() -> Any:
    from counter_app.model.signature import Level

    return Level.B_B


def test_a_token_pulled_out_stops_the_batch_and_keeps_what_is_signed(desk: Desk, shim: Any) -> None:
    shim.order(remove_after=2)
    items = papers(desk, 5)
    outcomes = desk.sign(items, over(shim, desk.pki))
    assert [outcome.status for outcome in outcomes] == [
        SignStatus.SIGNED,
        SignStatus.SIGNED,
        SignStatus.FAILED,
        SignStatus.PENDING,
        SignStatus.PENDING,
    ]
    assert {outcome.code for outcome in outcomes[2:]} == {"signing.token_removed"}
    assert sorted(path.name for path in desk.out.iterdir()) == ["0.pdf", "1.pdf"]
    (shim.folder / "remove_after").unlink()
    again = desk.sign(items, over(shim, desk.pki))
    assert [outcome.status for outcome in again] == [SignStatus.SKIPPED] * 2 + [SignStatus.SIGNED] * 3


def test_a_crashing_driver_takes_only_its_own_process_down(desk: Desk, shim: Any) -> None:
    shim.order(crash_after=1)
    outcomes = desk.sign(papers(desk, 3), over(shim, desk.pki))
    assert [outcome.status for outcome in outcomes] == [SignStatus.SIGNED, SignStatus.FAILED, SignStatus.PENDING]
    assert outcomes[1].code == "signing.key_process_ended" and outcomes[1].message
    assert [path.name for path in desk.out.iterdir()] == ["0.pdf"]


def test_a_driver_that_never_answers_is_ended(desk: Desk, shim: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(key_session, "SIGN_SECONDS", 1.0)
    shim.order(hang_after=0)
    outcomes = desk.sign(papers(desk, 2), over(shim, desk.pki))
    assert [(outcome.status, outcome.code) for outcome in outcomes] == [
        (SignStatus.FAILED, "signing.token_hangs"),
        (SignStatus.PENDING, "signing.token_hangs"),
    ]


def test_the_store_of_a_token_that_vanishes_is_trouble_in_words(
    desk: Desk, softhsm: PracticeKeys, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert softhsm.softhsm_conf is not None
    tokens = tmp_path / "tokens"
    shutil.copytree(softhsm.softhsm_conf.parent / "tokens", tokens)
    conf = tmp_path / "softhsm2.conf"
    conf.write_text(f"directories.tokendir = {tokens}\nobjectstore.backend = file\n")
    monkeypatch.setitem(os.environ, "SOFTHSM2_CONF", str(conf))

    def vanish() -> bool:
        if (0, "done") in desk.steps and tokens.exists():
            shutil.rmtree(tokens)
        return False

    outcomes = desk.sign(papers(desk, 3), softhsm.token_key("ha"), stop=vanish)
    assert outcomes[0].status is SignStatus.SIGNED
    assert all(outcome.message for outcome in outcomes if outcome.status is not SignStatus.SIGNED)
    # SoftHSM may go on with the key it has in memory; what is there is whole either way.
    assert all(valid_signatures(path) == 1 for path in desk.out.iterdir())


def test_a_missing_token_or_a_file_that_is_no_driver_is_trouble(desk: Desk, shim: Any, tmp_path: Path) -> None:
    with pytest.raises(Trouble) as missing:
        desk.sign(papers(desk, 1), KeyRef(kind="pkcs11", path=str(shim.library), token="khong-co"))
    assert missing.value.code == "signing.token_not_found"
    junk = tmp_path / "driver.so"
    junk.write_bytes(b"no library")
    with pytest.raises(Trouble) as unusable:
        desk.sign(papers(desk, 1), KeyRef(kind="pkcs11", path=str(junk), token="x"))
    assert unusable.value.code == "signing.module_no_library"
    assert (
        desk.room.try_driver(str(junk)).trouble is not None and desk.room.try_driver(str(shim.library)).trouble is None
    )


def test_certificates_are_listed_without_a_pin_with_the_reason_of_each(make_desk: Any, shim: Any) -> None:
    desk = make_desk(
        modules=(str(shim.library), "/khong/co.so", str(SOFTHSM)), key_files=(make_desk().pki.key("ha").p12,)
    )
    found = desk.room.certificates()
    assert shim.count("login") == 0
    on_tokens = {one.key.cert_id: one for one in found if one.key.kind == "pkcs11"}
    assert {one.key.path for one in on_tokens.values()} == {str(shim.library)}, "behind two drivers, told once"
    mine = on_tokens[desk.pki.key("ha").cert_id]  # another one of hers is for signing in only
    assert mine.usable and mine.key.token_serial and mine.subject == "Nguyễn Thu Hà"
    reasons = {
        finding.code for one in found if not one.usable for finding in one.reasons if finding.severity is Severity.ERROR
    }
    assert {"signing.certificate_expired", "signing.certificate_is_authority"} <= reasons
    assert all(finding.message for one in found for finding in one.reasons)
    (in_file,) = [one for one in found if one.key.kind == "p12"]
    assert in_file.usable and [finding.code for finding in in_file.reasons] == ["signing.certificate_after_password"]


def test_a_revoked_certificate_says_so_before_any_pin_and_signs_nothing(make_desk: Any, softhsm: PracticeKeys) -> None:
    desk = make_desk(
        modules=(str(SOFTHSM),),
        crl_folder=softhsm.crl_folder,
        issuers=lambda: installed_authorities([softhsm.trust_folder]),
    )
    (revoked,) = [one for one in desk.room.certificates() if one.key.cert_id == softhsm.key("revoked").cert_id]
    assert "signing.certificate_on_list" in {one.code for one in revoked.reasons} and not revoked.usable
    with pytest.raises(Refused) as refused:
        desk.sign(papers(desk, 1), softhsm.token_key("revoked"))
    assert refused.value.code == "signing.certificate_on_list" and desk.asked == []


def test_a_token_s_only_usable_certificate_needs_no_id(desk: Desk, shim: Any) -> None:
    key = desk.pki.key("cuong")
    (outcome,) = desk.sign(papers(desk, 1), KeyRef(kind="pkcs11", path=str(shim.library), token=key.token_label))
    assert outcome.signer == "Đỗ Mạnh Cường"


def test_an_elliptic_curve_key_is_found_by_id_among_certificates_of_one_label(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_token(tmp_path, monkeypatch, "cong", "12345678")
    right = KeyRef(kind="pkcs11", path=str(SOFTHSM), token="cong", cert_id="07")
    first, second = desk.sign(papers(desk, 2), right, pin="12345678")
    assert first.status is second.status is SignStatus.SIGNED and first.signer == "Người Thử Đường Cong"
    assert valid_signatures(Path(first.output)) == valid_signatures(Path(second.output)) == 1
    wrong = KeyRef(kind="pkcs11", path=str(SOFTHSM), token="cong", cert_id="08")
    item = desk.item(paper(tmp_path / "khac.pdf", number=9))
    with pytest.raises(Refused) as refused:
        desk.sign([item], wrong, pin="12345678")
    assert refused.value.code == "signing.no_matching_key"
    with pytest.raises(Refused) as several:
        desk.sign([item], KeyRef(kind="pkcs11", path=str(SOFTHSM), token="cong"), pin="12345678")
    assert several.value.code == "signing.several_certificates"


def test_a_key_that_does_not_share_its_certificate_s_id_is_found_by_the_public_key(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_token(tmp_path, monkeypatch, "rsa", "12345678", rsa_under_other_id=True)
    (signed,) = desk.sign(papers(desk, 1), KeyRef(kind="pkcs11", path=str(SOFTHSM), cert_id="07"), pin="12345678")
    assert signed.signer == NAME and valid_signatures(Path(signed.output)) == 1
    item = desk.item(paper(tmp_path / "khac.pdf", number=9))
    with pytest.raises(Refused) as refused:
        desk.sign([item], KeyRef(kind="pkcs11", path=str(SOFTHSM), cert_id="08"), pin="12345678")
    assert refused.value.code == "signing.no_matching_key"


def test_of_two_tokens_with_one_label_the_serial_number_tells(
    make_desk: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_token(tmp_path, monkeypatch, "cong", "12345678")
    empty_token("cong", "12345678")
    desk = make_desk(modules=(str(SOFTHSM),))
    with pytest.raises(Refused) as several:
        desk.sign(papers(desk, 1), KeyRef(kind="pkcs11", path=str(SOFTHSM), token="cong", cert_id="07"), pin="12345678")
    assert several.value.code == "signing.several_tokens" and desk.asked == []
    (mine,) = [one for one in desk.room.certificates() if one.key.cert_id == "07"]
    (signed,) = desk.sign(papers(desk, 1), mine.key, pin="12345678")
    assert signed.status is SignStatus.SIGNED and signed.signer == NAME


def test_the_list_of_drivers_finds_what_is_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert str(SOFTHSM) in DriverChoice().used() or SOFTHSM is None
    chosen = DriverChoice(named=("a.so", "b.so", "a.so"), added=("c.so", "b.so"), off=("b.so",))
    assert (chosen.known(), chosen.used()) == (("a.so", "b.so", "c.so"), ("a.so", "c.so"))
    monkeypatch.setattr(token_modules.sys, "platform", "win32")
    driver = tmp_path / "System32" / "vnptca_p11_v8.dll"
    driver.parent.mkdir()
    driver.touch()
    assert token_modules.installed_drivers(tmp_path) == (str(driver),)
    assert token_modules.driver_maker("c:\\Windows\\System32\\VNPTCA_P11_V8.DLL") == "VNPT-CA"
    missing = token_modules.missing_makers(tmp_path)
    assert "Viettel-CA" in missing and "VNPT-CA" not in missing
