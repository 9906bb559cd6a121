"""What has happened after intake in the practice office: told by `resources/practice/life.toml`, done by the real acts.

Each act is done at its own earlier moment of working time, by the officer who holds the dossier.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from counter_app.clock import FixedClock
from counter_app.exchange.practice import worked_before
from counter_app.model.dossier import DossierId
from counter_app.model.life import FeedbackKind, OverdueCause, Satisfaction, WaitFor
from counter_app.resources import resource
from counter_app.workflow import feedback, lateness, returns
from counter_app.workflow.office import Office

Told = dict[str, Any]
FILE = "life.toml"


def read_life() -> dict[str, list[Told]]:
    """By what happened: withdrawn, stopped, returned, waiting, explained, rated, feedback."""
    return tomllib.loads(resource("practice", FILE).read_text(encoding="utf-8"))


def tell_life(office: Office, known: Mapping[int, DossierId]) -> None:
    """`known`: the dossiers by their sequence in the practice list."""
    told = read_life()
    for each in told["waiting"]:
        _wait(office, known[each["about"]], each)
    for each in told["explained"]:
        _explain(office, known[each["about"]], each)
    for each in told["rated"]:
        at = earlier_office(office, each["minutes_ago"])
        returns.rate(at, known[each["about"]], Satisfaction(each["satisfaction"]), source="scanned")
    for each in sorted(told["feedback"], key=lambda one: -int(one["received_minutes_ago"])):
        _feedback(office, known.get(each.get("about", -1)), each)


def earlier_office(office: Office, minutes_ago: int) -> Office:
    """The office as it was so many working minutes ago."""
    now = office.now().replace(second=0, microsecond=0)
    return replace(office, clock=FixedClock(worked_before(office.calendar, now, minutes_ago)))


def _wait(office: Office, dossier_id: DossierId, told: Told) -> None:
    begun = earlier_office(office, told["begun_minutes_ago"])
    lateness.begin_waiting(begun, dossier_id, WaitFor(told["for"]), whom=told["whom"], reason=told["reason"])
    if "ended_minutes_ago" in told:
        lateness.end_waiting(earlier_office(office, told["ended_minutes_ago"]), dossier_id)


def _explain(office: Office, dossier_id: DossierId, told: Told) -> None:
    lateness.explain_overdue(
        office, dossier_id, OverdueCause(told["cause"]), words=told["words"], responsible=told["responsible"]
    )


def _feedback(office: Office, dossier_id: DossierId | None, told: Told) -> None:
    new, _ = feedback.receive_feedback(
        earlier_office(office, told["received_minutes_ago"]),
        FeedbackKind(told["kind"]),
        sender=told["sender"],
        contact=told["contact"],
        content=told["content"],
        dossier_id=dossier_id,
    )
    if "forwarded_to" in told:
        at = earlier_office(office, told["forwarded_minutes_ago"])
        feedback.forward_feedback(at, new.id, to=told["forwarded_to"])
    if "answer" in told:
        feedback.answer_feedback(earlier_office(office, told["answered_minutes_ago"]), new.id, answer=told["answer"])
