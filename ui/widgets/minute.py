"""One timer for every countdown: it fires when the minute changes, and only then."""

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from counter_app.clock import Clock


class MinuteTicker(QObject):
    minute = Signal(object)  # the moment, aware

    def __init__(self, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._timer = QTimer(self, singleShot=True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self.tick)

    def start(self) -> None:
        now = self._clock.now()
        left = 60_000 - (now.second * 1000 + now.microsecond // 1000)
        self._timer.start(left + 20)

    def stop(self) -> None:
        self._timer.stop()

    def tick(self) -> None:
        """Tell the present moment; tests call it after moving the clock."""
        self.minute.emit(self._clock.now())
        self.start()
