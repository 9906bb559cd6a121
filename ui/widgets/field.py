"""Fields: the label above (a buddy with a mnemonic), the error or the unit under it in words."""

from PySide6.QtCore import QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QGuiApplication, QInputMethodEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDateEdit,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QVBoxLayout,
    QWidget,
)

from ui.theme import font, pixmap, set_icon, theme
from ui.widgets.labels import icon_label, label, restyle

_MARKS = {"bad": "circle-x", "warn": "triangle-alert"}


def commit_composing() -> None:
    """Call before every read on save: a word still being composed by Telex or VNI is not in the field yet."""
    QGuiApplication.inputMethod().commit()


class Field(QWidget):
    """`caption` may hold a mnemonic (&). `show_error("")` takes the error away; then `hint` stands there."""

    def __init__(self, caption: str, control: QWidget, hint: str = "") -> None:
        super().__init__()
        self.control = control
        self.hint = hint
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self.caption = label(caption, "small", "text2")
        self.caption.setTextFormat(Qt.TextFormat.AutoText)
        self.caption.setBuddy(control)
        control.setAccessibleName(caption.replace("&", ""))
        column.addWidget(self.caption)
        column.addWidget(control)
        self._under = QWidget()
        line = QHBoxLayout(self._under)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(4)
        self._mark = icon_label("circle-x", "bad", 14)
        self._words = label(hint, "small", "text3", wrap=True)
        line.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self._words, 1)
        column.addWidget(self._under)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.show_error("")

    def sizeHint(self) -> QSize:
        """As high as the words under it need in the width that it has: its policy lets it be no higher than this."""
        hint = super().sizeHint()
        return QSize(hint.width(), max(hint.height(), self.heightForWidth(self.width())))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def set_caption(self, caption: str) -> None:
        self.caption.setText(caption)
        self.control.setAccessibleName(caption.replace("&", ""))

    @property
    def error(self) -> str:
        return self._words.text() if self._words.property("tone") == "bad" else ""

    def show_error(self, words: str) -> None:
        self.show_finding(words, "bad")

    def show_finding(self, words: str, tone: str) -> None:
        """`tone`: bad keeps the field from being taken, warn asks for a look, text3 only tells."""
        self._words.setText(words or self.hint)
        self._mark.setVisible(bool(words) and tone in _MARKS)
        if words and tone in _MARKS:
            set_icon(self._mark, _MARKS[tone], tone, 14)
        restyle(self._words, tone=tone if words else "text3")
        restyle(self.control, invalid="true" if words and tone == "bad" else "false")
        self.control.setAccessibleDescription(words or self.hint)
        self._under.setVisible(bool(words or self.hint))


def side_by_side(*parts: QWidget, stretches: tuple[int, ...] = ()) -> QHBoxLayout:
    """Fields in one line, their captions level; `stretches`: how they share the width, evenly without."""
    line = QHBoxLayout()
    line.setSpacing(12)
    for place, part in enumerate(parts):
        line.addWidget(part, stretches[place] if stretches else 1, Qt.AlignmentFlag.AlignTop)
    return line


class WordsField(QPlainTextEdit):
    """Several lines of words; Tab leaves it."""

    def __init__(self, lines: int) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self.setFixedHeight(18 * lines + 16)


class Choice(QComboBox):
    """A combo box with the chevron of the icon set."""

    def __init__(self, items: list[tuple[str, object]] | None = None) -> None:
        super().__init__()
        self.setMinimumContentsLength(8)  # a long choice is cut in the field, not the page made wider
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        for words, value in items or []:
            self.addItem(words, value)

    @property
    def value(self) -> object:
        return self.currentData()

    def set_value(self, value: object) -> None:
        self.setCurrentIndex(max(0, self.findData(value)))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, option = QStylePainter(self), QStyleOptionComboBox()
        self.initStyleOption(option)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        part = QStyle.SubControl.SC_ComboBoxEditField
        room = self.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, part, self).width()
        if not option.currentIcon.isNull():
            room -= option.iconSize.width() + 4
        option.currentText = self.fontMetrics().elidedText(self.currentText(), Qt.TextElideMode.ElideRight, room)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        token = "text2" if self.isEnabled() else "text3"
        picture = pixmap("chevron-down", token, 16, self.devicePixelRatioF())
        painter.drawPixmap(self.width() - 26, (self.height() - 16) // 2, picture)


class DateField(QDateEdit):
    """A day as it is written in Viet Nam; arrow keys and the wheel step its parts."""

    def __init__(self) -> None:
        super().__init__()
        self.setDisplayFormat("dd/MM/yyyy")
        self.setButtonSymbols(QDateEdit.ButtonSymbols.NoButtons)
        self.setFixedHeight(32)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # Without its arrows Qt leaves the words one pixel: it does not reckon with the style sheet's box.
        self.lineEdit().setGeometry(self.rect().adjusted(9, 1, -9, -1))


class SearchField(QLineEdit):
    """Tells `searched` a moment after the last letter, also while a Vietnamese word is still being composed."""

    searched = Signal(str)

    def __init__(self, placeholder: str, hint: str = "", *, wait_ms: int = 180) -> None:
        super().__init__()
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)
        self.setClearButtonEnabled(False)
        self._hint = hint
        self._composing = ""
        self._told = ""
        self._timer = QTimer(self, singleShot=True, interval=wait_ms)
        self._timer.timeout.connect(self._tell)
        self.textChanged.connect(lambda _: self._timer.start())
        self.setTextMargins(24, 0, 0, 0)

    def sizeHint(self) -> QSize:
        return QSize(304, 32)

    @property
    def words(self) -> str:
        """What is in the field, the word being composed included."""
        text, place = self.text(), self.cursorPosition()
        return text[:place] + self._composing + text[place:]

    def clear_search(self) -> None:
        self.clear()
        self._composing = ""
        self._tell()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self._composing = event.preeditString()
        super().inputMethodEvent(event)
        self._timer.start()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        middle = (self.height() - 16) // 2
        painter.drawPixmap(9, middle, pixmap("search", "text2", 16, self.devicePixelRatioF()))
        if self._hint and not self.words and self._has_room():
            painter.setFont(font("tiny"))
            painter.setPen(QColor(theme().text3))
            room = QRect(0, 0, self.width() - 9, self.height())
            painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), self._hint)

    def _has_room(self) -> bool:
        metrics = self.fontMetrics()
        taken = metrics.horizontalAdvance(self.placeholderText()) + metrics.horizontalAdvance(self._hint)
        return self.width() > taken + 56

    def _tell(self) -> None:
        self._timer.stop()
        words = " ".join(self.words.split())
        if words != self._told:
            self._told = words
            self.searched.emit(words)
