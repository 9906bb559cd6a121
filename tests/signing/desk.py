"""A signing desk for tests: the room, its items, and what outside programs say about the results."""

import re
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from counter_app.clock import VIETNAM, FixedClock, SystemClock
from counter_app.model.signature import (
    KeyRef,
    Level,
    PinAnswer,
    PinRequest,
    Placement,
    SignItem,
    SignOutcome,
    StampText,
    Verdict,
    Verification,
)
from counter_app.model.token import KeepOffer
from counter_app.signing.mark import component_stamp
from counter_app.signing.practice_pki import PracticeKeys
from counter_app.signing.service import SigningRoom
from counter_app.signing.token_modules import DriverChoice

NAME = "Nguyễn Thị Ưởng"
AGENCY = "Ủy ban nhân dân phường Thử Nghiệm"
STAMP = component_stamp(NAME, AGENCY)


def unjudged(path: Path) -> Verification:
    return Verification(file=path.name, verdict=Verdict.UNSIGNED, signatures=())


class Desk:
    """Signs with a key file unless told otherwise; remembers what was asked and reported."""

    def __init__(self, folder: Path, pki: PracticeKeys, **options: Any) -> None:
        self.folder = folder
        self.pki = pki
        self.out = folder / "out"
        self.out.mkdir(exist_ok=True)
        self.asked: list[PinRequest] = []
        self.steps: list[tuple[int, str]] = []
        self.room = SigningRoom(
            clock=options.pop("clock", SystemClock()),
            journal_folder=folder / "journal",
            verify=unjudged,
            allow_file_keys=options.pop("allow_file_keys", True),
            drivers=DriverChoice(named=options.pop("modules", ())),
            **options,
        )

    def item(self, source: Path, stamp: StampText | None = STAMP, **values: Any) -> SignItem:
        return SignItem(source=str(source), output=str(self.out / source.name), stamp=stamp, **values)

    def sign(
        self,
        items: Sequence[SignItem],
        key: KeyRef | None = None,
        *,
        pin: str | Callable[[], str] | None = "",
        level: Level = Level.B_B,
        stop: Any = lambda: False,
        confirmed: bool = False,
        keep: KeepOffer | None = None,
    ) -> tuple[SignOutcome, ...]:
        """`pin`: None closes the question, empty is the right one. `keep`: offered, and wanted."""

        def ask(request: PinRequest) -> PinAnswer | None:
            self.asked.append(request)
            right = self.pki.password if request.key.kind == "p12" else self.pki.pin
            wanted = request.keep_until is not None
            typed = pin() if callable(pin) else pin
            return None if typed is None else PinAnswer(secret=typed or right, confirmed=confirmed, keep=wanted)

        return self.room.sign(
            items,
            key or self.pki.file_key("ha"),
            level=level,
            pin=ask,
            progress=lambda step: self.steps.append((step.index, step.step)),
            stop=stop,
            keep=keep,
        )

    def leftovers(self) -> list[str]:
        return [path.name for path in self.out.iterdir() if path.name.startswith(".")]


def frozen(text: str = "2026-11-21T09:12:07") -> FixedClock:
    from datetime import datetime

    return FixedClock(datetime.fromisoformat(text).replace(tzinfo=VIETNAM))


def pdfsig(path: Path) -> str:
    return subprocess.run(["pdfsig", "-nocert", str(path)], capture_output=True, text=True, check=False).stdout


def valid_signatures(path: Path) -> int:
    """How many signatures poppler calls valid; every signature of the file must be."""
    said = pdfsig(path)
    valid = said.count("Signature is Valid.")
    assert valid == len(re.findall(r"^Signature #", said, re.M)), said
    return valid


def pdftotext(path: Path) -> str:
    return subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=True).stdout


def assert_sound(path: Path) -> None:
    """qpdf finds nothing wrong."""
    done = subprocess.run(["qpdf", "--check", str(path)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def at(corner: str) -> Placement:
    return Placement(corner=corner)
