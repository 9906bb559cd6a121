"""Files by SHA-256: `ab/abcdef…`. Written to a temporary name, forced to disk, renamed, made read-only.

A crash leaves either nothing or the whole file under its name; a file in `incoming` is rubbish of a crash. The same
content is kept once. Nothing that is intact is ever overwritten.

With an office key every file is sealed; its name stays the hash of the content. Who wants to read one is given an open
copy in a folder of this process, which goes away with it.
"""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, NamedTuple

from counter_app.errors import Trouble
from counter_app.model.dossier import FileHash
from counter_app.store.disk_trouble import of_file_system
from counter_app.store.office_key import BEGINNING, OfficeKey, seal_stream
from counter_app.store.opened import Hashed, HashSink, OpenedFiles, Target

_CHUNK = 1 << 20
_READ_ONLY = 0o444


class CheckedFile(NamedTuple):
    hash: FileHash
    intact: bool


class Vault:
    def __init__(self, folder: Path, key: OfficeKey | None = None, copies: Path | None = None) -> None:
        """`copies`: where open copies of sealed files lie, always on this machine; default: in the folder."""
        self.folder = folder
        self._incoming = folder / "incoming"
        self.key = key
        self._opened: OpenedFiles | None = OpenedFiles(copies or folder / "opened") if key else None

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
        """Where the file lies, read-only, and not sealed. Trouble `store.file_missing` when the vault does not hold it,
        `store.sealed_damaged` when it was changed or belongs to another key."""
        found = self.place(file_hash)
        if not found.is_file():
            raise Trouble("store.file_missing", hash=file_hash[:12])
        if self.key is None or self._opened is None or not is_sealed(found):
            return found
        return self._opened.path(file_hash, lambda target: self._open(found, target))

    def kept(self, file_hash: FileHash) -> Path:
        """Where it lies as it is kept, sealed where it is sealed. Trouble `store.file_missing`."""
        found = self.place(file_hash)
        if not found.is_file():
            raise Trouble("store.file_missing", hash=file_hash[:12])
        return found

    def holds(self, file_hash: FileHash) -> bool:
        return self.place(file_hash).is_file()

    @contextmanager
    def receiving(self) -> Iterator[Path]:
        """A name for a file on its way in from elsewhere; what is not adopted goes away."""
        try:
            self._incoming.mkdir(parents=True, exist_ok=True)
            handle, written = tempfile.mkstemp(dir=self._incoming)
            os.close(handle)
        except OSError as error:
            raise of_file_system(error, self.folder.name) from error
        try:
            yield Path(written)
        finally:
            Path(written).unlink(missing_ok=True)

    def adopt(self, received: Path, file_hash: FileHash) -> None:
        """Keep a received file under its name. Trouble `store.sealed_damaged`: its content is another."""
        try:
            if self._hash_of(received) != file_hash:
                raise Trouble("store.sealed_damaged")
            self._keep(received, self.place(file_hash))
        except OSError as error:
            raise of_file_system(error, self.folder.name) from error

    def remove(self, file_hash: FileHash) -> bool:
        """Take a file away for good; False: it was not there. Trouble: the disk says no."""
        place = self.place(file_hash)
        try:
            if not place.is_file():
                return False
            place.chmod(0o600)  # Windows does not remove what is read-only
            place.unlink()
        except OSError as error:
            raise of_file_system(error, file_hash[:12]) from error
        return True

    def close(self) -> None:
        """Take the open copies away."""
        if self._opened is not None:
            self._opened.close()

    def check(self) -> Iterator[CheckedFile]:
        """Read every file again and compare it with its name, in the order of the hashes."""
        for shelf in sorted(self.folder.glob("[0-9a-f][0-9a-f]")):
            for path in sorted(shelf.iterdir()):
                yield CheckedFile(FileHash(path.name), self._is_intact(path))

    def place(self, file_hash: str) -> Path:
        """Where it lies as it is kept: sealed, where there is a key."""
        return self.folder / file_hash[:2] / file_hash

    def _put(self, source: BinaryIO, name: str) -> FileHash:
        try:
            self._incoming.mkdir(parents=True, exist_ok=True)
            handle, written = tempfile.mkstemp(dir=self._incoming)
        except OSError as error:
            raise of_file_system(error, name) from error
        temporary = Path(written)
        try:
            file_hash = self._write(source, handle)
            if self._hash_of(temporary) != file_hash:
                raise Trouble("store.disk_error", where=name)
            self._keep(temporary, self.place(file_hash))
        except OSError as error:
            raise of_file_system(error, name) from error
        finally:
            temporary.unlink(missing_ok=True)
        return FileHash(file_hash)

    def _keep(self, temporary: Path, place: Path) -> None:
        if place.exists() and self._is_intact(place):
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

    def _write(self, source: BinaryIO, handle: int) -> str:
        """Write everything, sealed where there is a key, force it to disk; the hash is of what was read."""
        hashed = Hashed(source)
        with os.fdopen(handle, "wb") as target:
            if self.key is None:
                shutil.copyfileobj(hashed, target, _CHUNK)
            else:
                seal_stream(self.key.public, hashed, target)
            target.flush()
            os.fsync(target.fileno())
        return hashed.digest

    def _open(self, sealed: Path, target: Target) -> None:
        assert self.key is not None
        with sealed.open("rb") as source:
            self.key.open_stream(source, target)

    def _hash_of(self, path: Path) -> str:
        """Of the content, whether it is sealed or not: a vault from before the key is read as it is."""
        if self.key is None or not is_sealed(path):
            with path.open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest()
        sink = HashSink()
        self._open(path, sink)
        return sink.digest

    def _is_intact(self, path: Path) -> bool:
        try:
            return self._hash_of(path) == path.name
        except (OSError, Trouble):
            return False


def is_sealed(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(BEGINNING)) == BEGINNING


def _force_folder(folder: Path) -> None:
    """Make the new name itself survive a power cut; Windows has no such call and needs none."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
