"""Pictures for the marks of the practice office: a red round seal and a blue signature, both transparent PNG.

As NĐ 30/2020, annex I asks of the real ones; the seal says what it is.
"""

import math
import random
from pathlib import Path
from typing import TYPE_CHECKING

from counter_app.resources import resource

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

DPI = 300
SEAL_MM = 36.0
SIGNATURE_MM = (45.0, 20.0)
RED, BLUE = (200, 24, 32, 235), (24, 60, 176, 255)
FINE = 2  # drawn larger, then scaled down: smooth edges


def draw_seal(path: Path, words: str = "TẬP SỰ") -> None:
    from PIL import Image, ImageDraw, ImageFont

    side = _dots(SEAL_MM) * FINE
    picture = Image.new("RGBA", (side, side), (*RED[:3], 0))
    pen = ImageDraw.Draw(picture)
    for share, width in ((0.0, 14), (0.045, 5), (0.25, 4)):
        inset = side * share + width
        pen.ellipse((inset, inset, side - inset, side - inset), outline=RED, width=width * FINE // 2)
    pen.polygon(_star(side / 2, side * 0.46, side * 0.12), fill=RED)
    font = ImageFont.truetype(str(resource("fonts", "Tinos-Bold.ttf")), int(side * 0.085))
    pen.text((side / 2, side * 0.64), words, font=font, fill=RED, anchor="mm")
    ring = "★ DẤU TẬP SỰ ★ KHÔNG CÓ GIÁ TRỊ PHÁP LÝ "
    _around(picture, ring.replace("★", "•"), side)
    _save(picture, path)


def draw_signature(path: Path, name: str) -> None:
    """A line as from a pen; the same name, the same line."""
    from PIL import Image, ImageDraw

    width, height = (_dots(side) * FINE for side in SIGNATURE_MM)
    chance = random.Random(name)  # noqa: S311 (the look of a line, no secret)
    picture = Image.new("RGBA", (width, height), (*BLUE[:3], 0))
    pen = ImageDraw.Draw(picture)
    waves = [(chance.uniform(0.16, 0.3), chance.uniform(5, 11), chance.uniform(0, 6.28)) for _ in range(2)]
    points = []
    for step in range(220):
        at = step / 219
        lift = sum(size * math.sin(speed * at * 3.1 + phase) for size, speed, phase in waves) * (1 - 0.55 * at)
        points.append((width * (0.06 + 0.86 * at), height * (0.5 - lift)))
    pen.line(points, fill=BLUE, width=9 * FINE, joint="curve")
    pen.line([(width * 0.2, height * 0.8), (width * 0.94, height * 0.7)], fill=BLUE, width=6 * FINE)
    _save(picture, path)


def _save(picture: "Picture", path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    small = picture.resize((picture.width // FINE, picture.height // FINE))
    small.save(path, format="PNG", dpi=(DPI, DPI))


def _dots(millimetres: float) -> int:
    return round(millimetres / 25.4 * DPI)


def _star(x: float, y: float, size: float) -> list[tuple[float, float]]:
    spans = [(size if turn % 2 == 0 else size * 0.4, math.radians(36 * turn - 90)) for turn in range(10)]
    return [(x + span * math.cos(angle), y + span * math.sin(angle)) for span, angle in spans]


def _around(picture: "Picture", words: str, side: int) -> None:
    """Letters along the ring, each upright to the middle."""
    from PIL import Image, ImageDraw, ImageFont

    font = ImageFont.truetype(str(resource("fonts", "Tinos-Bold.ttf")), int(side * 0.075))
    cell = int(side * 0.16)
    for place, letter in enumerate(words):
        turn = 360 / len(words) * place
        tile = Image.new("RGBA", (cell, cell), (*RED[:3], 0))
        ImageDraw.Draw(tile).text((cell / 2, cell / 2), letter, font=font, fill=RED, anchor="mm")
        tile = tile.rotate(-turn, resample=Image.Resampling.BICUBIC)
        angle, radius = math.radians(turn - 90), side * 0.355
        x, y = side / 2 + radius * math.cos(angle), side / 2 + radius * math.sin(angle)
        picture.alpha_composite(tile, (round(x - cell / 2), round(y - cell / 2)))
