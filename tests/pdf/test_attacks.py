"""None of the known attacks is ever «valid», and each is told by the reason that fits."""

import subprocess
from pathlib import Path

import pypdfium2
import pytest

from counter_app.model.signature import Verdict
from counter_app.pdf.validation import verify_file
from counter_app.pdf.validation_criteria import SignatureClass, class_of
from counter_app.signing.practice_pki import PracticeKeys
from tests.pdf import attack_files as attacks
from tests.pdf import signed_files as make

FORM = {"shadow: replace, field value and look", "incremental: form value"}
LOOSE = {"incremental: content, no table"}  # nothing but bytes at the end: told about the whole file
BROKEN_DICTIONARY = {name for name in attacks.ATTACKS if name.startswith("USF")}


@pytest.mark.parametrize("name", sorted(attacks.ATTACKS))
def test_no_attack_passes(name: str, pki: PracticeKeys, tmp_path: Path) -> None:
    attacked = attacks.build(name, tmp_path, pki)
    before = verify_file(tmp_path / "signed.pdf", trust_folders=[pki.trust_folder], crl_folder=pki.crl_folder)
    assert before.verdict is Verdict.VALID, "what was attacked was valid"
    found = verify_file(attacked, trust_folders=[pki.trust_folder], crl_folder=pki.crl_folder)
    assert found.verdict is (Verdict.INDETERMINATE if name in FORM | LOOSE | BROKEN_DICTIONARY else Verdict.INVALID)
    if name in FORM:
        assert {class_of(one) for one in found.signatures} == {SignatureClass.FORM_CHANGED}
    elif name in LOOSE:
        assert [one.code for one in found.findings] == ["validation.data_after_last"]
    elif name not in BROKEN_DICTIONARY:
        assert {class_of(one) for one in found.signatures} == {SignatureClass.BROKEN}


def test_the_hidden_amount_is_really_shown_after_the_attack(pki: PracticeKeys, tmp_path: Path) -> None:
    """An attack that no viewer falls for would prove nothing."""
    for name in ("incremental: page content", "shadow: hide and replace, second body", "SWA: second part moved"):
        with pypdfium2.PdfDocument(attacks.build(name, tmp_path, pki)) as document:
            assert "900" in document[0].get_textpage().get_text_range(), name


@pytest.mark.parametrize("docmdp", [1, 2, 3])
def test_content_behind_a_certification_never_passes(docmdp: int, pki: PracticeKeys, tmp_path: Path) -> None:
    from pyhanko.sign.fields import MDPPerm

    attacked = attacks.build("shadow: hide, cover emptied", tmp_path, pki, certify=MDPPerm(docmdp))
    found = verify_file(attacked, trust_folders=[pki.trust_folder], crl_folder=pki.crl_folder)
    assert found.verdict is Verdict.INVALID


@pytest.mark.poppler
def test_pdfsig_lets_through_what_we_do_not(pki: PracticeKeys, tmp_path: Path) -> None:
    """The reason for looking at what came after: the bytes that were signed are whole in all of these."""
    passed = 0
    for name in attacks.ATTACKS:
        attacked = attacks.build(name, tmp_path, pki)
        said = subprocess.run(["pdfsig", "-nocert", str(attacked)], capture_output=True, text=True, check=False).stdout
        passed += "Signature is Valid." in said
    assert passed >= 5
    assert make.last_hole((tmp_path / "signed.pdf").read_bytes())
