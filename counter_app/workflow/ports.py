"""What the use cases need from the outside, as protocols beside their user. `bootstrap` plugs the real things in."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from counter_app.model import signature
from counter_app.model.dossier import (
    AttachedFile,
    ComponentId,
    Dossier,
    DossierId,
    DossierState,
    Event,
    FileHash,
    NewDossier,
)
from counter_app.model.file_facts import FileFacts, PageFacts
from counter_app.model.form import FormFacts
from counter_app.model.issue import Blanks
from counter_app.model.list_comparison import KnownDossier
from counter_app.model.page_plan import PagePlan
from counter_app.model.person import Account, Person, Substitution
from counter_app.model.procedure import Procedure
from counter_app.model.shelf import ContentPlace, DigitisedPaper, ListedPaper
from counter_app.settings import Settings
from counter_app.workflow.counter_ports import Claims, Desk, DossierRows, Imports, News, SharedFiles
from counter_app.workflow.life_ports import FeedbackBook, LifeRegister, RegisterBook
from counter_app.workflow.reading_ports import ApplicantReadings, CatalogueReadings, Diary, Readings
from counter_app.workflow.supervision_ports import Assignments, Questions
from counter_app.workflow.upkeep_ports import Erasure, Upkeep

if TYPE_CHECKING:  # the pictures' room is not loaded for a start that shows none
    from counter_app.pdf.render import PageImage


class UnitOfWork(Protocol):
    """One transaction. Leaving the block without `commit()` rolls everything back. Values in, values out."""

    def commit(self) -> None: ...

    def add_dossier(self, new: NewDossier) -> DossierId: ...

    def add_dossiers(self, new: Sequence[NewDossier]) -> tuple[DossierId, ...]: ...

    def known_dossiers(self, codes: Iterable[str]) -> Mapping[str, KnownDossier]: ...

    def dossier(self, dossier_id: DossierId) -> Dossier:
        """Refused `store.no_such_dossier` when it is not there."""
        ...

    def dossier_id_by_code(self, code: str) -> DossierId | None: ...

    def update_dossier(self, dossier: Dossier, **changes: Any) -> None:
        """Change columns (names of `Dossier` fields). Refused `store.changed_meanwhile` when the version moved on."""
        ...

    def open_state_before(self, dossier_id: DossierId) -> DossierState | None:
        """The last state in which a dossier was open; None: it came in closed."""
        ...

    def update_component(self, component_id: ComponentId, **changes: Any) -> None:
        """verdict, remark, paper_kind, checked_by, checked_at; `file=AttachedFile | None` replaces the current file."""
        ...

    def add_result(self, dossier_id: DossierId, file: AttachedFile) -> None: ...

    def replace_result(self, dossier_id: DossierId, old: FileHash, file: AttachedFile) -> None: ...

    def add_form(self, dossier_id: DossierId, kind: str, number: int, file: AttachedFile) -> None: ...

    def replace_form(self, dossier_id: DossierId, old: FileHash, file: AttachedFile) -> None: ...

    @property
    def assignments(self) -> Assignments: ...

    @property
    def questions(self) -> Questions: ...

    @property
    def claims(self) -> Claims: ...

    @property
    def imports(self) -> Imports: ...

    @property
    def rows(self) -> DossierRows: ...

    @property
    def life(self) -> LifeRegister: ...

    @property
    def feedback(self) -> FeedbackBook: ...

    @property
    def book(self) -> RegisterBook: ...

    @property
    def erasure(self) -> Erasure: ...

    def append_event(self, event: Event) -> None: ...

    def events(self, dossier_id: DossierId) -> tuple[Event, ...]:
        """In the order in which they were written."""
        ...

    def put_procedure(self, procedure: Procedure, *, import_id: int = 0) -> int:
        """Keep a new version and answer with its number; what equals the newest one is not kept twice."""
        ...

    def next_catalogue_import(self) -> int: ...

    def withdraw_catalogue_import(self, import_id: int) -> tuple[str, ...]:
        """Take an import's versions out of use; answers with the codes. Dossiers received under them keep them."""
        ...

    def changed_after_import(self, import_id: int) -> tuple[str, ...]:
        """Codes of an import's procedures that somebody has changed since."""
        ...

    def procedure(self, code: str) -> Procedure | None:
        """What holds today, by full code, else by the first `d.dddddd`."""
        ...

    def procedure_version(self, code: str, version: int) -> Procedure | None:
        """One version by number, also one that holds no more; 0: the first that was kept."""
        ...

    def procedure_versions(self, code: str) -> tuple[Procedure, ...]:
        """Those in use, the newest first, also those whose day has not come."""
        ...

    def procedures(self, text: str = "") -> tuple[Procedure, ...]:
        """What holds today, in the order of the codes; only those that hold every word of `text`."""
        ...

    def put_person(self, person: Person) -> None: ...

    def people(self) -> tuple[Person, ...]: ...

    def account(self, login: str) -> Account | None: ...

    def accounts(self) -> Mapping[str, Account]: ...

    def put_account(self, account: Account) -> None: ...

    def substitutions(self) -> tuple[Substitution, ...]: ...

    def add_substitution(self, substitution: Substitution) -> int: ...

    def end_substitution(self, key: int) -> bool: ...

    def next_number(self, book: str, year: int) -> int:
        """The next number of a book of a year, from 1, without gaps: it is taken back with the transaction."""
        ...


class Shelf(Protocol):
    """Papers that exist already."""

    def same_content(self, content: FileHash) -> tuple[ContentPlace, ...]: ...

    def digitised(self, identity_number: str, other_than: DossierId) -> tuple[DigitisedPaper, ...]: ...

    def put_listed(self, papers: Sequence[ListedPaper], now: datetime) -> int: ...

    def listed(self, identity_number: str) -> tuple[ListedPaper, ...]: ...


class Store(Protocol):
    @property
    def readings(self) -> Readings: ...

    @property
    def desk(self) -> Desk: ...

    @property
    def shelf(self) -> Shelf: ...

    @property
    def shared(self) -> SharedFiles: ...

    @property
    def diary(self) -> Diary: ...

    @property
    def catalogue(self) -> CatalogueReadings: ...

    @property
    def upkeep(self) -> Upkeep: ...

    @property
    def applicants(self) -> ApplicantReadings: ...

    def unit_of_work(self) -> AbstractContextManager[UnitOfWork]: ...

    @property
    def where(self) -> str: ...

    def move_to(
        self, target: Any, *, progress: Callable[[int, int], object], stopped: Callable[[], bool]
    ) -> int | None: ...

    def listen(self) -> News | None:
        """None: the register is a file of this machine."""
        ...

    def backup(self, folder: Path) -> Path:
        """A checked copy of the register in `folder`, made while others work."""
        ...

    def close(self) -> None: ...


class Vault(Protocol):
    """Files by SHA-256: written to a temporary name, fsync, renamed; never overwritten."""

    @property
    def key(self) -> Any:
        """The office's key that seals it; None: it is not sealed."""
        ...

    def check(self) -> Iterator[Any]:
        """Every file that this machine holds: its hash, and whether it is intact."""
        ...

    def put(self, path: Path) -> FileHash: ...

    def path(self, file_hash: FileHash) -> Path:
        """Trouble `store.file_missing` when the vault does not hold it."""
        ...

    def kept(self, file_hash: FileHash) -> Path:
        """As `path`, but sealed where the vault is sealed: for those who carry it elsewhere."""
        ...

    def remove(self, file_hash: FileHash) -> bool:
        """Take a file away for good; False: it was not there. Only after no row names it any more."""
        ...


class FileReader(Protocol):
    """Looks at untrusted files in a child process with limits on time and memory."""

    def inspect(self, path: Path) -> FileFacts: ...

    def to_pdf(self, paths: Sequence[Path], output: Path) -> None:
        """Images into one PDF without re-encoding them. Refused `pdf.cannot_convert` with the reason."""
        ...

    def arrange(self, path: Path, plan: PagePlan, output: Path) -> None:
        """Pages turned, left out, reordered, as a new PDF. Refused `pdf.cannot_arrange`, `pdf.no_such_page`."""
        ...

    def add_text(
        self,
        path: Path,
        pages: Sequence[PageFacts],
        output: Path,
        *,
        progress: Callable[[int, int], object] = lambda _done, _total: None,
        stop: Callable[[], bool] = lambda: False,
    ) -> tuple[int, ...] | None:
        """Recognised words laid invisibly over `pages`; how many on each. None: stopped, nothing is written.

        Trouble `pdf.no_tesseract`, `pdf.no_vietnamese`, `pdf.ocr_failed`; Refused `pdf.ocr_too_slow`.
        """
        ...

    def render(self, path: Path, page: int, width_px: int) -> "PageImage":
        """One page (1-based) as a picture. Refused `pdf.cannot_show`, `pdf.too_much`."""
        ...

    def find_text(self, path: Path, page: int, text: str) -> "tuple[signature.Box, ...]":
        """Where a text stands on a page (1-based) as shown. Refused as `render`."""
        ...

    def blanks(self, path: Path) -> Blanks:
        """Where number, day and month of an official document go. Refused `pdf.cannot_show`, `pdf.too_much`."""
        ...

    def read_codes(self, path: Path) -> tuple[str, ...]:
        """Texts of the QR codes on a photo or scan; empty when there is none. Refused as `render`."""
        ...


class FormPrinter(Protocol):
    def with_settings(self, settings: Settings) -> "FormPrinter": ...

    def print(self, facts: FormFacts, output: Path) -> None:
        """One official form as PDF/A. Refused: a rule or the lint says no. Nothing half-written stays."""
        ...
