"""Term and fee of each channel, with the fees that hold from a day; what a source told in prose stays in sight."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from counter_app.errors import Misuse
from counter_app.model.dossier import Channel
from counter_app.model.procedure import ChannelTerms, DatedFee, Procedure, Source, TermUnit
from ui.pages.settings_catalogue_checks import ChecksPanel
from ui.pages.settings_catalogue_general import MOST_WIDTH
from ui.presenters.catalogue import IN_PROSE
from ui.presenters.catalogue_draft import UNITS, TypedTerms, dated_fee, sum_words, terms_of, typed_terms
from ui.presenters.dates import typed_day
from ui.presenters.text import CHANNEL_ICONS, CHANNEL_WORDS
from ui.theme import Tone
from ui.widgets.buttons import Link, SecondaryButton
from ui.widgets.facts import ScrollColumn
from ui.widgets.field import Choice, Field, WordsField, side_by_side
from ui.widgets.labels import icon_label, rule
from ui.widgets.panel import Panel
from ui.widgets.tag import Tag


class TermsForm(ScrollColumn):
    """One panel per channel; a channel that is not ticked takes no dossiers."""

    def __init__(self, edited: Callable[[], object]) -> None:
        super().__init__()
        self.widget().setMaximumWidth(MOST_WIDTH)
        self.channels = {channel: _ChannelPanel(channel, edited) for channel in Channel}
        self.unread: dict[str, str] = {}
        self.checks = ChecksPanel(edited)
        for panel in (*self.channels.values(), self.checks):
            self.column.addWidget(panel)

    def show_procedure(self, one: Procedure) -> None:
        known = {terms.channel: terms for terms in one.terms}
        for channel, panel in self.channels.items():
            panel.show_terms(known.get(channel), one.source)
        self.checks.show_checks(one.completeness_checks)

    def read(self, before: Procedure) -> Procedure:
        known = {terms.channel: terms for terms in before.terms}
        self.unread = {}
        found: list[ChannelTerms] = []
        for channel, panel in self.channels.items():
            if not panel.taken.isChecked():
                continue
            try:
                found.append(terms_of(channel, panel.typed(), known.get(channel), before.source))
            except Misuse as error:
                self.unread[f"fee:{channel:d}"] = str(error)
                found += [known[channel]] if channel in known else []
        checks = self.checks.read(before.completeness_checks, self.unread)
        return replace(before, terms=tuple(found), completeness_checks=checks)

    def show_faults(self, faults: dict[str, str]) -> QWidget | None:
        first: QWidget | None = None
        for channel, panel in self.channels.items():
            for place, field in (("term", panel.amount_field), ("fee", panel.fee_field)):
                words = faults.get(f"{place}:{channel:d}", "")
                field.show_error(words)
                first = first or (field.control if words else None)
        own = self.checks.show_faults(faults)
        first = first or own
        if first is not None:
            self.ensureWidgetVisible(first)
        return first


class _ChannelPanel(Panel):
    def __init__(self, channel: Channel, edited: Callable[[], object]) -> None:
        super().__init__()
        self.channel, self._edited = channel, edited
        self.taken = QCheckBox(f"Nhận hồ sơ {CHANNEL_WORDS[channel].lower()}")
        self.amount, self.unit = QLineEdit(), Choice(list(UNITS))
        self.amount.setValidator(QIntValidator(0, 99_999, self))
        self.term_text, self.fee, self.fee_text = QLineEdit(), QLineEdit(), WordsField(3)
        self.term_source, self.fee_source = QLineEdit(), QLineEdit()
        self.term_verified, self.fee_verified = (QCheckBox("Đã đối chiếu với văn bản") for _ in range(2))
        self.rows: list[_FeeRow] = []
        self._dated = QVBoxLayout()
        self._dated.setSpacing(8)
        self._filling = False
        self._build()
        for line in (self.amount, self.term_text, self.fee, self.term_source, self.fee_source):
            line.textChanged.connect(lambda _: self._tell())
        self.fee_text.textChanged.connect(self._tell)
        for box in (self.term_verified, self.fee_verified, self.taken):
            box.toggled.connect(lambda _: self._tell())
        self.unit.currentIndexChanged.connect(lambda _: self._tell())

    def show_terms(self, terms: ChannelTerms | None, whole: Source) -> None:
        self._filling = True
        typed = typed_terms(terms, whole) if terms else TypedTerms()
        self.taken.setChecked(terms is not None)
        self.unit.set_value(typed.unit)
        for control, words in (
            (self.amount, typed.amount),
            (self.term_text, typed.term_text),
            (self.fee, typed.fee),
            (self.term_source, typed.term_source),
            (self.fee_source, typed.fee_source),
        ):
            control.setText(words)
            control.setCursorPosition(0)
        self.fee_text.setPlainText(typed.fee_text)
        self.term_verified.setChecked(typed.term_verified)
        self.fee_verified.setChecked(typed.fee_verified)
        for row in self.rows:
            row.hide()
            row.deleteLater()
        self.rows = []
        for fee in typed.fees:
            self._add_row(fee)
        self._filling = False
        self._show_marks()

    def typed(self) -> TypedTerms:
        """Misuse when a dated fee is no sum or its day is none."""
        return TypedTerms(
            amount=self.amount.text(),
            unit=TermUnit(str(self.unit.value)),
            term_text=self.term_text.text(),
            fee=self.fee.text(),
            fee_text=self.fee_text.toPlainText(),
            term_source=self.term_source.text(),
            term_verified=self.term_verified.isChecked(),
            fee_source=self.fee_source.text(),
            fee_verified=self.fee_verified.isChecked(),
            fees=tuple(row.fee for row in self.rows),
        )

    def add_fee(self) -> None:
        self._add_row(DatedFee(amount_vnd=None))
        self.rows[-1].amount.setFocus(Qt.FocusReason.OtherFocusReason)
        self._tell()

    def _add_row(self, fee: DatedFee) -> None:
        row = _FeeRow(fee, self._tell, self._drop_row)
        self.rows.append(row)
        self._dated.addWidget(row)

    def _drop_row(self, row: "_FeeRow") -> None:
        self.rows.remove(row)
        row.hide()
        row.deleteLater()
        self._tell()

    def _tell(self) -> None:
        self._show_marks()
        if not self._filling:
            self._edited()

    def _show_marks(self) -> None:
        """Prose without a figure is marked: the machine computes nothing from it."""
        self._body.setVisible(self.taken.isChecked())
        self._term_mark.setVisible(bool(self.term_text.text().strip()) and not self.amount.text().strip())
        self._fee_mark.setVisible(bool(self.fee_text.toPlainText().strip()) and not self.fee.text().strip())

    def _build(self) -> None:
        self.amount_field = Field("Thời hạn", self.amount)
        self.fee_field = Field("Phí, lệ phí (đồng)", self.fee, "0: không thu; để trống: chưa biết")
        self._term_mark, self._fee_mark = (Tag(IN_PROSE, Tone.WARN, "circle-help") for _ in range(2))
        self._body = QWidget()
        column = QVBoxLayout(self._body)
        column.setContentsMargins(12, 0, 12, 12)
        column.setSpacing(12)
        told = Field("Nguồn ghi bằng lời", self.term_text)
        column.addLayout(side_by_side(self.amount_field, Field("Đơn vị", self.unit), told, stretches=(2, 3, 6)))
        column.addLayout(self._sourced("Nguồn của thời hạn", self.term_source, self.term_verified, self._term_mark))
        column.addWidget(rule("horizontal"))
        told = Field("Nguồn ghi bằng lời", self.fee_text)
        column.addLayout(side_by_side(self.fee_field, told, stretches=(5, 6)))
        column.addLayout(self._sourced("Nguồn của mức thu", self.fee_source, self.fee_verified, self._fee_mark))
        column.addLayout(self._dated)
        add = SecondaryButton("Thêm mức thu theo ngày", icon_name="plus")
        add.clicked.connect(lambda _checked=False: self.add_fee())
        column.addWidget(add, 0, Qt.AlignmentFlag.AlignLeft)
        head = QWidget()
        line = QHBoxLayout(head)
        line.setContentsMargins(12, 0, 12, 0)
        line.setSpacing(8)
        line.addWidget(icon_label(CHANNEL_ICONS[self.channel]))
        line.addWidget(self.taken, 1)
        head.setFixedHeight(40)
        self.body.addWidget(head)
        self.body.addWidget(self._body)

    def _sourced(self, caption: str, source: QLineEdit, verified: QCheckBox, mark: Tag) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(6)
        column.addWidget(Field(caption, source))
        line = QHBoxLayout()
        line.addWidget(verified)
        line.addStretch(1)
        line.addWidget(mark)
        column.addLayout(line)
        return column


class _FeeRow(QWidget):
    """A fee that holds from a day to a day, with the cut for this channel and the resolution that says so."""

    def __init__(self, fee: DatedFee, edited: Callable[[], object], drop: Callable[["_FeeRow"], object]) -> None:
        super().__init__()
        self._before = fee
        self.amount, self.reduction, self.first, self.last = (QLineEdit() for _ in range(4))
        self.document, self.verified = QLineEdit(), QCheckBox("Đã đối chiếu với văn bản")
        self.reduction.setValidator(QIntValidator(0, 999, self))
        for control, words in (
            (self.amount, sum_words(fee.amount_vnd)),
            (self.reduction, str(fee.reduction_percent or "")),
            (self.first, typed_day(fee.effective_from)),
            (self.last, typed_day(fee.effective_to)),
            (self.document, fee.source.document if fee.source else ""),
        ):
            control.setText(words)
            control.setCursorPosition(0)
            control.textChanged.connect(lambda _: edited())
        self.verified.setChecked(fee.source is not None and fee.source.verified)
        self.verified.toggled.connect(lambda _: edited())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(rule("horizontal"))
        column.addLayout(
            side_by_side(
                Field("Mức thu (đồng)", self.amount),
                Field("Giảm (%)", self.reduction),
                Field("Từ ngày", self.first),
                Field("Đến hết ngày", self.last),
                stretches=(4, 2, 3, 3),
            )
        )
        column.addWidget(Field("Nghị quyết, quyết định", self.document))
        line = QHBoxLayout()
        line.addWidget(self.verified)
        line.addStretch(1)
        line.addWidget(Link("Bỏ mức thu này", lambda: drop(self)))
        column.addLayout(line)

    @property
    def fee(self) -> DatedFee:
        return dated_fee(
            self.amount.text(),
            self.reduction.text(),
            self.first.text(),
            self.last.text(),
            self.document.text(),
            self.verified.isChecked(),
            before=self._before,
        )
