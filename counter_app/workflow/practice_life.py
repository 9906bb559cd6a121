"""What has happened after intake in the practice office: told by `resources/practice/life.toml`, done by the real acts.

Each act is done at its own earlier moment of working time, by the officer who holds the dossier.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from counter_app.clock import FixedClock
from counter_app.exchange.practice import worked_before
from counter_app.model.dossier import Applicant, ApplicantKind, Channel, Decision, DossierId
from counter_app.model.life import FeedbackKind, OverdueCause, Satisfaction, WaitFor
from counter_app.model.request import Request
from counter_app.resources import resource
from counter_app.workflow import feedback, intake, lateness, reception, returns
from counter_app.workflow.office import Office

Told = dict[str, Any]
FILE = "life.toml"


def tell_life(office: Office, known: Mapping[int, DossierId]) -> None:
    """`known`: the dossiers by their sequence in the practice list."""
    told = tomllib.loads(resource("practice", FILE).read_text(encoding="utf-8"))
    for each in told["withdrawn"]:
        _withdraw(office, each)
    for each in told["waiting"]:
        _wait(office, known[each["about"]], each)
    for each in told["explained"]:
        _explain(office, known[each["about"]], each)
    for each in told["rated"]:
        at = _at(office, each["minutes_ago"])
        returns.rate(at, known[each["about"]], Satisfaction(each["satisfaction"]), source="scanned")
    for each in sorted(told["feedback"], key=lambda one: -int(one["received_minutes_ago"])):
        _feedback(office, known.get(each.get("about", -1)), each)


def _at(office: Office, minutes_ago: int) -> Office:
    """The office as it was so many working minutes ago."""
    now = office.now().replace(second=0, microsecond=0)
    return replace(office, clock=FixedClock(worked_before(office.calendar, now, minutes_ago)))


def _withdraw(office: Office, told: Told) -> None:
    before = _at(office, told["received_minutes_ago"])
    applicant = Applicant(
        name=told["applicant"],
        kind=ApplicantKind.ENTERPRISE,
        identity_number=told["number"],
        address=told["address"],
    )
    with office.store.unit_of_work() as unit:
        procedure = unit.procedure(told["procedure"])
    assert procedure is not None
    request = Request(
        procedure_code=procedure.code,
        case_name=procedure.cases[0].name,
        channel=Channel[told["channel"].upper()],
        applicant=applicant,
    )
    made = reception.receive(before, request, although=tuple(one.id for one in reception.twins(before, request)))
    after = _at(office, told["withdrawn_minutes_ago"])
    intake.decide(after, made.dossier.id, Decision.WITHDRAW, reason=told["reason"])


def _wait(office: Office, dossier_id: DossierId, told: Told) -> None:
    begun = _at(office, told["begun_minutes_ago"])
    lateness.begin_waiting(begun, dossier_id, WaitFor(told["for"]), whom=told["whom"], reason=told["reason"])
    if "ended_minutes_ago" in told:
        lateness.end_waiting(_at(office, told["ended_minutes_ago"]), dossier_id)


def _explain(office: Office, dossier_id: DossierId, told: Told) -> None:
    lateness.explain_overdue(
        office, dossier_id, OverdueCause(told["cause"]), words=told["words"], responsible=told["responsible"]
    )


def _feedback(office: Office, dossier_id: DossierId | None, told: Told) -> None:
    new, _ = feedback.receive_feedback(
        _at(office, told["received_minutes_ago"]),
        FeedbackKind(told["kind"]),
        sender=told["sender"],
        contact=told["contact"],
        content=told["content"],
        dossier_id=dossier_id,
    )
    if "forwarded_to" in told:
        at = _at(office, told["forwarded_minutes_ago"])
        feedback.forward_feedback(at, new.id, to=told["forwarded_to"])
    if "answer" in told:
        feedback.answer_feedback(_at(office, told["answered_minutes_ago"]), new.id, answer=told["answer"])
