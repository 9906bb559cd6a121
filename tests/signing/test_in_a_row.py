"""One file signed by several people one after the other, each with an own token; pdfsig judges what is left."""

import itertools
from pathlib import Path
from typing import Any

import pytest

from counter_app.model.signature import SignItem, SignStatus, Verdict
from counter_app.pdf.reader import FileReader
from counter_app.signing.practice_pki import PracticeKeys
from tests.signing.desk import Desk, assert_sound, at, valid_signatures
from tests.signing.papers import paper, signed_by_applicant

pytestmark = [pytest.mark.softhsm, pytest.mark.poppler, pytest.mark.qpdf]
SIGNERS = ("ha", "cuong", "seal")


def sign_in_a_row(desk: Desk, keys: PracticeKeys, first: Path, **values: Any) -> list[Path]:
    """By each of SIGNERS with the own token, every time over what the one before left."""
    files = [first]
    for number, login in enumerate(SIGNERS):
        target = desk.out / f"{number}.pdf"
        item = SignItem(source=str(files[-1]), output=str(target), placement=at("bottom_right"), **values)
        (outcome,) = desk.sign([item], keys.token_key(login))
        assert outcome.status is SignStatus.SIGNED, outcome
        files.append(target)
    return files


@pytest.mark.parametrize("docmdp", [0, 2, 3], ids=["approved", "certified for filling in", "certified for notes"])
def test_three_tokens_sign_one_after_the_other_over_an_applicants_signature(
    desk: Desk, softhsm: PracticeKeys, tmp_path: Path, docmdp: int
) -> None:
    given = signed_by_applicant(tmp_path / "nop.pdf", softhsm.stranger.p12, softhsm.password, docmdp=docmdp)
    files = sign_in_a_row(desk, softhsm, given)
    for before, after in itertools.pairwise(files):
        assert after.read_bytes().startswith(before.read_bytes()), "nothing earlier is written anew"
    assert [valid_signatures(path) for path in files] == [1, 2, 3, 4]
    assert_sound(files[-1])
    with FileReader() as reader:
        found = reader.verify(
            files[-1], trust_folders=[softhsm.trust_folder], crl_folder=None, online=False, allowed_hosts=()
        )
    assert len(found.signatures) == 4 and all(one.intact for one in found.signatures)
    assert found.verdict is not Verdict.INVALID
    assert len(desk.asked) == 3, "each token wants its own PIN"


def test_three_marks_of_one_row_stand_side_by_side(desk: Desk, softhsm: PracticeKeys, tmp_path: Path) -> None:
    from tests.signing.desk import STAMP, pdftotext

    files = sign_in_a_row(desk, softhsm, paper(tmp_path / "trang.pdf"), stamp=STAMP)
    assert [valid_signatures(path) for path in files[1:]] == [1, 2, 3]
    assert pdftotext(files[-1]).count("+07:00") == 3
