"""Whether a certificate stands on a revocation list that this machine has. Without a list nothing is claimed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Revoked:
    at: datetime
    on_hold: bool  # its issuer may lift it again


class RevocationLists:
    """The lists of a folder, parsed again only when a file changed. A list counts only with its issuer's signature."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._parsed: dict[Path, tuple[int, Any]] = {}

    def revoked(self, der: bytes, authorities: Sequence[bytes]) -> Revoked | None:
        """Since when `der` is revoked, by a list that one of `authorities` (DER certificates) has signed.

        None also for bytes that are no certificate: who judges it says that.
        """
        from cryptography import x509

        try:
            certificate = x509.load_der_x509_certificate(der)
        except ValueError:
            return None
        for found in self._lists():
            if found.issuer != certificate.issuer:
                continue
            entry = found.get_revoked_certificate_by_serial_number(certificate.serial_number)
            if entry is not None and _signed_by_one_of(found, authorities):
                return _revoked(entry)
        return None

    def _lists(self) -> list[Any]:
        if self._folder is None or not self._folder.is_dir():
            return []
        kept: dict[Path, tuple[int, Any]] = {}
        for path in sorted(self._folder.iterdir()):
            if path.suffix.casefold() not in (".crl", ".pem"):
                continue
            written = path.stat().st_mtime_ns
            known = self._parsed.get(path)
            kept[path] = known if known and known[0] == written else (written, _parse(path))
        self._parsed = kept
        return [found for _, found in kept.values() if found is not None]


def _revoked(entry: Any) -> Revoked:
    from cryptography import x509

    try:
        reason = entry.extensions.get_extension_for_class(x509.CRLReason).value.reason
    except (x509.ExtensionNotFound, ValueError):
        reason = None
    return Revoked(entry.revocation_date_utc.astimezone(UTC), reason is x509.ReasonFlags.certificate_hold)


def _parse(path: Path) -> Any:
    from cryptography import x509

    try:
        data = path.read_bytes()
        return x509.load_pem_x509_crl(data) if b"-----BEGIN" in data[:64] else x509.load_der_x509_crl(data)
    except (OSError, ValueError):  # no list; what lies in the folder is told by the trust page
        return None


def _signed_by_one_of(found: Any, authorities: Sequence[bytes]) -> bool:
    from cryptography import x509

    for der in authorities:
        try:
            authority = x509.load_der_x509_certificate(der)
            if authority.subject == found.issuer and found.is_signature_valid(authority.public_key()):
                return True
        except (ValueError, TypeError):  # an authority with a key or form that OpenSSL does not know
            continue
    return False
