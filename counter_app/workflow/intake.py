"""Guided intake: files to components, the officer's verdicts, and the one decision that stops the window."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from counter_app.access.people import Act, require
from counter_app.checks.components import check_component_file
from counter_app.errors import OutsideCalendar, Refused
from counter_app.intake.component_files import propose_component
from counter_app.intake.decisions import DecisionOption, allowed_decisions, check_decision, is_further, is_late
from counter_app.messages import sentence
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
    FileSource,
    PaperKind,
)
from counter_app.model.file_facts import FileKind
from counter_app.model.finding import acceptable, gravest_first
from counter_app.model.procedure import Procedure
from counter_app.rules.rule_sets import rule_set
from counter_app.supervision.clocks import term_count, term_details
from counter_app.workflow import papers, received, reuse
from counter_app.workflow.approval import approval_in
from counter_app.workflow.decision_details import (
    RECORDED_LATE,
    Earlier,
    approved_in,
    check_as_approved,
    check_earlier,
    clock_details,
    earlier_details,
    refusal_in,
    with_guidance,
)
from counter_app.workflow.forms import enter_in_book, supplement_items
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


def inspect_component(office: Office, component: Component, dossier: Dossier | None = None) -> Inspected | None:
    """The findings of the file that the applicant handed in, not of our signed version of it; with its signatures,
    and of a known dossier also where else the same content is."""
    if component.file is None:
        return None
    shown = component.file.signed_from or component.file.hash
    inspected = papers.inspect(office, office.vault.path(shown))
    # The vault names files by their hash; the name that the officer knows is the one it came with.
    facts = replace(inspected.facts, name=component.file.name, suffix_matches=True)
    found = list(check_component_file(facts, office.now().date()))
    signed = received.signatures_on(office, shown, facts)
    if signed is not None:
        found = [one for one in found if one.code != "checks.signed"] + list(signed.findings)
    found += papers.validity_findings(component.file, office.now())
    if dossier is not None:
        found += received.same_content(office, dossier, component, shown)
    return Inspected(facts=facts, findings=gravest_first(found))


def attach_file(
    office: Office,
    dossier_id: DossierId,
    component_id: ComponentId,
    path: Path,
    *,
    source: FileSource = FileSource.APPLICANT,
    expires_on: date | None = None,
) -> Attached:
    """Put a file to a component. Images become PDF without loss; the original stays in the vault.

    A certified electronic copy is known by its two signatures and taken as such: no paper is asked for. `expires_on`:
    until when the paper holds, as its list says.

    Refused: the file is empty or no document at all, the dossier is past intake.
    """
    require(office.person, Act.CHECK_COMPONENTS)
    inspected = papers.inspect(office, path)
    facts = inspected.facts
    if facts.kind in (FileKind.EMPTY, FileKind.OTHER, FileKind.OFFICE):
        raise papers.refuse(inspected)
    component = _component(_open_for_intake(office, dossier_id), component_id)
    file = replace(papers.keep(office, path, facts), source=source, expires_on=expires_on)
    signed = received.signatures_on(office, file.hash, facts)
    certified = signed is not None and signed.copy is not None
    if certified:
        file = replace(file, source=FileSource.CERTIFIED_ECOPY)
    with office.store.unit_of_work() as unit:
        papers.check_open_for_intake(unit.dossier(dossier_id))  # another window may have decided meanwhile
        unit.update_component(
            component_id,
            file=file,
            paper_kind=PaperKind.CERTIFIED_ECOPY if certified else component.paper_kind,
            verdict=ComponentVerdict.NOT_CHECKED,
            checked_by="",
            checked_at=None,
        )
        unit.append_event(
            office.event(
                "attach_file",
                dossier_id,
                component=component.number,
                file=file.name,
                sha256=str(file.hash),
                source=str(file.source),
            )
        )
        unit.commit()
    return Attached(file=file, inspected=inspected, changes=_changes(dossier_id, files=True))


def attach_together(
    office: Office, dossier_id: DossierId, component_id: ComponentId, paths: Sequence[Path]
) -> Attached:
    """Several images as one PDF, in this order; the images themselves stay in the vault, too.

    Refused: one of them is no image or cannot be taken, the dossier is past intake.
    """
    require(office.person, Act.CHECK_COMPONENTS)
    for path in paths:
        inspected = papers.inspect(office, path)
        if inspected.facts.kind not in papers.IMAGES:
            raise Refused("workflow.only_images_together", file=path.name)
        if not inspected.facts.readable:
            raise papers.refuse(inspected)
    with office.scratch() as folder:
        joined = folder / f"{paths[0].stem}.pdf"
        office.reader.to_pdf(paths, joined)
        for path in paths:
            office.vault.put(path)
        return attach_file(office, dossier_id, component_id, joined)


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
    known: Component | None = None,
) -> Changes:
    """Write down đạt / không đạt / chưa kiểm tra. «Không đạt» needs a remark that the applicant can act on.

    `known`: the component as the officer saw it. Refused `workflow.changed_by_colleague` with both values when
    somebody else has written down something different since.
    """
    require(office.person, Act.CHECK_COMPONENTS)
    dossier = _open_for_intake(office, dossier_id)
    component = _component(dossier, component_id)
    _check_unchanged(component, known, verdict, remark.strip())
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
        papers.check_open_for_intake(current)
        if _component(current, component_id).file != component.file:
            raise Refused("store.changed_meanwhile")  # the verdict is about another file
        _check_unchanged(_component(current, component_id), known, verdict, remark.strip())
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


def _check_unchanged(now: Component, known: Component | None, verdict: ComponentVerdict, remark: str) -> None:
    if known is None or (now.verdict, now.remark) == (known.verdict, known.remark):
        return
    if (now.verdict, now.remark) != (verdict, remark):
        raise Refused(
            "workflow.changed_by_colleague",
            theirs=_written(now.verdict, now.remark),
            mine=_written(verdict, remark),
        )


def _written(verdict: ComponentVerdict, remark: str) -> str:
    said = sentence(_VERDICTS[verdict]).what
    return f"{said}, «{remark}»" if remark else said


def decisions(office: Office, dossier_id: DossierId) -> tuple[DecisionOption, ...]:
    """What the rules allow now, and why the rest is not."""
    with office.store.unit_of_work() as unit:
        dossier = unit.dossier(dossier_id)
        events = unit.events(dossier_id)
    return allowed_decisions(
        dossier,
        office.now(),
        max_supplements=rule_set(dossier.rule_set).max_supplements,
        approved=approved_in(events),
        refusal=refusal_in(office, events),
    )


def decide(
    office: Office,
    dossier_id: DossierId,
    decision: Decision,
    *,
    reason: str = "",
    legal_ground: str = "",
    guidance: str | None = None,
    earlier: Earlier | None = None,
) -> Decided:
    """Stop the intake window by one decision. A decision after the window is possible and is recorded as late.

    `guidance`: the body that has the authority, when this one has not; the applicant is told to go there (R1.5). None:
    this one has; empty: Refused.
    `earlier`: it was taken before it is written down; clock and appointment go by its real moment (`late_record`).
    """
    recorded = office.now()
    now = earlier.at if earlier else recorded
    require(office.person, Act.DECIDE_INTAKE)
    if decision is Decision.REQUEST_SUPPLEMENT:
        _never_ask_twice(office, dossier_id)
    with office.store.unit_of_work() as unit:
        dossier = unit.dossier(dossier_id)
        rules = rule_set(dossier.rule_set)
        events = unit.events(dossier_id)
        check_earlier(earlier, dossier, events, recorded)
        check_decision(
            dossier,
            decision,
            now,
            max_supplements=rules.max_supplements,
            reason=with_guidance(reason, guidance),
            legal_ground=legal_ground,
            approved=approved_in(events),
            refusal=refusal_in(office, events),
        )
        check_as_approved(events, decision, reason, legal_ground, guidance)
        unit.questions.answered(dossier_id)  # whatever was asked
        further = is_further(dossier, decision, rules.max_supplements)
        # A withdrawal may come after the decision: the window was stopped by that one, and by that one only (R1.4).
        stops = dossier.state.awaits_intake
        late = stops and is_late(dossier, now)
        changed: dict[str, object] = {"state": STATE_AFTER[decision]}
        if stops:
            changed["decided_at"] = now
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
                reason=with_guidance(reason, guidance) or None,
                legal_ground=legal_ground or (approval_in(events).ground if further else "") or None,
                items="\n".join(supplement_items(dossier)) if decision is Decision.REQUEST_SUPPLEMENT else None,
                guidance=guidance or None,
                counts_overdue=1 if further else None,
                **clock_details(office, dossier, now),
                **earlier_details(earlier),
                **term,
            )
        )
        if earlier is not None:  # found again by the supervisor without reading every dossier
            told = earlier_details(earlier)["happened_at"]
            unit.append_event(
                office.event(RECORDED_LATE, None, dossier=dossier_id, act=str(decision), happened_at=told)
            )
        if decision is Decision.ACCEPT:
            enter_in_book(unit, dossier_id, recorded)
        after = unit.dossier(dossier_id)
        unit.commit()
    return Decided(dossier=after, late=late, changes=_changes(dossier_id))


def _never_ask_twice(office: Office, dossier_id: DossierId) -> None:
    """Refused `workflow.asked_twice`: a paper that is missing or has failed exists already (regulation R6.1)."""
    with office.store.unit_of_work() as unit:
        dossier = unit.dossier(dossier_id)
    wanted = (
        part
        for part in dossier.components
        if part.verdict is ComponentVerdict.FAIL or (part.required and part.file is None)
    )
    existing = reuse.asked_twice(office, dossier, wanted)
    if existing:
        raise Refused("workflow.asked_twice", names="; ".join(part.name for part in existing))


_VERDICTS = {
    ComponentVerdict.PASS: "workflow.verdict_pass",
    ComponentVerdict.FAIL: "workflow.verdict_fail",
    ComponentVerdict.NOT_CHECKED: "workflow.verdict_not_checked",
}
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
    papers.check_open_for_intake(dossier)
    return dossier


def _component(dossier: Dossier, component_id: ComponentId) -> Component:
    return next(component for component in dossier.components if component.id == component_id)


def _changes(dossier_id: DossierId, files: bool = False) -> Changes:
    return Changes(dossiers=frozenset({dossier_id}), queue=True, files=files)
