"""What counters that work on one register at the same time need of it, as protocols."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from counter_app.model.alert import Told
from counter_app.model.dossier import DossierId
from counter_app.model.sitting import Draft, Sitting


class Claims(Protocol):
    """Taking work off the common pile; see store.claims."""

    def take_next(self, login: str) -> DossierId | None: ...

    def put_back(self, dossier_id: DossierId, login: str) -> bool: ...


class Imports(Protocol):
    """Lists that are taken back; see store.imports."""

    def touched(self, number: str, first: int, last: int, harmless: Collection[str]) -> tuple[str, ...]: ...

    def take_back(self, number: str, first: int, last: int) -> int: ...


class DossierRows(Protocol):
    """Dossiers on their way from one register to another; see store.dossier_rows."""

    def last_event(self) -> int: ...

    def worked_on(self, after: int, since: datetime | None, aside: Collection[str]) -> tuple[DossierId, ...]: ...

    def find(self, code: str, first: Mapping[str, Any] | None) -> DossierId | None: ...

    def of(self, dossier_id: DossierId) -> dict[str, Any]: ...

    def add(self, rows: Mapping[str, Any]) -> DossierId: ...

    def replace(self, dossier_id: DossierId, rows: Mapping[str, Any]) -> None: ...


class AlertBook(Protocol):
    """What was told to whom; see store.alerts."""

    def not_yet(self, login: str, wanted: Sequence[Told]) -> tuple[Told, ...]: ...

    def take(self, login: str, wanted: Sequence[Told], now: datetime) -> tuple[Told, ...]: ...


class Desk(Protocol):
    """Who has a dossier in hand now, and what is half typed; each call is a small transaction of its own."""

    @property
    def alerts(self) -> AlertBook: ...

    def sit(self, dossier_id: DossierId, seat: str, login: str, now: datetime) -> tuple[Sitting, ...]: ...

    def leave(self, dossier_id: DossierId, seat: str) -> None: ...

    def keep_draft(self, dossier_id: DossierId, login: str, values: Mapping[str, str], now: datetime) -> None: ...

    def draft(self, dossier_id: DossierId, login: str) -> Draft | None: ...

    def last_draft(self, login: str) -> DossierId | None: ...


class KeptDraft(Protocol):
    @property
    def dossier_id(self) -> DossierId: ...

    @property
    def login(self) -> str: ...

    @property
    def draft(self) -> Draft: ...


class LocalDrafts(Protocol):
    """What is half typed while the server does not answer; see store.local_drafts."""

    def keep(self, dossier_id: DossierId, login: str, values: Mapping[str, str], now: datetime) -> None: ...

    def find(self, dossier_id: DossierId, login: str) -> Draft | None: ...

    def all(self) -> Iterator[KeptDraft]: ...

    def forget(self, dossier_id: DossierId, login: str) -> None: ...


class SharedFiles(Protocol):
    """Small files that every counter of the office goes by; see store.shared_files."""

    def versions(self) -> Mapping[str, int]: ...

    def body(self, name: str) -> bytes | None: ...

    def put(self, name: str, body: bytes | None, login: str, now: datetime) -> None: ...


class News(Protocol):
    """What other counters commit; see store.news."""

    def fileno(self) -> int: ...

    def take(self) -> frozenset[DossierId] | None: ...

    def close(self) -> None: ...
