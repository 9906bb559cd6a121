"""A PostgreSQL server of the tests' own: in a temporary folder, on a socket there, never as root."""

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg

from tests.tools import postgres_programs

# The server refuses to run as root; the package's own user is there wherever the programs are.
AS_USER = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}
SETTINGS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "listen_addresses=", "shared_buffers=64MB")


class PostgresServer:
    def __init__(self, folder: Path, *, safe: bool = False) -> None:
        """`safe`: what was committed survives a power cut, as in an office; tests are faster without."""
        self.folder = folder
        self._settings = ("listen_addresses=",) if safe else SETTINGS
        self._server: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        options = [word for one in (*self._settings, f"unix_socket_directories={self.folder}") for word in ("-c", one)]
        program = [_programs() / "postgres", "-D", self.folder / "data", *options]
        with (self.folder / "log").open("ab") as log:
            self._server = subprocess.Popen(program, stderr=log, stdout=log, cwd=self.folder, **AS_USER)
        _wait(self.folder)

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """SIGINT: a fast shutdown, everybody is sent away. SIGQUIT: as if its machine went off, without a farewell."""
        if self._server is not None:
            self._server.send_signal(how)
            self._server.wait(120)
            self._server = None

    def url(self, database: str) -> str:
        return f"postgresql://tester@/{database}?host={self.folder}"

    def execute(self, statement: str) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement.encode())

    def new_database(self, template: str = "template0") -> str:
        """The URL of a fresh database."""
        name = "test_" + uuid.uuid4().hex[:12]
        self.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self.url(name)

    def drop(self, url: str) -> None:
        self.execute(f"DROP DATABASE {_name(url)} WITH (FORCE)")

    def cut_off(self, url: str) -> None:
        """End every connection to a database, as a network that goes away does."""
        self.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{_name(url)}'")


@contextlib.contextmanager
def running_server(*, safe: bool = False) -> Iterator[PostgresServer]:
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    if AS_USER:
        shutil.chown(folder, "postgres", "postgres")
    initdb = [_programs() / "initdb", "-D", folder / "data", "-U", "tester", "-A", "trust", "--no-sync", "-E", "UTF8"]
    subprocess.run([*initdb, "--locale=C.UTF-8"], check=True, stdout=subprocess.DEVNULL, cwd=folder, **AS_USER)
    server = PostgresServer(folder, safe=safe)
    server.start()
    try:
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder)


def _programs() -> Path:
    found = postgres_programs()
    assert found
    return found


def _name(url: str) -> str:
    return url.split("/")[3].split("?", maxsplit=1)[0]


def _wait(folder: Path) -> None:
    last = time.monotonic() + 120
    while True:
        try:
            psycopg.connect(f"postgresql://tester@/postgres?host={folder}").close()
            return
        except psycopg.OperationalError:
            if time.monotonic() > last:
                raise
            time.sleep(0.05)
