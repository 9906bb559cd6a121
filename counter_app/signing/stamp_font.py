"""The letters of the marks: Tinos (metrics of Times New Roman), cut to Vietnamese and scaled to 1000 units per em.

pyHanko 0.38 writes raw font units as PDF widths, so any font of 2048 units comes out s p a c e d. This is our own
embedding: one ready, compressed font program per process, no shaping and no subsetting per file. The derived font is
called VnSign. A letter the font does not have is refused, never drawn as a gap.
"""

import base64
import hashlib
import json
import unicodedata
import zlib
from dataclasses import dataclass
from functools import cache
from typing import Any

from counter_app.errors import Refused
from counter_app.resources import resource

NAME = "VnSign"
SHIPPED = ("fonts", "VnSign.json")  # made by packaging/cut_stamp_font.py


@dataclass(frozen=True, slots=True)
class StampFont:
    program: bytes  # the TrueType file
    compressed: bytes
    glyphs: dict[int, int]  # code point -> glyph
    widths: tuple[int, ...]  # per glyph, thousandths of the size
    ascent: int
    descent: int
    bounds: tuple[int, int, int, int]

    def codes(self, text: str) -> list[int]:
        """Glyphs of `text` in composed form. Refused `signing.glyph_missing` with the letter."""
        found = []
        for letter in unicodedata.normalize("NFC", text):
            glyph = self.glyphs.get(ord(letter))
            if glyph is None:
                raise Refused("signing.glyph_missing", letter=letter)
            found.append(glyph)
        return found

    def width(self, text: str, size: float) -> float:
        """Points."""
        return sum(self.widths[glyph] for glyph in self.codes(text)) * size / 1000

    def embed(self, writer: Any, used: set[int]) -> Any:
        """Add the font to a pyHanko writer; the reference for the resources of an appearance. `used`: its glyphs."""
        from pyhanko.pdf_utils import generic

        pdf: Any = generic  # its constructors carry no types

        def dictionary(**entries: Any) -> Any:
            return pdf.DictionaryObject({pdf.pdf_name("/" + key): value for key, value in entries.items()})

        def stream(data: bytes, **entries: Any) -> Any:
            entries["Filter"] = pdf.pdf_name("/FlateDecode")
            return writer.add_object(pdf.StreamObject(dictionary(**entries), encoded_data=data))

        name, number, array = pdf.pdf_name, pdf.NumberObject, pdf.ArrayObject
        base = name(f"/{subset_tag(self.program)}+{NAME}")
        descriptor = dictionary(
            Type=name("/FontDescriptor"),
            FontName=base,
            Flags=number(4),
            ItalicAngle=number(0),
            Ascent=number(self.ascent),
            Descent=number(self.descent),
            CapHeight=number(662),
            StemV=number(80),
            FontBBox=array(map(number, self.bounds)),
            FontFile2=stream(self.compressed, Length1=number(len(self.program))),
        )
        collection = dictionary(
            Registry=pdf.pdf_string("Adobe"), Ordering=pdf.pdf_string("Identity"), Supplement=number(0)
        )
        letters = dictionary(
            Type=name("/Font"),
            Subtype=name("/CIDFontType2"),
            BaseFont=base,
            FontDescriptor=writer.add_object(descriptor),
            CIDToGIDMap=name("/Identity"),
            W=array(part for glyph in sorted(used) for part in (number(glyph), array([number(self.widths[glyph])]))),
            CIDSystemInfo=collection,
        )
        return writer.add_object(
            dictionary(
                Type=name("/Font"),
                Subtype=name("/Type0"),
                BaseFont=base,
                Encoding=name("/Identity-H"),
                DescendantFonts=array([writer.add_object(letters)]),
                ToUnicode=stream(_to_unicode(self.glyphs)),
            )
        )


def subset_tag(program: bytes) -> str:
    """Six capitals, the same for the same font program."""
    digest = hashlib.sha256(program).digest()
    return "".join(chr(ord("A") + byte % 26) for byte in digest[:6])


def _to_unicode(glyphs: dict[int, int]) -> bytes:
    return _compressed_map(tuple(sorted(glyphs.items(), reverse=True)))


@cache
def _compressed_map(pairs: tuple[tuple[int, int], ...]) -> bytes:
    by_glyph = sorted({glyph: point for point, glyph in pairs}.items())  # two code points, one glyph: the lower wins
    lines = [
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
        "/CMapName /VnSign def /CMapType 2 def",
        "1 begincodespacerange <0000> <FFFF> endcodespacerange",
    ]
    for start in range(0, len(by_glyph), 100):
        part = by_glyph[start : start + 100]
        lines.append(f"{len(part)} beginbfchar")
        lines += [f"<{glyph:04x}> <{point:04x}>" for glyph, point in part]
        lines.append("endbfchar")
    lines.append("endcmap CMapName currentdict /CMap defineresource pop end end")
    return zlib.compress("\n".join(lines).encode("ascii"), 9)


@cache
def stamp_font() -> StampFont:
    kept = json.loads(resource(*SHIPPED).read_text(encoding="ascii"))
    compressed = base64.b64decode(kept["compressed"])
    return StampFont(
        program=zlib.decompress(compressed),
        compressed=compressed,
        glyphs=dict(kept["glyphs"]),
        widths=tuple(kept["widths"]),
        ascent=kept["ascent"],
        descent=kept["descent"],
        bounds=tuple(kept["bounds"]),
    )
