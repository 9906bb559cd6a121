"""Khóa và token as use cases: who may change what, what is recorded, what holds at once."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from counter_app.clock import VIETNAM, FixedClock
from counter_app.errors import CounterError
from counter_app.model.signature import KeyRef
from counter_app.settings import load_settings
from counter_app.signing.practice_pki import PracticeKeys
from counter_app.workflow import keys, token_doctor
from counter_app.workflow.office import Office
from tests.bad_token import Shim
from tests.tools import SOFTHSM

pytestmark = pytest.mark.softhsm
MISSING = "/usr/lib/khong-co/driver.so"


def refusal(act: Callable[[], object]) -> str:
    with pytest.raises(CounterError) as raised:
        act()
    return raised.value.code


@pytest.fixture
def keeper(office: Office) -> Office:
    return office.as_person("phuoc.dh")


def test_drivers_are_added_switched_off_and_taken_away_and_it_is_recorded(keeper: Office, shim_library: Path) -> None:
    path = str(shim_library)
    keeper, changes = keys.add_driver(keeper, path)
    assert changes.keys and load_settings(keeper.folder).drivers_added == (path,)
    event = keeper.store.readings.last_office_event("change_keys")
    assert event is not None and event.by == "phuoc.dh" and event.details["drivers_added"] == path
    assert refusal(lambda: keys.add_driver(keeper, path)) == "keys.driver_known"
    keeper, _ = keys.use_driver(keeper, path, False)
    (mine,) = [one for one in keys.look(keeper).drivers if one.path == path]
    assert (mine.used, mine.added, mine.slots) == (False, True, ())
    keeper, _ = keys.remove_driver(keeper, path)
    after = load_settings(keeper.folder)
    assert (after.drivers_added, after.drivers_off) == ((), ())
    assert refusal(lambda: keys.add_driver(keeper, MISSING)) == "signing.module_missing"


def test_an_officer_changes_only_the_own_first_key(office: Office, tmp_path: Path) -> None:
    for act in (
        lambda: keys.add_driver(office, MISSING),
        lambda: keys.use_driver(office, MISSING, False),
        lambda: keys.remove_driver(office, MISSING),
        lambda: keys.add_key_file(office, tmp_path / "a.p12"),
        lambda: keys.remove_key_file(office, tmp_path / "a.p12"),
        lambda: keys.allow(office, file_keys=True, keep_login=True),
    ):
        assert refusal(act) == "access.not_allowed"
    key = KeyRef(kind="pkcs11", path="a.so", token_serial="52", cert_id="07")
    office, _ = keys.set_default_key(office, key)
    assert keys.default_key(office) == "52/07"
    other, _ = keys.set_default_key(office.as_person("lam.vd"), replace(key, cert_id="08"))
    assert (keys.default_key(other), keys.default_key(other.as_person(office.person.login))) == ("52/08", "52/07")
    office, _ = keys.set_default_key(other.as_person(office.person.login), None)
    assert keys.default_key(office) == "" and load_settings(office.folder).default_keys == ("lam.vd=52/08",)


def test_key_files_are_looked_into_before_they_are_listed(keeper: Office, pki: PracticeKeys, tmp_path: Path) -> None:
    junk = tmp_path / "thu.p12"
    junk.write_text("khong phai")
    assert refusal(lambda: keys.add_key_file(keeper, junk)) == "signing.key_file_broken"
    keeper, _ = keys.add_key_file(keeper, pki.key("ha").p12)
    assert (pki.key("ha").p12, True) in keys.look(keeper).files
    assert refusal(lambda: keys.add_key_file(keeper, pki.key("ha").p12)) == "keys.file_known"
    keeper, _ = keys.remove_key_file(keeper, pki.key("ha").p12)
    assert pki.key("ha").p12.is_file() and pki.key("ha").p12 not in [path for path, _ in keys.look(keeper).files]


def test_a_login_is_kept_to_the_end_of_the_session_if_the_office_allows_it(keeper: Office, clock: FixedClock) -> None:
    offer = keys.keep_offer(keeper)
    assert offer is not None and offer.person == "phuoc.dh"
    assert offer.until == keeper.calendar.session_at(keeper.now()).end  # type: ignore[union-attr]
    clock.moment = datetime(2026, 11, 22, 9, tzinfo=VIETNAM)
    assert keys.keep_offer(keeper) is None, "a Sunday"
    clock.moment = datetime(2026, 11, 23, 9, tzinfo=VIETNAM)
    keeper, _ = keys.allow(keeper, file_keys=False, keep_login=False)
    assert keys.keep_offer(keeper) is None


def test_the_doctor_tells_drivers_tokens_pins_and_why_each_certificate_can_or_cannot_sign(
    keeper: Office, bad_token: Shim, softhsm: PracticeKeys
) -> None:
    bad_token.order(tries=1, pad=1)
    settings = replace(
        keeper.settings,
        token_modules=(str(bad_token.library), MISSING, str(SOFTHSM)),
        drivers_off=(str(SOFTHSM),),
    )
    found = keys.look(keeper.with_settings(settings))
    checks = list(token_doctor.token_checks(found.drivers))
    said = "\n".join(f"{one.ok} {one.message}" for one in checks)
    assert "True Trình điều khiển shim.so trả lời: " in said
    assert f"False Không thấy tệp trình điều khiển {MISSING}. Cài lại" in said
    assert "True Trình điều khiển libsofthsm2.so đang tắt trong Cài đặt." in said
    assert "PIN chỉ còn một lần thử. Đừng thử nếu chưa chắc" in said and "bàn phím của token" in said
    assert "Nguyễn Thu Hà, hạn đến" in said and "dùng được" in said
    assert "Chứng thư đã hết hạn ngày" in said and "chỉ dùng để đăng nhập" in said
    assert bad_token.count("login") == 0
