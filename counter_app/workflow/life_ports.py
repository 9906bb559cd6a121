"""What the use cases after intake need of the store, inside a unit of work."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from counter_app.model.dossier import DossierId, FileHash
from counter_app.model.life import ClosedBook, Explanation, Feedback, Rating, Reappointment


class LifeRegister(Protocol):
    """Lateness, new dates and ratings, inside a unit of work."""

    def with_unsigned_forms(self, kinds: Sequence[str], holder: str = "") -> tuple[DossierId, ...]: ...

    def unsealed_forms(self, kinds: Sequence[str]) -> Mapping[DossierId, frozenset[FileHash]]: ...

    def explain(self, new: Explanation) -> None: ...

    def explanations(self) -> Mapping[DossierId, Explanation]: ...

    def explanation(self, dossier_id: DossierId) -> Explanation | None: ...

    def reappoint(self, new: Reappointment) -> None:
        """Refused `store.reappointed_already` when one of this ordinal is there."""
        ...

    def reappointments(self, dossier_id: DossierId) -> tuple[Reappointment, ...]: ...

    def rate(self, new: Rating) -> None:
        """Refused `store.rated_already`."""
        ...

    def rating(self, dossier_id: DossierId) -> Rating | None: ...


class FeedbackBook(Protocol):
    def add(self, new: Feedback) -> int: ...

    def change(self, known: Feedback, new: Feedback) -> None:
        """Refused `store.changed_meanwhile`."""
        ...

    def get(self, key: int) -> Feedback:
        """Refused `store.no_such_feedback`."""
        ...

    def all(self, *, open_only: bool = False, dossier_id: DossierId | None = None) -> tuple[Feedback, ...]: ...


class RegisterBook(Protocol):
    """The yearly book of dossiers."""

    def enter(self, book: str, dossier_id: DossierId, at: datetime, year: int) -> int:
        """The dossier's number. Refused `store.book_closed`."""
        ...

    def number_of(self, dossier_id: DossierId) -> tuple[int, int] | None: ...

    def entries(self, year: int) -> tuple[tuple[int, DossierId], ...]: ...

    def years(self) -> tuple[int, ...]: ...

    def close(self, closed: ClosedBook) -> None:
        """Refused `store.book_closed`."""
        ...

    def closed(self, year: int) -> ClosedBook | None: ...
