"""A procedure being edited: papers and cases step by step, words of fields back into figures. Free of Qt."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from counter_app.catalogue.amounts import read_fee
from counter_app.catalogue.comparison import changes_between
from counter_app.errors import Misuse
from counter_app.model.dossier import Channel
from counter_app.model.procedure import (
    Case,
    ChannelTerms,
    CompletenessCheck,
    DatedFee,
    Procedure,
    RequiredComponent,
    Source,
    Term,
    TermUnit,
)
from ui.presenters.cell import Cell
from ui.presenters.dates import date_of, date_or_none, typed_day
from ui.presenters.draft import Draft
from ui.presenters.intake import PAPER_WORDS
from ui.presenters.text import CHANNEL_WORDS

Thing = TypeVar("Thing")
UNITS = (
    ("ngày làm việc", TermUnit.WORKING_DAY),
    ("ngày", TermUnit.DAY),
    ("giờ làm việc", TermUnit.WORKING_HOUR),
    ("tháng", TermUnit.MONTH),
)
WHAT_WORDS = {
    "name": "tên",
    "short_name": "tên ngắn",
    "field": "lĩnh vực",
    "issuer": "cơ quan ban hành",
    "performer": "cơ quan thực hiện",
    "conditions": "yêu cầu, điều kiện",
    "result": "kết quả",
    "term": "thời hạn",
    "fee": "phí, lệ phí",
    "check": "hạn kiểm tra đầy đủ",
    "component": "giấy tờ",
    "legal_basis": "căn cứ pháp lý",
    "days": "ngày hiệu lực",
    "source": "nguồn",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedTerms:
    """One channel as it stands in the fields."""

    amount: str = ""
    unit: TermUnit = TermUnit.WORKING_DAY
    term_text: str = ""
    fee: str = ""
    fee_text: str = ""
    term_source: str = ""
    term_verified: bool = False
    fee_source: str = ""
    fee_verified: bool = False
    fees: tuple[DatedFee, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedCheck:
    """A completeness check of the procedure's own, as it stands in the fields."""

    amount: str = ""
    unit: TermUnit = TermUnit.WORKING_DAY
    first: str = ""
    last: str = ""
    document: str = ""
    verified: bool = False


class ProcedureDraft(Draft[Procedure]):
    @property
    def changed(self) -> tuple[str, ...]:
        """What differs from what is saved, in words, each once."""
        details = changes_between(self.saved, self.data)
        said = [f"{WHAT_WORDS[one.what]}{_of_channel(one.channel)}" for one in details]
        if self.unsaved and not said:
            said = ["nguồn hoặc cách xử lý"]
        return tuple(dict.fromkeys(said))

    def write(self, after: Procedure) -> None:
        """What was typed; several breaths at the same thing are one step."""
        words = [f"{WHAT_WORDS[one.what]}{_of_channel(one.channel)}" for one in changes_between(self.data, after)]
        self.put(after, f"sửa {words[0] if words else 'nguồn hoặc cách xử lý'}", merge=True)

    # Cases and papers

    def add_case(self) -> None:
        self._cases((*self.data.cases, Case(name="", components=())), "thêm trường hợp")

    def drop_case(self, place: int) -> None:
        self._cases(self.data.cases[:place] + self.data.cases[place + 1 :], "bỏ trường hợp")

    def write_case(self, place: int, case: Case) -> None:
        self._cases(_with(self.data.cases, place, case), "sửa trường hợp", merge=True)

    def add_paper(self, place: int) -> int:
        """At the end of the case; answers its row. The first paper of a procedure makes its one case."""
        empty = RequiredComponent(number=1, name="")
        if not self.data.cases:
            self._cases((Case(name="", components=(empty,)),), "thêm giấy tờ")
            return 0
        papers = self.data.cases[place].components
        self._papers(place, (*papers, empty), "thêm giấy tờ")
        return len(papers)

    def drop_paper(self, place: int, row: int) -> None:
        papers = self.data.cases[place].components
        self._papers(place, papers[:row] + papers[row + 1 :], "bỏ giấy tờ")

    def move_paper(self, place: int, row: int, by: int) -> int:
        """Up or down by one; answers its new row."""
        papers = list(self.data.cases[place].components)
        wanted = min(max(0, row + by), len(papers) - 1)
        papers.insert(wanted, papers.pop(row))
        self._papers(place, tuple(papers), "đổi thứ tự giấy tờ")
        return wanted

    def write_paper(self, place: int, row: int, paper: RequiredComponent) -> None:
        self._papers(place, _with(self.data.cases[place].components, row, paper), "sửa giấy tờ", merge=True)

    def paper_of_guidance(self, place: int, line: int) -> int:
        """A line that the source tells beside the papers becomes one of them: a person has read it."""
        case = self.data.cases[place]
        words = case.guidance[line]
        rest = case.guidance[:line] + case.guidance[line + 1 :]
        papers = _numbered((*case.components, RequiredComponent(number=0, name=words)))
        made = replace(case, components=papers, guidance=rest)
        self._cases(_with(self.data.cases, place, made), "lời hướng dẫn thành giấy tờ")
        return len(papers) - 1

    def _papers(self, place: int, papers: Sequence[RequiredComponent], words: str, *, merge: bool = False) -> None:
        case = replace(self.data.cases[place], components=_numbered(papers))
        self._cases(_with(self.data.cases, place, case), words, merge=merge)

    def _cases(self, cases: tuple[Case, ...], words: str, *, merge: bool = False) -> None:
        self.put(replace(self.data, cases=cases), words, merge=merge)


def new_procedure() -> Procedure:
    return Procedure(
        code="", name="", short_name="", field="", cases=(), terms=(), source=Source(document="", verified=False)
    )


def typed_terms(terms: ChannelTerms, whole: Source) -> TypedTerms:
    term_source, fee_source = terms.source or whole, terms.fee_source or whole
    return TypedTerms(
        amount=str(terms.term.amount) if terms.term else "",
        unit=terms.term.unit if terms.term else TermUnit.WORKING_DAY,
        term_text=terms.term_text,
        fee=sum_words(terms.fee_vnd),
        fee_text=terms.fee_text,
        term_source=term_source.document,
        term_verified=term_source.verified,
        fee_source=fee_source.document,
        fee_verified=fee_source.verified,
        fees=terms.fees,
    )


def terms_of(channel: Channel, typed: TypedTerms, before: ChannelTerms | None, whole: Source) -> ChannelTerms:
    """Misuse `catalogue.not_a_sum` when the fee is no sum. A source that is the procedure's own is not said twice."""
    term = Term(amount=int(typed.amount), unit=typed.unit) if typed.amount.strip() else None
    known = before or ChannelTerms(channel=channel, term=None)
    return replace(
        known,
        term=term,
        term_text=typed.term_text.strip(),
        fee_vnd=sum_of(typed.fee),
        fee_text=typed.fee_text.strip(),
        source=source_of(typed.term_source, typed.term_verified, known.source, whole),
        fee_source=source_of(typed.fee_source, typed.fee_verified, known.fee_source, whole),
        fees=typed.fees,
    )


def sum_of(words: str) -> int | None:
    """«1.500.000» -> 1500000; nothing typed -> None. Misuse `catalogue.not_a_sum`."""
    if not words.strip():
        return None
    amount = read_fee(words.strip()).amount_vnd
    if amount is None:
        raise Misuse("catalogue.not_a_sum", text=words.strip())
    return amount


def sum_words(amount: int | None) -> str:
    """1500000 -> «1.500.000», as it is typed."""
    return "" if amount is None else f"{amount:,}".replace(",", ".")


def dated_fee(
    amount: str, reduction: str, first: str, last: str, document: str, verified: bool, *, before: DatedFee
) -> DatedFee:
    """Misuse names the field that is no sum or no day."""
    return replace(
        before,
        amount_vnd=sum_of(amount),
        reduction_percent=int(reduction or 0),
        effective_from=date_or_none(first, "Từ ngày"),
        effective_to=date_or_none(last, "Đến hết ngày"),
        source=Source(document=document.strip(), verified=verified) if document.strip() else None,
    )


def typed_check(check: CompletenessCheck) -> TypedCheck:
    return TypedCheck(
        amount=str(check.limit.amount),
        unit=check.limit.unit,
        first=typed_day(check.effective_from),
        last=typed_day(check.effective_to),
        document=check.source.document,
        verified=check.source.verified,
    )


def check_of(typed: TypedCheck) -> CompletenessCheck:
    """Misuse: a day that is none, no day to hold from; a limit of nothing is a fault of the procedure."""
    return CompletenessCheck(
        limit=Term(amount=int(typed.amount or 0), unit=typed.unit),
        effective_from=date_of(typed.first, "Từ ngày"),
        effective_to=date_or_none(typed.last, "Đến hết ngày"),
        source=Source(document=typed.document.strip(), verified=typed.verified),
    )


def lines_of(words: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in words.splitlines() if line.strip())


def paper_cells(part: RequiredComponent) -> dict[str, Cell]:
    counts = [f"{part.originals} bản chính"] if part.originals else []
    counts += [f"{part.copies} bản sao"] if part.copies else []
    second = " · ".join(word for word in (part.form_number, part.code) if word)
    return {
        "name": Cell(text=f"{part.number}. {part.name or '(chưa có tên)'}", second=second),
        "kind": Cell(text=PAPER_WORDS[part.paper_kind], second=", ".join(counts), tone="text2"),
        "need": Cell(
            text="Bắt buộc" if part.required else "Nếu có",
            second="" if part.must_sign else "không ký",
            tone="text" if part.required else "text2",
        ),
    }


def place_of(fault: str) -> tuple[str, tuple[int, ...]]:
    """`component:0:2` -> («component», (0, 2))."""
    what, *numbers = fault.split(":")
    return what, tuple(map(int, numbers))


def _of_channel(channel: Channel | None) -> str:
    return f" {CHANNEL_WORDS[channel].lower()}" if channel else ""


def source_of(document: str, verified: bool, known: Source | None, whole: Source) -> Source | None:
    """None: as the procedure's."""
    wanted = Source(document=document.strip(), verified=verified)
    if not wanted.document:
        return None
    return known if wanted == (known or whole) else wanted


def _numbered(papers: Sequence[RequiredComponent]) -> tuple[RequiredComponent, ...]:
    return tuple(replace(paper, number=number) for number, paper in enumerate(papers, start=1))


def _with(things: tuple[Thing, ...], place: int, thing: Thing) -> tuple[Thing, ...]:
    return (*things[:place], thing, *things[place + 1 :])


def changed_words(changed: Sequence[str]) -> str:
    """«Khác bản đã lưu: tên, thời hạn trực tiếp»."""
    if not changed:
        return "Chưa có gì thay đổi"
    more = f" và {len(changed) - 4} điều nữa" if len(changed) > 4 else ""
    return f"Khác bản đã lưu: {', '.join(changed[:4])}{more}"
