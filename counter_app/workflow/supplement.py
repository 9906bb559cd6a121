"""A supplement: asked for while a dossier is being resolved, and received, at intake or then (R1.6, R2.4, R2.5).

While the applicant has the dossier its term does not run. When the papers are complete the term is counted again from
the start, or goes on with what was left; a term that was over when they were asked for stays over.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from counter_app.access.people import Act, require
from counter_app.clock import vietnam
from counter_app.errors import OutsideCalendar, Refused
from counter_app.intake.decisions import Approved, Obstacle
from counter_app.intake.legal_ground import missing_parts
from counter_app.model.approval import Approval
from counter_app.model.changes import Changes
from counter_app.model.dossier import (
    Component,
    ComponentId,
    ComponentVerdict,
    Decision,
    Dossier,
    DossierId,
    DossierState,
    Event,
)
from counter_app.model.form import FormKind
from counter_app.model.procedure import AfterSupplement
from counter_app.model.text import nfc
from counter_app.rules.rule_sets import rule_set
from counter_app.supervision.clocks import PROCESSING, Clocks, intake_window, iso, rebuild, told_moment
from counter_app.workflow.approval import approval_in
from counter_app.workflow.decision_details import approved_in
from counter_app.workflow.forms import Printed, commit_with, print_within
from counter_app.workflow.lateness import IN_WORK
from counter_app.workflow.office import Office
from counter_app.workflow.ports import UnitOfWork
from counter_app.workflow.procedures import received_under
from counter_app.working_time.calendar import WorkingCalendar
from counter_app.working_time.terms import term_due

STAGE = "Thẩm định hồ sơ"


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplementOption:
    """What the rules say to a request during processing now. Without `possible` nothing is offered at all."""

    possible: bool = False
    obstacles: tuple[Obstacle, ...] = ()  # why not yet
    cautions: tuple[Obstacle, ...] = ()  # allowed, but to be thought of
    needs_ground: bool = False  # document, article and clause must be typed
    needs_approval: bool = False  # a supervisor must be asked first
    approval: Approval = field(default_factory=Approval)
    asked: Event | None = None  # the request whose papers are awaited now


def option(office: Office, dossier: Dossier, events: Sequence[Event]) -> SupplementOption:
    clocks = rebuild(events, dossier)
    if clocks.supplement is not None:
        return SupplementOption(asked=clocks.supplement)
    if dossier.state not in IN_WORK:
        return SupplementOption()
    rules = rule_set(dossier.rule_set)
    over = _too_late_to_return(office, dossier, clocks)
    further = dossier.supplement_count >= rules.max_supplements
    approved = approved_in(events)
    obstacles, cautions = [], []
    if further and approved is Approved.WAITS:
        obstacles.append(Obstacle(code="intake.supplement_waits_for_approval"))
    elif further and approved is Approved.NOT_ASKED:
        values: dict[str, str | int] = {"count": dossier.supplement_count, "limit": rules.max_supplements}
        obstacles.append(Obstacle(code="intake.supplement_needs_approval", values=values))
    elif further:
        cautions.append(Obstacle(code="intake.supplement_counts_overdue"))
    if over is not None:
        cautions.append(over)
    if _is_over(dossier, office.now()):
        cautions.append(Obstacle(code="workflow.supplement_stays_overdue"))
    return SupplementOption(
        possible=True,
        obstacles=tuple(obstacles),
        cautions=tuple(cautions),
        needs_ground=over is not None,
        needs_approval=further and approved is Approved.NOT_ASKED,
        approval=approval_in(events),
    )


def ask(
    office: Office,
    dossier_id: DossierId,
    *,
    papers: Mapping[ComponentId, str],
    others: Sequence[str] = (),
    reason: str,
    legal_ground: str = "",
    stage: str = STAGE,
) -> Printed:
    """Ask in writing for what a dossier in work lacks: form 02, state and event in one transaction.

    `papers`: what is wrong with each component that must come again; `others`: what else is wanted, a line each.
    Refused: not in work, nothing wanted, a paper without a remark, no reason, a further request without approval, the
    days for sending back have passed and no legal ground is typed.
    """
    require(office.person, Act.DECIDE_INTAKE)
    now = office.now()
    with office.store.unit_of_work() as unit:
        dossier, events = unit.dossier(dossier_id), unit.events(dossier_id)
        found = option(office, dossier, events)
        wanted = tuple(nfc(" ".join(one.split())) for one in others if one.strip())
        _check(dossier, found, papers, wanted, reason, legal_ground)
        for part in dossier.components:
            if part.id in papers:
                unit.update_component(
                    part.id,
                    verdict=ComponentVerdict.FAIL,
                    remark=nfc(papers[part.id].strip()),
                    checked_by=office.person.login,
                    checked_at=now,
                )
        further = found.approval.approved_by != ""
        over = _is_over(dossier, now)
        named = (f"{part.name}: {nfc(papers[part.id].strip())}" for part in dossier.components if part.id in papers)
        unit.append_event(
            office.event(
                str(Decision.REQUEST_SUPPLEMENT),
                dossier_id,
                during=PROCESSING,
                items="\n".join((*named, *wanted)),
                reason=nfc(reason.strip()),
                legal_ground=nfc(legal_ground.strip()) or (found.approval.ground if further else "") or None,
                stage=nfc(stage),
                state_before=int(dossier.state),
                due_at=iso(dossier.due_at),
                overdue=int(over),
                counts_overdue=1 if further else None,
                after_supplement=str(_mode(unit, dossier, over)),
            )
        )
        unit.update_dossier(
            dossier,
            state=DossierState.SUPPLEMENT_REQUESTED,
            supplement_count=dossier.supplement_count + 1,
            due_at=dossier.due_at if over else None,  # nothing runs while the applicant has it
        )
        printed = print_within(office, unit, FormKind.SUPPLEMENT_REQUEST, dossier_id)
        commit_with(unit, printed)
    return Printed(path=printed.path, number=printed.number, changes=_changes(dossier_id))


def receive(office: Office, dossier_id: DossierId) -> Changes:
    """What was missing has come. At intake a new window starts now (R1.6); during processing the term goes on as the
    rules say, once every paper is in order.

    Refused: no supplement is awaited; during processing a paper that is not in order, an appointment beyond the
    calendar.
    """
    require(office.person, Act.RECEIVE)
    with office.store.unit_of_work() as unit:
        dossier = unit.dossier(dossier_id)
        if dossier.state is not DossierState.SUPPLEMENT_REQUESTED:
            raise Refused("workflow.no_supplement_awaited", code=dossier.display_code)
        clocks = rebuild(unit.events(dossier_id), dossier)
        if clocks.supplement is None:
            _new_window(office, unit, dossier)
        else:
            _resume(office, unit, dossier, clocks, clocks.supplement)
        unit.commit()
    return _changes(dossier_id)


def _new_window(office: Office, unit: UnitOfWork, dossier: Dossier) -> None:
    now = office.now()
    procedure, rules = received_under(unit, dossier), rule_set(dossier.rule_set)
    window = intake_window(office.calendar, rules, procedure, dossier.channel, now)
    due = window.due_at if window else None
    unit.update_dossier(dossier, state=DossierState.NEW, received_at=now, decided_at=None, intake_due_at=due)
    unit.append_event(office.event("receive_supplement", dossier.id, intake_due_at=iso(due)))


def _resume(office: Office, unit: UnitOfWork, dossier: Dossier, clocks: Clocks, asked: Event) -> None:
    lacking = [part for part in dossier.components if _not_in_order(part, asked.at)]
    if lacking:
        names = "; ".join(f"{part.number}. {part.name}" for part in lacking)
        raise Refused("workflow.supplement_not_in_order", count=len(lacking), names=names)
    now = office.now()
    due = _due_after(office.calendar, dossier, clocks, asked, now)
    signed = all(part.signed for part in dossier.components if part.must_sign and part.file)
    before = DossierState(int(asked.details["state_before"] or 0))
    state = before if signed else DossierState.ACCEPTED  # what has come anew is signed, then passed on again
    unit.update_dossier(dossier, state=state, due_at=due)
    mode = asked.details.get("after_supplement")
    unit.append_event(
        office.event("receive_supplement", dossier.id, during=PROCESSING, after_supplement=mode, due_at=iso(due))
    )


def _not_in_order(part: Component, since: datetime) -> bool:
    """It was asked for and nobody has passed it, or its file came since and nobody has looked at it."""
    if part.verdict is ComponentVerdict.NOT_CHECKED:
        return part.file is not None and part.file.attached_at >= since
    return part.verdict is ComponentVerdict.FAIL


def _due_after(
    calendar: WorkingCalendar, dossier: Dossier, clocks: Clocks, asked: Event, now: datetime
) -> datetime | None:
    """The appointment once the papers are complete; None: none was ever told."""
    term = clocks.term.complete(now) if clocks.term else None
    promised = dossier.due_at or told_moment(asked, "due_at")
    try:
        if term is not None and (not clocks.reappointments or term.runs_from == now):
            return term_due(calendar, term)
        if promised is None or promised <= asked.at:
            return promised
        # Promised by a list or anew: the working days that were left are left.
        left, today = calendar.working_days_between(vietnam(asked.at).date(), vietnam(promised).date()), now.date()
        return calendar.add_working_days(today, left) if left else calendar.closing_on_or_after(today)
    except OutsideCalendar as error:
        raise Refused("workflow.appointment_outside_calendar") from error


def _check(
    dossier: Dossier,
    found: SupplementOption,
    papers: Mapping[ComponentId, str],
    others: Sequence[str],
    reason: str,
    legal_ground: str,
) -> None:
    if not found.possible:
        raise Refused("workflow.not_in_work", code=dossier.display_code)
    if found.obstacles:
        raise Refused(found.obstacles[0].code, **found.obstacles[0].values)
    if not papers and not others:
        raise Refused("forms.items_missing")
    silent = [part for part in dossier.components if part.id in papers and not papers[part.id].strip()]
    if silent:
        names = "; ".join(f"{part.number}. {part.name}" for part in silent)
        raise Refused("intake.remark_missing", count=len(silent), names=names)
    if not reason.strip():
        raise Refused("workflow.supplement_without_reason")
    if found.needs_ground and not legal_ground.strip():
        raise Refused(found.cautions[0].code, **found.cautions[0].values)
    if legal_ground.strip() and (lacking := missing_parts(legal_ground)):
        raise Refused("intake.ground_incomplete", parts=", ".join(lacking))


def _too_late_to_return(office: Office, dossier: Dossier, clocks: Clocks) -> Obstacle | None:
    """The days from receipt in which a dossier may be sent back have passed (NĐ 61/2018, 19.4 and what followed it)."""
    days = rule_set(dossier.rule_set).return_for_supplement_days
    begun = clocks.term.runs_from if clocks.term else dossier.decided_at or dossier.received_at
    try:
        last = office.calendar.add_working_days(vietnam(begun).date(), days)
    except OutsideCalendar:
        return None
    if office.now() <= last:
        return None
    shown: date = vietnam(begun).date()
    values: dict[str, str | int] = {"received": f"{shown:%d/%m/%Y}", "days": days, "last": f"{last:%d/%m/%Y}"}
    return Obstacle(code="workflow.supplement_after_return_days", values=values)


def _mode(unit: UnitOfWork, dossier: Dossier, over: bool) -> AfterSupplement:
    """As the procedure or else the rules say; a term that is over is not begun anew."""
    if over:
        return AfterSupplement.PAUSE
    procedure = received_under(unit, dossier)
    own = procedure.after_supplement if procedure else None
    return own or rule_set(dossier.rule_set).after_supplement


def _is_over(dossier: Dossier, now: datetime) -> bool:
    return dossier.due_at is not None and now > dossier.due_at


def _changes(dossier_id: DossierId) -> Changes:
    return Changes(dossiers=frozenset({dossier_id}), queue=True, files=True)
