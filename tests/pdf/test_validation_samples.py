"""Odd files of the real world: always a verdict, in seconds, in agreement with pdfsig about integrity."""

import subprocess
import time

import pytest

from counter_app.model.signature import Verdict
from counter_app.pdf.reader import FileReader
from counter_app.pdf.validation import verify_file
from tests.tools import SAMPLES

FILES = sorted((SAMPLES / "pdf").glob("*.pdf")) if SAMPLES.is_dir() else []
SIGNED = [path for path in FILES if path.name.startswith("signed_")]


def labels() -> dict[str, set[str]]:
    rows = (SAMPLES / "pdf" / "INDEX.md").read_text(encoding="utf-8").splitlines()
    cells = [[cell.strip() for cell in row.strip("|").split("|")] for row in rows if row.startswith("| ")]
    return {row[0]: set(row[3].split()) for row in cells}


@pytest.mark.samples
def test_every_sample_gets_a_verdict_in_seconds_and_nothing_is_valid_without_trust() -> None:
    assert FILES
    for path in FILES:
        start = time.thread_time()
        found = verify_file(path, trust_folders=[])
        assert time.thread_time() - start < 5, path.name
        assert found.verdict is not Verdict.VALID, path.name
        if path in SIGNED:
            assert found.signatures, path.name
        elif found.verdict is Verdict.UNSIGNED:
            assert found.findings == (), path.name


@pytest.mark.samples
def test_samples_with_one_or_many_signatures_are_told_so() -> None:
    for path in SIGNED:
        count = len(verify_file(path, trust_folders=[]).signatures)
        assert (count > 1) is ("signed_multi" in labels()[path.name]), path.name


@pytest.mark.samples
def test_the_known_attacks_among_the_samples_are_invalid() -> None:
    attacks = ["signed_1-02603.pdf", "signed_multi-04400.pdf"]  # wrapping; a form update behind the signer's back
    for name in attacks:
        found = verify_file(SAMPLES / "pdf" / name, trust_folders=[])
        assert found.verdict is Verdict.INVALID, name


@pytest.mark.samples
@pytest.mark.poppler
def test_pdfsig_agrees_on_the_integrity_of_every_signed_sample() -> None:
    """Where both speak: pdfsig says nothing about document time-stamps, nor we about other formats."""
    words = {"Signature Validation: Signature is Valid.": True, "Signature Validation: Digest Mismatch.": False}
    compared = 0
    for path in SIGNED:
        told = subprocess.run(["pdfsig", "-nocert", str(path)], capture_output=True, text=True, check=False).stdout
        theirs = [words[line.strip(" -")] for line in told.splitlines() if line.strip(" -") in words]
        judged = [one for one in verify_file(path, trust_folders=[]).signatures if not one.is_document_timestamp]
        reasons = {reason.code.removeprefix("validation.") for one in judged for reason in one.reasons}
        if len(theirs) == len(judged) and not reasons & {"unreadable_signature", "unusual_byte_range"}:
            assert theirs == [one.intact for one in judged], path.name
            compared += len(theirs)
    assert compared >= 20


@pytest.mark.samples
def test_a_child_process_survives_every_sample() -> None:
    with FileReader() as reader:
        found = [reader.verify(path, trust_folders=[]) for path in SIGNED]
    assert {one.verdict for one in found} <= {Verdict.INDETERMINATE, Verdict.INVALID}
    codes = {finding.code for one in found for finding in one.findings}
    assert not codes & {"validation.crashed", "validation.too_slow"}


@pytest.mark.samples
def test_a_senseless_look_that_a_later_signature_replaces_is_no_forgery() -> None:
    """The first revision's field has an /AP that means nothing; the second signer's own look takes its place."""
    first, second = verify_file(SAMPLES / "pdf" / "signed_multi-04397.pdf", trust_folders=[]).signatures
    assert (first.intact, first.changes_after) == (True, "signatures_only")
    assert (second.intact, second.changes_after) == (True, "none")
