"""Filter chips with live counts in one row; what does not fit goes into «Thêm»."""

from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QMenu, QToolButton, QWidget

from ui.theme import font, icon, pixmap, set_icon, theme
from ui.widgets.focus import TabRing

CHIP_HEIGHT = 28
_GAP = 6
_GROUP_GAP = 8
_ICON_GAP = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class ChipSpec:
    key: str
    text: str
    icon: str = ""
    tone: str = "text2"
    group: int = 0  # a thin rule stands between groups


class Chip(TabRing, QToolButton):
    """Name and live count. Pressed: `soft` ground, `accent` edge and word; a zero keeps its place in `text3`."""

    def __init__(self, spec: ChipSpec, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.spec = spec
        self._count: int | None = None
        self.setCheckable(True)
        self.setFixedHeight(CHIP_HEIGHT)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setText(spec.text)
        self.set_count(None)

    @property
    def count(self) -> int | None:
        return self._count

    def set_count(self, count: int | None) -> None:
        self._count = count
        self.setAccessibleName(self.spec.text if count is None else f"{self.spec.text}, {count}")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        width = 2 * 9 + QFontMetrics(font("body")).horizontalAdvance(self.spec.text)
        if self.spec.icon:
            width += 14 + _ICON_GAP
        if self._count is not None:
            width += 7 + QFontMetrics(font("strong")).horizontalAdvance(str(self._count))
        return QSize(width, CHIP_HEIGHT)

    minimumSizeHint = sizeHint

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter = theme(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pressed = self.isChecked()
        focused = self.ring
        thick = 2 if focused else 1
        ground = look.soft if pressed else look.hover if self.underMouse() and self.isEnabled() else look.surface
        painter.setPen(QPen(QColor(look.accent if pressed or focused else look.line), thick))
        painter.setBrush(QColor(ground))
        half = thick / 2
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(half, half, -half, -half), 14, 14)
        word = "accent" if pressed else "text3" if self._count == 0 or not self.isEnabled() else "text"
        x = 9
        middle = int(Qt.AlignmentFlag.AlignVCenter)
        if self.spec.icon:
            painter.drawPixmap(x, 7, pixmap(self.spec.icon, self.spec.tone, 14, self.devicePixelRatioF()))
            x += 14 + _ICON_GAP
        painter.setFont(font("body"))
        painter.setPen(QColor(look.colour(word)))
        painter.drawText(QRect(x, 0, self.width() - x, self.height()), middle, self.spec.text)
        if self._count is not None:
            x += painter.fontMetrics().horizontalAdvance(self.spec.text) + 7
            painter.setFont(font("strong"))
            painter.setPen(QColor(look.colour("accent" if pressed else "text" if self._count else "text2")))
            painter.drawText(QRect(x, 0, self.width() - x, self.height()), middle, str(self._count))


class ChipBar(QFrame):
    """One chosen chip at a time; the first one means everything."""

    chosen = Signal(str)

    def __init__(
        self, specs: list[ChipSpec], *, height: int = 48, edge: int = 16, ground: str = "bg", ruled: bool = False
    ) -> None:
        super().__init__()
        self.setProperty("ground", ground)
        if ruled:
            self.setProperty("edge", "bottom")
        self.setFixedHeight(height)
        self._edge = edge
        self.chips = {spec.key: Chip(spec, self) for spec in specs}
        self._value = specs[0].key if specs else ""
        self._more = QToolButton(self)
        self._more.setText("Thêm")
        self._more.setProperty("role", "more")
        self._more.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        set_icon(self._more, "chevron-down", "text2", 14)
        self._more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._more.setFixedHeight(CHIP_HEIGHT)
        self._menu = QMenu(self._more)
        self._more.setMenu(self._menu)
        self._menu.aboutToShow.connect(self._fill_menu)
        for key, chip in self.chips.items():
            chip.clicked.connect(lambda _checked=False, key=key: self._choose(key))
        self._show_value()

    @property
    def value(self) -> str:
        return self._value

    def set_value(self, key: str) -> None:
        """Press a chip without telling it."""
        self._value = key
        self._show_value()

    def set_counts(self, counts: dict[str, int | None]) -> None:
        for key, count in counts.items():
            if key in self.chips:
                self.chips[key].set_count(count)
        self._arrange()

    def minimumSizeHint(self) -> QSize:
        return QSize(160, self.height())

    def sizeHint(self) -> QSize:
        return QSize(self._needed(list(self.chips.values())) + 2 * self._edge, self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _choose(self, key: str) -> None:
        self._value = key
        self._show_value()
        self.chosen.emit(key)

    def _show_value(self) -> None:
        for key, chip in self.chips.items():
            chip.setChecked(key == self._value)
        self._arrange()

    def _needed(self, chips: list[Chip]) -> int:
        width, group = 0, None
        for chip in chips:
            width += 0 if group is None else _GAP if chip.spec.group == group else 2 * _GROUP_GAP + 1
            width += chip.sizeHint().width()
            group = chip.spec.group
        return width

    def _arrange(self) -> None:
        chips = list(self.chips.values())
        room = self.width() - 2 * self._edge
        shown = chips
        if self._needed(chips) > room:
            limit = room - self._more.sizeHint().width() - _GAP
            while shown and self._needed(shown) > limit:
                shown = self._without_last(shown)
        x, top, group = self._edge, (self.height() - CHIP_HEIGHT) // 2, None
        for chip in shown:
            if group is not None:
                x += _GAP if chip.spec.group == group else 2 * _GROUP_GAP + 1
            chip.setGeometry(x, top, chip.sizeHint().width(), CHIP_HEIGHT)
            x += chip.width()
            group = chip.spec.group
        for chip in chips:
            chip.setVisible(chip in shown)
        self._more.setVisible(len(shown) < len(chips))
        self._more.setGeometry(x + _GAP, top, self._more.sizeHint().width(), CHIP_HEIGHT)
        self.update()

    def _without_last(self, chips: list[Chip]) -> list[Chip]:
        """The pressed chip never hides."""
        droppable = [chip for chip in chips if chip.spec.key != self._value]
        return [chip for chip in chips if chip is not droppable[-1]] if droppable else chips[:-1]

    def _fill_menu(self) -> None:
        self._menu.clear()
        for key, chip in self.chips.items():
            if not chip.isVisibleTo(self):
                words = chip.spec.text if chip.count is None else f"{chip.spec.text}  {chip.count}"
                act = self._menu.addAction(words, lambda key=key: self._choose(key))
                if chip.spec.icon:
                    act.setIcon(icon(chip.spec.icon, chip.spec.tone, 14))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        group = None
        for chip in self.chips.values():
            if not chip.isVisibleTo(self):
                continue
            if group is not None and chip.spec.group != group:
                x = chip.x() - _GROUP_GAP - 1
                painter.fillRect(x, (self.height() - 20) // 2, 1, 20, QColor(theme().line))
            group = chip.spec.group
