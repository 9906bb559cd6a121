"""A supplement during processing in words: what stands in its way, what to think of, what is awaited. Free of Qt."""

from dataclasses import dataclass
from datetime import datetime

from counter_app.access.people import Act, may
from counter_app.intake.decisions import Obstacle
from counter_app.model.dossier import Component
from counter_app.model.person import Person
from counter_app.supervision.clocks import happened
from counter_app.workflow.after_intake import AfterIntake
from counter_app.working_time.words import moment_words
from ui.presenters.results import SignedLine


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplementView:
    """`lines` say how it stands. Of `may_ask`, `may_approve` and `awaited` at most one is true."""

    lines: tuple[SignedLine, ...] = ()
    may_ask: bool = False
    may_approve: bool = False  # a supervisor is to be asked first
    awaited: bool = False
    needs_ground: bool = False
    papers: tuple[Component, ...] = ()

    @property
    def shown(self) -> bool:
        return self.may_ask or self.awaited or bool(self.lines)


def supplement_view(found: AfterIntake, person: Person, now: datetime) -> SupplementView:
    """Empty where this person has nothing to do with it."""
    option = found.supplement
    if not may(person, Act.DECIDE_INTAKE) or not (option.possible or option.asked):
        return SupplementView()
    if option.asked is not None:
        asked = SignedLine(
            icon="hourglass",
            token="warn",
            first=f"Chờ người nộp bổ sung từ {moment_words(happened(option.asked), now)}",
            second=_wanted(str(option.asked.details.get("items") or "")),
        )
        return SupplementView(lines=(asked,), awaited=True)
    lines = [_line(one, "octagon-alert", "bad") for one in option.obstacles]
    lines += [_line(one, "triangle-alert", "warn") for one in option.cautions]
    if option.approval.turned_down_by:
        first = "Lãnh đạo không duyệt lần xin trước"
        lines.append(SignedLine(icon="circle-x", token="text2", first=first, second=option.approval.reason))
    return SupplementView(
        lines=tuple(lines),
        may_ask=not option.obstacles,
        may_approve=option.needs_approval,
        needs_ground=option.needs_ground,
        papers=found.dossier.components,
    )


def _line(one: Obstacle, icon: str, token: str) -> SignedLine:
    return SignedLine(icon=icon, token=token, first=one.message, second=one.advice)


def _wanted(items: str) -> str:
    lines = [line for line in items.split("\n") if line]
    return "\n".join(f"{number}. {line}" for number, line in enumerate(lines, start=1))
