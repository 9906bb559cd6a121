"""A procedure's own fields: code and names, from when it holds, where it comes from, what it yields."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtWidgets import QCheckBox, QCompleter, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from counter_app.errors import Misuse
from counter_app.model.procedure import Procedure, Source
from ui.presenters.catalogue import AFTER, LEVELS
from ui.presenters.catalogue_draft import lines_of
from ui.presenters.dates import date_or_none, typed_day
from ui.widgets.facts import ScrollColumn
from ui.widgets.field import Choice, Field, WordsField, side_by_side
from ui.widgets.panel import Panel

MOST_WIDTH = 792
_KEPT_HINT = "Mã không đổi; mã khác là một thủ tục khác"
_CODE_HINT = "1.234567 hoặc 1.234567.000.00.00.H31; chưa có mã của Cổng: LOCAL-…"


class GeneralForm(ScrollColumn):
    """`show_procedure`, then `read` gives what was typed put over a procedure."""

    def __init__(self, edited: Callable[[], object]) -> None:
        super().__init__()
        self._edited = edited
        self.widget().setMaximumWidth(MOST_WIDTH)
        self.code, self.short_name, self.subject = QLineEdit(), QLineEdit(), QLineEdit()
        self.name, self.basis, self.conditions = WordsField(2), WordsField(4), WordsField(3)
        self.level, self.after = Choice(list(LEVELS)), Choice(list(AFTER))
        self.begins, self.ends, self.document = QLineEdit(), QLineEdit(), QLineEdit()
        self.verified = QCheckBox("Đã đối chiếu với văn &bản")
        self.result, self.result_code, self.issuer, self.performer = (QLineEdit() for _ in range(4))
        self.on_paper = QCheckBox("Kết quả có bản giấy")
        self.late = QCheckBox("Hồ sơ nhận sau 15 giờ tính sang ngày làm việc sau")
        self.fields: dict[str, Field] = {}
        self.unread: dict[str, str] = {}
        self._build()
        self._wire()

    def set_subjects(self, known: Sequence[str]) -> None:
        """Fields of the catalogue are offered while typing, so that the same one is not written twice."""
        completer = QCompleter(list(known), self)
        completer.setCaseSensitivity(completer.caseSensitivity().CaseInsensitive)
        completer.setFilterMode(completer.filterMode().MatchContains)
        self.subject.setCompleter(completer)

    def show_procedure(self, one: Procedure, *, new: bool) -> None:
        for control, words in (
            (self.code, one.code),
            (self.short_name, one.short_name),
            (self.subject, one.field),
            (self.begins, typed_day(one.effective_from)),
            (self.ends, typed_day(one.effective_to)),
            (self.document, one.source.document),
            (self.result, one.result_name),
            (self.result_code, one.result_code),
            (self.issuer, one.issuer),
            (self.performer, one.performer),
        ):
            _write(control, words)
        _write(self.name, one.name)
        _write(self.basis, "\n".join(one.legal_basis))
        _write(self.conditions, one.conditions)
        for choice, value in ((self.level, one.level), (self.after, one.after_supplement)):
            choice.blockSignals(True)
            choice.set_value(value)
            choice.blockSignals(False)
        ticks = ((self.verified, one.source.verified), (self.on_paper, one.yields_paper_result))
        for box, ticked in (*ticks, (self.late, one.late_receipt_rule)):
            box.blockSignals(True)
            box.setChecked(ticked)
            box.blockSignals(False)
        self.code.setReadOnly(not new)
        self.fields["code"].hint = _CODE_HINT if new else _KEPT_HINT
        self.show_faults({})

    def read(self, before: Procedure) -> Procedure:
        """A day that cannot be read keeps what was before and is told under its field."""
        self.unread = {}
        return replace(
            before,
            code=self.code.text().strip(),
            name=" ".join(self.name.toPlainText().split()),
            short_name=self.short_name.text().strip(),
            field=self.subject.text().strip(),
            level=str(self.level.value),
            effective_from=self._day(self.begins, "begins", before.effective_from),
            effective_to=self._day(self.ends, "effective_to", before.effective_to),
            source=Source(document=self.document.text().strip(), verified=self.verified.isChecked()),
            result_name=self.result.text().strip(),
            result_code=self.result_code.text().strip(),
            yields_paper_result=self.on_paper.isChecked(),
            late_receipt_rule=self.late.isChecked(),
            after_supplement=self.after.value,
            issuer=self.issuer.text().strip(),
            performer=self.performer.text().strip(),
            legal_basis=lines_of(self.basis.toPlainText()),
            conditions=self.conditions.toPlainText().strip(),
        )

    def show_faults(self, faults: dict[str, str]) -> QWidget | None:
        """Words under their fields; answers the first field that has any."""
        first = None
        for place, field in self.fields.items():
            words = faults.get(place, "")
            field.show_error(words)
            first = first or (field.control if words else None)
        if first is not None:
            self.ensureWidgetVisible(first)
        return first

    def _day(self, control: QLineEdit, place: str, before: object) -> object:
        try:
            return date_or_none(control.text(), self.fields[place].caption.text().replace("&", ""))
        except Misuse as error:
            self.unread[place] = str(error)
            return before

    def _build(self) -> None:
        self.fields = {
            "code": Field("&Mã thủ tục", self.code, _CODE_HINT),
            "name": Field("&Tên thủ tục", self.name),
            "begins": Field("Bản này áp dụng từ n&gày", self.begins, "Hồ sơ đã nhận giữ bản lúc nhận"),
            "effective_to": Field("Đến &hết ngày", self.ends, "Để trống: chưa có ngày hết"),
        }
        naming = self._panel("Thủ tục", "tên và mã đúng như quyết định công bố")
        naming.addLayout(side_by_side(self.fields["code"], Field("Cấp thực hiện", self.level)))
        naming.addWidget(self.fields["name"])
        naming.addLayout(side_by_side(Field("Tên &ngắn", self.short_name), Field("Lĩnh &vực", self.subject)))
        source = self._panel("Hiệu lực và nguồn", "")
        source.addLayout(side_by_side(self.fields["begins"], self.fields["effective_to"]))
        source.addWidget(Field("Ng&uồn số liệu", self.document, "Quyết định công bố, ngày, nơi tra cứu"))
        source.addWidget(self.verified)
        result = self._panel("Kết quả và căn cứ", "")
        result.addLayout(
            side_by_side(Field("&Kết quả", self.result), Field("Mã kết &quả", self.result_code), stretches=(2, 1))
        )
        result.addWidget(self.on_paper)
        result.addWidget(Field("&Căn cứ pháp lý, mỗi dòng một văn bản", self.basis))
        result.addLayout(
            side_by_side(Field("Cơ quan ban hành", self.issuer), Field("Cơ quan thực hiện", self.performer))
        )
        result.addWidget(Field("&Yêu cầu, điều kiện", self.conditions))
        result.addWidget(Field("Thời hạn &sau khi bổ sung", self.after))
        result.addWidget(self.late)

    def _panel(self, title: str, qualifier: str) -> QVBoxLayout:
        panel, inner = Panel(title, qualifier), QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(12)
        panel.body.addWidget(inner)
        self.column.addWidget(panel)
        return column

    def _wire(self) -> None:
        for line in (self.code, self.short_name, self.subject, self.begins, self.ends, self.document):
            line.textChanged.connect(lambda _: self._edited())
        for line in (self.result, self.result_code, self.issuer, self.performer):
            line.textChanged.connect(lambda _: self._edited())
        for words in (self.name, self.basis, self.conditions):
            words.textChanged.connect(self._edited)
        for choice in (self.level, self.after):
            choice.currentIndexChanged.connect(lambda _: self._edited())
        for box in (self.verified, self.on_paper, self.late):
            box.toggled.connect(lambda _: self._edited())


def _write(control: QLineEdit | QPlainTextEdit, words: str) -> None:
    control.blockSignals(True)
    if isinstance(control, QLineEdit):
        control.setText(words)
        control.setCursorPosition(0)
    else:
        control.setPlainText(words)
    control.blockSignals(False)
