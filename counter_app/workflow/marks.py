"""The marks of this office: profiles, images of signatures and of the seal, and what is put into their lines."""

from dataclasses import replace
from pathlib import Path

from counter_app.access import authority
from counter_app.access.people import Act, require
from counter_app.errors import Refused, Trouble
from counter_app.model.dossier import Event
from counter_app.model.signature import StampKind, StampText
from counter_app.signing.mark import open_image
from counter_app.signing.profiles import Profile, profiles, remove_profile, save_profile
from counter_app.workflow import office_share
from counter_app.workflow.office import Office

__all__ = ["Profile", "image_for", "install_image", "profiles", "reason", "remove", "save", "stamp"]
SEAL_FILE = "seal.png"


def stamp(office: Office, profile: Profile, *, signer: str = "", **values: str) -> StampText:
    """The mark of `profile` for the person at the desk; with the image it asks for when the office has one."""
    known = {
        "signer": signer or office.person.name,
        "organisation": office.settings.office_name,
        "title": office.person.own_title or office.person.title,
        "authority": authority.written(office.person)[0],
    }
    found = image_for(office, profile)
    made = profile.stamp(known | values, str(found) if found else "")
    lines = (*_authority(office, profile, made), *made.lines)
    return replace(made, lines=tuple(dict.fromkeys(lines)))  # a seal names the office once


def _authority(office: Office, profile: Profile, made: StampText) -> tuple[str, ...]:
    """«KT. GIÁM ĐỐC» over «PHÓ GIÁM ĐỐC» where a person's mark shows text and does not place it itself."""
    placed = any("{authority}" in line for line in profile.lines)
    if profile.kind not in (StampKind.RESULT, StampKind.COMPONENT) or not made.lines or placed:
        return ()
    return tuple(line for line in authority.written(office.person) if line)


def reason(office: Office, profile: Profile) -> str:
    """Why it is signed; in a colleague's place also by what authority, for whoever opens the signature itself."""
    said = authority.reason(office.person)
    return f"{profile.reason} ({said})" if said else profile.reason


def image_for(office: Office, profile: Profile) -> Path | None:
    """The PNG that a profile shows; None: it shows none, or the office has not given one."""
    if not profile.image:
        return None
    name = SEAL_FILE if profile.image == "seal" else f"{office.person.login}.png"
    path = office.folder / "marks" / name
    return path if path.is_file() else None


def install_image(office: Office, source: Path, kind: StampKind, login: str = "") -> Path:
    """Keep a picture of the seal, or of a person's hand-written signature.

    Refused `signing.image_without_ground`: it has no transparent part and would hide the text under it (NĐ 30/2020:
    PNG, transparent); `access.not_allowed`. Trouble: not a picture, disk.
    """
    if kind is StampKind.SEAL or login != office.person.login:
        require(office.person, Act.CHANGE_SETTINGS)
    picture, dpi = open_image(str(source))
    if picture.getchannel("A").getextrema()[0] == 255:
        raise Refused("signing.image_without_ground", file=source.name)
    name = SEAL_FILE if kind is StampKind.SEAL else f"{login}.png"
    target = office.folder_for("marks") / name
    try:
        aside = target.with_suffix(".new")
        picture.save(aside, format="PNG", **({"dpi": (dpi, dpi)} if dpi else {}))
        aside.replace(target)
    except OSError as error:
        raise Trouble("store.not_writable", where="marks") from error
    _note(office, "change_mark_image", name)
    open_image.cache_clear()
    return target


def save(office: Office, profile: Profile) -> None:
    """Add or change an own profile. Refused: not allowed, or what `signing.profiles.check` refuses."""
    require(office.person, Act.CHANGE_SETTINGS)
    save_profile(office.folder, profile)
    _note(office, "save_mark_profile", profile.key)


def remove(office: Office, key: str) -> None:
    require(office.person, Act.CHANGE_SETTINGS)
    remove_profile(office.folder, key)
    _note(office, "remove_mark_profile", key)


def _note(office: Office, kind: str, name: str) -> None:
    event: Event = office.event(kind, None, name=name)
    with office.store.unit_of_work() as unit:
        unit.append_event(event)
        unit.commit()
    office_share.publish(office)
