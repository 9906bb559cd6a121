"""Papers that exist already: digitised in an earlier dossier of ours, or listed by the applicant's personal store."""

from dataclasses import dataclass
from datetime import datetime

from counter_app.model.dossier import AttachedFile, ComponentId, DossierId, PaperKind


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentPlace:
    """A component whose file has the same content."""

    dossier_id: DossierId
    dossier_code: str
    applicant_name: str
    identity_number: str
    component_id: ComponentId
    component_number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DigitisedPaper:
    """A paper that was checked and found good in an earlier dossier of the same applicant."""

    dossier_id: DossierId
    dossier_code: str
    component_id: ComponentId
    component_name: str
    paper_kind: PaperKind
    file: AttachedFile
    checked_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedPaper:
    """A line of the personal store's list: the paper is there, its file is not here."""

    identity_number: str
    name: str
    code: str = ""  # mã giấy tờ
    number: str = ""
    issuer: str = ""
    issued_at: datetime | None = None
    expires_at: datetime | None = None
    list_name: str = ""
