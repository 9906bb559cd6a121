"""What a visible mark says and how big it is: lines broken to the width, image beside them (NĐ 30/2020, annex I).

Lines may hold {signed_at}, the signing moment as offices print it ({signed_at_iso}, {signed_on}: other forms), and
{signer} and {organisation}, which the certificate tells once the key is open. Nothing here draws; `appearance` does.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from counter_app.clock import vietnam
from counter_app.errors import Trouble
from counter_app.model.signature import CertificateInfo, FurtherMark, StampKind, StampText
from counter_app.signing.stamp_font import StampFont

if TYPE_CHECKING:
    from PIL.Image import Image

LEADING = 1.2
PADDING = 4.0
MAX_TEXT_WIDTH = 230.0  # points; a longer agency name goes on in the next line
MIN_FONT_SIZE = 5.0
SIGNED_AT, SIGNED_AT_ISO, SIGNED_ON = "{signed_at}", "{signed_at_iso}", "{signed_on}"
SIGNER, ORGANISATION = "{signer}", "{organisation}"
SEAL_SIDE = 102.0  # 36 mm, a seal's real size, when the image does not say its own
SIGNATURE_SIZE = (120.0, 60.0)
INITIAL_SIZE = (45.0, 18.0)  # not higher than a line of text with its spacing: the last words stay readable
MAX_PIXELS = 400  # of an image's longer side: as sharp as print shows, a tenth of the bytes

# Profiles by purpose: field names stay readable in any viewer's list of signatures.
FIELD_NAMES = {
    StampKind.NONE: "ChuKySo",
    StampKind.COMPONENT: "KyKiemSoat",
    StampKind.RESULT: "KyKetQua",
    StampKind.SEAL: "ConDau",
    StampKind.COPY: "SaoY",
    StampKind.APPENDIX: "PhuLuc",
    StampKind.INITIAL: "KyNhay",
    StampKind.BLANK: "DienSo",
}


def component_stamp(name: str, organisation: str, kind: StampKind = StampKind.COMPONENT) -> StampText:
    """The officer's mark on a checked component: name, agency, time (regulation 5, DESIGN)."""
    return StampText(kind=kind, lines=(name, organisation, SIGNED_AT))


def named(stamp: StampText | None, certificate: CertificateInfo) -> StampText | None:
    """The mark with the names of the certificate put in."""
    if stamp is None:
        return None
    words = {SIGNER: certificate.subject, ORGANISATION: certificate.organisation}
    lines = [line.replace(SIGNER, words[SIGNER]).replace(ORGANISATION, words[ORGANISATION]) for line in stamp.lines]
    return replace(stamp, lines=tuple(line for line in lines if line.strip()))


def named_all(marks: tuple[FurtherMark, ...], certificate: CertificateInfo) -> tuple[FurtherMark, ...]:
    return tuple(replace(one, stamp=named(one.stamp, certificate) or one.stamp) for one in marks)


def printed_moment(moment: datetime) -> str:
    """`05/06/2024 09:15:32 +07:00` (regulation 5.R6)."""
    return vietnam(moment).strftime("%d/%m/%Y %H:%M:%S") + " +07:00"


def dated(line: str, moment: datetime) -> str:
    """The line with the signing moment put in."""
    at = vietnam(moment)
    line = line.replace(SIGNED_AT, printed_moment(at)).replace(SIGNED_ON, at.strftime("%d/%m/%Y"))
    return line.replace(SIGNED_AT_ISO, at.isoformat(timespec="seconds"))


@dataclass(frozen=True, slots=True)
class Mark:
    """Ready to draw: the lines in their size, the image with its share of the box. All in points."""

    lines: tuple[str, ...]
    font_size: float
    text_width: float
    image: str
    image_size: tuple[float, float]  # (0, 0) without an image
    size: tuple[float, float]
    bordered: bool
    centred: bool = False


def lay_out(
    stamp: StampText,
    moment: datetime,
    font: StampFont,
    size: tuple[float, float] | None = None,
    *,
    room: tuple[float, float] | None = None,
) -> Mark:
    """The mark fitted into `size`, else in its own size, which is at most `room`: it wraps first, then it shrinks.

    Refused `signing.glyph_missing`; Trouble for a bad image.
    """
    texts = tuple(dated(line, moment) for line in stamp.lines if line.strip())
    if size is not None:
        return _fitted(stamp, texts, font, size)
    if room is None:
        return _natural(stamp, texts, font, MAX_TEXT_WIDTH)
    own = _natural(stamp, texts, font, min(MAX_TEXT_WIDTH, room[0] - 2 * PADDING))
    if own.size[0] <= room[0] and own.size[1] <= room[1]:
        return own
    if texts:
        return _fitted(stamp, texts, font, (min(own.size[0], room[0]), min(own.size[1], room[1])))
    scale = min(room[0] / own.size[0], room[1] / own.size[1])
    return _fitted(stamp, texts, font, (own.size[0] * scale, own.size[1] * scale))


def _natural(stamp: StampText, texts: tuple[str, ...], font: StampFont, widest: float) -> Mark:
    picture, size_of_letters = _natural_size(stamp), stamp.font_size
    lines = broken(texts, font, size_of_letters, widest)
    text_width = max((font.width(line, size_of_letters) for line in lines), default=0.0)
    width = picture[0] + (text_width + 2 * PADDING if lines else 0.0)
    height = max(picture[1], len(lines) * size_of_letters * LEADING + 2 * PADDING if lines else 0.0)
    framed = stamp.frame and not stamp.image
    return Mark(lines, size_of_letters, text_width, stamp.image, picture, (width, height), framed, stamp.centred)


def _fitted(stamp: StampText, texts: tuple[str, ...], font: StampFont, size: tuple[float, float]) -> Mark:
    width, height = size
    picture = (0.0, 0.0)
    if stamp.image:
        natural = _natural_size(stamp)
        share = width if not texts else width * 0.45
        scale = min(share / natural[0], height / natural[1])
        picture = (natural[0] * scale, natural[1] * scale)
    room = max(width - picture[0] - (2 * PADDING if stamp.frame else 0.0), 1.0)
    font_size = stamp.font_size
    free = height - (PADDING if stamp.frame else 0.0)
    while True:
        lines = broken(texts, font, font_size, room)
        if len(lines) * font_size * LEADING <= free:
            break
        if font_size > MIN_FONT_SIZE:
            font_size -= 0.5
        elif (shorter := _shortened(texts)) != texts:
            texts = shorter
        else:
            break
    text_width = max((font.width(line, font_size) for line in lines), default=0.0)
    framed = stamp.frame and not stamp.image
    return Mark(lines, font_size, text_width, stamp.image, picture, size, framed, stamp.centred)


def _shortened(texts: tuple[str, ...]) -> tuple[str, ...]:
    """The longest text without its last word, an ellipsis in its place; the same texts when each is one word."""
    place = max(range(len(texts)), key=lambda one: len(texts[one].split()), default=0)
    words = texts[place].removesuffix("…").split() if texts else []
    if len(words) < 2:
        return texts
    return (*texts[:place], " ".join(words[:-1]) + "…", *texts[place + 1 :])


def broken(texts: tuple[str, ...], font: StampFont, size: float, room: float) -> tuple[str, ...]:
    """Each text broken at spaces so that a line is at most `room` points; a word longer than that is cut."""
    lines: list[str] = []
    for text in texts:
        current = ""
        for word in _pieces(text, font, size, room):
            longer = f"{current} {word}".strip()
            if current and font.width(longer, size) > room:
                lines.append(current)
                current = word
            else:
                current = longer
        lines.append(current)
    return tuple(lines)


def _pieces(text: str, font: StampFont, size: float, room: float) -> Iterator[str]:
    for word in text.split():
        rest = word
        while len(rest) > 1 and font.width(rest, size) > room:
            fitting = next((n for n in range(len(rest) - 1, 1, -1) if font.width(rest[:n], size) <= room), 1)
            yield rest[:fitting]
            rest = rest[fitting:]
        yield rest


def _natural_size(stamp: StampText) -> tuple[float, float]:
    """Points: by the image's own resolution when it tells one of print, else the usual size of its kind."""
    if not stamp.image:
        return 0.0, 0.0
    image, dpi = open_image(stamp.image)
    if dpi >= 100 and stamp.kind is not StampKind.INITIAL:
        return image.width * 72 / dpi, image.height * 72 / dpi
    if stamp.kind is StampKind.SEAL:
        return SEAL_SIDE, SEAL_SIDE * image.height / image.width
    usual = INITIAL_SIZE if stamp.kind is StampKind.INITIAL else SIGNATURE_SIZE
    scale = min(usual[0] / image.width, usual[1] / image.height)
    return image.width * scale, image.height * scale


@lru_cache(maxsize=8)
def open_image(path: str) -> "tuple[Image, float]":
    """The picture as RGBA (a palette with transparency would turn black) and its dpi, 0 when it has none."""
    from PIL import Image

    try:
        with Image.open(io.BytesIO(Path(path).read_bytes())) as image:
            dpi = float(image.info.get("dpi", (0, 0))[0])
            return image.convert("RGBA"), dpi
    except Exception as error:  # Pillow raises many kinds on a broken file
        raise Trouble("signing.stamp_image_unreadable", file=Path(path).name) from error


def small_image(path: str) -> "Image":
    """For embedding: at most MAX_PIXELS on the longer side."""
    image, _ = open_image(path)
    if max(image.size) <= MAX_PIXELS:
        return image
    copy = image.copy()
    copy.thumbnail((MAX_PIXELS, MAX_PIXELS))
    return copy
