"""What a kill left goes when it is old; what another program is at, and every kept file, stays."""

import os
import time
from dataclasses import replace
from pathlib import Path

import pytest

from counter_app.errors import Trouble
from counter_app.settings import is_office, load_settings
from counter_app.workflow import backup, daily, leftovers
from counter_app.workflow.office import SCRATCH, Office


def aged(path: Path, hours: float) -> Path:
    moment = time.time() - hours * 3600
    for one in (*path.rglob("*"), path) if path.is_dir() else (path,):
        os.utime(one, (moment, moment))
    return path


def test_old_ones_go_young_ones_and_files_of_the_office_stay(office: Office, tmp_path: Path) -> None:
    place = tmp_path / "sao-luu"
    place.mkdir()
    office = replace(office, settings=replace(office.settings, backup_folder=str(place)))
    kept = {path for path in office.folder.rglob("*") if path.is_file() and "vault" in path.parts}
    incoming = office.folder / "vault" / "incoming"
    incoming.mkdir(exist_ok=True)
    stem = backup.stem(office)
    left = [office.folder / f"{SCRATCH}cu", incoming / "tmpcu", place / f"{stem}-20261101-080000.qmc.age.77.part"]
    young = [office.folder / f"{SCRATCH}moi", incoming / "tmpmoi", place / f"{stem}-20261123-080000.qmc.age.78.part"]
    for path in (*left, *young):
        in_folder = SCRATCH in path.name
        if in_folder:
            path.mkdir()
        (path / "ban-do.pdf" if in_folder else path).write_bytes(b"half")
    for path in left:
        aged(path, 25)
    aged(young[0], 30)
    (young[0] / "ban-do.pdf").touch()  # a folder that was made long ago, in which somebody still works
    (place / f"{stem}-20261101-080000.qmc.age").write_bytes(b"whole")
    aged(place / f"{stem}-20261101-080000.qmc.age", 500)
    assert leftovers.sweep(office) == 3
    assert not any(path.exists() for path in left) and all(path.exists() for path in young)
    assert (place / f"{stem}-20261101-080000.qmc.age").is_file() and all(path.is_file() for path in kept)
    aged(young[1], 25)
    daily.do(office, first=True)
    assert not young[1].exists()


def test_a_folder_that_may_not_be_looked_into_is_said() -> None:
    """A name that no file system takes fails in the same way as a folder without permission, also for root."""
    for ask in (is_office, load_settings):
        with pytest.raises(Trouble) as told:
            ask(Path("/" + "a" * 5000))
        assert told.value.code == "settings.no_access"
