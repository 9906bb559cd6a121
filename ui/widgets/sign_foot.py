"""The foot of the signing page: what will be signed and the one button; while a batch runs, progress and its stop."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout

from ui.presenters.signing_words import KEEPS, FootWords
from ui.widgets.buttons import PrimaryButton
from ui.widgets.labels import ElidedLabel, set_tone
from ui.widgets.progress_foot import ProgressFoot

HEIGHT = 56


class SignFoot(QStackedWidget):
    sign = Signal()
    stop = Signal()

    def __init__(self, icon_name: str = "signature", hint: str = "Ctrl+Enter") -> None:
        super().__init__()
        self.setFixedHeight(HEIGHT)
        self.first, self.second = ElidedLabel("", "strong"), ElidedLabel("", "small", "text2")
        self.certificate = ElidedLabel("", "small", "text2")
        self.button = PrimaryButton("Ký", icon_name=icon_name, hint=hint)
        self.button.clicked.connect(lambda _checked=False: self.sign.emit())
        self.idle = self._idle()
        self.running = ProgressFoot("Dừng sau tệp này", KEEPS, self.stop.emit)
        self.addWidget(self.idle)
        self.addWidget(self.running)

    def _idle(self) -> QFrame:
        frame = QFrame()
        frame.setProperty("ground", "surface")
        frame.setProperty("edge", "top")
        line = QHBoxLayout(frame)
        line.setContentsMargins(16, 0, 16, 0)
        line.setSpacing(8)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(self.first)
        words.addWidget(self.second)
        words.addStretch(1)
        line.addLayout(words, 1)
        line.addWidget(self.certificate)
        line.addWidget(self.button)
        return frame

    def show_idle(self, words: FootWords, certificate: tuple[str, str], why_not: str) -> None:
        """`why_not`: why the button is grey, empty when it works."""
        self.first.setText(words.first)
        self.second.setText(words.second)
        self.certificate.setText(certificate[0])
        set_tone(self.certificate, certificate[1])
        self.button.setText(words.button)
        self.button.setEnabled(not why_not)
        self.button.setToolTip(why_not)
        self.setCurrentWidget(self.idle)

    def show_running(self, part: float, first: str, second: str, *, stopping: bool) -> None:
        self.running.show_progress(part, 1.0, first, second)
        self.running.stop.setEnabled(not stopping)
        self.running.stop.setText("Đang dừng" if stopping else "Dừng sau tệp này")
        self.setCurrentWidget(self.running)
