"""One counter's morning in a real window on the office's server: take the next dossier, look, decide, again, until the
pile is empty. What it did and what it heard of the others goes to `--log` as JSON lines.

`--office FOLDER --person LOGIN --log FILE --go FILE`: it begins when the file `go` is there, as all counters do.
"""

import argparse
import json
import sys
import time
from pathlib import Path
from typing import Any

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from counter_app.bootstrap import open_office
from counter_app.clock import FixedClock
from counter_app.model.dossier import Decision
from counter_app.workflow import queue
from tests.practice import MORNING
from tests.ui.conftest import settle
from tests.ui.xvfb import end_with_traceback, journey_options, picture
from ui.app import UseCases
from ui.main_window import MainWindow
from ui.presenters.intake import Step
from ui.theme import apply_theme

REFUSED_EACH = 7  # every seventh applicant takes the dossier back


class Counter:
    def __init__(self, window: MainWindow, log: Path) -> None:
        self.window = window
        self._log = log.open("w", encoding="utf-8")
        window.refresh.changed.connect(lambda changes: self.note("shown", ids=sorted(changes.dossiers)))

    def note(self, what: str, **values: Any) -> None:
        print(json.dumps({"what": what, "at": time.monotonic(), **values}), file=self._log, flush=True)

    def work(self) -> None:
        while (taken := self.take()) is not None:
            self.decide(taken)

    def take(self) -> int | None:
        """Ctrl+J on «Hôm nay»; None when the pile is empty."""
        window = self.window
        window.open_page("today")
        settle(window)
        assert window.page is not None
        next(one for one in window.page.commands() if one.hint == "Ctrl+J").act()
        settle(window)
        if window.page_key != "intake":
            assert "Không còn hồ sơ mới" in window.toast_frame.words, window.page.notice.words
            return None
        taken = int(window.page.dossier_id)
        self.note("taken", id=taken)
        return taken

    def decide(self, dossier_id: int) -> None:
        page: Any = self.window.page
        self.wait(lambda: page.view is not None and page.view.dossier.id == dossier_id)
        if dossier_id % REFUSED_EACH:
            page.go_to(Step.CHECK)
            self.wait(lambda: page.step is Step.CHECK and page.component is not None)
            page.work.pass_and_go_on()
            decision = Decision.ACCEPT
        else:
            page.go_to(Step.DECISION)
            decision = Decision.WITHDRAW
        self.wait(lambda: page.step is Step.DECISION and decision in page.ui.decision.options)
        self.wait(page.ui.decision.options[decision].isEnabled)
        page.ui.decision.options[decision].click()
        if decision is Decision.WITHDRAW:
            page.ui.decision.words.reason.setPlainText("Người nộp xin rút để nộp lại ở xã.")
        page.primary()
        self.wait(lambda: page.step is Step.FINISH or page.ui.notice.isVisible())
        assert not page.view.dossier.state.awaits_intake, (page.ui.notice.words, page.ui.decision.half_typed)
        self.note("decided", id=dossier_id, decision=str(decision))

    def wait(self, until: Any) -> None:
        last = time.monotonic() + 60
        while not until():
            assert time.monotonic() < last, (page_words(self.window), "the window did not come so far")
            settle(self.window)
            QTest.qWait(5)


def page_words(window: MainWindow) -> str:
    page: Any = window.page
    return f"{page.step!r} {page.ui.notice.words} {page.ui.check.error}"


def main() -> None:
    options = journey_options()
    more = argparse.ArgumentParser()
    for name in ("--office", "--log", "--go"):
        more.add_argument(name, type=Path, required=True)
    more.add_argument("--person", required=True)
    mine, _ = more.parse_known_args()
    sys.excepthook = end_with_traceback
    application = QApplication([])
    apply_theme(application, options.theme)
    office = open_office(mine.office, clock=FixedClock(MORNING), person=mine.person)
    window = MainWindow(office.clock)
    window.resize(*options.size)
    window.show()
    window.use_office(office, UseCases(), "today")
    counter = Counter(window, mine.log)
    counter.wait(lambda: window.live.connected)
    mine.log.with_suffix(".ready").touch()
    while not mine.go.exists():
        QTest.qWait(20)
    counter.work()
    window.open_page("today")
    settle(window)
    picture(window, options.pictures, f"morning-{mine.person}")
    counter.note("end", open=len(queue.ids(office, queue.QueueFilter())))
    window.close()


if __name__ == "__main__":
    main()
