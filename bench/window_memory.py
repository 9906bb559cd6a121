"""A window over the office in a folder: its pages opened, scrolled, searched, a month's longest report shown; then the
most memory it took, in MB."""

from __future__ import annotations

import os
import sys
import time
from datetime import date
from pathlib import Path
from typing import Any

from bench.register import NOW
from counter_app.model.period import month

SCROLLED = 30


def main(folder: Path) -> float:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from counter_app.bootstrap import open_office
    from counter_app.clock import FixedClock
    from counter_app.model.person import Person, Role
    from counter_app.settings import Settings, save_settings

    save_settings(folder, Settings(practice=True, office_name="Cơ quan tập sự"))
    clock = FixedClock(NOW)
    office = open_office(folder, clock=clock)
    with office.store.unit_of_work() as unit:
        unit.put_person(Person(login="lanh-dao", name="Lãnh đạo", role=Role.SUPERVISOR))
        unit.commit()
    office.close()
    _use(open_office(folder, clock=clock, person="lanh-dao"), clock)
    return _peak_mb()


def _peak_mb() -> float:
    """Of this program alone: `ru_maxrss` would begin with what its parent has had."""
    status = Path("/proc/self/status").read_text()
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:"))) / 1024


def _use(office: Any, clock: Any) -> None:
    from PySide6.QtWidgets import QApplication

    from ui.app import UseCases
    from ui.main_window import MainWindow
    from ui.theme import apply_theme

    application = QApplication([])
    apply_theme(application, "light")
    window = MainWindow(clock)
    window.resize(1366, 768)
    window.show()
    window.use_office(office, UseCases(), "today")

    def rest() -> None:
        quiet = 0
        while quiet < 5:
            application.processEvents()
            quiet = 0 if window.tasks.busy else quiet + 1
            time.sleep(0.005)

    rest()
    bar = window.page.table.verticalScrollBar()  # type: ignore[union-attr]
    for step in range(SCROLLED):
        bar.setValue(bar.maximum() * step // SCROLLED)
        rest()
    window.page.field.setText("nguyen thi")  # type: ignore[union-attr]
    time.sleep(0.3)
    for page, arguments in _VISITS:
        window.open_page(page, **arguments)
        rest()
    clock.advance(minutes=1)
    window.ticker.tick()
    rest()
    window.close()
    window.tasks.close()


_VISITS: tuple[tuple[str, dict[str, object]], ...] = (
    ("today", {}),
    ("board", {}),
    ("search", {"text": "nguyen"}),
    ("search", {"figure": "no_state_change", "words": "Đứng yên"}),
    ("search", {"figure": "open", "words": "Mọi hồ sơ đang mở"}),
    ("reports", {"report": "index", "period": month(date(2026, 10, 1))}),
    ("board", {}),
)


if __name__ == "__main__":
    print(main(Path(sys.argv[1])))
