"""Time limits of one procedure and channel as three sources tell them: here, the national database, the decision."""

from dataclasses import dataclass
from enum import StrEnum

from counter_app.model.dossier import Channel


class Verdict(StrEnum):
    AMOUNT = "amount"  # another number of days
    UNIT = "unit"  # the same number in another unit: calendar days, working days
    UNCLEAR = "unclear"  # one side tells it in words that nobody could count


@dataclass(frozen=True, slots=True, kw_only=True)
class TermLine:
    """`None`: that source was not given or does not tell this procedure; words as the source writes them."""

    code: str  # the first seven digits
    name: str
    channels: tuple[Channel, ...]  # those that differ in the same way
    here: str | None
    national: str | None
    decision: str | None
    verdict: Verdict
    verified: bool  # the term here rests on a document that somebody has read
