"""The bottom line, 28 high: who, which token, which database, last exchange; clock and time at the right."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QToolButton, QWidget

from ui.theme import font, pixmap, theme
from ui.widgets.focus import TabRing
from ui.widgets.labels import rule


class StatusItem(TabRing, QToolButton):
    """Icon and words in parts of different weight; a click may open a menu."""

    def __init__(self) -> None:
        super().__init__()
        self._icon_name, self._icon_token = "", "text2"
        self._parts: list[tuple[str, str, str]] = []  # words, tone, font step
        self.setFixedHeight(27)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def show_parts(self, icon_name: str, parts: list[tuple[str, str, str]], icon_token: str = "text2") -> None:
        """`parts`: (words, tone, type step); words that start with `@` name an icon instead."""
        self._icon_name, self._icon_token, self._parts = icon_name, icon_token, parts
        said = " ".join(words for words, _, _ in parts if not words.startswith("@"))
        self.setAccessibleName(said)
        self.setToolTip(said)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        width = 14 + 6 if self._icon_name else 0
        for words, _tone, step in self._parts:
            width += 20 if words.startswith("@") else QFontMetrics(font(step)).horizontalAdvance(words) + 6
        return QSize(max(0, width - 6) + 2, 27)

    def minimumSizeHint(self) -> QSize:
        return QSize(20, 27)

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter = theme(), QPainter(self)
        ratio, x = self.devicePixelRatioF(), 0
        if self.ring:
            painter.setPen(QColor(look.accent))
            painter.drawRect(self.rect().adjusted(0, 2, -1, -2))
        if self._icon_name:
            painter.drawPixmap(x, 7, pixmap(self._icon_name, self._icon_token, 14, ratio))
            x += 20
        for words, tone, step in self._parts:
            if words.startswith("@"):
                painter.drawPixmap(x, 7, pixmap(words[1:], tone, 14, ratio))
                x += 20
                continue
            painter.setFont(font(step))
            painter.setPen(QColor(look.colour(tone)))
            metrics = painter.fontMetrics()
            shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, max(0, self.width() - x))
            painter.drawText(x, 0, self.width() - x, 27, int(Qt.AlignmentFlag.AlignVCenter), shown)
            x += metrics.horizontalAdvance(words) + 6


class StatusBar(QFrame):
    """Items by key: person, token, database, exchange, safety · clock, time. An item without words is hidden."""

    person_clicked = Signal()
    token_clicked = Signal()
    safety_clicked = Signal()
    LEFT = ("person", "token", "database", "exchange", "safety")
    RIGHT = ("clock", "time")

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "rail")
        self.setProperty("edge", "top")
        self.setFixedHeight(28)
        line = QHBoxLayout(self)
        line.setContentsMargins(12, 0, 12, 0)
        line.setSpacing(12)
        self.items: dict[str, StatusItem] = {}
        self._rules: dict[str, QWidget] = {}
        for key in self.LEFT:
            self.items[key] = StatusItem()
            self._rules[key] = rule("vertical", 16)
            line.addWidget(self.items[key])
            line.addWidget(self._rules[key])
        line.addStretch(1)
        for key in self.RIGHT:
            self.items[key] = StatusItem()
            line.addWidget(self.items[key])
        for key in (*self.LEFT, *self.RIGHT):
            self._show(key, False)
        self.items["person"].clicked.connect(lambda _checked=False: self.person_clicked.emit())
        self.items["safety"].clicked.connect(lambda _checked=False: self.safety_clicked.emit())
        self.items["token"].clicked.connect(lambda _checked=False: self.token_clicked.emit())

    def set_person(self, name: str, role_words: str) -> None:
        self.set_item("person", "user", [(name, "text", "small_medium"), (f"· {role_words}", "text2", "small")])

    def set_token(
        self,
        holder: str = "",
        state_words: str = "",
        tone: str = "text2",
        icon_name: str = "lock",
        icon_tone: str = "",
    ) -> None:
        """`holder` empty: no token is plugged in. `state_words`: chưa nhập PIN, PIN đã nhập · giữ đến 11:30 …"""
        if not holder:
            self.set_item("token", "usb", [("Chưa cắm token", "text2", "small")])
            return
        parts = [("Token", "text2", "small"), (holder, "text", "small_medium")]
        if state_words:
            step = "small" if tone == "text2" else "small_medium"
            parts += [(f"@{icon_name}", icon_tone or tone, ""), (state_words, tone, step)]
        self.set_item("token", "usb", parts)

    def set_database(self, words: str, tone: str = "text2") -> None:
        self.set_item("database", "database", [(words, tone, "small")], tone)

    def set_exchange(self, words: str) -> None:
        self.set_item("exchange", "refresh-cw", [(words, "text2", "small")] if words else [])

    def set_safety(self, words: str, whole: str = "") -> None:
        """What of backup and evidence was not done for too long; empty: all is well and nothing is said."""
        self.set_item("safety", "triangle-alert", [(words, "warn", "small_medium")] if words else [], "warn")
        self.items["safety"].setToolTip(whole)

    def set_clock(self, words: str, tone: str = "good") -> None:
        name = {"good": "shield-check", "warn": "triangle-alert", "bad": "octagon-alert"}.get(tone, "shield-check")
        word_tone = "text2" if tone == "good" else tone
        self.set_item("clock", name, [(words, word_tone, "small")] if words else [], tone)

    def set_time(self, time_words: str, day_words: str) -> None:
        self.set_item(
            "time", "", [(time_words, "text", "small_medium"), ("", "text2", "small"), (day_words, "text2", "small")]
        )

    def set_item(self, key: str, icon_name: str, parts: list[tuple[str, str, str]], icon_token: str = "text2") -> None:
        self.items[key].show_parts(icon_name, parts, icon_token)
        self._show(key, bool(parts))

    def _show(self, key: str, shown: bool) -> None:
        self.items[key].setVisible(shown)
        if key in self._rules:
            self._rules[key].setVisible(shown)
