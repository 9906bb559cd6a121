"""The one task runner. Four lanes; results arrive on the GUI thread, and are dropped when their owner is gone.

`signing` has one thread because there is one batch at a time; `store` has one so that writes keep their order;
`tokens` has one that looks at the drivers once a second, also while a batch runs; `reading` has a few. No page starts
a thread of its own.
"""

import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from enum import StrEnum
from typing import Any

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal, Slot

from counter_app.errors import CounterError


class Lane(StrEnum):
    SIGNING = "signing"
    STORE = "store"
    READING = "reading"
    TOKENS = "tokens"


_THREADS = {Lane.SIGNING: 1, Lane.STORE: 1, Lane.READING: 3, Lane.TOKENS: 1}


def stop_with(owner: QObject, stop: threading.Event) -> None:
    """`stop` is set when `owner` goes. The function keeps it alive until then; of a bound method Qt's side would not,
    and would call what another thread has freed meanwhile."""

    def end() -> None:
        stop.set()

    owner.destroyed.connect(end)


class Task:
    """One piece of work under way. `stop()` asks long work to end early; `drop()` forgets its answer."""

    def __init__(
        self,
        lane: Lane,
        work: Callable[..., Any],
        owner: QObject,
        on_done: Any,
        on_error: Any,
        on_progress: Any,
        on_end: Any,
        stop: threading.Event,
    ) -> None:
        self.lane = lane
        self.work: Callable[..., Any] | None = work
        self._owner: QObject | None = owner
        self.on_done, self.on_error, self.on_progress, self.on_end = on_done, on_error, on_progress, on_end
        self._stop = stop
        self.dropped = False
        self.future: Future[None] | None = None

    def stop(self) -> None:
        self._stop.set()

    def drop(self) -> None:
        self.dropped = True
        if self.future is not None and self.future.cancel():
            self.let_go()

    def let_go(self) -> None:
        """On the GUI thread, at its end: what it held of the window must not be last held by a lane."""
        self._owner = self.work = self.on_done = self.on_error = self.on_progress = self.on_end = None

    @property
    def wanted(self) -> bool:
        return not self.dropped and self._owner is not None and shiboken6.isValid(self._owner)


class TaskRunner(QObject):
    """`trouble(error)`: a CounterError nobody took. Anything that is not a CounterError goes to `sys.excepthook`."""

    trouble = Signal(object)
    _news = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pools: dict[Lane, ThreadPoolExecutor] = {}
        self._closed = False
        self._running: set[Task] = set()
        self._news.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        lane: Lane | str,
        work: Callable[..., Any],
        *,
        owner: QObject,
        on_done: Callable[[Any], object] | None = None,
        on_error: Callable[[CounterError], object] | None = None,
        progress: Callable[[Any], object] | None = None,
        on_end: Callable[[], object] | None = None,
        stop: threading.Event | None = None,
    ) -> Task:
        """Run `work()` in a lane; with `progress`, `work(report)` where `report(value)` may be called from the lane.

        Exactly one of `on_done(result)` and `on_error(error)` follows on the GUI thread, then `on_end()` in every case.
        Long work watches `stop` (an event of the caller); `Task.stop()` and the end of the application set it.
        """
        task = Task(Lane(lane), work, owner, on_done, on_error, progress, on_end, stop or threading.Event())
        if self._closed:
            return task
        self._running.add(task)
        task.future = self._pool(task.lane).submit(self._work, task)
        return task

    @property
    def busy(self) -> bool:
        """Whether work is under way that somebody waits for; the look at the tokens never ends."""
        # Work that was dropped before its turn never reports its end.
        self._running = {task for task in self._running if task.future is None or not task.future.cancelled()}
        return any(task.lane is not Lane.TOKENS for task in self._running)

    def close(self) -> None:
        """Waiting work is cancelled, work under way is asked to stop and awaited; no thread is left behind."""
        self._closed = True
        for task in list(self._running):
            task.dropped = True
            task.stop()
        for pool in self._pools.values():
            pool.shutdown(wait=True, cancel_futures=True)
        self._pools.clear()
        self._running.clear()

    def _pool(self, lane: Lane) -> ThreadPoolExecutor:
        if lane not in self._pools:
            self._pools[lane] = ThreadPoolExecutor(_THREADS[lane], thread_name_prefix=f"lane-{lane}")
        return self._pools[lane]

    def _work(self, task: Task) -> None:
        """In the lane: nothing of Qt is touched here but the signal, which crosses over to the GUI thread."""
        try:
            assert task.work is not None
            if task.on_progress is None:
                answer = task.work()
            else:
                answer = task.work(lambda value: self._news.emit((task, "progress", value)))
        except BaseException as error:
            self._news.emit((task, "error", error))
        else:
            self._news.emit((task, "done", answer))

    @Slot(object)
    def _deliver(self, news: tuple[Task, str, Any]) -> None:
        task, kind, value = news
        if kind == "progress":
            if task.wanted:
                task.on_progress(value)
            return
        self._running.discard(task)
        if kind == "error" and not isinstance(value, CounterError):
            sys.excepthook(type(value), value, value.__traceback__)
        elif task.wanted:
            self._answer(task, kind, value)
        if task.wanted and task.on_end is not None:
            task.on_end()
        task.let_go()

    def _answer(self, task: Task, kind: str, value: Any) -> None:
        if kind == "done":
            if task.on_done is not None:
                task.on_done(value)
        elif task.on_error is not None:
            task.on_error(value)
        else:
            self.trouble.emit(value)
