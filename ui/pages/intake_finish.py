"""Right side of «Quyết định» and «Ký và in»: the components at a glance; the appointment, the signing, the receipt."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from counter_app.model.dossier import Component, Dossier, DossierState
from ui.presenters.intake import (
    VERDICT_ICONS,
    VERDICT_WORDS,
    IntakeView,
    appointment_words,
    decided_words,
    form_of,
    is_decided,
    unsigned,
)
from ui.presenters.intake_facts import owed_words
from ui.widgets.buttons import Link
from ui.widgets.document_view import ShownFile
from ui.widgets.labels import ElidedLabel, icon_label, label, rule

if TYPE_CHECKING:
    from ui.pages.intake_frame import IntakeFrame


class SummaryPanel(QWidget):
    """Every component with its verdict and remark; a click goes to it."""

    look = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 11, 16, 12)
        self._column.setSpacing(8)
        self._shown: tuple[Component, ...] | None = None

    def show_dossier(self, dossier: Dossier) -> None:
        if dossier.components == self._shown:
            return
        self._shown = dossier.components
        _clear(self._column)
        self._column.addWidget(label("Kết quả kiểm tra", "strong"))
        for component in dossier.components:
            self._column.addWidget(self._row(component))

    def _row(self, component: Component) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        name, token = VERDICT_ICONS[component.verdict]
        line.addWidget(icon_label(name, token, 16), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(label(f"{component.number}. {component.name}", wrap=True))
        said = VERDICT_WORDS[component.verdict]
        said += f" · {component.remark}" if component.remark else "" if component.file else " · chưa có tệp"
        words.addWidget(label(said, "small", "text3", wrap=True))
        line.addLayout(words, 1)
        line.addWidget(Link("Xem", lambda: self.look.emit(component), flush=True), 0, Qt.AlignmentFlag.AlignTop)
        return row


class FinishPanel(QWidget):
    """What came of the intake: appointment, what is still to be signed, the receipt and where it lies."""

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._shown: tuple[IntakeView, Path | None] | None = None

    def show_view(self, view: IntakeView, receipt: Path | None) -> None:
        if (view, receipt) == self._shown:
            return
        self._shown = (view, receipt)
        _clear(self._column)
        dossier = view.dossier
        blocks: list[QWidget] = [self._outcome(view)]
        if is_decided(dossier):
            words, sure = owed_words(view)
            mark = ("info", "text2") if sure else ("circle-help", "warn")
            blocks += [_block(*mark, "Phí, lệ phí phải nộp", words)]
            blocks += [self._signing(dossier), self._receipt(view, receipt)]
        for number, block in enumerate(blocks):
            if number:
                self._column.addWidget(rule("horizontal"))
            self._column.addWidget(block)

    def _outcome(self, view: IntakeView) -> QWidget:
        dossier = view.dossier
        if dossier.state.awaits_intake:
            return _block("circle-dashed", "text2", "Chưa có quyết định", "Ký và in được sau khi tiếp nhận.")
        said = decided_words(dossier, view.asked)
        title = said[:1].upper() + said[1:]
        if is_decided(dossier):
            due = appointment_words(dossier.due_at)
            return _block("circle-check", "good", title, f"Hẹn trả {due}." if due else "Chưa có ngày hẹn trả.")
        if view.asked is not None:
            words = "Đang chờ người nộp bổ sung; thời hạn giải quyết chạy lại khi đủ giấy tờ."
            return _block("hourglass", "warn", title, words)
        ended = {
            DossierState.REFUSED: "Hồ sơ kết thúc; lý do và căn cứ đã ghi vào lịch sử hồ sơ.",
            DossierState.SUPPLEMENT_REQUESTED: "Đồng hồ chạy lại từ đầu khi người nộp đưa giấy tờ mới.",
        }
        return _block("info", "text2", title, ended.get(dossier.state, "Không còn việc gì ở bước tiếp nhận."))

    def _signing(self, dossier: Dossier) -> QWidget:
        owed = unsigned(dossier)
        if not owed:
            return _block("circle-check", "good", "Đã ký đủ", "Mọi thành phần cần ký đều đã ký số.")
        names = "; ".join(f"{part.number}. {part.name}" for part in owed)
        return _block("signature", "text2", f"{len(owed)} thành phần chưa ký", names)

    def _receipt(self, view: IntakeView, receipt: Path | None) -> QWidget:
        if receipt is None and not view.receipt_number:
            words = "Giấy tiếp nhận hồ sơ và hẹn trả kết quả sẽ hiện ở giữa sau khi in."
            return _block("printer", "text2", "Chưa in giấy tiếp nhận", words)
        title = f"Giấy tiếp nhận số {view.receipt_number}" if view.receipt_number else "Giấy tiếp nhận đã in"
        block = _block("printer", "good", title, "" if receipt else "Đã in trước đây; in lại giữ nguyên số.")
        if receipt is not None:
            where = ElidedLabel(str(receipt), "small", "text2")
            where.setToolTip(str(receipt))
            line = QHBoxLayout()
            line.setContentsMargins(40, 0, 16, 12)
            line.addWidget(where, 1)
            folder = receipt.parent
            line.addWidget(Link("Mở thư mục", lambda: _open_folder(folder), flush=True))
            whole = block.layout()
            assert isinstance(whole, QVBoxLayout)
            whole.addLayout(line)
        return block


def show_sheet(ui: "IntakeFrame", view: IntakeView, sheet: Path | None) -> None:
    """The sheet that was just printed in the middle, else which one there is to print."""
    document = ui.document
    ui.edit_pages.hide()
    if sheet is not None:
        document.show_file(ShownFile(key=str(sheet), name=sheet.name, words="", pages=1, source=sheet))
    elif is_decided(view.dossier):
        document.show_empty("Giấy tiếp nhận chưa in", "Bấm «In giấy tiếp nhận» để xem tờ giấy ở đây.")
    elif form := form_of(view.dossier):
        document.show_empty(f"Chưa mở {form[1]}", f"Bấm «In {form[1]}» để xem tờ giấy ở đây.")
    else:
        document.show_empty("Chưa có gì để in", "Giấy tiếp nhận in được sau khi hồ sơ được tiếp nhận.")


def _open_folder(folder: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))


def _block(icon_name: str, token: str, title: str, words: str) -> QFrame:
    block = QFrame()
    whole = QVBoxLayout(block)
    whole.setContentsMargins(0, 0, 0, 0)
    whole.setSpacing(0)
    line = QHBoxLayout()
    line.setContentsMargins(16, 11, 16, 11)
    line.setSpacing(8)
    line.addWidget(icon_label(icon_name, token, 16), 0, Qt.AlignmentFlag.AlignTop)
    text = QVBoxLayout()
    text.setSpacing(1)
    text.addWidget(label(title, "strong", wrap=True))
    if words:
        text.addWidget(label(words, "body", "text2", wrap=True))
    line.addLayout(text, 1)
    whole.addLayout(line)
    return block


def _clear(column: QVBoxLayout) -> None:
    while column.count():
        taken = column.takeAt(0).widget()
        if taken is not None:
            taken.hide()
            taken.deleteLater()
