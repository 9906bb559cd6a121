"""One file: copied beside its target, signed in place on the copy, read back from the disk. Runs in the paper process.

Nothing here ever writes to the source or to the target's own name. The copy is complete, verified and synced when it
is handed back; the parent gives it its name.
"""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from counter_app.errors import CounterError, Refused, Trouble
from counter_app.model.signature import LONG_TERM, Level
from counter_app.signing import disk
from counter_app.signing.cms import CmsMaker
from counter_app.signing.copies import Copy, boundary, make_copy
from counter_app.signing.earlier import Standing, got_worse, standings
from counter_app.signing.job import Job, SignedPaper
from counter_app.signing.levels import ORDER, Levels
from counter_app.signing.obstacles import Obstacles, look_at_signatures
from counter_app.signing.placeholder import AlreadyOurs, Prepared, add_placeholder
from counter_app.signing.read_back import ReadBack, Written, appended_to, check_page_count, read_back
from counter_app.signing.repair import check_end, rebuild

LARGE = 4 << 20
Announce = Callable[[str], Any]


@dataclass(slots=True)
class Waiting:
    """A copy that is complete but for the signature."""

    job: Job
    copy: Copy
    prepared: Prepared
    obstacles: Obstacles
    before: dict[str, Standing]
    repaired: bool
    first: SignedPaper | None = None  # what the marks before this one, on the same copy, came to

    @property
    def document_digest(self) -> bytes:
        return self.prepared.digest

    def discard(self) -> None:
        self.copy.path.unlink(missing_ok=True)


def prepare_paper(job: Job, maker: CmsMaker) -> Waiting | SignedPaper:
    """A copy that waits for its signature; SignedPaper without a copy when this key has signed the file before.

    Refused or Trouble with nothing left on the disk.
    """
    copy = make_copy(job.source, job.output)
    try:
        return _prepare_copy(job, maker, copy)
    except AlreadyOurs:
        copy.path.unlink(missing_ok=True)
        return SignedPaper(temporary="", source_sha256=copy.sha256, sha256=copy.sha256)
    except BaseException:
        copy.path.unlink(missing_ok=True)
        raise


def _prepare_copy(job: Job, maker: CmsMaker, copy: Copy) -> Waiting:
    path = copy.path
    if job.sha256 and job.sha256 != copy.sha256:
        raise Refused("signing.file_changed")
    with boundary():
        check_end(path)
        obstacles = look_at_signatures(path, copy.byte_ranges)
        before = standings(path) if obstacles.signature_count else {}
    repaired = False
    try:
        prepared = add_placeholder(job, maker, copy, obstacles)
    except (CounterError, AlreadyOurs):
        raise
    except Exception as error:
        disk.raise_if_full(error)
        if obstacles.signature_count:
            raise Refused("signing.unreadable") from error
        with boundary():
            rebuild(job.source, path)
            if not job.may_repair:
                raise Refused("signing.repair_not_agreed") from error
            copy = Copy(path, copy.sha256, False)  # its bytes are no longer the source's
            prepared = add_placeholder(job, maker, copy, obstacles)
        repaired = True
    return Waiting(job, copy, prepared, obstacles, before, repaired)


def finish_paper(
    waiting: Waiting, maker: CmsMaker, cms: bytes, announce: Announce, levels: Levels
) -> SignedPaper | Waiting:
    """The signed copy, read back from the disk; with a further mark to make, the copy waits for its signature again.

    Refused or Trouble with nothing left on the disk.
    """
    try:
        with boundary():
            signed = _joined(waiting.first, _finish(waiting, maker, cms, announce, levels))
        return _prepare_more(waiting, maker, signed) if waiting.job.more else signed
    except BaseException:
        waiting.discard()
        raise


def _prepare_more(waiting: Waiting, maker: CmsMaker, signed: SignedPaper) -> Waiting:
    """The next mark, a revision of its own on the same copy; whatever stood before is compared each time."""
    job, (mark, *rest) = waiting.job, waiting.job.more
    step = replace(
        job,
        stamp=mark.stamp,
        placement=mark.placement,
        reason=mark.reason,
        field_name=mark.field_name,
        more=tuple(rest),
    )
    following = _prepare_copy(step, maker, replace(waiting.copy, byte_ranges=True))
    return replace(following, first=signed, repaired=waiting.repaired)


def _joined(first: SignedPaper | None, last: SignedPaper) -> SignedPaper:
    """Several marks on one copy: where the first one stands, the lowest level, the whole file as it is now."""
    if first is None:
        return last
    return replace(
        first,
        sha256=last.sha256,
        level=min(first.level, last.level, key=ORDER.index) if first.service_trouble else last.level,
        service_trouble=first.service_trouble or last.service_trouble,
        place_free=first.place_free and last.place_free,
        mark_left_out=first.mark_left_out or last.mark_left_out,
    )


def _finish(waiting: Waiting, maker: CmsMaker, cms: bytes, announce: Announce, levels: Levels) -> SignedPaper:
    job, path, prepared = waiting.job, waiting.copy.path, waiting.prepared
    level, trouble = Level.B_B, None
    if job.level is not Level.B_B and job.services.time_stamps:
        announce("time_stamp")
        cms, trouble = levels.stamped(cms)
        level = Level.B_B if trouble else Level.B_T
    announce("reading_back")
    fill(path, prepared.written, cms)
    with _written_out(path):
        seen = read_back(waiting.copy, job.source, maker.fingerprint, prepared.written)
    _compare(waiting, seen)
    sha256 = seen.sha256
    if level is Level.B_T and job.level in LONG_TERM and not job.more:
        announce("long_term")
        level, trouble, sha256 = _extend(waiting, seen, levels)
    place = prepared.place
    return SignedPaper(
        temporary=str(path),
        source_sha256=waiting.copy.sha256,
        sha256=sha256,
        level=level,
        service_trouble=trouble,
        stamped_at=None if level is Level.B_B else levels.stamped_at,
        page=prepared.page + 1,
        box=place.box if place else None,
        place_free=place.free if place else True,
        place_moved=place.moved if place else False,
        anchored=place.anchored if place else True,
        mark_left_out=job.stamp is not None and place is None,
        letters=prepared.letters,
        signature_count=waiting.obstacles.signature_count,
        page_count=prepared.page_count,
        repaired=waiting.repaired,
    )


def _extend(waiting: Waiting, seen: ReadBack, levels: Levels) -> tuple[Level, CounterError | None, str]:
    """Long-term data behind the signature: level, trouble and SHA-256. What was read back before stays as it is."""
    path = waiting.copy.path
    size, before = path.stat().st_size, standings(path)
    level, trouble = levels.extended(path, waiting.job.level, waiting.job.moment)
    sync(path)
    sha256 = appended_to(path, size, seen.sha256)
    if got_worse(before, standings(path)):
        raise Refused("signing.would_break_earlier")
    return level, trouble, sha256


@contextmanager
def _written_out(path: Path) -> Iterator[None]:
    """A large file goes to the disk while it is read back; whoever names a copy waits for the disk in any case."""
    if path.stat().st_size < LARGE:
        yield
        return
    with ThreadPoolExecutor(1) as aside:
        written = aside.submit(sync, path)
        yield
        written.result()


def sync(path: Path) -> None:
    with path.open("r+b") as file:
        os.fsync(file.fileno())


def fill(path: Path, written: Written, cms: bytes) -> None:
    """Write the CMS into the hole and zero the rest, so that it may be written again."""
    start, end = written.hole_start + 1, written.hole_end - 1
    digits = cms.hex().encode("ascii")
    if len(digits) > end - start:
        raise Trouble("signing.signature_too_big")
    with path.open("r+b") as file:
        file.seek(start)
        file.write(digits.ljust(end - start, b"0"))


def _compare(waiting: Waiting, seen: ReadBack) -> None:
    """What must be as before: the number of pages, every earlier signature."""
    check_page_count(seen, waiting.prepared.page_count)
    if waiting.before and got_worse(waiting.before, standings(waiting.copy.path)):
        raise Refused("signing.would_break_earlier")
