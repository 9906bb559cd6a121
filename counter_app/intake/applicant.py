"""What is wrong or missing in an applicant's details, field by field, while they are being typed."""

from datetime import date

from counter_app.intake.identity_card import is_spoilt
from counter_app.intake.numbers import (
    email_findings,
    person_number_findings,
    phone,
    phone_findings,
    plain_number,
    tax_code,
    tax_code_findings,
)
from counter_app.model.dossier import Applicant, ApplicantKind, Delegate
from counter_app.model.finding import Finding, Severity
from counter_app.model.text import clean

Findings = dict[str, tuple[Finding, ...]]
_WITH_TAX_CODE = (ApplicantKind.ENTERPRISE, ApplicantKind.ORGANISATION)


def applicant_findings(applicant: Applicant, today: date, *, birth: date | None = None, sex: str = "") -> Findings:
    """By name of the field, delegates' with `delegate_` before it; only fields with findings. Citizens need a number;
    bodies may do without, since a state body need not have a tax code."""
    citizen = applicant.kind is ApplicantKind.CITIZEN
    found: Findings = {
        "name": _name(applicant.name, citizen),
        "identity_number": _number(applicant, today, birth, sex),
        "address": _spoilt(applicant.address) or _missing(applicant.address, "applicant.no_address"),
        "phone": phone_findings(applicant.phone),
        "email": email_findings(applicant.email),
    }
    if applicant.delegate is not None:
        found |= _delegate(applicant.delegate, applicant, today)
    return {field: findings for field, findings in found.items() if findings}


def may_be_kept(findings: Findings) -> bool:
    """Nothing stands in the way of keeping these details; warnings do not."""
    return all(one.severity is not Severity.ERROR for listed in findings.values() for one in listed)


def tidied(applicant: Applicant) -> Applicant:
    """One Unicode form, numbers and telephones as they are written; nothing is changed in substance."""
    with_tax_code = applicant.kind in _WITH_TAX_CODE
    number = tax_code(applicant.identity_number) if with_tax_code else plain_number(applicant.identity_number)
    delegate = applicant.delegate
    return Applicant(
        name=clean(applicant.name),
        kind=applicant.kind,
        identity_number=number,
        address=clean(applicant.address),
        phone=phone(applicant.phone) or clean(applicant.phone),
        email=clean(applicant.email),
        delegate=None
        if delegate is None
        else Delegate(
            name=clean(delegate.name),
            identity_number=plain_number(delegate.identity_number),
            phone=phone(delegate.phone) or clean(delegate.phone),
            authorisation=clean(delegate.authorisation),
        ),
    )


def _name(name: str, citizen: bool) -> tuple[Finding, ...]:
    words = clean(name)
    if not words:
        return (Finding("applicant.no_name", Severity.ERROR),)
    if is_spoilt(words):
        return (Finding("applicant.spoilt", Severity.ERROR),)
    if citizen and any(letter.isdigit() for letter in words):
        return (Finding("applicant.digits_in_name", Severity.ERROR),)
    if citizen and len(words.split()) < 2:
        return (Finding("applicant.short_name", Severity.WARNING),)
    return ()


def _number(applicant: Applicant, today: date, birth: date | None, sex: str) -> tuple[Finding, ...]:
    number = applicant.identity_number
    if applicant.kind in _WITH_TAX_CODE:
        return tax_code_findings(number, today) or _missing(number, "applicant.no_tax_code")
    if applicant.kind is ApplicantKind.STATE_BODY:
        return tax_code_findings(number, today)
    if not number.strip():
        return (Finding("applicant.no_number", Severity.ERROR),)
    return person_number_findings(number, today, birth, sex)


def _delegate(delegate: Delegate, applicant: Applicant, today: date) -> Findings:
    number = person_number_findings(delegate.identity_number, today)
    if not delegate.identity_number.strip():
        number = (Finding("applicant.delegate_no_number", Severity.ERROR),)
    elif plain_number(delegate.identity_number) == plain_number(applicant.identity_number):
        number = (Finding("applicant.delegate_is_applicant", Severity.ERROR),)
    return {
        "delegate_name": _name(delegate.name, citizen=True),
        "delegate_identity_number": number,
        "delegate_phone": phone_findings(delegate.phone),
        "delegate_authorisation": _missing(delegate.authorisation, "applicant.no_authorisation", Severity.ERROR),
    }


def _spoilt(words: str) -> tuple[Finding, ...]:
    return (Finding("applicant.spoilt", Severity.ERROR),) if is_spoilt(clean(words)) else ()


def _missing(words: str, code: str, severity: Severity = Severity.WARNING) -> tuple[Finding, ...]:
    return () if words.strip() else (Finding(code, severity),)
