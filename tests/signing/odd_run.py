"""Sign many odd files and look at every result with other programs' eyes. Run as a program it prints the table:

python -m tests.signing.odd_run --cases 2000 --seed 1        made files, by number; --applicant: signed before
python -m tests.signing.odd_run --folder FOLDER              files that lie there, by category in their name
"""

import argparse
import random
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from counter_app.clock import SystemClock
from counter_app.model.signature import Level, PinAnswer, Preflight, PreflightVerdict, SignItem, SignOutcome, SignStatus
from counter_app.signing.practice_pki import PracticeKeys, make_practice_pki
from counter_app.signing.service import SigningRoom
from tests.pki import OFFICE, PEOPLE
from tests.signing.desk import STAMP, unjudged
from tests.signing.odd_papers import DAMAGES, odd_paper, whole
from tests.signing.papers import signed_by_applicant

AT_ONCE = 250


@dataclass
class Table:
    """By category: how many, sound outside (qpdf opens it, pdfium shows page 1), signed, refused, and what is wrong."""

    count: Counter[str] = field(default_factory=Counter)
    sound: Counter[str] = field(default_factory=Counter)
    sound_signed: Counter[str] = field(default_factory=Counter)
    signed: Counter[str] = field(default_factory=Counter)
    repaired: Counter[str] = field(default_factory=Counter)
    refusals: Counter[str] = field(default_factory=Counter)
    sound_refusals: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def share(self) -> float:
        """Signed, of those that are sound outside."""
        return sum(self.sound_signed.values()) / max(1, sum(self.sound.values()))

    def words(self) -> str:
        lines = [f"{'category':28}{'files':>7}{'sound':>7}{'signed':>8}{'rebuilt':>9}{'sound signed':>14}"]
        for name in [*sorted(self.count), "all"]:
            figures = [
                sum(one.values()) if name == "all" else one[name]
                for one in (self.count, self.sound, self.signed, self.repaired, self.sound_signed)
            ]
            lines.append(f"{name:28}{figures[0]:>7}{figures[1]:>7}{figures[2]:>8}{figures[3]:>9}{figures[4]:>14}")
        lines.append(f"signed of the sound: {self.share:.2%}")
        lines += [f"  {number:5} refused: {code}" for code, number in self.refusals.most_common()]
        lines += ["sound but refused:", *self.sound_refusals] if self.sound_refusals else []
        return "\n".join([*lines, f"WRONG: {len(self.wrong)}", *self.wrong])


def run(sources: Sequence[Path], category: Callable[[Path], str], pki: PracticeKeys, folder: Path) -> Table:
    """Preflight, sign (every second one with a visible mark), then every judgement. `folder` is emptied of nothing."""
    table = Table()
    out = folder / "out"
    out.mkdir(exist_ok=True)
    room = SigningRoom(clock=SystemClock(), journal_folder=folder / "journal", verify=unjudged, allow_file_keys=True)
    items = [
        SignItem(
            source=str(path),
            output=str(out / f"{place:05}.pdf"),
            stamp=STAMP if place % 2 else None,
            repair_agreed=True,
        )
        for place, path in enumerate(sources)
    ]
    for start in range(0, len(items), AT_ONCE):
        part = items[start : start + AT_ONCE]
        plans = room.preflight(part)
        outcomes = room.sign(part, pki.file_key("ha"), level=Level.B_B, pin=lambda _: PinAnswer(secret=pki.password))
        for plan, outcome in zip(plans, outcomes, strict=True):
            _note(table, category(Path(outcome.file)), plan, outcome)
    table.wrong += [f"{path.name}: left behind" for path in out.iterdir() if path.name.startswith(".")]
    return table


def _note(table: Table, name: str, plan: Preflight, outcome: SignOutcome) -> None:
    source = Path(outcome.file)
    table.count[name] += 1
    sound = qpdf_opens(source) and picture(source) is not None
    table.sound[name] += sound
    signed = outcome.status is SignStatus.SIGNED
    if (plan.verdict is PreflightVerdict.CANNOT) == signed:
        table.wrong.append(f"{source.name} ({name}): preflight said {plan.verdict}, signing {outcome.code or 'signed'}")
    if not signed:
        table.refusals[outcome.code] += 1
        if sound:
            table.sound_refusals.append(f"  {source.name} ({name}): {outcome.code}")
        if outcome.status is not SignStatus.REFUSED or not outcome.message:
            table.wrong.append(f"{source.name} ({name}): {outcome.status} {outcome.code}")
        return
    table.signed[name] += 1
    table.sound_signed[name] += sound
    rebuilt = any(finding.code == "signing.will_be_repaired" for finding in plan.findings)
    table.repaired[name] += rebuilt
    table.wrong += [f"{source.name} ({name}): {why}" for why in _damage(source, Path(outcome.output), rebuilt)]


def _damage(source: Path, output: Path, rebuilt: bool) -> list[str]:
    """What a signed file must never be: changed in its first bytes or pages, unreadable where it was not, unsigned."""
    found = []
    if not rebuilt and output.read_bytes()[: source.stat().st_size] != source.read_bytes():
        found.append("the source's bytes changed")
    if picture(output) != picture(source) and picture(source) is not None:
        found.append("pages or page 1 changed")
    if not rebuilt and not form(source) <= form(output):
        found.append("fields of the form are gone")
    if qpdf_opens(source) and not qpdf_opens(output):
        found.append("qpdf does not open it any more")
    earlier, seen = pdfsig_says(source), pdfsig_says(output)
    if seen[: len(earlier)] != earlier:
        found.append("pdfsig judges an earlier signature otherwise")
    if len(seen) != len(earlier) + 1 or not seen[-1].startswith("Signature is Valid."):
        found.append("pdfsig does not call the signature valid")
    return found


def pdfsig_says(path: Path) -> list[str]:
    """Poppler's word on each signature, in its order."""
    said = subprocess.run(["pdfsig", "-nocert", str(path)], capture_output=True, text=True, check=False).stdout
    return re.findall(r"Signature Validation: (.*)", said)


def qpdf_opens(path: Path) -> bool:
    """As qpdf opens it, warnings allowed, without a password."""
    return subprocess.run(["qpdf", "--check", str(path)], capture_output=True, check=False).returncode in (0, 3)


def picture(path: Path) -> tuple[int, bytes] | None:
    """Page count and page 1 without its annotations, as pdfium shows them; None when it does not."""
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(path) as document:
            page = document[0]
            scale = min(0.5, 600 / max(page.get_size()))
            return len(document), bytes(
                page.render(scale=scale, grayscale=True, may_draw_forms=False, draw_annots=False).buffer
            )
    except (pypdfium2.PdfiumError, IndexError, ValueError, ZeroDivisionError):
        return None


def form(path: Path) -> set[tuple[str, str]]:
    """Name and value of the form's own fields, as qpdf sees them; of those for signatures only the name."""
    import pikepdf

    found: set[tuple[str, str]] = set()
    with suppress(Exception), pikepdf.open(path, suppress_warnings=True) as document:
        for field in document.Root.AcroForm.Fields:
            with suppress(Exception):
                value = "" if field.get("/FT") == "/Sig" else str(field.get("/V", ""))
                found.add((str(field.T), value[:80]))
    return found


def made(folder: Path, numbers: Sequence[int]) -> tuple[list[Path], dict[str, str]]:
    """Files by number, and what each one is by file name."""
    folder.mkdir(exist_ok=True)
    paths = [folder / f"so-{number}.pdf" for number in numbers]
    return paths, {path.name: odd_paper(path, number) for path, number in zip(paths, numbers, strict=True)}


def signed_before(path: Path, number: int, pki: PracticeKeys) -> str:
    """The file with an applicant's signature, some damaged after it; what became of it."""
    assert pki.stranger is not None
    plain = path.with_suffix(".plain.pdf")
    try:
        signed_by_applicant(path, pki.stranger.p12, pki.password, make=path.replace)
    except Exception:  # too odd for the library that stands in for the applicant's program
        plain.replace(path)
        return "not signed before"
    choose = random.Random(-number)
    damage = choose.choice(DAMAGES) if choose.random() < 0.3 else whole
    path.write_bytes(damage(path.read_bytes(), choose))
    return f"signed before, {damage.__name__}"


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--applicant", action="store_true", help="made files that somebody else has signed before")
    parser.add_argument("--folder", type=Path)
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pki = make_practice_pki(folder / "pki", PEOPLE, OFFICE, today=date.today(), with_negative=True)
        if given.folder:
            sources = sorted(given.folder.glob("*.pdf"))
            table = run(sources, lambda path: path.name.rsplit("-", 1)[0], pki, folder)
        else:
            numbers = range(given.seed * 1_000_000, given.seed * 1_000_000 + given.cases)
            sources, kinds = made(folder / "made", numbers)
            if given.applicant:
                sources = [path for path in sources if kinds[path.name].endswith("whole")]
                kinds = {path.name: signed_before(path, place, pki) for place, path in enumerate(sources)}
            table = run(sources, lambda path: kinds[path.name].rsplit(", ", 1)[-1], pki, folder)
    print(table.words())
    return 1 if table.wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
