"""A published administrative procedure (thủ tục hành chính): cases, components, terms, fees, with their sources."""

import re
from dataclasses import dataclass
from dataclasses import field as default
from datetime import date
from enum import StrEnum

from counter_app.model.dossier import Channel, PaperKind

_CODE = re.compile(r"\d\.\d{6}")


class TermUnit(StrEnum):
    WORKING_HOUR = "working_hour"
    WORKING_DAY = "working_day"
    DAY = "day"
    MONTH = "month"


class AfterSupplement(StrEnum):
    """What happens to the processing term once the supplement is there (regulation.md R2.4)."""

    RESTART = "restart"  # counted again from the start: the law
    PAUSE = "pause"  # the waiting time is taken off: the portal's arithmetic


_UNIT_WORDS = {
    TermUnit.WORKING_HOUR: "giờ làm việc",
    TermUnit.WORKING_DAY: "ngày làm việc",
    TermUnit.DAY: "ngày",
    TermUnit.MONTH: "tháng",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """The legal time limit (thời hạn giải quyết); `amount` counted in `unit`."""

    amount: int
    unit: TermUnit

    def words(self) -> str:
        return f"{self.amount} {_UNIT_WORDS[self.unit]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a figure comes from. `verified` False is shown as «chưa xác minh» wherever the figure is."""

    document: str
    verified: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CompletenessCheck:
    """A procedure's own limit for checking whether a dossier is complete, beside the general intake window."""

    limit: Term
    effective_from: date
    source: Source
    effective_to: date | None = None  # inclusive; None: still in force

    def in_force(self, day: date) -> bool:
        return self.effective_from <= day and (self.effective_to is None or day <= self.effective_to)


@dataclass(frozen=True, slots=True, kw_only=True)
class RequiredComponent:
    """One paper that a case requires (thành phần hồ sơ)."""

    number: int  # 1.. within the case
    name: str
    code: str = ""  # MAGIAYTO, often empty on the portal
    form_number: str = ""  # Mẫu số
    paper_kind: PaperKind = PaperKind.PHOTOCOPY
    originals: int = 0
    copies: int = 0
    required: bool = True
    must_sign: bool = True  # the officer signs it after checking (letters 001, 002)
    valid_months: int = 0  # how long it holds from its issue; 0: no limit known


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    name: str  # trường hợp; empty when the procedure has one only
    components: tuple[RequiredComponent, ...]
    source: Source | None = None  # where the list of papers comes from; None: as the procedure's
    guidance: tuple[str, ...] = ()  # lines of the source that ask for no paper; kept as they are, never counted


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedFee:
    """A fee that holds from a day to a day (both inclusive, None: open), such as a provincial resolution's.

    `reduction_percent` is taken off the amount for dossiers handed in by this channel (NQ of the People's Council on
    online services); it lives here because such a cut has its own dates and source.
    """

    amount_vnd: int | None
    text: str = ""
    effective_from: date | None = None
    effective_to: date | None = None
    reduction_percent: int = 0
    source: Source | None = None  # None: as the fee's or the procedure's

    def holds_on(self, day: date) -> bool:
        return (self.effective_from or date.min) <= day <= (self.effective_to or date.max)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelTerms:
    """Term and fee hang on the channel in the national data, not on the procedure."""

    channel: Channel
    term: Term | None  # None: not known; then nothing is computed
    term_text: str = ""  # as the source writes it, when it could not be understood
    fee_vnd: int | None = None
    fee_text: str = ""
    source: Source | None = None  # of the term; None: as the procedure's
    fee_source: Source | None = None  # of the fee; None: as the procedure's
    fees: tuple[DatedFee, ...] = ()  # on their days they replace the fee above; of several the one that began last


@dataclass(frozen=True, slots=True, kw_only=True)
class Procedure:
    code: str  # `1.001786` or `1.001786.000.00.00.H31`; `LOCAL-…` until the portal's code is known
    name: str
    short_name: str
    field: str
    cases: tuple[Case, ...]
    terms: tuple[ChannelTerms, ...]
    source: Source  # of code and name, and of every figure that names no source of its own
    legal_basis: tuple[str, ...] = ()
    result_name: str = ""
    result_code: str = ""
    yields_paper_result: bool = True
    level: str = "province"
    late_receipt_rule: bool = False  # receipt after 15:00 belongs to the next working day (regulation.md R2.3)
    after_supplement: AfterSupplement | None = None  # None: as the rule set says
    completeness_checks: tuple[CompletenessCheck, ...] = ()
    issuer: str = ""  # cơ quan ban hành
    performer: str = ""  # cơ quan thực hiện
    conditions: str = ""  # yêu cầu, điều kiện
    effective_from: date | None = None  # None: since ever
    effective_to: date | None = None  # the last day; None: until further notice
    version: int = default(default=0, compare=False)  # which of the store's versions this is; 0: not from the store

    def completeness_check_on(self, day: date) -> CompletenessCheck | None:
        """Its own completeness check in force on `day`, the newest when several are."""
        found = [check for check in self.completeness_checks if check.in_force(day)]
        return max(found, key=lambda check: check.effective_from, default=None)

    def holds_on(self, day: date) -> bool:
        return (self.effective_from or date.min) <= day <= (self.effective_to or date.max)

    def case(self, name: str) -> Case | None:
        return next((case for case in self.cases if case.name == name), None)

    def term_for(self, channel: Channel) -> Term | None:
        return next((terms.term for terms in self.terms if terms.channel == channel), None)

    @property
    def unverified(self) -> tuple[str, ...]:
        """Which parts carry «chưa xác minh»: "code", "term", "fee", "components".

        A term or fee that is not known carries no mark; a case whose papers are not known carries its own.
        """
        terms = [item.source or self.source for item in self.terms if item.term]
        fees = [item.fee_source or self.source for item in self.terms if item.fee_vnd is not None or item.fee_text]
        fees += [fee.source or item.fee_source or self.source for item in self.terms for fee in item.fees]
        cases = [case.source or self.source for case in self.cases]
        parts = {"code": [self.source], "term": terms, "fee": fees, "components": cases}
        return tuple(part for part, sources in parts.items() if any(not source.verified for source in sources))

    @property
    def unclear(self) -> tuple[str, ...]:
        """Which parts the source tells in words that could not be read as a figure: "term", "fee", "components"."""
        parts = {
            "term": any(item.term is None and item.term_text for item in self.terms),
            "fee": any(item.fee_vnd is None and item.fee_text and not item.fees for item in self.terms),
            "components": any(case.guidance for case in self.cases),
        }
        return tuple(part for part, unread in parts.items() if unread)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureLine:
    """A procedure as lists show it."""

    code: str
    version: int
    name: str
    short_name: str
    field: str
    unverified: bool
    unclear: bool
    component_count: int
    case_count: int
    effective_from: date | None
    effective_to: date | None

    def holds_on(self, day: date) -> bool:
        return (self.effective_from or date.min) <= day <= (self.effective_to or date.max)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureFilter:
    text: str = ""
    field: str = ""
    unverified: bool = False  # only those with «chưa xác minh» or with words that could not be read
    day: date  # what holds on this day …
    out_of_force: bool = False  # … or only what does not hold, begun or ended
    limit: int = 0  # 0: all


def base_code(code: str) -> str:
    """The part before the provincial suffix: `1.001786.000.00.00.H31` -> `1.001786`; other codes unchanged."""
    match = _CODE.match(code)
    return match.group() if match else code
