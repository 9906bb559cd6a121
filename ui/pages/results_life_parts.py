"""Parts of the view after intake: a small form with its button, and lines under a panel's head."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from ui.dialogs.files import choose_file
from ui.presenters import life as presenter
from ui.presenters.results import SignedLine
from ui.widgets.buttons import SecondaryButton
from ui.widgets.field import Choice, Field, commit_composing
from ui.widgets.labels import label
from ui.widgets.panel import Panel
from ui.widgets.signed_lines import SignedLines

# Key, caption, and what is asked for: choices, None for a line of words, `FILE` for a file.
Spec = tuple[str, str, list[tuple[str, object]] | str | None]
FILE = "file"


class ActForm(QWidget):
    """Fields and one button. `asked(key, values)`: the page does it; `values` by the fields' keys."""

    asked = Signal(str, dict)

    def __init__(self, key: str, specs: Sequence[Spec], button: str, icon_name: str) -> None:
        super().__init__()
        self._key = key
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.fields: dict[str, Field] = {}
        for name, caption, choices in specs:
            control = Choice(choices) if isinstance(choices, list) else FileChoice() if choices == FILE else QLineEdit()
            self.fields[name] = Field(caption, control)
            column.addWidget(self.fields[name])
        self.button = SecondaryButton(button, icon_name=icon_name)
        self.button.clicked.connect(lambda _checked=False: self._ask())
        column.addWidget(self.button)

    def line(self, name: str) -> QLineEdit:
        control = self.fields[name].control
        assert isinstance(control, QLineEdit)
        return control

    def clear(self) -> None:
        for field in self.fields.values():
            if isinstance(field.control, QLineEdit | FileChoice):
                field.control.clear()
            field.show_error("")

    def _ask(self) -> None:
        commit_composing()
        values: dict[str, object] = {}
        for name, field in self.fields.items():
            control = field.control
            words = isinstance(control, QLineEdit)
            values[name] = " ".join(self.line(name).text().split()) if words else control.value  # type: ignore[attr-defined]
        self.asked.emit(self._key, values)


class FileChoice(SecondaryButton):
    """A button that chooses a file and then shows its name."""

    def __init__(self) -> None:
        super().__init__("Chọn tệp…", icon_name="paperclip")
        self.value: Path | None = None
        self.clicked.connect(lambda _checked=False: self.take(choose_file(self, "Chọn tệp minh chứng")))

    def take(self, path: Path | None) -> None:
        if path is not None:
            self.value = path
            self.setText(path.name if len(path.name) <= 36 else path.name[:33] + "…")

    def clear(self) -> None:
        self.value = None
        self.setText("Chọn tệp…")


class LifePanel(Panel):
    """A panel of lines with forms under them; with neither it says so in one sentence."""

    def __init__(self, title: str, nothing: str, forms: Sequence[QWidget] = ()) -> None:
        super().__init__(title)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(12, 10, 12, 12)
        column.setSpacing(12)
        self.nothing, self.lines = label(nothing, "small", "text2", wrap=True), SignedLines()
        column.addWidget(self.nothing)
        column.addWidget(self.lines)
        for form in forms:
            column.addWidget(form)
        self.body.addWidget(inner)

    def show_lines(self, lines: list[SignedLine]) -> None:
        self.lines.show_lines([("", lines)] if lines else [])
        self.nothing.setVisible(not lines)


def make_acts() -> dict[str, ActForm]:
    """What may be done to a dossier in work, by the key of the act."""
    return {
        "reappoint": ActForm(
            "reappoint",
            [("day", "&Ngày hẹn mới", None), ("reason", "Lý &do gửi người nộp", None)],
            "&Xin lỗi và hẹn lại",
            "mail",
        ),
        "explain": ActForm(
            "explain",
            [
                ("cause", "Nguyên nhân &quá hạn", list(presenter.CAUSES)),
                ("words", "&Giải trình", None),
                ("responsible", "Người &phụ trách", None),
                ("evidence", "Tệp minh chứng, nếu có", FILE),
            ],
            "Ghi giải &trình",
            "pencil",
        ),
        "wait": ActForm(
            "wait",
            [
                ("for", "Đang chờ", list(presenter.WAITS)),
                ("whom", "Chờ ai", None),
                ("reason", "Chờ gì", None),
            ],
            "Ghi c&hờ",
            "hourglass",
        ),
        "wait_end": ActForm("wait_end", [], "Hết c&hờ", "check"),
        "early": ActForm("early", [("how", "Đã báo người nộp bằng cách nào", None)], "Ghi đã báo &sớm", "mail"),
        "stop": ActForm(
            "stop",
            [
                ("reason", "Lý do dừng", None),
                ("ground", "Căn cứ pháp lý", None),
                ("stage", "Giai đoạn giải quyết", None),
                ("handling", "Xử lý phí và giấy tờ đã nộp", None),
            ],
            "Dừng giải q&uyết",
            "octagon-alert",
        ),
        "withdraw": ActForm(
            "withdraw", [("reason", "Lý do rút, theo đơn của người nộp", None)], "Ghi &rút hồ sơ", "undo-2"
        ),
        "hand_over": ActForm(
            "hand_over",
            [("unit", "Chuyển tiếp đến đơn vị", None), ("receiver", "Người nhận", None), ("note", "Ghi chú", None)],
            "Chuyển t&iếp",
            "arrow-right",
        ),
        "scan": ActForm(
            "scan", [("text", "Mã quét trên phiếu (hoặc mã hồ sơ)", None)], "Ghi theo mã &quét", "scan-line"
        ),
        "rate": ActForm(
            "rate",
            [("satisfaction", "Đánh giá trên phiếu", list(presenter.RATINGS))],
            "Ghi đánh giá",
            "circle-check",
        ),
        "feedback": ActForm(
            "feedback",
            [
                ("kind", "Loại", list(presenter.FEEDBACKS)),
                ("sender", "Người gửi", None),
                ("contact", "Liên hệ", None),
                ("content", "Nội dung", None),
            ],
            "Nhận phản ánh",
            "plus",
        ),
        "forward": ActForm("forward", [("to", "Chuyển đến cơ quan", None)], "Chuyển", "arrow-right"),
        "answer": ActForm("answer", [("answer", "Nội dung trả lời", None)], "Trả lời", "check"),
    }


DONE_WORDS = {
    "reappoint": "Đã hẹn lại và lập văn bản xin lỗi; nhờ lãnh đạo ký.",
    "explain": "Đã ghi giải trình.",
    "early": "Đã ghi việc báo kết quả sớm.",
    "stop": "Đã dừng giải quyết và lập thông báo; nhờ lãnh đạo ký.",
    "withdraw": "Đã ghi người nộp rút hồ sơ.",
    "hand_over": "Đã chuyển hồ sơ.",
    "scan": "Đã ghi đánh giá.",
    "wait": "Đã ghi chờ; hạn vẫn tính.",
    "wait_end": "Đã ghi hết chờ.",
    "rate": "Đã ghi đánh giá.",
    "feedback": "Đã nhận phản ánh, kiến nghị.",
    "forward": "Đã chuyển phản ánh, kiến nghị.",
    "answer": "Đã ghi trả lời.",
}
