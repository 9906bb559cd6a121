"""Promises of the task runner: answers on the GUI thread, dropped with their owner, errors sorted, no thread left."""

import gc
import sys
import threading
import time
import weakref
from collections.abc import Iterator
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from counter_app.errors import Trouble
from ui.tasks import Lane, TaskRunner, stop_with


@pytest.fixture
def tasks() -> Iterator[TaskRunner]:
    runner = TaskRunner()
    yield runner
    runner.close()


def test_answers_arrive_on_the_gui_thread(qtbot: QtBot, tasks: TaskRunner) -> None:
    owner, seen = QObject(), []
    tasks.run(
        Lane.READING,
        threading.current_thread,
        owner=owner,
        on_done=lambda worker: seen.append((worker, threading.current_thread())),
    )
    qtbot.waitUntil(lambda: bool(seen), timeout=60_000)
    worker, receiver = seen[0]
    assert worker.name.startswith("lane-reading")
    assert receiver is threading.main_thread()


def test_the_answer_is_dropped_when_the_owner_is_gone(qtbot: QtBot, tasks: TaskRunner) -> None:
    owner, go, seen = QObject(), threading.Event(), []
    tasks.run("store", lambda: go.wait(60), owner=owner, on_done=seen.append, on_end=lambda: seen.append("end"))
    shiboken6.delete(owner)
    go.set()
    qtbot.waitUntil(lambda: not tasks.busy, timeout=60_000)
    assert seen == []


def test_an_error_of_the_office_goes_to_its_handler_and_else_to_trouble(qtbot: QtBot, tasks: TaskRunner) -> None:
    owner, handled, untaken, ended = QObject(), [], [], []

    def fail() -> None:
        raise Trouble("ui.no_display")

    tasks.trouble.connect(untaken.append)
    tasks.run("store", fail, owner=owner, on_error=handled.append, on_end=lambda: ended.append(1))
    tasks.run("store", fail, owner=owner)
    qtbot.waitUntil(lambda: bool(untaken), timeout=60_000)
    assert [error.code for error in handled + untaken] == ["ui.no_display"] * 2
    assert ended == [1]


def test_a_bug_goes_to_the_exception_hook_on_the_gui_thread(
    qtbot: QtBot, tasks: TaskRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[object] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, *_: seen.append((kind, threading.current_thread())))
    tasks.run("reading", lambda: 1 // 0, owner=QObject(tasks), on_error=lambda _: seen.append("wrong"))
    qtbot.waitUntil(lambda: bool(seen), timeout=60_000)
    assert seen == [(ZeroDivisionError, threading.main_thread())]


def test_what_work_held_is_let_go_on_the_gui_thread(qtbot: QtBot, tasks: TaskRunner) -> None:
    """A window's part that a lane held last would be taken apart in the lane."""
    where: list[threading.Thread] = []
    held = QObject()
    weakref.finalize(held, lambda: where.append(threading.current_thread()))
    tasks.run("reading", lambda held=held: held.objectName(), owner=tasks)
    del held
    qtbot.waitUntil(lambda: bool(where), timeout=60_000)
    assert where == [threading.main_thread()]


@pytest.mark.parametrize("end", [shiboken6.delete, QObject.deleteLater])
def test_what_stops_with_an_object_is_set_also_when_nobody_else_holds_it(qtbot: QtBot, end: Any) -> None:
    set_: list[bool] = []

    class Stop(threading.Event):
        def set(self) -> None:
            set_.append(True)

    owner = QObject()
    stop_with(owner, Stop())
    gc.collect()
    end(owner)
    qtbot.waitUntil(lambda: set_ == [True], timeout=60_000)


def test_signing_and_store_work_one_after_the_other(qtbot: QtBot, tasks: TaskRunner) -> None:
    owner, at_once, most = QObject(), [0], [0]
    lock = threading.Lock()

    def work() -> None:
        with lock:
            at_once[0] += 1
            most[0] = max(most[0], at_once[0])
        time.sleep(0.01)
        with lock:
            at_once[0] -= 1

    for _ in range(5):
        tasks.run(Lane.SIGNING, work, owner=owner)
    qtbot.waitUntil(lambda: not tasks.busy, timeout=60_000)
    assert most == [1]


def test_progress_is_told_in_order_before_the_end(qtbot: QtBot, tasks: TaskRunner) -> None:
    told: list[object] = []
    tasks.run(
        "signing",
        lambda report: [report(number) for number in range(3)] and "done",
        owner=QObject(tasks),
        progress=told.append,
        on_done=told.append,
    )
    qtbot.waitUntil(lambda: "done" in told, timeout=60_000)
    assert told == [0, 1, 2, "done"]


def test_close_asks_long_work_to_stop_and_leaves_no_thread(qtbot: QtBot) -> None:
    runner, owner, started, stop = TaskRunner(), QObject(), threading.Event(), threading.Event()
    stopped: list[bool] = []

    def work() -> None:
        started.set()
        stopped.append(stop.wait(60))

    runner.run("signing", work, owner=owner, stop=stop)
    assert started.wait(60)
    runner.close()
    assert stopped == [True]
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("lane-")]


def test_work_dropped_before_its_turn_leaves_the_runner_at_rest(qtbot: QtBot, tasks: TaskRunner) -> None:
    owner, go, seen = QObject(), threading.Event(), []
    tasks.run("store", lambda: go.wait(60), owner=owner)
    waiting = tasks.run("store", lambda: seen.append("worked"), owner=owner, on_done=seen.append)
    waiting.drop()
    go.set()
    qtbot.waitUntil(lambda: not tasks.busy, timeout=60_000)
    assert seen == []
