"""A PIN is in no argument, environment, file, log, exception or crash report; only the key process works with it."""

import logging
import resource
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from counter_app.errors import CounterError
from counter_app.model.signature import KeyRef, PinAnswer, SignStatus
from counter_app.signing.child import ChildBug
from counter_app.signing.key_process import key_child
from tests.bad_token import Shim
from tests.signing.desk import Desk
from tests.signing.own_token import make_token
from tests.signing.test_key_desk import papers
from ui.dialogs.crash import report_text

pytestmark = pytest.mark.softhsm
PIN, WRONG = "kin-4071-bi-mat", "sai-9926-bi-mat"


@pytest.fixture
def own_token(tmp_path: Path, bad_token: Shim, monkeypatch: pytest.MonkeyPatch) -> KeyRef:
    """A token of the test's own, behind the shim, whose PIN is found nowhere by chance."""
    make_token(tmp_path, monkeypatch, "kin", PIN)
    return KeyRef(kind="pkcs11", path=str(bad_token.library), token="kin", cert_id="07")


def running() -> str:
    """Arguments and environment of this process and all its children, as the system tells them."""
    said = []
    for process in (psutil.Process(), *psutil.Process().children(recursive=True)):
        for what in ("cmdline", "environ"):
            with suppress(PermissionError):  # hidden from its own user: so much the better
                said.append(Path(f"/proc/{process.pid}/{what}").read_bytes().decode("utf-8", "replace"))
    return "\n".join(said)


def written(*folders: Path) -> str:
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    return "\n".join(path.name + path.read_bytes().decode("latin-1") for path in files)


def test_nothing_but_the_key_process_ever_shows_the_pin(
    make_desk: Callable[..., Desk], own_token: KeyRef, caplog: pytest.LogCaptureFixture, bad_token: Shim
) -> None:
    desk = make_desk(modules=(own_token.path,))
    during: list[str] = []

    def look() -> bool:
        during.append(running())
        return False

    with caplog.at_level(logging.DEBUG):
        with pytest.raises(CounterError) as refused:
            desk.sign(papers(desk, 2), own_token, pin=WRONG)
        outcomes = desk.sign(papers(desk, 2), own_token, pin=PIN, stop=look)
    assert [one.status for one in outcomes] == [SignStatus.SIGNED] * 2 and during
    assert resource.getrlimit(resource.RLIMIT_CORE)[0] == 0
    answer = PinAnswer(secret=PIN)
    shown = [
        *during,
        caplog.text,
        written(desk.folder / "journal", desk.out),
        repr(refused.value) + str(refused.value) + repr(refused.value.__cause__) + repr(refused.value.__dict__),
        report_text(type(refused.value), refused.value, refused.value.__traceback__),
        repr(desk.asked) + repr(answer) + str(answer) + repr(outcomes),
        repr(vars(desk.room)) + repr(desk.room._last_errors),
    ]
    for text in shown:
        assert PIN not in text and WRONG not in text


def test_a_bug_in_the_key_process_tells_places_and_no_values(own_token: KeyRef) -> None:
    child = key_child()
    try:
        with pytest.raises(ChildBug) as bug:
            child.request("open_token", {"no": "certificate"}, PIN, timeout=20)
    finally:
        child.end()
    assert "token_key.py" in str(bug.value) and PIN not in str(bug.value)
    assert PIN not in report_text(type(bug.value), bug.value, bug.value.__traceback__)
