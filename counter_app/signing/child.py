"""A child process that answers one request at a time over a pipe, and may ask back while it works.

Two rooms run in such processes: the key (PIN, token driver) and the paper (untrusted PDF files). A driver or a file
that crashes takes only its own process down; the parent gets Trouble and lives. Started with `spawn`, because
PKCS#11 forbids fork; works the same in a frozen Windows build. Nothing secret is in its arguments or environment.
"""

import ctypes
import logging
import multiprocessing
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from typing import Any

from counter_app.errors import CounterError, Trouble
from counter_app.pdf.child_end import end_process

IDLE_LOOK = 1.0
Handlers = Mapping[str, Callable[..., Any]]
Ask = Callable[..., Any]


class ChildBug(RuntimeError):
    """An exception in the child that is none of ours: its traceback, without local values."""


class Child:
    """One process. `start` is a module-level function `(connection) -> None` that calls `serve`; `name` tells which."""

    def __init__(self, start: Callable[[Connection], None], *, name: str, ended_code: str, hangs_code: str) -> None:
        self._start = start
        self._name = name
        self._ended_code = ended_code
        self._hangs_code = hangs_code
        self._process: Any = None
        self._pipe: Connection | None = None
        self._changing = threading.Lock()  # a window may close while another thread starts the process

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process is not None else None

    def begin(self) -> None:
        """Start the process without waiting for it, so that its imports overlap with other work."""
        with self._changing:
            if self._process is not None:
                return
            context = multiprocessing.get_context("spawn")
            pipe, far_end = context.Pipe()
            process = context.Process(target=self._start, args=(far_end,), daemon=True, name=self._name)
            process.start()
            self._process, self._pipe = process, pipe  # only one that runs can be ended
            far_end.close()

    def request(self, name: str, *values: Any, timeout: float, answer: Ask | None = None) -> Any:
        """The child's answer; its CounterError is raised here. Trouble when it dies or is silent for `timeout` s.

        `answer` serves what the child asks back in the middle of its work (a raw signature); the time it takes
        does not count as silence.
        """
        self.post(name, *values)
        return self.wait(timeout=timeout, answer=answer)

    def post(self, name: str, *values: Any) -> None:
        """Ask without waiting; the next call must be `wait`. Trouble when the child is gone."""
        self.begin()
        assert self._pipe is not None
        with self._alive():
            self._pipe.send((name, values))

    def ready(self, seconds: float) -> bool:
        """Whether `wait` would answer at once, after at most so long; also when all it can tell is the child's end."""
        try:
            return self._pipe is None or self._pipe.poll(seconds)
        except (EOFError, ConnectionError, BrokenPipeError):
            return True

    def wait(self, *, timeout: float, answer: Ask | None = None) -> Any:
        """What `post` asked for, as `request` gives it."""
        with self._alive():
            if self._pipe is None:
                raise EOFError
            return self._until_done(self._pipe, timeout, answer)

    @contextmanager
    def _alive(self) -> Iterator[None]:
        try:
            yield
        except (EOFError, ConnectionError, BrokenPipeError) as error:
            code = self.stop()
            raise Trouble(self._ended_code, exit=code) from error

    def _until_done(self, pipe: Connection, timeout: float, answer: Ask | None) -> Any:
        while True:
            if not pipe.poll(timeout):
                self.stop()
                raise Trouble(self._hangs_code, seconds=round(timeout))
            kind, value = pipe.recv()
            if kind == "done":
                return value
            if kind == "error":
                raise value
            if kind == "bug":
                raise ChildBug(value)
            assert answer is not None
            pipe.send(_answered(answer, value))

    def leave(self) -> None:
        """Ask it to leave, without waiting; `end` follows."""
        if self._pipe is not None:
            with suppress(OSError):
                self._pipe.send(("end", ()))

    def end(self) -> None:
        """Ask it to leave, then make sure it left."""
        self.leave()
        self.stop(patience=3.0)

    def stop(self, *, patience: float = 0.2) -> int:
        """End it, also when it hangs, after so many seconds at most; its exit code."""
        with self._changing:
            process, self._process = self._process, None
            pipe, self._pipe = self._pipe, None
        code = 0 if process is None else end_process(process, patience=patience)
        if pipe is not None:
            pipe.close()
        return code


def _answered(answer: Ask, values: tuple[Any, ...]) -> tuple[str, Any]:
    try:
        return "value", answer(*values)
    except CounterError as error:
        return "error", error


def serve(
    pipe: Connection,
    make_handlers: Callable[[Ask], Handlers],
    *,
    memory_limit: int = 0,
    may_stay: Callable[[], bool] | None = None,
) -> None:
    """The child's whole life: harden, then answer until the parent says `end`, is gone, or `may_stay` says no.

    `may_stay` is asked about once a second while nothing else is, even when the parent never comes back.
    """
    harden(memory_limit)
    logging.disable()  # libraries write file contents and tracebacks there; what matters is answered

    def ask(*values: Any) -> Any:
        pipe.send(("ask", values))
        kind, value = pipe.recv()
        if kind == "error":
            raise value
        return value

    handlers = make_handlers(ask)
    with suppress(EOFError, ConnectionError):
        while True:
            while may_stay is not None and not pipe.poll(IDLE_LOOK):
                if not may_stay():
                    return
            name, values = pipe.recv()
            if name == "end":
                return
            pipe.send(_result(handlers[name], values))
            del values  # the PIN must not wait here for the next request


def _result(handler: Callable[..., Any], values: tuple[Any, ...]) -> tuple[str, Any]:
    try:
        return "done", handler(*values)
    except CounterError as error:
        return "error", error
    except Exception as error:  # as text without the message: that may hold what it should not, or not pickle
        return "bug", "".join(traceback.format_tb(error.__traceback__)) + type(error).__name__


def no_core_dump() -> None:
    """Whatever becomes of this process, its memory is not written to a file: a PIN passes through it."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))


def harden(memory_limit: int = 0) -> None:
    """No core dump, no debugger of the same user, no Ctrl+C of the parent's terminal, an upper bound of memory."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "win32":
        no_crash_box = 0x0001 | 0x0002
        ctypes.windll.kernel32.SetErrorMode(no_crash_box)
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if memory_limit:
        with suppress(ValueError, OSError):  # macOS knows no such limit
            resource.setrlimit(resource.RLIMIT_AS, (memory_limit, memory_limit))
    if sys.platform == "linux":
        pr_set_dumpable = 4
        ctypes.CDLL(None).prctl(pr_set_dumpable, 0, 0, 0, 0)
