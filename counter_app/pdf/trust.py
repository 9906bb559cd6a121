"""Which certification authorities this office trusts: certificates in folders, read anew at every check.

A self-signed certificate in a trust folder is a trust anchor. Any other one there only helps to build the chain:
trust always ends at a root that an administrator installed (regulation.md 10.F3, 10.F9).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from counter_app.errors import Refused, Trouble
from counter_app.resources import resource

CERTIFICATE_SUFFIXES = (".crt", ".cer", ".pem", ".der")


@dataclass(frozen=True, slots=True)
class TrustStore:
    """asn1crypto certificates. `unreadable` names files that hold no certificate."""

    roots: tuple[Any, ...]
    intermediates: tuple[Any, ...]
    unreadable: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Who is installed, as an administrator reads it."""
        return tuple(common_name(certificate.subject) for certificate in (*self.roots, *self.intermediates))


def load_trust(folders: Sequence[Path]) -> TrustStore:
    """All certificates of the shipped folder `trust` and of `folders`. Folders that do not exist hold nothing."""
    found: dict[bytes, Any] = {}
    unreadable: list[str] = []
    for folder in (resource("trust"), *folders):
        for path in _files(folder, CERTIFICATE_SUFFIXES):
            certificates = read_certificates(path)
            found.update((certificate.sha256, certificate) for certificate in certificates)
            if not certificates:
                unreadable.append(path.name)
    roots = tuple(certificate for certificate in found.values() if _self_issued(certificate))
    others = tuple(certificate for certificate in found.values() if not _self_issued(certificate))
    return TrustStore(roots, others, tuple(unreadable))


def installed_authorities(folders: Sequence[Path]) -> tuple[bytes, ...]:
    """The installed authorities as DER, roots and intermediates."""
    store = load_trust(folders)
    return tuple(bytes(certificate.dump()) for certificate in (*store.roots, *store.intermediates))


def read_certificates(path: Path) -> tuple[Any, ...]:
    """Every certificate of a PEM or DER file; none when it holds none."""
    from asn1crypto import x509

    return tuple(_parsed(path, "CERTIFICATE", x509.Certificate))


def parsed_lists(path: Path) -> tuple[Any, ...]:
    """Every revocation list of a PEM or DER file; none when it holds none."""
    return tuple(_parsed(path, "X509 CRL", _revocation_list()))


def load_crls(folder: Path | None) -> tuple[Any, ...]:
    """Every revocation list of a folder, PEM or DER; files that hold none are passed over."""
    if folder is None:
        return ()
    return tuple(found for path in _files(folder, (".crl", ".pem")) for found in parsed_lists(path))


def install_authorities(source: Path, folder: Path) -> tuple[str, ...]:
    """Copy the authorities' certificates of a file into a trust folder; returns whose they are.

    Refused `trust.no_certificate`: the file holds none; `trust.not_an_authority`: it is a person's certificate;
    Trouble `trust.disk`: the folder cannot be written to.
    """
    certificates = read_certificates(source) if source.is_file() else ()
    if not certificates:
        raise Refused("trust.no_certificate", file=source.name)
    for certificate in certificates:
        if not certificate.ca:
            raise Refused("trust.not_an_authority", name=common_name(certificate.subject))
    for certificate in certificates:
        _place(folder / f"{certificate.sha256.hex()[:32]}.crt", certificate.dump(), "CERTIFICATE")
    return tuple(common_name(certificate.subject) for certificate in certificates)


def install_revocation_list(source: Path, folder: Path) -> tuple[str, ...]:
    """Copy the revocation lists of a file into the folder of lists; returns who published them.

    A newer list of the same publisher takes the place of the older one. Refused `trust.no_revocation_list`,
    `trust.older_list`; Trouble `trust.disk`.
    """
    lists = _parsed(source, "X509 CRL", _revocation_list()) if source.is_file() else []
    if not lists:
        raise Refused("trust.no_revocation_list", file=source.name)
    for found in lists:
        target = folder / f"{publisher(found)[:32]}.crl"
        held = _parsed(target, "X509 CRL", _revocation_list()) if target.is_file() else []
        if held and _published(held[0]) > _published(found):
            raise Refused("trust.older_list", issuer=common_name(found.issuer))
        _place(target, found.dump(), "X509 CRL")
    return tuple(common_name(found.issuer) for found in lists)


def publisher(found: Any) -> str:
    """Whose list it is, by name and key in hex: an authority that changed its key publishes two."""
    return sha256(found.issuer.dump() + list_key(found)).hexdigest()


def list_key(found: Any) -> bytes:
    """The identifier of the key that signed a list; empty when the list does not tell."""
    named = found.authority_key_identifier_value
    return bytes(named["key_identifier"].native or b"") if named is not None else b""


def missing_authority(certificate: Any, known: Iterable[Any], roots: Sequence[Any]) -> str:
    """Whose certificate would complete the chain: the name to ask an administrator for."""
    pool = list(known)
    anchors = {root.sha256 for root in roots}
    seen: set[bytes] = set()
    while certificate.sha256 not in seen:
        seen.add(certificate.sha256)
        if _self_issued(certificate) and certificate.sha256 not in anchors:
            return common_name(certificate.subject)
        issuer = next((other for other in (*roots, *pool) if other.subject == certificate.issuer), None)
        if issuer is None:
            return common_name(certificate.issuer)
        certificate = issuer
    return common_name(certificate.issuer)


def common_name(name: Any) -> str:
    """The common name of a distinguished name; else its organisation; else all of it."""
    return name_part(name, "common_name") or organisation(name) or str(name.human_friendly)


def organisation(name: Any) -> str:
    return name_part(name, "organization_name")


def name_part(name: Any, part: str) -> str:
    value = name.native.get(part, "")
    return str(value[0] if isinstance(value, list) else value)


def _revocation_list() -> Any:
    from asn1crypto import crl

    return crl.CertificateList


def _published(found: Any) -> datetime:
    moment = found["tbs_cert_list"]["this_update"].native
    assert isinstance(moment, datetime)
    return moment


def _place(target: Path, data: bytes, label: str) -> None:
    """Written aside and put in its place, so that a check that runs meanwhile reads the old one or the new one."""
    from asn1crypto import pem

    aside = target.with_name(target.name + ".new")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        aside.write_bytes(pem.armor(label, data))
        aside.replace(target)
    except OSError as error:
        raise Trouble("trust.disk", folder=target.parent.name) from error


def _self_issued(certificate: Any) -> bool:
    return bool(certificate.subject == certificate.issuer)


def _files(folder: Path, suffixes: Sequence[str]) -> list[Path]:
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if path.suffix.lower() in suffixes and path.is_file())


def _parsed(path: Path, label: str, kind: Any) -> list[Any]:
    """Read once as long as the file stays as it is: a batch of checks goes by the same authorities and lists."""
    at = path.stat()
    return list(_parsed_once(path, at.st_mtime_ns, at.st_size, label, kind))


@lru_cache(maxsize=256)
def _parsed_once(path: Path, _written: int, _size: int, label: str, kind: Any) -> tuple[Any, ...]:
    from asn1crypto import pem

    data = path.read_bytes()
    try:
        if pem.detect(data):
            blocks = [body for name, _, body in pem.unarmor(data, multiple=True) if name == label]
        else:
            blocks = [data]
        parsed = [kind.load(block, strict=True) for block in blocks]
        for value in parsed:
            value.native  # noqa: B018 (asn1crypto parses lazily: now or never)
    except Exception:  # the boundary: an ASN.1 parser raises anything
        return ()
    return tuple(parsed)
