"""Is the machine's clock to be counted with? Judged by moments that were written down elsewhere. Pure.

What was written before now cannot lie after now; a database server keeps a time of its own. Without a server a clock
that runs ahead shows only when everything known is long ago: then a person has to look.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

TOLERANCE = timedelta(minutes=5)  # machines that share a register differ by this much without harm
LONG_AGO = timedelta(days=45)  # longer than any run of days off


class Verdict(StrEnum):
    TRUSTED = "trusted"
    SET_BACK = "set_back"
    AHEAD = "ahead"
    UNKNOWN = "unknown"  # nothing to compare with


class TraceKind(StrEnum):
    EVENT = "event"  # the newest entry of the diary
    FILE = "file"  # the newest file of the data folder
    STAMP = "stamp"  # the newest time-stamp that an authority put on a signature
    SERVER = "server"  # the database server's own time, now
    SEEN = "seen"  # this program has seen a later moment itself


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockTrace:
    """`seen_at`: what this machine's clock said when the witness spoke; None: not known."""

    kind: TraceKind
    at: datetime
    seen_at: datetime | None = None

    def ran_ahead(self, now: datetime) -> bool:
        """The clock was ahead of this witness, and has not been put back since."""
        return self.seen_at is not None and self.seen_at - self.at > TOLERANCE and now >= self.seen_at - TOLERANCE


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockTrust:
    verdict: Verdict
    now: datetime
    trace: ClockTrace | None = None  # what the verdict rests on

    @property
    def doubted(self) -> bool:
        return self.verdict in (Verdict.SET_BACK, Verdict.AHEAD)


def judge(now: datetime, traces: Iterable[ClockTrace]) -> ClockTrust:
    """A server's time decides alone, both ways; else the latest trace does. An authority's time-stamp also tells of a
    clock that ran ahead when it was put on."""
    known = sorted(traces, key=lambda trace: trace.at)
    server = next((trace for trace in known if trace.kind is TraceKind.SERVER), None)
    latest = server or (known[-1] if known else None)
    if latest is None:
        return ClockTrust(verdict=Verdict.UNKNOWN, now=now)
    ahead = TOLERANCE if server else LONG_AGO
    ahead_of = next((trace for trace in known if trace.ran_ahead(now)), None)
    if now < latest.at - TOLERANCE:
        verdict = Verdict.SET_BACK
    elif ahead_of is not None and server is None:
        return ClockTrust(verdict=Verdict.AHEAD, now=now, trace=ahead_of)
    elif now > latest.at + ahead:
        verdict = Verdict.AHEAD
    else:
        verdict = Verdict.TRUSTED
    return ClockTrust(verdict=verdict, now=now, trace=latest)
