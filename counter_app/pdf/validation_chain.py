"""Whose certificate it is: the chain up to a trusted root, its period, its purpose, and whether it was revoked.

The rule is annex II of the circular on signature software (regulation.md 10.F6): in its period and not revoked at
signing time, used for its purpose. What cannot be checked is never called valid.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from counter_app.clock import vietnam
from counter_app.model.finding import Finding, Severity
from counter_app.pdf.trust import TrustStore, common_name, list_key, missing_authority

_WEAK_HASHES = {"md2", "md5", "sha1"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What is known about certificates: the trust store, what the file brings along, imported lists."""

    trust: TrustStore
    certificates: tuple[Any, ...] = ()
    crls: tuple[Any, ...] = ()
    ocsps: tuple[Any, ...] = ()

    def with_more(
        self, certificates: Sequence[Any] = (), crls: Sequence[Any] = (), ocsps: Sequence[Any] = ()
    ) -> "Evidence":
        return replace(
            self,
            certificates=(*self.certificates, *certificates),
            crls=(*self.crls, *crls),
            ocsps=(*self.ocsps, *ocsps),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceTime:
    """The moment a certificate is judged at. `proven`: a trusted time-stamp says so, not the signer's own clock."""

    moment: datetime
    proven: bool
    claimed: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainJudgement:
    trusted: bool
    revocation: str  # "good", "revoked", "unknown", "not_checked"
    reasons: tuple[Finding, ...]


Fetch = Callable[[Sequence[Any], Evidence], Evidence]  # asks the network for more, when that is allowed


def judge_signer(certificate: Any, evidence: Evidence, time: ReferenceTime, fetch: Fetch | None) -> ChainJudgement:
    """Chain, period, purpose and revocation of a signer's certificate."""
    if fetch is not None:
        evidence = fetch(_line(certificate, evidence), evidence)
    purpose = () if _may_sign(certificate) else (_warning("not_for_signing"),)
    path, problem = _path(certificate, evidence, time.moment)
    if path is None:
        reasons = (*_chain_problem(problem, certificate, evidence, time), *purpose)
        return ChainJudgement(trusted=False, revocation="not_checked", reasons=reasons)
    revocation, found = _revocation(certificate, _without_namesakes(evidence, path), time)
    return ChainJudgement(trusted=True, revocation=revocation, reasons=(*purpose, *found))


def judge_time_stamp_authority(certificate: Any, evidence: Evidence, moment: datetime) -> Finding | None:
    """Why its word does not count at `moment`; None when it does.

    Missing revocation data of a time-stamp authority do not take its word away; known revocation does.
    """
    from pyhanko_certvalidator import errors

    authority = common_name(certificate.subject)
    usage = certificate.extended_key_usage_value
    path, problem = _path(certificate, evidence, moment)
    if isinstance(problem, errors.PathBuildingError):
        issuer = missing_authority(certificate, evidence.certificates, evidence.trust.roots)
        return Finding("validation.time_stamp_untrusted", Severity.INFO, {"authority": authority, "issuer": issuer})
    _, revoked = _path(certificate, evidence, moment, revocation="soft-fail")
    if path is None or isinstance(revoked, errors.RevokedError) or usage is None or "time_stamping" not in usage.native:
        return Finding("validation.time_stamp_refused", Severity.INFO, {"authority": authority})
    return None


def day(moment: datetime) -> str:
    return vietnam(moment).strftime("%d/%m/%Y")


def _line(certificate: Any, evidence: Evidence) -> list[Any]:
    """The certificate and its issuers as far as they are at hand, without the root."""
    pool = (*evidence.trust.roots, *evidence.trust.intermediates, *evidence.certificates)
    line = [certificate]
    while len(line) < 8 and line[-1].subject != line[-1].issuer:
        issuer = next((other for other in pool if other.subject == line[-1].issuer), None)
        if issuer is None:
            break
        line.append(issuer)
    return [one for one in line if one.subject != one.issuer]


def _path(
    certificate: Any, evidence: Evidence, moment: datetime, revocation: str = ""
) -> tuple[Any | None, Exception | None]:
    """The validated path at `moment`, or the exception that says why there is none."""
    import asyncio

    from pyhanko_certvalidator import CertificateValidator
    from pyhanko_certvalidator.context import ValidationContext

    context = ValidationContext(
        trust_roots=list(evidence.trust.roots),
        other_certs=[*evidence.trust.intermediates, *evidence.certificates],
        moment=moment,
        allow_fetching=False,
        crls=evidence.crls if revocation else (),
        ocsps=evidence.ocsps if revocation else (),
        revocation_mode=revocation or "soft-fail",
        # Lists published after the signing time tell more about that time, not less.
        retroactive_revinfo=True,
        weak_hash_algos=_WEAK_HASHES,
    )
    try:
        return asyncio.run(CertificateValidator(certificate, validation_context=context).async_validate_path()), None
    except Exception as error:  # the boundary: certificates of strangers make the library raise anything
        return None, error


def _chain_problem(
    problem: Exception | None, certificate: Any, evidence: Evidence, time: ReferenceTime
) -> tuple[Finding, ...]:
    from pyhanko_certvalidator import errors

    if isinstance(problem, errors.ExpiredError | errors.NotYetValidError):
        return (_period_problem(certificate, time),)
    if isinstance(problem, errors.DisallowedAlgorithmError):
        return (_warning("weak_certificate"),)
    if isinstance(problem, errors.PathBuildingError) or certificate.subject == certificate.issuer:
        issuer = missing_authority(certificate, evidence.certificates, evidence.trust.roots)
        return (_warning("unknown_issuer", issuer=issuer),)
    return (_warning("chain_broken", issuer=common_name(certificate.issuer)),)


def _period_problem(certificate: Any, time: ReferenceTime) -> Finding:
    start, end = certificate.not_valid_before, certificate.not_valid_after
    signed = time.moment if time.proven else time.claimed
    if signed is not None and signed < start:
        return _warning("certificate_not_yet_valid", not_before=day(start))
    if signed is not None and start <= signed <= end:
        return _warning("certificate_expired_since", not_after=day(end))
    if end < time.moment:
        return _warning("certificate_expired", not_after=day(end))
    return _warning("chain_out_of_period", issuer=common_name(certificate.issuer))


def _revocation(certificate: Any, evidence: Evidence, time: ReferenceTime) -> tuple[str, tuple[Finding, ...]]:
    from pyhanko_certvalidator import errors

    issuer = common_name(certificate.issuer)
    if not evidence.crls and not evidence.ocsps:
        return "not_checked", (_warning("revocation_not_checked", issuer=issuer),)
    path, problem = _path(certificate, evidence, time.moment, revocation="require")
    if path is not None:
        return "good", ()
    if isinstance(problem, errors.RevokedError):
        values: dict[str, str | int | float] = {"revoked_at": day(problem.revocation_dt)}
        if not time.proven and time.claimed is not None and time.claimed < problem.revocation_dt:
            return "revoked", (Finding("validation.revoked_later", Severity.WARNING, values),)
        return "revoked", (Finding("validation.revoked", Severity.ERROR, values),)
    if not isinstance(problem, errors.InsufficientRevinfoError) or _speaks_of(certificate, evidence):
        return "unknown", (_warning("revocation_unknown", issuer=issuer),)
    return "not_checked", (_warning("revocation_not_checked", issuer=issuer),)


def _without_namesakes(evidence: Evidence, path: Any) -> Evidence:
    """An authority that changed its key keeps its name, and both keys' certificates and lists may be installed.

    The library looks for a list's publisher by name and may take the other one; so only those of the path stay.
    """
    line = list(path.iter_certs(include_root=True))
    keys: dict[str, set[bytes]] = {}
    for issuer in line:
        keys.setdefault(issuer.subject.hashable, set()).add(issuer.key_identifier or b"")
    own = {one.sha256 for one in line}

    def kept(certificates: Sequence[Any]) -> tuple[Any, ...]:
        return tuple(one for one in certificates if one.subject.hashable not in keys or one.sha256 in own)

    return replace(
        evidence,
        trust=replace(
            evidence.trust, roots=kept(evidence.trust.roots), intermediates=kept(evidence.trust.intermediates)
        ),
        certificates=kept(evidence.certificates),
        crls=tuple(one for one in evidence.crls if _by_one_of(keys.get(one.issuer.hashable, {b""}), one)),
    )


def _by_one_of(keys: set[bytes], found: Any) -> bool:
    """True also when either side does not name its key: then the library compares the signature."""
    own = list_key(found)
    return not own or b"" in keys or own in keys


def _speaks_of(certificate: Any, evidence: Evidence) -> bool:
    return bool(evidence.ocsps) or any(crl.issuer == certificate.issuer for crl in evidence.crls)


def _may_sign(certificate: Any) -> bool:
    """nonRepudiation; or digitalSignature in a certificate that is not made for signing in or for servers."""
    usage = certificate.key_usage_value
    if usage is None or "non_repudiation" in usage.native:
        return True
    extended = certificate.extended_key_usage_value
    purposes = set(extended.native) if extended is not None else set()
    return "digital_signature" in usage.native and not (purposes & {"client_auth", "server_auth"})


def _warning(word: str, **values: str | int | float) -> Finding:
    return Finding(f"validation.{word}", Severity.WARNING, values)
