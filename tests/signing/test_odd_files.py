"""The odd files of the world, and made ones as odd: signed or refused with a sentence before the PIN, never damaged.

`python -m tests.signing.odd_run` does the same with thousands.
"""

import random
from pathlib import Path

import pikepdf
import pytest

from counter_app.model.signature import Placement, PreflightVerdict, SignStatus
from counter_app.pdf.validation import verify_file
from counter_app.signing.practice_pki import PracticeKeys
from tests.signing import papers
from tests.signing.desk import Desk, assert_sound, pdftotext, valid_signatures
from tests.signing.odd_papers import updated, written
from tests.signing.odd_run import form, made, picture, run
from tests.signing.papers import broken_xmp, locked_form, signed_by_applicant, small_size

SAMPLES_REFUSED_RIGHTLY = {
    "broken_repairable-01783.pdf",  # one reader shows empty pages, another drawings: rebuilt, the pages change
    "enc_open-00231.pdf",  # its owner forbids new fields and none waits
    "enc_open-05650.pdf",  # its owner forbids everything
}


@pytest.mark.qpdf
@pytest.mark.poppler
def test_objects_beyond_the_stated_size_are_not_overwritten(desk: Desk, tmp_path: Path) -> None:
    """The library numbers new objects from /Size on: where that is too small, they took the page's text and font."""
    source = small_size(tmp_path / "a.pdf")
    (outcome,) = desk.sign([desk.item(source)])
    assert outcome.message == ""
    assert picture(Path(outcome.output)) == picture(source) and "Cong van so 12" in pdftotext(Path(outcome.output))
    assert_sound(Path(outcome.output))


@pytest.mark.poppler
@pytest.mark.parametrize("encrypted", [False, True])
def test_a_form_keeps_its_fields_and_what_was_filled_in(desk: Desk, tmp_path: Path, encrypted: bool) -> None:
    source = papers.form(tmp_path / "a.pdf")
    if encrypted:
        with pikepdf.open(source, allow_overwriting_input=True) as document:
            document.save(source, encryption=pikepdf.Encryption(owner="chu-so-huu", user=""))
    (outcome,) = desk.sign([desk.item(source)])
    assert outcome.message == "" and valid_signatures(Path(outcome.output)) == 1
    assert form(source) == {("HoTen", "Bui Van Tam")} and form(source) < form(Path(outcome.output))


@pytest.mark.poppler
def test_a_broken_file_that_is_locked_is_rebuilt_with_its_lock(desk: Desk, tmp_path: Path) -> None:
    source = papers.broken_table(tmp_path / "a.pdf", papers.locked)
    forbidden = papers.broken_table(tmp_path / "b.pdf", lambda path: papers.locked(path, may_sign=False))
    outcomes = desk.sign([desk.item(one, repair_agreed=True) for one in (source, forbidden)])
    assert [one.code for one in outcomes] == ["", "signing.permission_denied"]
    assert valid_signatures(Path(outcomes[0].output)) == 1
    with pikepdf.open(outcomes[0].output) as document:
        assert document.is_encrypted and document.encryption.bits == 256


@pytest.mark.poppler
def test_broken_metadata_of_a_signed_file_turn_nobody_s_verdict(desk: Desk, tmp_path: Path, pki: PracticeKeys) -> None:
    assert pki.stranger is not None
    source = signed_by_applicant(tmp_path / "a.pdf", pki.stranger.p12, pki.password, make=broken_xmp)
    (outcome,) = desk.sign([desk.item(source)])
    assert outcome.message == "" and valid_signatures(Path(outcome.output)) == 2
    applicant, ours = verify_file(Path(outcome.output), trust_folders=[pki.trust_folder]).signatures
    assert (applicant.changes_after, ours.changes_after) == ("signatures_only", "none")


@pytest.mark.poppler
def test_a_locked_form_is_signed_in_the_field_that_waits_and_nowhere_else(desk: Desk, tmp_path: Path) -> None:
    source = locked_form(tmp_path / "a.pdf", "ChoKy")
    elsewhere = desk.item(source)
    inside = desk.item(source, placement=Placement(field="ChoKy"))
    refused, allowed = desk.room.preflight([elsewhere, inside])
    assert (refused.verdict, refused.findings[-1].code) == (PreflightVerdict.CANNOT, "signing.permission_denied")
    assert allowed.verdict is not PreflightVerdict.CANNOT
    (outcome,) = desk.sign([inside])
    assert outcome.message == "" and valid_signatures(Path(outcome.output)) == 1


def test_a_revision_that_is_cut_off_is_refused_although_the_one_before_can_be_read(desk: Desk, tmp_path: Path) -> None:
    source = tmp_path / "a.pdf"
    choose = random.Random(1)
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>"]
    objects.append(b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>")
    source.write_bytes(updated(written(objects, choose), choose)[: -len(b"9\n%%EOF\n")])
    (plan,) = desk.room.preflight([desk.item(source, stamp=None)])
    (outcome,) = desk.sign([desk.item(source, stamp=None)])
    assert [one.code for one in plan.findings] == ["signing.truncated"] and outcome.code == "signing.truncated"
    assert outcome.status is SignStatus.REFUSED and list(desk.out.iterdir()) == []


@pytest.mark.samples
@pytest.mark.qpdf
@pytest.mark.poppler
@pytest.mark.timeout(280)
def test_every_sample_is_signed_unless_the_file_itself_forbids_it(
    samples: Path, pki: PracticeKeys, tmp_path: Path
) -> None:
    sources = sorted((samples / "pdf").glob("*.pdf"))
    table = run(sources, lambda path: path.name.rsplit("-", 1)[0], pki, tmp_path)
    assert not table.wrong, table.words()
    refused = {line.split()[0] for line in table.sound_refusals}
    assert refused <= SAMPLES_REFUSED_RIGHTLY, table.words()
    assert sum(table.sound_signed.values()) >= 0.98 * (sum(table.sound.values()) - len(refused))


@pytest.mark.qpdf
@pytest.mark.poppler
def test_files_odder_than_the_world_s_are_never_damaged(pki: PracticeKeys, tmp_path: Path) -> None:
    """The same sixty each time; thousands of others by the program. A number makes the same file again."""
    sources, kinds = made(tmp_path / "made", range(1_000_200, 1_000_260))
    table = run(sources, lambda path: kinds[path.name].rsplit(", ", 1)[1], pki, tmp_path)
    assert not table.wrong, table.words()
    assert table.share >= 0.8, table.words()


@pytest.mark.qpdf
@pytest.mark.poppler
def test_sound_files_of_every_make_are_signed(pki: PracticeKeys, tmp_path: Path) -> None:
    sources, kinds = made(tmp_path / "made", range(1_000_000, 1_000_080))
    whole = [path for path in sources if kinds[path.name].endswith("whole")]
    table = run(whole, lambda path: kinds[path.name].split(",")[0], pki, tmp_path)
    assert not table.wrong and table.share >= 0.98, table.words()
