"""What the window speaks up about by itself, in working hours, each thing once for each person."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from counter_app.model.dossier import DossierId


class AlertKind(StrEnum):
    SOON = "soon"  # dossiers whose due moment is near
    SHIFT = "shift"  # the bulletin of a shift that has begun


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One thing that was told. A dossier whose due moment has moved is another thing; a shift has no dossier (0)."""

    kind: AlertKind
    dossier_id: int
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """What is said now: the words, and the dossiers that they speak of, the most urgent first."""

    kind: AlertKind
    words: str
    dossiers: tuple[DossierId, ...] = ()
