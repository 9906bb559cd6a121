"""Which component a file may belong to by its name, and the name under which it is kept (regulation 6.F7)."""

import re
from collections.abc import Sequence
from pathlib import PurePath

from counter_app.model.dossier import Component, ComponentId
from counter_app.model.file_facts import FileFacts, FileKind
from counter_app.model.text import fold, nfc

ENOUGH = 0.5  # at least half of the file name's words must be found in the component's name
_NO_PAPER = (FileKind.EMPTY, FileKind.OTHER)
_WORD = re.compile(r"[a-z]+")
_NUMBER_FIRST = re.compile(r"^(?:.*_)?0*(\d{1,2})[_.\-\s)]")
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\s]+')  # what Windows does not allow in a name
# Words that say how a file was made, not which paper it is.
_EMPTY_WORDS = {"scan", "quet", "ban", "anh", "chup", "file", "tep", "img", "copy", "final", "moi", "va", "cua", "ve"}


def propose_component(file_name: str, facts: FileFacts, components: Sequence[Component]) -> ComponentId | None:
    """The one component whose name shares most words with the file's name; None when nobody stands out.

    Only components that still have no file are proposed. A proposal, never more: the officer confirms it.
    """
    if facts.kind in _NO_PAPER:
        return None
    waiting = [component for component in components if component.file is None]
    stem = PurePath(nfc(file_name)).stem
    words = {word for word in _WORD.findall(_split(stem)) if word not in _EMPTY_WORDS}
    scored = sorted(((_likeness(words, component.name), component) for component in waiting), key=lambda pair: -pair[0])
    if scored and scored[0][0] >= ENOUGH and (len(scored) == 1 or scored[0][0] > scored[1][0]):
        return scored[0][1].id
    if scored and scored[0][0] >= ENOUGH:
        return None  # two components fit equally well
    return _by_number(stem, waiting)


def _by_number(stem: str, components: Sequence[Component]) -> ComponentId | None:
    """`03_….pdf` or `<mã hồ sơ>_03_….pdf` names the third component."""
    match = _NUMBER_FIRST.match(stem + "_")
    number = int(match.group(1)) if match else 0
    return next((component.id for component in components if component.number == number), None)


def _likeness(words: set[str], component_name: str) -> float:
    """Part of the file name's words that the component's name has; initials («QD», «GCN») count as their words."""
    if not words:
        return 0.0
    named = _WORD.findall(fold(component_name))
    initials = "".join(word[0] for word in named)
    shared = sum(word in named or (_is_abbreviation(word) and word in initials) for word in words)
    return shared / len(words)


def _is_abbreviation(word: str) -> bool:
    return len(word) > 1 and not set(word) & set("aeiouy")


def _split(stem: str) -> str:
    """Folded; «DonDeNghi» becomes three words."""
    pairs = zip(" " + stem, stem, strict=False)
    return fold("".join(f" {letter}" if letter.isupper() and before.islower() else letter for before, letter in pairs))


def component_file_name(dossier_code: str, number: int, code: str) -> str:
    """`<mã hồ sơ>_<nn>_<mã giấy tờ>.pdf`; without a paper code the last part is left out."""
    parts = [_clean(dossier_code), f"{number:02d}", _clean(code)]
    return "_".join(part for part in parts if part) + ".pdf"


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("-", nfc(text)).strip("-. ")
