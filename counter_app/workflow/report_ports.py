"""What reports need from the register, as a protocol beside its user."""

import array
from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from counter_app.model.period import Period
from counter_app.model.report import Behind


class ReportReadings(Protocol):
    """Each call reads one consistent state. A period that is not over is told as far as `now`."""

    def counted(
        self, period: Period, now: datetime, figures: Sequence[str], group: str = ""
    ) -> dict[str, dict[str, int]]:
        """Value of the group (field, holder, procedure; "" without one) → figure → count; zeros may be missing."""
        ...

    def behind(self, period: Period, now: datetime, wanted: Behind) -> "array.array[int]":
        """Ids of the dossiers that a number counts, the earliest received first."""
        ...

    def handed_in_online(self, period: Period, now: datetime) -> list[tuple[int, int]]:
        """(id, moment in UTC seconds) of what arrived online."""
        ...

    def open_before(self, period: Period, now: datetime, moments: Sequence[int]) -> list[int]:
        """How many of what is in progress at the end were accepted before each moment (UTC seconds)."""
        ...

    def paths(self, period: Period, now: datetime) -> list[tuple[int, str, list[tuple[int, int]]]]:
        """Of each dossier resolved in the period: id, field, and the states it went through, as (moment, state)."""
        ...
