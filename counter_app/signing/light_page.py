"""A page whose pictures are too heavy to draw, made light enough to look for a blank place on it.

pdfium holds a picture's raw data twice and its decoded dots once: a colour scan of 600 dpi would take 130 MB, a map
900. Large JPEGs are drawn from a small version that their decoder gives cheaply; what cannot be had cheaply is drawn as
a chequered field, which counts as printed all over. pikepdf reads the page first: it leaves streams where they lie.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HEAVY = 70 << 20  # bytes that pdfium would hold for one page
LARGEST_RAW = 24 << 20  # of a JPEG that is made smaller
MOST_DOTS = 400_000_000  # more than the largest map sheet at 600 dpi: that is no picture
REDUCED = 8  # a JPEG decoder skips to an eighth without decoding the rest
CHEQUERS = 64
DEPTH = 5  # forms within forms


@dataclass(frozen=True, slots=True)
class _Picture:
    holder: Any  # the /XObject dictionary it hangs in
    name: str
    stream: Any
    raw: int
    dots: int
    bits: int  # per dot

    @property
    def bytes_held(self) -> int:
        return self.dots * self.bits // 8 + 2 * self.raw


def light_copy(path: Path, index: int) -> bytes | None:
    """A PDF of this page alone with light pictures; None when the page can be drawn as it is, as nearly all can."""
    import pikepdf

    with pikepdf.open(path, suppress_warnings=True) as document:
        page = document.pages[index]
        pictures = {one.stream.objgen: one for one in _pictures(page.resources, DEPTH)}
        if sum(one.bytes_held for one in pictures.values()) <= HEAVY:
            return None
        for picture in _pictures(page.resources, DEPTH):
            picture.holder[picture.name] = _lightened(document, picture)
        del document.pages[index + 1 :]
        del document.pages[:index]
        made = io.BytesIO()
        document.save(made)
        return made.getvalue()


def _pictures(resources: Any, depth: int) -> Iterator[_Picture]:
    holder = resources.get("/XObject", {})
    for name, stream in list(holder.items()):
        kind = stream.get("/Subtype")
        if kind == "/Image":
            yield _measured(holder, name, stream)
        elif kind == "/Form" and depth:
            yield from _pictures(stream.get("/Resources", {}), depth - 1)


def _measured(holder: Any, name: str, stream: Any) -> _Picture:
    dots, raw = _dots(stream), int(stream.get("/Length", 0))
    mask = stream.get("/SMask")
    if mask is not None:
        dots, raw = dots + _dots(mask), raw + int(mask.get("/Length", 0))
    return _Picture(holder, name, stream, raw, dots, _bits(stream))


def _dots(stream: Any) -> int:
    return int(stream.get("/Width", 0)) * int(stream.get("/Height", 0))


def _bits(stream: Any) -> int:
    if stream.get("/ImageMask", False) or _filter(stream) in ("/CCITTFaxDecode", "/JBIG2Decode"):
        return 1
    return int(stream.get("/BitsPerComponent", 8)) * _components(stream.get("/ColorSpace"))


def _filter(stream: Any) -> str:
    """The only one; empty when there are several or none."""
    import pikepdf

    named = stream.get("/Filter")
    if isinstance(named, pikepdf.Array):
        named = named[0] if len(named) == 1 else None
    return str(named) if named is not None else ""


def _components(space: Any) -> int:
    """How many numbers a dot has; 3 where only the data would tell."""
    import pikepdf

    if isinstance(space, pikepdf.Array) and len(space):
        if str(space[0]) == "/ICCBased":
            return int(space[1].get("/N", 3))
        space = space[0]
    return {"/DeviceGray": 1, "/CalGray": 1, "/Indexed": 1, "/Separation": 1, "/DeviceCMYK": 4}.get(str(space), 3)


def _lightened(document: Any, picture: _Picture) -> Any:
    if picture.bytes_held < HEAVY // CHEQUERS:
        return picture.stream
    small = _small_jpeg(picture)
    if small is None:
        return _stream(document, CHEQUERS, CHEQUERS, _chequered())
    width, height, grey = small
    return _stream(document, width, height, grey)


def _small_jpeg(picture: _Picture) -> tuple[int, int, bytes] | None:
    """Width, height and greys at an eighth; None when it is no plain JPEG."""
    from PIL import Image

    if _filter(picture.stream) != "/DCTDecode" or picture.raw > LARGEST_RAW or picture.dots > MOST_DOTS:
        return None
    with Image.open(io.BytesIO(picture.stream.read_raw_bytes()), formats=("JPEG",)) as image:
        if image.info.get("progressive") or image.mode == "CMYK":  # all of it in memory; inverted as often as not
            return None
        image.draft("L", (image.width // REDUCED, image.height // REDUCED))
        grey = image.convert("L")
        return grey.width, grey.height, grey.tobytes()


def _chequered() -> bytes:
    row = bytes((0, 255)) * (CHEQUERS // 2)
    return (row + row[::-1]) * (CHEQUERS // 2)


def _stream(document: Any, width: int, height: int, grey: bytes) -> Any:
    import pikepdf

    name = pikepdf.Name
    return document.make_stream(
        grey,
        Type=name.XObject,
        Subtype=name.Image,
        Width=width,
        Height=height,
        BitsPerComponent=8,
        ColorSpace=name.DeviceGray,
    )
