"""What can be known of the services before any PIN: whether a time-stamp can be had, and whether the clock is right."""

from datetime import datetime

from counter_app.errors import Trouble
from counter_app.model.finding import Finding, Severity
from counter_app.model.signature import Level
from counter_app.signing.child import Child, ChildBug
from counter_app.signing.job import Services
from counter_app.signing.paper_process import SERVICE_SECONDS

CLOCK_SECONDS = 300  # a clock that is further off prints a wrong moment on the mark


def look_ahead(child: Child, services: Services, level: Level, now: datetime, *, required: bool) -> tuple[Finding, ...]:
    """Errors when the office requires the level, else warnings; nothing when all is well or no service is wanted."""
    if level is Level.B_B:
        return ()
    severity = Severity.ERROR if required else Severity.WARNING
    if not services.time_stamps:
        return (Finding("signing.no_time_stamp_service", severity, {"level": str(level)}),)
    try:
        stated: datetime = child.request("look_at_services", services, timeout=SERVICE_SECONDS)
    except ChildBug:
        return (Finding("signing.time_stamp_unreachable", severity, {"detail": "lỗi chưa rõ"}),)
    except Trouble as trouble:
        detail = str(trouble.values.get("detail", trouble.what))
        return (Finding("signing.time_stamp_unreachable", severity, {"detail": detail}),)
    return clock_findings(now, stated)


def clock_findings(now: datetime, stated: datetime) -> tuple[Finding, ...]:
    """`stated`: what a time-stamp authority says the time is."""
    off = (now - stated).total_seconds()
    if abs(off) <= CLOCK_SECONDS:
        return ()
    values: dict[str, str | int | float] = {
        "minutes": round(abs(off) / 60),
        "way": "nhanh" if off > 0 else "chậm",
    }
    return (Finding("signing.clock_off", Severity.WARNING, values),)
