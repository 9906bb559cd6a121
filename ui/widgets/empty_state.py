"""Why it is empty, what to do next, and up to three jobs that idle minutes are good for."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.widgets.buttons import HintButton
from ui.widgets.labels import icon_label, label
from ui.widgets.panel import Panel, two_line_row


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    icon: str
    first: str
    second: str
    link: str
    act: Callable[[], object]


class EmptyState(QWidget):
    def __init__(
        self,
        icon_name: str,
        title: str,
        words: str,
        buttons: list[HintButton] | None = None,
        jobs: list[Job] | None = None,
        jobs_title: str = "Việc có thể làm lúc này",
    ) -> None:
        super().__init__()
        self.setProperty("ground", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(0)
        column.addStretch(3)
        self.title = label(title, "title")
        self.words = label(words, "body", "text2", wrap=True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        centre = Qt.AlignmentFlag.AlignHCenter
        column.addWidget(icon_label(icon_name, "text3", 48), 0, centre)
        column.addSpacing(16)
        column.addWidget(self.title, 0, centre)
        column.addSpacing(4)
        column.addWidget(self.words, 0, centre)
        if buttons:
            column.addSpacing(20)
            line = QHBoxLayout()
            line.setSpacing(8)
            line.addStretch(1)
            for button in buttons:
                line.addWidget(button)
            line.addStretch(1)
            column.addLayout(line)
        column.addSpacing(40)
        self._jobs_title = jobs_title
        self._place = QVBoxLayout()
        column.addLayout(self._place)
        column.addStretch(4)
        self.set_jobs(jobs or [])
        self.set_words(title, words)

    def set_words(self, title: str, words: str) -> None:
        self.title.setText(title)
        self.words.setText(words)
        self.words.setMinimumWidth(min(460, self.words.fontMetrics().horizontalAdvance(words) + 4))

    def set_jobs(self, jobs: list[Job]) -> None:
        while self._place.count():
            taken = self._place.takeAt(0).widget()
            if taken is not None:
                taken.deleteLater()
        if not jobs:
            return
        panel = Panel(self._jobs_title, dense=True)
        panel.setFixedWidth(640)
        for number, job in enumerate(jobs[:3]):
            line = two_line_row(job.icon, job.first, job.second, job.link, job.act)
            panel.add_row(line, height=48, last=number == len(jobs[:3]) - 1)
        self._place.addWidget(panel, 0, Qt.AlignmentFlag.AlignHCenter)
