"""What certification authorities and certificates the practice office has, as certomancer's configuration.

Everything here says in its own name that it is for practice: nobody can take such a certificate for a real one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from counter_app.model.person import Person

PRACTICE_MARK = "Tập sự – không có giá trị pháp lý"
PRACTICE_CA = "CA tập sự – không có giá trị pháp lý"
ARCHITECTURE = "tap-su"
STRANGER = "cong-dan"  # a second, unknown authority: an applicant's own certificate
NEGATIVES = ("expired", "revoked", "login_only")
TSA_PATH = f"/{ARCHITECTURE}/tsa/tsa"
CRL_REPOSITORIES = ((ARCHITECTURE, "root"), (ARCHITECTURE, "intermediate"))

_NAME_LIMIT = 64  # X.520 upper bound of organization and common names; some readers count bytes
_YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Holder:
    """Who or what gets a certificate: `label` names its key file, `entity` is its distinguished name."""

    label: str
    entity: dict[str, str]


def holders(people: Sequence[Person], office_name: str, *, with_negative: bool) -> tuple[Holder, ...]:
    """One certificate per person, the office's seal, and on request three that must not sign."""
    found = [Holder(person.login, _personal_name(person, office_name)) for person in people]
    found.append(Holder("seal", _office_entity(office_name, office_name)))
    if with_negative:
        names = ("Lê Hết Hạn", "Phạm Thu Hồi", people[0].name if people else "Vũ Đăng Nhập")
        found += [
            Holder(label, _office_entity(name, office_name)) for label, name in zip(NEGATIVES, names, strict=True)
        ]
    return tuple(found)


def configuration(
    held: Sequence[Holder], office_name: str, *, today: date, url_prefix: str, with_negative: bool
) -> dict[str, Any]:
    """Certomancer's configuration; keys are looked for in `keys/<label>.pem`."""
    moment = datetime.combine(today, time(), UTC)
    names = ["root", "intermediate", "ocsp", "tsa", *(holder.label for holder in held)]
    entities: dict[str, Any] = {
        "root": {"organization-name": PRACTICE_CA, "common-name": f"Gốc {PRACTICE_CA}"},
        "intermediate": {"organization-name": PRACTICE_CA, "common-name": PRACTICE_CA},
        "ocsp": {"organization-name": PRACTICE_CA, "common-name": "OCSP tập sự"},
        "tsa": {"organization-name": PRACTICE_CA, "common-name": "Dấu thời gian tập sự"},
    }
    entities.update({holder.label: holder.entity for holder in held})
    architectures = {
        ARCHITECTURE: {
            "keyset": "practice",
            "entity-defaults": {"country-name": "VN"},
            "entities": entities,
            "certs": _authority_certificates(moment) | {h.label: _leaf(h.label, moment) for h in held},
            "services": _services(),
        }
    }
    if with_negative:
        names += [f"{STRANGER}-ca", STRANGER]
        architectures[STRANGER] = _stranger_architecture(moment)
    keys = {name: {"path": f"{name}.pem"} for name in names}
    return {
        "external-url-prefix": url_prefix,
        "keysets": {"practice": {"path-prefix": "keys", "keys": keys}},
        "pki-architectures": architectures,
    }


def _personal_name(person: Person, office_name: str) -> dict[str, str]:
    entity = _office_entity(person.name, office_name)
    if person.title:
        entity["title"] = _fitting(person.title)
    return entity


def _office_entity(common_name: str, office_name: str) -> dict[str, str]:
    return {
        "organization-name": _fitting(office_name),
        "organizational-unit-name": PRACTICE_MARK,
        "common-name": _fitting(common_name),
    }


def _fitting(name: str) -> str:
    """As many whole words as fit."""
    if len(name.encode()) <= _NAME_LIMIT:
        return name
    return name.encode()[: _NAME_LIMIT + 1].decode(errors="ignore").rsplit(" ", 1)[0]


def _validity(start: datetime, end: datetime) -> dict[str, str]:
    return {"valid-from": start.isoformat(), "valid-to": end.isoformat()}


def _authority_certificates(moment: datetime) -> dict[str, Any]:
    decades = _validity(moment - 10 * _YEAR, moment + 20 * _YEAR)
    years = _validity(moment - 5 * _YEAR, moment + 10 * _YEAR)
    stamping = [
        {"id": "key_usage", "critical": True, "smart-value": {"schema": "key-usage", "params": ["digital_signature"]}},
        {"id": "extended_key_usage", "critical": True, "value": ["time_stamping"]},
    ]
    issuing = {"max-path-len": 0, "crl-repo": "intermediate"}
    return {
        "root": {
            "subject": "root",
            "issuer": "root",
            "validity": decades,
            "profiles": [{"id": "simple-ca", "params": {"crl-repo": "root"}}],
        },
        "intermediate": {"issuer": "root", "validity": years, "profiles": [{"id": "simple-ca", "params": issuing}]},
        "ocsp": {"issuer": "intermediate", "validity": years, "profiles": ["ocsp-responder"]},
        "tsa": {"issuer": "root", "validity": years, "extensions": stamping},
    }


def _leaf(label: str, moment: datetime) -> dict[str, Any]:
    leaf: dict[str, Any] = {
        "issuer": "intermediate",
        "validity": _validity(moment - _YEAR, moment + 4 * _YEAR),
        "profiles": ["digsig-commitment"],
        "extensions": [_addresses()],
    }
    if label == "expired":
        leaf["validity"] = _validity(moment - 4 * _YEAR, moment - _YEAR)
    elif label == "revoked":
        since = moment - timedelta(days=150)
        leaf["revocation"] = {"revoked-since": since.isoformat(), "reason": "key_compromise"}
    elif label == "login_only":
        usage = {"schema": "key-usage", "params": ["digital_signature"]}
        del leaf["profiles"]
        leaf["extensions"] += [
            {"id": "key_usage", "critical": True, "smart-value": usage},
            {"id": "extended_key_usage", "critical": False, "value": ["client_auth"]},
        ]
    return leaf


def _addresses() -> dict[str, Any]:
    """Where the issuer's certificate and the OCSP responder are, as real certificates say too."""
    places = {"ocsp-responder-names": ["intermediate"], "ca-issuer-links": [{"repo": "intermediate"}]}
    return {"id": "authority_information_access", "smart-value": {"schema": "aia-urls", "params": places}}


def _services() -> dict[str, Any]:
    return {
        "ocsp": {"intermediate": {"for-issuer": "intermediate", "responder-cert": "ocsp", "signing-key": "ocsp"}},
        "crl-repo": {
            name: {"for-issuer": name, "signing-key": name, "simulated-update-schedule": "P30D"}
            for name in ("root", "intermediate")
        },
        "cert-repo": {name: {"for-issuer": name, "publish-issued-certs": True} for name in ("root", "intermediate")},
        "time-stamping": {"tsa": {"signing-key": "tsa", "signing-cert": "tsa"}},
    }


def _stranger_architecture(moment: datetime) -> dict[str, Any]:
    issuer = f"{STRANGER}-ca"
    authority = {
        "subject": issuer,
        "issuer": issuer,
        "validity": _validity(moment - 5 * _YEAR, moment + 10 * _YEAR),
        "profiles": [{"id": "simple-ca", "params": {"crl-repo": issuer}}],
    }
    holder = {
        "issuer": issuer,
        "validity": _validity(moment - _YEAR, moment + 4 * _YEAR),
        "profiles": ["digsig-commitment"],
    }
    repository = {"for-issuer": issuer, "signing-key": issuer, "simulated-update-schedule": "P30D"}
    return {
        "keyset": "practice",
        "entity-defaults": {"country-name": "VN"},
        "entities": {
            issuer: {"organization-name": "CA công cộng tập sự", "common-name": "CA công cộng tập sự"},
            STRANGER: {"organizational-unit-name": PRACTICE_MARK, "common-name": "Hồ Văn Nộp"},
        },
        "certs": {issuer: authority, STRANGER: holder},
        "services": {"crl-repo": {issuer: repository}},
    }
