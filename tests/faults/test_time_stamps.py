"""A time-stamp service that is down, slow or talks nonsense: signed at B-B, the debt told, and in good time."""

import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.faults.outside import Said, assert_sentence
from tests.pki import free_port
from tests.signing.papers import paper


class _Service:
    """Listens and answers every connection in its own bad manner."""

    def __init__(self, manner: str) -> None:
        self.manner = manner
        self.calls = 0
        self.over = threading.Event()
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.socket.settimeout(0.1)
        self.thread = threading.Thread(target=self._serve)
        self.thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.socket.getsockname()[1]}/"

    def _serve(self) -> None:
        while not self.over.is_set():
            try:
                connection, _ = self.socket.accept()
            except TimeoutError:
                continue
            self.calls += 1
            with connection:
                self._answer(connection)

    def _answer(self, connection: socket.socket) -> None:
        connection.recv(65536)
        try:
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/timestamp-reply\r\n\r\n")
            if self.manner == "rubbish":
                connection.sendall(b"\x30\x82" + bytes(500))
            while self.manner == "drips" and not self.over.wait(0.3):
                connection.sendall(b"\x30")
        except OSError:
            pass  # the other side gave up, as it should

    def close(self) -> None:
        self.over.set()
        self.thread.join()
        self.socket.close()


@pytest.fixture(params=["down", "drips", "rubbish"])
def service(request: pytest.FixtureRequest) -> Iterator[tuple[str, Callable[[], int]]]:
    if request.param == "down":
        yield f"http://127.0.0.1:{free_port()}/", lambda: 1
        return
    running = _Service(request.param)
    yield running.url, lambda: running.calls
    running.close()


def test_three_files_are_signed_without_it_and_it_is_asked_once(
    ctl: Callable[..., Said], service: tuple[str, Callable[[], int]], pki: Any, tmp_path: Path
) -> None:
    url, calls = service
    files = [paper(tmp_path / f"{number}.pdf", number=number) for number in range(3)]
    key = ("--p12", pki.key("ha").p12, "--pin-env", "MAT_KHAU")
    said = ctl("sign", *files, "--out", tmp_path / "ra", *key, "--level", "B-T", "--tsa", url)
    assert said.code == 3, "a wanted level was not reached"
    assert said.summary == {"signed": 3, "skipped": 0, "refused": 0, "failed": 0, "pending": 0, "debt": 3}
    assert {(one["level"], one["debt"]) for one in said.lines[:3]} == {("B-B", True)}
    assert said.lines[0]["code"] == "signing.time_stamp_failed"
    assert_sentence(said.lines[0]["message"])
    assert calls() == 1
