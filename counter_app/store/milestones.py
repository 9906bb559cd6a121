"""The moments that reports count by: first received, first accepted, closed. Told with every change of a dossier."""

from collections.abc import Mapping
from typing import Any

from counter_app.model.dossier import DossierState

_AFTER_ACCEPTANCE = frozenset(
    {DossierState.ACCEPTED, DossierState.PROCESSING, DossierState.DONE, DossierState.RETURNED}
)
# A list tells these without telling whether the dossier had been accepted: an appointment is promised then only.
_PERHAPS_ACCEPTED = frozenset({DossierState.SUPPLEMENT_REQUESTED, DossierState.WITHDRAWN, DossierState.STOPPED})


def first_moments(columns: Mapping[str, Any]) -> dict[str, Any]:
    """`arrived_at`, `accepted_at` and `closed_at` of a dossier that comes in, perhaps with a past."""
    state = DossierState(columns["state"])
    accepted = state in _AFTER_ACCEPTANCE or (state in _PERHAPS_ACCEPTED and columns["due_at"] is not None)
    return {
        "arrived_at": columns["received_at"],
        "accepted_at": (columns["decided_at"] or columns["received_at"]) if accepted else None,
        "closed_at": closed_at(columns, columns["state_changed_at"]),
    }


def later_moments(before: Mapping[Any, Any], after: Mapping[str, Any], now: int) -> dict[str, Any]:
    """What a change makes of them. An acceptance is never taken back; a supplement afterwards opens the rest anew."""
    accepted = before["accepted_at"]
    if accepted is None and DossierState(after["state"]) in _AFTER_ACCEPTANCE:
        accepted = after["decided_at"] or now
    changed = now if after["state"] != before["state"] else before["state_changed_at"]
    return {"accepted_at": accepted, "closed_at": closed_at(after, changed)}


def closed_at(columns: Mapping[str, Any], changed_at: int) -> int | None:
    """A list does not always tell when a dossier was done: then the moment of its last known change stands for it."""
    state = DossierState(columns["state"])
    if state.open and state is not DossierState.DONE:
        return None
    known: int | None = columns["ended_at"]
    return changed_at if known is None else known
