"""Files by SHA-256: `ab/abcdef…`. Written to a temporary name, forced to disk, renamed, made read-only.

A crash leaves either nothing or the whole file under its name; a file in `incoming` is rubbish of a crash. The same
content is kept once. Nothing that is intact is ever overwritten.
"""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, NamedTuple

from counter_app.errors import Trouble
from counter_app.model.dossier import FileHash
from counter_app.store.trouble import of_file_system

_CHUNK = 1 << 20
_READ_ONLY = 0o444


class CheckedFile(NamedTuple):
    hash: FileHash
    intact: bool


class Vault:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._incoming = folder / "incoming"

    def put(self, path: Path) -> FileHash:
        """Copy a file in. Trouble when it cannot be read, or the disk is full: then nothing is left behind."""
        try:
            source = path.open("rb")
        except OSError as error:
            raise Trouble("store.file_unreadable", file=path.name) from error
        with source:
            return self._put(source, path.name)

    def put_bytes(self, data: bytes) -> FileHash:
        return self._put(BytesIO(data), self.folder.name)

    def path(self, file_hash: FileHash) -> Path:
        """Where the file lies; it is read-only. Trouble `store.file_missing` when the vault does not hold it."""
        found = self._place(file_hash)
        if not found.is_file():
            raise Trouble("store.file_missing", hash=file_hash[:12])
        return found

    def check(self) -> Iterator[CheckedFile]:
        """Read every file again and compare it with its name, in the order of the hashes."""
        for shelf in sorted(self.folder.glob("[0-9a-f][0-9a-f]")):
            for path in sorted(shelf.iterdir()):
                yield CheckedFile(FileHash(path.name), _is_intact(path))

    def _place(self, file_hash: str) -> Path:
        return self.folder / file_hash[:2] / file_hash

    def _put(self, source: BinaryIO, name: str) -> FileHash:
        try:
            self._incoming.mkdir(parents=True, exist_ok=True)
            handle, written = tempfile.mkstemp(dir=self._incoming)
        except OSError as error:
            raise of_file_system(error, name) from error
        temporary = Path(written)
        try:
            file_hash = _copy(source, handle)
            if _hash_of(temporary) != file_hash:
                raise Trouble("store.disk_error", where=name)
            self._keep(temporary, self._place(file_hash))
        except OSError as error:
            raise of_file_system(error, name) from error
        finally:
            temporary.unlink(missing_ok=True)
        return FileHash(file_hash)

    def _keep(self, temporary: Path, place: Path) -> None:
        if place.exists() and _is_intact(place):
            return
        new_shelf = not place.parent.exists()
        place.parent.mkdir(exist_ok=True)
        temporary.chmod(_READ_ONLY)
        if os.name == "nt" and place.exists():
            place.chmod(0o666)  # Windows does not replace a read-only file; this one is damaged
        temporary.replace(place)
        _force_folder(place.parent)
        if new_shelf:
            _force_folder(self.folder)


def _copy(source: BinaryIO, handle: int) -> str:
    """Write everything, force it to disk, and give the hash of what was read."""
    digest = hashlib.sha256()
    with os.fdopen(handle, "wb") as target:
        while chunk := source.read(_CHUNK):
            digest.update(chunk)
            target.write(chunk)
        target.flush()
        os.fsync(target.fileno())
    return digest.hexdigest()


def _hash_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _is_intact(path: Path) -> bool:
    try:
        return _hash_of(path) == path.name
    except OSError:
        return False


def _force_folder(folder: Path) -> None:
    """Make the new name itself survive a power cut; Windows has no such call and needs none."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
