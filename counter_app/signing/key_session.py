"""One key for one batch: the guard before the PIN, one login, then raw signatures.

The order is the guard: whatever can be refused without the PIN is refused before it is asked; an empty or too short
PIN is never sent; the last try is sent only when it was confirmed in words; the PIN is sent once, and a miss ends the
batch with nothing retried. A login that is kept from an earlier batch asks for nothing at all.
`KeyDesk.session` is the context manager that begins and ends it.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from counter_app.errors import CounterError, Refused, Trouble
from counter_app.model.finding import Severity
from counter_app.model.signature import CertificateInfo, KeyRef, PinAnswer, PinRequest
from counter_app.model.token import KeepOffer
from counter_app.signing.certificates import Judge, fingerprint, unopened_file
from counter_app.signing.child import Child, no_core_dump
from counter_app.signing.key_process import (
    CLOSE_SECONDS,
    LIST_SECONDS,
    LOGIN_SECONDS,
    LOOK_SECONDS,
    SIGN_SECONDS,
    key_child,
)
from counter_app.signing.keys import FoundCertificate, Presence
from counter_app.signing.pin_guard import TokenNotes, guarded, pin_rules
from counter_app.signing.tokens import issuer_chain

AskPin = Callable[[PinRequest], PinAnswer | None]
# After one of these the key cannot be trusted to go on; anything else concerns one file.
STOPS_BATCH = {
    "signing.token_removed",
    "signing.token_error",
    "signing.token_hangs",
    "signing.key_process_ended",
    "signing.wrong_signature",
    "signing.wrong_pin_midway",
    "signing.pin_locked_midway",
    "signing.pin_stopped_midway",
    "signing.pin_too_short",
    "signing.last_try_unconfirmed",
}


class PinCancelled(Exception):
    pass


class KeySession:
    """`look()` needs no PIN, `login()` asks for it, `start()` and `signature()` follow.

    `offer`: the login may be kept after the batch, if the officer wants it; None: not at all.
    """

    def __init__(
        self,
        key: KeyRef,
        moment: datetime,
        *,
        notes: TokenNotes,
        judge: Judge,
        issuers: Sequence[bytes] = (),
        child: Child | None = None,
        offer: KeepOffer | None = None,
    ) -> None:
        self.key = key
        self.moment = moment
        self.child = child or key_child()
        self._notes = notes
        self._judge = judge
        self._issuers = issuers
        self._offer = offer
        self._ask: AskPin | None = None
        self._prompts = self._asked = 0
        self._last_error = ""
        self._sent_again = False  # a PIN for one signature is under way
        self.found: FoundCertificate | None = None
        self.certificate = unopened_file(key, Path(key.path).name, moment)
        self.opened = self.asks_each_time = self._broken = False
        self.keep_until: datetime | None = None

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
        if self.key.kind == "p12":
            return
        if self.opened:
            self._judge_now()
            return
        found: list[FoundCertificate] = self._request("find", self.key, timeout=LIST_SECONDS)
        judged = [(one, self._judge(one, self.moment)) for one in found]
        usable = [(one, info) for one, info in judged if info.usable]
        if not usable:
            raise _refusal(judged[0][1] if len(judged) == 1 else None)
        if len(usable) > 1:
            raise Refused("signing.several_certificates")
        self.found, self.certificate = usable[0]
        if self.found.pin_state == "locked":
            raise Refused("signing.pin_locked")

    def _judge_now(self) -> None:
        """Of a key file that is open now, or of a login that was kept: it may have run out or been revoked since."""
        assert self.found is not None
        self.certificate = self._judge(self.found, self.moment)
        if not self.certificate.usable:
            raise _refusal(self.certificate)

    def login(self, ask: AskPin, file_count: int, signature_count: int, last_error: str = "") -> None:
        """Ask once, send once. PinCancelled when the officer closes the question."""
        self._ask, self._asked, self._last_error = ask, 0, last_error
        self._file_count, self._prompts = file_count, 1 + signature_count
        if self.opened:
            return
        request = self._question()
        no_core_dump()  # from here on the PIN passes through this process, too
        answer = ask(request)
        if answer is None:
            raise PinCancelled
        self._check(request, answer)
        if self.key.kind == "p12":
            self._open_file(answer.secret)
            return
        self._open_token(answer.secret)
        self._last_error = ""
        if answer.keep and self._offer is not None and not self.asks_each_time:
            self.keep_until = self._offer.until

    def start(self, data: bytes) -> None:
        """Let the key sign SHA-256 of `data` while other work goes on; `signature` collects what it made."""
        values = (data, self._pin_again()) if self.asks_each_time else (data,)
        self.child.post("sign", *values)

    def signature(self) -> bytes:
        """The raw signature, verified with the certificate's public key."""
        try:
            signature: bytes = self.child.wait(timeout=LOGIN_SECONDS if self._sent_again else SIGN_SECONDS)
        except CounterError as error:
            self._broken = True
            if self._sent_again:
                self._notes.answered(self._serial, error)
            raise
        if self._sent_again:
            self._sent_again = False
            self._notes.answered(self._serial, None)
        return signature

    def close(self) -> None:
        """Log out in good order, unless the login is to be kept; the process ends with the session in any case."""
        if self.child.pid is not None and self.keep_until is None:
            self._request("close", timeout=CLOSE_SECONDS)

    @property
    def keep_for(self) -> str:
        return self._offer.person if self._offer is not None else ""

    def keep(self, left: timedelta) -> bool:
        """Hold the login that long, if nothing went wrong with it; the process ends itself then in any case."""
        if not self.opened or self._broken or self.child.pid is None or left <= timedelta():
            return False
        try:
            self._request("keep", left.total_seconds(), timeout=CLOSE_SECONDS)
        except CounterError:
            return False
        return True

    def end(self) -> None:
        self.child.end()
        self.opened = False

    @property
    def _serial(self) -> str:
        return self.found.key.token_serial if self.found is not None else ""

    def _question(self) -> PinRequest:
        """What the officer must know before the next PIN of this batch."""
        self._asked += 1
        note = self._notes.of(self._serial)
        found = self.found
        each_time = found is not None and (
            self.asks_each_time or found.asks_each_time or found.key.cert_id in note.each_time
        )
        told = found.pin_state if found is not None and not self.opened else "normal"
        state = guarded(told, note)
        return PinRequest(
            key=self.key,
            certificate=self.certificate,
            file_count=self._file_count,
            state=state,
            counted=state != told,
            error=self._last_error,
            misses=note.misses,
            pad=found.pad if found is not None else False,
            prompts=self._prompts if each_time else 1,
            number=self._asked,
            keep_until=self._offer.until if self._offer is not None and not each_time else None,
        )

    def _check(self, request: PinRequest, answer: PinAnswer) -> None:
        """What is wrong with an answer before anything is sent."""
        if self.key.kind == "p12":
            return
        if not request.pad and len(answer.secret) < pin_rules().shortest_pin:
            raise Refused("signing.pin_too_short")
        if request.state == "final_try" and not answer.confirmed:
            raise Refused("signing.last_try_unconfirmed")

    def _open_token(self, secret: str) -> None:
        assert self.found is not None
        cert_id = self.found.key.cert_id
        self._notes.try_begins(self._serial)
        try:
            self.asks_each_time = self._request("open_token", self.found, secret, timeout=LOGIN_SECONDS)
        except CounterError as error:
            self._notes.answered(self._serial, error, flags_moved=self._flags_moved(error))
            if error.code in ("signing.no_matching_key", "signing.key_asks_each_time"):  # the PIN was right
                missing = error.code == "signing.no_matching_key"
                self._notes.logged_in(self._serial, cert_id, asks_each_time=not missing, has_key=not missing)
            raise
        self.opened = True
        self._notes.logged_in(self._serial, cert_id, asks_each_time=self.asks_each_time, has_key=True)

    def _flags_moved(self, error: CounterError) -> bool:
        """Whether the token's own flags followed a miss: then they can be believed."""
        if error.code != "signing.wrong_pin" or self.found is None:
            return False
        try:
            presence: Presence = self._request("present", self.key.path, timeout=LOOK_SECONDS)
        except CounterError:
            return False
        now = [one.pin_state for one in presence.tokens if one.serial == self._serial]
        return bool(now) and now[0] != self.found.pin_state

    def _open_file(self, password: str) -> None:
        self.found = self._request("open_file", self.key, password, timeout=LOGIN_SECONDS)
        assert self.found is not None
        self._judge_now()
        self.opened = True

    def _pin_again(self) -> str:
        """For one signature with a key that asks each time. The first miss stops everything here, too."""
        assert self._ask is not None
        request = self._question()
        answer = self._ask(request)
        if answer is None:
            raise Refused("signing.pin_stopped_midway")
        self._check(request, answer)
        self._notes.try_begins(self._serial)
        self._sent_again = True
        return answer.secret

    def _request(self, name: str, *values: Any, timeout: float) -> Any:
        try:
            return self.child.request(name, *values, timeout=timeout)
        except Trouble:
            self._broken = True
            raise


def _refusal(info: CertificateInfo | None) -> CounterError:
    """Why this certificate cannot sign, as one sentence."""
    reasons = [reason for reason in info.reasons if reason.severity is Severity.ERROR] if info else []
    return Refused(reasons[0].code, **reasons[0].values) if reasons else Refused("signing.no_usable_certificate")
