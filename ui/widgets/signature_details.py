"""One signature in full: what fits, whose certificate, when, and each reason with what to do about it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from counter_app.model.signature import SignatureInfo
from ui.presenters.signing_signed import VERDICT_ICONS, VERDICT_TONES
from ui.presenters.verify import criteria_lines, detail_title, details, reasons
from ui.widgets.labels import icon_label, label

_WIDE = 780
_ICONS = {"bad": "circle-x", "warn": "triangle-alert", "text2": "info"}


class SignatureDetails(QFrame):
    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "surface")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(20, 14, 20, 14)
        self._content = QWidget()
        self._column.addWidget(self._content)
        self._column.addStretch(1)

    def show_nothing(self) -> None:
        self._replace(QWidget())

    def show_signature(self, number: int, one: SignatureInfo) -> None:
        content = QWidget()
        rows = QVBoxLayout(content)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(10)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(icon_label(VERDICT_ICONS[one.verdict], VERDICT_TONES[one.verdict], 16))
        head.addWidget(label(detail_title(number, one), "strong"), 1)
        rows.addLayout(head)
        beside = self.width() >= _WIDE  # criteria beside the facts, under them where there is no room
        parts = QHBoxLayout() if beside else QVBoxLayout()
        parts.setSpacing(24 if beside else 10)
        parts.addLayout(self._facts(one), 5)
        lines = criteria_lines(one)
        if lines:
            parts.addLayout(self._criteria(lines), 4)
        rows.addLayout(parts)
        self._replace(content)

    def _facts(self, one: SignatureInfo) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(10)
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        grid.setColumnMinimumWidth(0, 72)
        grid.setColumnStretch(1, 1)
        for row, (name, value) in enumerate(details(one)):
            grid.addWidget(label(name, "small", "text2"), row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(label(value, "small", wrap=True), row, 1)
        column.addLayout(grid)
        for tone, what, advice in reasons(one):
            column.addLayout(self._reason(tone, what, advice))
        column.addStretch(1)
        return column

    def _criteria(self, lines: list[tuple[str, str, str, str, str]]) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(6)
        title = label("Từng tiêu chí", "small_medium")
        title.setToolTip("Phụ lục II, Thông tư 15/2025/TT-BKHCN")
        column.addWidget(title)
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        grid.setColumnMinimumWidth(0, 22)
        grid.setColumnStretch(1, 1)
        top = Qt.AlignmentFlag.AlignTop
        for row, (number, words, outcome, icon, tone) in enumerate(lines):
            mark = icon_label(icon, tone, 14)
            mark.setToolTip(outcome)
            said = label(words, "small", tone if tone in ("bad", "warn") else "text", wrap=True)
            said.setAccessibleName(f"{number} {words}: {outcome}")
            grid.addWidget(label(number, "small", "text2"), row, 0, top)
            grid.addWidget(said, row, 1)
            grid.addWidget(mark, row, 2, top)
            grid.addWidget(label(outcome, "small", "text2"), row, 3, top)
        column.addLayout(grid)
        column.addStretch(1)
        return column

    def _reason(self, tone: str, what: str, advice: str) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(icon_label(_ICONS[tone], tone, 16), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(label(what, "body", "text", wrap=True))
        if advice:
            words.addWidget(label(advice, "small", "text2", wrap=True))
        line.addLayout(words, 1)
        return line

    def _replace(self, content: QWidget) -> None:
        self._column.replaceWidget(self._content, content)
        self._content.hide()
        self._content.deleteLater()
        self._content = content
