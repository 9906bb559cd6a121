"""Which existing paper may stand for a component, so that nobody is asked twice (regulation 6.F4, R6.1). Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from counter_app.model.shelf import DigitisedPaper, ListedPaper
from counter_app.model.text import fold
from counter_app.rules.written_anew import written_anew

LIKE_ENOUGH = 88  # of 100; below it two names of official papers are usually two papers


class CannotReuse(StrEnum):
    """Why a paper that exists may be asked for all the same (NĐ 309/2026, 2); each needs a note."""

    INCIDENT = "incident"  # sự cố: the store cannot be reached or the file cannot be opened
    DISASTER = "disaster"  # thiên tai, thảm họa
    DATA_INCORRECT = "data_incorrect"  # dữ liệu không chính xác


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A paper that exists. `listed` papers lie in the personal store, their file is fetched from there."""

    paper: DigitisedPaper | ListedPaper
    likeness: int  # 0..100
    expired: bool

    @property
    def listed(self) -> bool:
        return isinstance(self.paper, ListedPaper)

    @property
    def stands(self) -> bool:
        """It may be used now, so the paper must not be asked for."""
        return not self.expired


def offers(
    name: str,
    code: str,
    digitised: Sequence[DigitisedPaper],
    listed: Sequence[ListedPaper],
    now: datetime,
    *,
    form_number: str = "",
) -> tuple[Offer, ...]:
    """Papers that may stand for the component `name` (`code`: mã giấy tờ), the best first; expired ones last.

    Nothing for a paper that is written for this dossier: `form_number` (Mẫu số) or the dated list of names says so.
    """
    if form_number or written_anew(now.date()).holds(name):
        return ()
    found = [_offer(paper, _likeness(name, paper.component_name), False) for paper in digitised]
    found += [
        _offer(
            paper,
            100 if code and paper.code == code else _likeness(name, paper.name),
            paper.expires_at is not None and paper.expires_at < now,
        )
        for paper in listed
    ]
    near = [offer for offer in found if offer.likeness >= LIKE_ENOUGH]
    return tuple(sorted(near, key=lambda offer: (offer.expired, -offer.likeness, offer.listed)))


def _offer(paper: DigitisedPaper | ListedPaper, likeness: int, expired: bool) -> Offer:
    return Offer(paper=paper, likeness=likeness, expired=expired)


def _likeness(wanted: str, known: str) -> int:
    from rapidfuzz import fuzz

    return round(fuzz.token_sort_ratio(fold(wanted), fold(known)))
