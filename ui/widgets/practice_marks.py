"""What shows on every screen that nothing here has legal force."""

from PySide6.QtWidgets import QFrame, QHBoxLayout

from ui.widgets.labels import icon_label, label

PRACTICE_WORDS = "TẬP SỰ – dữ liệu mẫu, không có giá trị pháp lý"


class PracticeBand(QFrame):
    def __init__(self) -> None:
        super().__init__()
        self.setProperty("band", "practice")
        self.setFixedHeight(24)
        self.setAccessibleName(PRACTICE_WORDS)
        line = QHBoxLayout(self)
        line.setContentsMargins(16, 0, 16, 0)
        line.setSpacing(6)
        line.addStretch(1)
        line.addWidget(icon_label("triangle-alert", "warn", 14))
        line.addWidget(label(PRACTICE_WORDS, "small_medium", "warn"))
        line.addStretch(1)
