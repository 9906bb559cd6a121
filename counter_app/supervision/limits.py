"""From when on the supervisor's page speaks up: the office's own figures, else those that come as data."""

import tomllib
from dataclasses import fields
from functools import cache

from counter_app.model.limits import Limits
from counter_app.resources import resource
from counter_app.settings import Settings


@cache
def shipped() -> Limits:
    return Limits(**tomllib.loads(resource("supervision", "limits.toml").read_text(encoding="utf-8")))


def limits(settings: Settings) -> Limits:
    """What holds in this office; a setting of 0 stands for the shipped figure."""
    first = shipped()
    return Limits(**{one.name: getattr(settings, one.name) or getattr(first, one.name) for one in fields(Limits)})
