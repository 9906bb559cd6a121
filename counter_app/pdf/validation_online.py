"""Asking the network about certificates, only where an administrator allows it.

The addresses come from the certificate inside an untrusted file: without a list of allowed hosts, a document could
make this computer call any address in the office network. Redirects are not followed.
"""

import urllib.error
import urllib.request
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from counter_app.pdf.validation_chain import Evidence, Fetch

TIMEOUT = 5.0  # seconds for one address
MAX_ANSWER = 32 << 20  # bytes; national revocation lists are a few MiB


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *arguments: Any, **named: Any) -> None:
        return None


def online_fetch(allowed_hosts: Sequence[str], timeout: float = TIMEOUT) -> Fetch:
    """What `judge_signer` calls for more evidence. Answers are kept for this verification, failures too."""
    session = _Session(frozenset(host.lower() for host in allowed_hosts), timeout)

    def fetch(line: Sequence[Any], evidence: Evidence) -> Evidence:
        line, issuers = session.complete(list(line), evidence)
        evidence = evidence.with_more(certificates=issuers)
        crls: list[Any] = []
        ocsps: list[Any] = []
        for position, certificate in enumerate(line):
            following = line[position + 1] if position + 1 < len(line) else _root_of(certificate, evidence)
            answer = session.ocsp(certificate, following) if following is not None else None
            if answer is not None:
                ocsps.append(answer)
            else:
                crls += session.crls(certificate)
        return evidence.with_more(crls=crls, ocsps=ocsps)

    return fetch


def _root_of(certificate: Any, evidence: Evidence) -> Any | None:
    return next((root for root in evidence.trust.roots if root.subject == certificate.issuer), None)


class _Session:
    def __init__(self, hosts: frozenset[str], timeout: float) -> None:
        self._hosts = hosts
        self._timeout = timeout
        self._opener = urllib.request.build_opener(_NoRedirect)
        self._answers: dict[tuple[str, bytes], bytes | None] = {}
        self._silent: set[str] = set()  # hosts that did not answer once: not asked again for this file

    def complete(self, line: list[Any], evidence: Evidence) -> tuple[list[Any], list[Any]]:
        """The line with missing issuers taken from the addresses in the certificates, and those issuers."""
        from asn1crypto import x509

        found: list[Any] = []
        while len(line) < 8 and _root_of(line[-1], evidence) is None:
            issuer = next(
                (
                    parsed
                    for url in _access(line[-1], "ca_issuers")
                    if (parsed := _parsed(x509.Certificate, self._ask(url))) and parsed.subject == line[-1].issuer
                ),
                None,
            )
            if issuer is None or issuer.subject == issuer.issuer:
                break
            line.append(issuer)
            found.append(issuer)
        return line, found

    def crls(self, certificate: Any) -> list[Any]:
        from asn1crypto import crl

        points = certificate.crl_distribution_points or ()
        urls = [point.url for point in points if point.url]
        answers = (_parsed(crl.CertificateList, self._ask(url)) for url in urls)
        return [answer for answer in answers if answer is not None]

    def ocsp(self, certificate: Any, issuer: Any) -> Any | None:
        from asn1crypto import ocsp

        for url in certificate.ocsp_urls:
            answer = _parsed(ocsp.OCSPResponse, self._ask(url, _ocsp_request(certificate, issuer)))
            if answer is not None and answer["response_status"].native == "successful":
                return answer
        return None

    def _ask(self, url: str, body: bytes = b"") -> bytes | None:
        key = (url, body)
        if key not in self._answers:
            self._answers[key] = self._really_ask(url, body) if self._allowed(url) else None
        return self._answers[key]

    def _allowed(self, url: str) -> bool:
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
        return parts.scheme in ("http", "https") and host in self._hosts and parts.netloc not in self._silent

    def _really_ask(self, url: str, body: bytes) -> bytes | None:
        headers = {"Content-Type": "application/ocsp-request"} if body else {}
        request = urllib.request.Request(url, data=body or None, headers=headers)  # noqa: S310 (checked by _allowed)
        try:
            with self._opener.open(request, timeout=self._timeout) as answer:
                data = answer.read(MAX_ANSWER + 1)
        except urllib.error.HTTPError:
            return None
        except (OSError, ValueError):
            self._silent.add(urlsplit(url).netloc)
            return None
        return data if len(data) <= MAX_ANSWER else None


def _access(certificate: Any, method: str) -> list[str]:
    value = certificate.authority_information_access_value
    if value is None:
        return []
    return [
        str(entry["access_location"].native)
        for entry in value
        if entry["access_method"].native == method and entry["access_location"].name == "uniform_resource_identifier"
    ]


def _ocsp_request(certificate: Any, issuer: Any) -> bytes:
    from asn1crypto import algos, ocsp

    identifier = ocsp.CertId(
        {
            "hash_algorithm": algos.DigestAlgorithm({"algorithm": "sha1"}),
            "issuer_name_hash": certificate.issuer.sha1,
            "issuer_key_hash": issuer.public_key.sha1,
            "serial_number": certificate.serial_number,
        }
    )
    return bytes(ocsp.OCSPRequest({"tbs_request": {"request_list": [{"req_cert": identifier}]}}).dump())


def _parsed(kind: Any, data: bytes | None) -> Any | None:
    from asn1crypto import pem

    if not data:
        return None
    try:
        value = kind.load(pem.unarmor(data)[2] if pem.detect(data) else data, strict=True)
        value.native  # noqa: B018 (asn1crypto parses lazily: now or never)
    except Exception:  # the boundary: whatever a server sends
        return None
    return value
