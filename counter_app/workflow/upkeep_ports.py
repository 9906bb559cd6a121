"""What looking after the register asks of the store: is it whole, is it sealed, what has been kept long enough."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from counter_app.model.dossier import DossierId, DossierState, FileHash
from counter_app.model.retention import Kept, LeftBehind


class Upkeep(Protocol):
    def check(self) -> None:
        """Trouble `store.damaged`: the register's file is not whole."""
        ...

    def seal_open_text(self) -> int:
        """Seal what a window without the office's key wrote meanwhile; how many rows. 0 for an office without a key."""
        ...

    def scrub(self) -> None:
        """After an erasure: nothing of it stays in the search index and the log of the register's file."""
        ...

    def named_files(self) -> tuple[FileHash, ...]:
        """Every content that a dossier or an explanation still names, in the order of the hashes."""
        ...

    def figures(self) -> Mapping[str, int | str]:
        """Rows by table, schema, kind of database: nothing of what is in them."""
        ...

    def ended_before(self, states: Sequence[DossierState], moment: datetime) -> tuple[Kept, ...]:
        """Dossiers in one of these states that ended before a moment and still hold personal data, the oldest first."""
        ...

    def answered_before(self, moment: datetime) -> tuple[Kept, ...]:
        """Feedback that was answered before a moment and still says who sent it."""
        ...

    def listed_before(self, moment: datetime) -> tuple[Kept, ...]: ...

    def drafts_before(self, moment: datetime) -> tuple[Kept, ...]:
        """Half typed and left lying; `key` is the dossier's."""
        ...


class Erasure(Protocol):
    """Within one transaction."""

    def dossier(self, dossier_id: DossierId) -> LeftBehind:
        """Blank what is personal, in the diary too; answers the files that may leave the vault then."""
        ...

    def feedback(self, keys: Sequence[int]) -> None: ...

    def listed_papers(self, keys: Sequence[int]) -> None: ...

    def drafts(self, dossier_ids: Sequence[int], before: datetime) -> None: ...
