"""Which component a file may belong to by its name, and the name under which it is kept (regulation 6.F7)."""

import re
from collections.abc import Sequence
from pathlib import PurePath

from counter_app.model.dossier import Component, ComponentId
from counter_app.model.file_facts import FileFacts, FileKind
from counter_app.model.text import fold, nfc

ALIKE = 85.0  # of 100: one slip in a short name, two in a long one
TITLED = 85.0  # of 100
LONG_WORD = 9  # letters: no single word of Vietnamese has as many, so these are several run together
SHORTEST_TITLE = 10  # letters; shorter names stand in the middle of many sentences
ENOUGH = 0.5  # at least half of the file name's words must be found in the component's name
_NO_PAPER = (FileKind.EMPTY, FileKind.OTHER)
_WORD = re.compile(r"[a-z]+")
_NUMBER_FIRST = re.compile(r"^(?:.*_)?0*(\d{1,2})[_.\-\s)]")
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\s]+')  # what Windows does not allow in a name
# Words that say how a file was made, not which paper it is.
_EMPTY_WORDS = {"scan", "quet", "ban", "anh", "chup", "file", "tep", "img", "copy", "final", "moi", "va", "cua", "ve"}


def propose_component(file_name: str, facts: FileFacts, components: Sequence[Component]) -> ComponentId | None:
    """The one component that the file's name speaks for, else its number, else the heading of its first page.

    Only components that still have no file are proposed. A proposal, never more: the officer confirms it.
    """
    if facts.kind in _NO_PAPER:
        return None
    waiting = [component for component in components if component.file is None]
    stem = PurePath(nfc(file_name)).stem
    words = {word for word in _WORD.findall(_split(stem)) if word not in _EMPTY_WORDS}
    scored = [(_likeness(words, component.name), component) for component in waiting]
    if any(score >= ENOUGH for score, _ in scored):
        return _standing_out(scored, ENOUGH)  # None: two components fit equally well
    alike = [(_written_alike(words, component.name), component) for component in waiting]
    return (
        _by_number(stem, waiting)
        or _standing_out(alike, ALIKE)
        or _standing_out([(_titled(facts.opening, component.name), component) for component in waiting], TITLED)
    )


def _standing_out(scored: Sequence[tuple[float, Component]], enough: float) -> ComponentId | None:
    """The best one, when it is good enough and nobody is as good."""
    best = sorted(scored, key=lambda pair: -pair[0])[:2]
    if not best or best[0][0] < enough or (len(best) == 2 and best[0][0] == best[1][0]):
        return None
    return best[0][1].id


def _written_alike(words: set[str], component_name: str) -> float:
    """For slips of the pen and words run together: «giaydangkydn», «quyet dinhh»."""
    from rapidfuzz import fuzz

    named = " ".join(_WORD.findall(fold(component_name)))
    only = next(iter(words)) if len(words) == 1 else ""
    run_together = fuzz.partial_ratio(only, named.replace(" ", "")) if len(only) >= LONG_WORD else 0.0
    return float(max(fuzz.token_sort_ratio(" ".join(sorted(words)), named), run_together))


def _titled(opening: str, component_name: str) -> float:
    """How much of the component's name stands at the head of the document itself."""
    from rapidfuzz import fuzz

    named = " ".join(_WORD.findall(fold(component_name)))
    head = " ".join(_WORD.findall(fold(opening)))
    if len(head) < len(named) or len(named) < SHORTEST_TITLE:
        return 0.0
    return float(fuzz.partial_ratio(named, head))


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
