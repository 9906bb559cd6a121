"""An office of a register and a calendar only: nothing in it signs, prints or reads files."""

from datetime import datetime
from pathlib import Path
from typing import Any, cast

from counter_app.clock import Clock
from counter_app.model.dossier import Applicant, Channel, DossierState, NewDossier
from counter_app.model.person import Person
from counter_app.settings import Settings
from counter_app.store.database import Store
from counter_app.workflow.office import Office
from counter_app.working_time.calendar import WorkingCalendar


def bare_office(
    folder: Path,
    store: Store,
    clock: Clock,
    person: Person,
    calendar: WorkingCalendar,
    settings: Settings | None = None,
) -> Office:
    none = cast(Any, None)
    return Office(
        folder=folder,
        settings=settings or Settings(),
        clock=clock,
        person=person,
        people={person.login: person},
        calendar=calendar,
        store=store,
        vault=none,
        reader=none,
        signing=none,
        forms=none,
    )


def waiting_dossier(person: Person, received_at: datetime, **changes: Any) -> NewDossier:
    """Handed in online, not decided."""
    values: dict[str, Any] = {
        "code": "",
        "procedure_code": "1.000001",
        "procedure_name": "Thủ tục thử",
        "case_name": "",
        "field": "Thử",
        "term_words": "",
        "applicant": Applicant(name="Người Nộp"),
        "channel": Channel.ONLINE,
        "state": DossierState.NEW,
        "holder": person.login,
        "submitted_at": received_at,
        "received_at": received_at,
        "intake_due_at": received_at,
        "decided_at": None,
        "due_at": None,
        "ended_at": None,
        "rule_set": "nd309-2026",
        "supplement_count": 0,
        "components": (),
    }
    return NewDossier(**values | changes)
