"""Keys and certificates of the practice office, made on the spot: nothing of it has any value outside practice.

Layout of the folder: `trust/` (root.crt, intermediate.crt), `crl/` (revocation lists), `keys/<login>.p12` and `.crt`,
`pki/` (what the local services need), `softhsm/` (tokens, when a SoftHSM library was given).
"""

import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from hashlib import sha256
from pathlib import Path
from typing import Any

from counter_app.model.person import Person
from counter_app.model.signature import KeyRef
from counter_app.signing.practice_architecture import (
    ARCHITECTURE,
    CRL_REPOSITORIES,
    STRANGER,
    TSA_PATH,
    Holder,
    configuration,
    holders,
)
from counter_app.signing.practice_token import TokenEntry, make_tokens

# Shown on the screen in practice: secrets that protect nothing.
PRACTICE_PASSWORD = "tap-su-123"  # noqa: S105 (practice only, by design)
PRACTICE_PIN = "12345678"
PRACTICE_PORT = 47653  # of the addresses written into practice certificates
CONFIGURATION_FILE = "pki.json"
KEYS_FILE = "keys.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeKey:
    """One certificate with its key: the same one in a key file and, when there are tokens, on a token."""

    login: str
    name: str  # common name
    p12: Path
    certificate: Path  # PEM
    cert_id: str  # CKA_ID in hex
    token_label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeKeys:
    """Where everything is. `keys` holds people, "seal", and with negatives "expired", "revoked", "login_only"."""

    folder: Path
    trust_folder: Path
    crl_folder: Path
    keys: tuple[PracticeKey, ...]
    base_url: str
    stranger: PracticeKey | None = None  # issued by an authority that is not in `trust_folder`
    softhsm_library: Path | None = None
    softhsm_conf: Path | None = None

    @property
    def root(self) -> Path:
        return self.trust_folder / "root.crt"

    @property
    def intermediate(self) -> Path:
        return self.trust_folder / "intermediate.crt"

    @property
    def password(self) -> str:
        return PRACTICE_PASSWORD

    @property
    def pin(self) -> str:
        return PRACTICE_PIN

    @property
    def tsa_url(self) -> str:
        return self.base_url + TSA_PATH

    def key(self, login: str) -> PracticeKey:
        """KeyError when nobody of that name has a key."""
        for key in self.keys:
            if key.login == login:
                return key
        raise KeyError(login)

    def file_key(self, login: str) -> KeyRef:
        return KeyRef(kind="p12", path=str(self.key(login).p12))

    def token_key(self, login: str) -> KeyRef:
        """Only when the tokens were made."""
        assert self.softhsm_library is not None
        key = self.key(login)
        return KeyRef(kind="pkcs11", path=str(self.softhsm_library), token=key.token_label, cert_id=key.cert_id)


def make_practice_pki(
    folder: Path,
    people: Sequence[Person],
    office_name: str,
    *,
    softhsm_library: Path | None = None,
    today: date,
    services_port: int = PRACTICE_PORT,
    with_negative: bool = False,
) -> PracticeKeys:
    """Make everything below `folder`: about half a second, two with tokens.

    Certificates are valid from a year before `today` to four years after it. Their OCSP and CRL addresses point to
    `services_port` on this machine, where `local_services.LocalServices` answers.
    """
    held = holders(people, office_name, with_negative=with_negative)
    base_url = f"http://127.0.0.1:{services_port}"
    wanted = configuration(held, office_name, today=today, url_prefix=base_url, with_negative=with_negative)
    pki = folder / "pki"
    _make_keys(pki / "keys", list(wanted["keysets"]["practice"]["keys"]))
    (pki / CONFIGURATION_FILE).write_text(json.dumps(wanted, ensure_ascii=False, indent=1), encoding="utf-8")

    architectures = load_architectures(folder)
    trust = folder / "trust"
    trust.mkdir(exist_ok=True)
    for label in ("root", "intermediate"):
        (trust / f"{label}.crt").write_bytes(_pem(_der(architectures[ARCHITECTURE], label)))
    write_crls(folder, datetime.combine(today, time(12), UTC), architectures)
    keys = [_key_file(folder, architectures[ARCHITECTURE], holder, people) for holder in held]
    if softhsm_library is not None:
        entries = [TokenEntry(key.token_label, key.cert_id, key.name, key.p12) for key in keys]
        make_tokens(folder / "softhsm", softhsm_library, entries, password=PRACTICE_PASSWORD, pin=PRACTICE_PIN)
    if with_negative:
        stranger = Holder(STRANGER, {"common-name": "Hồ Văn Nộp"})
        keys.append(_key_file(folder, architectures[STRANGER], stranger, people, f"{STRANGER}-ca"))
    found = {
        "softhsm_library": str(softhsm_library or ""),
        "keys": [[key.login, key.name, key.cert_id, key.token_label] for key in keys],
    }
    (pki / KEYS_FILE).write_text(json.dumps(found, ensure_ascii=False, indent=1), encoding="utf-8")
    return load_practice_keys(folder)


def load_architectures(folder: Path) -> dict[str, Any]:
    """Certomancer's architectures by name, as `make_practice_pki` wrote them below `folder`."""
    from certomancer.registry import CertomancerConfig

    wanted = json.loads((folder / "pki" / CONFIGURATION_FILE).read_text(encoding="utf-8"))
    loaded = CertomancerConfig(wanted, key_search_dir=str(folder / "pki"), lazy_load_keys=True)
    return {str(label): architecture for label, architecture in loaded.pki_archs.items()}


def services_url(folder: Path) -> str:
    """The address that the certificates below `folder` name for OCSP and revocation lists."""
    wanted = json.loads((folder / "pki" / CONFIGURATION_FILE).read_text(encoding="utf-8"))
    return str(wanted["external-url-prefix"])


def load_practice_keys(folder: Path) -> PracticeKeys:
    """The keys that `make_practice_pki` made below `folder` at another time."""
    found = json.loads((folder / "pki" / KEYS_FILE).read_text(encoding="utf-8"))
    keys = {login: _practice_key(folder, login, *rest) for login, *rest in found["keys"]}
    stranger = keys.pop(STRANGER, None)
    library = found["softhsm_library"]
    return PracticeKeys(
        folder=folder,
        trust_folder=folder / "trust",
        crl_folder=folder / "crl",
        keys=tuple(keys.values()),
        base_url=services_url(folder),
        stranger=stranger,
        softhsm_library=Path(library) if library else None,
        softhsm_conf=folder / "softhsm" / "softhsm2.conf" if library else None,
    )


def write_crls(folder: Path, at: datetime, architectures: dict[str, Any] | None = None) -> None:
    """Write the revocation lists in force at `at` (each good for up to 30 days) to `folder/crl`."""
    from certomancer.registry import ServiceLabel

    architectures = architectures or load_architectures(folder)
    target = folder / "crl"
    target.mkdir(exist_ok=True)
    for architecture, repository in CRL_REPOSITORIES:
        registry = architectures[architecture].service_registry
        (target / f"{repository}.crl").write_bytes(registry.get_crl(ServiceLabel(repository), at).dump())


def _make_keys(folder: Path, names: Sequence[str]) -> None:
    from cryptography.hazmat.primitives.asymmetric import rsa
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    folder.mkdir(parents=True, exist_ok=True)

    def make(name: str) -> None:
        key = rsa.generate_private_key(65537, 2048)
        data = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        (folder / f"{name}.pem").write_bytes(data)

    with ThreadPoolExecutor(max_workers=4) as pool:  # OpenSSL lets the others run while it looks for primes
        list(pool.map(make, names))


def _key_file(
    folder: Path, architecture: Any, holder: Holder, people: Sequence[Person], issuer: str = "intermediate"
) -> PracticeKey:
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, load_pem_private_key, pkcs12

    target = folder / "keys"
    target.mkdir(exist_ok=True)
    certificate = _der(architecture, holder.label)
    key = load_pem_private_key((folder / "pki" / "keys" / f"{holder.label}.pem").read_bytes(), None)
    data = pkcs12.serialize_key_and_certificates(
        holder.label.encode(),
        key,  # type: ignore[arg-type]
        x509.load_der_x509_certificate(certificate),
        [x509.load_der_x509_certificate(_der(architecture, issuer))],
        BestAvailableEncryption(PRACTICE_PASSWORD.encode()),
    )
    (target / f"{holder.label}.p12").write_bytes(data)
    (target / f"{holder.label}.crt").write_bytes(_pem(certificate))
    # A real token may carry a second certificate of the same person that is only for signing in.
    owner = people[0].login if holder.label == "login_only" and people else holder.label
    identifier = sha256(certificate).hexdigest()[:16]
    return _practice_key(folder, holder.label, holder.entity["common-name"], identifier, f"TAP SU {owner}")


def _practice_key(folder: Path, login: str, name: str, cert_id: str, token_label: str) -> PracticeKey:
    p12, certificate = folder / "keys" / f"{login}.p12", folder / "keys" / f"{login}.crt"
    return PracticeKey(
        login=login, name=name, p12=p12, certificate=certificate, cert_id=cert_id, token_label=token_label
    )


def _der(architecture: Any, label: str) -> bytes:
    from certomancer.registry import CertLabel

    return bytes(architecture.get_cert(CertLabel(label)).dump())


def _pem(certificate: bytes) -> bytes:
    from asn1crypto import pem

    return bytes(pem.armor("CERTIFICATE", certificate))
