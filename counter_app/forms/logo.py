"""The office's logo on its forms: taken once from what somebody chose, opened again for each sheet.

Neither NĐ 30/2020 nor the circulars on the forms give a logo a place; offices print theirs under the agency's name. It
stands there, left of the title and opposite the QR code, where no word has to move for it.
"""

from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from counter_app.errors import Refused, Trouble

if TYPE_CHECKING:
    from PIL.Image import Image

LONGEST_SIDE = 480  # pixels of the picture that is kept: 600 dots per inch where it is printed largest
MOST_BYTES = 20_000_000
MOST_PIXELS = 50_000_000
LEAST_SIDE = 40  # pixels: less is a smudge on paper
MOST_STRETCHED = 4.0  # a longer side of so many times the shorter one leaves a line, not a logo


def prepared_logo(source: Path) -> bytes:
    """The picture as it is kept: PNG on white, at most `LONGEST_SIDE` pixels; the same picture gives the same bytes.

    Refused `forms.logo_no_picture` (neither PNG nor JPEG, or broken), `forms.logo_too_large`, `forms.logo_too_small`;
    Trouble `forms.logo_unreadable`: the file cannot be read at all.
    """
    from PIL import Image

    try:
        data = source.read_bytes() if source.stat().st_size <= MOST_BYTES else b""
    except OSError as error:
        raise Trouble("forms.logo_unreadable", file=source.name) from error
    if not data and source.stat().st_size:
        raise Refused("forms.logo_too_large", file=source.name)
    try:
        with Image.open(BytesIO(data), formats=("PNG", "JPEG")) as picture:
            _check_size(picture, source.name)
            flat = _on_white(picture)
    except Refused:
        raise
    except Exception as error:  # Pillow raises many kinds on a broken file
        raise Refused("forms.logo_no_picture", file=source.name) from error
    flat.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    kept = BytesIO()
    flat.save(kept, format="PNG", optimize=True)
    return kept.getvalue()


@lru_cache(maxsize=2)
def open_logo(path: Path) -> "Image":
    """The kept picture. Trouble `forms.logo_lost`: it is gone, or somebody put something else there."""
    from PIL import Image

    try:
        with Image.open(BytesIO(path.read_bytes()), formats=("PNG",)) as picture:
            return picture.convert("RGB")
    except Exception as error:
        raise Trouble("forms.logo_lost", file=path.name) from error


def _check_size(picture: "Image", name: str) -> None:
    longer, shorter = max(picture.size), min(picture.size)
    if longer * shorter > MOST_PIXELS:
        raise Refused("forms.logo_too_large", file=name)
    if shorter < LEAST_SIDE or longer > shorter * MOST_STRETCHED:
        raise Refused("forms.logo_too_small", file=name, least=LEAST_SIDE, times=int(MOST_STRETCHED))


def _on_white(picture: "Image") -> "Image":
    """Turned as the camera held it, its transparent parts on white: a form has no half-transparent picture."""
    from PIL import Image, ImageOps

    upright = ImageOps.exif_transpose(picture).convert("RGBA")
    ground = Image.new("RGBA", upright.size, "white")
    ground.alpha_composite(upright)
    return ground.convert("RGB")
