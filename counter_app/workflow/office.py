"""The office at work: settings, people, calendar and the plugged-in ports that every use case is given."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from counter_app.clock import Clock
from counter_app.errors import Refused
from counter_app.model.dossier import DossierId, Event
from counter_app.model.person import Person
from counter_app.settings import Settings
from counter_app.workflow.ports import FileReader, FormPrinter, Signing, Store, Vault
from counter_app.working_time.calendar import WorkingCalendar


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

    def now(self) -> datetime:
        return self.clock.now()

    def as_person(self, login: str) -> "Office":
        """The same office with somebody else at the desk. Refused when the office does not know the login."""
        if login not in self.people:
            raise Refused("workflow.no_such_person", login=login)
        return replace(self, person=self.people[login])

    def name_of(self, login: str) -> str:
        person = self.people.get(login)
        return person.name if person else login

    def event(self, kind: str, dossier_id: DossierId | None, /, **details: str | int | None) -> Event:
        """An act of the person at the desk, now."""
        return Event(dossier_id=dossier_id, at=self.now(), by=self.person.login, kind=kind, details=details)

    def close(self) -> None:
        self.store.close()
        for part in (self.reader, self.signing):
            close = getattr(part, "close", None)
            if close:
                close()
