"""A list that was taken in by mistake is taken back as a whole, as long as nobody has worked on what it brought."""

from dataclasses import dataclass
from datetime import datetime

from counter_app.access.people import Act, require
from counter_app.errors import Refused
from counter_app.messages import sentence
from counter_app.model.changes import Changes
from counter_app.model.dossier import Event
from counter_app.supervision.overdue_cause import DUE_DIFFERS, STATE_DIFFERS
from counter_app.workflow.office import Office

UNDONE = "undo_import_list"
HARMLESS = ("import", "view_dossier", STATE_DIFFERS, DUE_DIFFERS)  # nothing of a dossier has changed with these
_LOOKED_BACK = 200  # imports


@dataclass(frozen=True, slots=True, kw_only=True)
class ListImport:
    """One import. `undone_at`: when it was taken back; `number` empty: from before imports had numbers."""

    number: str
    file: str
    at: datetime
    by: str  # the person's name
    added: int
    undone_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Undone:
    file: str
    count: int
    changes: Changes

    def words(self) -> str:
        return sentence("workflow.import_undone", file=self.file, count=self.count).what


def imports(office: Office) -> tuple[ListImport, ...]:
    """The newest first."""
    undone = {str(one.details.get("number")): one.at for one in office.store.diary.office_events(UNDONE, _LOOKED_BACK)}
    return tuple(
        ListImport(
            number=_number(one),
            file=str(one.details.get("list") or ""),
            at=one.at,
            by=office.name_of(one.by),
            added=int(one.details.get("added") or 0),
            undone_at=undone.get(_number(one)),
        )
        for one in office.store.diary.office_events("import_list", _LOOKED_BACK)
    )


def newest(office: Office) -> ListImport | None:
    """The last import that brought something and stands."""
    return next((one for one in imports(office) if one.number and one.added and one.undone_at is None), None)


def undo(office: Office, number: str) -> Undone:
    """Take back what this import added: the dossiers are gone, and may come in again.

    Refused: the role; no such import, or it was taken back; somebody has worked on one of its dossiers.
    """
    require(office.person, Act.IMPORT_LIST)
    acts = office.store.diary.office_events("import_list", _LOOKED_BACK)
    act = next((one for one in acts if _number(one) == number and one.details.get("first")), None)
    if act is None:
        raise Refused("workflow.no_such_import", number=number)
    name = str(act.details.get("list") or "")
    bounds = int(act.details["first"] or 0), int(act.details["last"] or 0)
    with office.store.unit_of_work() as unit:
        # Asked inside the transaction: two counters may press at once.
        if any(_number(one) == number for one in office.store.diary.office_events(UNDONE, _LOOKED_BACK)):
            raise Refused("workflow.no_such_import", number=number)
        touched = unit.imports.touched(number, *bounds, HARMLESS)
        if touched:
            raise Refused("workflow.import_worked_on", count=len(touched), codes=", ".join(touched[:5]))
        count = unit.imports.take_back(number, *bounds)
        unit.append_event(office.event(UNDONE, None, number=number, list=name, count=count))
        unit.commit()
    return Undone(file=name, count=count, changes=Changes(queue=True))


def _number(event: Event) -> str:
    return str(event.details.get("number") or "")
