"""Pages with pictures that are too heavy to draw: a place is found all the same, in little memory."""

import io
import multiprocessing
import sys
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from counter_app.model.signature import Box, Placement, PreflightVerdict, SignStatus
from counter_app.signing.free_place import find_place, is_blank
from counter_app.signing.geometry import PageGeometry
from counter_app.signing.light_page import light_copy
from counter_app.signing.paper_process import PROCESS, paper_child
from tests.signing.desk import Desk, frozen, valid_signatures
from tests.signing.papers import A4, paper

PAGE = PageGeometry(tuple(map(float, A4)), 0)
SIZE = (200.0, 60.0)
BOTTOM_RIGHT = Placement(corner="bottom_right")
FOOT = Box(x=377, y=764, width=200, height=60)  # where a mark goes at the bottom right


def with_picture(path: Path, data: bytes, width: int, height: int, **entries: object) -> Path:
    """A page that is one picture; the picture hangs in a form, as some scanners write it."""
    document, name = pikepdf.new(), pikepdf.Name
    page = document.add_blank_page(page_size=(595, 842))
    entries = {"BitsPerComponent": 8, "ColorSpace": name.DeviceRGB} | entries
    picture = document.make_stream(
        data, Type=name.XObject, Subtype=name.Image, Width=width, Height=height, Filter=name.DCTDecode, **entries
    )
    form = document.make_stream(b"595 0 0 842 0 0 cm /I Do", Type=name.XObject, Subtype=name.Form, BBox=list(A4))
    form.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(I=picture))
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(F=form))
    page.Contents = document.make_stream(b"/F Do")
    document.save(path)
    return path


def scan(width: int, height: int, **options: object) -> bytes:
    """A light sheet with a dark foot on its right side, as a JPEG."""
    picture = Image.new("RGB", (width, height), (235, 232, 225))
    picture.paste((40, 40, 60), (width // 2, height * 9 // 10, width, height))
    data = io.BytesIO()
    picture.save(data, "JPEG", **options)
    return data.getvalue()


def test_the_blank_place_on_a_heavy_scan_is_found_on_a_small_version_of_it(tmp_path: Path) -> None:
    usual = with_picture(tmp_path / "300dpi.pdf", scan(2480, 3508), 2480, 3508)
    assert light_copy(usual, 0) is None, "drawn as it is"
    heavy = with_picture(tmp_path / "600dpi.pdf", scan(4960, 7016), 4960, 7016)
    light = light_copy(heavy, 0)
    assert light is not None and len(light) < 1 << 20
    found = [find_place(path, 0, PAGE, BOTTOM_RIGHT, SIZE) for path in (usual, heavy)]
    assert found[0] == found[1] and found[0].free and found[0].moved and found[0].box.y < 700
    assert not is_blank(heavy, 0, PAGE, FOOT) and is_blank(heavy, 0, PAGE, Box(x=40, y=764, width=200, height=60))


def test_a_heavy_picture_that_cannot_be_made_smaller_counts_as_printed_all_over(tmp_path: Path) -> None:
    heavy = with_picture(tmp_path / "a.pdf", scan(4960, 7016, progressive=True), 4960, 7016)
    place = find_place(heavy, 0, PAGE, BOTTOM_RIGHT, SIZE)
    assert not place.free and place.box == FOOT
    claimed = with_picture(tmp_path / "b.pdf", b"no picture at all", 90_000, 90_000)
    assert not is_blank(claimed, 0, PAGE, FOOT)


def test_a_bitonal_scan_of_600_dpi_is_not_heavy(tmp_path: Path) -> None:
    fax = with_picture(tmp_path / "a.pdf", b"0", 4960, 7016, ImageMask=True)
    indexed = pikepdf.Array([pikepdf.Name.Indexed, pikepdf.Name.DeviceRGB, 1, b"000fff"])
    assert light_copy(fax, 0) is None
    assert light_copy(with_picture(tmp_path / "b.pdf", b"0", 4960, 7016, ColorSpace=indexed), 0) is None


def sparse(path: Path, size: int) -> Path:
    """One page with one grey picture of `size` bytes, nearly all of which the disk does not hold."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</XObject<</I 5 0 R>>>>>>",
        b"<</Length 35>>stream\nq 400 0 0 500 90 120 cm /I Do Q     \nendstream",
        b"<</Type/XObject/Subtype/Image/Width 10000/Height %d/ColorSpace/DeviceGray" % (size // 10_000),
    ]
    objects[-1] += b"/BitsPerComponent 8/Length %d>>stream\n" % size
    with path.open("wb") as file:
        file.write(b"%PDF-1.5\n")
        places = []
        for number, body in enumerate(objects, 1):
            places.append(file.tell())
            file.write(b"%d 0 obj\n%s" % (number, body))
            if number == len(objects):
                file.seek(size, io.SEEK_CUR)
                file.write(b"\nendstream")
            file.write(b"\nendobj\n")
        table = file.tell()
        file.write(b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places))
        file.write(b"trailer\n<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % table)
    return path


def peak_mb(process: int | None) -> float:
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM:"))


@pytest.mark.skipif(sys.platform != "linux", reason="reads a process's peak where Linux tells it")
def test_looking_before_the_pin_takes_150_mb_at_most_too(desk: Desk, tmp_path: Path) -> None:
    item = desk.item(sparse(tmp_path / "a.pdf", 120_000_000))
    child = paper_child()
    try:
        plan = child.request("preflight", item, frozen().now(), timeout=120)
        peak = peak_mb(child.pid)
    finally:
        child.end()
    assert plan.verdict is not PreflightVerdict.CANNOT and plan.page_count == 1 and peak < 150


@pytest.mark.poppler
@pytest.mark.skipif(sys.platform != "linux", reason="reads a process's peak where Linux tells it")
@pytest.mark.parametrize("kind", ["one picture", "a scan"])
def test_signing_takes_150_mb_at_most_whatever_the_size(desk: Desk, tmp_path: Path, kind: str) -> None:
    if kind == "one picture":
        source = sparse(tmp_path / "a.pdf", 120_000_000)
    else:
        source = with_picture(tmp_path / "a.pdf", scan(4960, 7016, quality=95), 4960, 7016)
    peaks: list[float] = []

    def looked() -> bool:
        """Asked between two files, while the processes of the batch still live."""
        peaks.extend(
            peak_mb(child.pid) for child in multiprocessing.active_children() if child.name in ("key", PROCESS)
        )
        return False

    items = [desk.item(source), desk.item(paper(tmp_path / "b.pdf"))]
    outcomes = desk.sign(items, stop=looked)
    assert [one.status for one in outcomes] == [SignStatus.SIGNED] * 2
    assert peaks and max(peaks) < 150
    assert valid_signatures(Path(items[0].output)) == 1
