"""The slant of scans, measured on pictures turned by a known angle."""

import pytest
from PIL import Image

from counter_app.pdf.skew import skew_of
from tests.pdf.made_files import scan_picture


def _small(angle: float, *, text: bool = True) -> Image.Image:
    picture = scan_picture(60, text=text)
    turned = picture.rotate(-angle, resample=Image.Resampling.BICUBIC, fillcolor=(250, 247, 238))
    turned.thumbnail((300, 1200))
    return turned


@pytest.mark.parametrize("angle", [-5.0, -2.5, -1.0, 1.5, 3.0, 6.0])
def test_a_slanted_scan_is_measured_to_half_a_degree(angle: float) -> None:
    assert skew_of(_small(angle)) == pytest.approx(angle, abs=0.5)


def test_a_straight_scan_and_an_empty_one_have_no_slant() -> None:
    assert skew_of(_small(0.0)) == 0.0
    assert skew_of(_small(4.0, text=False)) == 0.0
