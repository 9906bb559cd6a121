"""Whose signatures this office trusts: authorities and revocation lists, installed by the administrator, recorded."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from counter_app.access.people import Act, require
from counter_app.errors import CounterError, Refused
from counter_app.model.changes import Changes
from counter_app.pdf.trust import install_authorities, install_revocation_list
from counter_app.pdf.trust_look import (
    Authority,
    Offer,
    RevocationList,
    authorities,
    look,
    remove_authority,
    revocation_lists,
)
from counter_app.settings import load_settings, save_settings
from counter_app.workflow import office_share
from counter_app.workflow.office import Office

_HOST = re.compile(r"(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Trusted:
    authorities: tuple[Authority, ...]
    lists: tuple[RevocationList, ...]


def folders(office: Office) -> tuple[Path, Path]:
    """(authorities, revocation lists)"""
    return office.folder / (office.settings.trust_folder or "trust"), office.folder / "crl"


def installed(office: Office) -> Trusted:
    trust, lists = folders(office)
    return Trusted(authorities=authorities(trust), lists=revocation_lists(lists, trust))


def offer(office: Office, path: Path) -> Offer:
    """What a file would bring, nothing changed. Refused: neither a certificate of an authority nor a list."""
    found = look(path, *folders(office))
    if not found.authorities and not found.lists:
        raise Refused("trust.only_persons", file=path.name)
    return found


def install(office: Office, path: Path) -> Changes:
    """Install what `offer` shows. Refused: not allowed, a person's certificate in it, an older list, a list that its
    installed authority has not signed. Trouble: disk. Each kept certificate and list is in the diary.
    """
    require(office.person, Act.CHANGE_SETTINGS)
    found, (trust, lists) = offer(office, path), folders(office)
    for one in found.lists:
        if not one.signed_by_known and any(each.name == one.issuer for each in authorities(trust)):
            raise Refused("trust.list_not_signed", issuer=one.issuer)
    if found.authorities:
        install_authorities(path, trust)
    if found.lists:
        install_revocation_list(path, lists)
    with office.store.unit_of_work() as unit:
        for each in found.new_authorities:
            known = {"fingerprint": each.fingerprint, "kind": "root" if each.root else "intermediate"}
            unit.append_event(office.event("install_authority", None, name=each.name, **known))
        for one in found.lists:
            published = one.published.isoformat()
            unit.append_event(
                office.event("install_revocation_list", None, name=one.issuer, published=published, count=one.count)
            )
        unit.commit()
    office_share.publish(office)
    return Changes(settings=True)


def remove(office: Office, fingerprint: str) -> Changes:
    """Trust an authority no longer. Refused: not allowed, not installed."""
    require(office.person, Act.CHANGE_SETTINGS)
    gone = remove_authority(folders(office)[0], fingerprint)
    with office.store.unit_of_work() as unit:
        unit.append_event(office.event("remove_authority", None, name=gone.name, fingerprint=gone.fingerprint))
        unit.commit()
    office_share.publish(office)
    return Changes(settings=True)


def allow_online(office: Office, allowed: bool, hosts: Sequence[str]) -> tuple[Office, Changes]:
    """Whether checks may ask the addresses in certificates, and of which hosts only; recorded, used at once.

    Refused: not allowed, a name that is no host, allowed with no host named. Trouble: the file cannot be written.
    """
    require(office.person, Act.CHANGE_SETTINGS)
    named = tuple(dict.fromkeys(host.strip().lower() for host in hosts if host.strip()))
    for host in named:
        if not _HOST.fullmatch(host):
            raise Refused("trust.bad_host", host=host[:60])
    if allowed and not named:
        raise Refused("trust.no_host")
    before = load_settings(office.folder)
    after = replace(before, verify_online=allowed, verify_hosts=named)
    with office.store.unit_of_work() as unit:
        unit.append_event(office.event("change_online_checks", None, allowed=int(allowed), hosts=", ".join(named)))
        save_settings(office.folder, after)
        try:
            unit.commit()
        except CounterError:
            save_settings(office.folder, before)
            raise
    changed = office.with_settings(after)
    office_share.publish(changed)
    return changed, Changes(settings=True)
