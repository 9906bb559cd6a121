"""What the supervisor's board asks of a large register, each beside what a person does not notice in the background."""

from __future__ import annotations

import statistics
from collections.abc import Callable
from datetime import timedelta

from bench import Row, compare, once
from counter_app.model.queue import GroupBy
from counter_app.workflow import alerts, approval, board, digest, lists
from counter_app.workflow.office import Office

UNNOTICED_MS = 300.0
FIGURES = (
    *("open", "awaiting_intake", "intake_due_soon", "overdue", "missing_signature", "no_state_change"),
    *("missing_result", "waits_for_applicant", "unsigned_components", "unsigned_result", "timestamp_debt"),
)
THEN = ("awaiting_intake", "intake_due_soon", "overdue", "missing_signature")


def rows(office: Office, count: int, runs: int) -> list[Row]:
    """Medians; of the lists behind the figures the slowest one."""
    then = office.now() - timedelta(days=1)
    asked: dict[str, Callable[[], object]] = {
        "the board with yesterday and last week": lambda: board.board(office),
        "questions that wait for the supervisor": lambda: approval.waiting(office),
        "when a list was taken in last": lambda: lists.last_import(office),
        "alerts of the minute": lambda: alerts.take(office),
        "the shift's bulletin": lambda: digest.make(office),
        "groups by officer": lambda: board.groups(office, GroupBy.HOLDER),
        "one officer's queue": lambda: board.group_ids(office, GroupBy.HOLDER, "cb7", None),
    }
    times = {name: _median(work, runs) for name, work in asked.items()}
    behind = {one: _median(lambda one=one: board.dossiers_behind(office, one), runs) for one in FIGURES}  # type: ignore[misc]
    earlier = {one: _median(lambda one=one: board.dossiers_behind(office, one, at=then), runs) for one in THEN}  # type: ignore[misc]
    for name, found in (("list behind a figure", behind), ("list behind a figure of yesterday", earlier)):
        slowest = max(found, key=lambda one: found[one])
        times[f"{name}, the slowest ({slowest})"] = found[slowest]
    return [compare(f"board: {name}, {count} dossiers", ms, "unnoticed", UNNOTICED_MS) for name, ms in times.items()]


def _median(work: Callable[[], object], runs: int) -> float:
    def silent() -> None:
        work()

    return statistics.median(once(silent) for _ in range(runs))
