"""Pages of a component put right on a copy while nobody has signed it; the file that came stays in the vault."""

from dataclasses import replace
from pathlib import Path

from counter_app.access.people import Act, require
from counter_app.errors import Refused
from counter_app.model.changes import Changes
from counter_app.model.dossier import AttachedFile, Component, ComponentId, ComponentVerdict, Dossier, DossierId
from counter_app.model.page_plan import PagePlan, as_it_is
from counter_app.workflow import papers
from counter_app.workflow.office import Office
from counter_app.workflow.ports import UnitOfWork


def edit_pages(office: Office, dossier_id: DossierId, component_id: ComponentId, plan: PagePlan) -> Changes:
    """Turn, leave out, reorder. Refused: signed by anybody, no page left, past intake. As it is changes nothing."""
    require(office.person, Act.CHECK_COMPONENTS)
    component = editable(office, dossier_id, component_id)
    assert component.file is not None
    if plan == as_it_is(component.file.pages):
        return Changes()
    made = _arranged(office, component.file, plan, component.file.name)
    with office.store.unit_of_work() as unit:
        put_copy(office, unit, dossier_id, component, made)
        unit.commit()
    return Changes(dossiers=frozenset({dossier_id}), queue=True, files=True)


def split_pages(
    office: Office,
    dossier_id: DossierId,
    component_id: ComponentId,
    plan: PagePlan,
    other_id: ComponentId,
    other_plan: PagePlan,
) -> Changes:
    """Some pages belong to another component, which has no file yet: both get theirs in one step."""
    require(office.person, Act.CHECK_COMPONENTS)
    component = editable(office, dossier_id, component_id)
    assert component.file is not None
    mine = _arranged(office, component.file, plan, component.file.name)
    with office.store.unit_of_work() as unit:
        other = _part(unit.dossier(dossier_id), other_id)
    theirs = _arranged(office, component.file, other_plan, f"{Path(component.file.name).stem}-{other.number}.pdf")
    with office.store.unit_of_work() as unit:
        if _part(unit.dossier(dossier_id), other_id).file is not None:
            raise Refused("workflow.split_into_taken", component=other.name)
        put_copy(office, unit, dossier_id, component, mine)
        put_copy(office, unit, dossier_id, other, theirs)
        unit.commit()
    return Changes(dossiers=frozenset({dossier_id}), queue=True, files=True)


def put_back(office: Office, dossier_id: DossierId, component_id: ComponentId, file: AttachedFile) -> Changes:
    """Undo: the file as it was before the edit. Refused when the component has got another file since."""
    require(office.person, Act.CHECK_COMPONENTS)
    office.vault.path(file.hash)
    with office.store.unit_of_work() as unit:
        component = _open_part(unit.dossier(dossier_id), component_id)
        if component.file is None or component.file.converted_from != file.hash:
            raise Refused("store.changed_meanwhile")
        put_copy(office, unit, dossier_id, component, file)
        unit.commit()
    return Changes(dossiers=frozenset({dossier_id}), queue=True, files=True)


def editable(office: Office, dossier_id: DossierId, component_id: ComponentId) -> Component:
    """Refused: no file, signed by anybody, past intake."""
    with office.store.unit_of_work() as unit:
        component = _open_part(unit.dossier(dossier_id), component_id)
    if component.file is None:
        raise Refused("workflow.pages_without_file", component=component.name)
    facts = office.reader.inspect(office.vault.path(component.file.hash))
    if component.signed or facts.signature_count:
        raise Refused("workflow.pages_of_signed", component=component.name)
    return component


def _arranged(office: Office, file: AttachedFile, plan: PagePlan, name: str) -> AttachedFile:
    """The copy in the vault; what it was made from stays there, too."""
    if not plan:
        raise Refused("workflow.no_pages_left")
    with office.scratch() as folder:
        output = folder / "pages.pdf"
        office.reader.arrange(office.vault.path(file.hash), plan, output)
        kept = office.vault.put(output)
    return replace(
        file,
        hash=kept,
        name=name,
        size=office.vault.path(kept).stat().st_size,
        pages=len(plan),
        attached_at=office.now(),
        attached_by=office.person.login,
        converted_from=file.hash,
    )


def put_copy(
    office: Office,
    unit: UnitOfWork,
    dossier_id: DossierId,
    component: Component,
    file: AttachedFile,
    kind: str = "edit_pages",
) -> None:
    """The copy in the place of the file that `component` has; told as an event of `kind`. Refused: it has another."""
    current = _open_part(unit.dossier(dossier_id), component.id)
    if current.file != component.file:
        raise Refused("store.changed_meanwhile")
    unit.update_component(component.id, file=file, verdict=ComponentVerdict.NOT_CHECKED, checked_by="", checked_at=None)
    unit.append_event(
        office.event(
            kind,
            dossier_id,
            component=component.number,
            pages=file.pages,
            sha256=str(file.hash),
            made_from=str(component.file.hash) if component.file else None,
        )
    )


def _open_part(dossier: Dossier, component_id: ComponentId) -> Component:
    papers.check_open_for_intake(dossier)
    return _part(dossier, component_id)


def _part(dossier: Dossier, component_id: ComponentId) -> Component:
    return next(component for component in dossier.components if component.id == component_id)
