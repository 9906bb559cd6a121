"""The data of the forms: sets with the days on which they are in force, page styles.

Everything is read strictly: a key that is not known, or one that is missing, stops the form (Trouble
`forms.bad_template` with file and key) instead of printing a sheet with a hole.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from counter_app.errors import Refused, Trouble
from counter_app.model.dossier import PaperKind
from counter_app.model.form import FormKind, Punctuality
from counter_app.resources import resource
from counter_app.rules.law import document_name

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)

KIND_WORDS = {
    FormKind.RECEIPT: "giấy tiếp nhận",
    FormKind.SUPPLEMENT_REQUEST: "phiếu yêu cầu bổ sung",
    FormKind.REFUSAL: "phiếu từ chối",
    FormKind.APOLOGY: "văn bản xin lỗi",
    FormKind.STOP_NOTICE: "thông báo dừng giải quyết",
    FormKind.CONTROL_SHEET: "phiếu kiểm soát",
    FormKind.REGISTER: "sổ theo dõi",
}


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
    """One line of a form, told by which of these it has:

    `label` and `value` (perhaps two side by side), `text` (a sentence with values in braces), `label` and `items`
    (numbered lines), `label` and `table`. An `optional` line or second half is left out while its value is empty.
    """

    label: str = ""
    value: str = ""
    strong: bool = False
    second_label: str = ""
    second_value: str = ""
    second_optional: bool = False
    text: str = ""
    items: str = ""
    table: str = ""
    optional: bool = False


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
    name: str  # whose name is printed: blank, signer


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipText:
    """The rating slip that goes with the form."""

    heading: str
    contact: str
    question: str
    answers: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CommonText:
    """What all forms share. Words in braces are filled in."""

    code: str
    local_code: str
    counter: str
    footer: str
    no_components: str
    no_term: str
    set_count: str
    fee_unverified: str
    fee_by_list: str
    book: str
    phone: str
    hand_over: tuple[str, ...]  # one line each
    unnamed: str  # a receiver who is to write the name
    book_open: str
    book_closed: str
    book_closed_empty: str
    paper_kinds: Mapping[PaperKind, str]
    punctuality: Mapping[Punctuality, str]
    slip: SlipText


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """The body of a form: what stands between its title and the footer."""

    name: str
    page: str
    lines: tuple[LineText, ...]
    columns: tuple[ColumnText, ...]
    signers: tuple[SignerText, ...]
    number: str = ""  # with {number}; empty: this form carries none
    code: str = ""  # under the title; empty: as all forms
    local_code: str = ""
    copies: str = ""
    slip: bool = False
    signature_space: float = 0  # mm between the signer's office and name; 0: as the page says


@dataclass(frozen=True, slots=True, kw_only=True)
class FormText:
    """One form as a circular names it: number, title, and the template that it is drawn from."""

    kind: FormKind
    form: str
    title_lines: tuple[str, ...]  # where the title is broken when it takes two lines
    template: str

    @property
    def title(self) -> str:
        return " ".join(self.title_lines)


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
    forms: tuple[FormText, ...]

    def form(self, kind: FormKind) -> FormText:
        """Refused `forms.not_in_set`: the circular has no such form."""
        for found in self.forms:
            if found.kind is kind:
                return found
        raise Refused("forms.not_in_set", document=document_name(self.document), kind=KIND_WORDS[kind])


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
    forms = [dict(row) for row in table.pop("form", ())]
    for row in forms:
        if row.get("kind") not in set(FormKind):
            raise Trouble("forms.bad_template", file=path.name, field=f"form.{row.get('kind', 'kind')}")
        row["kind"] = FormKind(row["kind"])
        if "title" in row:
            row["title_lines"] = tuple(row.pop("title").split("\n"))
    table["forms"] = tuple(_build(FormText, row, path, "form") for row in forms)
    table["first"] = table.pop("from", None)
    table.setdefault("until", None)
    table["legal_basis"] = tuple(table.get("legal_basis", ()))
    return _build(FormSet, table, path, "")


@cache
def template(name: str) -> Template:
    return read_template(resource("forms", "templates", f"{name}.toml"))


def read_template(path: Path) -> Template:
    table = _read(path)
    for key, name, kind in (
        ("line", "lines", LineText),
        ("column", "columns", ColumnText),
        ("signer", "signers", SignerText),
    ):
        table[name] = tuple(_build(kind, row, path, key) for row in table.pop(key, ()))
    return _build(Template, {"name": path.stem, **table}, path, "")


@cache
def common() -> CommonText:
    return read_common(resource("forms", "common.toml"))


def read_common(path: Path) -> CommonText:
    table = _read(path)
    slip = dict(table.get("slip", {}))
    slip["answers"] = tuple(slip.get("answers", ()))
    table["hand_over"] = tuple(table.get("hand_over", ()))
    table["slip"] = _build(SlipText, slip, path, "slip")
    table["paper_kinds"] = _by_kind(PaperKind, table, "paper_kinds", path)
    table["punctuality"] = _by_kind(Punctuality, table, "punctuality", path)
    return _build(CommonText, table, path, "")


@cache
def page_style(name: str) -> PageStyle:
    path = resource("forms", "pages.toml")
    table = _read(path)
    if name not in table:
        raise Trouble("forms.bad_template", file=path.name, field=name)
    return _build(PageStyle, {"name": name, **table[name]}, path, name)


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise Trouble("forms.bad_template", file=path.name, field=type(error).__name__) from error


def _by_kind(kinds: type[E], table: dict[str, Any], name: str, path: Path) -> dict[E, str]:
    words: dict[str, str] = table.get(name, {})
    for kind in kinds:
        if kind.value not in words:
            raise Trouble("forms.bad_template", file=path.name, field=f"{name}.{kind.value}")
    return {kind: words[kind.value] for kind in kinds}


def _build(kind: type[T], table: dict[str, Any], path: Path, where: str) -> T:
    known = {field.name: field for field in fields(kind)}  # type: ignore[arg-type]
    needed = {name for name, field in known.items() if field.default is MISSING}
    wrong = [*(key for key in table if key not in known), *sorted(needed - table.keys())]
    if wrong:
        raise Trouble("forms.bad_template", file=path.name, field=f"{where}.{wrong[0]}".strip("."))
    return kind(**table)
