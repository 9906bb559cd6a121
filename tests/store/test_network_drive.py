"""A register on a network drive is refused with its reason. The mounts are told to the library as Linux tells them."""

from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from counter_app.errors import Refused
from counter_app.store.database import open_store
from counter_app.store.network_drive import drive_kind

MOUNTS = """/dev/sda1 / ext4 rw 0 0
proc /proc proc rw 0 0
//may-chu/quay {share} cifs rw,vers=3.0 0 0
may-chu:/ho-so {nfs} nfs4 rw 0 0
nguoi@may-chu:/ho-so {ssh} fuse.sshfs rw 0 0
/dev/sdb1 {share}/trong ext4 rw 0 0
"""


@pytest.fixture
def disks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """psutil reads another table of mounts; everything after that is the real thing."""
    table = tmp_path / "proc" / "self"
    table.mkdir(parents=True)
    places = {name: tmp_path / name for name in ("share", "nfs", "ssh")}
    (table / "mounts").write_text(MOUNTS.format(**places), encoding="utf-8")
    (table.parent / "filesystems").write_text("\text4\nnodev\tcifs\n", encoding="utf-8")
    monkeypatch.setattr(psutil, "PROCFS_PATH", str(table.parent))
    yield tmp_path


@pytest.mark.skipif(not psutil.LINUX, reason="the table of mounts is Linux's")
@pytest.mark.parametrize(("name", "kind"), [("share", "cifs"), ("nfs", "nfs4"), ("ssh", "fuse.sshfs")])
def test_a_register_on_a_network_drive_is_refused_and_nothing_is_made(disks: Path, name: str, kind: str) -> None:
    with pytest.raises(Refused) as told:
        open_store(disks / name / "quay" / "counter.db")
    assert told.value.code == "store.network_drive"
    assert kind in str(told.value)
    assert not (disks / name).exists()


@pytest.mark.skipif(not psutil.LINUX, reason="the table of mounts is Linux's")
def test_a_disk_of_this_machine_below_or_beside_a_share_is_fine(disks: Path) -> None:
    open_store(disks / "share" / "trong" / "counter.db").close()
    open_store(disks / "share-khac" / "counter.db").close()


def test_this_machines_own_disk_is_known(tmp_path: Path) -> None:
    open_store(tmp_path / "counter.db").close()
    assert drive_kind(tmp_path) not in ("", "cifs")
