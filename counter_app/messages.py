"""Sentences by code: `resources/messages/<language>/*.toml`, one file per room.

Errors and findings carry a code and values; the words are data, so that they can be corrected and translated
without touching a rule. Each entry has `what` (what happened) and `advice` (what to do next):

    ["signing.wrong_pin"]
    what = "PIN vừa nhập chưa đúng. Chưa tệp nào được ký."
    advice = "Kiểm tra Caps Lock rồi bấm Ký lại; token khóa sau vài lần sai."
"""

import tomllib
from functools import cache
from typing import NamedTuple

from counter_app.resources import resource


class Sentence(NamedTuple):
    what: str
    advice: str

    def __str__(self) -> str:
        return f"{self.what} {self.advice}".strip()


@cache
def catalogue(language: str = "vi") -> dict[str, dict[str, str]]:
    """All entries of a language. A code defined twice is a mistake of ours and raises ValueError."""
    found: dict[str, dict[str, str]] = {}
    for path in sorted(resource("messages", language).glob("*.toml")):
        for code, entry in tomllib.loads(path.read_text(encoding="utf-8")).items():
            if code in found:
                raise ValueError(f"message code {code} is defined twice, again in {path.name}")
            found[code] = entry
    return found


def sentence(code: str, /, **values: object) -> Sentence:
    """The two sentences of `code` with `values` put in. An unknown code raises KeyError: tests catch that."""
    entry = catalogue()[code]
    return Sentence(entry["what"].format(**values), entry.get("advice", "").format(**values))
