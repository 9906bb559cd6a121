"""A PostgreSQL server for the tests of one module, and a fresh database on it for each test."""

from collections.abc import Iterator

import pytest

from tests.store.postgres_server import PostgresServer, running_server


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    with running_server() as server:
        yield server


@pytest.fixture
def address(server: PostgresServer) -> Iterator[str]:
    url = server.new_database()
    yield url
    server.drop(url)
