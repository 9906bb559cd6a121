"""Signing in with a token instead of the password: the key signs a fresh challenge, its certificate names the account.

The challenge goes through the same door as every paper: the key process asks for the PIN once, the signature is read
back and verified. The administrator binds a certificate to an account with the person's token at hand, so that a
certificate is only ever bound with proof that its key is there.
"""

import secrets
from collections.abc import Callable
from dataclasses import replace

from counter_app.access.people import Act, require
from counter_app.errors import Refused
from counter_app.model.signature import (
    CertificateInfo,
    KeyRef,
    Level,
    PinAnswer,
    PinRequest,
    SignatureInfo,
    SignItem,
    SignStatus,
)
from counter_app.workflow.office import Office
from counter_app.workflow.sign_in import at_desk
from counter_app.workflow.verification import digest_of

Pin = Callable[[PinRequest], PinAnswer | None]


def bind(office: Office, login: str, key: KeyRef, *, pin: Pin) -> str:
    """The certificate of this token, which is plugged in, may sign in as `login` from now on; answers its SHA-256.

    Refused: the role, no account, a wrong PIN, a certificate that is somebody else's already.
    """
    require(office.person, Act.MANAGE_PEOPLE)
    proven = _prove(office, key, pin)
    with office.store.unit_of_work() as unit:
        accounts = unit.accounts()
        if login not in accounts:
            raise Refused("access.no_account")
        if any(one.certificate == proven.certificate for one in accounts.values() if one.login != login):
            raise Refused("access.certificate_taken")
        unit.put_account(replace(accounts[login], certificate=proven.certificate))
        unit.append_event(office.event("bind_certificate", None, login=login, sha256=proven.certificate))
        unit.commit()
    return proven.certificate


def unbind(office: Office, login: str) -> None:
    """Only the password signs in again. Refused: the role, no account."""
    require(office.person, Act.MANAGE_PEOPLE)
    with office.store.unit_of_work() as unit:
        account = unit.account(login)
        if account is None:
            raise Refused("access.no_account")
        unit.put_account(replace(account, certificate=""))
        unit.append_event(office.event("unbind_certificate", None, login=login))
        unit.commit()


def sign_in(office: Office, key: KeyRef, *, pin: Pin) -> Office:
    """The office with the person of the plugged-in token at the desk.

    Refused: a wrong PIN, a certificate that is bound to no open account. Trouble: the token.
    """
    proven = _prove(office, key, pin)
    with office.store.unit_of_work() as unit:
        account = next(
            (one for one in unit.accounts().values() if one.certificate == proven.certificate and one.active), None
        )
        person = next((one for one in unit.people() if account is not None and one.login == account.login), None)
        if person is not None:
            unit.append_event(replace(office, person=person).event("sign_in", None, certificate=proven.certificate))
        unit.commit()
    if person is None:
        raise Refused("access.certificate_unknown")
    return at_desk(office, person)


def tokens(office: Office) -> tuple[CertificateInfo, ...]:
    """What could sign in: usable certificates on tokens; key files are copied too easily. Refused `access.no_token`."""
    found = tuple(one for one in office.signing.certificates() if one.usable and one.key.kind == "pkcs11")
    if not found:
        raise Refused("access.no_token")
    return found


def _prove(office: Office, key: KeyRef, pin: Pin) -> SignatureInfo:
    """The signature over a challenge of this moment, verified."""
    from counter_app.pdf.challenge import write_challenge

    if key.kind != "pkcs11":
        raise Refused("access.no_token")
    with office.scratch() as folder:
        challenge, signed = folder / "thach-thuc.pdf", folder / "da-ky.pdf"
        write_challenge(challenge, secrets.token_hex(32))
        item = SignItem(source=str(challenge), output=str(signed), sha256=digest_of(challenge))
        (outcome,) = office.signing.sign([item], key, level=Level.B_B, pin=pin)
        if outcome.status is not SignStatus.SIGNED:
            raise Refused("access.not_proven")
        signatures = office.signing.verify(signed).signatures
        begins = signed.read_bytes().startswith(challenge.read_bytes())
    if len(signatures) != 1 or not begins:
        raise Refused("access.not_proven")
    (proven,) = signatures
    if not (proven.intact and proven.certificate) or proven.changes_after != "none" or proven.revocation == "revoked":
        raise Refused("access.not_proven")
    return proven
