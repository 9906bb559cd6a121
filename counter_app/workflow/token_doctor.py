"""What keeps keys from being used here, line by line: drivers, slots, tokens and their PINs, certificates, key files.

The lines are for the officer, the administrator and the supplier's support alike; no PIN and no key is in any of them.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

from counter_app.messages import sentence
from counter_app.model.check import Check
from counter_app.model.signature import CertificateInfo
from counter_app.model.token import DriverReport, TokenSeen


def token_checks(drivers: Sequence[DriverReport], files: Sequence[CertificateInfo] = ()) -> Iterator[Check]:
    """`files`: the key files that may be used."""
    if not any(one.used for one in drivers):
        yield _say("tokens", False, "doctor.no_token_driver")
    for driver in drivers:
        yield _driver(driver)
        for token in driver.tokens:
            yield _token(token)
            mine = [one for one in driver.certificates if one.key.token_serial == token.serial]
            if not mine:
                yield _say(f"token: {token.label}", False, "doctor.token_empty", token=token.label)
            yield from (_certificate(one) for one in mine if not is_authority(one))
    yield from (_certificate(one) for one in files)


def is_authority(info: CertificateInfo) -> bool:
    """A CA certificate that lies beside the signer's on a token: nobody means to sign with it."""
    return any(one.code == "signing.certificate_is_authority" for one in info.reasons)


def _driver(driver: DriverReport) -> Check:
    file = Path(driver.path).name
    name = f"token driver: {file}"
    if not driver.used:
        return _say(name, True, "doctor.driver_off", driver=file)
    if driver.busy:
        return _say(name, True, "doctor.driver_busy", driver=file)
    if driver.trouble is not None:
        return Check(name=name, ok=False, message=str(driver.trouble))
    counts = {"slots": len(driver.slots), "tokens": len(driver.tokens)}
    return _say(name, True, "doctor.token_driver", driver=file, **counts)


def _token(token: TokenSeen) -> Check:
    values = {"token": token.label, "serial": token.serial or "?"}
    check = _say(f"token: {token.label}", token.pin_state != "locked", f"doctor.pin_{token.pin_state}", **values)
    if not token.pad:
        return check
    return Check(name=check.name, ok=check.ok, message=f"{check.message} {sentence('doctor.pin_pad')}")


def _certificate(info: CertificateInfo) -> Check:
    name = f"certificate: {info.subject}"
    if info.key.kind == "p12":
        return _say(name, info.usable, "doctor.key_file", file=info.subject)
    until = info.not_after.strftime("%d/%m/%Y")
    if info.usable:
        return _say(name, True, "doctor.certificate", subject=info.subject, until=until)
    reason = " ".join(f"{one.message} {one.advice}".strip() for one in info.reasons)
    return _say(name, False, "doctor.certificate_unusable", subject=info.subject, until=until, reason=reason)


def _say(name: str, ok: bool, code: str, **values: object) -> Check:
    return Check(name=name, ok=ok, message=str(sentence(code, **values)))
