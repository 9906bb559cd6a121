"""Five dossiers from the list to their end in a real window; the pictures are kept for looking."""

from pathlib import Path

import pytest

from counter_app.pdf.practice_pages import draw_paper
from counter_app.signing.practice_pki import PracticeKeys
from tests.pdf.signed_files import sign
from tests.ui.xvfb import run_in_window

PICTURES = (
    *("complete-decision", "complete-receipt", "supplement-sheet", "supplement-again", "supplement-approve"),
    *("supplement-approved", "refuse-words", "refuse-sheet", "reuse-offer", "reuse-taken", "certified", "pages"),
)


@pytest.mark.xvfb
@pytest.mark.parametrize(("theme", "scale"), [("light", 1.0), ("dark", 1.5)])
def test_complete_supplemented_refused_reused_certified(
    theme: str, scale: float, artefacts: Path, practice_folder: Path, pki: PracticeKeys, tmp_path: Path
) -> None:
    draw_paper(tmp_path / "giay.pdf", "Giấy chứng nhận đăng ký doanh nghiệp")
    by_person = sign(tmp_path / "giay.pdf", tmp_path / "ky-1.pdf", pki.key("ha"), field="NguoiChungThuc", visible=True)
    copy = sign(by_person, tmp_path / "ban-sao-chung-thuc.pdf", pki.key("seal"), field="CoQuan")
    arguments = ["--office", str(practice_folder), "--certified", str(copy)]
    run_in_window("tests/ui/journeys/intake_ends.py", artefacts, theme=theme, scale=scale, arguments=arguments)
    for name in PICTURES:
        assert (artefacts / f"{name}-{theme}-{scale:g}.png").stat().st_size > 10_000
