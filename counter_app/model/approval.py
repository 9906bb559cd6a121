"""Where the question for one more supplement request stands."""

from dataclasses import dataclass
from datetime import datetime

from counter_app.model.dossier import DossierId


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    asked_by: str = ""  # login; empty: nobody has asked
    ground: str = ""
    approved_by: str = ""  # login; empty: not yet
    turned_down_by: str = ""  # login; the officer may ask again with another ground
    reason: str = ""  # why it was turned down

    @property
    def waits(self) -> bool:
        return bool(self.asked_by) and not self.approved_by


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingQuestion:
    """A further supplement request that waits for a supervisor."""

    dossier_id: DossierId
    code: str
    procedure_name: str
    asked_by: str  # name
    asked_at: datetime
    ground: str
