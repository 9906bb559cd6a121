"""`preflight` and `sign`: a batch of files with one key and one PIN."""

import argparse
import itertools
import sys
from collections.abc import Collection
from pathlib import Path

from counter_app.bootstrap import data_folder, verification_options
from counter_app.cli.output import DONE, PARTLY, REFUSED, Output, several
from counter_app.clock import SystemClock
from counter_app.errors import Misuse
from counter_app.model.finding import Severity
from counter_app.model.signature import (
    KeyRef,
    Level,
    PinAnswer,
    PinRequest,
    PreflightVerdict,
    SignItem,
    SignOutcome,
    SignProgress,
    SignStatus,
    Verification,
)
from counter_app.pdf.reader import FileReader
from counter_app.pdf.trust import installed_authorities
from counter_app.settings import cache_folder, environment_value, load_settings
from counter_app.signing.place_spec import read_place
from counter_app.signing.profiles import PLACEHOLDERS, Profile, profiles
from counter_app.signing.service import SigningRoom
from counter_app.signing.token_modules import DriverChoice


def preflight(given: argparse.Namespace, output: Output) -> int:
    room = signing_room(given, cache_folder())
    while given.out and not given.out.exists():
        given.out = given.out.parent  # `sign` would make the folder
    cannot = _tell_services(given, room, output)
    for item, found in zip(items := _items(given), room.preflight(items), strict=True):
        cannot += found.verdict is PreflightVerdict.CANNOT
        values = {
            "file": item.source,
            "verdict": str(found.verdict),
            "findings": [
                {"code": one.code, "severity": str(one.severity), "message": one.message, "advice": one.advice}
                for one in found.findings
            ],
        }
        lines = [f"{Path(item.source).name}: {found.verdict}"]
        lines += [f"  {one.message} {one.advice}" for one in found.findings]
        output.line(values, "\n".join(lines))
    return REFUSED if cannot else DONE


def _tell_services(given: argparse.Namespace, room: SigningRoom, output: Output) -> int:
    """What the level needs beside the files; how many of it is an error."""
    found = room.look_ahead(Level(given.level)) if given.level else ()
    for one in found:
        values = {"code": one.code, "severity": str(one.severity), "message": one.message, "advice": one.advice}
        output.line({"services": values}, f"{one.message} {one.advice}")
    return sum(one.severity is Severity.ERROR for one in found)


def sign(given: argparse.Namespace, output: Output) -> int:
    """Exit 0 all signed or signed before, 1 refused (also a wrong PIN), 3 some of several failed, 4 trouble."""
    key = key_of(given)
    secret = secret_of(given)
    level = Level(given.level) if given.level else (Level.B_T if given.tsa else Level.B_B)
    given.out.mkdir(parents=True, exist_ok=True)
    known: dict[int, SignOutcome] = {}

    def answer(_: PinRequest) -> PinAnswer:
        return PinAnswer(secret=secret, confirmed=given.last_try)

    def tell(step: SignProgress) -> None:
        """In the order of the files: one may be done before another that came first."""
        if step.outcome is None or step.index in known:
            return
        ready = _first_gap(known)
        known[step.index] = step.outcome
        for index in range(ready, _first_gap(known)):
            print_outcome(output, known[index])

    room = signing_room(given, given.out / ".counterctl")
    outcomes = room.sign(_items(given), key, level=level, pin=answer, progress=tell, stop_on_error=given.stop_on_error)
    for outcome in outcomes[_first_gap(known) :]:
        print_outcome(output, outcome)
    count = {status: sum(one.status is status for one in outcomes) for status in SignStatus}
    debts = sum(one.debt for one in outcomes)
    summary = {str(status): number for status, number in count.items()} | {"debt": debts}
    words = f"{count[SignStatus.SIGNED]} đã ký và đọc lại đúng, {count[SignStatus.SKIPPED]} đã ký từ trước, "
    words += f"{count[SignStatus.REFUSED]} không ký được, {count[SignStatus.FAILED] + count[SignStatus.PENDING]} lỗi"
    output.line({"summary": summary}, words)
    failed = count[SignStatus.FAILED] + count[SignStatus.PENDING]
    code = several(failed, len(outcomes), refused=count[SignStatus.REFUSED])
    return PARTLY if code == DONE and debts and given.level else code


def _first_gap(known: Collection[int]) -> int:
    return next(number for number in itertools.count() if number not in known)


def print_outcome(output: Output, outcome: SignOutcome) -> None:
    values = {
        "file": outcome.file,
        "status": str(outcome.status),
        "output": outcome.output or None,
        "level": outcome.level or None,
        "debt": outcome.debt,
        "code": outcome.code or None,
        "message": outcome.message or None,
    }
    output.line(values, f"{Path(outcome.file).name}: {outcome.status} {outcome.message}".rstrip())


def _items(given: argparse.Namespace) -> list[SignItem]:
    profile = _profile(given)
    placement = read_place(given.place or (profile.place if profile else "top_right"))
    stamp = profile.stamp(_texts(given), str(given.image or "")) if profile else None
    folder: Path = given.out or Path.cwd()
    if len({path.name for path in given.files}) < len(given.files):
        raise Misuse("cli.same_names")
    return [
        SignItem(
            source=str(path),
            output=str(folder / f"{path.stem}_da-ky.pdf"),
            stamp=stamp,
            placement=placement,
            repair_agreed=getattr(given, "repair", False),
        )
        for path in given.files
    ]


def _profile(given: argparse.Namespace) -> Profile | None:
    """Misuse when neither the program nor the office of `--data` knows it."""
    if given.stamp == "none":
        return None
    known = profiles(data_folder(given.data))
    if given.stamp not in known:
        raise Misuse("cli.no_such_profile", name=given.stamp, known=", ".join(["none", *known]))
    return known[given.stamp]


def _texts(given: argparse.Namespace) -> dict[str, str]:
    """`--text NAME=VALUE` for the placeholders that only the caller knows."""
    pairs = [pair.partition("=") for pair in given.text]
    for name, equals, _ in pairs:
        if not equals or name not in PLACEHOLDERS:
            raise Misuse("cli.text", text=name, known=", ".join(PLACEHOLDERS))
    return {name: value for name, _, value in pairs}


def key_of(given: argparse.Namespace) -> KeyRef:
    if bool(given.p12) == bool(given.pkcs11):
        raise Misuse("cli.one_key")
    if given.p12:
        if not given.p12.is_file():
            raise Misuse("cli.no_such_file", file=given.p12.name)
        return KeyRef(kind="p12", path=str(given.p12))
    return KeyRef(kind="pkcs11", path=str(given.pkcs11), token=given.token, cert_id=given.cert)


def secret_of(given: argparse.Namespace) -> str:
    """The PIN or password, from standard input or a variable. Misuse when there is none."""
    try:
        if given.pin_stdin:
            value: str | None = sys.stdin.readline().rstrip("\r\n")
        else:
            value = environment_value(given.pin_env) if given.pin_env else None
        if value is None:
            raise Misuse("cli.no_secret")
        value.encode("utf-8")
    except UnicodeError:
        raise Misuse("cli.secret_not_text") from None  # the exception holds what was typed
    return value


def signing_room(given: argparse.Namespace, folder: Path) -> SigningRoom:
    data = data_folder(given.data)
    settings = load_settings(data)
    options = verification_options(data)
    options["trust_folders"] = [*getattr(given, "trust", []), *options["trust_folders"]]

    def verify(path: Path) -> Verification:
        with FileReader() as reader:
            return reader.verify(path, **options)

    return SigningRoom(
        clock=SystemClock(),
        journal_folder=folder,
        verify=verify,
        drivers=DriverChoice.of(settings),
        allow_file_keys=True,
        time_stamp_urls=getattr(given, "tsa", None) or (),
        trust_folders=options["trust_folders"],
        crl_folder=data / "crl",
        issuers=lambda: installed_authorities(options["trust_folders"]),
        notes_folder=data / "journal",  # misses are counted with those of the window
    )
