"""«Cài đặt» over the practice office; run it through `tests.ui.xvfb.run_in_window`.

`--office` is a folder made by `counter_app.bootstrap.load_practice`.
"""

import argparse
import sys
from datetime import date
from pathlib import Path

from PySide6.QtGui import QCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from counter_app.bootstrap import open_office
from counter_app.clock import FixedClock
from tests.forms.test_logo import drawn
from tests.practice import MORNING
from tests.ui.conftest import settle
from tests.ui.xvfb import end_with_traceback, journey_options, picture
from ui.app import UseCases
from ui.main_window import MainWindow
from ui.theme import apply_theme

DAYS = """Loại,Từ ngày,Đến ngày,Thứ,Giờ tính,Giờ không tính,Tên,Bù cho ngày,Trạng thái,Văn bản,Xác minh
nghỉ,31/12/2026,,,,,hoán đổi sang thứ Bảy 09/01,,đã công bố,Thông báo 77/TB-UBND,có
làm bù,09/01/2027,,,,,,31/12/2026,đã công bố,Thông báo 77/TB-UBND,có
giờ riêng,25/11/2026,,,07:30-11:30,,tổng vệ sinh,,đã công bố,,có
"""


def main() -> None:
    options = journey_options()
    parser = argparse.ArgumentParser()
    parser.add_argument("--office", type=Path, required=True)
    folder = parser.parse_known_args()[0].office
    application = QApplication([])
    sys.excepthook = end_with_traceback
    apply_theme(application, options.theme)
    QCursor.setPos(2, 2)
    name = f"{options.theme}-{application.devicePixelRatio():g}"
    window = MainWindow(FixedClock(MORNING))
    window.resize(*options.size)
    window.show()
    window.use_office(open_office(folder, clock=FixedClock(MORNING), person="phuoc.dh"), UseCases(), "settings")

    def look(what: str) -> None:
        settle(window, 30)
        QTest.qWait(40)
        settle(window, 30)
        picture(window, options.pictures, f"{what}-{name}")

    page = window.page
    look("office")
    page.section.take_logo(drawn(folder / "huy-hieu.png"))
    look("office-logo")
    page.section.fields["office_code"].control.setText("15 H31")
    page.section.save()
    look("office-refused")
    page.section.discard()
    page.open_section("display")
    look("display")
    page.open_section("rules")
    look("rules")
    page.section.chosen.setCurrentIndex(3)
    look("rules-repealed")
    page.open_section("calendar")
    section = page.section
    section.go_to(date(2026, 11, 24))
    look("month")
    section.month.choose(date(2026, 11, 25))
    section.month.choose(date(2026, 11, 26), extend=True)
    section.day_panel.mark.set_value("off")
    section.day_panel.name.setText("nghỉ do bão số 12")
    section.day_panel.apply()
    section.draft.mark([date(2027, 2, 11), date(2027, 2, 12)], "off", name="nghỉ thêm sau Tết", expected=True)
    section.go_to(date(2027, 2, 11))
    look("tet")
    section.bar.segment.set_value("year")
    section._choose_view(True)
    look("year")
    section.bar.show_month()
    section._choose_view(False)
    section.go_to(date(2026, 11, 25))
    section.save()
    look("changes")
    section.discard()
    path = folder / "them-ngay.csv"
    path.write_text(DAYS, encoding="utf-8")
    section.import_file(path)
    look("import")
    section.discard()
    section.show_panel("hours")
    look("hours")
    section.go_to(date(2028, 2, 1))
    section.show_panel("proposals")
    look("proposals")
    path.write_text(DAYS.replace("09/01/2027", "31/12/2026"), encoding="utf-8")
    section.import_file(path)
    look("import-refused")
    window.close()


if __name__ == "__main__":
    main()
