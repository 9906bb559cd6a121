"""How long personal data are kept: dated data (resources/rules/retention.toml)."""

import tomllib
from datetime import date
from functools import cache
from typing import Any

from counter_app.errors import Misuse
from counter_app.model.dossier import DossierState
from counter_app.model.retention import KeptKind, RetentionRule
from counter_app.resources import resource


def retention_rules(day: date) -> tuple[RetentionRule, ...]:
    """Of each rule the newest entry in force on `day`, in the order of the file."""
    chosen: dict[str, RetentionRule] = {}
    for rule in _all():
        if rule.effective_from <= day and (
            rule.id not in chosen or chosen[rule.id].effective_from < rule.effective_from
        ):
            chosen[rule.id] = rule
    return tuple(chosen.values())


@cache
def _all() -> tuple[RetentionRule, ...]:
    path = resource("rules", "retention.toml")
    try:
        return tuple(_rule(row) for row in tomllib.loads(path.read_text(encoding="utf-8"))["rule"])
    except (KeyError, TypeError, ValueError) as error:  # TOML's own mistakes are ValueErrors
        raise Misuse("rules.unreadable", file=path.name, detail=str(error)) from error


def _rule(row: dict[str, Any]) -> RetentionRule:
    return RetentionRule(
        **row | {"what": KeptKind(row["what"]), "states": tuple(DossierState(state) for state in row["states"])}
    )
