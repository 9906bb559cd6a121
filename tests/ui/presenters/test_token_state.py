"""What the status bar says of the token."""

from dataclasses import replace
from datetime import datetime

import pytest

from counter_app.clock import VIETNAM
from counter_app.model.person import Person, Role
from counter_app.model.signature import CertificateInfo, KeyRef
from counter_app.model.token import KeptLogin, TokenNews, TokenSeen
from ui.presenters.token_state import TokenState, token_state

HA = Person(login="ha", name="Nguyễn Thu Hà", role=Role.OFFICER)
UNTIL = datetime(2026, 11, 23, 11, 30, tzinfo=VIETNAM)
KEY = KeyRef(kind="pkcs11", path="a.so", token="HA", token_serial="1")
MINE = CertificateInfo(
    key=KEY,
    subject="Nguyễn Thu Hà",
    organisation="",
    issuer="CA",
    serial="1",
    not_before=UNTIL,
    not_after=UNTIL,
    usable=True,
)
THEIRS = replace(MINE, subject="Trần Quốc Bảo")
SEEN = TokenSeen(path="a.so", label="HA", serial="1")
NEWS = TokenNews(tokens=(SEEN,))


def test_without_a_token_nobody_holds_one() -> None:
    assert token_state(TokenNews(), (MINE,), HA) == TokenState()
    assert token_state(TokenNews(looking=True), (), HA).holder == "đang tìm…"


@pytest.mark.parametrize(
    ("state", "words", "tone"),
    [
        ("normal", "chưa nhập PIN", "text2"),
        ("count_low", "PIN: còn ít lần thử", "warn"),
        ("final_try", "PIN: lần thử cuối", "bad"),
        ("locked", "PIN đã khóa", "bad"),
    ],
)
def test_how_near_the_lock_the_own_token_is(state: str, words: str, tone: str) -> None:
    news = TokenNews(tokens=(replace(SEEN, pin_state=state),))
    found = token_state(news, (THEIRS, MINE), HA)
    assert (found.holder, found.words, found.tone) == ("Nguyễn Thu Hà", words, tone)


def test_a_kept_login_says_when_it_ends() -> None:
    kept = KeptLogin(key=KEY, person="ha", holder="Nguyễn Thu Hà", until=UNTIL)
    found = token_state(replace(NEWS, kept=kept), (MINE,), HA)
    assert (found.words, found.icon, found.icon_tone) == ("PIN đã nhập · giữ đến 11:30", "lock-open", "good")


def test_a_token_of_somebody_else_and_one_that_cannot_sign_are_told_apart() -> None:
    assert token_state(NEWS, (THEIRS,), HA).words == "không phải của bạn"
    unusable = token_state(NEWS, (replace(MINE, usable=False),), HA)
    assert (unusable.holder, unusable.words) == ("HA", "không có chứng thư ký được")
