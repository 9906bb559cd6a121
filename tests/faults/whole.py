"""Nothing lost: the diary's chain of hashes, the database file and every file of the vault, looked at from outside."""

import sqlite3
from pathlib import Path

from counter_app.store.database import open_store
from counter_app.store.vault import Vault


def assert_whole(folder: Path) -> None:
    store = open_store(folder / "counter.db")
    try:
        assert store.diary.examine().first_bad is None
    finally:
        store.close()
    connection = sqlite3.connect(folder / "counter.db")
    try:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    finally:
        connection.close()
    assert all(file.intact for file in Vault(folder / "vault").check())
    assert not list((folder / "vault").glob("incoming/*"))


def count_of(folder: Path) -> dict[str, int]:
    """How many rows the tables hold that an act of an officer writes to."""
    connection = sqlite3.connect(folder / "counter.db")
    try:
        return {
            table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            for table in ("dossier", "component", "file", "event")
        }
    finally:
        connection.close()
