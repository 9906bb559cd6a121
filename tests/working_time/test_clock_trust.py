"""The judgement itself: what was written before now cannot lie after now."""

from datetime import timedelta

import pytest

from counter_app.working_time.clock_trust import ClockTrace, TraceKind, Verdict, judge
from tests.practice import MORNING

EVENT, FILE, SERVER = TraceKind.EVENT, TraceKind.FILE, TraceKind.SERVER


def test_a_time_stamp_tells_a_clock_that_was_set_back_and_one_that_ran_ahead() -> None:
    def stamped(at: int, seen: int) -> ClockTrace:
        moment = MORNING + timedelta(minutes=at)
        return ClockTrace(kind=TraceKind.STAMP, at=moment, seen_at=MORNING + timedelta(minutes=seen))

    for stamp, wanted in (
        (stamped(60, 61), Verdict.SET_BACK),  # the stamp lies after now
        (stamped(-60, -61), Verdict.TRUSTED),
        (stamped(-600, -60), Verdict.AHEAD),  # when it was put on, the clock was nine hours ahead, and still is
        (stamped(-600, 60), Verdict.TRUSTED),  # it has been put back since
    ):
        found = judge(MORNING, [ClockTrace(kind=EVENT, at=MORNING), stamp])
        assert found.verdict is wanted, stamp
    server = ClockTrace(kind=SERVER, at=MORNING)
    assert judge(MORNING, [server, stamped(-600, -60)]).verdict is Verdict.TRUSTED, "a server knows better"


@pytest.mark.parametrize(
    ("traces", "wanted", "kind"),
    [
        ([], Verdict.UNKNOWN, None),
        ([(EVENT, -60)], Verdict.TRUSTED, EVENT),
        ([(EVENT, 5)], Verdict.TRUSTED, EVENT),
        ([(EVENT, 6)], Verdict.SET_BACK, EVENT),
        ([(EVENT, -60), (FILE, 60 * 24)], Verdict.SET_BACK, FILE),
        ([(EVENT, -60 * 24 * 44)], Verdict.TRUSTED, EVENT),
        ([(EVENT, -60 * 24 * 46)], Verdict.AHEAD, EVENT),
        ([(EVENT, -60 * 24 * 46), (FILE, -60)], Verdict.TRUSTED, FILE),
        ([(SERVER, -6), (EVENT, 0)], Verdict.AHEAD, SERVER),
        ([(SERVER, 6), (EVENT, 0)], Verdict.SET_BACK, SERVER),
        ([(SERVER, 1), (EVENT, 600)], Verdict.TRUSTED, SERVER),  # another machine wrote with a wrong clock
    ],
)
def test_verdict(traces: list[tuple[TraceKind, int]], wanted: Verdict, kind: TraceKind | None) -> None:
    known = [ClockTrace(kind=one, at=MORNING + timedelta(minutes=minutes)) for one, minutes in traces]
    found = judge(MORNING, known)
    assert (found.verdict, found.trace.kind if found.trace else None) == (wanted, kind)
    assert found.doubted == (wanted in (Verdict.SET_BACK, Verdict.AHEAD))
