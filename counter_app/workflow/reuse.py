"""Never ask twice: papers that exist already are looked for, offered, and not asked for again (regulation R6.1)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from counter_app.access.people import Act, require
from counter_app.clock import vietnam
from counter_app.errors import Refused
from counter_app.exchange.personal_store import read_store_list
from counter_app.intake.reuse import CannotReuse, Offer, offers
from counter_app.model.changes import Changes
from counter_app.model.dossier import (
    Component,
    ComponentId,
    ComponentVerdict,
    Dossier,
    DossierId,
    Event,
    FileSource,
)
from counter_app.model.problem import Problem
from counter_app.model.procedure import Procedure, RequiredComponent
from counter_app.model.shelf import DigitisedPaper
from counter_app.workflow.office import Office
from counter_app.workflow.papers import check_open_for_intake
from counter_app.workflow.procedures import received_under


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreListReport:
    file: str
    papers: int
    added: int
    problems: tuple[Problem, ...]


def offers_for(office: Office, dossier: Dossier) -> dict[ComponentId, tuple[Offer, ...]]:
    """For each component without a file, or whose file failed: the papers of the same applicant that may stand for
    it, the best first; never the very file that failed."""
    number = dossier.applicant.identity_number
    waiting = [part for part in dossier.components if part.file is None or part.verdict is ComponentVerdict.FAIL]
    if not number or not waiting:
        return {}
    shelf = office.store.shelf
    digitised, listed = shelf.digitised(number, dossier.id), shelf.listed(number)
    if not digitised and not listed:
        return {}
    with office.store.unit_of_work() as unit:
        procedure = received_under(unit, dossier)
    found: dict[ComponentId, tuple[Offer, ...]] = {}
    for component in waiting:
        known = _required(procedure, component)
        code, form, months = (known.code, known.form_number, known.valid_months) if known else ("", "", 0)
        others = [paper for paper in digitised if component.file is None or paper.file.hash != component.file.hash]
        now = vietnam(office.now())
        mine = offers(component.name, code, others, listed, now, form_number=form, valid_months=months)
        if mine:
            found[component.id] = mine
    return found


def reuse_paper(
    office: Office, dossier_id: DossierId, component_id: ComponentId, paper: DigitisedPaper, *, note: str = ""
) -> Changes:
    """Take a paper of an earlier dossier for this component. It comes with the signature it was digitised under, and
    with the day until which it holds.

    Refused: past intake, the component has a file that has not failed, the paper is not one that is offered now, it
    holds no longer and no `note` says why it is taken all the same.
    """
    require(office.person, Act.CHECK_COMPONENTS)
    with office.store.unit_of_work() as unit:
        dossier = unit.dossier(dossier_id)
    component = _part(dossier, component_id)
    offered = offers_for(office, dossier).get(component_id, ())
    offer = next((one for one in offered if one.paper == paper), None)
    if offer is None:
        raise Refused("workflow.paper_not_offered", component=component.name)
    if offer.expired and not note.strip():
        raise Refused("workflow.expired_without_note", day=f"{offer.expires_on:%d/%m/%Y}")
    office.vault.path(paper.file.hash)  # Trouble when the file itself has gone
    file = replace(
        paper.file,
        attached_at=office.now(),
        attached_by=office.person.login,
        source=FileSource.EARLIER_DOSSIER,
        expires_on=offer.expires_on,
    )
    with office.store.unit_of_work() as unit:
        current = unit.dossier(dossier_id)
        if not current.state.awaits_intake:
            raise Refused("workflow.past_intake", code=current.display_code)
        if _part(current, component_id).file != component.file:
            raise Refused("store.changed_meanwhile")
        unit.update_component(
            component_id,
            file=file,
            paper_kind=paper.paper_kind,
            verdict=ComponentVerdict.NOT_CHECKED,
            checked_by="",
            checked_at=None,
        )
        unit.append_event(
            office.event(
                "reuse_paper",
                dossier_id,
                component=component.number,
                from_dossier=int(paper.dossier_id),
                file=file.name,
                expires_on=file.expires_on.isoformat() if file.expires_on else None,
                expired=1 if offer.expired else None,
                note=note.strip() or None,
            )
        )
        unit.commit()
    return Changes(dossiers=frozenset({dossier_id}), queue=True, files=True)


def set_validity(office: Office, dossier_id: DossierId, component_id: ComponentId, expires_on: date | None) -> Changes:
    """Write down until when a component's paper holds; None: without end. Refused: no file yet, past intake."""
    require(office.person, Act.CHECK_COMPONENTS)
    with office.store.unit_of_work() as unit:
        dossier = unit.dossier(dossier_id)
        check_open_for_intake(dossier)
        component = _part(dossier, component_id)
        if component.file is None:
            raise Refused("workflow.validity_without_file", component=component.name)
        if component.file.expires_on != expires_on:
            unit.update_component(component_id, file=replace(component.file, expires_on=expires_on))
            said = expires_on.isoformat() if expires_on else None
            unit.append_event(office.event("set_validity", dossier_id, component=component.number, expires_on=said))
            unit.commit()
    return Changes(dossiers=frozenset({dossier_id}), files=True)


def record_exception(
    office: Office, dossier_id: DossierId, component_id: ComponentId, reason: CannotReuse, note: str
) -> Changes:
    """Why a paper that exists is asked for all the same. Refused without a note."""
    require(office.person, Act.CHECK_COMPONENTS)
    if not note.strip():
        raise Refused("workflow.exception_without_note")
    with office.store.unit_of_work() as unit:
        component = _part(unit.dossier(dossier_id), component_id)
        unit.append_event(
            office.event("cannot_reuse", dossier_id, component=component.number, reason=str(reason), note=note.strip())
        )
        unit.commit()
    return Changes(dossiers=frozenset({dossier_id}))


def asked_twice(office: Office, dossier: Dossier, components: Iterable[Component]) -> tuple[Component, ...]:
    """Of these components the ones that must not be asked for: the paper exists, and no exception is written down."""
    found = offers_for(office, dossier)
    existing = [part for part in components if any(offer.stands for offer in found.get(part.id, ()))]
    if not existing:
        return ()
    with office.store.unit_of_work() as unit:
        excepted = exceptions(unit.events(dossier.id))
    return tuple(part for part in existing if part.number not in excepted)


def exceptions(events: Iterable[Event]) -> dict[int, CannotReuse]:
    """By component number, the last word on each."""
    return {
        int(event.details["component"] or 0): CannotReuse(str(event.details["reason"]))
        for event in events
        if event.kind == "cannot_reuse"
    }


def import_store_list(office: Office, path: Path) -> StoreListReport:
    """Take in the personal store's list (XLSX, CSV). The second time it adds nothing; dates follow the newer list."""
    require(office.person, Act.CHECK_COMPONENTS)
    read = read_store_list(path)
    now: datetime = office.now()
    added = office.store.shelf.put_listed(read.papers, now)
    with office.store.unit_of_work() as unit:
        unit.append_event(office.event("import_store_list", None, list=path.name, rows=len(read.papers), added=added))
        unit.commit()
    return StoreListReport(file=path.name, papers=len(read.papers), added=added, problems=read.problems)


def _required(procedure: Procedure | None, component: Component) -> RequiredComponent | None:
    cases = procedure.cases if procedure else ()
    known = (part for case in cases for part in case.components)
    return next((part for part in known if part.name == component.name), None)


def _part(dossier: Dossier, component_id: ComponentId) -> Component:
    return next(component for component in dossier.components if component.id == component_id)
