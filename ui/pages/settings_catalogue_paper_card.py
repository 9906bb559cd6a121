"""The fields of one paper, of one case, and the lines that a source told beside its papers."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from counter_app.model.procedure import Case, RequiredComponent, Source
from ui.presenters.catalogue import IN_PROSE
from ui.presenters.catalogue_draft import source_of
from ui.presenters.intake import PAPER_WORDS
from ui.theme import Tone
from ui.widgets.buttons import IconButton, Link, SecondaryButton
from ui.widgets.field import Choice, Field, WordsField, side_by_side
from ui.widgets.labels import label, rule
from ui.widgets.panel import Panel
from ui.widgets.tag import Tag


class PaperCard(Panel):
    def __init__(self, edited: Callable[[], object]) -> None:
        super().__init__("Giấy tờ")
        self._filling = False
        self._edited = edited
        self.name, self.code, self.form_number = WordsField(3), QLineEdit(), QLineEdit()
        self.kind = Choice([(words, kind) for kind, words in PAPER_WORDS.items()])
        self.originals, self.copies, self.months = QLineEdit(), QLineEdit(), QLineEdit()
        self.required, self.must_sign = QCheckBox("Bắt buộc nộp"), QCheckBox("Công chức ký sau khi kiểm tra")
        self.name_field = Field("&Tên giấy tờ", self.name)
        self._inner = _column(self)
        self._inner.addWidget(self.name_field)
        self._inner.addLayout(side_by_side(Field("&Mẫu số", self.form_number), Field("Mã giấ&y tờ", self.code)))
        self._inner.addWidget(Field("Lo&ại", self.kind))
        self._inner.addLayout(side_by_side(Field("&Bản chính", self.originals), Field("Bản &sao", self.copies)))
        self._inner.addWidget(Field("&Còn giá trị (tháng kể từ ngày cấp)", self.months, "Để trống: không giới hạn"))
        self._inner.addWidget(self.required)
        self._inner.addWidget(self.must_sign)
        for control in (self.originals, self.copies, self.months):
            control.setValidator(QIntValidator(0, 999, self))
        self.name.textChanged.connect(self._tell)
        for line in (self.code, self.form_number, self.originals, self.copies, self.months):
            line.textChanged.connect(lambda _: self._tell())
        for box in (self.required, self.must_sign):
            box.toggled.connect(lambda _: self._tell())
        self.kind.currentIndexChanged.connect(lambda _: self._tell())

    def show_paper(self, paper: RequiredComponent | None) -> None:
        """What already stands in a field is left alone, and the caret with it."""
        self._filling = True
        shown = paper or RequiredComponent(number=1, name="")
        self.title.setText(f"Giấy tờ số {shown.number}" if paper else "Chưa có giấy tờ nào")
        if self._name != shown.name:
            self.name.setPlainText(shown.name)
        show_words(self.code, shown.code)
        show_words(self.form_number, shown.form_number)
        show_words(self.originals, str(shown.originals or ""))
        show_words(self.copies, str(shown.copies or ""))
        show_words(self.months, str(shown.valid_months or ""))
        self.kind.set_value(shown.paper_kind)
        self.required.setChecked(shown.required)
        self.must_sign.setChecked(shown.must_sign)
        self.name_field.show_error("")
        for part in self.findChildren(QWidget):
            part.setEnabled(paper is not None)
        self._filling = False

    def read(self, paper: RequiredComponent) -> RequiredComponent:
        return replace(
            paper,
            name=self._name,
            code=self.code.text().strip(),
            form_number=self.form_number.text().strip(),
            paper_kind=self.kind.value,
            originals=int(self.originals.text() or 0),
            copies=int(self.copies.text() or 0),
            valid_months=int(self.months.text() or 0),
            required=self.required.isChecked(),
            must_sign=self.must_sign.isChecked(),
        )

    @property
    def _name(self) -> str:
        return " ".join(self.name.toPlainText().split())

    def _tell(self) -> None:
        if not self._filling:
            self._edited()


class CaseCard(Panel):
    """`take(line)`: a line of guidance is to become a paper."""

    def __init__(
        self,
        edited: Callable[[], object],
        add: Callable[[], object],
        drop: Callable[[], object],
        take: Callable[[int], object],
    ) -> None:
        super().__init__("Trường hợp")
        self._filling = False
        self._edited, self._take = edited, take
        self.name, self.source = QLineEdit(), QLineEdit()
        self.verified = QCheckBox("Đã đối chiếu với văn bản")
        self.name_field = Field("Tên t&rường hợp", self.name, "Để trống khi thủ tục chỉ có một trường hợp")
        self.drop_button = IconButton("trash-2", "Xóa trường hợp này", drop)
        more = SecondaryButton("Thêm trường hợp", icon_name="plus")
        inner = _column(self)
        inner.addWidget(self.name_field)
        inner.addWidget(Field("Ng&uồn của danh sách giấy tờ", self.source))
        inner.addWidget(self.verified)
        self._lines = QVBoxLayout()
        inner.addLayout(self._lines)
        inner.addWidget(rule("horizontal"))
        acts = QHBoxLayout()
        acts.addWidget(self.drop_button)
        acts.addStretch(1)
        acts.addWidget(more)
        inner.addLayout(acts)
        more.clicked.connect(lambda _checked=False: add())
        for line in (self.name, self.source):
            line.textChanged.connect(lambda _: self._tell())
        self.verified.toggled.connect(lambda _: self._tell())

    def show_case(self, case: Case | None, whole: Source) -> None:
        self._filling = True
        source = (case.source if case else None) or whole
        show_words(self.name, case.name if case else "")
        show_words(self.source, source.document)
        self.verified.setChecked(source.verified)
        self.name_field.show_error("")
        for part in (self.name, self.source, self.verified, self.drop_button):
            part.setEnabled(case is not None)
        self._show_guidance(case.guidance if case else ())
        self._filling = False

    def read(self, case: Case, whole: Source) -> Case:
        source = source_of(self.source.text(), self.verified.isChecked(), case.source, whole)
        return replace(case, name=self.name.text().strip(), source=source)

    def _tell(self) -> None:
        if not self._filling:
            self._edited()

    def _show_guidance(self, lines: Sequence[str]) -> None:
        while self._lines.count():
            taken = self._lines.takeAt(0).widget()
            if taken is not None:
                taken.hide()
                taken.deleteLater()
        for number, words in enumerate(lines):
            part = QWidget()
            column = QVBoxLayout(part)
            column.setContentsMargins(0, 8, 0, 0)
            column.setSpacing(4)
            column.addWidget(label(words, "small", wrap=True))
            line = QHBoxLayout()
            line.addWidget(Tag(IN_PROSE, Tone.WARN, "circle-help"))
            line.addWidget(label("không tính là giấy tờ", "small", "text3"), 1)
            line.addWidget(Link("Thành giấy tờ", lambda number=number: self._take(number)))
            column.addLayout(line)
            self._lines.addWidget(part)


def show_words(control: QLineEdit, words: str) -> None:
    """The caret stays where it is while what stands there is the same."""
    if control.text().strip() != words:
        control.setText(words)
        control.setCursorPosition(0)


def _column(panel: Panel) -> QVBoxLayout:
    inner = QWidget()
    column = QVBoxLayout(inner)
    column.setContentsMargins(12, 12, 12, 12)
    column.setSpacing(10)
    panel.body.addWidget(inner)
    return column
