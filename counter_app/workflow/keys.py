"""The keys at this desk: which drivers and key files are used, whose key is offered first, a login that is kept."""

from dataclasses import dataclass, replace
from pathlib import Path

from counter_app.access.people import Act, require
from counter_app.errors import CounterError, Refused
from counter_app.model.changes import Changes
from counter_app.model.signature import KeyRef
from counter_app.model.token import DriverReport, KeepOffer
from counter_app.settings import Settings, load_settings, save_settings
from counter_app.signing.driver_file import driver_trouble
from counter_app.signing.key_files import check_key_file
from counter_app.signing.token_modules import DriverChoice, missing_makers
from counter_app.workflow import office_share
from counter_app.workflow.office import Office

Changed = tuple[Office, Changes]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeysHere:
    """What the section «Khóa và token» and the token doctor show."""

    drivers: tuple[DriverReport, ...]
    missing: tuple[str, ...]  # makers of the shipped list whose drivers this machine has not got
    files: tuple[tuple[Path, bool], ...]  # key files, and whether they are there
    default: str  # the person's own choice, a `KeyRef.identity`


def look(office: Office) -> KeysHere:
    """Every driver tried out; takes as long as the slowest of them. Needs no PIN."""
    files = [office.folder / name for name in office.settings.key_files]
    return KeysHere(
        drivers=office.signing.drivers(),
        missing=missing_makers(),
        files=tuple((path, path.is_file()) for path in files),
        default=default_key(office),
    )


def keep_offer(office: Office) -> KeepOffer | None:
    """Until when the person may keep a token's login: the end of this working session; None: it may not be kept."""
    now = office.now()
    if not office.settings.allow_keep_login or not office.calendar.covers(now):
        return None
    session = office.calendar.session_at(now)
    return KeepOffer(person=office.person.login, until=session.end) if session is not None else None


def default_key(office: Office) -> str:
    """`KeyRef.identity` of the key that this person is offered first; empty: the program chooses by the name."""
    return dict(_defaults(office.settings)).get(office.person.login, "")


def set_default_key(office: Office, key: KeyRef | None) -> Changed:
    """One's own choice on this machine; None forgets it."""
    before = load_settings(office.folder)
    others = [one for one in _defaults(before) if one[0] != office.person.login]
    chosen = [*others, (office.person.login, key.identity)] if key is not None else others
    return _save(office, replace(before, default_keys=tuple(f"{login}={name}" for login, name in chosen)))


def use_driver(office: Office, path: str, used: bool) -> Changed:
    """Load a driver of the list, or leave it alone from now on."""
    require(office.person, Act.CHANGE_SETTINGS)
    before = load_settings(office.folder)
    off = tuple(one for one in before.drivers_off if one != path)
    return _save(office, replace(before, drivers_off=off if used else (*off, path)))


def add_driver(office: Office, path: str) -> Changed:
    """A driver that the shipped list does not know. Refused: on the list already; a file that is no driver."""
    require(office.person, Act.CHANGE_SETTINGS)
    before = load_settings(office.folder)
    if path in DriverChoice.of(before).known():
        raise Refused("keys.driver_known", path=path)
    trouble = driver_trouble(path)
    if trouble is not None:
        raise trouble
    return _save(office, replace(before, drivers_added=(*before.drivers_added, path)))


def remove_driver(office: Office, path: str) -> Changed:
    """Only one that was added here; those of the shipped list are switched off instead."""
    require(office.person, Act.CHANGE_SETTINGS)
    before = load_settings(office.folder)
    return _save(
        office,
        replace(
            before,
            drivers_added=tuple(one for one in before.drivers_added if one != path),
            drivers_off=tuple(one for one in before.drivers_off if one != path),
        ),
    )


def add_key_file(office: Office, path: Path) -> Changed:
    """The file stays where it is. Refused: on the list already. Trouble: it cannot be read, it is no key file."""
    require(office.person, Act.CHANGE_SETTINGS)
    before = load_settings(office.folder)
    if path in [office.folder / name for name in before.key_files]:
        raise Refused("keys.file_known", file=path.name)
    check_key_file(path)
    return _save(office, replace(before, key_files=(*before.key_files, str(path))))


def remove_key_file(office: Office, path: Path) -> Changed:
    """From the list only; the file itself stays."""
    require(office.person, Act.CHANGE_SETTINGS)
    before = load_settings(office.folder)
    return _save(
        office,
        replace(before, key_files=tuple(name for name in before.key_files if office.folder / name != path)),
    )


def allow(office: Office, *, file_keys: bool, keep_login: bool) -> Changed:
    """Whether anybody may sign with a key file, and keep a token's login. A login that is kept ends when it may not."""
    require(office.person, Act.CHANGE_SETTINGS)
    before = load_settings(office.folder)
    return _save(office, replace(before, allow_file_keys=file_keys, allow_keep_login=keep_login))


def _save(office: Office, after: Settings) -> Changed:
    """Recorded by whom, used at once. What nobody is recorded for does not hold."""
    before = load_settings(office.folder)
    names = [name for name in _KEY_SETTINGS if getattr(before, name) != getattr(after, name)]
    if not names:
        return office, Changes()
    with office.store.unit_of_work() as unit:
        details = {name: _words(getattr(after, name)) for name in names}
        unit.append_event(office.event("change_keys", None, **details))
        save_settings(office.folder, after)
        try:
            unit.commit()
        except CounterError:
            save_settings(office.folder, before)
            raise
    changed = office.with_settings(after)
    office_share.publish(changed)
    return changed, Changes(settings=True, keys=True)


_KEY_SETTINGS = ("drivers_added", "drivers_off", "key_files", "default_keys", "allow_file_keys", "allow_keep_login")


def _words(value: tuple[str, ...] | bool) -> str | int:
    return int(value) if isinstance(value, bool) else " · ".join(value)


def _defaults(settings: Settings) -> list[tuple[str, str]]:
    pairs = (one.partition("=") for one in settings.default_keys)
    return [(login, name) for login, _, name in pairs if name]
