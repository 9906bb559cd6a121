"""The page of reports over a practice office; run it through `tests.ui.xvfb.run_in_window`.

`--office` is a folder made by `counter_app.bootstrap.load_practice`.
"""

import argparse
from collections.abc import Callable
from pathlib import Path

from PySide6.QtGui import QCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from counter_app.bootstrap import open_office
from counter_app.clock import FixedClock
from counter_app.workflow.report_kinds import REPORTS
from tests.practice import MORNING
from tests.ui.conftest import settle
from tests.ui.xvfb import journey_options, picture
from ui.app import UseCases
from ui.main_window import MainWindow
from ui.theme import apply_theme
from ui.widgets.report_table import ReportTable


def main() -> None:
    options = journey_options()
    parser = argparse.ArgumentParser()
    parser.add_argument("--office", type=Path, required=True)
    folder = parser.parse_known_args()[0].office
    application = QApplication([])
    apply_theme(application, options.theme)
    QCursor.setPos(2, 2)
    clock = FixedClock(MORNING)
    name = f"{options.theme}-{application.devicePixelRatio():g}"
    window = MainWindow(clock)
    window.resize(*options.size)
    window.show()
    window.use_office(open_office(folder, clock=clock, person="phuoc.dh"), UseCases(), "reports")
    for key, entry in REPORTS.items():
        window.page.open_report(key)
        if any(one.required for one in entry.files):
            rest(window)
            picture(window, options.pictures, f"report-{key}-0-{name}")
            window.page.files.put("list", next(folder.glob("danh-sach*.xlsx")))
        rest(window)
        bar = window.page.sheet._area.verticalScrollBar()
        for number, place in enumerate(range(0, bar.maximum() + 1, max(1, bar.pageStep() - 40)), start=1):
            bar.setValue(place)
            rest(window)
            picture(window, options.pictures, f"report-{key}-{number}-{name}")
        bar.setValue(0)
    explain(window, lambda what: picture(window, options.pictures, f"{what}-{name}"))
    window.close()


def explain(window: MainWindow, take: Callable[[str], object]) -> None:
    """A late dossier beside the report, explained, then its own sheet."""
    page = window.page
    page.open_report("overdue")
    rest(window)
    table = next(one for one in page.sheet.findChildren(ReportTable) if one.table.key == "dossiers")
    owed = next(place for place, row in enumerate(table.table.rows) if str(row[6].value).endswith("(đề xuất)"))
    table.opened.emit(owed, "cause")
    rest(window)
    take("report-explain")
    page.explain.words.setPlainText("Cơ quan phối hợp trả lời chậm 6 ngày làm việc, đã đôn đốc hai lần")
    page.explain.store()
    rest(window)
    take("report-explained")
    page.sheet._area.verticalScrollBar().setValue(page.sheet._area.verticalScrollBar().maximum())
    page.explain.hide()
    rest(window)
    take("report-dossiers")
    page.explain.show()
    page.explain.print_button.click()
    rest(window)
    take("report-one-dossier")


def rest(window: MainWindow) -> None:
    for _ in range(2):
        settle(window)
        QTest.qWait(60)


if __name__ == "__main__":
    main()
