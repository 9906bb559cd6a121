"""Long-term data that a file brings along: its document security store and revocation data inside signatures."""

from collections.abc import Iterable, Sequence
from typing import Any

from counter_app.pdf.validation_reading import entry


def long_term_evidence(reader: Any, embedded: Sequence[Any]) -> tuple[list[Any], list[Any], list[Any]]:
    """(certificates, revocation lists, OCSP answers). What cannot be read is left out."""
    certificates, crls, ocsps = _from_store(reader)
    for signature in embedded:
        more_crls, more_ocsps = _from_attribute(signature)
        crls += more_crls
        ocsps += more_ocsps
    return certificates, crls, ocsps


def _from_store(reader: Any) -> tuple[list[Any], list[Any], list[Any]]:
    from asn1crypto import crl, ocsp, x509

    store = entry(reader.root, "/DSS")
    if store is None:
        return [], [], []
    return (
        _read(_streams(store, "/Certs"), x509.Certificate),
        _read(_streams(store, "/CRLs"), crl.CertificateList),
        _read(_streams(store, "/OCSPs"), ocsp.OCSPResponse),
    )


def _streams(store: Any, key: str) -> list[Any]:
    return [stream.get_object() for stream in entry(store, key, ())]


def _read(streams: Iterable[Any], kind: Any) -> list[Any]:
    """One broken entry must not hide the others."""
    return [value for value in (_parsed(stream, kind) for stream in streams) if value is not None]


def _parsed(stream: Any, kind: Any) -> Any | None:
    try:
        value = kind.load(bytes(stream.data))
        value.native  # noqa: B018 (asn1crypto parses lazily: now or never)
    except Exception:  # the boundary: whatever the file holds
        return None
    return value


def _from_attribute(embedded: Any) -> tuple[list[Any], list[Any]]:
    """Adobe's revocation information among the signed attributes."""
    from pyhanko.sign.general import find_unique_cms_attribute

    try:
        held = find_unique_cms_attribute(embedded.signer_info["signed_attrs"], "adobe_revocation_info_archival")
        return list(held["crl"] or ()), list(held["ocsp"] or ())
    except Exception:  # not there, or not readable: the same to us
        return [], []
