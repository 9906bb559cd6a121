"""Where the time limits of our catalogue, the national one and the decision disagree (letters 001, 002)."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from counter_app.model.dossier import Channel
from counter_app.model.procedure import ChannelTerms, Procedure, Term, base_code
from counter_app.model.term_mismatch import TermLine, Verdict
from counter_app.model.text import fold, nfc


def term_mismatches(
    here: Iterable[Procedure],
    national: Iterable[Procedure] | None,
    decision: Iterable[Procedure] | None,
) -> tuple[TermLine, ...]:
    """In the order of the codes. None: that source was not given. Only where two sources tell different things."""
    sides = [_by_code(one) if one is not None else None for one in (here, national, decision)]
    ours = sides[0]
    assert ours is not None
    found: list[TermLine] = []
    for code, procedure in sorted(ours.items()):
        lines = [line for channel in Channel if (line := _line(code, procedure, channel, sides)) is not None]
        alike: dict[TermLine, list[Channel]] = {}
        for line in lines:
            alike.setdefault(replace(line, channels=()), []).extend(line.channels)
        found += [replace(line, channels=tuple(channels)) for line, channels in alike.items()]
    return tuple(found)


def _by_code(procedures: Iterable[Procedure]) -> dict[str, Procedure]:
    return {base_code(one.code): one for one in procedures}


def _line(
    code: str, procedure: Procedure, channel: Channel, sides: Sequence[Mapping[str, Procedure] | None]
) -> TermLine | None:
    terms = [_terms(side.get(code), channel) if side is not None else None for side in sides]
    told = [one for one in terms if one is not None and _words(one)]
    if terms[0] is None or len(told) < 2:
        return None
    verdict = _verdict(told)
    if verdict is None:
        return None
    here, national, decision = (None if one is None else _words(one) for one in terms)
    source = terms[0].source or procedure.source
    return TermLine(
        code=code,
        name=procedure.name,
        channels=(channel,),
        here=here,
        national=national,
        decision=decision,
        verdict=verdict,
        verified=source.verified,
    )


def _terms(procedure: Procedure | None, channel: Channel) -> ChannelTerms | None:
    return next((one for one in procedure.terms if one.channel is channel), None) if procedure else None


def _words(terms: ChannelTerms) -> str:
    return terms.term.words() if terms.term else nfc(terms.term_text)


def _plain(words: str) -> str:
    """Without remarks in brackets: «3 (nguồn không ghi đơn vị)» says no more than «3»."""
    return fold(nfc(re.sub(r"\([^)]*\)", " ", words)))


def _verdict(told: Sequence[ChannelTerms]) -> Verdict | None:
    """None: they agree, or say the same in other words."""
    if len({_plain(_words(one)) for one in told}) == 1:
        return None
    known: list[Term] = [one.term for one in told if one.term]
    if len(known) < len(told):
        return Verdict.UNCLEAR
    return Verdict.UNIT if len({term.amount for term in known}) == 1 else Verdict.AMOUNT
