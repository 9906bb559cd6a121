"""With an office key nothing in the vault can be read without it, and nothing is lost with the paper at hand."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from counter_app.errors import Refused, Trouble
from counter_app.model.dossier import FileHash
from counter_app.store import office_key
from counter_app.store.office_key import OfficeKey
from counter_app.store.vault import Vault, is_sealed
from tests.key_store import MemoryStore

CONTENT = b"%PDF-1.4 so dinh danh 033000000000" + bytes(300_000)


@pytest.fixture
def key() -> OfficeKey:
    return office_key.new_key()


@pytest.fixture
def vault(tmp_path: Path, key: OfficeKey) -> Iterator[Vault]:
    made = Vault(tmp_path / "vault", key)
    yield made
    made.close()


def lying(vault: Vault, found: FileHash) -> Path:
    return vault.folder / found[:2] / found


def test_what_lies_on_the_disk_says_nothing_and_what_is_given_out_is_the_content(vault: Vault) -> None:
    found = vault.put_bytes(CONTENT)
    assert found == hashlib.sha256(CONTENT).hexdigest()
    raw = lying(vault, found).read_bytes()
    assert b"033000000000" not in raw and is_sealed(lying(vault, found))
    shown = vault.path(found)
    assert shown.read_bytes() == CONTENT
    assert shown.stat().st_mode & 0o777 == 0o400 and shown.parent.stat().st_mode & 0o777 == 0o700
    assert vault.path(found) == shown


def test_open_copies_go_away_with_the_office_and_with_a_process_that_died(vault: Vault, key: OfficeKey) -> None:
    vault.path(vault.put_bytes(CONTENT))
    vault.close()
    assert not (vault.folder / "opened").exists()
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    left = vault.folder / "opened" / str(ended.pid)
    left.mkdir(parents=True)
    (left / "x").write_bytes(CONTENT)
    again = Vault(vault.folder, key)
    again.path(again.put_bytes(CONTENT))
    assert not left.exists() and (vault.folder / "opened" / str(os.getpid())).is_dir()
    again.close()


@pytest.mark.parametrize(
    "harm", [lambda raw: raw[:-3], lambda raw: raw[:40], lambda raw: raw[:9000] + b"?" + raw[9001:]]
)
def test_a_changed_file_is_never_given_out_and_is_found(vault: Vault, harm: object) -> None:
    found, good = vault.put_bytes(CONTENT), vault.put_bytes(b"good")
    place = lying(vault, found)
    raw = place.read_bytes()
    place.chmod(0o600)
    place.write_bytes(harm(raw))  # type: ignore[operator]
    with pytest.raises(Trouble) as trouble:
        vault.path(found)
    assert trouble.value.code == "store.sealed_damaged"
    assert {one.hash: one.intact for one in vault.check()} == {found: False, good: True}
    assert vault.put_bytes(CONTENT) == found and vault.path(found).read_bytes() == CONTENT  # healed


def test_another_offices_key_opens_nothing(vault: Vault) -> None:
    found = vault.put_bytes(CONTENT)
    stranger = Vault(vault.folder, office_key.new_key())
    with pytest.raises(Trouble):
        stranger.path(found)
    stranger.close()


def test_files_from_before_the_key_stay_readable(tmp_path: Path, key: OfficeKey) -> None:
    found = Vault(tmp_path / "vault").put_bytes(CONTENT)
    vault = Vault(tmp_path / "vault", key)
    assert vault.path(found).read_bytes() == CONTENT
    assert all(one.intact for one in vault.check())
    vault.close()


def test_the_key_store_lost_the_paper_loses_nothing(
    tmp_path: Path, key: OfficeKey, vault: Vault, key_store: MemoryStore
) -> None:
    office_key.write_public_half(tmp_path, key)
    office_key.keep_in_system(key)
    assert office_key.from_system(tmp_path) == key
    found = vault.put_bytes(CONTENT)
    key_store.kept.clear()
    with pytest.raises(Trouble) as trouble:
        office_key.from_system(tmp_path)
    assert trouble.value.code == "store.key_not_here"
    printed = " ".join(key.recovery[place : place + 4] for place in range(0, len(key.recovery), 4)).lower()
    again = office_key.from_recovery(tmp_path, printed)
    recovered = Vault(vault.folder, again)
    assert recovered.path(found).read_bytes() == CONTENT
    recovered.close()


def test_a_slip_of_the_pen_and_another_offices_paper_are_told_apart(tmp_path: Path, key: OfficeKey) -> None:
    office_key.write_public_half(tmp_path, key)
    slip = key.recovery[:-1] + ("Q" if key.recovery[-1] != "Q" else "P")
    for typed, code in (
        (slip, "recovery_wrong"),
        (office_key.new_key().recovery, "recovery_other"),
        ("", "recovery_wrong"),
    ):
        with pytest.raises(Refused) as refused:
            office_key.from_recovery(tmp_path, typed)
        assert refused.value.code == f"store.{code}"


def test_the_key_is_in_no_repr_and_the_folder_holds_its_public_half_only(tmp_path: Path, key: OfficeKey) -> None:
    office_key.write_public_half(tmp_path, key)
    assert key.recovery not in repr(key)
    assert key.recovery not in (tmp_path / office_key.FILE_NAME).read_text()


def test_a_full_disk_is_told_as_such(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    import resource
    import signal

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    old = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, before[1]))
    try:
        with pytest.raises(Trouble) as trouble:
            vault.put_bytes(os.urandom(200_000))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, old)
    assert trouble.value.code == "store.disk_full"
    assert [*vault.check()] == []
