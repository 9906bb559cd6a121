"""The PIN and the token on a bad day, through the command and through the use case that writes into the books."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from counter_app.errors import Refused
from counter_app.model.signature import KeyRef, Level, SignStatus
from counter_app.workflow import queue, signing
from counter_app.workflow.office import Office
from counter_app.workflow.sign_rows import SignRow
from tests.bad_token import Shim
from tests.faults.outside import Said, assert_sentence
from tests.faults.whole import count_of
from tests.practice import PIN
from tests.signing.papers import paper
from tests.workflow.test_day import answer

pytestmark = pytest.mark.softhsm
WRONG = "87654321"


@pytest.fixture
def five_files(tmp_path: Path) -> list[Path]:
    return [paper(tmp_path / f"{number}.pdf", number=number) for number in range(5)]


@pytest.fixture
def token(bad_token: Shim, softhsm: Any) -> tuple[object, ...]:
    key = softhsm.token_key("ha")
    return ("--pkcs11", bad_token.library, "--token", key.token, "--cert", key.cert_id, "--pin-stdin")


def key_of(office: Office, bad_token: Shim) -> KeyRef:
    mine = (one for one in signing.certificates(office) if one.usable and one.subject == office.person.name)
    return replace(next(one.key for one in mine if one.key.kind == "pkcs11"), path=str(bad_token.library))


def test_a_wrong_pin_for_five_files_reaches_the_token_once(
    ctl: Callable[..., Said], bad_token: Shim, token: tuple[object, ...], five_files: list[Path], tmp_path: Path
) -> None:
    bad_token.order(tries=3)
    said = ctl("sign", *five_files, "--out", tmp_path / "ra", *token, given=f"{WRONG}\n", secrets=(WRONG,))
    assert (said.code, said.lines[-1]["error"]) == (1, "signing.wrong_pin")
    assert (bad_token.count("login"), bad_token.tries, bad_token.count("sign")) == (1, 2, 0)
    assert not list((tmp_path / "ra").glob("*.pdf"))
    assert_sentence(said.words)


@pytest.mark.parametrize(
    ("given", "tries", "code"),
    [("\n", 3, "signing.pin_too_short"), ("", 3, "signing.pin_too_short"), (f"{PIN}\n", 0, "signing.pin_locked")],
    ids=["empty line", "nothing at all", "locked"],
)
def test_an_empty_pin_and_a_locked_token_cost_no_try(
    ctl: Callable[..., Said],
    bad_token: Shim,
    token: tuple[object, ...],
    five_files: list[Path],
    tmp_path: Path,
    given: str,
    tries: int,
    code: str,
) -> None:
    bad_token.order(tries=tries)
    said = ctl("sign", *five_files, "--out", tmp_path / "ra", *token, given=given)
    assert (said.code, said.lines[-1]["error"]) == (1, code)
    assert (bad_token.count("login"), bad_token.tries) == (0, tries)
    assert_sentence(said.words)


def test_a_token_pulled_out_keeps_what_is_signed_and_the_next_run_signs_the_rest(
    ctl: Callable[..., Said], bad_token: Shim, token: tuple[object, ...], five_files: list[Path], tmp_path: Path
) -> None:
    bad_token.order(remove_after=2)
    run = ("sign", *five_files, "--out", tmp_path / "ra", *token)
    said = ctl(*run, given=f"{PIN}\n")
    assert said.code == 3
    assert said.summary == {"signed": 2, "skipped": 0, "refused": 0, "failed": 1, "pending": 2, "debt": 0}
    assert {one["code"] for one in said.lines[2:5]} == {"signing.token_removed"}
    assert_sentence(said.lines[4]["message"])
    (bad_token.folder / "remove_after").unlink()
    again = ctl(*run, given=f"{PIN}\n")
    assert again.code == 0
    assert again.summary == {"signed": 3, "skipped": 2, "refused": 0, "failed": 0, "pending": 0, "debt": 0}
    assert bad_token.count("sign") == 5


def test_pulled_out_in_the_middle_the_books_hold_what_was_signed_and_no_more(
    office: Office, bad_token: Shim, five: tuple[SignRow, ...], whole: Callable[[], None]
) -> None:
    key = key_of(office, bad_token)
    bad_token.order(remove_after=2)
    report = signing.sign(office, five, key, pin=answer(PIN), level=Level.B_B)
    assert [one.status for one in report.outcomes] == [
        SignStatus.SIGNED,
        SignStatus.SIGNED,
        SignStatus.FAILED,
        SignStatus.PENDING,
        SignStatus.PENDING,
    ]
    assert_sentence(report.outcomes[4].message)
    left = tuple(row for row in signing.waiting(office) if not row.is_result)
    assert {row.file.hash for row in left} == {row.file.hash for row in five[2:]}
    (bad_token.folder / "remove_after").unlink()
    again = signing.sign(office, left, key, pin=answer(PIN), level=Level.B_B)
    assert [one.status for one in again.outcomes] == [SignStatus.SIGNED] * 3
    assert bad_token.count("sign") == 5
    assert not [row for row in signing.waiting(office) if not row.is_result]
    kinds = [event.kind for row in {row.dossier_id for row in five} for event in queue.events(office, row)]
    assert kinds.count("sign_component") >= 5
    whole()


def test_a_wrong_pin_writes_nothing_into_the_books(
    office: Office, bad_token: Shim, five: tuple[SignRow, ...], whole: Callable[[], None]
) -> None:
    bad_token.order(tries=3)
    before = count_of(office.folder)
    with pytest.raises(Refused) as refused:
        signing.sign(office, five, key_of(office, bad_token), pin=answer(WRONG), level=Level.B_B)
    assert refused.value.code == "signing.wrong_pin" and WRONG not in repr(refused.value.values)
    assert (bad_token.count("login"), bad_token.tries) == (1, 2)
    assert count_of(office.folder) == before
    whole()


def test_a_secret_that_is_no_text_is_not_sent(
    ctl: Callable[..., Said], five_files: list[Path], pki: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HONG", b"m\xe1t-kh\xfcu".decode("utf-8", "surrogateescape"))
    said = ctl("sign", *five_files, "--out", tmp_path / "ra", "--p12", pki.key("ha").p12, "--pin-env", "HONG")
    assert (said.code, said.lines[-1]["error"]) == (2, "cli.secret_not_text")
    assert_sentence(said.words)
