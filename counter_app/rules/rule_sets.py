"""The rule sets that come with the application, which of them holds for a moment, and the intake window under it."""

import tomllib
from dataclasses import fields
from datetime import date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from counter_app.clock import vietnam
from counter_app.errors import Misuse, Trouble
from counter_app.model.dossier import Channel, Decision
from counter_app.model.procedure import AfterSupplement, Source
from counter_app.resources import resource
from counter_app.rules.rule_set import FormName, LegalBasis, RuleSet

_CONVERSIONS: dict[str, Any] = {
    "intake_channels": lambda values: frozenset(map(Channel, values)),
    "intake_stopped_by": lambda values: frozenset(map(Decision, values)),
    "after_supplement": AfterSupplement,
    "late_receipt_after": time.fromisoformat,
}


class CountsMinutes(Protocol):
    """The part of the working calendar that the intake window needs."""

    def add_minutes(self, start: datetime, minutes: int) -> datetime: ...


@cache
def rule_sets() -> tuple[RuleSet, ...]:
    """All shipped sets, oldest first."""
    found = map(read_rule_set, resource("rules", "sets").glob("*.toml"))
    return tuple(sorted(found, key=lambda rules: rules.effective_from))


def rule_set_for(moment: datetime) -> RuleSet:
    """The set in force at `moment` in Viet Nam. Trouble when no shipped set reaches back that far."""
    day = vietnam(moment).date()
    for rules in rule_sets():
        if rules.in_force(day):
            return rules
    raise Trouble("rules.none_in_force", day=f"{day:%d/%m/%Y}", first=f"{rule_sets()[0].effective_from:%d/%m/%Y}")


def rule_set(set_id: str) -> RuleSet:
    """The set that a dossier was received under. Misuse when it is not shipped."""
    for rules in rule_sets():
        if rules.id == set_id:
            return rules
    raise Misuse("rules.unknown", id=set_id, known=", ".join(rules.id for rules in rule_sets()))


def intake_due(rules: RuleSet, calendar: CountsMinutes, channel: Channel, received_at: datetime) -> datetime | None:
    """End of the window that begins when the system received the dossier (R1.1–R1.3).

    None: no window runs for this channel (direct and postal dossiers are answered at the counter, R1.7).
    """
    if channel not in rules.intake_channels:
        return None
    return calendar.add_minutes(received_at, rules.intake_limit_minutes)


def read_rule_set(path: Path) -> RuleSet:
    """One file. Misuse names the figure that is missing, unknown or wrong."""
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
        values, sources = _figures(found["figures"])
        rules = RuleSet(
            id=found["id"],
            name=found["name"],
            effective_from=_day(found["effective_from"]),
            effective_to=_day(found["effective_to"]) if "effective_to" in found else None,
            forms=tuple(
                FormName(kind=row["kind"], number=row["number"], name=row["name"], source=_source(row))
                for row in found["forms"]
            ),
            legal_basis=tuple(LegalBasis(**row) for row in found["legal_basis"]),
            sources=sources,
            **values,
        )
    except (KeyError, TypeError, ValueError) as error:  # TOML's own mistakes are ValueErrors
        raise Misuse("rules.unreadable", file=path.name, detail=str(error)) from error
    return rules


def _figures(tables: dict[str, dict[str, Any]]) -> tuple[dict[str, Any], dict[str, Source]]:
    known = {field.name for field in fields(RuleSet)}
    for name in tables:
        if name not in known:
            raise ValueError(f"figures.{name}")
    values = {name: _CONVERSIONS.get(name, lambda value: value)(table["value"]) for name, table in tables.items()}
    return values, {name: _source(table) for name, table in tables.items()}


def _source(table: dict[str, Any]) -> Source:
    document = ", ".join(part for part in (table.get("article", ""), table["document"]) if part)
    return Source(document=document, verified=table["verified"])


def _day(value: object) -> date:
    if not isinstance(value, date):
        raise TypeError(f"{value} is not a date")
    return value
