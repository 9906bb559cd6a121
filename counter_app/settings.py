"""Settings of one data folder: a frozen value read from `settings.toml`; the only reader of the environment.

An unknown key is refused with the nearest known one, so that a slip of the pen never silently changes nothing.
"""

import difflib
import os
import tomllib
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from counter_app.errors import Misuse, Trouble

FILE_NAME = "settings.toml"


CHOICES = {
    "theme": ("system", "light", "dark"),
    "signature_level": ("B-B", "B-T", "B-LT", "B-LTA"),
    "time_stamp_policy": ("wanted", "required"),
    "alerts": ("on", "off"),
    "approve_refusals": ("on", "off"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    # The office, as it is printed on the forms and on signatures.
    office_name: str = ""
    office_parent: str = ""  # the superior body printed above it
    counter_name: str = ""  # Bộ phận tiếp nhận và trả kết quả
    office_place: str = ""  # place name before the date on forms
    office_code: str = ""  # agency code, e.g. H31.15
    office_phone: str = ""
    office_website: str = ""
    office_logo: str = ""  # a picture for the head of the forms; relative to the data folder; empty: none
    practice: bool = False  # sample data: marked on every screen and sheet, never mixed with real data
    database_url: str = ""  # empty: SQLite file in the data folder
    vault_address: str = ""  # empty: this machine; a folder of the file server; s3://bucket/prefix
    vault_endpoint: str = ""  # address of an S3-compatible store
    vault_access_key: str = ""  # its secret lies in the system's key store
    person: str = ""  # sign-in name of the person at this desk
    due_soon_minutes: int = 240  # working minutes left from which a dossier is "sắp đến hạn"
    # 0: as resources/supervision/limits.toml says
    still_hours: int = 0  # working hours without a change of state from which a dossier stands still
    waiting_days: int = 0  # days from which an applicant who was asked for more is to be reminded
    approve_refusals: str = "off"  # on: a supervisor approves each refusal before it is sent
    alerts: str = "on"  # the window speaks up by itself; off: it never does
    alert_minutes: int = 0  # working minutes left from which the window speaks up
    scanner_folder: str = ""  # where this desk's scanner puts its files; empty: none is watched
    theme: str = "system"  # system, light, dark
    language: str = "vi"
    time_stamp_url: str = ""  # several addresses with blanks between them are asked in their order; empty: none
    # wanted: without a service the file is signed and owes its time-stamp; required: it gets no name until it has one
    time_stamp_policy: str = "wanted"
    signature_level: str = "B-T"
    token_modules: tuple[str, ...] = ()  # PKCS#11 libraries; empty: the shipped list of drivers is probed
    drivers_added: tuple[str, ...] = ()  # PKCS#11 libraries beside those
    drivers_off: tuple[str, ...] = ()  # of both, those that are never loaded
    default_keys: tuple[str, ...] = ()  # per person the key that is offered first: login=KeyRef.identity
    key_files: tuple[str, ...] = ()  # PKCS#12 files; relative to the data folder
    allow_keep_login: bool = True  # an officer may keep a token's login (never the PIN) until the session ends
    allow_file_keys: bool = False  # PKCS#12 keys: a visible mode that an administrator turns on
    idle_lock_minutes: int = 10  # without key or mouse the window locks; 0: never
    sign_in_tries: int = 5  # wrong passwords in a row before an account waits
    sign_in_wait_minutes: int = 15  # how long it then waits
    backup_folder: str = ""  # where the daily backup goes; best another disk
    backup_keep: int = 14  # how many backups stay; the oldest ones go
    backup_hour: int = 0  # the daily backup is made from this hour on by whoever has the office open
    drive_folder: str = ""  # a folder on a drive that is plugged in now and then: the newest backup is copied there
    drive_remind_days: int = 7  # after so many days without the drive the office is reminded
    evidence_folder: str = ""  # outside the data folder: where the head of the diary is put every day
    trust_folder: str = ""  # CA certificates; relative to the data folder; empty: "trust"
    verify_online: bool = False  # ask OCSP, CRL and CA addresses of certificates, only of the hosts below
    verify_hosts: tuple[str, ...] = ()


def data_folder_from_environment() -> Path | None:
    """`COUNTER_APP_DATA`: the folder to use when no `--data` is given (scheduled jobs)."""
    value = os.environ.get("COUNTER_APP_DATA")
    return Path(value) if value else None


def environment_value(name: str) -> str | None:
    """One variable that the caller named on the command line (`--pin-env NAME`)."""
    return os.environ.get(name)


def child_environment(**more: str) -> dict[str, str]:
    """This process's environment for a program that it starts, with a few variables more."""
    return {**os.environ, **more}


def use_softhsm(configuration: Path) -> None:
    """Let the processes started from here on see the practice tokens: SoftHSM2 knows no other way than a variable."""
    os.environ["SOFTHSM2_CONF"] = str(configuration)


def default_data_folder(practice: bool = False) -> Path:
    from platformdirs import user_data_path

    return user_data_path("quay-mot-cua-tap-su" if practice else "quay-mot-cua", appauthor=False)


def cache_folder() -> Path:
    """Where prepared letters of marks are kept when there is no data folder; may be emptied at any time."""
    from platformdirs import user_cache_path

    return user_cache_path("quay-mot-cua", appauthor=False)


def is_office(folder: Path) -> bool:
    """A folder that holds an office. Trouble `settings.no_access`: the folder may not be looked into."""
    try:
        return (folder / FILE_NAME).is_file()
    except OSError as error:
        raise Trouble("settings.no_access", file=FILE_NAME) from error


def load_settings(folder: Path) -> Settings:
    """Read `folder/settings.toml`. Misuse: not TOML, an unknown key, a value of another type."""
    path = folder / FILE_NAME
    if not is_office(folder):
        return Settings()
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Misuse("settings.unreadable", file=FILE_NAME, detail=str(error)) from error
    except OSError as error:
        raise Trouble("settings.no_access", file=FILE_NAME) from error
    known = {field.name: field.default for field in fields(Settings)}
    for key, value in found.items():
        if key not in known:
            nearest = (difflib.get_close_matches(key, list(known), n=1, cutoff=0.4) or ["?"])[0]
            raise Misuse("settings.unknown_key", key=key, nearest=nearest)
        if not _fits(value, known[key]):
            wanted = list if isinstance(known[key], tuple) else type(known[key])
            raise Misuse("settings.wrong_type", key=key, wanted=wanted.__name__)
        if key in CHOICES and value not in CHOICES[key]:
            raise Misuse("settings.wrong_value", key=key, known=", ".join(CHOICES[key]))
    values: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in found.items()}
    return Settings(**values)


def _fits(value: object, default: object) -> bool:
    if isinstance(default, tuple):
        return isinstance(value, list) and all(isinstance(one, str) for one in value)
    return type(value) is type(default)  # to Python, true would also be a number


def save_settings(folder: Path, settings: Settings) -> None:
    """Write the whole file anew beside the old one and put it in its place, so that a power cut keeps one of them.

    Trouble `settings.not_written`: no room, no permission; the old file stays.
    """
    import tomli_w

    values = {key: list(value) if isinstance(value, tuple) else value for key, value in asdict(settings).items()}
    temporary = folder / (FILE_NAME + ".new")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        temporary.write_text(tomli_w.dumps(values), encoding="utf-8")
        temporary.replace(folder / FILE_NAME)
    except OSError as error:
        raise Trouble("settings.not_written", file=FILE_NAME) from error
