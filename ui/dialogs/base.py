"""The shape of every dialog: 472 wide, head, body, foot on `surface2` with Esc and Enter shown, a scrim behind.

Dialogs are for the PIN, for acts that cannot be undone and for bugs; everything else happens in the page.
"""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ui.widgets.buttons import HintButton
from ui.widgets.labels import icon_label, label

WIDTH = 472


class Scrim(QWidget):
    """Lies over the whole window while a dialog is open, so that it is plain where the next key goes."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setProperty("ground", "scrim")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setGeometry(window.rect())
        window.installEventFilter(self)
        self.show()
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and isinstance(watched, QWidget):
            self.setGeometry(watched.rect())
        return False


class CounterDialog(QDialog):
    """Fill `body`, then `add_buttons`. `open()` shows it window modal over a scrim; `finished` tells the answer."""

    def __init__(
        self, title: str, parent: QWidget | None, *, icon_name: str = "", token: str = "accent", qualifier: str = ""
    ) -> None:
        super().__init__(parent)
        self._scrim: Scrim | None = None
        self.setWindowTitle(title)
        self.setProperty("shape", "dialog")
        self.setFixedWidth(WIDTH)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        self.body = QVBoxLayout()
        self.body.setContentsMargins(24, 20, 24, 20)
        self.body.setSpacing(12)
        head = QHBoxLayout()
        head.setSpacing(12)
        if icon_name:
            head.addWidget(icon_label(icon_name, token, 20), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(label(title, "dialog", wrap=True))
        if qualifier:
            words.addWidget(label(qualifier, "body", "text2", wrap=True))
        head.addLayout(words, 1)
        self.body.addLayout(head)
        whole.addLayout(self.body)
        foot = QFrame()
        foot.setFixedHeight(57)
        foot.setProperty("ground", "surface2")
        foot.setProperty("edge", "top")
        self.foot = QHBoxLayout(foot)
        self.foot.setContentsMargins(24, 12, 24, 12)
        self.foot.setSpacing(8)
        self.foot.addStretch(1)
        whole.addWidget(foot)
        self.finished.connect(self._lift_scrim)

    def add_buttons(self, *buttons: HintButton) -> None:
        """From left to right; the primary one last. It answers Enter."""
        for button in buttons:
            button.setAutoDefault(False)
            self.foot.addWidget(button)
            if button.primary:
                button.setDefault(True)

    def open(self) -> None:
        super().open()
        self.activateWindow()  # the next key belongs to the dialog, not to the page under it

    def fit(self) -> None:
        """As high as its words need; left to itself Qt stops at two thirds of the screen and squeezes them."""
        layout = self.layout()
        if layout is not None:
            self.ensurePolished()
            layout.activate()
            self.setFixedHeight(max(layout.totalHeightForWidth(WIDTH), layout.totalMinimumSize().height()))
            self._centre()

    def showEvent(self, event: QShowEvent) -> None:
        self.fit()
        super().showEvent(event)
        parent = self.parentWidget()
        if parent is not None and self._scrim is None:
            self._scrim = Scrim(parent.window())
            self._centre()

    def _centre(self) -> None:
        """Also when it has grown: its buttons must not leave a low window."""
        parent = self.parentWidget()
        if parent is not None and self._scrim is not None:
            window = parent.window()
            self.move(window.mapToGlobal(window.rect().center()) - self.rect().center())

    def _lift_scrim(self) -> None:
        if self._scrim is not None:
            self._scrim.hide()
            self._scrim.deleteLater()
            self._scrim = None
