"""A list that is taken back: its dossiers leave the register as if they had never come, the diary keeps that they did.

The diary's rows name their dossiers for ever, so a row stays behind: nameless, without a code, closed, arrived at no
time. No list, search, count or report shows it, and the next list brings its dossier in anew.
"""

from collections.abc import Collection
from typing import Any

import sqlalchemy as sa

from counter_app.clock import Clock, to_seconds
from counter_app.model.dossier import DossierState
from counter_app.store.chain import canonical
from counter_app.store.tables import NO_TERM, component, dossier, draft, event, file, history, presence

_WORDS = (
    *("code", "procedure_code", "procedure_name", "case_name", "field", "term_words", "applicant_name"),
    *("identity_number", "address", "phone", "email", "delegate_name", "delegate_number", "delegate_phone"),
    *("delegate_authorisation", "holder", "note", "folded"),
)
_MOMENTS = ("submitted_at", "intake_due_at", "decided_at", "due_at", "ended_at", "accepted_at", "closed_at")
_COUNTS = ("supplement_count", "unchecked", "failed", "unsigned", "result_count", "unsigned_result_count")


class Imports:
    """Within one transaction. An import is known by its number and the ids of its first and last dossier."""

    def __init__(self, connection: sa.Connection, clock: Clock) -> None:
        self._connection, self._clock = connection, clock

    def touched(self, number: str, first: int, last: int, harmless: Collection[str]) -> tuple[str, ...]:
        """Codes of its dossiers that somebody has worked on since: changed, with files, or acts that are not
        `harmless` (kinds of events)."""
        acted = sa.exists().where(event.c.dossier_id == dossier.c.id, event.c.kind.not_in(harmless))
        has_file = sa.exists().where(file.c.dossier_id == dossier.c.id)
        mine = dossier.c.id.in_(_of(number, first, last))
        worked = sa.select(dossier.c.code).where(mine, sa.or_(dossier.c.version != 1, acted, has_file))
        return tuple(self._connection.scalars(worked.order_by(dossier.c.id)))

    def take_back(self, number: str, first: int, last: int) -> int:
        """How many dossiers left. Only after `touched` named none."""
        mine = _of(number, first, last)
        for table in (component, history, draft, presence):
            self._connection.execute(sa.delete(table).where(table.c.dossier_id.in_(mine)))
        values: dict[str, Any] = dict.fromkeys(_WORDS, "") | dict.fromkeys(_MOMENTS) | dict.fromkeys(_COUNTS, 0)
        values |= {"state": int(DossierState.WITHDRAWN), "queue_due_at": NO_TERM, "arrived_at": NO_TERM}
        values |= {"state_changed_at": to_seconds(self._clock.now()), "version": dossier.c.version + 1}
        values |= {"local_code": sa.literal("~", sa.Text) + sa.cast(dossier.c.id, sa.Text)}
        return self._connection.execute(sa.update(dossier).where(dossier.c.id.in_(mine)).values(values)).rowcount


def _of(number: str, first: int, last: int) -> sa.Select[Any]:
    told = canonical({"number": number})[1:-1]
    among = (event.c.dossier_id.between(first, last), event.c.kind == "import")
    return sa.select(event.c.dossier_id).where(*among, event.c.details.contains(told, autoescape=True))
