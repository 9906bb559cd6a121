"""What taking in a foreign list would do, before it is done; which column means what is kept for its source."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from counter_app.access.people import Act, require
from counter_app.errors import Refused
from counter_app.exchange.columns import Column
from counter_app.exchange.import_plan import ImportPlan, plan_import
from counter_app.exchange.lists import DossierList
from counter_app.exchange.opened_list import OpenedList, Places, open_list
from counter_app.model.dossier import Event
from counter_app.workflow import lists
from counter_app.workflow.lists import ImportReport
from counter_app.workflow.office import Office

SAVED = "map_columns"
_SOURCES = 300  # newest choices that are looked at


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedChoice:
    places: Places
    by: str  # the person's name
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPreview:
    """`refused`: why it cannot be read under these columns; then there is neither `read` nor `plan`."""

    opened: OpenedList
    places: Places
    saved: SavedChoice | None  # what somebody chose before for lists of this source
    read: DossierList | None
    plan: ImportPlan | None
    refused: Refused | None


def preview(office: Office, path: Path) -> ListPreview:
    """Read a list with the columns that were chosen for its source before, else as the synonyms propose.

    Refused, Trouble: it is no list at all, or cannot be read; see `exchange.sheets`.
    """
    require(office.person, Act.IMPORT_LIST)
    opened = open_list(path)
    saved = _saved(office, opened)
    return _planned(office, opened, saved.places if saved else opened.proposed, saved)


def with_columns(office: Office, before: ListPreview, places: Places) -> ListPreview:
    """The same list under other columns. Nothing is written, the file is not read again."""
    return _planned(office, before.opened, places, before.saved)


def take_in(office: Office, shown: ListPreview) -> ImportReport:
    """Take in what was shown; the register is looked at once more. A choice of columns that the synonyms do not make
    is kept for the next list of this source. Refused: as the preview says, or the role."""
    require(office.person, Act.IMPORT_LIST)
    if shown.read is None:
        raise shown.refused or Refused("list.no_header", file=shown.opened.file)
    usual = shown.saved.places if shown.saved else shown.opened.proposed
    told = [] if dict(usual) == dict(shown.places) else [_choice(office, shown)]
    return lists.take_in(office, shown.read, shown.opened.file, *told)


def _choice(office: Office, shown: ListPreview) -> Event:
    columns = ";".join(f"{place}={column}" for place, column in sorted(shown.places.items()))
    return office.event(SAVED, None, source=shown.opened.source, columns=columns, list=shown.opened.file)


def _saved(office: Office, opened: OpenedList) -> SavedChoice | None:
    for one in office.store.diary.office_events(SAVED, _SOURCES):
        if one.details.get("source") == opened.source:
            places = _places(str(one.details.get("columns") or ""))
            return SavedChoice(places=places, by=office.name_of(one.by), at=one.at)
    return None


def _places(words: str) -> Mapping[int, Column]:
    pairs = (part.partition("=") for part in words.split(";") if part)
    return {int(place): Column(name) for place, _, name in pairs}


def _planned(office: Office, opened: OpenedList, places: Places, saved: SavedChoice | None) -> ListPreview:
    try:
        read = opened.read(places)
    except Refused as refused:
        return ListPreview(opened=opened, places=places, saved=saved, read=None, plan=None, refused=refused)
    with office.store.unit_of_work() as unit:  # left before the rows are planned: others need not wait
        known, around = unit.known_dossiers(row.code for row in read.rows), lists.surroundings(office, unit)
    plan = plan_import(read.rows, known.get, around)
    return ListPreview(opened=opened, places=places, saved=saved, read=read, plan=plan, refused=None)
