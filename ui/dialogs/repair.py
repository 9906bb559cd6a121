"""A broken file before and after it is rebuilt, page beside page: the officer looks, then agrees or does not."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QKeySequence, QPixmap, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from counter_app.workflow.repairs import RepairView
from ui.dialogs.base import CounterDialog
from ui.widgets.buttons import IconButton, PrimaryButton, SecondaryButton
from ui.widgets.labels import label

WIDE = 820
PAGE = (372, 440)


class RepairDialog(CounterDialog):
    """`accepted`: the officer has seen the pages and agrees that the rebuilt copy is signed."""

    def __init__(self, name: str, view: RepairView, parent: QWidget | None) -> None:
        super().__init__(
            "Xem trang trước và sau khi dựng lại",
            parent,
            icon_name="triangle-alert",
            token="warn",
            qualifier=f"{name} có lỗi cấu trúc. Bản được ký là bản dựng lại; tệp gốc vẫn giữ nguyên.",
        )
        self.setFixedWidth(WIDE)
        self._view, self.page = view, 1
        self.before, self.after = _picture("Trang trước khi dựng lại"), _picture("Trang sau khi dựng lại")
        sides = QHBoxLayout()
        sides.setSpacing(16)
        for title, picture in (("Trước khi dựng lại", self.before), ("Sau khi dựng lại", self.after)):
            side = QVBoxLayout()
            side.setSpacing(4)
            side.addWidget(label(title, "small_medium", "text2"))
            side.addWidget(picture)
            sides.addLayout(side)
        self.body.addLayout(sides)
        self.back = IconButton("chevron-left", "Trang trước", lambda: self.turn(-1), side=28)
        self.forth = IconButton("chevron-right", "Trang sau", lambda: self.turn(1), side=28)
        self.count = label("", "small", "text2")
        pages = QHBoxLayout()
        pages.setSpacing(8)
        pages.addStretch(1)
        for part in (self.back, self.count, self.forth):
            pages.addWidget(part)
        pages.addStretch(1)
        self.body.addLayout(pages)
        cancel = SecondaryButton("Không ký tệp này", hint="Esc")
        self.agree = PrimaryButton("Hai bên như nhau, cho phép ký", hint="Ctrl+Enter")
        cancel.clicked.connect(lambda _checked=False: self.reject())
        self.agree.clicked.connect(lambda _checked=False: self.accept())
        self.add_buttons(cancel, self.agree)
        for words, step in (("PgUp", -1), ("PgDown", 1)):
            QShortcut(QKeySequence(words), self, lambda step=step: self.turn(step))
        for words in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(words), self, self.accept)
        self.turn(0)

    def turn(self, step: int) -> None:
        shown = len(self._view.before)
        self.page = min(max(self.page + step, 1), max(shown, 1))
        _show(self.before, self._view.before[self.page - 1])
        _show(self.after, self._view.after[self.page - 1])
        more = f" (chỉ hiện {shown} trang đầu)" if shown < self._view.pages else ""
        self.count.setText(f"Trang {self.page} trên {self._view.pages}{more}")
        self.back.setEnabled(self.page > 1)
        self.forth.setEnabled(self.page < shown)


def _picture(accessible: str) -> QLabel:
    picture = QLabel()
    picture.setFixedSize(*PAGE)
    picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
    picture.setProperty("panel", "true")
    picture.setAccessibleName(accessible)
    return picture


def _show(picture: QLabel, page: Any) -> None:
    image = QImage(page.data, page.width, page.height, page.stride, QImage.Format.Format_RGB32).copy()
    ratio = picture.devicePixelRatioF()
    pixmap = QPixmap.fromImage(image).scaled(
        int((PAGE[0] - 8) * ratio),
        int((PAGE[1] - 8) * ratio),
        Qt.AspectRatioMode.KeepAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )
    pixmap.setDevicePixelRatio(ratio)
    picture.setPixmap(pixmap)
