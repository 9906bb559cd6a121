"""What a source tells about a procedure, and how it goes over what the office has.

A list of names must not empty terms, a source that has no figure must not erase a figure, and what the office knows
beside the source (dated fees of the province, who signs what) stays.
"""

from dataclasses import dataclass, replace

from counter_app.model.procedure import Case, ChannelTerms, Procedure, RequiredComponent, Source
from counter_app.model.text import fold

# Parts that a source may tell or leave out; name and code are always told.
PARTS = (
    *("field", "issuer", "performer", "terms", "cases", "legal_basis", "result", "conditions", "days", "level"),
    *("short_name",),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    procedure: Procedure
    parts: frozenset[str] = frozenset(PARTS)


def over(ours: Procedure, told: Told) -> Procedure:
    """Ours with what the source tells. What stays keeps its own source, so that its mark does not vanish."""
    theirs, parts = told.procedure, told.parts
    changes: dict[str, object] = {"name": theirs.name}
    if theirs.source.verified or not ours.source.verified or theirs.name != ours.name:
        changes["source"] = theirs.source  # a doubtful list that says the same takes nobody's certainty away
    for part in ("field", "issuer", "performer", "conditions", "legal_basis", "short_name", "level"):
        if part in parts and getattr(theirs, part):
            changes[part] = getattr(theirs, part)
    if "result" in parts and theirs.result_name:
        changes |= {"result_name": theirs.result_name, "result_code": theirs.result_code or ours.result_code}
    changes["terms"] = _terms(ours, theirs.terms if "terms" in parts else (), theirs.source)
    changes["cases"] = _cases(ours, theirs.cases if "cases" in parts else (), theirs.source)
    if "days" in parts and (theirs.effective_from or theirs.effective_to):
        changes |= {"effective_from": theirs.effective_from, "effective_to": theirs.effective_to}
    return replace(ours, **changes)  # type: ignore[arg-type]


def _terms(ours: Procedure, theirs: tuple[ChannelTerms, ...], source: Source) -> tuple[ChannelTerms, ...]:
    mine = {terms.channel: _pinned(terms, ours.source) for terms in ours.terms}
    for told in theirs:
        known = mine.get(told.channel)
        mine[told.channel] = _over_terms(known, told, source) if known else told
    return tuple(mine[channel] for channel in sorted(mine))


def _over_terms(known: ChannelTerms, told: ChannelTerms, source: Source) -> ChannelTerms:
    changed = known
    if told.term or (known.term is None and told.term_text):
        changed = replace(changed, term=told.term, term_text=told.term_text, source=told.source or source)
    if told.fee_vnd is not None or (known.fee_vnd is None and told.fee_text):
        changed = replace(changed, fee_vnd=told.fee_vnd, fee_text=told.fee_text, fee_source=told.fee_source or source)
    return changed


def _pinned(terms: ChannelTerms, source: Source) -> ChannelTerms:
    return replace(terms, source=terms.source or source, fee_source=terms.fee_source or source)


def _cases(ours: Procedure, theirs: tuple[Case, ...], source: Source) -> tuple[Case, ...]:
    if not any(case.components for case in theirs):
        return tuple(replace(case, source=case.source or ours.source) for case in ours.cases)
    known = {fold(part.name): part for case in ours.cases for part in case.components}
    return tuple(
        replace(
            case,
            components=tuple(_component(known.get(fold(part.name)), part) for part in case.components),
            source=case.source or source,
        )
        for case in theirs
    )


def _component(known: RequiredComponent | None, told: RequiredComponent) -> RequiredComponent:
    """Which papers the officer signs is the office's own business; no source tells it. Nor how long one holds."""
    if known is None:
        return told
    return replace(told, must_sign=known.must_sign, valid_months=told.valid_months or known.valid_months)
