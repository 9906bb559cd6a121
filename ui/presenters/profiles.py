"""Profiles of marks in the settings: what each says, what is being edited, and the mark as it will look. Free of Qt."""

import re
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from counter_app.errors import CounterError
from counter_app.model.signature import StampKind, StampText
from counter_app.model.text import fold
from counter_app.signing.mark import Mark, lay_out
from counter_app.signing.profiles import PLACEHOLDERS, Profile, check
from counter_app.signing.stamp_font import stamp_font
from ui.presenters.cell import Cell

PLACES = (
    ("Góc trên phải, trang đầu", "top_right"),
    ("Góc trên trái, trang đầu", "top_left"),
    ("Góc dưới phải, trang cuối", "bottom_right@-1"),
    ("Góc dưới trái, trang cuối", "bottom_left@-1"),
    ("Sau chữ cuối, trang cuối", "end@-1"),
)
SIZES = tuple((f"{size:g}", size) for size in (6.0, 7.0, 8.0, 9.0, 10.0, 11.0, 12.0, 13.0, 14.0))
IMAGES = (("Không có ảnh", ""), ("Ảnh chữ ký của người ký", "signature"), ("Ảnh dấu của cơ quan", "seal"))
_IMAGE_WORDS = {"": "chữ", "signature": "ảnh chữ ký", "seal": "ảnh dấu"}
_EXAMPLES = {
    "signer": "Nguyễn Thị Ưởng",
    "organisation": "Ủy ban nhân dân phường Thử Nghiệm",
    "title": "Phó Giám đốc",
    "document": "Số: 12/QĐ-SKHCN",
    "copy_form": "SAO Y",
    "dossier": "H31.15-261117-9130",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """`mark` None: `error` says why."""

    mark: Mark | None = None
    error: CounterError | None = None


def cells(one: Profile) -> dict[str, Cell]:
    return {
        "name": Cell(text=one.name, second="mẫu riêng của cơ quan" if one.own else "có sẵn, kèm nguồn", weight=500),
        "look": Cell(text=_IMAGE_WORDS[one.image], second=f"cỡ chữ {one.font_size:g}"),
    }


def placeholder_words() -> str:
    return "\n".join(f"{{{name}}}: {words}" for name, words in PLACEHOLDERS.items())


def fresh(source: Profile) -> Profile:
    """A copy of a profile to be made one's own."""
    return replace(source, key="", name=f"{source.name} (riêng)", own=True, source="Mẫu riêng của cơ quan.")


def edited(base: Profile, *, name: str, lines: str, image: str, size: float, place: str, frame: bool) -> Profile:
    """What stands in the fields; the key follows from the name when there is none yet."""
    kept = tuple(line.strip() for line in lines.splitlines() if line.strip())
    key = base.key or re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")[:40]
    return replace(
        base, key=key, name=name.strip(), lines=kept, image=image, font_size=size, place=place, frame=frame, own=True
    )


def preview(profile: Profile, image: Path | None, now: datetime) -> Preview:
    """Laid out by the same rules as on paper, with example values."""
    try:
        check(profile)
        stamp: StampText = profile.stamp(_EXAMPLES, str(image) if image is not None and profile.image else "")
        return Preview(mark=lay_out(stamp, now, stamp_font()))
    except CounterError as error:
        return Preview(error=error)


def new_profile() -> Profile:
    return Profile(
        key="",
        name="Mẫu mới",
        kind=StampKind.COMPONENT,
        lines=("{signer}", "{organisation}", "{signed_at}"),
        frame=True,
        own=True,
        source="Mẫu riêng của cơ quan.",
    )
