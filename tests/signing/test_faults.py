"""Bad days: kills, full disks, services that lie, clocks that are off, targets that somebody else holds."""

import errno
import http.server
import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from counter_app.errors import Refused
from counter_app.model.signature import Level, PinAnswer, SignStatus
from counter_app.signing import disk
from counter_app.signing.local_services import LocalServices
from counter_app.signing.practice_pki import PracticeKeys
from tests.signing.desk import Desk, frozen, valid_signatures
from tests.signing.kill_run import one_round
from tests.signing.papers import paper


@pytest.mark.poppler
@pytest.mark.timeout(180)
def test_a_batch_killed_at_any_moment_goes_on_whole(pki: PracticeKeys, tmp_path: Path) -> None:
    """A hundred kills: `python -m tests.signing.kill_run --rounds 100`."""
    for number in range(4):
        one_round(tmp_path / str(number), pki)


# Time-stamp services


class _Lying(http.server.BaseHTTPRequestHandler):
    """Answers as `way` says."""

    way = ""
    real = ""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.way == "error":
            self.send_error(500)
            return
        self.send_response(200)
        self.send_header("Content-Type", "application/timestamp-reply")
        self.end_headers()
        if self.way == "drips":
            self._drip()
        elif self.way == "somebody else's":
            self.wfile.write(_ask(self.real, _other_question(body)))
        elif self.way == "touched":
            answer = bytearray(_ask(self.real, body))
            answer[-20] ^= 1
            self.wfile.write(answer)

    def _drip(self) -> None:
        try:
            while not _Lying.release.wait(0.2):
                self.wfile.write(b"0")
        except OSError:
            pass  # the asker has gone

    def log_message(self, *_: object) -> None:
        pass

    release = threading.Event()


def _ask(url: str, body: bytes) -> bytes:
    import urllib.request

    kind = {"Content-Type": "application/timestamp-query"}
    with urllib.request.urlopen(urllib.request.Request(url, data=body, headers=kind)) as answer:
        data: bytes = answer.read()
    return data


def _other_question(body: bytes) -> bytes:
    """The same nonce about another digest."""
    from asn1crypto import tsp

    question = tsp.TimeStampReq.load(body)
    question["message_imprint"]["hashed_message"] = bytes(32)
    data: bytes = question.dump(force=True)
    return data


@pytest.fixture
def lying(services: LocalServices) -> Iterator[Callable[[str], str]]:
    _Lying.real, _Lying.release = services.tsa_url, threading.Event()
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Lying) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()

        def way(name: str) -> str:
            _Lying.way = name
            return f"http://127.0.0.1:{server.server_port}/"

        yield way
        _Lying.release.set()
        server.shutdown()
        thread.join()


@pytest.mark.poppler
@pytest.mark.parametrize("way", ["error", "drips", "somebody else's", "touched"])
def test_a_service_that_lies_costs_no_second_signature(
    make_desk: Callable[..., Desk], lying: Callable[[str], str], way: str
) -> None:
    desk = make_desk(time_stamp_urls=[lying(way)])
    outcomes = desk.sign([desk.item(paper(desk.folder / f"{n}.pdf", number=n)) for n in range(2)], level=Level.B_T)
    assert {(one.status, one.level, one.debt, one.code) for one in outcomes} == {
        (SignStatus.SIGNED, "B-B", True, "signing.time_stamp_failed")
    }
    assert all(valid_signatures(Path(one.output)) == 1 for one in outcomes)


def test_a_token_of_an_expired_service_is_not_taken(services: LocalServices) -> None:
    """The authority's certificate runs out before the moment that its token states."""
    import hashlib

    from counter_app.signing import time_stamp

    asked = time_stamp.Services([services.tsa_url])
    digest = hashlib.sha256(b"van ban").digest()
    token = asked.over(digest)
    certificate = time_stamp.certificate_of(token)
    assert certificate.not_valid_before <= time_stamp.moment_of(token) <= certificate.not_valid_after

    class Expired:
        not_valid_before = not_valid_after = certificate.not_valid_before
        extended_key_usage_value = certificate.extended_key_usage_value

    with pytest.raises(ValueError, match="hết hạn"):
        time_stamp.check_authority(Expired(), time_stamp.moment_of(token))


def test_services_and_clock_are_looked_at_before_any_pin(
    make_desk: Callable[..., Desk], services: LocalServices, pki: PracticeKeys
) -> None:
    def ahead(level: Level = Level.B_T, **options: Any) -> list[tuple[str, str]]:
        return [(one.code, one.severity) for one in make_desk(**options).room.look_ahead(level)]

    assert ahead(time_stamp_urls=[pki.tsa_url]) == []
    assert ahead(Level.B_B) == []
    assert ahead() == [("signing.no_time_stamp_service", "warning")]
    dead = ["http://127.0.0.1:9/"]
    assert ahead(time_stamp_urls=dead) == [("signing.time_stamp_unreachable", "warning")]
    assert ahead(time_stamp_urls=dead, level_required=True) == [("signing.time_stamp_unreachable", "error")]
    assert ahead(time_stamp_urls=[pki.tsa_url], clock=frozen("2020-01-01T08:00:00")) == [
        ("signing.clock_off", "warning")
    ]


# The machine


def test_a_clock_that_is_off_is_refused_by_the_certificate_s_period(
    make_desk: Callable[..., Desk], tmp_path: Path
) -> None:
    desk = make_desk(clock=frozen("2019-01-01T08:00:00"))
    with pytest.raises(Refused) as refused:
        desk.sign([desk.item(paper(tmp_path / "a.pdf"))])
    assert refused.value.code == "signing.certificate_not_yet_valid"
    assert list(desk.out.iterdir()) == []


def test_a_target_that_somebody_holds_fails_one_file(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As Windows says it when a viewer has the name open."""
    taken = disk._rename_if_free

    def held(copy: Path, target: Path) -> None:
        if target.name == "0.pdf":
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        taken(copy, target)

    monkeypatch.setattr(disk, "_rename_if_free", held)
    outcomes = desk.sign([desk.item(paper(tmp_path / f"{n}.pdf", number=n)) for n in range(2)])
    assert [one.status for one in outcomes] == [SignStatus.FAILED, SignStatus.SIGNED]
    assert outcomes[0].message and sorted(path.name for path in desk.out.iterdir()) == ["1.pdf"]


def test_stopping_at_the_first_error_leaves_the_rest_waiting(desk: Desk, tmp_path: Path) -> None:
    junk = tmp_path / "0.pdf"
    junk.write_bytes(b"khong phai PDF")
    items = [desk.item(junk), *(desk.item(paper(tmp_path / f"{n}.pdf", number=n)) for n in (1, 2))]
    outcomes = desk.room.sign(
        items,
        desk.pki.file_key("ha"),
        level=Level.B_B,
        pin=lambda _: PinAnswer(secret=desk.pki.password),
        stop_on_error=True,
    )
    assert [one.status for one in outcomes] == [SignStatus.REFUSED, SignStatus.PENDING, SignStatus.PENDING]
    assert {one.code for one in outcomes[1:]} == {"signing.stopped_by_error"}
    assert list(desk.out.iterdir()) == []
