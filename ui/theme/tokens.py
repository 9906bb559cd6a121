"""The look's tokens as values: every colour of the application is here and nowhere else.

A `Theme` is one scheme. Ratios behind the choices: text ≥ 4.5 : 1 on the worst ground it stands on, marks and edges of
controls ≥ 3 : 1. State colours never stand alone; an icon and a word go with them.
"""

from dataclasses import dataclass, fields
from enum import StrEnum
from typing import NamedTuple


class Tone(StrEnum):
    """The four states everything is told in."""

    BAD = "bad"  # quá hạn, không hợp lệ, không ký được
    WARN = "warn"  # sắp đến hạn, chưa xác định được, cảnh báo
    GOOD = "good"  # trong hạn, còn nguyên vẹn, sẵn sàng, đạt
    UNKNOWN = "unknown"  # chưa kiểm tra


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    name: str
    dark: bool
    bg: str
    rail: str
    surface: str
    surface2: str
    canvas: str
    line: str
    line2: str
    ctl: str
    text: str
    text2: str
    text3: str
    accent: str
    fill: str
    fill_hover: str
    on_fill: str
    soft: str
    track: str
    scrim: str
    hover: str  # one step from `surface`: darker in light, lighter in dark
    pressed: str
    bad: str
    bad_ground: str
    bad_mark: str
    warn: str
    warn_ground: str
    warn_mark: str
    good: str
    good_ground: str
    good_mark: str
    heat: tuple[tuple[str, str], ...]  # ground and figure of each step, weakest first
    page_edge: str = "#7C8592"  # edge of a document page: pages are never themed

    def colour(self, token: str) -> str:
        """The value of a token by name; a slip in a name is a KeyError in the first test that paints."""
        if token not in COLOURS:
            raise KeyError(token)
        value: str = getattr(self, token)
        return value

    def tone(self, tone: Tone) -> "ToneColours":
        if tone is Tone.UNKNOWN:
            return ToneColours(self.text2, self.surface2, self.track)
        return ToneColours(
            self.colour(tone.value), self.colour(f"{tone.value}_ground"), self.colour(f"{tone.value}_mark")
        )


class ToneColours(NamedTuple):
    text: str
    ground: str
    mark: str


COLOURS = frozenset(field.name for field in fields(Theme)) - {"name", "dark", "heat"}

LIGHT = Theme(
    name="light",
    dark=False,
    bg="#F3F4F6",
    rail="#EBEDF1",
    surface="#FFFFFF",
    surface2="#F8F9FB",
    canvas="#D8DCE2",
    line="#DDE1E7",
    line2="#ECEEF2",
    ctl="#7C8592",
    text="#1A1F27",
    text2="#4A5360",
    text3="#5E6876",
    accent="#17559E",
    fill="#17559E",
    fill_hover="#12457F",
    on_fill="#FFFFFF",
    soft="#E4EDF8",
    track="#E3E6EB",
    scrim="rgba(16, 24, 40, 87)",
    hover="#F3F4F6",
    pressed="#EBEDF1",
    bad="#AE1C1C",
    bad_ground="#FBE8E7",
    bad_mark="#C93A34",
    warn="#864A00",
    warn_ground="#FCEFD8",
    warn_mark="#C17A00",
    good="#1E6A44",
    good_ground="#E4F2EA",
    good_mark="#2C8A5B",
    heat=(("#D3E1F2", "#1A1F27"), ("#A9C6E8", "#1A1F27"), ("#6FA0D8", "#1A1F27"), ("#17559E", "#FFFFFF")),
)

DARK = Theme(
    name="dark",
    dark=True,
    bg="#14171C",
    rail="#101216",
    surface="#1B1F26",
    surface2="#20252D",
    canvas="#0D0F13",
    line="#323A45",
    line2="#282E37",
    ctl="#747F8E",
    text="#E8EBEF",
    text2="#B0B8C4",
    text3="#929CA9",
    accent="#85B6F2",
    fill="#2F6EBB",
    fill_hover="#3474C3",
    on_fill="#FFFFFF",
    soft="#1C3350",
    track="#2C333D",
    scrim="rgba(0, 0, 0, 128)",
    hover="#20252D",
    pressed="#282E37",
    bad="#FF938B",
    bad_ground="#421F21",
    bad_mark="#F0716A",
    warn="#F0B55E",
    warn_ground="#3B2C14",
    warn_mark="#E0A33F",
    good="#72CF9D",
    good_ground="#16332A",
    good_mark="#4CB37F",
    heat=(("#22364F", "#E8EBEF"), ("#2B4F7C", "#E8EBEF"), ("#3B74B8", "#FFFFFF"), ("#85B6F2", "#101216")),
)
