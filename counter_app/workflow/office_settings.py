"""Changing the settings of the office from within it: checked, recorded with who did it, used at once."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from urllib.parse import urlsplit

from counter_app.access.people import Act, require
from counter_app.errors import CounterError, Refused
from counter_app.model.changes import Changes
from counter_app.model.text import nfc
from counter_app.settings import CHOICES, load_settings, save_settings
from counter_app.workflow import office_share
from counter_app.workflow.office import Office

Value = str | int
LONGEST = 200  # characters of a line that is printed
DUE_SOON = (15, 2400)  # working minutes: a quarter of an hour to five days
MOST_KEPT, LONGEST_IDLE = 400, 240  # backups; minutes
LATEST_HOUR, LONGEST_REMIND = 23, 90  # days
_CODE = re.compile(r"[A-Y]\d{2}(\.[A-Z0-9]+)*|(\d{3}\.)(\d{2}\.){2}[A-Y]\d{2}")  # regulation.md 8.F1, 8.F2
_CODE_LENGTH = 35
LOGO_FOLDER = "logo"
_LOGO = re.compile(rf"{LOGO_FOLDER}/[0-9a-f]{{16}}\.png")
_PHONE = re.compile(r"\+?[\d(][\d ().,+-]{1,60}\d")
_WEBSITE = re.compile(r"(https?://)?[^\s/.]+(\.[^\s/.]+)+(/\S*)?")


def _line(text: str) -> None:
    if len(text) > LONGEST:
        raise Refused("settings.text_too_long", most=LONGEST)


def _office_name(text: str) -> None:
    if not text:
        raise Refused("settings.office_name_needed")
    _line(text)


def _code(text: str) -> None:
    if text and (len(text) > _CODE_LENGTH or not _CODE.fullmatch(text)):
        raise Refused("settings.bad_office_code", text=text)


def _phone(text: str) -> None:
    if text and not _PHONE.fullmatch(text):
        raise Refused("settings.bad_phone", text=text)


def _website(text: str) -> None:
    if text and (len(text) > LONGEST or not _WEBSITE.fullmatch(text)):
        raise Refused("settings.bad_website", text=text)


def _logo(name: str) -> None:
    if name and not _LOGO.fullmatch(name):
        raise Refused("settings.bad_choice", text=name)


def _due_soon(minutes: int) -> None:
    least, most = DUE_SOON
    if not least <= minutes <= most:
        raise Refused("settings.bad_due_soon", least=least, most=most)


def _scanner_folder(text: str) -> None:
    """A whole path. Whether it can be reached now is told at work: network folders come and go."""
    if text and not Path(text).is_absolute():
        raise Refused("settings.bad_folder", text=text)


def _outside(folder: str) -> None:
    """A folder that is there, or none. Whether it lies outside the data is asked where it is used."""
    if folder and not Path(folder).is_dir():
        raise Refused("settings.no_such_folder", text=folder)


def _kept(count: int) -> None:
    if not 1 <= count <= MOST_KEPT:
        raise Refused("settings.bad_keep", most=MOST_KEPT)


def _idle(minutes: int) -> None:
    if not 0 <= minutes <= LONGEST_IDLE:
        raise Refused("settings.bad_idle", most=LONGEST_IDLE)


def _hour(hour: int) -> None:
    if not 0 <= hour <= LATEST_HOUR:
        raise Refused("settings.bad_hour", most=LATEST_HOUR)


def _remind(days: int) -> None:
    if not 1 <= days <= LONGEST_REMIND:
        raise Refused("settings.bad_remind", most=LONGEST_REMIND)


def _theme(name: str) -> None:
    if name not in CHOICES["theme"]:
        raise Refused("settings.bad_theme", text=name)


def _one_of(key: str) -> Callable[[str], None]:
    def check(text: str) -> None:
        if text not in CHOICES[key]:
            raise Refused("settings.bad_choice", text=text)

    return check


def _up_to(most: int) -> Callable[[int], None]:
    def check(value: int) -> None:
        if not 0 <= value <= most:
            raise Refused("settings.bad_limit", most=most)

    return check


def _addresses(text: str) -> None:
    for address in text.split():
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise Refused("settings.bad_time_stamp_url", text=address)


# Every setting that a page may change, with its check. What is not here is changed in the file by an administrator.
OFFICE_WIDE: Mapping[str, Callable[..., None]] = MappingProxyType(
    {
        "office_name": _office_name,
        "office_parent": _line,
        "counter_name": _line,
        "office_place": _line,
        "office_code": _code,
        "office_phone": _phone,
        "office_website": _website,
        "office_logo": _logo,
        "due_soon_minutes": _due_soon,
        "still_hours": _up_to(400),
        "waiting_days": _up_to(365),
        "approve_refusals": _one_of("approve_refusals"),
        "alerts": _one_of("alerts"),
        "alert_minutes": _up_to(480),
        "signature_level": _one_of("signature_level"),
        "time_stamp_policy": _one_of("time_stamp_policy"),
        "time_stamp_url": _addresses,
        "backup_folder": _outside,
        "backup_keep": _kept,
        "backup_hour": _hour,
        "drive_folder": _outside,
        "drive_remind_days": _remind,
        "evidence_folder": _outside,
        "idle_lock_minutes": _idle,
    }
)
OF_THE_DESK: Mapping[str, Callable[..., None]] = MappingProxyType({"theme": _theme, "scanner_folder": _scanner_folder})


def faults(wanted: Mapping[str, Value]) -> dict[str, Refused]:
    """What is wrong with each value, by the name of its setting; empty: all of them may be saved."""
    found = {}
    for key, value in _clean(wanted).items():
        try:
            _check(key, value)
        except Refused as error:
            found[key] = error
    return found


def change_settings(office: Office, wanted: Mapping[str, Value]) -> tuple[Office, Changes]:
    """Write the named settings and answer the office that goes by them. What others wrote meanwhile is kept.

    Refused: a value that does not fit; a setting of the whole office by somebody who may not change it.
    Trouble: the file cannot be written; nothing is changed then.
    """
    cleaned = _clean(wanted)
    for key, value in cleaned.items():
        _check(key, value)
    if any(key in OFFICE_WIDE for key in cleaned):
        require(office.person, Act.CHANGE_SETTINGS)
    before = load_settings(office.folder)
    changed = {key: value for key, value in cleaned.items() if getattr(before, key) != value}
    after = replace(before, **changed)  # type: ignore[arg-type]  # each value is of its setting's own type
    if changed:
        details: dict[str, str | int | None] = {}
        for key, value in changed.items():
            details[key], details[f"{key}_before"] = value, getattr(before, key)
        with office.store.unit_of_work() as unit:
            unit.append_event(office.event("change_settings", None, **details))
            save_settings(office.folder, after)
            try:
                unit.commit()
            except CounterError:  # what nobody is recorded for does not hold
                save_settings(office.folder, before)
                raise
    if changed.keys() & OFFICE_WIDE.keys():
        office_share.publish(office.with_settings(after))
    signatures = bool(changed.keys() & {"signature_level"})
    return office.with_settings(after), Changes(
        settings=bool(changed), queue="due_soon_minutes" in changed, files=signatures
    )


def _check(key: str, value: Value) -> None:
    check = OFFICE_WIDE.get(key) or OF_THE_DESK.get(key)
    if check is None:
        raise Refused("settings.not_changeable", key=key)
    check(value)


def _clean(wanted: Mapping[str, Value]) -> dict[str, Value]:
    """Composed letters and single spaces, as they are printed."""
    return {key: nfc(value) if isinstance(value, str) else value for key, value in wanted.items()}
