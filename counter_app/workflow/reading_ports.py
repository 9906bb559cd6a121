"""What lists, searches and examinations read, as protocols. Each call reads one consistent state."""

import array
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from counter_app.model.dossier import (
    Applicant,
    DossierId,
    Event,
)
from counter_app.model.evidence import Anchor, ClockWitnesses, DiaryQuery, DiaryRow, Examination
from counter_app.model.procedure import ProcedureFilter, ProcedureLine
from counter_app.model.queue import QueueCounts, QueueFilter, QueueRow
from counter_app.workflow.report_ports import ReportReadings
from counter_app.workflow.supervision_ports import AssignmentReadings, BoardReadings, QuestionReadings


class Readings(Protocol):
    """Read models for lists; each call reads one consistent state."""

    @property
    def board(self) -> BoardReadings: ...

    @property
    def assignments(self) -> AssignmentReadings: ...

    @property
    def questions(self) -> QuestionReadings: ...

    @property
    def reports(self) -> ReportReadings: ...

    def queue_ids(self, wanted: QueueFilter) -> "array.array[int]":
        """Ids (array type 'q') in the order of the active due moment, dossiers without one last."""
        ...

    def queue_rows(self, ids: Sequence[int]) -> list[QueueRow]:
        """Rows in the order of `ids`; ids that are gone are left out."""
        ...

    def counts(self, now: datetime, due_soon_before: datetime, holder: str = "") -> QueueCounts: ...

    def signed_files_at(self, levels: Sequence[str]) -> int:
        """How many current files we signed are at one of these levels."""
        ...

    def signed_dossiers(self, since: datetime | None = None, *, levels: Sequence[str] = ()) -> list[int]:
        """Ids of dossiers whose current files we signed, since a moment or at one of these levels."""
        ...

    def search_ids(self, text: str, limit: int = 50) -> "array.array[int]":
        """Ids of the newest dossiers found, open or closed, the newest first."""
        ...

    def last_office_event(self, kind: str) -> Event | None:
        """The newest event of a kind among those that belong to no dossier."""
        ...

    def clock_witnesses(self) -> ClockWitnesses:
        """What the diary's newest entries and the database server say of the time."""
        ...

    def data_version(self) -> int:
        """Changes whenever another connection has committed."""
        ...


class Diary(Protocol):
    def examine(self, anchors: Sequence[Anchor] = ()) -> Examination:
        """The whole diary read again, and compared with what is kept of it elsewhere."""
        ...

    def office_events(self, kind: str, limit: int) -> tuple[Event, ...]:
        """The newest events of a kind among those that belong to no dossier, the newest first."""
        ...

    def acts_between(self, since: datetime, until: datetime, kinds: Collection[str]) -> tuple[Event, ...]:
        """Acts of these kinds on dossiers from `since` until before `until`, in their order."""
        ...

    def count(self, wanted: DiaryQuery) -> int: ...

    def looked_at(self, wanted: DiaryQuery, limit: int, *, newest: bool = False) -> tuple[DiaryRow, ...]:
        """In the order in which they were written: the first `limit` of them, or the last."""
        ...

    def raw(self, wanted: DiaryQuery) -> Iterator[Mapping[str, Any]]:
        """The rows as they are hashed, in order, each with its hashes."""
        ...

    def rows(self, dossier_id: DossierId | None = None) -> Iterator[Mapping[str, Any]]:
        """Every row with its hashes, in order; of one dossier, or all."""
        ...


class CatalogueReadings(Protocol):
    def lines(self, wanted: ProcedureFilter) -> tuple[ProcedureLine, ...]:
        """The best matches first; without words in the order of names."""
        ...

    def fields(self) -> tuple[str, ...]: ...

    def acts(self, limit: int = 40) -> tuple[Event, ...]:
        """Imports, edits and what was taken back, the newest first."""
        ...


class ApplicantReadings(Protocol):
    def earlier(self, text: str, limit: int = 6) -> tuple[Applicant, ...]:
        """Applicants of known dossiers by the beginning of a number or by words of the name, the newest first."""
        ...

    def open_alike(self, procedure_code: str, applicant: Applicant) -> tuple[DossierId, ...]:
        """Open dossiers of the same applicant and procedure, the newest first."""
        ...
