"""Every small part of the window on one sheet, for looking at; run it through `tests.ui.xvfb.run_in_window`."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QHBoxLayout,
    QLayout,
    QLineEdit,
    QPlainTextEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from tests.ui.xvfb import journey_options, picture
from ui.presenters.cell import Cell
from ui.theme import apply_theme
from ui.widgets.buttons import IconButton, Link, PrimaryButton, SecondaryButton, Segment
from ui.widgets.chips import ChipBar, ChipSpec
from ui.widgets.countdown_badge import CountdownBadge
from ui.widgets.delegate import cell_data
from ui.widgets.field import Choice, Field, SearchField
from ui.widgets.labels import label
from ui.widgets.notice import Notice
from ui.widgets.panel import Panel, two_line_row
from ui.widgets.practice_marks import PracticeBand
from ui.widgets.progress_foot import ProgressFoot
from ui.widgets.rail import Rail
from ui.widgets.status_bar import StatusBar
from ui.widgets.table import Column, CounterTable
from ui.widgets.tag import Tag
from ui.widgets.toast import Toast
from ui.widgets.top_bar import TopBar

CELLS = [
    [
        Cell(check=True),
        Cell(text="Quá hạn", tag="bad"),
        Cell(text="quá 1 giờ 15 phút làm việc", second="hạn 16:15 thứ Sáu 20/11", tone="bad", weight=500),
        Cell(text="Sẵn sàng", icon="circle-check", icon_token="good", tone="text2"),
        Cell(text="14", right=True),
        Cell(text="Giao lại", link=True),
    ],
    [
        Cell(check=False),
        Cell(text="Sắp đến hạn", tag="warn"),
        Cell(text="còn 45 phút làm việc", second="hạn 08:45 thứ Hai 23/11", tone="warn", weight=500),
        Cell(text="Cảnh báo", icon="triangle-alert", icon_token="warn", tone="warn", weight=500),
        Cell(text="2", right=True),
        Cell(text="Giao lại", link=True),
    ],
    [
        Cell(check=False, enabled=False),
        Cell(text="Trong hạn", tag="good"),
        Cell(text="Đang lấy dấu thời gian", tone="accent", progress=0.6),
        Cell(text="Không ký được", icon="circle-x", icon_token="bad", tone="bad", weight=500),
        Cell(text="—", right=True),
        Cell(text="Giao lại", link=True, enabled=False),
    ],
]
COLUMNS = [
    Column(key="tick", title="", width=44),
    Column(key="band", title="Hạn", width=122),
    Column(key="left", title="Thời gian làm việc còn lại", width=200, stretch=1),
    Column(key="state", title="Kiểm tra trước", width=150),
    Column(key="pages", title="Trang", width=60, right=True),
    Column(key="act", title="", width=90),
]


class CellModel(QAbstractTableModel):
    def rowCount(self, parent: Any = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(CELLS)

    def columnCount(self, parent: Any = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(COLUMNS)

    def data(self, index: Any, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        return cell_data(CELLS[index.row()][index.column()], role)


def gallery() -> QWidget:
    sheet = QWidget()
    sheet.setProperty("ground", "bg")
    sheet.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    row = QHBoxLayout(sheet)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(0)
    rail = Rail()
    rail.set_pages(
        [("today", "Hôm nay", "list-todo"), ("signing", "Ký số", "signature"), ("settings", "Cài đặt", "settings")]
    )
    rail.set_current("today")
    row.addWidget(rail)
    column = QVBoxLayout()
    column.setSpacing(0)
    row.addLayout(column)
    for build in (_head, _buttons, _fields, _table, _panels, _feet):
        part = build()
        column.addLayout(part) if isinstance(part, QLayout) else column.addWidget(part)
    sheet.toast = Toast(sheet)  # type: ignore[attr-defined]
    return sheet


def _lined(*widgets: QWidget) -> QHBoxLayout:
    line = QHBoxLayout()
    line.setContentsMargins(16, 8, 16, 8)
    for widget in widgets:
        line.addWidget(widget)
    line.addStretch(1)
    return line


def _head() -> QLayout:
    column = QVBoxLayout()
    column.addWidget(PracticeBand())
    bar = TopBar("Hôm nay", "thứ Hai 23/11/2026 · buổi sáng 07:30–11:30")
    badge = CountdownBadge()
    badge.show_countdown("due_soon", "còn 2 giờ 15 phút làm việc", "hạn 10:15 thứ Hai 23/11")
    bar.add_action(badge)
    bar.add_action(PrimaryButton("Tiếp nhận hồ sơ", icon_name="plus", hint="Ctrl+N"))
    column.addWidget(bar)
    chips = ChipBar(
        [
            ChipSpec(key="all", text="Tất cả"),
            ChipSpec(key="late", text="Quá hạn", icon="octagon-alert", tone="bad"),
            ChipSpec(key="new", text="Chờ tiếp nhận", group=1),
        ]
    )
    chips.set_counts({"all": 46, "late": 2, "new": 0})
    column.addWidget(chips)
    notice = Notice()
    notice.tell("Không mở được tệp.", "Kiểm tra ổ đĩa rồi thử lại.", lambda: None)
    column.addWidget(notice)
    return column


def _buttons() -> QLayout:
    off = SecondaryButton("Chưa bấm được")
    off.setEnabled(False)
    segment = Segment(
        [
            ("pass", "Đạt", "circle-check", "good", "F6"),
            ("fail", "Không đạt", "circle-x", "bad", "F7"),
            ("open", "Chưa kiểm tra", "circle-dashed", "text2", ""),
        ],
        "Kết quả kiểm tra",
    )
    segment.set_value("open")
    return _lined(
        PrimaryButton("Ký 11 tệp", icon_name="signature", hint="Ctrl+Enter"),
        SecondaryButton("Thành phần kế tiếp", hint="F8"),
        off,
        Link("Ghi nguyên nhân"),
        IconButton("zoom-in", "Phóng to"),
        Tag("Quá hạn", "bad"),
        Tag("Sắp đến hạn", "warn"),
        Tag("Trong hạn", "good", calm=True),
        segment,
    )


def _fields() -> QLayout:
    wrong = Field("&Mã thủ tục", QLineEdit("1.00178"))
    wrong.show_error("Mã thủ tục có dạng 1.001786.")
    box, radio, off = QCheckBox("Giữ mã &PIN"), QRadioButton("Một trang"), QCheckBox("Không chọn được")
    box.setChecked(True)
    radio.setChecked(True)
    off.setEnabled(False)
    note = QPlainTextEdit("Nguyễn Thị Ưởng, đường Điện Biên")
    note.setFixedHeight(54)
    return _lined(
        Field("Loại &giấy tờ", Choice([("Bản chụp", 1), ("Bản chính", 2)]), "Theo danh mục của tỉnh."),
        wrong,
        Field("Ghi chú", note),
        SearchField("Tìm mọi hồ sơ, không cần gõ dấu", "Ctrl+F"),
        box,
        radio,
        off,
    )


def _table() -> QWidget:
    table = CounterTable("gallery", COLUMNS, sorted_key="left", accessible="Bảng mẫu")
    model = CellModel(table)
    model.headerData = lambda section, *_: COLUMNS[section].title  # type: ignore[method-assign]
    table.setModel(model)
    table.setFixedHeight(154)
    table.selectRow(1)
    return table


def _panels() -> QLayout:
    panel = Panel("Khác với danh sách tỉnh", "nhập 07:42, 46 hồ sơ", "Đối chiếu")
    panel.add_row(two_line_row("git-compare", "Tỉnh có, ở đây chưa có", "Nhập lại danh sách.", "Nhập"), height=48)
    panel.add_row(two_line_row("timer", "Không đổi trạng thái quá 2 ngày làm việc", ""), height=32, last=True)
    line = QHBoxLayout()
    line.setContentsMargins(16, 8, 16, 8)
    line.addWidget(panel)
    words = QVBoxLayout()
    for kind in ("headline", "title", "dialog", "strong", "body", "small", "tiny"):
        words.addWidget(label(f"{kind}: Giấy tiếp nhận và hẹn trả ĐẶNG ỨNG Ỗ ỵ 0123456789", kind))
    line.addLayout(words)
    return line


def _feet() -> QLayout:
    column = QVBoxLayout()
    column.setSpacing(0)
    foot = ProgressFoot("Dừng sau tệp này", "Dừng lại giữ nguyên các tệp đã ký")
    foot.show_progress(5, 11, "Đang ký 5 trên 11 · còn khoảng 8 giây", "4 đã ký và đọc lại đúng · 6 chờ · 1 bỏ qua")
    column.addWidget(foot)
    status = StatusBar()
    status.set_person("Nguyễn Thu Hà", "công chức tiếp nhận")
    status.set_token("Nguyễn Thu Hà", "PIN: còn ít lần thử", "warn", "triangle-alert")
    status.set_database("Máy chủ cơ quan")
    status.set_time("08:00", "thứ Hai 23/11/2026")
    column.addWidget(status)
    return column


def main() -> None:
    options = journey_options()
    application = QApplication([])
    apply_theme(application, options.theme)
    sheet = gallery()
    sheet.resize(*options.size)
    sheet.show()
    tell: Callable[..., None] = sheet.toast.tell  # type: ignore[attr-defined]
    tell("Đã giao lại 1 hồ sơ cho Lê Minh Khuê.", lambda: None)
    picture(sheet, options.pictures, f"gallery-{options.theme}-{application.devicePixelRatio():g}")


if __name__ == "__main__":
    main()
