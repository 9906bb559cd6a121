"""How a signature looks on the page, as data: the shipped profiles (NĐ 30/2020) and those an office makes itself."""

import difflib
import re
import string
import tomllib
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

from counter_app.errors import Refused, Trouble
from counter_app.model.signature import Placement, StampKind, StampText
from counter_app.resources import resource
from counter_app.signing.place_spec import read_place
from counter_app.signing.stamp_font import stamp_font

# What a line may hold. The first five are filled while signing, the others by the act that asks for the signature.
PLACEHOLDERS = {
    "signer": "tên trên chứng thư",
    "organisation": "cơ quan trên chứng thư",
    "signed_at": "giờ ký 05/06/2024 09:15:32 +07:00",
    "signed_at_iso": "giờ ký 2024-06-05T09:15:32+07:00",
    "signed_on": "ngày ký 05/06/2024",
    "title": "chức danh người ký",
    "authority": "quyền hạn khi ký thay: KT. GIÁM ĐỐC",
    "document": "số và ký hiệu văn bản",
    "copy_form": "hình thức sao: SAO Y, SAO LỤC, TRÍCH SAO",
    "dossier": "mã hồ sơ",
}
AT_SIGNING = frozenset({"signer", "organisation", "signed_at", "signed_at_iso", "signed_on"})
IMAGES = ("", "signature", "seal")
FILE_NAME = "marks.toml"
SIZES = (5.0, 24.0)
_KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    key: str
    name: str
    kind: StampKind
    lines: tuple[str, ...]
    image: str = ""
    font_size: float = 10.0
    frame: bool = False
    centred: bool = False
    place: str = "top_right"
    reason: str = ""
    source: str = ""
    own: bool = False

    @property
    def placement(self) -> Placement:
        return read_place(self.place)

    def stamp(self, values: dict[str, str], image: str = "") -> StampText:
        """The mark with `values` put in. What is filled while signing stays as it is; an empty line is left out.

        With its image a profile shows no text (NĐ 30/2020); without one, or when the office has none, its lines.
        """
        known = {name: "{" + name + "}" for name in AT_SIGNING} | values
        filled = (string.Formatter().vformat(line, (), _Empty(known)).strip() for line in self.lines)
        return StampText(
            kind=self.kind,
            lines=() if image else tuple(line for line in filled if line),
            image=image,
            frame=self.frame,
            centred=self.centred,
            font_size=self.font_size,
        )


class _Empty(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return ""


@cache
def shipped_profiles() -> dict[str, Profile]:
    found = tomllib.loads(resource("signing", "marks.toml").read_text(encoding="utf-8"))
    return {key: check(_profile(key, values, own=False)) for key, values in found.items()}


def profiles(folder: Path) -> dict[str, Profile]:
    """The shipped ones, then the office's own. Trouble `signing.profiles_unreadable`."""
    return shipped_profiles() | _own(folder)


def save_profile(folder: Path, profile: Profile) -> None:
    """Add or replace an own profile. Refused as `check`, and for the key of a shipped one; Trouble: disk."""
    check(profile)
    if profile.key in shipped_profiles():
        raise Refused("signing.profile_shipped", name=shipped_profiles()[profile.key].name)
    _write(folder, _own(folder) | {profile.key: profile})


def remove_profile(folder: Path, key: str) -> None:
    _write(folder, {name: one for name, one in _own(folder).items() if name != key})


def check(profile: Profile) -> Profile:
    """The same profile. Refused: no name or key, an unknown placeholder, a letter without glyph, a place or size."""
    if not profile.name.strip() or not _KEY.fullmatch(profile.key):
        raise Refused("signing.profile_without_name")
    if profile.image not in IMAGES or not SIZES[0] <= profile.font_size <= SIZES[1]:
        raise Refused("signing.profile_size", least=SIZES[0], most=SIZES[1])
    if not any(line.strip() for line in profile.lines):
        raise Refused("signing.profile_empty")
    for line in profile.lines:
        check_line(line)
    _ = profile.placement
    return profile


def check_line(line: str) -> None:
    """Refused `signing.unknown_placeholder` with the nearest known one, `signing.glyph_missing` with the letter."""
    try:
        parts = list(string.Formatter().parse(line))
    except ValueError as error:
        raise Refused("signing.broken_placeholder", line=line) from error
    for text, name, style, conversion in parts:
        stamp_font().codes(text)
        if name is None:
            continue
        if name not in PLACEHOLDERS or style or conversion:
            nearest = (difflib.get_close_matches(name, PLACEHOLDERS, n=1, cutoff=0.3) or ["signer"])[0]
            raise Refused("signing.unknown_placeholder", name=name, nearest="{" + nearest + "}")


def _own(folder: Path) -> dict[str, Profile]:
    path = folder / FILE_NAME
    if not path.is_file():
        return {}
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
        return {key: check(_profile(key, values, own=True)) for key, values in found.items()}
    except (OSError, ValueError, TypeError, KeyError, AttributeError, Refused) as error:
        raise Trouble("signing.profiles_unreadable", file=FILE_NAME) from error


def _profile(key: str, values: dict[str, Any], *, own: bool) -> Profile:
    numbers = {"font_size": float(values.get("font_size", 10.0))}
    texts = {"kind": StampKind(values["kind"]), "lines": tuple(values["lines"])}
    return Profile(**{**values, **numbers, **texts, "key": key, "own": own})


def _write(folder: Path, own: dict[str, Profile]) -> None:
    import tomli_w

    values = {
        key: {name: list(value) if name == "lines" else value for name, value in asdict(one).items()}
        for key, one in own.items()
    }
    for each in values.values():
        del each["key"], each["own"]
        each["kind"] = str(each["kind"])
    path, aside = folder / FILE_NAME, folder / (FILE_NAME + ".new")
    try:
        aside.write_text(tomli_w.dumps(values), encoding="utf-8")
        aside.replace(path)
    except OSError as error:
        raise Trouble("signing.profiles_not_written", file=FILE_NAME) from error
