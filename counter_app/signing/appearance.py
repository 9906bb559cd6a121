"""Draws a mark as the appearance of a signature field, upright on turned pages. Imported only in the paper process."""

from dataclasses import dataclass
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.content import ResourceType
from pyhanko.pdf_utils.images import PdfImage
from pyhanko.pdf_utils.layout import BoxConstraints
from pyhanko.stamp import BaseStamp, BaseStampStyle

from counter_app.signing.mark import LEADING, PADDING, Mark, small_image
from counter_app.signing.stamp_font import StampFont

pdf: Any = generic  # its constructors carry no types
BORDER = 0.5
ASCENT_SHARE = 0.8  # of the font size: where the first baseline lies below the top


@dataclass(frozen=True)
class MarkStyle(BaseStampStyle):
    """pyHanko asks a style for the stamp of a box in the file's coordinates; the mark knows the shown size itself."""

    mark: Mark | None = None
    font: StampFont | None = None
    rotation: int = 0

    def create_stamp(self, writer: Any, box: BoxConstraints, text_params: dict[str, Any]) -> "MarkAppearance | None":
        if self.mark is None or self.font is None:
            return None
        return MarkAppearance(writer, self.mark, self.font, self.rotation)


class MarkAppearance(BaseStamp):
    def __init__(self, writer: Any, mark: Mark, font: StampFont, rotation: int) -> None:
        super().__init__(writer, None, BoxConstraints(*mark.size))
        self._mark = mark
        self._font = font
        self._rotation = rotation

    def render(self) -> bytes:
        parts = [b"q"]
        if self._mark.bordered:
            inset = BORDER / 2
            width, height = (side - BORDER for side in self._mark.size)
            parts.append(b"0.45 G %g w %g %g %g %g re S" % (BORDER, inset, inset, width, height))
        if self._mark.image:
            parts.append(self._image())
        if self._mark.lines:
            parts.append(self._text())
        parts.append(b"Q")
        return b"\n".join(parts)

    def _image(self) -> bytes:
        """Left of the text, else in the middle."""
        width, height = self._mark.image_size
        x = 0.0 if self._mark.lines else (self._mark.size[0] - width) / 2
        y = (self._mark.size[1] - height) / 2
        image = PdfImage(small_image(self._mark.image), writer=self.writer, name="Mark")
        image.box = BoxConstraints(width=width, height=height)
        drawn = image.render()
        self.import_resources(image.resources)
        return b"q 1 0 0 1 %g %g cm %s Q" % (x, y, drawn)

    def _text(self) -> bytes:
        mark = self._mark
        codes = [self._font.codes(line) for line in mark.lines]
        used = {glyph for line in codes for glyph in line}
        self.set_resource(ResourceType.FONT, pdf.pdf_name("/VnSign"), self._font.embed(self.writer, used))
        leading = mark.font_size * LEADING
        block = len(mark.lines) * leading
        left, room = mark.image_size[0], mark.size[0] - mark.image_size[0]
        y = (self._mark.size[1] + block) / 2 - mark.font_size * ASCENT_SHARE - (leading - mark.font_size) / 2
        lines = [b"BT 0 g /VnSign %g Tf" % mark.font_size]
        for number, line in enumerate(codes):
            width = sum(self._font.widths[glyph] for glyph in line) * mark.font_size / 1000
            x = left + ((room - width) / 2 if mark.centred else PADDING)
            letters = "".join(f"{glyph:04x}" for glyph in line).encode("ascii")
            lines.append(b"1 0 0 1 %g %g Tm <%s> Tj" % (x, y - number * leading, letters))
        lines.append(b"ET")
        return b"\n".join(lines)

    def as_form_xobject(self) -> Any:
        """With the /Matrix that stands the mark upright when the viewer turns the page (ISO 32000-1, 12.5.5)."""
        form = super().as_form_xobject()
        width, height = self._mark.size
        form[pdf.pdf_name("/BBox")] = pdf.ArrayObject(map(pdf.FloatObject, (0, 0, width, height)))  # not rounded
        matrix = {
            90: (0, 1, -1, 0, height, 0),
            180: (-1, 0, 0, -1, width, height),
            270: (0, -1, 1, 0, 0, width),
        }.get(self._rotation)
        if matrix:
            form[pdf.pdf_name("/Matrix")] = pdf.ArrayObject(pdf.FloatObject(number) for number in matrix)
        return form
