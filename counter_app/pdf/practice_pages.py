"""Pages that look like scanned papers, for the practice office: drawn at 200 dpi, plainly marked as practice."""

import random
from collections.abc import Sequence
from pathlib import Path

from counter_app.resources import resource

DPI = 200
WIDTH, HEIGHT = 1654, 2339  # A4
INK, GREY, RED, BLUE = (28, 28, 32), (120, 120, 124), (192, 40, 40), (30, 60, 160)
FILLER = (
    "Căn cứ hồ sơ đã nộp và kết quả xem xét theo quy định hiện hành;",
    "Tổ chức đề nghị cơ quan có thẩm quyền xem xét, giải quyết theo nội dung nêu trên.",
    "Các thông tin trong giấy tờ này là dữ liệu tập sự, không thuộc về người thật nào.",
    "Chúng tôi cam kết nội dung kê khai là đúng và chịu trách nhiệm trước pháp luật.",
    "Địa chỉ trụ sở, số điện thoại liên hệ và người đại diện được ghi tại phụ lục kèm theo.",
    "Hồ sơ gồm các giấy tờ đã liệt kê, mỗi loại một bản, được lập thành một bộ.",
)


def draw_paper(path: Path, title: str, *, pages: int = 1, signer: str = "", seed: int = 1) -> None:
    """Write a PDF of scanned-looking pages to `path` (images of 200 dpi, colour, JPEG inside)."""
    import img2pdf

    folder = path.parent
    folder.mkdir(parents=True, exist_ok=True)
    images = []
    for number in range(1, pages + 1):
        image = folder / f".{path.stem}-{number}.jpg"
        _draw(title, number, pages, signer if number == pages else "", seed).save(image, quality=82, dpi=(DPI, DPI))
        images.append(image)
    path.write_bytes(img2pdf.convert([str(image) for image in images], producer="Quay Mot cua - tap su"))
    for image in images:
        image.unlink()
    _raise_version(path)


def draw_photo(path: Path, title: str, seed: int = 1) -> None:
    """The same paper as a photo of a telephone: JPEG with its resolution."""
    path.parent.mkdir(parents=True, exist_ok=True)
    _draw(title, 1, 1, "", seed).save(path, "JPEG", quality=80, dpi=(DPI, DPI))


def _draw(title: str, number: int, pages: int, signer: str, seed: int):  # type: ignore[no-untyped-def]
    from PIL import Image, ImageDraw

    chance = random.Random(f"{seed} {number} {title}")  # noqa: S311 (the look of a page, no secret)
    page = Image.new("RGB", (WIDTH, HEIGHT), (253, 252, 248))
    pen = ImageDraw.Draw(page)
    middle = WIDTH // 2
    # On the left: the corner top right is where the officer's mark goes.
    pen.text((120, 70), "BẢN TẬP SỰ – KHÔNG CÓ GIÁ TRỊ PHÁP LÝ", font=_font("Bold", 26), fill=RED, anchor="lm")
    if number == 1:
        pen.text((1120, 300), "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", font=_font("Bold", 34), fill=INK, anchor="mm")
        pen.text((1120, 350), "Độc lập - Tự do - Hạnh phúc", font=_font("Bold", 36), fill=INK, anchor="mm")
        pen.line((900, 380, 1340, 380), fill=INK, width=3)
        y = 500
        for line in _wrap(title.upper(), 46):
            pen.text((middle, y), line, font=_font("Bold", 42), fill=INK, anchor="mm")
            y += 60
    else:
        pen.text((middle, 130), str(number), font=_font("Regular", 34), fill=INK, anchor="mm")
        y = 220
    y += 50
    while y < (1700 if signer else 2100):
        for line in _wrap(chance.choice(FILLER), 76):
            pen.text((240, y), line, font=_font("Regular", 37), fill=INK, anchor="lm")
            y += 58
        y += 26
    if signer:
        _sign(pen, chance, signer)
    pen.text((WIDTH - 130, HEIGHT - 80), f"{number}/{pages}", font=_font("Regular", 28), fill=GREY, anchor="rm")
    return page


def _sign(pen, chance: random.Random, signer: str) -> None:  # type: ignore[no-untyped-def]
    pen.text((1180, 1790), "NGƯỜI ĐẠI DIỆN", font=_font("Bold", 36), fill=INK, anchor="mm")
    stroke = [(1060 + 26 * step, 1900 + chance.randint(-48, 48)) for step in range(11)]
    pen.line(stroke, fill=BLUE, width=5, joint="curve")
    pen.ellipse((930, 1800, 1130, 2000), outline=RED, width=6)
    pen.ellipse((952, 1822, 1108, 1978), outline=RED, width=3)
    pen.text((1180, 2060), signer, font=_font("Bold", 36), fill=INK, anchor="mm")


def _font(style: str, size: int):  # type: ignore[no-untyped-def]
    from PIL import ImageFont

    return ImageFont.truetype(str(resource("fonts", f"Tinos-{style}.ttf")), size)


def _wrap(text: str, letters: int) -> Sequence[str]:
    lines, current = [], ""
    for word in text.split():
        if current and len(current) + 1 + len(word) > letters:
            lines.append(current)
            current = word
        else:
            current = f"{current} {word}".strip()
    return [*lines, current]


def _raise_version(path: Path) -> None:
    """img2pdf writes PDF 1.3; the scan standard asks for 1.4 or later."""
    import pikepdf

    with pikepdf.open(path, allow_overwriting_input=True) as document:
        document.save(path, min_version="1.6", deterministic_id=True)
