"""One file with the whole office in it: a tar sealed with the office's key, each part named with its hash.

Nothing is written twice on the way: the tar runs through a pipe into the seal. `check` and `restore` read the same
file again; neither believes a part whose hash is not that of the list at the end.
"""

import io
import json
import os
import shutil
import tarfile
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

from counter_app.errors import Refused, Trouble
from counter_app.store.disk_trouble import of_file_system
from counter_app.store.office_key import OfficeKey, seal_stream
from counter_app.store.opened import Hashed

LIST = "danh-muc.json"  # last in the tar: what is in it, by name, size and SHA-256, and the caller's facts
FORMAT = 1
Stop = Callable[[], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What a backup holds. `facts`: what the caller wrote into it (moment, head of the diary …)."""

    files: int
    size: int  # bytes of the parts, before sealing
    facts: dict[str, Any]


def write(
    target: Path,
    public: str,
    parts: Sequence[tuple[str, Path]],
    facts: dict[str, Any],
    *,
    stopped: Stop = lambda: False,
    progress: Callable[[int, int], None] = lambda _done, _all: None,
) -> Contents:
    """`parts`: name inside (with /) and the file. Whole or not at all; an existing target is refused.

    Refused `store.backup_exists`, `store.backup_stopped`; Trouble: disk.
    """
    if target.exists():
        raise Refused("store.backup_exists", file=target.name)
    # Two programs may make the backup of one second: each writes its own, and either is whole.
    part = target.with_name(f"{target.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as sealed:
            contents = _seal_tar(sealed, public, parts, facts, stopped, progress)
            sealed.flush()
            os.fsync(sealed.fileno())
        part.rename(target)
    except OSError as error:
        raise of_file_system(error, target.name) from error
    finally:
        part.unlink(missing_ok=True)
    return contents


def check(source: Path, key: OfficeKey) -> Contents:
    """Read everything again. Trouble `store.backup_damaged` with the part's name, `store.sealed_damaged`."""
    return _read(source, key, lambda _name: None)


def restore(source: Path, key: OfficeKey, folder: Path) -> Contents:
    """Unpack into an empty or new folder. Refused `store.folder_in_use`; a failed restore leaves nothing."""
    if folder.exists() and any(folder.iterdir()):
        raise Refused("store.folder_in_use", folder=folder.name)

    def place(name: str) -> Path:
        path = folder.joinpath(*PurePosixPath(name).parts)
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    try:
        folder.mkdir(parents=True, exist_ok=True)
        return _read(source, key, place)
    except BaseException as error:
        for ours in folder.iterdir() if folder.exists() else ():  # it was empty before
            shutil.rmtree(ours) if ours.is_dir() else ours.unlink()
        if isinstance(error, OSError):
            raise of_file_system(error, folder.name) from error
        raise


def _seal_tar(
    sealed: BinaryIO,
    public: str,
    parts: Sequence[tuple[str, Path]],
    facts: dict[str, Any],
    stopped: Stop,
    progress: Callable[[int, int], None],
) -> Contents:
    """One thread makes the tar, this one seals what comes out of the pipe."""
    reading, writing = os.pipe()
    told: list[Contents] = []
    failed: list[BaseException] = []

    def fill() -> None:
        try:
            with os.fdopen(writing, "wb") as stream, tarfile.open(fileobj=stream, mode="w|") as tar:
                told.append(_fill(tar, parts, facts, stopped, progress))
        except BrokenPipeError:
            pass  # the seal ended first and says why
        except BaseException as error:
            failed.append(error)

    thread = threading.Thread(target=fill, name="backup", daemon=True)
    thread.start()
    try:
        with os.fdopen(reading, "rb") as stream:
            seal_stream(public, stream, sealed)
    finally:
        thread.join()
    if failed:
        raise failed[0]
    return told[0]


def _fill(
    tar: tarfile.TarFile,
    parts: Sequence[tuple[str, Path]],
    facts: dict[str, Any],
    stopped: Stop,
    progress: Callable[[int, int], None],
) -> Contents:
    listed, total = [], 0
    for number, (name, path) in enumerate(parts):
        if stopped():
            raise Refused("store.backup_stopped")
        progress(number, len(parts))
        with path.open("rb") as file:
            entry = tarfile.TarInfo(name)
            entry.size = os.fstat(file.fileno()).st_size
            hashed = Hashed(file)
            tar.addfile(entry, hashed)
        listed.append({"name": name, "size": entry.size, "sha256": hashed.digest})
        total += entry.size
    progress(len(parts), len(parts))
    told = json.dumps({"format": FORMAT, "facts": facts, "files": listed}, ensure_ascii=False).encode()
    entry = tarfile.TarInfo(LIST)
    entry.size = len(told)
    tar.addfile(entry, io.BytesIO(told))
    return Contents(files=len(listed), size=total, facts=facts)


def _read(source: Path, key: OfficeKey, place: Callable[[str], Path | None]) -> Contents:
    found: dict[str, tuple[int, str]] = {}
    listing: dict[str, Any] | None = None
    with _opened_tar(source, key) as tar:
        for entry in tar:
            file = tar.extractfile(entry)
            if file is None or not _inside(entry.name):
                raise Trouble("store.backup_damaged", part=entry.name[:80])
            if entry.name == LIST:
                listing = json.loads(file.read())
                continue
            found[entry.name] = (entry.size, _copy(file, place(entry.name)))
    return _compare(found, listing)


def _copy(file: Any, target: Path | None) -> str:
    hashed = Hashed(file)
    if target is None:
        while hashed.read(1 << 20):
            pass
        return hashed.digest
    with target.open("xb") as out:
        while chunk := hashed.read(1 << 20):
            out.write(chunk)
        out.flush()
        os.fsync(out.fileno())
    return hashed.digest


def _compare(found: dict[str, tuple[int, str]], listing: dict[str, Any] | None) -> Contents:
    if listing is None or listing.get("format") != FORMAT:
        raise Trouble("store.backup_damaged", part=LIST)
    listed = {one["name"]: (one["size"], one["sha256"]) for one in listing["files"]}
    for name in listed.keys() | found.keys():
        if listed.get(name) != found.get(name):
            raise Trouble("store.backup_damaged", part=name)
    return Contents(files=len(found), size=sum(size for size, _ in found.values()), facts=listing["facts"])


def _inside(name: str) -> bool:
    parts = PurePosixPath(name)
    return not parts.is_absolute() and ".." not in parts.parts and "\\" not in name and ":" not in name


@contextmanager
def _opened_tar(source: Path, key: OfficeKey) -> Iterator[tarfile.TarFile]:
    """One thread opens the seal into a pipe, the caller reads the tar out of it."""
    reading, writing = os.pipe()
    failed: list[BaseException] = []

    def unseal() -> None:
        try:
            with os.fdopen(writing, "wb") as stream, source.open("rb") as sealed:
                key.open_stream(sealed, stream)
        except BrokenPipeError:
            pass  # the reader ended first and says why
        except BaseException as error:
            failed.append(error)

    thread = threading.Thread(target=unseal, name="backup", daemon=True)
    thread.start()
    try:
        with os.fdopen(reading, "rb") as stream, tarfile.open(fileobj=stream, mode="r|") as tar:
            yield tar
            while stream.read(1 << 20):  # the seal is whole only when its end was seen
                pass
    except (tarfile.TarError, ValueError, KeyError, TypeError, EOFError) as error:
        thread.join()
        raise _reason(failed, source) from error
    finally:
        thread.join()
    if failed:
        raise _reason(failed, source)


def _reason(failed: Sequence[BaseException], source: Path) -> BaseException:
    if not failed:
        return Trouble("store.backup_damaged", part=source.name)
    first = failed[0]
    return of_file_system(first, source.name) if isinstance(first, OSError) else first
