"""Guided intake: files to components, the officer's verdicts, and the one decision that stops the window."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from counter_app.checks.components import check_component_file
from counter_app.errors import OutsideCalendar, Refused
from counter_app.intake.component_files import propose_component
from counter_app.intake.decisions import DecisionOption, allowed_decisions, check_decision
from counter_app.model.changes import Changes
from counter_app.model.dossier import (
    AttachedFile,
    Component,
    ComponentId,
    ComponentVerdict,
    Decision,
    Dossier,
    DossierId,
    DossierState,
    PaperKind,
)
from counter_app.model.file_facts import FileKind
from counter_app.model.finding import acceptable
from counter_app.model.procedure import Procedure
from counter_app.rules.rule_sets import rule_set
from counter_app.supervision.clocks import intake_window, iso, term_count, term_details
from counter_app.workflow import papers, reuse
from counter_app.workflow.office import Office
from counter_app.workflow.papers import Inspected
from counter_app.workflow.ports import UnitOfWork
from counter_app.workflow.procedures import received_under
from counter_app.working_time.terms import term_due


@dataclass(frozen=True, slots=True, kw_only=True)
class Attached:
    file: AttachedFile
    inspected: Inspected
    changes: Changes


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    dossier: Dossier
    late: bool
    changes: Changes


def inspect_component(office: Office, component: Component) -> Inspected | None:
    """The findings of the file that the applicant handed in, not of our signed version of it."""
    if component.file is None:
        return None
    shown = component.file.signed_from or component.file.hash
    inspected = papers.inspect(office, office.vault.path(shown))
    # The vault names files by their hash; the name that the officer knows is the one it came with.
    facts = replace(inspected.facts, name=component.file.name, suffix_matches=True)
    return Inspected(facts=facts, findings=check_component_file(facts, office.now().date()))


def attach_file(office: Office, dossier_id: DossierId, component_id: ComponentId, path: Path) -> Attached:
    """Put a file to a component. Images become PDF without loss; the original stays in the vault.

    Refused: the file is empty or no document at all, the dossier is past intake.
    """
    inspected = papers.inspect(office, path)
    facts = inspected.facts
    if facts.kind in (FileKind.EMPTY, FileKind.OTHER, FileKind.OFFICE):
        raise papers.refuse(inspected)
    component = _component(_open_for_intake(office, dossier_id), component_id)
    file = papers.keep(office, path, facts)
    with office.store.unit_of_work() as unit:
        _check_open_for_intake(unit.dossier(dossier_id))  # another window may have decided meanwhile
        unit.update_component(
            component_id, file=file, verdict=ComponentVerdict.NOT_CHECKED, checked_by="", checked_at=None
        )
        unit.append_event(
            office.event("attach_file", dossier_id, component=component.number, file=file.name, sha256=str(file.hash))
        )
        unit.commit()
    return Attached(file=file, inspected=inspected, changes=_changes(dossier_id, files=True))


def propose_files(
    office: Office, dossier_id: DossierId, paths: Sequence[Path]
) -> tuple[tuple[Path, ComponentId | None], ...]:
    """For each file the component that its name speaks for, None when none stands out; no component twice.

    Proposals only: nothing is written, the officer confirms.
    """
    with office.store.unit_of_work() as unit:
        free = list(unit.dossier(dossier_id).components)
    found: list[tuple[Path, ComponentId | None]] = []
    for path in paths:
        proposed = propose_component(path.name, office.reader.inspect(path), free)
        free = [component for component in free if component.id != proposed]
        found.append((path, proposed))
    return tuple(found)


def procedure_of(office: Office, dossier: Dossier) -> Procedure | None:
    """The procedure as it was when the dossier was received; None when the catalogue never had it."""
    with office.store.unit_of_work() as unit:
        return received_under(unit, dossier)


def check_component(
    office: Office,
    dossier_id: DossierId,
    component_id: ComponentId,
    verdict: ComponentVerdict,
    *,
    remark: str = "",
    paper_kind: PaperKind | None = None,
) -> Changes:
    """Write down đạt / không đạt / chưa kiểm tra. «Không đạt» needs a remark that the applicant can act on."""
    dossier = _open_for_intake(office, dossier_id)
    component = _component(dossier, component_id)
    if verdict is ComponentVerdict.PASS and component.file is None:
        raise Refused("workflow.pass_without_file", component=component.name)
    if verdict is ComponentVerdict.FAIL and not remark.strip():
        raise Refused("workflow.fail_without_remark", component=component.name)
    if verdict is ComponentVerdict.PASS and not remark.strip():
        inspected = inspect_component(office, component)
        if inspected and not acceptable(inspected.findings):
            raise Refused("workflow.pass_with_errors", component=component.name)
    checked = verdict is not ComponentVerdict.NOT_CHECKED
    with office.store.unit_of_work() as unit:
        current = unit.dossier(dossier_id)
        _check_open_for_intake(current)
        if _component(current, component_id).file != component.file:
            raise Refused("store.changed_meanwhile")  # the verdict is about another file
        unit.update_component(
            component_id,
            verdict=verdict,
            remark=remark.strip(),
            paper_kind=paper_kind or component.paper_kind,
            checked_by=office.person.login if checked else "",
            checked_at=office.now() if checked else None,
        )
        unit.append_event(
            office.event("check_component", dossier_id, component=component.number, verdict=verdict.name.lower())
        )
        unit.commit()
    return _changes(dossier_id, files=True)


def decisions(office: Office, dossier_id: DossierId) -> tuple[DecisionOption, ...]:
    """What the rules allow now, and why the rest is not."""
    with office.store.unit_of_work() as unit:
        dossier = unit.dossier(dossier_id)
    return allowed_decisions(dossier, office.now(), max_supplements=rule_set(dossier.rule_set).max_supplements)


def decide(
    office: Office, dossier_id: DossierId, decision: Decision, *, reason: str = "", legal_ground: str = ""
) -> Decided:
    """Stop the intake window by one decision. A decision after the window is possible and is recorded as late."""
    now = office.now()
    if decision is Decision.REQUEST_SUPPLEMENT:
        _never_ask_twice(office, dossier_id)
    with office.store.unit_of_work() as unit:
        dossier = unit.dossier(dossier_id)
        rules = rule_set(dossier.rule_set)
        check_decision(
            dossier, decision, now, max_supplements=rules.max_supplements, reason=reason, legal_ground=legal_ground
        )
        late = dossier.intake_due_at is not None and now > dossier.intake_due_at
        changed: dict[str, object] = {"state": STATE_AFTER[decision], "decided_at": now}
        if not dossier.holder:
            changed["holder"] = office.person.login
        term: dict[str, str | int | None] = {}
        if decision is Decision.ACCEPT:
            changed["due_at"], term = _appointment(office, unit, dossier, now)
        elif decision is Decision.REQUEST_SUPPLEMENT:
            changed["supplement_count"] = dossier.supplement_count + 1
        else:
            changed["ended_at"] = now
        unit.update_dossier(dossier, **changed)
        unit.append_event(
            office.event(
                str(decision),
                dossier_id,
                late=int(late),
                reason=reason or None,
                legal_ground=legal_ground or None,
                **term,
            )
        )
        after = unit.dossier(dossier_id)
        unit.commit()
    return Decided(dossier=after, late=late, changes=_changes(dossier_id))


def _never_ask_twice(office: Office, dossier_id: DossierId) -> None:
    """Refused `workflow.asked_twice`: a missing paper exists already (regulation R6.1)."""
    with office.store.unit_of_work() as unit:
        dossier = unit.dossier(dossier_id)
    wanted = (part for part in dossier.components if part.required and part.file is None)
    existing = reuse.asked_twice(office, dossier, wanted)
    if existing:
        raise Refused("workflow.asked_twice", names="; ".join(part.name for part in existing))


def receive_supplement(office: Office, dossier_id: DossierId) -> Changes:
    """The applicant has handed in what was missing: a new intake window starts now (regulation R1.6)."""
    now = office.now()
    with office.store.unit_of_work() as unit:
        dossier = unit.dossier(dossier_id)
        if dossier.state is not DossierState.SUPPLEMENT_REQUESTED:
            raise Refused("workflow.no_supplement_awaited", code=dossier.display_code)
        procedure, rules = received_under(unit, dossier), rule_set(dossier.rule_set)
        window = intake_window(office.calendar, rules, procedure, dossier.channel, now)
        due = window.due_at if window else None
        unit.update_dossier(dossier, state=DossierState.NEW, received_at=now, decided_at=None, intake_due_at=due)
        unit.append_event(office.event("receive_supplement", dossier_id, intake_due_at=iso(due)))
        unit.commit()
    return _changes(dossier_id)


def hand_over(office: Office, dossier_id: DossierId, unit_name: str) -> Changes:
    """Pass an accepted dossier to the unit that resolves it."""
    with office.store.unit_of_work() as unit:
        dossier = unit.dossier(dossier_id)
        if dossier.state is not DossierState.ACCEPTED:
            raise Refused("workflow.hand_over_before_accept", code=dossier.display_code)
        unsigned = [part for part in dossier.components if part.must_sign and part.file and not part.signed]
        if unsigned:
            raise Refused("workflow.hand_over_unsigned", count=len(unsigned))
        unit.update_dossier(dossier, state=DossierState.PROCESSING)
        unit.append_event(office.event("hand_over", dossier_id, unit=unit_name))
        unit.commit()
    return _changes(dossier_id)


STATE_AFTER = {
    Decision.ACCEPT: DossierState.ACCEPTED,
    Decision.REQUEST_SUPPLEMENT: DossierState.SUPPLEMENT_REQUESTED,
    Decision.REFUSE: DossierState.REFUSED,
    Decision.WITHDRAW: DossierState.WITHDRAWN,
}


def _appointment(
    office: Office, unit: UnitOfWork, dossier: Dossier, now: datetime
) -> tuple[datetime | None, dict[str, str | int | None]]:
    """The promised date: the procedure's term for this channel, counted from the complete receipt (NĐ 309/2026, 8);
    and what the event tells of it.

    A date that the portal's list has already promised is kept when it is there and the term is unknown.
    """
    count = term_count(received_under(unit, dossier), rule_set(dossier.rule_set), dossier.channel, now)
    if count is None:
        return dossier.due_at, {}
    try:
        due = term_due(office.calendar, count)
    except OutsideCalendar as error:
        raise Refused("workflow.appointment_outside_calendar") from error
    return due, term_details(count, due)


def _open_for_intake(office: Office, dossier_id: DossierId) -> Dossier:
    with office.store.unit_of_work() as unit:
        dossier = unit.dossier(dossier_id)
    _check_open_for_intake(dossier)
    return dossier


def _check_open_for_intake(dossier: Dossier) -> None:
    if not (dossier.state.awaits_intake or dossier.state is DossierState.SUPPLEMENT_REQUESTED):
        raise Refused("workflow.past_intake", code=dossier.display_code)


def _component(dossier: Dossier, component_id: ComponentId) -> Component:
    return next(component for component in dossier.components if component.id == component_id)


def _changes(dossier_id: DossierId, files: bool = False) -> Changes:
    return Changes(dossiers=frozenset({dossier_id}), queue=True, files=files)
