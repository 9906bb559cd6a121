"""What one look at a scan costs: 20 pages of 300 dpi, every one with its own picture.

The peer is pdfium alone, through the same binding, rendering the same pages at 50 dpi: less than that nobody who
judges pages by their pixels can do. Ours adds hashing, structure, signatures, resolution, colour, blankness, slant.
"""

from __future__ import annotations

import io
import random
import tempfile
from pathlib import Path

from bench import Row, compare, median_pair
from counter_app.pdf.facts import gather_facts

PAGES = 20
DPI = 300


def run(quick: bool) -> list[Row]:
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        path = scan(Path(name) / "ban-quet.pdf")
        ours, peer = median_pair(lambda: _look(path), lambda: _render(path), 3 if quick else 7)
    return [compare(f"xem {PAGES} trang quét {DPI} dpi", ours, "pdfium vẽ ở 50 dpi", peer)]


def scan(path: Path) -> Path:
    """Pages of lines, a seal and paper grain, as JPEG of a scanner's size."""
    import img2pdf
    from PIL import Image, ImageDraw

    chance = random.Random(4)
    size = (round(8.27 * DPI), round(11.69 * DPI))
    grain = Image.effect_noise(size, 12).convert("RGB")
    pictures = []
    for _ in range(PAGES):
        paper = Image.blend(Image.new("RGB", size, (250, 246, 236)), grain, 0.06)
        draw = ImageDraw.Draw(paper)
        for line in range(34):
            top = round(size[1] * (0.08 + 0.024 * line))
            for word in range(9):
                left = size[0] * (0.12 + 0.085 * word)
                draw.rectangle((left, top, left + chance.randint(60, 170), top + 26), fill=(35, 35, 45))
        draw.ellipse((1500, 2700, 1900, 3100), outline=(205, 35, 40), width=9)
        output = io.BytesIO()
        paper.save(output, "JPEG", quality=80, dpi=(DPI, DPI))
        pictures.append(output.getvalue())
    path.write_bytes(bytes(img2pdf.convert(pictures)))
    return path


def _render(path: Path) -> None:
    import pypdfium2

    with pypdfium2.PdfDocument(path) as document:
        for page in document:
            page.render(scale=50 / 72).close()
            page.close()


def _look(path: Path) -> None:
    assert gather_facts(path).pages_looked_at == PAGES
