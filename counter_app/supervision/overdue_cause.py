"""Why a dossier is late, proposed from its events. Pure; the rules are those of the letters of 2023–2024:

a state that was moved late although the work was done is a fault of operation, a due date that differs from the
published one a mismatch of time limits, a portal that tells otherwise a fault of synchronisation. What waited for
somebody says for whom. Nothing of it: the processing itself. The gravest certainty goes first.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from counter_app.clock import vietnam
from counter_app.model.dossier import STATE_NAMES, DossierState, Event
from counter_app.model.life import OverdueCause, WaitFor
from counter_app.model.overdue import LateDossier, ProposedCause, PublishedTerm
from counter_app.supervision.clocks import told_moment

# What the diary must tell for it: see `LateDossier.events`.
STATE_DIFFERS, DUE_DIFFERS = "exchange_differs", "due_differs"  # what another system's list told otherwise
KINDS = ("attach_result", "hand_over", "wait_begin", "wait_end", STATE_DIFFERS, DUE_DIFFERS)
ENDED = frozenset({DossierState.DONE, DossierState.RETURNED, DossierState.STOPPED, DossierState.WITHDRAWN})
Found = tuple[OverdueCause, str, tuple[str, ...]]


def propose(late: LateDossier, now: datetime, published: PublishedTerm | None = None) -> ProposedCause:
    """`published`: the term in force on the day of acceptance, where it gives another due moment."""
    until = late.ended_at or now
    finders: Sequence[Callable[[], Found | None]] = (
        lambda: _mismatch(late, published, until),
        lambda: _moved_late(late, until),
        lambda: _sync(late),
        lambda: _waited(late, until),
    )
    found = [one for finder in finders if (one := finder()) is not None]
    if not found:
        state = "đã xong sau hạn" if late.ended_at else "đến nay chưa xong"
        words = f"Hồ sơ giải quyết chậm: hạn {_moment(late.first_due_at)}, {state}"
        found = [(OverdueCause.PROCESSING, words, ())]
    cause, words, _ = found[0]
    evidence = tuple(line for _, _, lines in found for line in lines)
    return ProposedCause(cause=cause, words=words, responsible=in_hand_at(late), evidence=evidence)


def in_hand_at(late: LateDossier) -> str:
    """Who had the dossier in hand when its term ended: the receiver of the last hand-over before, else its holder."""
    received = [
        str(event.details.get("receiver") or event.details.get("unit") or "")
        for event in late.events
        if event.kind == "hand_over" and event.at <= late.first_due_at
    ]
    return (received[-1] if received else "") or late.holder


def _mismatch(late: LateDossier, published: PublishedTerm | None, until: datetime) -> Found | None:
    """The published limit, or the due date on the portal, is later than the one here, and was kept."""
    ours = _moment(late.first_due_at)
    if published is not None and late.first_due_at < published.due_at and until <= published.due_at:
        theirs = f"{published.words}, hạn {_moment(published.due_at)}"
        words = f"Hạn trên hệ thống ({ours}) ngắn hơn thời hạn đã công bố ({theirs})"
        return OverdueCause.TIME_LIMIT_MISMATCH, words, (f"{published.source}: {published.words}",)
    for event in (one for one in late.events if one.kind == DUE_DIFFERS):
        due = told_moment(event, "there")
        if due is not None and late.first_due_at < due and until <= due:
            words = f"Hạn trên hệ thống ({ours}) ngắn hơn hạn trong danh sách của Cổng ({_moment(due)})"
            line = f"{_moment(event.at)}: danh sách «{event.details.get('list')}» ghi hạn {_moment(due)}"
            return OverdueCause.TIME_LIMIT_MISMATCH, words, (line,)
    return None


def _moved_late(late: LateDossier, until: datetime) -> Found | None:
    """The result was signed before the term ended; it was only put on the system, or moved on, after it."""
    for event in late.events:
        signed_at = told_moment(event, "signed_at") if event.kind == "attach_result" else None
        if signed_at is not None and signed_at <= late.first_due_at:
            words = f"Kết quả đã ký lúc {_moment(signed_at)}, trong hạn; đưa lên hệ thống và chuyển trạng thái muộn"
            lines = (f"{_moment(signed_at)}: chữ ký trên kết quả", f"{_moment(event.at)}: đính kết quả")
            moved = (f"{_moment(until)}: chuyển trạng thái",) if late.ended_at else ()
            return OverdueCause.OPERATION_FAULT, words, (*lines, *moved)
    return None


def _sync(late: LateDossier) -> Found | None:
    """The other system's list told that the dossier had come to its end while it was still open here."""
    for event in (one for one in late.events if one.kind == STATE_DIFFERS):
        state = DossierState(int(event.details.get("there") or DossierState.NEW))
        if state in ENDED and (late.ended_at is None or event.at < late.ended_at):
            words = f"Danh sách của Cổng đã ghi «{STATE_NAMES[state]}» khi hệ thống còn ghi đang giải quyết"
            line = f"{_moment(event.at)}: danh sách «{event.details.get('list')}» ghi {STATE_NAMES[state]}"
            return OverdueCause.SYNC_FAULT, words, (line,)
    return None


def _waited(late: LateDossier, until: datetime) -> Found | None:
    """An episode of waiting that was open when the term ended, or took as long as the dossier is late."""
    for begun, ended in _episodes(late.events):
        end = ended.at if ended is not None else until
        over = end >= late.first_due_at or end - begun.at >= until - late.first_due_at
        if begun.at <= late.first_due_at and over:
            return _wait(begun, ended)
    return None


def _episodes(events: Sequence[Event]) -> Iterator[tuple[Event, Event | None]]:
    begun: Event | None = None
    for event in events:
        if event.kind == "wait_begin":
            begun = event
        elif event.kind == "wait_end" and begun is not None:
            yield begun, event
            begun = None
    if begun is not None:
        yield begun, None


def _wait(begun: Event, ended: Event | None) -> Found:
    agency = begun.details.get("wait_for") == str(WaitFor.AGENCY)
    cause = OverdueCause.WAITING_FOR_AGENCY if agency else OverdueCause.WAITING_FOR_APPLICANT
    whom, reason = begun.details.get("whom"), begun.details.get("reason")
    until = f"đến {_moment(ended.at)}" if ended is not None else "đến nay"
    return cause, f"Chờ {whom} từ {_moment(begun.at)} {until}: {reason}", (f"{_moment(begun.at)}: chờ {whom} {until}",)


def _moment(at: datetime) -> str:
    return f"{vietnam(at):%H:%M %d/%m/%Y}"
