"""The bottom line, 28 high: who, which token, which database, last exchange; clock and time at the right."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QToolButton, QWidget

from ui.theme import font, pixmap, theme
from ui.widgets.focus import TabRing
from ui.widgets.labels import rule

Part = tuple[str, str, str]  # words, tone, type step; words that start with `@` name an icon instead


class StatusItem(TabRing, QToolButton):
    """Icon and words in parts of different weight; a click may open a menu."""

    def __init__(self) -> None:
        super().__init__()
        self._icon_name, self._icon_token, self.whole = "", "text2", True
        self._parts: list[Part] = []
        self._brief: list[Part] = []
        self.setFixedHeight(27)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def show_parts(self, icon_name: str, parts: list[Part], icon_token: str, brief: list[Part]) -> None:
        """`brief`: what stays of it in a narrow window; all of it is in the tooltip and told to a screen reader."""
        self._icon_name, self._icon_token, self._parts, self._brief = icon_name, icon_token, parts, brief
        self.whole = True
        said = " ".join(words for words, _, _ in parts if not words.startswith("@"))
        self.setAccessibleName(said)
        self.setToolTip(said)
        self.updateGeometry()
        self.update()

    def shorten(self, *, whole: bool) -> None:
        if whole is not self.whole:
            self.whole = whole
            self.updateGeometry()
            self.update()

    def shown(self) -> list[Part]:
        return self._parts if self.whole else self._brief

    def sizeHint(self) -> QSize:
        width = 14 + 6 if self._icon_name else 0
        for words, _tone, step in self.shown():
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
        for words, tone, step in self.shown():
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
    SHORTENED = ("database", "clock", "person", "time", "exchange", "token")  # in this order, as far as is needed

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

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """One item after the other says less until all stand beside one another uncut."""
        line = self.layout()
        for item in self.items.values():
            item.shorten(whole=True)
        for key in self.SHORTENED:
            line.invalidate()
            if line.sizeHint().width() <= self.width():
                return
            self.items[key].shorten(whole=False)

    def set_person(self, name: str, role_words: str) -> None:
        shown = [(name, "text", "small_medium")]
        self.set_item("person", "user", [*shown, (f"· {role_words}", "text2", "small")], brief=shown)

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
        self.set_item("token", "usb", parts, brief=parts[1:])

    def set_database(self, words: str, tone: str = "text2") -> None:
        self.set_item("database", "database", [(words, tone, "small")], tone, [] if tone == "text2" else None)

    def set_exchange(self, words: str) -> None:
        self.set_item("exchange", "refresh-cw", [(words, "text2", "small")] if words else [])

    def set_safety(self, words: str, whole: str = "") -> None:
        """What of backup and evidence was not done for too long; empty: all is well and nothing is said."""
        self.set_item("safety", "triangle-alert", [(words, "warn", "small_medium")] if words else [], "warn")
        self.items["safety"].setToolTip(whole)

    def set_clock(self, words: str, tone: str = "good") -> None:
        name = {"good": "shield-check", "warn": "triangle-alert", "bad": "octagon-alert"}.get(tone, "shield-check")
        word_tone = "text2" if tone == "good" else tone
        brief: list[Part] | None = [] if tone == "good" else None
        self.set_item("clock", name, [(words, word_tone, "small")] if words else [], tone, brief)

    def set_time(self, time_words: str, day_words: str) -> None:
        shown = [(time_words, "text", "small_medium"), ("", "text2", "small")]
        day = day_words.rpartition(" ")[2]
        self.set_item("time", "", [*shown, (day_words, "text2", "small")], brief=[*shown, (day, "text2", "small")])

    def set_item(
        self,
        key: str,
        icon_name: str,
        parts: list[Part],
        icon_token: str = "text2",
        brief: list[Part] | None = None,
    ) -> None:
        """`brief`: what is left of it in a narrow window, with its icon; None: nothing may be left out."""
        self.items[key].show_parts(icon_name, parts, icon_token, parts if brief is None else brief)
        self._show(key, bool(parts))
        self._fit()

    def _show(self, key: str, shown: bool) -> None:
        self.items[key].setVisible(shown)
        if key in self._rules:
            self._rules[key].setVisible(shown)
