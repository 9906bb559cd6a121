"""The figures of a period told anew from the diary: plain Python over events, one dossier after another."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from counter_app.clock import vietnam
from counter_app.model.dossier import Channel, Dossier, DossierId, DossierState, Event, FileSource
from counter_app.model.period import Period
from counter_app.model.procedure import base_code
from counter_app.workflow.office import Office

IN_HAND = {DossierState.ACCEPTED, DossierState.PROCESSING}
ACCEPTED = {*IN_HAND, DossierState.DONE, DossierState.RETURNED}
PERHAPS = {DossierState.SUPPLEMENT_REQUESTED, DossierState.WITHDRAWN, DossierState.STOPPED}
FINAL = (
    {*DossierState} - {DossierState.NEW, DossierState.PAYMENT_REQUESTED, DossierState.SUPPLEMENT_REQUESTED} - IN_HAND
)


@dataclass
class Story:
    """What the events of one dossier tell."""

    dossier: Dossier
    state: DossierState = DossierState.NEW
    arrived: datetime | None = None
    accepted: datetime | None = None
    decided: datetime | None = None
    window_due: datetime | None = None
    due: datetime | None = None
    first_due: datetime | None = None
    ended: datetime | None = None
    closed: datetime | None = None
    asked: int = 0
    waits_since: datetime | None = None
    synced: bool = False
    ratings: list[tuple[datetime, int]] = field(default_factory=list)
    states: list[tuple[datetime, DossierState]] = field(default_factory=list)


def stories(office: Office) -> list[Story]:
    found = []
    with office.store.unit_of_work() as unit:
        key = 1
        while True:
            try:
                dossier = unit.dossier(DossierId(key))
            except Exception:  # the numbers run without gaps
                return found
            found.append(story(dossier, unit.events(DossierId(key))))
            key += 1


def story(dossier: Dossier, events: Iterable[Event]) -> Story:
    told = Story(dossier=dossier)
    for event in events:
        before = told.state
        _take(told, event)
        if event.kind == "import":
            if told.ended or told.state not in FINAL:  # of an end without a day nothing is known
                told.states.append((max(at for at in (told.arrived, told.decided, told.closed) if at), told.state))
        elif told.state is not before:
            told.states.append((event.at, told.state))
    return told


def _take(told: Story, event: Event) -> None:
    at = _at(event, "happened_at") or event.at
    told.synced = told.synced or event.kind in ("import", "confirm_exchange")
    if event.kind == "import":
        _imported(told, event)
    elif event.kind == "receive":
        told.arrived = event.at
        told.window_due = told.dossier.intake_due_at
    elif event.kind == "practice_fill":
        told.asked = int(event.details["supplement_count"] or 0)
    elif event.kind == "reappoint":
        told.first_due = told.first_due or _at(event, "original_due_at")
        told.due = _at(event, "due_at")
    elif event.kind == "rate":
        told.ratings.append((event.at, int(event.details["satisfaction"] or 0)))
    else:
        _moved_on(told, event, at)


def _moved_on(told: Story, event: Event, at: datetime) -> None:
    """An act that changes the state."""
    if event.kind == "accept":
        told.state, told.decided = DossierState.ACCEPTED, at
        told.accepted = told.accepted or at
        told.due = _at(event, "due_at") or told.due
    elif event.kind == "request_supplement":
        told.state, told.asked = DossierState.SUPPLEMENT_REQUESTED, told.asked + 1
        told.waits_since = at
        if event.details.get("during"):
            told.due = told.due if event.details["overdue"] else None
        else:
            told.decided = at
    elif event.kind == "receive_supplement":
        told.waits_since = None
        if event.details.get("during"):
            told.state, told.due = DossierState.ACCEPTED, _at(event, "due_at")
        else:
            told.state, told.decided, told.window_due = DossierState.NEW, None, _at(event, "intake_due_at")
    elif event.kind in ("refuse", "withdraw", "stop"):
        if told.state is DossierState.NEW:
            told.decided = at
        told.state = {"refuse": DossierState.REFUSED, "withdraw": DossierState.WITHDRAWN}.get(
            event.kind, DossierState.STOPPED
        )
        told.ended = told.closed = at
    elif event.kind == "sign_result" and told.state in IN_HAND:
        told.state, told.ended, told.closed = DossierState.DONE, event.at, event.at
    elif event.kind == "return_result":
        told.ended = told.ended or event.at
        told.state, told.closed = DossierState.RETURNED, told.ended


def _imported(told: Story, event: Event) -> None:
    told.state = DossierState(int(event.details["state"] or 0))
    told.arrived, told.decided = _at(event, "received_at"), _at(event, "decided_at")
    told.window_due, told.due, told.ended = (_at(event, name) for name in ("intake_due_at", "due_at", "ended_at"))
    if told.state in ACCEPTED or (told.state in PERHAPS and told.due):
        told.accepted = told.decided or told.arrived
    if told.state in FINAL:
        told.closed = told.ended or max(one for one in (told.arrived, told.decided) if one)
    if told.state is DossierState.SUPPLEMENT_REQUESTED:
        told.asked, told.waits_since = 1, told.decided


def _at(event: Event, name: str) -> datetime | None:
    text = event.details.get(name)
    return vietnam(datetime.fromisoformat(str(text))) if text else None


def figures(told: list[Story], period: Period, now: datetime, group: Any = lambda _: "") -> dict[str, Counter[str]]:
    """Group → figure → count, as the register counts them."""
    found: dict[str, Counter[str]] = {}
    for one in told:
        counted = found.setdefault(group(one.dossier), Counter())
        counted.update(figures_of(one, period, now))
    return found


def figures_of(one: Story, period: Period, now: datetime) -> list[str]:
    start, end = period.start, min(period.end, now + timedelta(seconds=1))
    judged = min(period.end, now)
    assert one.arrived is not None
    names = _intake(one) if start <= one.arrived < end else []
    names += [["very_satisfied", "satisfied", "dissatisfied"][n - 1] for at, n in one.ratings if start <= at < end]
    names += ["rated" for at, _ in one.ratings if start <= at < end]
    if one.accepted is None:
        return names
    if start <= one.accepted < end:
        online = one.dossier.channel is Channel.ONLINE
        names += ["received", "received_online" if online else "received_other", *_papers(one.dossier)]
    open_at_start = one.closed is None or one.closed >= start
    if one.accepted < end and open_at_start:
        names.append("handled")
        if one.accepted < start:
            names.append("carried")
        names += _outcome(one, end, judged)
    return names


def _intake(one: Story) -> list[str]:
    channel = {Channel.ONLINE: "online", Channel.DIRECT: "direct", Channel.POSTAL: "postal"}[one.dossier.channel]
    names = ["arrived", f"arrived_{channel}"]
    if one.decided is not None:
        late = one.window_due is not None and one.decided > one.window_due
        names.append("intake_late" if late else "intake_on_time")
    elif one.state in (DossierState.NEW, DossierState.PAYMENT_REQUESTED):
        names.append("intake_waiting")
    names += ["asked_supplement"] * (one.asked > 0) + ["asked_twice"] * (one.asked > 1)
    names += ["refused"] * (one.state is DossierState.REFUSED) + ["withdrawn"] * (one.state is DossierState.WITHDRAWN)
    return names


def _outcome(one: Story, end: datetime, judged: datetime) -> list[str]:
    due = one.first_due or one.due
    if one.closed is not None and one.closed < end:
        names = ["resolved", *_result(one.dossier)]
        if one.ended is None or due is None:
            return [*names, "end_unknown"]
        if one.ended > due:
            return [*names, "late"]
        return [*names, "early" if one.ended.date() < due.date() else "on_time"]
    stopped = due is not None and one.waits_since is not None and one.waits_since < end and due >= one.waits_since
    late = due is not None and due < judged and not stopped
    return ["in_progress", "in_progress_late" if late else "in_time"]


def _papers(dossier: Dossier) -> list[str]:
    """What is known of the components' files now; the diary tells nothing of those that a practice office has made."""
    with_file = [part for part in dossier.components if part.file is not None]
    if not with_file:
        return ["not_digitised"]
    names = ["digitised"]
    names += ["reused"] * any(part.file and part.file.source.reused for part in with_file)
    must = [part for part in dossier.components if part.required and part.must_sign]
    return [*names, *(["components_signed"] * all(part.signed for part in must))]


def _result(dossier: Dossier) -> list[str]:
    if not dossier.results:
        return ["no_result"]
    return ["result_attached", *(["result_signed"] * all(one.signed_from for one in dossier.results))]


def steps_of(one: Story, office: Office) -> dict[str, int]:
    """Working minutes by step, exactly as the diary's states follow one another."""
    assert one.arrived is not None and one.accepted is not None
    names = {DossierState.NEW: "intake", DossierState.SUPPLEMENT_REQUESTED: "applicant", DossierState.DONE: "returning"}
    names |= dict.fromkeys(IN_HAND, "resolving")
    told = [(one.arrived, DossierState.NEW), (one.accepted, DossierState.ACCEPTED), *one.states]
    found: dict[str, int] = {}
    for (begun, state), (ended, _) in pairwise(sorted(told, key=lambda each: each[0])):
        if state in names and ended > begun:
            worked = office.calendar.worked_seconds(begun, ended)
            found[names[state]] = found.get(names[state], 0) + worked
    return found


def index_figures(
    told: list[Story], period: Period, now: datetime, no_paper: set[str], complaints: set[DossierId]
) -> Counter[str]:
    """What Decision 766 takes points for, dossier by dossier. `complaints`: dossiers somebody complained about."""
    found: Counter[str] = Counter()
    for one in told:
        names = set(figures_of(one, period, now))
        dossier = one.dossier
        files = [part.file for part in dossier.components if part.file]
        lacks_result = base_code(dossier.procedure_code) not in no_paper and not dossier.results
        if "received" in names:
            found["not_synced"] += not one.synced
            found["index_not_online"] += dossier.channel is not Channel.ONLINE or lacks_result
            found["index_not_reused"] += not any(file.source.reused for file in files)
            found["index_not_from_store"] += not any(file.source is FileSource.PERSONAL_STORE for file in files)
        if "handled" in names:
            overdue = bool(names & {"late", "in_progress_late"}) or dossier.supplement_count > 1
            found["index_overdue"] += overdue
            unhappy = any(answer == 3 for _, answer in one.ratings)
            found["index_displeased"] += overdue or unhappy or dossier.id in complaints
        if "resolved" in names and one.state in (DossierState.DONE, DossierState.RETURNED):
            found["finished"] += 1
            found["finished_paper"] += base_code(dossier.procedure_code) not in no_paper
            found["index_no_result"] += lacks_result
            found["index_not_digitised"] += not files or lacks_result
        found.update(names & {"received", "handled"})
    return found
