"""What supervision needs of the store, as protocols: the board's readings, work that is given away."""

import array
from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from counter_app.model.approval import AskedQuestion, Question
from counter_app.model.assignment import Assignment, ReassignReason, Workload
from counter_app.model.dossier import DossierId
from counter_app.model.queue import BoardCounts, GroupBy, GroupLoad


class BoardReadings(Protocol):
    """What the supervisor's board reads; see store.board_readings."""

    def counts(
        self, now: datetime, due_soon_before: datetime, still_since: datetime, asked_before: datetime
    ) -> BoardCounts: ...

    def groups(self, by: GroupBy, now: datetime, due_soon_before: datetime) -> tuple[GroupLoad, ...]: ...

    def figures_at(self, moment: datetime, due_soon_before: datetime) -> dict[str, int]: ...

    def dossiers_at(self, figure: str, moment: datetime, due_soon_before: datetime) -> "array.array[int]": ...


class Assignments(Protocol):
    """Work given to another officer, inside a unit of work; see store.assignments."""

    def give(self, dossier_id: DossierId, login: str, by: str, reason: ReassignReason, now: datetime) -> None: ...

    def forget(self, dossier_id: DossierId) -> None: ...

    def seen(self, dossier_ids: Iterable[DossierId], login: str, now: datetime) -> None: ...


class Questions(Protocol):
    """What is asked of a supervisor, inside a unit of work; see store.questions."""

    def ask(self, dossier_id: DossierId, what: Question, by: str, now: datetime) -> None: ...

    def answered(self, dossier_id: DossierId) -> None: ...


class QuestionReadings(Protocol):
    def waiting(self) -> tuple[AskedQuestion, ...]: ...


class AssignmentReadings(Protocol):
    def unseen(self, login: str) -> tuple[Assignment, ...]: ...

    def workloads(self, now: datetime) -> tuple[Workload, ...]: ...
