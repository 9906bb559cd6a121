"""Signatures that were there before: whoever would be broken by ours is asked for nothing."""

from pathlib import Path

from counter_app.model.signature import PreflightVerdict, SignStatus
from counter_app.signing.practice_pki import PracticeKeys
from tests.signing.desk import Desk
from tests.signing.papers import signed_by_applicant


def test_a_signature_that_ours_would_break_is_told_before_the_pin_and_nothing_is_kept(
    desk: Desk, tmp_path: Path, pki: PracticeKeys
) -> None:
    """The applicant's lock spares one field by name: no obstacle that is known by looks, found by doing it."""
    assert pki.stranger is not None
    source = signed_by_applicant(tmp_path / "a.pdf", pki.stranger.p12, pki.password, lock_all_but="Khac")
    before = source.read_bytes()
    (plan,) = desk.room.preflight([desk.item(source)])
    assert plan.verdict is PreflightVerdict.CANNOT and plan.findings[-1].code == "signing.would_break_earlier"
    (outcome,) = desk.sign([desk.item(source)])
    assert (outcome.status, outcome.code) == (SignStatus.REFUSED, "signing.would_break_earlier") and outcome.message
    assert list(desk.out.iterdir()) == [] and source.read_bytes() == before
