"""What an edited procedure must have before it is kept, each fault with the field that it stands at."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from counter_app.messages import sentence
from counter_app.model.procedure import Case, ChannelTerms, CompletenessCheck, DatedFee, Procedure
from counter_app.model.text import fold

_CODE = re.compile(r"\d\.\d{6}(\.000\.00\.00)?(\.[A-Z]\d{2})?|LOCAL-[A-Z0-9-]+")
LARGEST_FEE = 1_000_000_000
LONGEST_TERM = 3_650
MOST_COPIES = 50
MOST_MONTHS = 600


@dataclass(frozen=True, slots=True)
class Fault:
    """`place` names the field: `code`, `name`, `effective_to`, `case:0`, `component:0:2`, `term:1`, `check:0` …"""

    place: str
    code: str
    values: dict[str, str | int] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        return str(sentence(self.code, **self.values))


def faults_of(procedure: Procedure, today: date) -> tuple[Fault, ...]:
    """In the order of the page. `today`: an end in the past of a version that begins now would hold never."""
    return (
        *_naming(procedure, today),
        *_case_faults(procedure.cases),
        *(fault for terms in procedure.terms for fault in _term_faults(terms)),
        *(fault for place, check in enumerate(procedure.completeness_checks) for fault in _check_faults(place, check)),
    )


def _naming(procedure: Procedure, today: date) -> Iterator[Fault]:
    if not _CODE.fullmatch(procedure.code):
        yield Fault("code", "catalogue.bad_code", {"text": procedure.code or "—"})
    if not procedure.name.strip():
        yield Fault("name", "catalogue.name_missing")
    start = procedure.effective_from or today
    if procedure.effective_to and procedure.effective_to < start:
        yield Fault("effective_to", "catalogue.ends_before_it_begins")


def _case_faults(cases: tuple[Case, ...]) -> Iterator[Fault]:
    names = Counter(fold(case.name) for case in cases)
    for place, case in enumerate(cases):
        if len(cases) > 1 and not case.name.strip():
            yield Fault(f"case:{place}", "catalogue.case_without_name")
        elif names[fold(case.name)] > 1:
            yield Fault(f"case:{place}", "catalogue.case_twice", {"name": case.name})
        for row, part in enumerate(case.components):
            if not part.name.strip():
                yield Fault(f"component:{place}:{row}", "catalogue.paper_without_name", {"number": part.number})
            if not (0 <= part.originals <= MOST_COPIES and 0 <= part.copies <= MOST_COPIES):
                yield Fault(f"component:{place}:{row}", "catalogue.too_many_copies", {"most": MOST_COPIES})
            if not 0 <= part.valid_months <= MOST_MONTHS:
                yield Fault(f"component:{place}:{row}", "catalogue.odd_validity", {"most": MOST_MONTHS})


def _term_faults(terms: ChannelTerms) -> Iterator[Fault]:
    if terms.term is not None and not 1 <= terms.term.amount <= LONGEST_TERM:
        yield Fault(f"term:{terms.channel:d}", "catalogue.odd_term", {"most": LONGEST_TERM})
    if terms.fee_vnd is not None and not 0 <= terms.fee_vnd <= LARGEST_FEE:
        yield Fault(f"fee:{terms.channel:d}", "catalogue.odd_fee")
    for fee in terms.fees:
        yield from _fee_faults(terms, fee)


def _check_faults(row: int, check: CompletenessCheck) -> Iterator[Fault]:
    if not 1 <= check.limit.amount <= LONGEST_TERM:
        yield Fault(f"check:{row}", "catalogue.odd_check", {"most": LONGEST_TERM})
    if check.effective_to and check.effective_to < check.effective_from:
        yield Fault(f"check:{row}", "catalogue.ends_before_it_begins")
    if not check.source.document:
        yield Fault(f"check:{row}", "catalogue.check_without_source")


def _fee_faults(terms: ChannelTerms, fee: DatedFee) -> Iterator[Fault]:
    place = f"fee:{terms.channel:d}"
    if fee.amount_vnd is None and not fee.text:
        yield Fault(place, "catalogue.dated_fee_empty")
    if fee.amount_vnd is not None and not 0 <= fee.amount_vnd <= LARGEST_FEE:
        yield Fault(place, "catalogue.odd_fee")
    if not 0 <= fee.reduction_percent <= 100:
        yield Fault(place, "catalogue.odd_reduction")
    if fee.effective_from and fee.effective_to and fee.effective_to < fee.effective_from:
        yield Fault(place, "catalogue.ends_before_it_begins")
