"""QR codes on a photo or scan, such as of an identity card. Runs in the reader's child process."""

from pathlib import Path
from typing import Any

from counter_app.errors import Refused
from counter_app.pdf.image_facts import MAX_PIXELS, open_image
from counter_app.pdf.kinds import IMAGES, kind_of

PAGES_LOOKED_AT = 3
_DPI = 300  # a card's code is about 15 mm wide and 57 modules: 200 dpi leaves three pixels for one
_LONGEST_SIDE = 4_500


def read_codes(path: Path) -> tuple[str, ...]:
    """Texts of the QR codes on the first pages, each once. Refused `pdf.cannot_show` for what is neither."""
    try:
        pictures = _of_image(path) if kind_of(path) in IMAGES else _of_pdf(path)
        found: dict[str, None] = {}
        for picture in pictures:
            found |= dict.fromkeys(_texts(picture))
    except Refused:
        raise
    except Exception as error:  # parsers of untrusted files raise anything; the officer needs one sentence
        raise Refused("pdf.cannot_show", file=path.name, page=1) from error
    return tuple(found)


def _texts(picture: Any) -> list[str]:
    """As it is first; then larger, which helps with codes of a few pixels per module."""
    import zxingcpp

    def look(shown: Any) -> list[str]:
        formats = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
        return [code.text for code in zxingcpp.read_barcodes(shown, formats=formats) if code.text]

    found = look(picture)
    if not found and max(picture.size) * 2 <= _LONGEST_SIDE:
        found = look(picture.resize((picture.width * 2, picture.height * 2)))
    return found


def _of_image(path: Path) -> list[Any]:
    from PIL import ImageOps

    with open_image(path) as image:
        if image.width * image.height > MAX_PIXELS:
            raise Refused("pdf.cannot_show", file=path.name, page=1)
        upright = ImageOps.exif_transpose(image).convert("L")
    upright.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
    return [upright]


def _of_pdf(path: Path) -> list[Any]:
    import pypdfium2

    pictures = []
    with pypdfium2.PdfDocument(path) as document:
        for number in range(min(len(document), PAGES_LOOKED_AT)):
            page = document[number]
            scale = min(_DPI / 72, _LONGEST_SIDE / max(*page.get_size(), 1))
            pictures.append(page.render(scale=scale).to_pil().convert("L"))
    return pictures
