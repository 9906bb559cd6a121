"""A procedure's own limit for checking whether a dossier is complete, beside the general eight hours: from a day."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from counter_app.errors import Misuse
from counter_app.model.procedure import CompletenessCheck, TermUnit
from ui.presenters.catalogue_draft import UNITS, TypedCheck, check_of, typed_check
from ui.widgets.buttons import Link, SecondaryButton
from ui.widgets.field import Choice, Field, side_by_side
from ui.widgets.labels import label, rule
from ui.widgets.panel import Panel


class ChecksPanel(Panel):
    def __init__(self, edited: Callable[[], object]) -> None:
        super().__init__("Kiểm tra đầy đủ", "hạn riêng của thủ tục, nếu văn bản chuyên ngành có quy định")
        self._edited = edited
        self.rows: list[_CheckRow] = []
        self._rows = QVBoxLayout()
        self._rows.setSpacing(8)
        said = "Hồ sơ theo hạn đến trước: hạn này hoặc 8 giờ làm việc chung. Kênh không có hạn chung thì theo hạn này."
        self.add = SecondaryButton("Thêm hạn kiểm tra", icon_name="plus")
        self.add.clicked.connect(lambda _checked=False: self.add_check())
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(12)
        column.addWidget(label(said, "small", "text2", wrap=True))
        column.addLayout(self._rows)
        column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(inner)

    def show_checks(self, checks: tuple[CompletenessCheck, ...]) -> None:
        for row in self.rows:
            row.hide()
            row.deleteLater()
        self.rows = []
        for check in checks:
            self._add_row(typed_check(check))

    def read(self, before: tuple[CompletenessCheck, ...], unread: dict[str, str]) -> tuple[CompletenessCheck, ...]:
        """What stands in the rows; one that cannot be read is told in `unread` and stays as it was."""
        found: list[CompletenessCheck] = []
        for place, row in enumerate(self.rows):
            try:
                found.append(check_of(row.typed))
            except Misuse as error:
                unread[f"check:{place}"] = str(error)
                found += before[place : place + 1]
        return tuple(found)

    def show_faults(self, faults: dict[str, str]) -> QWidget | None:
        """Words under their rows; answers the field of the first."""
        first: QWidget | None = None
        for place, row in enumerate(self.rows):
            words = faults.get(f"check:{place}", "")
            row.amount_field.show_error(words)
            first = first or (row.amount if words else None)
        return first

    def add_check(self) -> None:
        self._add_row(TypedCheck())
        # Once the row has its place: what gets the keyboard comes into sight.
        QTimer.singleShot(0, self.rows[-1], self.rows[-1].begin)
        self._edited()

    def _add_row(self, typed: TypedCheck) -> None:
        row = _CheckRow(typed, self._edited, self._drop_row)
        self.rows.append(row)
        self._rows.addWidget(row)

    def _drop_row(self, row: "_CheckRow") -> None:
        self.rows.remove(row)
        row.hide()
        row.deleteLater()
        self.add.setFocus(Qt.FocusReason.OtherFocusReason)
        self._edited()


class _CheckRow(QWidget):
    def __init__(self, typed: TypedCheck, edited: Callable[[], object], drop: Callable[["_CheckRow"], object]) -> None:
        super().__init__()
        self.amount, self.first, self.last, self.document = (QLineEdit() for _ in range(4))
        self.amount.setValidator(QIntValidator(0, 9_999, self))
        self.unit, self.verified = Choice(list(UNITS)), QCheckBox("Đã đối chiếu với văn bản")
        self.unit.set_value(typed.unit)
        self.verified.setChecked(typed.verified)
        texts = {
            self.amount: typed.amount,
            self.first: typed.first,
            self.last: typed.last,
            self.document: typed.document,
        }
        for control, words in texts.items():
            control.setText(words)
            control.setCursorPosition(0)
            control.textChanged.connect(lambda _: edited())
        self.unit.currentIndexChanged.connect(lambda _: edited())
        self.verified.toggled.connect(lambda _: edited())
        self.amount_field = Field("Trong", self.amount)
        limit = (self.amount_field, Field("Đơn vị", self.unit))
        days = (Field("Từ ngày", self.first), Field("Đến hết ngày", self.last))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(side_by_side(*limit, *days, stretches=(2, 4, 3, 3)))
        column.addWidget(Field("Văn bản quy định", self.document))
        foot = QHBoxLayout()
        foot.addWidget(self.verified)
        foot.addStretch(1)
        foot.addWidget(Link("Bỏ hạn này", lambda: drop(self)))
        column.addLayout(foot)
        column.addWidget(rule("horizontal"))

    def begin(self) -> None:
        self.amount.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def typed(self) -> TypedCheck:
        return TypedCheck(
            amount=self.amount.text(),
            unit=TermUnit(str(self.unit.value)),
            first=self.first.text(),
            last=self.last.text(),
            document=self.document.text(),
            verified=self.verified.isChecked(),
        )
