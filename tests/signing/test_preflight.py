"""What would happen, told before any PIN, with a sentence for each case; and nothing is written beside the files."""

from dataclasses import replace
from pathlib import Path

import pytest

from counter_app.model.file_facts import FileFacts, FileKind
from counter_app.model.finding import Severity
from counter_app.model.signature import PreflightVerdict, SignItem, SignStatus
from counter_app.signing.practice_pki import PracticeKeys
from counter_app.signing.preflight import judge_facts, verdict_of
from tests.signing.desk import STAMP, Desk
from tests.signing.papers import broken_table, cut_off, hybrid, locked, paper, signed_by_applicant

GOOD = FileFacts(
    name="a.pdf", size=1000, sha256="ab", kind=FileKind.PDF, suffix_matches=True, readable=True, page_count=2
)
ITEM = SignItem(source="a.pdf", output="out/a.pdf", sha256="ab", stamp=STAMP)


@pytest.mark.parametrize(
    ("facts", "codes", "verdict"),
    [
        (GOOD, [], PreflightVerdict.READY),
        (replace(GOOD, kind=FileKind.JPEG, readable=True), ["signing.convert_first"], PreflightVerdict.CANNOT),
        (replace(GOOD, kind=FileKind.OFFICE), ["signing.not_a_pdf"], PreflightVerdict.CANNOT),
        (replace(GOOD, readable=False, trouble="truncated"), ["signing.truncated"], PreflightVerdict.CANNOT),
        (replace(GOOD, readable=False, trouble="damaged"), ["signing.unreadable"], PreflightVerdict.CANNOT),
        (replace(GOOD, trouble="timeout", readable=False), ["signing.paper_hangs_file"], PreflightVerdict.CANNOT),
        (replace(GOOD, sha256="cd"), ["signing.file_changed"], PreflightVerdict.CANNOT),
        (replace(GOOD, page_count=0), ["signing.no_pages"], PreflightVerdict.CANNOT),
        (replace(GOOD, encrypted=True), ["signing.opens_without_password"], PreflightVerdict.WARNING),
        (replace(GOOD, encrypted=True, may_sign=False), ["signing.permission_denied"], PreflightVerdict.CANNOT),
        (
            replace(GOOD, certification=1, signature_count=1),
            ["signing.certified_no_changes", "signing.has_signatures"],
            PreflightVerdict.CANNOT,
        ),
        (
            replace(GOOD, certification=2, signature_count=1),
            ["signing.certified_invisible", "signing.has_signatures"],
            PreflightVerdict.WARNING,
        ),
        (
            replace(GOOD, locked=True, signature_count=1),
            ["signing.locked_by_signer", "signing.has_signatures"],
            PreflightVerdict.CANNOT,
        ),
        (replace(GOOD, hybrid_xref=True), ["signing.hybrid_xref"], PreflightVerdict.READY),
        (replace(GOOD, repaired=True), ["signing.will_be_repaired"], PreflightVerdict.WARNING),
        (
            replace(GOOD, repaired=True, signature_count=1),
            ["signing.unreadable", "signing.has_signatures"],
            PreflightVerdict.CANNOT,
        ),
        (replace(GOOD, has_xfa=True), ["signing.has_xfa"], PreflightVerdict.WARNING),
    ],
)
def test_facts_are_judged(facts: FileFacts, codes: list[str], verdict: PreflightVerdict) -> None:
    findings = judge_facts(facts, ITEM)
    assert [finding.code for finding in findings] == codes
    assert verdict_of(findings) is verdict
    assert all(finding.message for finding in findings)
    assert all(finding.advice for finding in findings if finding.severity is Severity.ERROR)


def test_preflight_says_what_signing_then_does(desk: Desk, tmp_path: Path, pki: PracticeKeys) -> None:
    assert pki.stranger is not None
    sources = [
        paper(tmp_path / "tot.pdf"),
        hybrid(tmp_path / "lai.pdf"),
        broken_table(tmp_path / "bang-hong.pdf"),
        locked(tmp_path / "mo-duoc.pdf"),
        signed_by_applicant(tmp_path / "da-ky.pdf", pki.stranger.p12, pki.password),
        locked(tmp_path / "mat-khau.pdf", user="x"),
        cut_off(tmp_path / "cut.pdf"),
        signed_by_applicant(tmp_path / "chot.pdf", pki.stranger.p12, pki.password, docmdp=1),
    ]
    items = [desk.item(source, repair_agreed=True) for source in sources]
    plans = desk.room.preflight(items)
    assert list(desk.out.iterdir()) == []
    outcomes = desk.sign(items)
    for plan, outcome in zip(plans, outcomes, strict=True):
        assert (plan.verdict is PreflightVerdict.CANNOT) == (outcome.status is not SignStatus.SIGNED), (plan, outcome)
    assert [plan.verdict for plan in plans[:5]] == [
        PreflightVerdict.READY,
        PreflightVerdict.READY,
        PreflightVerdict.WARNING,
        PreflightVerdict.WARNING,
        PreflightVerdict.READY,
    ]
    assert plans[0].page_count == 1 and plans[0].box is not None and plans[4].signature_count == 1


def test_the_target_is_looked_at_too(desk: Desk, tmp_path: Path) -> None:
    source = paper(tmp_path / "a.pdf")
    (desk.out / "a.pdf").write_bytes(b"there")
    nowhere = SignItem(source=str(source), output=str(tmp_path / "khong-co" / "a.pdf"))
    gone = SignItem(source=str(tmp_path / "mat.pdf"), output=str(desk.out / "b.pdf"))
    strange = desk.item(paper(tmp_path / "c.pdf"), replace(STAMP, lines=("漢字",)))
    plans = desk.room.preflight([desk.item(source), nowhere, gone, strange])
    assert [plan.findings[-1].code for plan in plans] == [
        "signing.output_exists",
        "signing.folder_not_writable",
        "signing.file_gone",
        "signing.glyph_missing",
    ]
    assert {plan.verdict for plan in plans} == {PreflightVerdict.CANNOT}
    assert "漢" in plans[3].findings[-1].message


def test_an_earlier_signature_of_the_same_purpose_is_announced(desk: Desk, tmp_path: Path) -> None:
    desk.sign([desk.item(paper(tmp_path / "a.pdf"))])
    signed = (desk.out / "a.pdf").rename(tmp_path / "b.pdf")
    (plan,) = desk.room.preflight([desk.item(signed)])
    assert plan.verdict is PreflightVerdict.WARNING
    assert "signing.signed_for_purpose" in {finding.code for finding in plan.findings}
