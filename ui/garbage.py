"""Python's garbage is taken away on the GUI thread only.

Windows and pages lie in cycles of references. The collector runs in whichever thread allocates next: in a lane it would
take Qt objects apart away from the thread they live on, which Qt answers with a crash now and then.
"""

import gc

from PySide6.QtCore import QObject, QTimer

LOOK_MS = 500


class GarbageRound(QObject):
    """Looks twice a second whether a collection is due by Python's own thresholds. One for an application."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        timer = QTimer(self)
        timer.timeout.connect(self.look)
        timer.start(LOOK_MS)

    def look(self) -> None:
        due = [
            generation
            for generation, (count, limit) in enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True))
            if count > limit
        ]
        if due:
            gc.collect(max(due))
