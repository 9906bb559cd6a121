"""Pixel metrics, habits and the two boxes of the look on top of Fusion."""

from typing import Any

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QProxyStyle, QStyle

from ui.theme.current import theme

_METRICS = {
    QStyle.PixelMetric.PM_SmallIconSize: 16,
    QStyle.PixelMetric.PM_ButtonIconSize: 16,
    QStyle.PixelMetric.PM_ToolBarIconSize: 20,
    QStyle.PixelMetric.PM_IndicatorWidth: 16,
    QStyle.PixelMetric.PM_IndicatorHeight: 16,
    QStyle.PixelMetric.PM_ExclusiveIndicatorWidth: 16,
    QStyle.PixelMetric.PM_ExclusiveIndicatorHeight: 16,
    QStyle.PixelMetric.PM_ScrollBarExtent: 12,
    QStyle.PixelMetric.PM_ButtonMargin: 12,
    QStyle.PixelMetric.PM_FocusFrameHMargin: 2,
    QStyle.PixelMetric.PM_LayoutHorizontalSpacing: 8,
    QStyle.PixelMetric.PM_LayoutVerticalSpacing: 8,
    QStyle.PixelMetric.PM_SplitterWidth: 1,
}
_HINTS = {
    QStyle.StyleHint.SH_EtchDisabledText: 0,
    QStyle.StyleHint.SH_UnderlineShortcut: 1,
    QStyle.StyleHint.SH_ComboBox_Popup: 0,
}
_BOXES = {
    QStyle.PrimitiveElement.PE_IndicatorCheckBox,
    QStyle.PrimitiveElement.PE_IndicatorItemViewItemCheck,
    QStyle.PrimitiveElement.PE_IndicatorRadioButton,
}


class CounterStyle(QProxyStyle):
    def __init__(self) -> None:
        super().__init__("Fusion")

    def pixelMetric(self, metric: QStyle.PixelMetric, option: Any = None, widget: Any = None) -> int:
        found = _METRICS.get(metric)
        return super().pixelMetric(metric, option, widget) if found is None else found

    def styleHint(self, hint: QStyle.StyleHint, option: Any = None, widget: Any = None, data: Any = None) -> int:
        found = _HINTS.get(hint)
        return super().styleHint(hint, option, widget, data) if found is None else found

    def drawPrimitive(self, element: Any, option: Any, painter: QPainter, widget: Any = None) -> None:
        if element not in _BOXES:
            super().drawPrimitive(element, option, painter, widget)
            return
        box = QRectF(0, 0, 16, 16)
        box.moveCenter(QRectF(option.rect).center())
        state = option.state
        on = bool(state & QStyle.StateFlag.State_On)
        paint_box(
            painter,
            box,
            on=on,
            partly=bool(state & QStyle.StateFlag.State_NoChange),
            enabled=bool(state & QStyle.StateFlag.State_Enabled),
            focused=bool(state & QStyle.StateFlag.State_HasFocus),
            round_box=element == QStyle.PrimitiveElement.PE_IndicatorRadioButton,
        )


def paint_box(
    painter: QPainter,
    box: QRectF,
    *,
    on: bool,
    partly: bool = False,
    enabled: bool = True,
    focused: bool = False,
    round_box: bool = False,
) -> None:
    """A 16-px tick box or radio: `fill` with a white tick when on, a `ctl` edge when off."""
    look = theme()
    filled = on or partly
    ground = (look.fill if enabled else look.track) if filled else (look.surface if enabled else look.surface2)
    edge = look.accent if focused else (ground if filled else (look.ctl if enabled else look.line))
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(edge), 2 if focused else 1))
    painter.setBrush(QColor(ground))
    inner = box.adjusted(0.5, 0.5, -0.5, -0.5) if not focused else box.adjusted(1, 1, -1, -1)
    radius = 8 if round_box else 3
    painter.drawRoundedRect(inner, radius, radius)
    mark = QColor(look.on_fill if enabled else look.text3)
    if on and round_box:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(mark)
        painter.drawEllipse(box.center(), 3, 3)
    elif filled:
        painter.setPen(QPen(mark, 1.8, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
        left, top = box.left(), box.top()
        ways = [(4.5, 8), (11.5, 8)] if partly else [(4, 8.3), (6.9, 11.2), (12, 5.3)]
        painter.drawPolyline([QPointF(left + x, top + y) for x, y in ways])
    painter.restore()
