"""How long personal data are kept: rules with their day and source, and what a rule has found."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from counter_app.model.dossier import DossierState, FileHash

ERASED = "Đã xóa dữ liệu cá nhân"  # stands where a name was


class KeptKind(StrEnum):
    DOSSIER = "dossier"  # applicant, remarks, files; the diary, codes, moments and the books stay
    FEEDBACK = "feedback"
    LISTED_PAPER = "listed_paper"  # what lists of the personal store say of somebody
    DRAFT = "draft"


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionRule:
    """`days` after the end (dossier), the answer (feedback), the list, the last typing."""

    id: str
    what: KeptKind
    words: str
    states: tuple[DossierState, ...]  # of a dossier
    days: int
    effective_from: date
    source: str
    verified: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """One row that has been kept long enough; `since`: the moment that the days are counted from."""

    key: int
    since: datetime
    files: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftBehind:
    """What taking a dossier's personal data away leaves to do and to write down."""

    files: tuple[FileHash, ...]  # that no other dossier holds: they may leave the vault
    remains: str  # of rows of the diary that cannot be hashed again without their words; empty: none
