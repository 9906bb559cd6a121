"""Run as a program: each attack with our verdict and reason beside pdfsig's word, as a table.

python -m tests.pdf.attack_table
"""

import re
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

from counter_app.model.signature import Verification
from counter_app.pdf.validation import verify_file
from counter_app.pdf.validation_criteria import class_of
from counter_app.signing.practice_pki import PracticeKeys, make_practice_pki
from tests.pdf.attack_files import ATTACKS, build
from tests.pki import OFFICE, PEOPLE


def main() -> int:
    print("| attack | our verdict | our reason | pdfsig |\n|---|---|---|---|")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pki = make_practice_pki(folder / "pki", PEOPLE, OFFICE, today=date.today())
        for attack in ATTACKS:
            attacked = build(attack, folder, pki)
            print(f"| {attack} | {_ours(attacked, pki)} | {_pdfsig(attacked)} |")
    return 0


def _ours(attacked: Path, pki: PracticeKeys) -> str:
    found: Verification = verify_file(attacked, trust_folders=[pki.trust_folder], crl_folder=pki.crl_folder)
    reasons = [class_of(one).words for one in found.signatures] + [one.code for one in found.findings]
    return f"{found.verdict.value} | {'; '.join(reasons)}"


def _pdfsig(attacked: Path) -> str:
    done = subprocess.run(["pdfsig", "-nocert", str(attacked)], capture_output=True, text=True, check=False)
    said = re.findall(r"Signature Validation: (.*)", done.stdout)
    covered = [] if "Total document signed" in done.stdout else ["not the total document"]
    return "; ".join([*said, *covered]) if said else "finds no signature"


if __name__ == "__main__":
    sys.exit(main())
