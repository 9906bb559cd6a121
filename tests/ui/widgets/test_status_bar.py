"""The bottom line says all it knows where there is room, and less, but nothing cut, where there is not."""

import pytest
from pytestqt.qtbot import QtBot

from ui.widgets.status_bar import StatusBar


@pytest.mark.parametrize("width", [1366, 911, 760])
def test_nothing_in_the_status_bar_is_cut_and_all_of_it_is_told(qtbot: QtBot, width: int) -> None:
    bar = StatusBar()
    qtbot.addWidget(bar)
    bar.resize(width, 28)
    bar.show()
    bar.set_person("Nguyễn Thu Hà", "công chức tiếp nhận")
    bar.set_token("Nguyễn Thu Hà", "PIN đã nhập · giữ đến 11:30")
    bar.set_database("Dữ liệu trên máy này")
    bar.set_clock("Giờ máy khớp")
    bar.set_time("09:12", "thứ Hai 23/11/2026")
    shown = [item for item in bar.items.values() if not item.isHidden()]
    qtbot.waitUntil(lambda: all(item.width() >= item.sizeHint().width() for item in shown), timeout=60_000)
    assert shown[-1].geometry().right() < bar.width()
    assert all(item.whole for item in bar.items.values()) is (width == 1366)
    assert bar.items["person"].accessibleName() == "Nguyễn Thu Hà · công chức tiếp nhận"
    assert bar.items["database"].toolTip() == "Dữ liệu trên máy này"


def test_a_trouble_keeps_its_words_in_a_narrow_window(qtbot: QtBot) -> None:
    bar = StatusBar()
    qtbot.addWidget(bar)
    bar.resize(500, 28)
    bar.set_clock("Giờ máy chưa tin được", "bad")
    bar.set_database("Mất kết nối máy chủ", "bad")
    bar.set_person("Nguyễn Thu Hà", "công chức tiếp nhận")
    assert [part[0] for key in ("clock", "database") for part in bar.items[key].shown()] == [
        "Giờ máy chưa tin được",
        "Mất kết nối máy chủ",
    ]
