"""What reports need from the register, as a protocol beside its user."""

import array
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Protocol

from counter_app.model.dossier import DossierId
from counter_app.model.list_comparison import KnownDossier
from counter_app.model.overdue import LateDossier
from counter_app.model.period import Period
from counter_app.model.report import Behind


class ReportReadings(Protocol):
    """Each call reads one consistent state. A period that is not over is told as far as `now`."""

    def counted(
        self,
        period: Period,
        now: datetime,
        figures: Sequence[str],
        group: str = "",
        *,
        no_paper: Sequence[str] = (),
    ) -> dict[str, dict[str, int]]:
        """Value of the group (field, holder, procedure; "" without one) → figure → count; zeros may be missing.

        `no_paper`: codes of the procedures whose result is no paper.
        """
        ...

    def counted_by_each(
        self, period: Period, now: datetime, figures: Sequence[str], groups: Sequence[str]
    ) -> dict[str, dict[str, dict[str, int]]]:
        """Group → what `counted` tells of it, of all groups in one pass."""
        ...

    def late(self, period: Period, now: datetime, kinds: Sequence[str]) -> tuple[LateDossier, ...]:
        """Resolved late in the period, or late at its end; with their events of these kinds, the earliest due first."""
        ...

    def late_one(self, dossier_id: DossierId, kinds: Sequence[str]) -> LateDossier | None:
        """One dossier as `late` tells it, whether late or not; None: no due moment, or not there."""
        ...

    def behind(
        self, period: Period, now: datetime, wanted: Behind, *, no_paper: Sequence[str] = ()
    ) -> "array.array[int]":
        """Ids of the dossiers that a number counts, the earliest received first."""
        ...

    def marked(
        self, period: Period, now: datetime, figures: Sequence[str], *, no_paper: Sequence[str] = ()
    ) -> list[tuple[int, str, tuple[str, ...]]]:
        """Of each dossier that one of these figures counts: id, code, and which of them count it."""
        ...

    def known_by_code(self, codes: Iterable[str]) -> dict[str, KnownDossier]:
        """What is here of these codes of the portal."""
        ...

    def received_between(self, start: datetime, end: datetime) -> list[KnownDossier]:
        """What arrived from `start` until before `end`."""
        ...

    def overdue_at(self, now: datetime) -> list[KnownDossier]:
        """What is in progress and past its due moment."""
        ...

    def feedback_counts(self, period: Period, now: datetime) -> dict[str, int]:
        """`feedback` received in the period, `feedback_late` of it: answered after its day, or not yet."""
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
