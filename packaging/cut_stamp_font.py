"""Cuts the letters of the marks out of Tinos: `python packaging/cut_stamp_font.py` writes resources/fonts/VnSign.json.

Only Latin with Vietnamese, scaled to 1000 units per em (pyHanko writes raw font units as PDF widths, so a font of 2048
units comes out s p a c e d), under a name of its own. Cutting takes a quarter of a second, so it is not done at work.
"""

import base64
import io
import json
import zlib
from pathlib import Path
from typing import Any

from counter_app.resources import resource
from counter_app.signing.stamp_font import NAME, SHIPPED

# Latin with Vietnamese, and the punctuation of office names.
LETTERS = (
    *range(0x20, 0x7F),
    *range(0xA0, 0x180),
    *(0x1A0, 0x1A1, 0x1AF, 0x1B0),
    *range(0x1EA0, 0x1EFA),
    *(0x2013, 0x2014, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2026, 0x2116),
)


def cut(source: Path) -> dict[str, Any]:
    """What `stamp_font` reads; the same for the same source."""
    from fontTools import subset
    from fontTools.ttLib import TTFont
    from fontTools.ttLib.scaleUpem import scale_upem

    with TTFont(source, recalcTimestamp=False) as font:
        options = subset.Options(hinting=False, glyph_names=False, layout_features=[], notdef_outline=True)
        options.drop_tables += ["GPOS", "GDEF", "GSUB", "kern", "DSIG"]
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=LETTERS)
        cutter.subset(font)
        scale_upem(font, 1000)
        for record in font["name"].names:
            if record.nameID in (1, 4, 6, 16):
                record.string = NAME
        buffer = io.BytesIO()
        font.save(buffer)
        order = font.getGlyphOrder()
        position = {name: index for index, name in enumerate(order)}
        head, across = font["head"], font["hhea"]
        return {
            "made_from": source.name,
            "compressed": base64.b64encode(zlib.compress(buffer.getvalue(), 9)).decode("ascii"),
            "glyphs": [[point, position[name]] for point, name in font.getBestCmap().items()],
            "widths": [font["hmtx"][name][0] for name in order],
            "ascent": across.ascent,
            "descent": across.descent,
            "bounds": [head.xMin, head.yMin, head.xMax, head.yMax],
        }


if __name__ == "__main__":
    made = json.dumps(cut(resource("fonts", "Tinos-Regular.ttf"))) + "\n"
    resource(*SHIPPED).write_text(made, encoding="ascii")
