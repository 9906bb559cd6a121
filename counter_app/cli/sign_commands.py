"""`preflight` and `sign`: a batch of files with one key and one PIN."""

import argparse
import re
import sys
from pathlib import Path

from counter_app.bootstrap import data_folder
from counter_app.cli.output import DONE, PARTLY, REFUSED, Output, several
from counter_app.clock import SystemClock
from counter_app.errors import Misuse
from counter_app.model.signature import (
    Box,
    KeyRef,
    Level,
    PinRequest,
    Placement,
    PreflightVerdict,
    SignItem,
    SignOutcome,
    SignProgress,
    SignStatus,
    StampKind,
    Verification,
)
from counter_app.pdf.reader import FileReader
from counter_app.settings import cache_folder, environment_value, load_settings
from counter_app.signing.mark import ORGANISATION, SIGNER, component_stamp
from counter_app.signing.service import SigningRoom

CORNERS = ("top_left", "top_right", "bottom_left", "bottom_right")
_BOX = re.compile(r"(-?[\d.]+),(-?[\d.]+),([\d.]+),([\d.]+)")


def preflight(given: argparse.Namespace, output: Output) -> int:
    room = _room(given, cache_folder())
    while given.out and not given.out.exists():
        given.out = given.out.parent  # `sign` would make the folder
    cannot = 0
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


def sign(given: argparse.Namespace, output: Output) -> int:
    """Exit 0 all signed or signed before, 1 refused (also a wrong PIN), 3 some of several failed, 4 trouble."""
    key = _key(given)
    secret = _secret(given)
    level = Level(given.level) if given.level else (Level.B_T if given.tsa else Level.B_B)
    given.out.mkdir(parents=True, exist_ok=True)
    told: set[int] = set()

    def answer(_: PinRequest) -> str:
        return secret

    def tell(step: SignProgress) -> None:
        if step.outcome is not None and step.index not in told:
            told.add(step.index)
            _print(output, step.outcome)

    outcomes = _room(given, given.out / ".counterctl").sign(_items(given), key, level=level, pin=answer, progress=tell)
    for index, outcome in enumerate(outcomes):
        if index not in told:
            _print(output, outcome)
    count = {status: sum(one.status is status for one in outcomes) for status in SignStatus}
    debts = sum(one.debt for one in outcomes)
    summary = {str(status): number for status, number in count.items()} | {"debt": debts}
    words = f"{count[SignStatus.SIGNED]} đã ký và đọc lại đúng, {count[SignStatus.SKIPPED]} đã ký từ trước, "
    words += f"{count[SignStatus.REFUSED]} không ký được, {count[SignStatus.FAILED] + count[SignStatus.PENDING]} lỗi"
    output.line({"summary": summary}, words)
    failed = count[SignStatus.FAILED] + count[SignStatus.PENDING]
    code = several(failed, len(outcomes), refused=count[SignStatus.REFUSED])
    return PARTLY if code == DONE and debts and given.level else code


def _print(output: Output, outcome: SignOutcome) -> None:
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
    placement = place(given.place)
    kind = StampKind(given.stamp)
    stamp = None if kind is StampKind.NONE else component_stamp(SIGNER, ORGANISATION, kind)
    folder: Path = given.out or Path.cwd()
    if len({path.name for path in given.files}) < len(given.files):
        raise Misuse("cli.same_names")
    return [
        SignItem(
            source=str(path),
            output=str(folder / f"{path.stem}_da-ky.pdf"),
            stamp=stamp,
            placement=placement,
        )
        for path in given.files
    ]


def place(text: str) -> Placement:
    """`top_right`, `bottom_left@2`, `330,60,150,40@1`, `anchor:GIÁM ĐỐC`. Misuse when it is none of these."""
    if text.startswith("anchor:") and len(text) > len("anchor:"):
        return Placement(anchor=text.removeprefix("anchor:"))
    where, _, page_text = text.partition("@")
    if page_text and not re.fullmatch(r"-?\d+", page_text):
        raise Misuse("cli.place", text=text)
    page = int(page_text or 1)
    if where in CORNERS:
        return Placement(corner=where, page=page)
    match = _BOX.fullmatch(where)
    if not match or page == 0:
        raise Misuse("cli.place", text=text)
    try:
        x, y, width, height = (float(part) for part in match.groups())
    except ValueError as error:  # more than one point in a number
        raise Misuse("cli.place", text=text) from error
    if not (width and height):
        raise Misuse("cli.place", text=text)
    return Placement(page=page, box=Box(x=x, y=y, width=width, height=height))


def _key(given: argparse.Namespace) -> KeyRef:
    if bool(given.p12) == bool(given.pkcs11):
        raise Misuse("cli.one_key")
    if given.p12:
        if not given.p12.is_file():
            raise Misuse("cli.no_such_file", file=given.p12.name)
        return KeyRef(kind="p12", path=str(given.p12))
    return KeyRef(kind="pkcs11", path=str(given.pkcs11), token=given.token, cert_id=given.cert)


def _secret(given: argparse.Namespace) -> str:
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


def _room(given: argparse.Namespace, folder: Path) -> SigningRoom:
    data = data_folder(given.data)
    settings = load_settings(data)
    trust = [data / settings.trust_folder] if settings.trust_folder else []

    def verify(path: Path) -> Verification:
        with FileReader() as reader:
            return reader.verify(path, trust_folders=trust, crl_folder=data / "crl")

    return SigningRoom(
        clock=SystemClock(),
        journal_folder=folder,
        verify=verify,
        modules=settings.token_modules,
        allow_file_keys=True,
        time_stamp_url=getattr(given, "tsa", ""),
    )
