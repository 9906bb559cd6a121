"""The page head: 56 high, title, grey qualifier, and the page's acts at the right."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QWidget

from ui.widgets.labels import ElidedLabel, label, rule


class TopBar(QFrame):
    def __init__(self, title: str, qualifier: str = "") -> None:
        super().__init__()
        self.setProperty("ground", "surface")
        self.setProperty("edge", "bottom")
        self.setFixedHeight(56)
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(16, 1, 16, 0)
        self._line.setSpacing(12)
        self.title = label(title, "title")
        self.qualifier = ElidedLabel(qualifier, "body", "text2")
        self._line.addWidget(self.title)
        self._line.addWidget(self.qualifier, 1)

    def add_action(self, widget: QWidget, stretch: int = 0) -> None:
        """Acts stand at the right, the primary one last."""
        self._line.addWidget(widget, stretch)

    def add_left(self, content: QWidget | QLayout, *, ruled: bool = True) -> None:
        """Something between the title and the acts instead of the qualifier: chips, the dossier in hand."""
        self.qualifier.hide()
        place = 1
        if ruled:
            self._line.insertWidget(place, rule("vertical", 20))
            place += 1
        if isinstance(content, QLayout):
            self._line.insertLayout(place, content, 1)
        else:
            self._line.insertWidget(place, content, 1)
