"""The machine's clock is compared with what is known: diary, time-stamps, files, the database server.

While it is in doubt, every entry of the diary says so (`Office.event`), until the clock is right again or a person has
confirmed it.
"""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from counter_app.clock import SystemClock, from_seconds, vietnam
from counter_app.messages import Sentence, sentence
from counter_app.model.signature import SignOutcome
from counter_app.supervision.clocks import iso
from counter_app.workflow.office import Office
from counter_app.working_time.clock_trust import ClockTrace, ClockTrust, TraceKind, judge

CONFIRMED = "confirm_clock"


def check(office: Office) -> ClockTrust:
    """Judge the clock now; the office keeps the verdict. Trouble when the register does not answer."""
    seen = office.clock_seen
    confirmed = office.store.readings.last_office_event(CONFIRMED)
    upto = _moment(confirmed.details.get("upto")) if confirmed else None
    trust = judge(office.now(), [trace for trace in _traces(office) if _counts(trace, upto)])
    if not trust.doubted:
        seen.latest = trust.now
    seen.trust = trust
    return trust


def confirm(office: Office) -> ClockTrust:
    """The person at the desk has compared the clock and answers for it: recorded by name; what spoke against it is
    not held against it again."""
    trust = office.clock_seen.trust or check(office)
    latest = max((trace.at for trace in _traces(office) if trace.kind is TraceKind.FILE), default=trust.now)
    office.clock_seen.latest = None
    event = office.event(CONFIRMED, None, verdict=str(trust.verdict), upto=latest.isoformat(timespec="seconds"))
    with office.store.unit_of_work() as unit:
        unit.append_event(event)
        unit.commit()
    return check(office)


def words(trust: ClockTrust | None) -> Sentence | None:
    """What is wrong and what to do; None while the clock is not doubted."""
    if trust is None or not trust.doubted or trust.trace is None:
        return None
    shown = {"now": f"{trust.now:%H:%M %d/%m/%Y}", "known": f"{vietnam(trust.trace.at):%H:%M %d/%m/%Y}"}
    if trust.trace.kind is TraceKind.SERVER:
        return sentence("workflow.clock_off_server", **shown)
    if trust.trace.kind is TraceKind.STAMP:
        return sentence(f"workflow.clock_{'ahead' if trust.verdict == 'ahead' else 'back'}_stamp", **shown)
    if trust.verdict == "ahead":
        return sentence("workflow.clock_ahead", **shown)
    known = {
        TraceKind.EVENT: "workflow.clock_back_event",
        TraceKind.FILE: "workflow.clock_back_file",
        TraceKind.SEEN: "workflow.clock_back_seen",
    }
    return sentence(known[trust.trace.kind], **shown)


def witness(outcome: SignOutcome) -> dict[str, str | int | None]:
    """What a signature's event keeps of the time-stamp that was put on: its moment beside this machine's."""
    if outcome.stamped_at is None or outcome.signed_at is None:
        return {}
    return {"stamped_at": iso(outcome.stamped_at), "clock_then": iso(outcome.signed_at)}


def _traces(office: Office) -> Iterator[ClockTrace]:
    own = isinstance(office.clock, SystemClock)
    known = office.store.readings.clock_witnesses()
    if known.event is not None:
        yield ClockTrace(kind=TraceKind.EVENT, at=known.event)
    if known.stamp is not None and not office.settings.practice:  # practice has its stamps from this very machine
        yield ClockTrace(kind=TraceKind.STAMP, at=known.stamp, seen_at=known.stamp_seen_at)
    if office.clock_seen.latest is not None:
        yield ClockTrace(kind=TraceKind.SEEN, at=office.clock_seen.latest)
    if not own:
        return  # files and server go by the machines' clocks: they say nothing about another one
    if known.server is not None:
        yield ClockTrace(kind=TraceKind.SERVER, at=known.server)
    file = _newest_file(office.folder)
    if file is not None:
        yield ClockTrace(kind=TraceKind.FILE, at=file)


def _counts(trace: ClockTrace, upto: datetime | None) -> bool:
    """Diary and server are read anew after a confirmation; a file's time stays what it is."""
    return trace.kind is not TraceKind.FILE or upto is None or trace.at > upto


def _newest_file(folder: Path) -> datetime | None:
    """The data folder's files and the vault's folders; a look at a hundred names, not at every paper."""
    times = []
    for place in (folder, folder / "vault"):
        try:
            times += [entry.stat().st_mtime for entry in place.iterdir()]
        except OSError:
            continue  # a file that goes away meanwhile, a vault that nothing was put into yet
    return from_seconds(int(max(times))) if times else None


def _moment(told: object) -> datetime | None:
    return vietnam(datetime.fromisoformat(str(told))) if told else None
