"""The odd files of the world, and made ones as odd: signed or refused with a sentence before the PIN, never damaged.

`python -m tests.signing.odd_run` does the same with thousands.
"""

from pathlib import Path

import pytest

from counter_app.signing.practice_pki import PracticeKeys
from tests.signing.odd_run import made, run

SAMPLES_REFUSED_RIGHTLY = {
    "broken_repairable-01783.pdf",  # rebuilding it would change the page
    "enc_open-00231.pdf",  # its owner forbids signing
    "enc_open-05650.pdf",
    "signed_1-00282.pdf",  # broken metadata: any later revision makes the first signature suspicious
    "signed_1-02603.pdf",  # an attack on its signature
}


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
