"""Signed files raised to a higher level, one after the other; the parent's side. No key, no PIN.

The first failure of every time-stamp service ends the run: the rest wait as before.
"""

import logging
from collections.abc import Callable, Sequence
from pathlib import Path

from counter_app.clock import Clock
from counter_app.errors import CounterError, Refused, Trouble
from counter_app.model.signature import Level, RaiseItem, SignItem, SignOutcome, SignProgress, SignStatus
from counter_app.signing import disk, outcomes
from counter_app.signing.child import Child, ChildBug
from counter_app.signing.job import RaiseJob, Services, SignedPaper
from counter_app.signing.outcomes import Slots
from counter_app.signing.paper_process import ASK_STEP, paper_child, seconds_for

SERVICE_TROUBLE = {"signing.time_stamp_failed", "signing.time_stamp_not_set_up"}


def raise_files(
    items: Sequence[RaiseItem],
    level: Level,
    services: Services,
    clock: Clock,
    *,
    progress: Callable[[SignProgress], None],
    stop: Callable[[], bool],
) -> tuple[SignOutcome, ...]:
    """One outcome per item: signed (raised and read back), skipped (already there), refused, failed, pending."""
    files = [SignItem(source=one.source, output=one.output, sha256=one.sha256) for one in items]
    slots, halt = Slots(files, progress), None
    disk.remove_stale_copies({Path(one.output).parent for one in items}, clock.now())
    child = paper_child()
    try:
        for index, slot in enumerate(slots.all):
            if stop() or halt:
                break
            slots.step(index, "time_stamp")
            try:
                slots.done(index, _raised(child, slot.item, level, services, clock))
            except (CounterError, OSError) as raised:
                error = disk.in_words(raised) if isinstance(raised, OSError) else raised
                halt = error if error.code in SERVICE_TROUBLE else None
                slots.settle(index, error)
    finally:
        child.end()
    return slots.final(halt or Refused("signing.stopped"))


def _raised(child: Child, item: SignItem, level: Level, services: Services, clock: Clock) -> SignOutcome:
    if not services.time_stamps:
        raise Trouble("signing.time_stamp_not_set_up")
    if not Path(item.source).is_file():
        raise Trouble("signing.file_gone")
    output = Path(item.output)
    if output.exists():
        raise Refused("signing.output_exists", file=output.name)
    job = RaiseJob(
        source=Path(item.source),
        output=output,
        moment=clock.now(),
        level=level,
        sha256=item.sha256,
        services=services,
    )
    try:
        paper: SignedPaper = child.request(
            "raise_level", job, timeout=seconds_for(job.source.stat().st_size), answer=_no_answer
        )
    except ChildBug as bug:  # a fault of ours: written down, and one file's matter
        logging.getLogger(__name__).exception("raising one file")
        raise Trouble("signing.unexpected") from bug
    if not paper.temporary:
        words = outcomes.words(Refused("signing.already_at_level", level=str(paper.level)))
        return SignOutcome(file=item.source, status=SignStatus.SKIPPED, level=paper.level, **words)
    copy = Path(paper.temporary)
    try:
        disk.give_name(copy, output)
    except BaseException:
        copy.unlink(missing_ok=True)
        raise
    return outcomes.signed(item, paper, level, "", clock.now())


def _no_answer(what: str, _value: object) -> None:
    assert what == ASK_STEP
