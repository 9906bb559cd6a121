"""Readings for reports. Each call reads one consistent state and takes no lock."""

import array
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

import sqlalchemy as sa

from counter_app.clock import to_seconds
from counter_app.model.dossier import DossierId
from counter_app.model.list_comparison import KnownDossier
from counter_app.model.overdue import LateDossier
from counter_app.model.period import Period
from counter_app.model.report import Behind
from counter_app.store import known_dossiers, report_figures
from counter_app.store.engine import Database
from counter_app.store.late_dossiers import late_dossiers
from counter_app.store.report_figures import Span
from counter_app.store.trouble import in_our_words

Path = tuple[int, str, list[tuple[int, int]]]
LATE = ("late", "in_progress_late")  # figures of what counts as overdue in a period
Marked = tuple[int, str, tuple[str, ...]]


class ReportReadings:
    def __init__(self, database: Database) -> None:
        self._database = database

    def counted(
        self,
        period: Period,
        now: datetime,
        figures: Sequence[str],
        group: str = "",
        *,
        no_paper: Sequence[str] = (),
    ) -> dict[str, dict[str, int]]:
        """Value of the group (field, holder, procedure; "" without one) → figure → count. `no_paper`: codes of the
        procedures whose result is no paper."""
        with self._reading() as connection:
            return report_figures.counted(connection, span_of(period, now, no_paper), figures, (group,))[group]

    def counted_by_each(
        self, period: Period, now: datetime, figures: Sequence[str], groups: Sequence[str]
    ) -> dict[str, dict[str, dict[str, int]]]:
        """Group → what `counted` tells of it, of all groups in one pass."""
        with self._reading() as connection:
            return report_figures.counted(connection, span_of(period, now), figures, groups)

    def behind(
        self, period: Period, now: datetime, wanted: Behind, *, no_paper: Sequence[str] = ()
    ) -> "array.array[int]":
        """Ids of the dossiers that a number counts, the earliest received first."""
        span = span_of(period, now, no_paper)
        with self._reading() as connection:
            return report_figures.ids_behind(connection, span, wanted.figure, wanted.group, wanted.value)

    def marked(
        self, period: Period, now: datetime, figures: Sequence[str], *, no_paper: Sequence[str] = ()
    ) -> list[Marked]:
        """Of each dossier that one of these figures counts: id, code, and which of them count it."""
        with self._reading() as connection:
            return report_figures.marked(connection, span_of(period, now, no_paper), figures)

    def known_by_code(self, codes: Iterable[str]) -> dict[str, KnownDossier]:
        """What is here of these codes of the portal."""
        with self._reading() as connection:
            return known_dossiers.by_code(connection, codes)

    def received_between(self, start: datetime, end: datetime) -> list[KnownDossier]:
        """What arrived from `start` until before `end`."""
        with self._reading() as connection:
            return known_dossiers.received_between(connection, to_seconds(start), to_seconds(end))

    def overdue_at(self, now: datetime) -> list[KnownDossier]:
        """What is in progress and past its due moment."""
        with self._reading() as connection:
            return known_dossiers.overdue_at(connection, to_seconds(now))

    def feedback_counts(self, period: Period, now: datetime) -> dict[str, int]:
        """`feedback` received in the period, `feedback_late` of it."""
        with self._reading() as connection:
            return report_figures.feedback_counts(connection, span_of(period, now))

    def handed_in_online(self, period: Period, now: datetime) -> list[tuple[int, int]]:
        """(id, moment in UTC seconds) of what arrived online."""
        with self._reading() as connection:
            return report_figures.handed_in_online(connection, span_of(period, now))

    def open_before(self, period: Period, now: datetime, moments: Sequence[int]) -> list[int]:
        """How many of what is in progress at the end were accepted before each moment (UTC seconds)."""
        with self._reading() as connection:
            return report_figures.open_before(connection, span_of(period, now), moments)

    def paths(self, period: Period, now: datetime) -> list[Path]:
        """Of each dossier resolved in the period: id, field, states with the moments at which they began."""
        with self._reading() as connection:
            return list(report_figures.paths(connection, span_of(period, now)))

    def late(self, period: Period, now: datetime, kinds: Sequence[str]) -> tuple[LateDossier, ...]:
        """Those that were resolved late in the period and those that are late at its end, the earliest due first."""
        span = span_of(period, now)
        with self._reading() as connection:
            ids = [key for figure in LATE for key in report_figures.ids_behind(connection, span, figure)]
            found = late_dossiers(connection, ids, kinds)
            return tuple(sorted(found, key=lambda one: (one.first_due_at, one.id)))

    def late_one(self, dossier_id: DossierId, kinds: Sequence[str]) -> LateDossier | None:
        """One dossier as `late` tells it, whether late or not; None: no due moment, or not there."""
        with self._reading() as connection:
            return next(late_dossiers(connection, [dossier_id], kinds), None)

    @contextmanager
    def _reading(self) -> Iterator[sa.Connection]:
        with in_our_words(self._database.where), self._database.reading.connect() as connection:
            yield connection


def span_of(period: Period, now: datetime, no_paper: Sequence[str] = ()) -> Span:
    """What happened in this very second belongs to the period; nothing beyond it is known."""
    start, end, at = to_seconds(period.start), to_seconds(period.end), to_seconds(now)
    return Span(start, max(start, min(end, at + 1)), min(end, at), tuple(no_paper))
