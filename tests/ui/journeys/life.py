"""Late, explained, waiting, rated: the view after intake over the practice office; run it through `run_in_window`.

`--office` is a folder made by `counter_app.bootstrap.load_practice`.
"""

import argparse
from pathlib import Path

from PySide6.QtGui import QCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from counter_app.bootstrap import open_office
from counter_app.clock import FixedClock
from counter_app.model.dossier import DossierId, DossierState
from counter_app.model.queue import QueueFilter
from counter_app.workflow import handover, queue
from tests.practice import MORNING
from tests.ui.conftest import settle
from tests.ui.xvfb import journey_options, picture
from ui.app import UseCases
from ui.main_window import MainWindow
from ui.theme import apply_theme


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
    office = open_office(folder, clock=clock, person="ha.nt")
    late = DossierId(queue.ids(office, QueueFilter(states=(DossierState.PROCESSING,)))[0])
    handover.hand_over(office, late, "Phòng Quản lý chuyên ngành", receiver="Đỗ Quang Minh")

    def rest() -> None:
        for _ in range(3):
            settle(window)
            QTest.qWait(150)
        settle(window)

    window = MainWindow(clock)
    window.resize(*options.size)
    window.show()
    window.use_office(office, UseCases(), "results")
    rest()
    window.open_page("results", dossier_id=late)
    rest()
    picture(window, options.pictures, f"results-{name}")
    window.page.panel.more_link.click()
    rest()
    picture(window, options.pictures, f"life-late-{name}")
    life = window.page.life
    life.acts["reappoint"].line("reason").setText("Cơ quan phối hợp chưa có văn bản trả lời")
    life.acts["reappoint"].button.click()
    rest()
    explain = life.acts["explain"]
    explain.line("words").setText("Sở Xây dựng trả lời chậm 6 ngày làm việc")
    explain.line("responsible").setText("Đỗ Quang Minh")
    explain.button.click()
    rest()
    new = life.acts["feedback"]
    for field, words in (("sender", "Trần Thị Ưởng"), ("content", "Hồ sơ chậm, chưa ai báo")):
        new.line(field).setText(words)
    new.button.click()
    rest()
    QTest.qWait(200)
    picture(window, options.pictures, f"life-promised-{name}")
    life.supplement.open_button.click()
    first = life.supplement.papers[0]
    first.tick.setChecked(True)
    first.remark.setText("Bản chụp mờ, không đọc được số giấy chứng nhận")
    life.supplement.others.setPlainText("Sơ đồ mặt bằng có ghi kích thước")
    life.supplement.reason.setText("Số liệu trên hai giấy tờ không khớp nhau")
    rest()
    life.area.ensureWidgetVisible(life.supplement.send_button, 0, 60)
    rest()
    picture(window, options.pictures, f"life-supplement-{name}")
    life.supplement.send_button.click()
    rest()
    life.area.ensureWidgetVisible(life.supplement.ground, 0, 60)
    rest()
    picture(window, options.pictures, f"life-supplement-refused-{name}")
    life.supplement.ground.setText("khoản 4 Điều 19 Nghị định 118/2025/NĐ-CP")
    life.supplement.send_button.click()
    rest()
    life.area.ensureWidgetVisible(life.supplement.receive_button, 0, 60)
    rest()
    picture(window, options.pictures, f"life-supplement-waits-{name}")
    bar = life.area.verticalScrollBar()
    bar.setValue(bar.maximum())
    rest()
    picture(window, options.pictures, f"life-feedback-{name}")
    window.open_page("search", feedback=True)
    rest()
    picture(window, options.pictures, f"feedback-{name}")
    window.close()


if __name__ == "__main__":
    main()
