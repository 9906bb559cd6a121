"""What an administrator sees of the trust store: authorities and revocation lists, installed and about to be."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from counter_app.clock import vietnam
from counter_app.errors import Refused, Trouble
from counter_app.pdf.trust import common_name, organisation, parsed_lists, publisher, read_certificates

LARGEST = 64 << 20  # bytes of one file; national revocation lists are a few MiB


@dataclass(frozen=True, slots=True, kw_only=True)
class Authority:
    name: str
    organisation: str
    issuer: str
    root: bool  # self-issued: trust ends here
    not_before: datetime
    not_after: datetime
    fingerprint: str  # SHA-256 in hex: what an administrator compares with what the authority publishes


@dataclass(frozen=True, slots=True, kw_only=True)
class RevocationList:
    issuer: str
    published: datetime
    next_update: datetime | None
    count: int  # revoked certificates
    signed_by_known: bool  # by an installed authority of that name
    key: str  # of the publisher, the same for each of its lists

    def stale(self, now: datetime) -> bool:
        return self.next_update is not None and self.next_update < now


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What a chosen file would bring. `known`: fingerprints that are installed; `held`: lists it would replace."""

    file: str
    authorities: tuple[Authority, ...]
    known: frozenset[str]
    lists: tuple[RevocationList, ...]
    held: tuple[RevocationList, ...]

    @property
    def new_authorities(self) -> tuple[Authority, ...]:
        return tuple(one for one in self.authorities if one.fingerprint not in self.known)


def authorities(folder: Path) -> tuple[Authority, ...]:
    """Installed ones, roots first, by name."""
    found = {one.sha256: authority_of(one) for one in _installed(folder)}
    return tuple(sorted(found.values(), key=lambda one: (not one.root, one.name.casefold())))


def revocation_lists(folder: Path, trust_folder: Path) -> tuple[RevocationList, ...]:
    issuers = _installed(trust_folder)
    paths = sorted(folder.glob("*.crl")) if folder.is_dir() else []
    found = [list_of(one, issuers) for path in paths for one in parsed_lists(path)]
    return tuple(sorted(found, key=lambda one: one.issuer.casefold()))


def look(path: Path, trust_folder: Path, crl_folder: Path) -> Offer:
    """What `path` holds, beside what is installed. Refused `trust.nothing_to_install`, `trust.file_too_big`."""
    try:
        if path.stat().st_size > LARGEST:
            raise Refused("trust.file_too_big", file=path.name)
        certificates, lists = read_certificates(path), parsed_lists(path)
    except OSError as error:
        raise Trouble("trust.file_gone", file=path.name) from error
    if not certificates and not lists:
        raise Refused("trust.nothing_to_install", file=path.name)
    known = authorities(trust_folder)
    issuers = (*_installed(trust_folder), *certificates)
    found = tuple(list_of(one, issuers) for one in lists)
    keys = {one.key for one in found}
    return Offer(
        file=path.name,
        authorities=tuple(authority_of(one) for one in certificates if one.ca),
        known=frozenset(one.fingerprint for one in known),
        lists=found,
        held=tuple(one for one in revocation_lists(crl_folder, trust_folder) if one.key in keys),
    )


def remove_authority(folder: Path, fingerprint: str) -> Authority:
    """Take the file of one certificate away. Refused `trust.not_installed`; Trouble `trust.disk`."""
    for path in _files(folder):
        certificates = read_certificates(path)
        if [one.sha256.hex() for one in certificates] == [fingerprint]:
            try:
                path.unlink()
            except OSError as error:
                raise Trouble("trust.disk", folder=folder.name) from error
            return authority_of(certificates[0])
    raise Refused("trust.not_installed")


def authority_of(certificate: Any) -> Authority:
    return Authority(
        name=common_name(certificate.subject),
        organisation=organisation(certificate.subject),
        issuer=common_name(certificate.issuer),
        root=bool(certificate.subject == certificate.issuer),
        not_before=vietnam(certificate.not_valid_before),
        not_after=vietnam(certificate.not_valid_after),
        fingerprint=certificate.sha256.hex(),
    )


def list_of(found: Any, issuers: Sequence[Any]) -> RevocationList:
    body = found["tbs_cert_list"]
    following = body["next_update"].native
    return RevocationList(
        issuer=common_name(found.issuer),
        published=vietnam(body["this_update"].native),
        next_update=vietnam(following) if following else None,
        count=len(body["revoked_certificates"]),
        signed_by_known=any(_signed_by(found, one) for one in issuers if one.subject == found.issuer),
        key=publisher(found),
    )


def _signed_by(found: Any, issuer: Any) -> bool:
    """By the key, not by the name: anybody can write a list with somebody's name on it."""
    from cryptography import x509

    try:
        key: Any = x509.load_der_x509_certificate(issuer.dump()).public_key()
        return x509.load_der_x509_crl(found.dump()).is_signature_valid(key)
    except Exception:  # the boundary: a key of another kind, an algorithm nobody knows
        return False


def _installed(folder: Path) -> tuple[Any, ...]:
    return tuple(one for path in _files(folder) for one in read_certificates(path))


def _files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if path.suffix.lower() in (".crt", ".cer", ".pem", ".der"))
