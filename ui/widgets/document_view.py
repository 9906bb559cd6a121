"""A document on the canvas with its tool bar: pages, zoom, fit width, turn. Asks for pictures, never renders itself."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from counter_app.errors import CounterError
from ui.widgets.buttons import IconButton, SecondaryButton
from ui.widgets.labels import ElidedLabel, icon_label, label, rule
from ui.widgets.page_canvas import MARGIN, PIXELS_PER_POINT, PageCanvas, PageMark

ZOOM_STEPS = (0.25, 0.33, 0.5, 0.67, 0.8, 1.0, 1.25, 1.5, 2.0, 3.0, 4.0)
SHARPEN_MS = 120  # after the last change of zoom the page is drawn anew at its size
NARROW = 460  # below this width the page keeps the room: no size, no zoom figure, a thin margin

Done = Callable[[Any], object]
Failed = Callable[[CounterError], object]
Render = Callable[["ShownFile", int, int, Done, Failed], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownFile:
    """`key` names the content: the same key is the same pages. `source` is what the renderer needs."""

    key: str
    name: str
    words: str  # «2 trang · 1,4 MB»
    pages: int
    source: Any = None
    marks: tuple[PageMark, ...] = ()


class DocumentView(QWidget):
    """`render(file, page, width in device pixels, done, failed)` answers later on the GUI thread."""

    choose = Signal()

    def __init__(self, render: Render, choose_words: str = "Chọn tệp…") -> None:
        super().__init__()
        self._render = render
        self.file: ShownFile | None = None
        self.page = 1
        self._turn, self._scale, self._fits = 0, 0.0, True
        self._asked = 0
        self._rendered_px = 0
        self._sharpen = QTimer(self, singleShot=True, interval=SHARPEN_MS)
        self._sharpen.timeout.connect(self._draw)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._make_bar())
        self.canvas = PageCanvas()
        self.canvas.turned_page.connect(self.turn_page)
        self.canvas.zoomed.connect(self.zoom)
        self.canvas.resized.connect(self._fit_again)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.canvas)
        self.stack.addWidget(self._make_empty(choose_words))
        column.addWidget(self.stack, 1)
        self.show_empty("", "")

    def _make_bar(self) -> QFrame:
        bar = QFrame()
        bar.setProperty("ground", "surface2")
        bar.setProperty("edge", "bottom")
        bar.setFixedHeight(40)
        line = QHBoxLayout(bar)
        line.setContentsMargins(12, 0, 8, 0)
        line.setSpacing(4)
        self.name, self.info = ElidedLabel("", "medium"), ElidedLabel("", "small", "text2")
        self.before = IconButton("chevron-left", "Trang trước", lambda: self.turn_page(-1))
        self.after = IconButton("chevron-right", "Trang sau", lambda: self.turn_page(1))
        self.place = label("", "medium")
        self.smaller = IconButton("zoom-out", "Thu nhỏ", lambda: self.zoom(-1))
        self.percent = label("", "medium")
        self.percent.setMinimumWidth(42)
        self.percent.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.larger = IconButton("zoom-in", "Phóng to", lambda: self.zoom(1))
        self.fit = IconButton("maximize", "Vừa chiều rộng", self.fit_width)
        self.rotate = IconButton("rotate-cw", "Xoay cách xem (không đổi tệp)", self.rotate_view)
        line.addWidget(self.name)
        line.addSpacing(6)
        line.addWidget(self.info, 1)
        for part in (self.before, self.place, self.after):
            line.addWidget(part)
        line.addSpacing(4)
        line.addWidget(rule("vertical", 20))
        line.addSpacing(4)
        for part in (self.smaller, self.percent, self.larger, self.fit, self.rotate):
            line.addWidget(part)
        self._bar = line
        self._tools = (self.before, self.after, self.smaller, self.larger, self.fit, self.rotate)
        return bar

    def add_tool(self, tool: QWidget) -> None:
        """One more button at the right end of the bar; whoever adds it says when it may be pressed."""
        self._bar.addWidget(tool)

    def _make_empty(self, choose_words: str) -> QWidget:
        empty = QWidget()
        empty.setProperty("ground", "canvas")
        empty.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(empty)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(4)
        centre = Qt.AlignmentFlag.AlignHCenter
        column.addStretch(2)
        column.addWidget(icon_label("file-plus", "text2", 48), 0, centre)
        column.addSpacing(12)
        self.empty_title = label("", "title", wrap=True)
        self.empty_title.setAlignment(centre)
        self.empty_words = label("", "body", "text2", wrap=True)
        self.empty_words.setAlignment(centre)
        column.addWidget(self.empty_title)
        column.addWidget(self.empty_words)
        column.addSpacing(16)
        self.choose_button = SecondaryButton(choose_words, icon_name="paperclip")
        self.choose_button.clicked.connect(lambda _checked=False: self.choose.emit())
        column.addWidget(self.choose_button, 0, centre)
        column.addStretch(3)
        return empty

    def show_file(self, file: ShownFile, page: int = 0) -> None:
        """Show a file from its first page; the same content keeps page, zoom and turn."""
        same = self.file is not None and self.file.key == file.key
        if same and self.file is not None and not file.marks:
            file = replace(file, marks=self.file.marks)
        self.file = file
        self.name.setText(file.name)
        self.info.setText(file.words)
        self.name.setToolTip(f"{file.name}\n{file.words}")
        self.stack.setCurrentIndex(0)
        if not same:
            self.page, self._turn, self._fits, self._scale = 1, 0, True, 0.0
            self.canvas.clear()
        if page:
            self.page = min(max(1, page), max(1, file.pages))
        self._show_tools()
        if not same or page:
            self._draw()

    def show_marks(self, marks: tuple[PageMark, ...]) -> None:
        """Findings arrive after the page: the same picture, now with its numbers."""
        if self.file is not None and self.file.marks != marks:
            self.file = replace(self.file, marks=marks)
            self.canvas.show_marks(self._marks_here(marks))

    def show_empty(self, title: str, words: str, *, can_choose: bool = False, name: str = "") -> None:
        self.file = None
        self._asked += 1
        self.canvas.clear()
        self.name.setText(name)
        self.info.setText("")
        self.empty_title.setText(title)
        self.empty_words.setText(words)
        self.choose_button.setVisible(can_choose)
        self.stack.setCurrentIndex(1)
        self._show_tools()

    def turn_page(self, step: int) -> None:
        if self.file is not None:
            self.go_to(self.page + step)

    def go_to(self, page: int) -> None:
        if self.file is None or not 1 <= page <= self.file.pages or page == self.page:
            return
        self.page = page
        self._show_tools()
        self._draw()

    def zoom(self, step: int) -> None:
        now = self._scale / PIXELS_PER_POINT
        steps = [one for one in ZOOM_STEPS if (one > now + 0.01 if step > 0 else one < now - 0.01)]
        if self.file is not None and steps:
            self._fits = False
            self._set_scale((steps[0] if step > 0 else steps[-1]) * PIXELS_PER_POINT)

    def fit_width(self) -> None:
        self._fits = True
        self._fit_again()

    def rotate_view(self) -> None:
        self._turn = (self._turn + 90) % 360
        self.canvas.set_view(self._scale or 1.0, self._turn)
        self._fits = True
        self._fit_again()

    @property
    def percent_words(self) -> str:
        return self.percent.text()

    def _fit_again(self) -> None:
        wide = self.width() >= NARROW
        self.info.setVisible(wide)
        self.percent.setVisible(wide)
        self.canvas.margin = MARGIN if wide else MARGIN // 3
        if self.file is not None and self._fits and self.canvas.page_size[0]:
            self._set_scale(self.canvas.fit_scale())

    def _set_scale(self, scale: float) -> None:
        if abs(scale - self._scale) < 0.001:
            return
        self._scale = scale
        self.canvas.set_view(scale, self._turn)
        self._show_tools()
        self._sharpen.start()

    def _show_tools(self) -> None:
        file = self.file
        for tool in self._tools:
            tool.setEnabled(file is not None)
        self.before.setEnabled(file is not None and self.page > 1)
        self.after.setEnabled(file is not None and self.page < file.pages)
        self.place.setText(f"{self.page} / {file.pages}" if file and file.pages else "")
        shown = round(100 * self._scale / PIXELS_PER_POINT)
        self.percent.setText(f"{shown} %" if file and shown else "")

    def _draw(self) -> None:
        """Ask for the page at the width at which it is shown now; an earlier question's answer is dropped."""
        if self.file is None:
            return
        self._asked += 1
        number, file, page = self._asked, self.file, self.page
        ratio = self.devicePixelRatioF()
        width = self.canvas.page_size[0] * self._scale if self._scale else self.canvas.room
        self._rendered_px = max(200, round(width * ratio))
        self._render(
            file,
            page,
            self._rendered_px,
            lambda picture: self._drawn(number, picture),
            lambda error: self._failed(number, error),
        )

    def _drawn(self, number: int, picture: Any) -> None:
        if number != self._asked or self.file is None:
            return
        turned = self.canvas.page_size == (0.0, 0.0)
        size_before = self.canvas.page_size
        self.canvas.show_picture(picture, self._marks_here(self.file.marks))
        if turned or (self._fits and self.canvas.page_size != size_before):
            self._fits = True
            self.canvas.set_view(self._scale or 1.0, self._turn)
            self._scale = self.canvas.fit_scale()
        self.canvas.set_view(self._scale, self._turn)
        if turned:
            self.canvas.to_top()
        self._show_tools()

    def _marks_here(self, marks: Sequence[PageMark]) -> list[PageMark]:
        return [mark for mark in marks if mark.page == self.page]

    def _failed(self, number: int, error: CounterError) -> None:
        if number == self._asked:
            file = self.file
            self.show_empty(error.what, error.advice, name=file.name if file else "")
