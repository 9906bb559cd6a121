"""Benchmarks: each module measures ours beside a peer in the same run, so that the ratio survives a slow machine."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from typing import NamedTuple


class Row(NamedTuple):
    """One comparison; times are medians in milliseconds, `ratio` is ours divided by the peer's."""

    name: str
    ours_ms: float
    peer_name: str
    peer_ms: float
    ratio: float


class ToolMissing(Exception):
    """A program or library that a benchmark compares with is not on this machine; the text is a sentence."""


def compare(name: str, ours_ms: float, peer_name: str, peer_ms: float) -> Row:
    return Row(name, round(ours_ms, 3), peer_name, round(peer_ms, 3), round(ours_ms / peer_ms, 3))


def median_pair(ours: Callable[[], float | None], peer: Callable[[], float | None], runs: int) -> tuple[float, float]:
    """Medians in ms of both, run in turns so that a busy moment hits both. Each is called once before, unmeasured.

    A callable that returns a number has measured itself (ms); one that returns None is timed from call to return.
    """
    once(ours), once(peer)
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(runs):
        for found, work in zip(times, (ours, peer), strict=True):
            found.append(once(work))
    return statistics.median(times[0]), statistics.median(times[1])


def once(work: Callable[[], float | None]) -> float:
    start = time.perf_counter()
    measured = work()
    return measured if measured is not None else (time.perf_counter() - start) * 1000
