"""Two catalogues side by side: ours against a national or provincial one; mismatches are reported up (letter 001)."""

from collections.abc import Iterable
from dataclasses import dataclass

from counter_app.model.dossier import Channel
from counter_app.model.procedure import ChannelTerms, Procedure, base_code
from counter_app.model.text import fold, nfc


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
    """In the order of the codes. Procedures meet by the first `d.dddddd`; provincial suffixes do not matter.

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
            found.append(
                Difference(
                    code=code,
                    name=one.name,
                    what=what,
                    channel=None,
                    ours=one.name if mine else "",
                    theirs="" if mine else one.name,
                )
            )
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
        if mine and other:
            note("term", _term_words(mine), _term_words(other), channel)
            note("fee", _fee_words(mine), _fee_words(other), channel)
    note("components", _components(ours), _components(theirs))
    return found


def _terms(procedure: Procedure, channel: Channel) -> ChannelTerms | None:
    return next((terms for terms in procedure.terms if terms.channel is channel), None)


def _term_words(terms: ChannelTerms) -> str:
    return terms.term.words() if terms.term else ""


def _fee_words(terms: ChannelTerms) -> str:
    """Only sums are compared: a fee in prose is told differently by everybody."""
    return "" if terms.fee_vnd is None else f"{terms.fee_vnd:,} đồng".replace(",", ".")


def _components(procedure: Procedure) -> str:
    """The papers of all cases, one per line; empty when none is known."""
    return "\n".join(component.name for case in procedure.cases for component in case.components)
