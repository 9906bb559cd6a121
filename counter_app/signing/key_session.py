"""One key for one batch: the guard before the PIN, one login, then raw signatures. A context manager.

The order is the guard: whatever can be refused without the PIN is refused before it is asked; an empty or too short
PIN is never sent; the PIN is sent once, and a miss ends the batch with nothing signed and nothing retried.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from counter_app.errors import CounterError, Refused
from counter_app.model.finding import Severity
from counter_app.model.signature import CertificateInfo, KeyRef, PinRequest
from counter_app.signing.certificates import certificate_info, fingerprint, unopened_file
from counter_app.signing.key_process import LIST_SECONDS, LOGIN_SECONDS, SIGN_SECONDS, key_child
from counter_app.signing.keys import MIN_PIN_LENGTH, FoundCertificate
from counter_app.signing.tokens import issuer_chain

AskPin = Callable[[PinRequest], str | None]


class PinCancelled(Exception):
    pass


class KeySession:
    """`look()` needs no PIN, `login()` asks for it, `sign()` follows."""

    def __init__(self, key: KeyRef, moment: datetime, issuers: Sequence[bytes] = ()) -> None:
        self._key = key
        self._moment = moment
        self._issuers = issuers
        self._child = key_child()
        self.found: FoundCertificate | None = None
        self.certificate = unopened_file(key, Path(key.path).name, moment)

    def __enter__(self) -> "KeySession":
        self._child.begin()
        return self

    def __exit__(self, *_: object) -> None:
        self._child.end()

    @property
    def pid(self) -> int | None:
        return self._child.pid

    @property
    def fingerprint(self) -> str:
        """Empty for a key file before its password."""
        return fingerprint(self.found.der) if self.found else ""

    @property
    def chain(self) -> tuple[bytes, ...]:
        """Issuers to put into the signatures, without the root."""
        assert self.found is not None
        return issuer_chain(self.found.der, [*self.found.chain, *self._issuers])

    def look(self) -> None:
        """Find the certificate and refuse what cannot sign. A key file shows nothing before its password."""
        if self._key.kind == "p12":
            return
        found: list[FoundCertificate] = self._child.request("find", self._key, timeout=LIST_SECONDS)
        judged = [(one, certificate_info(one, self._moment)) for one in found]
        usable = [(one, info) for one, info in judged if info.usable]
        if not usable:
            raise _refusal(judged[0][1] if len(judged) == 1 else None)
        if len(usable) > 1:
            raise Refused("signing.several_certificates")
        self.found, self.certificate = usable[0]
        if self.found.pin_state == "locked":
            raise Refused("signing.pin_locked")

    def login(self, ask: AskPin, file_count: int, last_error: str = "") -> None:
        """Ask once, send once. PinCancelled when the officer closes the question."""
        request = PinRequest(
            key=self._key,
            certificate=self.certificate,
            file_count=file_count,
            state=self.found.pin_state if self.found else "normal",
            error=last_error,
        )
        secret = ask(request)
        if secret is None:
            raise PinCancelled
        if self._key.kind == "p12":
            self._open_file(secret)
            return
        if len(secret) < MIN_PIN_LENGTH:
            raise Refused("signing.pin_too_short")
        self._child.request("open_token", self.found, secret, timeout=LOGIN_SECONDS)

    def _open_file(self, password: str) -> None:
        self.found = self._child.request("open_file", self._key, password, timeout=LOGIN_SECONDS)
        assert self.found is not None
        self.certificate = certificate_info(self.found, self._moment)
        if not self.certificate.usable:
            raise _refusal(self.certificate)

    def start(self, data: bytes) -> None:
        """Let the key sign SHA-256 of `data` while other work goes on; `signature` collects what it made."""
        self._child.post("sign", data)

    def signature(self) -> bytes:
        """The raw signature, verified with the certificate's public key."""
        signature: bytes = self._child.wait(timeout=SIGN_SECONDS)
        return signature

    def close(self) -> None:
        """Log out in good order; the process ends with the session in any case."""
        if self._child.pid is not None:
            self._child.request("close", timeout=LIST_SECONDS)


def _refusal(info: CertificateInfo | None) -> CounterError:
    """Why this certificate cannot sign, as one sentence."""
    reasons = [reason for reason in info.reasons if reason.severity is Severity.ERROR] if info else []
    return Refused(reasons[0].code, **reasons[0].values) if reasons else Refused("signing.no_usable_certificate")
