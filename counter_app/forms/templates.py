"""The data of the forms: sets with the days on which they are in force, page styles, the law they may name.

Everything is read strictly: a key that is not known, or one that is missing, stops the form (Trouble
`forms.bad_template` with file and key) instead of printing a sheet with a hole.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from counter_app.errors import Refused, Trouble
from counter_app.model.dossier import PaperKind
from counter_app.resources import resource

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class PageStyle:
    """Paper and margins in millimetres, type sizes in points; `line` is the spacing in multiples of the size."""

    name: str
    width: float
    height: float
    top: float
    bottom: float
    left: float
    right: float
    header_left_share: float
    nation: float
    motto: float
    office: float
    number: float
    title: float
    body: float
    table: float
    note: float
    line: float
    signature_space: float


@dataclass(frozen=True, slots=True, kw_only=True)
class LineText:
    """One line of the form: a label and the name of the value that follows it, perhaps two side by side."""

    label: str
    value: str
    strong: bool = False
    second_label: str = ""
    second_value: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnText:
    heading: str
    value: str
    width: float  # mm; 0: what the others leave
    align: str  # left, center


@dataclass(frozen=True, slots=True, kw_only=True)
class SignerText:
    heading: str
    note: str
    name: str  # whose name is printed: blank, officer


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipText:
    """The rating slip that goes with the form."""

    heading: str
    scan: str
    contact: str
    question: str
    answers: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptText:
    """Form 01. Words in braces are filled in: number, code, form, document, basis, count, book, contact."""

    form: str
    page: str
    number: str
    title: str
    code: str
    local_code: str
    copies: str
    counter: str
    footer: str
    no_components: str
    no_term: str
    set_count: str
    book: str
    lines: tuple[LineText, ...]
    columns: tuple[ColumnText, ...]
    signers: tuple[SignerText, ...]
    paper_kinds: Mapping[PaperKind, str]
    slip: SlipText


@dataclass(frozen=True, slots=True, kw_only=True)
class FormSet:
    """The forms of one circular; in force on `first` and later, no longer on `until`."""

    id: str
    document: str
    first: date
    until: date | None
    legal_basis: tuple[str, ...]
    source: str
    verified: bool
    receipt: ReceiptText


@dataclass(frozen=True, slots=True, kw_only=True)
class LawDocument:
    number: str
    name: str
    first: date
    until: date | None = None
    replaced_by: str = ""
    verified: bool = False

    def in_force(self, day: date) -> bool:
        return self.first <= day and (self.until is None or day < self.until)


def form_set(day: date) -> FormSet:
    """The set in force on `day`. Refused `forms.no_set`: no set of ours covers that day."""
    for found in form_sets():
        if found.first <= day and (found.until is None or day < found.until):
            return found
    raise Refused("forms.no_set", day=f"{day:%d/%m/%Y}")


@cache
def form_sets() -> tuple[FormSet, ...]:
    paths = sorted(resource("forms", "sets").glob("*.toml"))
    return tuple(sorted((read_set(path) for path in paths), key=lambda found: found.first))


def read_set(path: Path) -> FormSet:
    table = _read(path)
    receipt = dict(table.pop("receipt", {}))
    for key, name, kind in (
        ("line", "lines", LineText),
        ("column", "columns", ColumnText),
        ("signer", "signers", SignerText),
    ):
        receipt[name] = tuple(_build(kind, row, path, f"receipt.{key}") for row in receipt.pop(key, ()))
    slip = dict(receipt.get("slip", {}))
    slip["answers"] = tuple(slip.get("answers", ()))
    receipt["slip"] = _build(SlipText, slip, path, "receipt.slip")
    receipt["paper_kinds"] = _paper_kinds(receipt.get("paper_kinds", {}), path)
    table["receipt"] = _build(ReceiptText, receipt, path, "receipt")
    table["first"] = table.pop("from", None)
    table.setdefault("until", None)
    table["legal_basis"] = tuple(table.get("legal_basis", ()))
    return _build(FormSet, table, path, "")


@cache
def page_style(name: str) -> PageStyle:
    path = resource("forms", "pages.toml")
    table = _read(path)
    if name not in table:
        raise Trouble("forms.bad_template", file=path.name, field=name)
    return _build(PageStyle, {"name": name, **table[name]}, path, name)


@cache
def law() -> tuple[LawDocument, ...]:
    path = resource("forms", "law.toml")
    rows = [dict(row) for row in _read(path)["document"]]
    for row in rows:
        row["first"] = row.pop("from", None)
    return tuple(_build(LawDocument, row, path, "document") for row in rows)


def document_name(number: str) -> str:
    """`118/2025/NĐ-CP` -> `Nghị định số 118/2025/NĐ-CP`; a number we do not know stays as it is."""
    return next((document.name for document in law() if document.number == number), number)


def basis_on(day: date, numbers: tuple[str, ...]) -> tuple[str, ...]:
    """The names of those documents that were in force on `day`, in the order given."""
    known = {document.number: document for document in law()}
    return tuple(known[number].name for number in numbers if number in known and known[number].in_force(day))


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise Trouble("forms.bad_template", file=path.name, field=type(error).__name__) from error


def _paper_kinds(table: dict[str, str], path: Path) -> dict[PaperKind, str]:
    for kind in PaperKind:
        if kind not in table:
            raise Trouble("forms.bad_template", file=path.name, field=f"receipt.paper_kinds.{kind}")
    return {PaperKind(key): words for key, words in table.items() if key in set(PaperKind)}


def _build(kind: type[T], table: dict[str, Any], path: Path, where: str) -> T:
    known = {field.name: field for field in fields(kind)}  # type: ignore[arg-type]
    needed = {name for name, field in known.items() if field.default is MISSING}
    wrong = [*(key for key in table if key not in known), *sorted(needed - table.keys())]
    if wrong:
        raise Trouble("forms.bad_template", file=path.name, field=f"{where}.{wrong[0]}".strip("."))
    return kind(**table)
