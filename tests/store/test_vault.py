import hashlib
import multiprocessing
import resource
import signal
import threading
from pathlib import Path

import pytest

from counter_app.errors import Trouble
from counter_app.model.dossier import FileHash
from counter_app.store.vault import Vault


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return Vault(tmp_path / "vault")


def test_a_file_is_kept_under_its_hash_and_cannot_be_written(vault: Vault, tmp_path: Path) -> None:
    source = tmp_path / "Đơn đề nghị.pdf"
    source.write_bytes(b"%PDF-1.4" + bytes(3 << 20))
    found = vault.put(source)
    assert found == hashlib.sha256(source.read_bytes()).hexdigest()
    assert vault.path(found).read_bytes() == source.read_bytes()
    assert vault.path(found).stat().st_mode & 0o222 == 0
    source.unlink()
    assert vault.path(found).is_file()


def test_the_same_content_is_kept_once(vault: Vault, tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x")
    first = vault.path(vault.put_bytes(b"x")).stat()
    assert vault.put(tmp_path / "a") == vault.put_bytes(b"x")
    (kept,) = _files(vault.folder)
    assert (kept.stat().st_ino, kept.stat().st_mtime_ns) == (first.st_ino, first.st_mtime_ns)


def test_what_is_not_there_is_trouble_with_a_sentence(vault: Vault, tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="Kho tệp không có tệp") as caught:
        vault.path(FileHash("a" * 64))
    assert caught.value.code == "store.file_missing"
    with pytest.raises(Trouble, match=r"khong-co\.pdf") as caught:
        vault.put(tmp_path / "khong-co.pdf")
    assert caught.value.code == "store.file_unreadable"


def test_a_damaged_file_is_found_and_healed_by_putting_it_again(vault: Vault) -> None:
    good, bad = vault.put_bytes(b"good"), vault.put_bytes(b"bad")
    vault.path(bad).chmod(0o644)
    vault.path(bad).write_bytes(b"rotten")
    assert {each.hash: each.intact for each in vault.check()} == {good: True, bad: False}
    assert vault.put_bytes(b"bad") == bad
    assert all(each.intact for each in vault.check())


def test_many_threads_may_put_the_same_file(vault: Vault) -> None:
    found: list[str] = []
    workers = [threading.Thread(target=lambda: found.append(vault.put_bytes(bytes(1 << 16)))) for _ in range(8)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(found) == 8
    assert len(set(found)) == 1
    assert len(_files(vault.folder)) == 1


def _put_with_little_space(folder: Path, answers: "multiprocessing.Queue[tuple[str, str]]") -> None:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, 1 << 20))
    try:
        Vault(folder).put_bytes(bytes(2 << 20))
    except Trouble as trouble:
        answers.put((trouble.code, str(trouble)))


def test_a_disk_without_space_leaves_nothing_half_written(vault: Vault) -> None:
    before = vault.put_bytes(b"kept")
    context = multiprocessing.get_context("spawn")
    answers = context.Queue()
    child = context.Process(target=_put_with_little_space, args=(vault.folder, answers))
    child.start()
    code, words = answers.get(timeout=60)
    child.join()
    answers.close()
    answers.join_thread()
    assert code == "store.disk_full"
    assert "Giải phóng" in words
    assert [path.name for path in _files(vault.folder)] == [before]


def test_a_folder_that_cannot_be_made_is_trouble(tmp_path: Path) -> None:
    (tmp_path / "vault").write_bytes(b"")
    with pytest.raises(Trouble) as caught:
        Vault(tmp_path / "vault").put_bytes(b"x")
    assert caught.value.code == "store.disk_error"
