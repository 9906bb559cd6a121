"""Backups of the whole office: made while it works, sealed, tried by restoring, the oldest ones taken away."""

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from counter_app.access.people import Act, require
from counter_app.clock import vietnam
from counter_app.errors import CounterError, Misuse, Refused, Trouble
from counter_app.messages import Sentence, sentence
from counter_app.model.evidence import Anchor
from counter_app.settings import load_settings, save_settings
from counter_app.store import backup_file, office_key
from counter_app.store.backup_file import Contents
from counter_app.store.office_key import OfficeKey
from counter_app.store.vault import Vault
from counter_app.workflow import backup_parts, office_share
from counter_app.workflow.office import Office

SUFFIX = ".qmc.age"
DATABASE_FOLDER = "so-ho-so"  # inside the backup
REMIND_AFTER = timedelta(days=3)
HASH_SHOWN, MOST_SHOWN = 12, 5


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupMade:
    path: Path
    contents: Contents
    removed: int  # older ones that went away
    read_back: bool  # False: this machine has not got the key that would open it
    missing: tuple[str, ...]  # hashes of files that the register names and the shared vault has lost

    def lack(self) -> Sentence | None:
        """What to tell of the files that it could not hold; None: it holds all."""
        return lack_words(len(self.missing), self.missing) if self.missing else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What restoring a backup into nowhere has shown. `ok`: whole, the register sound, the diary as it was."""

    contents: Contents
    made_at: datetime
    dossiers: int
    diary_rows: int
    ok: bool


def make_key(office: Office) -> str:
    """A key for an office that has none: answers the recovery key, to be printed now and shown never again.

    The vault is sealed from the next opening on; files from before stay readable. Refused when there is one already;
    Trouble `store.no_key_store` where the system cannot keep it.
    """
    require(office.person, Act.BACK_UP)
    if office_key.public_half(office.folder) is not None:
        raise Refused("workflow.key_there")
    key = office_key.new_key()
    office_key.keep_in_system(key)
    office_key.write_public_half(office.folder, key)
    with office.store.unit_of_work() as unit:
        unit.append_event(office.event("make_office_key", None, public=key.public))
        unit.commit()
    office_share.publish(office)
    return key.recovery


def create(
    office: Office,
    folder: Path | None = None,
    *,
    stopped: Callable[[], bool] = lambda: False,
    progress: Callable[[int, int], None] = lambda _done, _all: None,
) -> BackupMade:
    """A backup of this moment in `folder`, else in that of the settings; read back before it counts, where the key is.

    Refused: nobody's role, no key, no folder, a folder inside the data; Trouble: disk.
    """
    require(office.person, Act.BACK_UP)
    return _create(office, folder, stopped, progress)


def create_daily(office: Office, stopped: Callable[[], bool] = lambda: False) -> BackupMade | None:
    """`create` by whoever has the office open at the hour of the settings; None: no folder is named, or it is done."""
    if not office.settings.backup_folder or office_key.public_half(office.folder) is None:
        return None
    if office.now().hour < office.settings.backup_hour:
        return None
    made = last(office)
    if made is not None and vietnam(made).date() >= office.now().date():
        return None
    return _create(office, None, stopped, lambda _done, _all: None)


def last(office: Office) -> datetime | None:
    """When the last backup was made; None: never."""
    event = office.store.readings.last_office_event("backup")
    return event.at if event is not None else None


def last_lack(office: Office) -> int:
    """How many files the shared vault had lost when the last backup was made."""
    event = office.store.readings.last_office_event("backup")
    return int(event.details.get("missing") or 0) if event is not None else 0


def lack_words(count: int, hashes: Sequence[str] = ()) -> Sentence:
    """Each file by the beginning of its hash, as its name in the vault begins; the first few of many."""
    shown = ", ".join(one[:HASH_SHOWN] for one in hashes[:MOST_SHOWN])
    named = f" ({shown}{', …' if len(hashes) > MOST_SHOWN else ''})" if shown else ""
    return sentence("workflow.backup_lacks_files", count=count, named=named)


def is_overdue(office: Office) -> bool:
    """The last backup is too long ago to be calm about it, or there is none of an office with a key."""
    made = last(office)
    return made is None or office.now() - made > REMIND_AFTER


def try_restoring(path: Path, key: OfficeKey, scratch: Path) -> Tried:
    """Unpack everything into `scratch` (empty, with room), open the register, follow the diary; leave nothing.

    Trouble names what is damaged.
    """
    try:
        return _examine(backup_file.restore(path, key, scratch), scratch, key)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def drill(office: Office, path: Path) -> Tried:
    """`try_restoring` with the office's own key, on the disk of its data."""
    require(office.person, Act.BACK_UP)
    key = office_key.from_system(office.folder)
    with office.scratch() as scratch:
        return try_restoring(path, key, scratch / "dien-tap")


def has_key(office: Office) -> bool:
    return office_key.public_half(office.folder) is not None


def restore(path: Path, key: OfficeKey, folder: Path) -> Tried:
    """Make an office of a backup, in a new or empty folder: never over one that is there."""
    contents = backup_file.restore(path, key, folder)
    found = _examine(contents, folder, key)
    for part in (folder / DATABASE_FOLDER).iterdir():
        part.replace(folder / part.name)
    (folder / DATABASE_FOLDER).rmdir()
    _use_own_vault(folder)
    office_key.write_public_half(folder, key)
    return found


def _use_own_vault(folder: Path) -> None:
    """The backup holds the files: what was restored works with them, wherever the shared vault may be by then."""
    settings = load_settings(folder)
    if settings.vault_address:
        save_settings(folder, replace(settings, vault_address="", vault_endpoint="", vault_access_key=""))


def key_of(folder: Path, recovery: str) -> OfficeKey:
    """The key that opens the backups of a data folder, or of any office by its recovery key alone."""
    if office_key.public_half(folder) is None:
        if not recovery:
            raise Misuse("workflow.needs_recovery")
        return office_key.from_paper(recovery)
    return office_key.from_recovery(folder, recovery) if recovery else office_key.from_system(folder)


def backups_in(office: Office, place: Path) -> list[Path]:
    """This office's backups in a folder, the oldest first."""
    return sorted(place.glob(f"{stem(office)}-*{SUFFIX}"), key=lambda path: path.name)


def take_old_away(office: Office, place: Path) -> int:
    """Keep the newest ones of this office, all of them while the newest lacks files that an older one may hold; a
    backup that cannot be removed stays without a word."""
    if last_lack(office):
        return 0
    old = backups_in(office, place)[: -office.settings.backup_keep] if office.settings.backup_keep > 0 else []
    removed = 0
    for path in old:
        try:
            path.unlink()
            removed += 1
        except OSError:
            continue
    return removed


def _create(
    office: Office, folder: Path | None, stopped: Callable[[], bool], progress: Callable[[int, int], None]
) -> BackupMade:
    known = office_key.public_half(office.folder)
    if known is None:
        raise Refused("workflow.no_office_key")
    place = _place(office, folder)
    now = office.now()
    diary = office.store.diary.examine()
    if not diary.ok:
        raise Refused("workflow.diary_broken", row=diary.first_bad or 0)
    facts = {"office": known.office, "at": now.isoformat(timespec="seconds"), "rows": diary.rows, "head": diary.head}
    target = place / f"{stem(office)}-{now:%Y%m%d-%H%M%S}{SUFFIX}"
    with office.scratch() as scratch:
        parts = [(f"{DATABASE_FOLDER}/{path.name}", path) for path in [office.store.backup(scratch)]]
        parts += backup_parts.of_folder(office.folder, scratch / "ban-sao")
        shared, missing = backup_parts.of_shared_vault(office, [name for name, _ in parts], stopped)
        parts, facts = [*parts, *shared], facts | {"missing": list(missing)}
        contents = backup_file.write(target, known.public, parts, facts, stopped=stopped, progress=progress)
    read_back = _read_back(office, target)
    told: dict[str, str | int | None] = {"file": target.name, "files": contents.files, "size": contents.size}
    with office.store.unit_of_work() as unit:
        unit.append_event(office.event("backup", None, read_back=int(read_back), missing=len(missing), **told))
        unit.commit()
    removed = take_old_away(office, place)
    return BackupMade(path=target, contents=contents, removed=removed, read_back=read_back, missing=missing)


def _read_back(office: Office, target: Path) -> bool:
    """Trouble: what was written is not what was to be kept; the file goes away, the older ones stay."""
    try:
        key = office_key.from_system(office.folder)
    except Trouble:
        return False  # opened by its paper: the drill asks for it
    try:
        backup_file.check(target, key)
    except CounterError:
        target.unlink(missing_ok=True)
        raise
    return True


def _examine(contents: Contents, folder: Path, key: OfficeKey) -> Tried:
    """The register of an unpacked backup. A dump of PostgreSQL is only whole or not: it is opened by its server."""
    from counter_app.store.backup import check_sqlite
    from counter_app.store.database import open_store

    made_at = vietnam(datetime.fromisoformat(contents.facts["at"]))
    registers = [path for path in (folder / DATABASE_FOLDER).iterdir() if path.suffix == ".db"]
    rows, head = int(contents.facts["rows"]), str(contents.facts["head"])
    whole = all(one.intact for one in Vault(folder / "vault", key).check())
    if not registers:
        return Tried(contents=contents, made_at=made_at, dossiers=0, diary_rows=rows, ok=whole)
    count = check_sqlite(registers[0])
    store = open_store(registers[0])
    try:
        found = store.diary.examine((Anchor(at=made_at, rows=rows, head=head),))
    finally:
        store.close()
    return Tried(contents=contents, made_at=made_at, dossiers=count, diary_rows=found.rows, ok=found.ok and whole)


def _place(office: Office, folder: Path | None) -> Path:
    named = str(folder) if folder else office.settings.backup_folder
    if not named:
        raise Refused("workflow.no_backup_folder")
    place = Path(named)
    if place.resolve().is_relative_to(office.folder.resolve()):
        raise Refused("workflow.backup_inside")
    if not place.is_dir():
        raise Trouble("workflow.backup_folder_gone", folder=place.name)
    return place


def stem(office: Office) -> str:
    """How the names of this office's backups begin."""
    code = "".join(letter if letter.isalnum() else "-" for letter in office.settings.office_code)
    return "sao-luu-" + (code or "quay")
