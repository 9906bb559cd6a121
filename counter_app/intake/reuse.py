"""Which existing paper may stand for a component, so that nobody is asked twice (regulation 6.F4, R6.1). Pure."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
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
    expires_on: date | None = None  # the last day on which it holds; None: without end, or nobody can say

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
    valid_months: int = 0,
) -> tuple[Offer, ...]:
    """Papers that may stand for the component `name` (`code`: mã giấy tờ), the best first; expired ones last.

    `valid_months`: how long such a paper holds from its issue, by the catalogue; 0: no limit known. Nothing for a paper
    that is written for this dossier: `form_number` (Mẫu số) or the dated list of names says so.
    """
    if form_number or written_anew(now.date()).holds(name):
        return ()
    today = now.date()
    found = [
        _offer(paper, _likeness(name, paper.component_name), _end(paper, valid_months), today) for paper in digitised
    ]
    found += [
        _offer(paper, _listed_likeness(name, code, paper), _listed_end(paper, valid_months), today) for paper in listed
    ]
    near = [offer for offer in found if offer.likeness >= LIKE_ENOUGH]
    return tuple(sorted(near, key=lambda offer: (offer.expired, -offer.likeness, offer.listed)))


def _offer(paper: DigitisedPaper | ListedPaper, likeness: int, end: date | None, today: date) -> Offer:
    return Offer(paper=paper, likeness=likeness, expired=end is not None and end < today, expires_on=end)


def months_later(day: date, months: int) -> date:
    """The same day of a later month, else its last day: 31/08 + 6 -> 28/02."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _end(paper: DigitisedPaper, valid_months: int) -> date | None:
    """What somebody wrote down, else reckoned from the day it was digitised: it was issued then at the latest, so
    after this day it surely no longer holds."""
    if paper.file.expires_on is not None or not valid_months:
        return paper.file.expires_on
    return months_later((paper.checked_at or paper.file.attached_at).date(), valid_months)


def _listed_end(paper: ListedPaper, valid_months: int) -> date | None:
    if paper.expires_at is not None:
        return paper.expires_at.date()
    return months_later(paper.issued_at.date(), valid_months) if paper.issued_at and valid_months else None


def _listed_likeness(name: str, code: str, paper: ListedPaper) -> int:
    return 100 if code and paper.code == code else _likeness(name, paper.name)


def _likeness(wanted: str, known: str) -> int:
    from rapidfuzz import fuzz

    return round(fuzz.token_sort_ratio(fold(wanted), fold(known)))
