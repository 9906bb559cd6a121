"""A signed file raised to a higher level later, without any key: its signatures stay as they are.

A missing time-stamp goes into the last signature while nothing follows it; otherwise the whole document is stamped.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from counter_app.errors import CounterError, Refused, Trouble
from counter_app.model.signature import LONG_TERM, Level
from counter_app.signing.copies import boundary, copy_of
from counter_app.signing.earlier import got_worse, open_reader, standings
from counter_app.signing.job import RaiseJob, SignedPaper
from counter_app.signing.levels import ORDER, Levels
from counter_app.signing.long_term import has_token, present_level, stamp_document
from counter_app.signing.obstacles import check_encryption
from counter_app.signing.read_back import same_but_hole
from counter_app.signing.time_stamp import stamped


@dataclass(frozen=True, slots=True)
class _Found:
    """What is known of the file before anything is added."""

    level: Level
    hole: tuple[int, int] | None  # of the last signature, when a time-stamp may still go into it
    cms: bytes


def raise_paper(job: RaiseJob, levels: Levels) -> SignedPaper:
    """The raised copy. Refused or Trouble with nothing left on the disk; `temporary` is empty when there is no need."""
    with copy_of(job.source, job.output) as copy, boundary():
        path, source_sha256 = copy.path, copy.sha256
        if job.sha256 and job.sha256 != source_sha256:
            raise Refused("signing.file_changed")
        before = standings(path)
        found = _look(path)
        if not before or any(not one.intact for one in before.values()):
            raise Refused("signing.raise_broken")
        if ORDER.index(found.level) >= ORDER.index(job.level):
            path.unlink()
            return SignedPaper(temporary="", source_sha256=source_sha256, sha256=source_sha256, level=found.level)
        reached, trouble, hole = _climb(path, job, found, levels)
        if reached is found.level:
            raise trouble or Trouble("signing.long_term_failed_file")
        with path.open("rb") as file:
            os.fsync(file.fileno())
        sha256 = same_but_hole(job.source, path, hole)
        if got_worse(before, standings(path)):
            raise Refused("signing.would_break_earlier")
        return SignedPaper(
            temporary=str(path),
            source_sha256=source_sha256,
            sha256=sha256,
            level=reached,
            service_trouble=trouble,
            stamped_at=levels.stamped_at,
            signature_count=len(before),
        )


def _climb(
    path: Path, job: RaiseJob, found: _Found, levels: Levels
) -> tuple[Level, CounterError | None, tuple[int, int] | None]:
    reached, hole = found.level, None
    if reached is Level.B_B:
        hole = _stamp(path, found, levels)
        reached = Level.B_T
    if job.level not in LONG_TERM:
        return reached, None, hole
    extended, trouble = levels.extended(path, job.level, job.moment)
    return max(reached, extended, key=ORDER.index), trouble, hole


def _look(path: Path) -> _Found:
    with _opened(path) as (reader, size):
        check_encryption(reader)
        signatures = list(reader.embedded_regular_signatures)
        if not signatures:
            raise Refused("signing.raise_unsigned")
        last = signatures[-1]
        numbers = [int(number) for number in last.byte_range]
        alone = len(numbers) == 4 and numbers[0] == 0 and numbers[2] + numbers[3] == size and not has_token(last)
        hole = (numbers[1], numbers[2]) if alone else None
        return _Found(present_level(reader), hole, _der(last.pkcs7_content))


def _stamp(path: Path, found: _Found, levels: Levels) -> tuple[int, int] | None:
    """The hole that was rewritten; None when the whole document was stamped instead."""
    if found.hole is None:
        stamp_document(path, levels.stamps)
        return None
    start, end = found.hole
    digits = stamped(found.cms, levels.stamps).hex().encode("ascii")
    if len(digits) > end - start - 2:  # made by a program that left no room
        stamp_document(path, levels.stamps)
        return None
    with path.open("r+b") as file:
        file.seek(start + 1)
        file.write(digits.ljust(end - start - 2, b"0"))
    return found.hole


@contextmanager
def _opened(path: Path) -> Iterator[tuple[Any, int]]:
    with path.open("rb") as file:
        yield open_reader(file), os.fstat(file.fileno()).st_size


def _der(padded: bytes) -> bytes:
    """The CMS without the zeros that fill the hole."""
    from asn1crypto import cms

    der: bytes = cms.ContentInfo.load(padded, strict=False).dump()
    return der
