"""Fonts and paragraph styles of the forms; reportlab comes with this module, so import it only to print."""

from functools import cache
from typing import Any

from reportlab.lib.colors import Color, black
from reportlab.lib.enums import TA_LEFT
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from counter_app.resources import resource

REGULAR, BOLD, ITALIC = "Tinos", "Tinos-Bold", "Tinos-Italic"
_FILES = {REGULAR: "Tinos-Regular.ttf", BOLD: "Tinos-Bold.ttf", ITALIC: "Tinos-Italic.ttf"}


@cache
def fonts() -> dict[str, Any]:
    found: dict[str, Any] = {name: TTFont(name, str(resource("fonts", file))) for name, file in _FILES.items()}
    for font in found.values():
        pdfmetrics.registerFont(font)
    pdfmetrics.registerFontFamily(REGULAR, normal=REGULAR, bold=BOLD, italic=ITALIC, boldItalic=BOLD)
    return found


@cache
def letters() -> frozenset[int]:
    """The code points that every font of the forms has."""
    faces = [fonts()[name].face.charToGlyph for name in _FILES]
    return frozenset(faces[0]).intersection(*faces[1:])


@cache
def style(
    size: float, font: str = REGULAR, alignment: Any = TA_LEFT, *, line: float = 1.18, color: Color = black
) -> ParagraphStyle:
    """One style per look; words longer than a line are cut, never pushed over the edge."""
    return ParagraphStyle(
        f"{font}-{size}-{alignment}-{line}",
        fontName=font,
        fontSize=size,
        leading=size * line,
        alignment=alignment,
        textColor=color,
        splitLongWords=1,
    )
