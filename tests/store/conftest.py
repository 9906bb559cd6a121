"""Every promise of the store is tried on a SQLite file and on a real PostgreSQL."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest

from counter_app.clock import VIETNAM, FixedClock
from counter_app.store.database import Store, open_store
from tests.store.postgres_server import PostgresServer, running_server

ON_POSTGRES = pytest.param("postgres", marks=[pytest.mark.postgres, pytest.mark.xdist_group("postgres")])
NOON = datetime(2026, 7, 21, 11, 0, tzinfo=VIETNAM)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    with running_server() as server:
        server.execute("CREATE DATABASE ready")
        open_store(server.url("ready")).close()
        yield server


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOON)


@pytest.fixture(params=["sqlite", ON_POSTGRES])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str | Path]:
    """Where an up-to-date, empty register is."""
    if request.param == "sqlite":
        yield tmp_path / "counter.db"
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    url = server.new_database("ready")
    yield url
    server.drop(url)


@pytest.fixture(params=["sqlite", ON_POSTGRES])
def empty_address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str | Path]:
    """Where a register may be made, but is not yet."""
    if request.param == "sqlite":
        yield tmp_path / "counter.db"
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    url = server.new_database()
    yield url
    server.drop(url)


@pytest.fixture
def opened(address: str | Path, clock: FixedClock) -> Iterator[Callable[[], Store]]:
    """Opens the register, as often as wanted; all are closed at the end."""
    stores: list[Store] = []

    def open_again() -> Store:
        stores.append(open_store(address, clock))
        return stores[-1]

    yield open_again
    for store in stores:
        store.close()


@pytest.fixture
def store(opened: Callable[[], Store]) -> Store:
    return opened()
