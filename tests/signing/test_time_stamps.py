"""Time-stamps come after the token's work: a dead service never costs a second signature."""

import http.server
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader

from counter_app.model.signature import Level, SignStatus
from tests.signing.desk import valid_signatures
from tests.signing.papers import paper


def items(desk: Any, tmp_path: Path, count: int) -> list[Any]:
    return [desk.item(paper(tmp_path / f"{n}.pdf", number=n)) for n in range(count)]


@pytest.mark.poppler
def test_a_time_stamp_is_in_the_signature(make_desk: Any, services: Any, pki: Any, tmp_path: Path) -> None:
    desk = make_desk(time_stamp_urls=[pki.tsa_url])
    outcomes = desk.sign(items(desk, tmp_path, 2), level=Level.B_T)
    assert [(outcome.level, outcome.debt, outcome.code) for outcome in outcomes] == [("B-T", False, "")] * 2
    assert ("time_stamp" in [step for _, step in desk.steps]) and valid_signatures(Path(outcomes[0].output)) == 1
    with Path(outcomes[0].output).open("rb") as file:
        (signature,) = PdfFileReader(file).embedded_signatures
        kinds = [attribute["type"].native for attribute in signature.signer_info["unsigned_attrs"]]
    assert kinds == ["signature_time_stamp_token"]


class _Refusing(http.server.BaseHTTPRequestHandler):
    requests = 0

    def do_POST(self) -> None:
        type(self).requests += 1
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"no time-stamp at all")

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def broken_service() -> Iterator[str]:
    _Refusing.requests = 0
    with http.server.HTTPServer(("127.0.0.1", 0), _Refusing) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


@pytest.mark.poppler
def test_a_failing_service_is_asked_once_and_leaves_valid_signatures_with_a_debt(
    make_desk: Any, broken_service: str, tmp_path: Path
) -> None:
    desk = make_desk(time_stamp_urls=[broken_service])
    outcomes = desk.sign(items(desk, tmp_path, 3), level=Level.B_T)
    assert {(outcome.status, outcome.level, outcome.debt) for outcome in outcomes} == {(SignStatus.SIGNED, "B-B", True)}
    assert outcomes[0].code == "signing.time_stamp_failed" and outcomes[0].message
    assert _Refusing.requests == 1
    assert all(valid_signatures(Path(outcome.output)) == 1 for outcome in outcomes)


def test_without_a_service_the_debt_is_told(make_desk: Any, tmp_path: Path) -> None:
    desk = make_desk()
    (outcome,) = desk.sign(items(desk, tmp_path, 1), level=Level.B_T)
    assert (outcome.level, outcome.debt, outcome.code) == ("B-B", True, "signing.time_stamp_not_set_up")
