"""From when on the supervisor's page speaks up."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    still_hours: int  # working hours without a change of state
    waiting_days: int  # days since the applicant was asked for more
    alert_minutes: int  # working minutes left
