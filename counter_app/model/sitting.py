"""People over the same dossier, and what one of them has half typed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitting:
    """Somebody else who has the dossier in hand."""

    login: str
    seen_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """Typed and not yet written down as an act: names of fields and their words."""

    values: Mapping[str, str]
    at: datetime
