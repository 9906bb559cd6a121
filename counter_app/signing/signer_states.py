"""Whether a signer's certificate is still in force, as its issuer says where it can be asked: before any PIN, at any
level (TT 15/2025: the certificate is checked before it signs).

The lists of this machine are looked up when a certificate is judged (`KeyDesk`). Here the issuer is asked, only at the
addresses of a certificate whose chain ends at a root that this office trusts. No answer stops nothing by itself.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from counter_app.errors import CounterError, Refused, Trouble
from counter_app.model.finding import Finding, Severity
from counter_app.signing.child import Child, ChildBug
from counter_app.signing.job import Services
from counter_app.signing.keys import FoundCertificate
from counter_app.signing.paper_process import SERVICE_SECONDS

FRESH = timedelta(minutes=10)
Signer = tuple[FoundCertificate, tuple[bytes, ...]]  # with its issuers


class SignerStates:
    """What issuers answered, kept for a while: one question per certificate, not one per batch."""

    def __init__(self) -> None:
        self._known: dict[bytes, tuple[datetime, CounterError | None]] = {}

    def ask(
        self, child: Child, services: Services, der: bytes, chain: Sequence[bytes], now: datetime
    ) -> CounterError | None:
        """None: in force. Refused `signing.certificate_revoked`; Trouble: nobody could say."""
        known = self._known.get(der)
        if known is not None and abs(now - known[0]) < FRESH:
            return known[1]
        answer: CounterError | None = None
        try:
            child.request("look_at_signer", services, der, tuple(chain), now, timeout=SERVICE_SECONDS)
        except CounterError as error:
            answer = error
        except ChildBug:
            answer = Trouble("signing.unexpected")
        self._known[der] = now, answer
        return answer

    def findings(
        self,
        child: Child,
        services: Services,
        signers: Sequence[Signer],
        now: datetime,
    ) -> tuple[Finding, ...]:
        """An error for each of the certificates that its issuer has revoked."""
        found = []
        for one, chain in signers:
            state = self.ask(child, services, one.der, chain, now)
            if isinstance(state, Refused):
                values: dict[str, str | int | float] = {name: str(value) for name, value in state.values.items()}
                found.append(Finding(state.code, Severity.ERROR, values))
        return tuple(found)
