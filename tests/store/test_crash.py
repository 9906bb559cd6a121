"""Whatever was reported as kept is there after a kill at any moment."""

import random
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from counter_app.model.dossier import FileHash
from counter_app.store.database import open_store
from counter_app.store.vault import Vault

_WRITER = """
import sys
from pathlib import Path
from counter_app.store.database import open_store
from counter_app.store.vault import Vault
from tests.store.made_up import act, attached, new_dossier

folder = Path(sys.argv[1])
store, vault = open_store(folder / "counter.db"), Vault(folder / "vault")
for number in range(10_000):
    file_hash = vault.put_bytes(b"%d" % number)
    with store.unit_of_work() as unit:
        key = unit.add_dossier(new_dossier(code=f"H18-{number}"))
        unit.update_component(unit.dossier(key).components[0].id, file=attached(hash=file_hash))
        unit.append_event(act(key, "import", number=number))
        unit.next_number("receipt", 2026)
        unit.commit()
    print(number, file_hash, flush=True)
"""


@pytest.mark.parametrize("seed", range(3))
def test_what_was_confirmed_survives_a_kill(tmp_path: Path, seed: int) -> None:
    wanted = random.Random(seed).randrange(5, 60)
    command = [sys.executable, "-c", _WRITER, str(tmp_path)]
    confirmed = []
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout
        for line in writer.stdout:  # after the kill: what still stood in the pipe was confirmed, too
            confirmed.append(line.split())
            if len(confirmed) == wanted:
                writer.send_signal(signal.SIGKILL)
    assert writer.returncode == -signal.SIGKILL
    assert len(confirmed) >= wanted

    store, vault = open_store(tmp_path / "counter.db"), Vault(tmp_path / "vault")
    with store.unit_of_work() as unit:
        for number, file_hash in confirmed:
            key = unit.dossier_id_by_code(f"H18-{number}")
            assert key is not None
            file = unit.dossier(key).components[0].file
            assert file is not None
            assert file.hash == file_hash
            assert vault.path(FileHash(file_hash)).read_bytes() == number.encode()
            assert [event.kind for event in unit.events(key)] == ["import"]
        kept = unit.next_number("receipt", 2026) - 1
    assert kept in (len(confirmed), len(confirmed) + 1)  # the last one may be kept without having been reported
    assert store.diary.examine().first_bad is None
    assert all(each.intact for each in vault.check())
    store.close()
    with sqlite3.connect(tmp_path / "counter.db") as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()
