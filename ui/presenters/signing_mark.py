"""Which mark goes on each row: what may be chosen, what this person chose last, and how it is said. Free of Qt."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from counter_app.signing.profiles import Profile
from counter_app.workflow.sign_rows import SignRow
from ui.presenters.signing import SignLine

Offers = Mapping[str, tuple[Profile, ...]]  # by `kind_of`, the usual one first
IMAGE_WORDS = {"signature": "Ảnh chữ ký tay, không kèm chữ", "seal": "Ảnh dấu của cơ quan, không kèm chữ"}
_PLAIN = ("component", "result")  # what everybody expects needs no word in the table


def kind_of(row: SignRow) -> str:
    """Rows of one kind have the same marks to choose from."""
    if not row.is_result:
        return "component"
    return "result" if row.may_initial else "initialled"


def memory_key(login: str) -> str:
    return f"signing.marks/{login}"


def chosen(row: SignRow, offers: Offers, remembered: Mapping[str, object]) -> Profile | None:
    """What this person chose last for such files while it still fits, else the usual one."""
    offered = offers.get(kind_of(row), ())
    last = remembered.get(kind_of(row))
    return next((one for one in offered if one.key == last), offered[0] if offered else None)


def with_marks(lines: Sequence[SignLine], offers: Offers, remembered: Mapping[str, object]) -> list[SignLine]:
    """Each row with a mark: rows that have one keep it while it is still offered."""
    return [_with_own(line, offers, remembered) for line in lines]


def _with_own(line: SignLine, offers: Offers, remembered: Mapping[str, object]) -> SignLine:
    if line.signed:
        return line
    kept = next((one for one in offers.get(kind_of(line.row), ()) if one.key == line.profile), None)
    found = kept or chosen(line.row, offers, remembered)
    return with_mark(line, found) if found is not None else line


def with_mark(line: SignLine, profile: Profile) -> SignLine:
    """Another mark has another size: the file is looked at again."""
    if line.profile == profile.key:
        return line
    said = "" if profile.key in _PLAIN else profile.name
    return replace(line, profile=profile.key, mark=said, preflight=None)


def offered_for(line: SignLine, offers: Offers) -> list[tuple[str, str]]:
    return [(one.name, one.key) for one in offers.get(kind_of(line.row), ())]


def fitting(line: SignLine, key: str, offers: Offers) -> Profile | None:
    return next((one for one in offers.get(kind_of(line.row), ()) if one.key == key), None)


def words_of(lines: Sequence[str], image: str) -> str:
    """What the mark says, for the panel; a mark with an image shows no text (NĐ 30/2020)."""
    if lines:
        return "\n".join(lines)
    return IMAGE_WORDS["seal" if image.endswith("seal.png") else "signature"] if image else ""
