"""Which certification authorities this office trusts: certificates in folders, read anew at every check.

A self-signed certificate in a trust folder is a trust anchor. Any other one there only helps to build the chain:
trust always ends at a root that an administrator installed (regulation.md 10.F3, 10.F9).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

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


def read_certificates(path: Path) -> tuple[Any, ...]:
    """Every certificate of a PEM or DER file; none when it holds none."""
    from asn1crypto import x509

    return tuple(_parsed(path, "CERTIFICATE", x509.Certificate))


def load_crls(folder: Path | None) -> tuple[Any, ...]:
    """Every revocation list of a folder, PEM or DER; files that hold none are passed over."""
    from asn1crypto import crl

    if folder is None:
        return ()
    return tuple(found for path in _files(folder, (".crl", ".pem")) for found in _parsed(path, "X509 CRL", crl))


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


def _self_issued(certificate: Any) -> bool:
    return bool(certificate.subject == certificate.issuer)


def _files(folder: Path, suffixes: Sequence[str]) -> list[Path]:
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if path.suffix.lower() in suffixes and path.is_file())


def _parsed(path: Path, label: str, kind: Any) -> list[Any]:
    from asn1crypto import crl, pem

    kind = crl.CertificateList if kind is crl else kind
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
        return []
    return parsed
