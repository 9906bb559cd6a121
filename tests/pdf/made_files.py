"""Small files that the tests make themselves: scans, born digital pages, odd structures. Invented content only."""

import io
from pathlib import Path

import pikepdf
from PIL import Image, ImageDraw

A4 = (595.28, 841.89)


def scan_picture(dpi: int = 100, *, colour: bool = True, text: bool = True, seed_lines: int = 30) -> Image.Image:
    """A4 paper as a scanner sees it: tinted paper or grey, lines of writing, a red seal when in colour."""
    size = (round(8.27 * dpi), round(11.69 * dpi))
    picture = Image.new("RGB", size, (250, 247, 238) if colour else (245, 245, 245))
    draw = ImageDraw.Draw(picture)
    if text:
        for line in range(seed_lines):
            top = size[1] * (0.1 + 0.025 * line)
            draw.rectangle((size[0] * 0.15, top, size[0] * 0.8, top + size[1] * 0.006), fill=(30, 30, 30))
        if colour:
            draw.ellipse((size[0] * 0.5, size[1] * 0.8, size[0] * 0.65, size[1] * 0.9), outline=(200, 30, 30), width=3)
    return picture


def jpeg_bytes(picture: Image.Image, **options: object) -> bytes:
    output = io.BytesIO()
    picture.save(output, "JPEG", quality=85, **options)
    return output.getvalue()


def scan_pdf(
    path: Path, *pictures: Image.Image, page: tuple[float, float] = A4, rotate: int = 0, version: str = "1.6"
) -> Path:
    """One page per picture, the picture filling the page, as scanners write it."""
    document = pikepdf.new()
    for picture in pictures:
        add_scan_page(document, picture, page, rotate)
    document.save(path, min_version=version, force_version=version)
    return path


def add_scan_page(
    document: pikepdf.Pdf, picture: Image.Image, page: tuple[float, float] = A4, rotate: int = 0
) -> pikepdf.Page:
    image = document.make_stream(
        jpeg_bytes(picture),
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=picture.width,
        Height=picture.height,
        ColorSpace=pikepdf.Name.DeviceGray if picture.mode == "L" else pikepdf.Name.DeviceRGB,
        BitsPerComponent=8,
        Filter=pikepdf.Name.DCTDecode,
    )
    added = document.add_blank_page(page_size=page)
    added.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=image))
    added.Contents = document.make_stream(f"q {page[0]} 0 0 {page[1]} 0 0 cm /Im0 Do Q".encode())
    if rotate:
        added.Rotate = rotate
    return added


def text_pdf(path: Path, *texts: str, rotate: int = 0) -> Path:
    """Born digital pages, one line of ASCII text each, 72 points from the left and 100 from the bottom."""
    document = pikepdf.new()
    for text in texts:
        add_text_page(document, text, rotate)
    document.save(path)
    return path


def add_text_page(document: pikepdf.Pdf, text: str, rotate: int = 0) -> pikepdf.Page:
    added = document.add_blank_page(page_size=A4)
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    added.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
    added.Contents = document.make_stream(f"BT /F1 14 Tf 72 100 Td ({text}) Tj ET".encode())
    if rotate:
        added.Rotate = rotate
    return added


def signature_field(document: pikepdf.Pdf, name: str, value: dict[str, object], **extra: object) -> pikepdf.Object:
    """A signed field in the document's form; the signature itself is not real."""
    signature = document.make_indirect(pikepdf.Dictionary({"/Type": pikepdf.Name.Sig, **value}))
    field = document.make_indirect(
        pikepdf.Dictionary({"/FT": pikepdf.Name.Sig, "/T": pikepdf.String(name), "/V": signature, **extra})
    )
    if "/AcroForm" not in document.Root:
        document.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array(), SigFlags=3)
    document.Root.AcroForm.Fields.append(field)
    return signature
