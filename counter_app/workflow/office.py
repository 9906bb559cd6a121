"""The office at work: settings, people, calendar and the plugged-in ports that every use case is given."""

import errno
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from counter_app.clock import Clock
from counter_app.errors import Refused, Trouble
from counter_app.model.dossier import DossierId, Event
from counter_app.model.person import Person
from counter_app.settings import Settings
from counter_app.workflow.counter_ports import LocalDrafts
from counter_app.workflow.ports import FileReader, FormPrinter, Store, Vault
from counter_app.workflow.signing_port import Signing
from counter_app.working_time.calendar import WorkingCalendar
from counter_app.working_time.clock_trust import ClockTrust

SCRATCH = ".dang-lam-"  # how the folders of work in progress begin; another program's may come and go at any time
OPEN_COPIES = ("forms", "signed")  # sheets to print, files on their way to the vault: the vault has them all


@dataclass(slots=True)
class ClockSeen:
    """What is thought of the machine's clock, for everybody at this desk: see workflow.clock_trust."""

    trust: ClockTrust | None = None
    latest: datetime | None = None  # the last moment that was believed


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    folder: Path
    settings: Settings
    clock: Clock
    person: Person  # who sits at this desk and answers for each step
    people: Mapping[str, Person]  # by login
    calendar: WorkingCalendar
    store: Store
    vault: Vault
    reader: FileReader
    signing: Signing
    forms: FormPrinter
    drafts: LocalDrafts | None = None  # an office on a server: what is typed while it does not answer
    begun: LocalDrafts | None = None  # what is typed of a dossier that is not made yet, on this machine
    sealed: bool = False  # what lies in the vault is encrypted, and open copies go away with the office
    # When each person last opened each dossier, so that the diary tells a look once: see workflow.evidence.
    views: "dict[tuple[str, DossierId], datetime]" = field(default_factory=dict, compare=False, repr=False)
    clock_seen: ClockSeen = field(default_factory=ClockSeen, compare=False, repr=False)

    def now(self) -> datetime:
        return self.clock.now()

    def as_person(self, login: str) -> "Office":
        """The same office with somebody else at the desk. Refused when the office does not know the login."""
        if login not in self.people:
            raise Refused("workflow.no_such_person", login=login)
        return replace(self, person=self.people[login])

    def with_settings(self, settings: Settings) -> "Office":
        """The same office under other settings; papers are printed and keys looked for by them from now on."""
        self.signing.follow(settings, self.folder)
        return replace(self, settings=settings, forms=self.forms.with_settings(settings))

    def with_calendar(self, calendar: WorkingCalendar) -> "Office":
        return replace(self, calendar=calendar)

    def name_of(self, login: str) -> str:
        person = self.people.get(login)
        return person.name if person else login

    def event(self, kind: str, dossier_id: DossierId | None, /, **details: str | int | None) -> Event:
        """An act of the person at the desk, now; with a note while the machine's clock is doubted."""
        if self.person.acting_for:
            details["acting_for"] = self.person.acting_for
            if self.person.authority:
                details["authority"] = self.person.authority
            if self.person.order:
                details["order"] = self.person.order
        trust = self.clock_seen.trust
        if trust is not None and trust.doubted:
            details["clock"] = str(trust.verdict)
        return Event(dossier_id=dossier_id, at=self.now(), by=self.person.login, kind=kind, details=details)

    def folder_for(self, *names: str) -> Path:
        """A folder inside the data folder, made when it is not there. Trouble when that cannot be done."""
        folder = self.folder.joinpath(*names)
        with _disk_in_words(names[0]):
            folder.mkdir(parents=True, exist_ok=True)
        return folder

    @contextmanager
    def scratch(self) -> Iterator[Path]:
        """A folder for work in progress, on the disk of the data folder; gone when the block is left."""
        with _disk_in_words(self.folder.name):
            made = tempfile.TemporaryDirectory(prefix=SCRATCH, dir=self.folder)
        with made as name:
            yield Path(name)

    def close(self) -> None:
        self.store.close()
        for part in (self.reader, self.signing, self.vault):
            close = getattr(part, "close", None)
            if close:
                close()
        for name in OPEN_COPIES if self.sealed else ():
            shutil.rmtree(self.folder / name, ignore_errors=True)


@contextmanager
def _disk_in_words(where: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        raise Trouble("store.disk_full" if full else "store.not_writable", where=where) from error
