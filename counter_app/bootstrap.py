"""Plugs the real store, vault, reader, signer, forms and clock into the use cases."""

import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from counter_app.clock import Clock, SystemClock
from counter_app.errors import Misuse, Refused, Trouble
from counter_app.model.person import Person, Role
from counter_app.settings import (
    Settings,
    data_folder_from_environment,
    default_data_folder,
    is_office,
    load_settings,
    use_softhsm,
)
from counter_app.workflow.office import Office

if TYPE_CHECKING:
    from counter_app.model.check import Check
    from counter_app.model.token import DriverReport
    from counter_app.pdf.reader import FileReader
    from counter_app.signing.service import SigningRoom
    from counter_app.store.database import Store
    from counter_app.store.office_key import OfficeKey
    from counter_app.store.shared_vault import Place
    from counter_app.workflow.practice import Loaded

DATABASE = "counter.db"


def data_folder(given: Path | None) -> Path:
    """The folder of `--data`, else of the environment, else the user's own office, else the practice office."""
    chosen = given or data_folder_from_environment()
    if chosen:
        return chosen
    real = default_data_folder()
    practice = default_data_folder(practice=True)
    return practice if not is_office(real) and is_office(practice) else real


def open_office(folder: Path, *, clock: Clock | None = None, person: str = "", recovery: str = "") -> Office:
    """The office of a data folder, ready to work. Misuse `cli.no_data` when there is none.

    `recovery`: the recovery key, where the system's key store has not got the office's key (Trouble
    `store.key_not_here`). Trouble: database or vault cannot be opened. Close it with `office.close()`.
    """
    from counter_app.forms.printing import Forms
    from counter_app.pdf.reader import FileReader
    from counter_app.store.database import open_store
    from counter_app.store.local_drafts import LocalDrafts
    from counter_app.store.server_address import with_password
    from counter_app.store.shared_vault import open_vault
    from counter_app.workflow import clock_trust, office_share
    from counter_app.working_time.calendar_file import office_calendar

    if not is_office(folder):
        raise Misuse("cli.no_data")
    settings = load_settings(folder)
    chosen_clock = clock or SystemClock()
    store = open_store(with_password(settings.database_url) or folder / DATABASE, chosen_clock)
    try:
        if settings.database_url and office_share.fetch(folder, store):
            settings = load_settings(folder)
        key = _unlock(folder, store, recovery)
        with store.unit_of_work() as unit:
            people = {one.login: one for one in unit.people()}
    except BaseException:
        store.close()
        raise
    reader = FileReader()
    office = Office(
        folder=folder,
        settings=settings,
        clock=chosen_clock,
        person=_at_desk(people, person or settings.person),
        people=people,
        calendar=office_calendar(folder),
        store=store,
        vault=open_vault(folder, vault_place(settings), key),
        drafts=LocalDrafts(folder / "drafts", key) if settings.database_url else None,
        begun=LocalDrafts(folder / "begun", key),
        sealed=key is not None,
        reader=reader,
        signing=_signing(folder, settings, chosen_clock, reader),
        forms=Forms(settings, folder),
    )
    clock_trust.check(office)
    return office


def join_office(folder: Path, address: str, clock: Clock | None = None) -> None:
    """One more counter of the office whose register is on the server at `address`: its data folder is made.

    Refused: the folder holds something; Misuse: no office is there; Trouble: the server.
    """
    from counter_app.store.database import open_store
    from counter_app.store.server_address import with_password, without_password
    from counter_app.workflow import office_share

    if folder.exists() and any(folder.iterdir()):
        raise Refused("workflow.folder_not_empty")
    store = open_store(with_password(address), clock)
    try:
        office_share.join(folder, without_password(address), store)
    finally:
        store.close()


def vault_place(settings: Settings) -> "Place":
    from counter_app.store.shared_vault import Place

    return Place(settings.vault_address, settings.vault_endpoint, settings.vault_access_key)


def _unlock(folder: Path, store: "Store", recovery: str) -> "OfficeKey | None":
    """The register's personal columns are opened by the office's key from here on; None for an office without one.

    A folder that has not got the public half yet is given it by the paper, if that is the register's.
    """
    from counter_app.store import office_key as keys
    from counter_app.store.sealed_columns import seal_of_key
    from counter_app.store.sealing import seal_copies

    key = office_key(folder, recovery)
    if key is None and store.locked:
        if not recovery:
            raise Trouble("store.key_not_here")
        brought = keys.from_paper(recovery)
        store.unlock(seal_of_key(brought))
        keys.write_public_half(folder, brought)
        return office_key(folder, recovery)
    if key is not None:
        store.unlock(seal_of_key(key))
        seal_copies(folder, Path(DATABASE).stem, key)
    return key


def verification_options(folder: Path) -> dict[str, Any]:
    """What `verify_file` goes by in this office, read anew each time: an administrator may have changed it.

    No address from inside a document is asked unless the administrator allows it and names the hosts.
    """
    settings = load_settings(folder)
    return {
        "trust_folders": [folder / (settings.trust_folder or "trust")],
        "crl_folder": folder / "crl",
        "online": settings.verify_online and bool(settings.verify_hosts),
        "allowed_hosts": settings.verify_hosts,
    }


def office_key(folder: Path, recovery: str = "") -> "OfficeKey | None":
    """The office's key from the system's key store or from its paper; None for an office without one."""
    from counter_app.store import office_key

    if office_key.public_half(folder) is None:
        return None
    if not recovery:
        return office_key.from_system(folder)
    key = office_key.from_recovery(folder, recovery)
    with contextlib.suppress(Trouble):  # without a key store it is asked for again next time
        office_key.keep_in_system(key)
    return key


def _signing(folder: Path, settings: Settings, clock: Clock, reader: "FileReader") -> "SigningRoom":
    from counter_app.pdf.trust import installed_authorities
    from counter_app.signing.practice_room import PracticeRoom
    from counter_app.signing.service import SigningRoom
    from counter_app.signing.token_modules import DriverChoice

    common: dict[str, Any] = {
        "clock": clock,
        "journal_folder": folder / "journal",
        "verify": lambda path: reader.verify(path, **verification_options(folder)),
        "drivers": DriverChoice.of(settings),
        "key_files": tuple(folder / name for name in settings.key_files),
        "allow_file_keys": settings.allow_file_keys,
        "time_stamp_urls": settings.time_stamp_url.split(),
        "trust_folders": verification_options(folder)["trust_folders"],
        "crl_folder": folder / "crl",
        "issuers": lambda: installed_authorities(verification_options(folder)["trust_folders"]),
        "level_required": settings.time_stamp_policy == "required",
    }
    if not settings.practice:
        return SigningRoom(**common)
    tokens = folder / "softhsm" / "softhsm2.conf"
    if tokens.is_file():
        use_softhsm(tokens)
    return PracticeRoom(practice_folder=folder, **common)


def tokens_here() -> "tuple[DriverReport, ...]":
    """Every token driver of this machine tried out, before there is an office. Takes as long as the slowest."""
    import tempfile

    from counter_app.pdf.reader import FileReader

    with tempfile.TemporaryDirectory() as name, FileReader() as reader:
        room = _signing(Path(name), Settings(), SystemClock(), reader)
        try:
            return room.drivers()
        finally:
            room.close()


def examine_machine(folder: Path, clock: Clock | None = None) -> "tuple[Check, ...]":
    """Everything that `doctor` looks at, for a folder that need not hold an office."""
    from counter_app.model.queue import QueueFilter
    from counter_app.pdf.reader import FileReader
    from counter_app.store.database import open_store
    from counter_app.store.server_address import with_password
    from counter_app.workflow.doctor import examine
    from counter_app.workflow.token_doctor import token_checks
    from counter_app.working_time.calendar_file import office_calendar

    settings = load_settings(folder)
    at = clock or SystemClock()

    def open_database() -> int:
        address = with_password(settings.database_url) or folder / DATABASE
        if not settings.database_url and not Path(address).exists():
            raise Misuse("cli.no_data")
        store = open_store(address, at)
        try:
            return len(store.readings.queue_ids(QueueFilter()))
        finally:
            store.close()

    with FileReader() as reader:
        room = _signing(folder, settings, at, reader)
        return tuple(
            examine(
                folder,
                settings,
                at,
                open_database=open_database,
                calendar=lambda: office_calendar(folder),
                keys=lambda: token_checks(room.drivers(), room.key_files()),
            )
        )


def _at_desk(people: dict[str, Person], login: str) -> Person:
    if login in people:
        return people[login]
    nobody = Person(login=login or "chua-ro", name=login or "Chưa rõ người dùng", role=Role.OFFICER)
    return next(iter(people.values()), nobody)


def load_practice(
    folder: Path, *, clock: Clock | None = None, progress: Callable[[str], None] = lambda _: None
) -> "Loaded":
    """Make the practice office in `folder`, with tokens where SoftHSM2 is installed."""
    from counter_app.signing.token_modules import installed_drivers
    from counter_app.workflow import practice

    softhsm = next((Path(path) for path in installed_drivers() if "softhsm" in path.casefold()), None)
    return practice.load(
        folder,
        clock=clock or SystemClock(),
        open_office=lambda made, at: open_office(made, clock=at),
        softhsm_library=softhsm,
        progress=progress,
    )
