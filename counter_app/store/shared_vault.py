"""Where the office keeps its files: on this machine, in a folder of the office's file server, or in an S3 store.

Several counters read and write one shared vault. Names are the hashes of the contents, so two counters that bring the
same file never stand in each other's way; what comes back is compared with its name, whoever kept it meanwhile.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from counter_app.errors import Misuse, Trouble
from counter_app.model.dossier import FileHash
from counter_app.store.disk_trouble import of_file_system
from counter_app.store.object_store import ObjectStore
from counter_app.store.office_key import OfficeKey
from counter_app.store.vault import CheckedFile, Vault

MARK = "kho-chung-quay-mot-cua.txt"  # a folder without it is not the shared vault: the share may not be mounted


class Place(NamedTuple):
    """`address`: empty, a folder, or `s3://bucket/prefix`; `endpoint` and `access_key` belong to the last."""

    address: str = ""
    endpoint: str = ""
    access_key: str = ""


class FolderVault(Vault):
    """A folder of a file server."""

    def __init__(self, shared: Path, key: OfficeKey | None, copies: Path) -> None:
        super().__init__(shared, key, copies)

    def put(self, path: Path) -> FileHash:
        self._expect_mounted()
        return super().put(path)

    def path(self, file_hash: FileHash) -> Path:
        self._expect_mounted()
        return super().path(file_hash)

    def kept(self, file_hash: FileHash) -> Path:
        self._expect_mounted()
        return super().kept(file_hash)

    def remove(self, file_hash: FileHash) -> bool:
        self._expect_mounted()
        return super().remove(file_hash)

    def _expect_mounted(self) -> None:
        try:
            there = (self.folder / MARK).is_file()
        except OSError:
            there = False
        if not there:
            raise Trouble("store.vault_away", where=self.folder.name)


class ObjectVault:
    """An S3 store; this machine's own vault holds what passed through here, sealed as it is sealed there."""

    def __init__(self, objects: ObjectStore, own: Vault) -> None:
        self._objects, self._own = objects, own
        self.key = own.key

    def put(self, path: Path) -> FileHash:
        """Here first, then there; it counts when the store has confirmed it. Trouble as `ObjectStore`."""
        file_hash = self._own.put(path)
        if not self._objects.has(file_hash):
            self._objects.put(file_hash, self._own.place(file_hash))
        return file_hash

    def path(self, file_hash: FileHash) -> Path:
        """Fetched when this machine has not got it. Trouble `store.file_missing` when the store has not either,
        `store.sealed_damaged` when what it sent is not the file of this name."""
        self._fetch(file_hash)
        return self._own.path(file_hash)

    def kept(self, file_hash: FileHash) -> Path:
        """As `path`, but as it is kept."""
        self._fetch(file_hash)
        return self._own.kept(file_hash)

    def _fetch(self, file_hash: FileHash) -> None:
        if self._own.holds(file_hash):
            return
        with self._own.receiving() as target:
            self._objects.get(file_hash, target)
            self._own.adopt(target, file_hash)

    def check(self) -> Iterator[CheckedFile]:
        return self._own.check()

    def remove(self, file_hash: FileHash) -> bool:
        """There first: what could not be taken away there is still known here, and told."""
        there = self._objects.remove(file_hash)
        return self._own.remove(file_hash) or there

    def close(self) -> None:
        self._own.close()


def open_vault(folder: Path, place: Place, key: OfficeKey | None) -> Vault | ObjectVault:
    """The vault of a data folder. Misuse `store.bad_vault`: an address that is none."""
    own = folder / "vault"
    if not place.address:
        return Vault(own, key)
    if not place.address.startswith("s3:"):
        shared = Path(place.address)
        if not shared.is_absolute():
            raise Misuse("store.bad_vault", address=place.address)
        return FolderVault(shared, key, own / "opened")
    return ObjectVault(_objects(place), Vault(own, key))


def try_place(place: Place) -> None:
    """Reach it and read back what was written there; a folder gets its mark. Misuse, Trouble as in use."""
    if place.address.startswith("s3:"):
        _objects(place).try_out()
        return
    shared = Path(place.address)
    if not shared.is_absolute():
        raise Misuse("store.bad_vault", address=place.address)
    if not shared.is_dir():
        raise Trouble("store.vault_away", where=shared.name)
    try:
        (shared / MARK).write_text("Kho tệp chung của Quầy Một cửa. Không xóa tệp này.\n", encoding="utf-8")
    except OSError as error:
        raise of_file_system(error, shared.name) from error


def _objects(place: Place) -> ObjectStore:
    parts = urlsplit(place.address)
    if parts.scheme != "s3" or not parts.netloc:
        raise Misuse("store.bad_vault", address=place.address)
    return ObjectStore(parts.netloc, parts.path.strip("/"), place.endpoint, place.access_key)
