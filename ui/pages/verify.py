"""Kiểm tra chữ ký: any PDF, chosen or dropped; one headline of three, then each signature with its reasons."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage, QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from counter_app.access.people import Act, may
from counter_app.errors import CounterError
from counter_app.model.signature import Verification
from ui.models.cell_model import CellModel
from ui.pages.base import PageContext
from ui.pages.verify_many import ManyFiles
from ui.presenters import verify as presenter
from ui.tasks import Lane
from ui.widgets.buttons import IconButton, PrimaryButton, SecondaryButton
from ui.widgets.empty_state import EmptyState
from ui.widgets.labels import ElidedLabel, label, rule
from ui.widgets.notice import Notice
from ui.widgets.queue_table import QueueTable
from ui.widgets.signature_details import SignatureDetails
from ui.widgets.signature_page import SignaturePage
from ui.widgets.table import Column
from ui.widgets.top_bar import TopBar
from ui.widgets.verdict_head import VerdictHead

COLUMNS = [
    Column(key="number", title="", width=52),
    Column(key="signer", title="Người ký và việc ký", width=222, least=150, stretch=2),
    Column(key="at", title="Ký lúc, theo đồng hồ nào", width=160, least=142),
    Column(key="chain", title="Chuỗi tin cậy", width=166, least=120, stretch=1),
    Column(key="revocation", title="Thu hồi", width=164, least=150, hide_rank=2),
    Column(key="after", title="Thêm sau đó", width=122, least=104, hide_rank=1),
]
LEFT_WIDTH = 404
PAGE_PIXELS = 900
_BEGIN = (
    "Kiểm tra chữ ký của một tệp PDF",
    "Thả tệp, nhiều tệp hoặc cả thư mục vào đây; tệp chỉ được đọc trên máy này.",
)


class VerifyView(QWidget):
    """`look_at(path)` checks a file; `begin()` shows what was checked last, or asks for a file."""

    def __init__(self, context: PageContext, back: Callable[[], object]) -> None:
        super().__init__()
        self.context = context
        self.setAcceptDrops(True)
        self._back = back
        self._path: Path | None = None
        self._name, self._number, self._page = "", 0, 0
        self.found: Verification | None = None
        self._build_head()
        self._build_result()
        self.empty = EmptyState("shield-check", *_BEGIN, [self._choose_button(PrimaryButton, "Chọn tệp PDF")])
        self.body = QStackedWidget()
        self.body.addWidget(self.empty)
        self.body.addWidget(self.result)
        self.many = ManyFiles(context)
        self.body.addWidget(self.many)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.head, self.notice, self.body):
            column.addWidget(part)
        self._wire()

    def _build_head(self) -> None:
        self.head = TopBar("Kiểm tra chữ ký")
        self.back = IconButton("arrow-left", "Về trang Ký số", self._leave, side=32)
        line = self.head.layout()
        assert isinstance(line, QHBoxLayout)
        line.insertWidget(0, self.back)
        self.other = self._choose_button(SecondaryButton, "Chọn tệp khác")
        self.copy = SecondaryButton("Chép JSON", icon_name="copy")
        self.copy.setToolTip("Chép kết quả vào bộ nhớ tạm, cùng khóa với lệnh counterctl verify")
        self.sheet_button = SecondaryButton("Phiếu PDF…", icon_name="printer")
        self.sheet_button.setToolTip("Lưu phiếu kiểm tra chữ ký: kết luận, từng tiêu chí, mã SHA-256 của tệp")
        self.to_list = SecondaryButton("Về danh sách tệp", icon_name="arrow-left")
        self.head.add_action(self.to_list)
        self.head.add_action(self.other)
        self.head.add_action(self.sheet_button)
        self.head.add_action(self.copy)
        self.notice = Notice()

    def _choose_button(self, kind: type[Any], words: str) -> Any:
        button = kind(words, icon_name="folder-open", hint="Ctrl+O")
        button.clicked.connect(lambda _checked=False: self.choose())
        return button

    def _build_result(self) -> None:
        self.sheet = SignaturePage()
        self.verdict = VerdictHead()
        self.model = CellModel(COLUMNS, self)
        self.table = QueueTable("verify", COLUMNS, self.context.memory, accessible="Các chữ ký trên tệp")
        self.table.setModel(self.model)
        self.details = SignatureDetails()
        self.foot = _Foot()
        left = QFrame()
        left.setProperty("ground", "canvas")
        left.setFixedWidth(LEFT_WIDTH)
        paper = QVBoxLayout(left)
        paper.setContentsMargins(0, 0, 0, 12)
        paper.addWidget(self.sheet, 1)
        self.turn = _Turn(self._turn_to)
        paper.addWidget(self.turn)
        right = QFrame()
        right.setProperty("ground", "surface")
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.verdict)
        column.addWidget(self.table, 1)
        area = QScrollArea()
        area.setWidget(self.details)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column.addWidget(area, 1)
        column.addWidget(self.foot)
        self.result = QWidget()
        row = QHBoxLayout(self.result)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(left)
        row.addWidget(right, 1)
        self._left = left

    def _wire(self) -> None:
        self.table.moved.connect(lambda row: self._pick(row + 1))
        self.sheet.picked.connect(lambda number: self.table.selectRow(number - 1))
        self.copy.clicked.connect(lambda _checked=False: self._copy())
        self.verdict.trust.clicked.connect(lambda _checked=False: self.context.open_page("settings", section="trust"))
        self.sheet_button.clicked.connect(lambda _checked=False: self._save_sheet())
        self.to_list.clicked.connect(lambda _checked=False: self._show_many())
        self.many.opened.connect(lambda path, _found: self.look_at(path))
        self.many.told.connect(self._many_told)
        for keys, act in (("Esc", self._leave), ("Ctrl+O", self.choose)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(lambda act=act: act())

    # Files

    def begin(self) -> None:
        """Without a file: asks for one. With one: it stays in sight."""
        if self.found is None:
            self.head.qualifier.setText("")
            self._show_result(False)

    def choose(self) -> None:
        dialog = QFileDialog(self.window(), "Chọn tệp PDF để kiểm tra chữ ký")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setNameFilters(["Tệp PDF (*.pdf)", "Mọi tệp (*)"])
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(lambda paths: self.take([Path(path) for path in paths]))
        dialog.open()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.take([Path(path) for path in paths])

    def take(self, paths: list[Path]) -> None:
        """One file is looked at, several or a folder are checked one after the other."""
        if len(paths) == 1 and not paths[0].is_dir():
            self.many.stop()
            self.many.checked = []
            self.look_at(paths[0])
        elif paths:
            self.look_at_many(paths)

    def look_at_many(self, paths: list[Path]) -> None:
        self.notice.hide()
        self._path, self.found = None, None
        self.many.begin(paths, self.notice.tell_error)
        self._show_many()

    def _show_many(self) -> None:
        self._path = None
        self.body.setCurrentWidget(self.many)
        for button in (self.copy, self.sheet_button, self.to_list):
            button.hide()
        self.other.show()
        self._many_told(presenter.many_words(self.many.checked, self.many.total))
        self.many.table.setFocus()

    def _many_told(self, words: str) -> None:
        if self.body.currentWidget() is self.many:
            self.head.qualifier.setText(words)

    def _leave(self) -> None:
        """From a file of a list back to the list, else to the page; a run under way stops first."""
        if self.body.currentWidget() is not self.many and self.many.checked:
            self._show_many()
        elif self.many.running:
            self.many.stop()
        else:
            self._back()

    def _save_sheet(self) -> None:
        path, found, name = self._path, self.found, self._name
        if path is None or found is None:
            return
        chosen, _ = QFileDialog.getSaveFileName(
            self.window(), "Lưu phiếu kiểm tra chữ ký", presenter.sheet_name(name), "Tệp PDF (*.pdf)"
        )
        if chosen:
            self.save_sheet(Path(chosen))

    def save_sheet(self, output: Path) -> None:
        path, found, name = self._path, self.found, self._name
        if path is None or found is None:
            return
        office, cases = self.context.office, self.context.use_cases
        self.context.tasks.run(
            Lane.READING,
            lambda: cases.verification.print_sheet(office, path, found, output, name),
            owner=self,
            on_done=lambda made: self.context.toast(f"Đã lưu {made.name}"),
            on_error=self.notice.tell_error,
        )

    def look_at(self, path: Path, name: str = "") -> None:
        """Check a file in the background. `name`: how it is called here when the path does not say."""
        office, cases = self.context.office, self.context.use_cases
        self._path, self._name, self.found = path, name or path.name, None
        self.notice.hide()
        self.head.qualifier.setText(f"Đang đọc {self._name}…")
        self.context.tasks.run(
            Lane.READING,
            lambda: (cases.signing.verify(office, path), office.reader.inspect(path)),
            owner=self,
            on_done=lambda answer: self._came(path, *answer),
            on_error=self._failed,
        )

    def _failed(self, error: CounterError) -> None:
        path, name = self._path, self._name
        self.head.qualifier.setText(name)
        self._show_result(False)
        self.notice.tell_error(error, lambda: self.look_at(path, name) if path is not None else None)

    def _came(self, path: Path, found: Verification, facts: Any) -> None:
        if path != self._path:
            return
        self.found, self._page = found, 0
        self.head.qualifier.setText(presenter.file_words(self._name, facts))
        self.verdict.show_headline(presenter.headline(found))
        lines = [
            (n, presenter.signature_cells(n, one, len(found.signatures)))
            for n, one in enumerate(found.signatures, start=1)
        ]
        self.model.set_lines([])
        self.model.set_lines(lines)
        self.table.setVisible(bool(lines))
        self.table.setMaximumHeight(self.table.horizontalHeader().height() + 40 * max(1, len(lines)))
        now = self.context.clock.now()
        self.verdict.offer_trust(presenter.missing_authority(found) and self._may_trust())
        self.foot.tell(presenter.foot_words(found, now, now))
        self.turn.show_pages(1, max(1, facts.page_count))
        self._show_result(True)
        first = next((n for n, one in enumerate(found.signatures) if one.verdict is found.verdict), 0)
        if lines:
            self.table.selectRow(first)
            self.table.setFocus()
        else:
            self.details.show_nothing()
            self._turn_to(1)

    def _may_trust(self) -> bool:
        return may(self.context.office.person, Act.CHANGE_SETTINGS)

    def _show_result(self, shown: bool) -> None:
        self.body.setCurrentWidget(self.result if shown else self.empty)
        self.other.setVisible(shown)
        self.copy.setVisible(shown)
        self.sheet_button.setVisible(shown)
        self.to_list.setVisible(shown and bool(self.many.checked))

    # One signature

    def _pick(self, number: int) -> None:
        if self.found is None or not 1 <= number <= len(self.found.signatures):
            return
        one = self.found.signatures[number - 1]
        self._number = number
        self.details.show_signature(number, one)
        page = one.page or self._page or 1
        if page != self._page:
            self._turn_to(page)
        else:
            self._show_marks()

    def _show_marks(self) -> None:
        if self.found is not None:
            self.sheet.show_marks(presenter.page_marks(self.found.signatures, self._page), self._number)

    def _turn_to(self, page: int) -> None:
        path, office = self._path, self.context.office
        self._page = page
        self.turn.show_pages(page, self.turn.count)
        self._show_marks()
        if path is None:
            return
        self.context.tasks.run(
            Lane.READING,
            lambda: office.reader.render(path, page, PAGE_PIXELS),
            owner=self,
            on_done=lambda shown: self._page_came(path, page, shown),
            on_error=lambda error: self.sheet.show_page(None, (595.28, 841.89), error.what),
        )

    def _page_came(self, path: Path, page: int, shown: Any) -> None:
        if (path, page) == (self._path, self._page):
            image = QImage(shown.data, shown.width, shown.height, shown.stride, QImage.Format.Format_RGB32).copy()
            self.sheet.show_page(image, (shown.page_width_pt, shown.page_height_pt))

    def _copy(self) -> None:
        if self.found is not None:
            QGuiApplication.clipboard().setText(presenter.as_json(self.found))
            self.context.toast("Đã chép kết quả kiểm tra dạng JSON")

    def resizeEvent(self, event: Any) -> None:
        """On a narrow screen the page keeps less room, so that the list is not cut."""
        super().resizeEvent(event)
        self._left.setFixedWidth(LEFT_WIDTH if self.width() >= 1150 else max(220, self.width() * 28 // 100))


class _Turn(QWidget):
    """Which page is shown; arrows when there are several, and what the numbers mean."""

    def __init__(self, act: Callable[[int], object]) -> None:
        super().__init__()
        self.page, self.count = 1, 1
        line = QHBoxLayout(self)
        line.setContentsMargins(19, 0, 19, 0)
        self.words = label("", "small", "text2", wrap=True)
        self.before = IconButton("chevron-left", "Trang trước", lambda: act(self.page - 1), side=24)
        self.after = IconButton("chevron-right", "Trang sau", lambda: act(self.page + 1), side=24)
        line.addWidget(self.words, 1)
        line.addWidget(self.before)
        line.addWidget(self.after)

    def show_pages(self, page: int, count: int) -> None:
        self.page, self.count = page, count
        self.words.setText(f"Trang {page} trên {count}. Số trên trang ứng với dòng trong bảng; bấm số để chọn chữ ký.")
        for button, on in ((self.before, page > 1), (self.after, page < count)):
            button.setVisible(count > 1)
            button.setEnabled(on)


class _Foot(QFrame):
    """When it was checked and against what."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "surface")
        self.setProperty("edge", "top")
        self.setFixedHeight(36)
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(20, 0, 16, 0)
        self._line.setSpacing(12)

    def tell(self, parts: list[str]) -> None:
        while self._line.count():
            old = self._line.takeAt(0).widget()
            if old is not None:
                old.deleteLater()
        for number, words in enumerate(parts):
            if number:
                self._line.addWidget(rule("vertical", 20))
            self._line.addWidget(ElidedLabel(words, "small", "text2"))
        self._line.addStretch(1)
