"""The PIN is sent once, ever: what is asked, counted, confirmed and stopped, on SoftHSM behind the bad-day shim."""

import json
from pathlib import Path
from typing import Any

import pytest

from counter_app.errors import CounterError, Refused, Trouble
from counter_app.model.signature import KeyRef, SignStatus
from counter_app.signing.pin_guard import TokenNote, TokenNotes, guarded
from tests.signing.desk import Desk, valid_signatures
from tests.signing.own_token import make_token
from tests.signing.test_key_desk import papers
from tests.signing.test_tokens import over
from tests.tools import SOFTHSM

pytestmark = pytest.mark.softhsm
WRONG = "87654321"
GENERAL_ERROR, ALREADY_LOGGED_IN, NO_PIN_SET = 0x5, 0x100, 0x102


def failure(desk: Desk, key: KeyRef, **how: Any) -> CounterError:
    with pytest.raises(CounterError) as raised:
        desk.sign(papers(desk, 2), key, **how)
    return raised.value


def test_a_token_whose_flags_never_move_is_still_guarded(desk: Desk, shim: Any) -> None:
    key = over(shim, desk.pki)
    assert failure(desk, key, pin=WRONG).code == "signing.wrong_pin"
    assert failure(desk, key, pin=WRONG).code == "signing.wrong_pin"
    assert [(one.state, one.misses) for one in desk.asked] == [("normal", 0), ("count_low", 1)]
    assert failure(desk, key, pin=WRONG).code == "signing.last_try_unconfirmed"
    assert desk.asked[-1].state == "final_try" and shim.count("login") == 2
    assert [one.status for one in desk.sign(papers(desk, 2), key, confirmed=True)] == [SignStatus.SIGNED] * 2
    assert shim.count("login") == 3
    desk.sign(papers(desk, 3), key, pin=None)
    assert desk.asked[-1].state == "normal", "a good login forgets the misses"


def test_flags_that_follow_a_miss_are_believed_more_than_our_own_count(desk: Desk, shim: Any) -> None:
    shim.order(tries=3)
    key = over(shim, desk.pki)
    for _ in range(2):
        failure(desk, key, pin=WRONG)
    shim.order(tries=2)  # a token that gives more tries than most
    desk.sign(papers(desk, 1), key, pin=None)
    assert [(one.state, one.misses) for one in desk.asked] == [("normal", 0), ("count_low", 1), ("count_low", 2)]
    assert guarded("count_low", TokenNote(misses=2)) == "final_try", "of a token whose flags were not seen to move"


@pytest.mark.parametrize(
    ("error", "code", "counted"),
    [
        (GENERAL_ERROR, "signing.login_unclear", True),
        (ALREADY_LOGGED_IN, "signing.token_busy", False),
        (NO_PIN_SET, "signing.pin_not_set", False),
    ],
)
def test_only_a_clear_answer_is_worded_as_a_wrong_pin_and_only_a_clear_one_is_no_miss(
    desk: Desk, shim: Any, error: int, code: str, counted: bool
) -> None:
    shim.order(login_error=error)
    raised = failure(desk, over(shim, desk.pki))
    assert raised.code == code and "PIN vừa nhập chưa đúng" not in str(raised)
    assert "Error" not in raised.what and shim.count("login") == 1
    desk.sign(papers(desk, 1), over(shim, desk.pki), pin=None)
    assert desk.asked[-1].misses == int(counted)


def test_a_driver_that_crashes_at_the_login_costs_a_possible_miss_that_is_not_forgotten(
    make_desk: Any, shim: Any
) -> None:
    desk = make_desk()
    shim.order(crash_at="login")
    assert failure(desk, over(shim, desk.pki)).code == "signing.key_process_ended"
    shim.recall("crash_at")
    later = make_desk()  # the program was started again
    later.sign(papers(later, 1), over(shim, later.pki), pin=None)
    assert (later.asked[0].misses, later.asked[0].state) == (1, "count_low")
    noted = (later.folder / "journal" / "tokens.json").read_text()
    assert later.pki.pin not in noted and later.pki.key("ha").token_label not in noted
    assert [entry["misses"] for entry in json.loads(noted).values()] == [1]


def test_a_token_that_goes_at_the_login_is_no_miss(desk: Desk, shim: Any) -> None:
    key = over(shim, desk.pki)
    shim.order(unplugged_at_login=1)
    assert failure(desk, key).code == "signing.token_removed"
    shim.recall("unplugged_at_login")
    desk.sign(papers(desk, 1), key, pin=None)
    assert desk.asked[-1].misses == 0


def test_a_key_that_asks_each_time_gets_each_pin_once_and_stops_at_the_first_miss(desk: Desk, shim: Any) -> None:
    shim.order(each_time=1)
    key = over(shim, desk.pki)
    outcomes = desk.sign(papers(desk, 2), key)
    assert [one.status for one in outcomes] == [SignStatus.SIGNED] * 2
    assert (shim.count("login"), shim.count("again"), shim.count("sign")) == (1, 2, 2)
    assert [(one.number, one.prompts) for one in desk.asked] == [(1, 1), (2, 3), (3, 3)]
    desk.asked.clear()
    items = papers(desk, 5)[2:]

    def second_is_wrong() -> str:
        return WRONG if len(desk.asked) == 3 else desk.pki.pin

    outcomes = desk.sign(items, key, pin=second_is_wrong)
    assert [(one.number, one.prompts) for one in desk.asked] == [(1, 4), (2, 4), (3, 4)], "said beforehand now"
    assert [one.code for one in outcomes] == ["", "signing.wrong_pin_midway", "signing.wrong_pin_midway"]
    assert (shim.count("login"), shim.count("again"), shim.count("sign")) == (2, 4, 3)
    assert valid_signatures(Path(outcomes[0].output)) == 1
    desk.sign(items[1:], key, pin=None)
    assert desk.asked[-1].misses == 1


def test_softhsm_s_own_key_that_asks_each_time(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without any shim: the token itself wants the PIN again, told by CKA_ALWAYS_AUTHENTICATE."""
    (home := tmp_path / "rieng").mkdir()
    make_token(home, monkeypatch, "moi-lan", "24681357", asks_each_time=True)
    key = KeyRef(kind="pkcs11", path=str(SOFTHSM), token="moi-lan", cert_id="07")
    outcomes = desk.sign(papers(desk, 2), key, pin="24681357")
    assert [valid_signatures(Path(one.output)) for one in outcomes] == [1, 1]
    assert [one.number for one in desk.asked] == [1, 2, 3]


def test_a_pin_pad_is_asked_by_the_token_itself(desk: Desk, shim: Any) -> None:
    shim.order(pad=1)
    key = over(shim, desk.pki)
    assert failure(desk, key, pin="unused").code == "signing.pad_cancelled"
    shim.order(pad_pin=desk.pki.pin)
    outcomes = desk.sign(papers(desk, 2), key, pin="unused")
    assert [one.status for one in outcomes] == [SignStatus.SIGNED] * 2
    assert [(one.pad, one.misses) for one in desk.asked] == [(True, 0), (True, 0)]
    assert shim.count("login") == 2


def test_a_full_disk_stops_before_the_pin_is_sent(desk: Desk, shim: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A try that cannot be written down is not made."""

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("counter_app.signing.pin_guard.os.fsync", full)
    raised = failure(desk, over(shim, desk.pki))
    assert isinstance(raised, Trouble) and raised.code == "signing.disk_full" and shim.count("login") == 0


def test_notes_that_somebody_damaged_are_no_notes(tmp_path: Path) -> None:
    for damaged in ("{", "[]", '{"x": 3}', '{"%s": {"misses": "viel"}}' % ("0" * 16)):
        (tmp_path / "tokens.json").write_text(damaged)
        assert TokenNotes(tmp_path).of("123") == TokenNote()


def test_refusals_say_what_to_do() -> None:
    for code in ("signing.pin_not_set", "signing.last_try_unconfirmed", "signing.pin_stopped_midway"):
        assert Refused(code).advice
