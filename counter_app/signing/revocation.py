"""Proof that the certificates of a signature were in force: chains, OCSP answers and revocation lists, for B-LT.

An address in a certificate is asked only after its chain has been followed to a root that this office trusts: nobody
else can make this computer call anywhere. Imported lists fill in what the network does not give.
"""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from pyhanko_certvalidator import CertificateValidator, ValidationContext, errors

from counter_app.clock import vietnam
from counter_app.errors import CounterError, Refused, Trouble
from counter_app.pdf.trust import common_name, load_crls, load_trust
from counter_app.pdf.validation_chain import Evidence
from counter_app.pdf.validation_online import online_fetch
from counter_app.signing.job import Services

WEAK_HASHES = {"md2", "md5", "sha1"}


@dataclass(frozen=True, slots=True)
class Material:
    """What a file must carry so that a certificate can be judged without any network (asn1crypto values)."""

    certificates: tuple[Any, ...] = ()
    crls: tuple[Any, ...] = ()
    ocsps: tuple[Any, ...] = ()

    def __add__(self, other: "Material") -> "Material":
        return Material(
            _distinct((*self.certificates, *other.certificates)),
            _distinct((*self.crls, *other.crls)),
            _distinct((*self.ocsps, *other.ocsps)),
        )


class Archive:
    """Material by certificate; what was learned, troubles included, is kept for the life of the process."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._known: dict[bytes, Material | CounterError] = {}
        self._lists: tuple[Any, ...] | None = None
        self._trust: Any = None

    def of(self, certificate: Any, others: Iterable[Any], moment: datetime) -> Material:
        """Refused `signing.certificate_revoked`; Trouble `signing.long_term_failed` when the proof is incomplete."""
        if certificate.sha256 not in self._known:
            try:
                self._known[certificate.sha256] = self._gather(certificate, tuple(others), moment)
            except CounterError as error:
                self._known[certificate.sha256] = error
        known = self._known[certificate.sha256]
        if isinstance(known, CounterError):
            raise known
        return known

    def _gather(self, certificate: Any, others: tuple[Any, ...], moment: datetime) -> Material:
        if self._trust is None:
            self._trust = load_trust(self._services.trust_folders)
        evidence = Evidence(trust=self._trust, certificates=others)
        path = _path(certificate, evidence, moment)
        line = [one for one in reversed(path) if one.subject != one.issuer]
        fetched = online_fetch(_hosts(line))(line, evidence)
        issuers = [one.issuer for one in line]
        imported = [one for one in self._imported() if one.issuer in issuers]
        for crls in (fetched.crls, (*fetched.crls, *imported)):
            problem = _revocation_problem(certificate, evidence.with_more(crls=crls, ocsps=fetched.ocsps), moment)
            if problem is None:
                return Material(tuple(path), tuple(crls), tuple(fetched.ocsps))
            if isinstance(problem, errors.RevokedError):
                raise Refused("signing.certificate_revoked", date=vietnam(problem.revocation_dt).strftime("%d/%m/%Y"))
        raise Trouble("signing.long_term_failed", issuer=common_name(certificate.issuer))

    def _imported(self) -> tuple[Any, ...]:
        if self._lists is None:
            self._lists = load_crls(self._services.crl_folder)
        return self._lists


def _path(certificate: Any, evidence: Evidence, moment: datetime) -> list[Any]:
    """From the trusted root to the certificate. Trouble when there is no such chain."""
    context = _context(evidence, moment, "soft-fail")
    try:
        found = asyncio.run(CertificateValidator(certificate, validation_context=context).async_validate_path())
    except Exception as error:  # the boundary: certificates of strangers make the library raise anything
        raise Trouble("signing.long_term_unknown_issuer", issuer=common_name(certificate.issuer)) from error
    return list(found)


def _revocation_problem(certificate: Any, evidence: Evidence, moment: datetime) -> Exception | None:
    context = _context(evidence, moment, "require")
    try:
        asyncio.run(CertificateValidator(certificate, validation_context=context).async_validate_path())
    except Exception as error:  # the boundary, as above
        return error
    return None


def _context(evidence: Evidence, moment: datetime, mode: str) -> ValidationContext:
    return ValidationContext(
        trust_roots=list(evidence.trust.roots),
        other_certs=[*evidence.trust.intermediates, *evidence.certificates],
        moment=moment,
        allow_fetching=False,
        crls=evidence.crls,
        ocsps=evidence.ocsps,
        revocation_mode=mode,
        retroactive_revinfo=True,
        weak_hash_algos=WEAK_HASHES,
    )


def _hosts(line: Sequence[Any]) -> list[str]:
    """The hosts that these certificates name for OCSP and revocation lists."""
    found = {urlsplit(url).hostname for one in line for url in one.ocsp_urls}
    found |= {urlsplit(point.url).hostname for one in line for point in one.crl_distribution_points or () if point.url}
    return sorted(host for host in found if host)


def _distinct(values: Iterable[Any]) -> tuple[Any, ...]:
    return tuple({value.dump(): value for value in values}.values())
