"""Two procedures or two catalogues side by side, figure by figure, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from counter_app.model.dossier import Channel, PaperKind
from counter_app.model.fee import dong
from counter_app.model.procedure import ChannelTerms, Procedure, RequiredComponent, base_code
from counter_app.model.text import fold, nfc

_KINDS = {  # what the counts do not tell already
    PaperKind.CERTIFIED_COPY: "bản sao chứng thực",
    PaperKind.CERTIFIED_ECOPY: "bản sao chứng thực điện tử",
    PaperKind.TRANSLATION: "bản dịch",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """One figure or word that two sides tell differently. An empty side: it is not there."""

    what: str  # "name", "field", "term", "fee", "component", "legal_basis", "result", "issuer", "performer", "days" …
    channel: Channel | None = None
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One figure that two catalogues tell differently. An empty side: the procedure or figure is not there."""

    code: str  # first seven digits of the procedure code
    name: str
    what: str  # "only_ours", "only_theirs", "name", "field", "term", "fee", "components"
    channel: Channel | None
    ours: str
    theirs: str


def differences(ours: Iterable[Procedure], theirs: Iterable[Procedure]) -> tuple[Difference, ...]:
    """In the order of the codes; mismatches are reported up (letter 001). Procedures meet by the first `d.dddddd`.

    A figure that one side does not know is no difference: nothing can be said about it.
    """
    left = {base_code(procedure.code): procedure for procedure in ours}
    right = {base_code(procedure.code): procedure for procedure in theirs}
    found: list[Difference] = []
    for code in sorted(left.keys() | right.keys()):
        mine, other = left.get(code), right.get(code)
        if mine and other:
            found += _of_pair(code, mine, other)
        else:
            one = mine or other
            assert one is not None
            what = "only_ours" if mine else "only_theirs"
            sides = (one.name, "") if mine else ("", one.name)
            found.append(Difference(code=code, name=one.name, what=what, channel=None, ours=sides[0], theirs=sides[1]))
    return tuple(found)


def changes_between(before: Procedure, after: Procedure) -> tuple[FieldChange, ...]:
    """Every figure and word that changes from one version to the next; papers one by one."""
    found: list[FieldChange] = []

    def note(what: str, old: str, new: str, channel: Channel | None = None) -> None:
        if nfc(old) != nfc(new):
            found.append(FieldChange(what=what, channel=channel, before=old, after=new))

    for what in ("name", "short_name", "field", "issuer", "performer", "conditions"):
        note(what, getattr(before, what), getattr(after, what))
    note("result", _result(before), _result(after))
    for channel in Channel:
        mine, other = _terms(before, channel), _terms(after, channel)
        note("term", _term_words(mine, text=True), _term_words(other, text=True), channel)
        note("fee", _fee_words(mine, text=True), _fee_words(other, text=True), channel)
    note("check", _check_words(before), _check_words(after))
    found += _paper_changes(before, after)
    note("legal_basis", "\n".join(before.legal_basis), "\n".join(after.legal_basis))
    note("days", _days(before), _days(after))
    note("source", _source_words(before), _source_words(after))
    return tuple(found)


def _of_pair(code: str, ours: Procedure, theirs: Procedure) -> list[Difference]:
    found: list[Difference] = []

    def note(what: str, left: str, right: str, channel: Channel | None = None) -> None:
        if left and right and fold(nfc(left)) != fold(nfc(right)):
            found.append(Difference(code=code, name=ours.name, what=what, channel=channel, ours=left, theirs=right))

    note("name", ours.name, theirs.name)
    note("field", ours.field, theirs.field)
    for channel in Channel:
        mine, other = _terms(ours, channel), _terms(theirs, channel)
        note("term", _term_words(mine), _term_words(other), channel)
        note("fee", _fee_words(mine), _fee_words(other), channel)
    note("components", _components(ours), _components(theirs))
    return found


def _terms(procedure: Procedure, channel: Channel) -> ChannelTerms | None:
    return next((terms for terms in procedure.terms if terms.channel is channel), None)


def _term_words(terms: ChannelTerms | None, *, text: bool = False) -> str:
    if terms is None:
        return ""
    return terms.term.words() if terms.term else terms.term_text if text else ""


def _fee_words(terms: ChannelTerms | None, *, text: bool = False) -> str:
    """Only sums are compared between catalogues: a fee in prose is told differently by everybody."""
    if terms is None:
        return ""
    told = [] if terms.fee_vnd is None else [dong(terms.fee_vnd)]
    if text:
        told += [terms.fee_text] if terms.fee_text else []
        told += [f"{_span(fee.effective_from, fee.effective_to)}: {_amount(fee.amount_vnd)}" for fee in terms.fees]
    return "; ".join(told)


def _amount(amount: int | None) -> str:
    return dong(amount) if amount is not None else "bằng lời"


def _check_words(procedure: Procedure) -> str:
    return "; ".join(
        f"{check.limit.words()} {_span(check.effective_from, check.effective_to)} theo {check.source.document}"
        for check in procedure.completeness_checks
    )


def _paper_changes(before: Procedure, after: Procedure) -> list[FieldChange]:
    """By case and name of the paper; a paper that is renamed goes and comes."""
    old, new = _papers(before), _papers(after)
    found = [FieldChange(what="component", before=old[key], after=new.get(key, "")) for key in old]
    found += [FieldChange(what="component", after=words) for key, words in new.items() if key not in old]
    return [change for change in found if change.before != change.after]


def _papers(procedure: Procedure) -> dict[tuple[str, str], str]:
    return {
        (fold(case.name), fold(part.name)): _paper_words(part, case.name)
        for case in procedure.cases
        for part in case.components
    }


def _paper_words(part: RequiredComponent, case: str) -> str:
    told = [part.name]
    counts = [f"{part.originals} bản chính"] if part.originals else []
    counts += [f"{part.copies} bản sao"] if part.copies else []
    told += [", ".join(counts)] if counts else []
    told += [_KINDS[part.paper_kind]] if part.paper_kind in _KINDS else []
    told += [part.form_number] if part.form_number else []
    told += [f"mã {part.code}"] if part.code else []
    told += [] if part.required else ["không bắt buộc"]
    told += [f"giá trị {part.valid_months} tháng"] if part.valid_months else []
    told += [] if part.must_sign else ["công chức không ký"]
    told += [f"trường hợp: {case}"] if case else []
    return " · ".join(told)


def _components(procedure: Procedure) -> str:
    """The papers of all cases, one per line; empty when none is known."""
    return "\n".join(component.name for case in procedure.cases for component in case.components)


def _result(procedure: Procedure) -> str:
    return " · ".join(filter(None, (procedure.result_name, procedure.result_code)))


def _source_words(procedure: Procedure) -> str:
    mark = "" if procedure.source.verified else " (chưa xác minh)"
    return f"{procedure.source.document}{mark}"


def _days(procedure: Procedure) -> str:
    return _span(procedure.effective_from, procedure.effective_to)


def _span(start: date | None, end: date | None) -> str:
    parts = [f"từ {start:%d/%m/%Y}"] if start else []
    parts += [f"đến hết {end:%d/%m/%Y}"] if end else []
    return " ".join(parts)
