"""Which decision may stop the intake window now, and why the others may not (regulation R1.4, R1.5, R2.5). Pure."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from counter_app.errors import Refused
from counter_app.intake.legal_ground import missing_parts
from counter_app.messages import sentence
from counter_app.model.dossier import Component, ComponentVerdict, Decision, Dossier, DossierState

_OPEN_TO_WITHDRAWAL = {
    DossierState.NEW,
    DossierState.ACCEPTED,
    DossierState.PROCESSING,
    DossierState.SUPPLEMENT_REQUESTED,
    DossierState.PAYMENT_REQUESTED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Obstacle:
    """One reason against a decision: code and values, words on demand."""

    code: str
    values: dict[str, str | int] = field(default_factory=dict)

    @property
    def message(self) -> str:
        return sentence(self.code, **self.values).what

    @property
    def advice(self) -> str:
        return sentence(self.code, **self.values).advice


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionOption:
    """One of the four decisions as the officer may or may not take it now."""

    decision: Decision
    allowed: bool
    obstacles: tuple[Obstacle, ...] = ()  # why not; empty when allowed
    cautions: tuple[Obstacle, ...] = ()  # allowed, but to be thought of
    late: bool = False  # the window is over: it is taken all the same, and recorded as late
    needs_reason: bool = False  # words for the applicant must be typed
    needs_legal_ground: bool = False  # document, article and clause must be typed
    needs_approval: bool = False  # a supervisor must approve first, and nobody has asked
    approval_waits: bool = False  # asked, not yet approved

    @property
    def reason_code(self) -> str:
        """The first obstacle's code; empty when allowed."""
        return self.obstacles[0].code if self.obstacles else ""


class Approved(StrEnum):
    """Where the approval of a further supplement request, or of a refusal, stands."""

    NOT_NEEDED = "not_needed"  # the office does not ask for it
    NOT_ASKED = "not_asked"
    WAITS = "waits"
    YES = "yes"


def allowed_decisions(
    dossier: Dossier,
    now: datetime,
    *,
    max_supplements: int,
    approved: Approved = Approved.NOT_ASKED,
    refusal: Approved = Approved.NOT_NEEDED,
) -> tuple[DecisionOption, ...]:
    """All four, in the order of `Decision`. `max_supplements` is the rule set's figure for one dossier; `approved`: a
    further supplement request, `refusal`: the refusal."""
    return tuple(
        _option(dossier, decision, now, max_supplements, refusal if decision is Decision.REFUSE else approved)
        for decision in Decision
    )


def check_decision(
    dossier: Dossier,
    decision: Decision,
    now: datetime,
    *,
    max_supplements: int,
    reason: str = "",
    legal_ground: str = "",
    approved: Approved = Approved.NOT_ASKED,
    refusal: Approved = Approved.NOT_NEEDED,
) -> None:
    """Refused with the first obstacle's code when the decision may not be taken with these words."""
    refuses = decision is Decision.REFUSE
    option = _option(dossier, decision, now, max_supplements, refusal if refuses else approved)
    if option.obstacles:
        first = option.obstacles[0]
        raise Refused(first.code, **first.values)
    if option.needs_reason and not reason.strip():
        raise Refused("intake.reason_missing")
    if option.needs_legal_ground and not legal_ground.strip():
        raise Refused("intake.ground_missing")
    if option.needs_legal_ground and (lacking := missing_parts(legal_ground)):
        raise Refused("intake.ground_incomplete", parts=", ".join(lacking))
    if refuses and option.needs_approval:
        raise Refused("intake.refusal_needs_approval")


def is_late(dossier: Dossier, now: datetime) -> bool:
    """After the window; exactly at its end is in time (R1.4). A dossier without a window is never late."""
    return dossier.intake_due_at is not None and now > dossier.intake_due_at


def _option(
    dossier: Dossier, decision: Decision, now: datetime, max_supplements: int, approved: Approved
) -> DecisionOption:
    obstacles = tuple(_obstacles(dossier, decision, max_supplements, approved))
    refuses = decision is Decision.REFUSE
    asks = (refuses or is_further(dossier, decision, max_supplements)) and dossier.state.awaits_intake
    further = is_further(dossier, decision, max_supplements)
    return DecisionOption(
        decision=decision,
        allowed=not obstacles,
        obstacles=obstacles,
        cautions=() if obstacles else tuple(_cautions(dossier, decision, further)),
        late=dossier.state.awaits_intake and is_late(dossier, now),
        needs_reason=refuses,
        needs_legal_ground=refuses,
        needs_approval=asks and approved is Approved.NOT_ASKED,
        approval_waits=asks and approved is Approved.WAITS,
    )


def is_further(dossier: Dossier, decision: Decision, max_supplements: int) -> bool:
    """A supplement request beyond what the rules allow: approved or not, the index counts the dossier as overdue."""
    return decision is Decision.REQUEST_SUPPLEMENT and dossier.supplement_count >= max_supplements


def _obstacles(dossier: Dossier, decision: Decision, max_supplements: int, approved: Approved) -> list[Obstacle]:
    if decision is Decision.WITHDRAW:
        return [] if dossier.state in _OPEN_TO_WITHDRAWAL else [Obstacle(code="intake.nothing_to_withdraw")]
    if not dossier.state.awaits_intake:
        return [Obstacle(code="intake.already_decided")]
    if decision is Decision.ACCEPT:
        return _against_acceptance(dossier)
    if decision is Decision.REQUEST_SUPPLEMENT:
        return _against_supplement(dossier, max_supplements, approved)
    # Else a refusal stands or falls with its legal ground; it is asked for with the very words that it will have.
    return [Obstacle(code="intake.refusal_waits_for_approval")] if approved is Approved.WAITS else []


def _against_acceptance(dossier: Dossier) -> list[Obstacle]:
    """Complete and correct: every required component is there and passed (NĐ 61/2018, 17; NĐ 309/2026, 8)."""
    required = [component for component in dossier.components if component.required]
    if not dossier.components:
        return [Obstacle(code="intake.no_components")]
    groups = (
        ("intake.component_missing", [part for part in required if part.file is None]),
        ("intake.component_failed", [part for part in required if _failed(part) and part.file]),
        (
            "intake.component_unchecked",
            [part for part in required if part.file and part.verdict is ComponentVerdict.NOT_CHECKED],
        ),
    )
    return [_listed(code, parts) for code, parts in groups if parts]


def _against_supplement(dossier: Dossier, max_supplements: int, approved: Approved) -> list[Obstacle]:
    """One complete instruction, at most as often as the rules say (R2.5: the index counts a further one as late)."""
    if dossier.supplement_count >= max_supplements and approved is not Approved.YES:
        values: dict[str, str | int] = {"count": dossier.supplement_count, "limit": max_supplements}
        waits = approved is Approved.WAITS
        code = "intake.supplement_waits_for_approval" if waits else "intake.supplement_needs_approval"
        return [Obstacle(code=code, values={} if waits else values)]
    failed = [part for part in dossier.components if _failed(part)]
    if not failed and not any(part.required and part.file is None for part in dossier.components):
        return [Obstacle(code="intake.nothing_to_supplement")]
    silent = [part for part in failed if not part.remark.strip()]
    return [_listed("intake.remark_missing", silent)] if silent else []


def _cautions(dossier: Dossier, decision: Decision, further: bool) -> list[Obstacle]:
    if decision is not Decision.REQUEST_SUPPLEMENT:
        return []
    counted = [Obstacle(code="intake.supplement_counts_overdue")] if further else []
    unchecked = [part for part in dossier.components if part.file and part.verdict is ComponentVerdict.NOT_CHECKED]
    return counted + ([_listed("intake.supplement_not_complete", unchecked)] if unchecked else [])


def _failed(component: Component) -> bool:
    return component.verdict is ComponentVerdict.FAIL


def _listed(code: str, components: list[Component]) -> Obstacle:
    names = "; ".join(f"{part.number}. {part.name}" for part in components[:3])
    return Obstacle(code=code, values={"count": len(components), "names": names + (" …" if components[3:] else "")})
