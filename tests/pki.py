"""A practice PKI for the tests, made once per test process: keys, tokens, time-stamps, OCSP, revocation lists."""

import os
import socket
from collections.abc import Iterator
from datetime import date

import pytest

from counter_app.model.person import Person, Role
from counter_app.signing.local_services import LocalServices
from counter_app.signing.practice_pki import PracticeKeys, make_practice_pki
from tests.tools import SOFTHSM

OFFICE = "Ủy ban nhân dân phường Thử Nghiệm"
PEOPLE = (
    Person(login="ha", name="Nguyễn Thu Hà", role=Role.OFFICER, title="Chuyên viên"),
    Person(login="cuong", name="Đỗ Mạnh Cường", role=Role.LEADER, title="Phó Giám đốc"),
)


def free_port() -> int:
    """A port nobody listens on. Held by nobody either: bind it soon."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def pki(tmp_path_factory: pytest.TempPathFactory) -> PracticeKeys:
    """Officer "ha", leader "cuong", "seal", and "expired", "revoked", "login_only", `.stranger`; tokens if possible."""
    return make_practice_pki(
        tmp_path_factory.mktemp("pki"),
        PEOPLE,
        OFFICE,
        softhsm_library=SOFTHSM,
        today=date.today(),
        services_port=free_port(),
        with_negative=True,
    )


@pytest.fixture(scope="session")
def services(pki: PracticeKeys) -> Iterator[LocalServices]:
    """Time-stamps, OCSP and CRLs answer at the addresses in the certificates."""
    with LocalServices(pki.folder) as running:
        yield running


@pytest.fixture
def softhsm(pki: PracticeKeys, monkeypatch: pytest.MonkeyPatch) -> PracticeKeys:
    """The tokens of `pki`, for child processes started by the test; mark such a test with `softhsm`."""
    assert pki.softhsm_conf is not None
    monkeypatch.setitem(os.environ, "SOFTHSM2_CONF", str(pki.softhsm_conf))
    return pki
