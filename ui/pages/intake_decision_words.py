"""The words that must go with a decision: why it is late, the reason, the ground, the body that has the authority."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QVBoxLayout, QWidget

from counter_app.errors import CounterError
from ui.presenters.intake_decision import LATE_WORDS, DecisionLine, GroundChoice
from ui.theme import Tone
from ui.widgets.buttons import Link
from ui.widgets.field import Choice, Field, WordsField
from ui.widgets.panel import Panel
from ui.widgets.tag import Tag

GROUND_HINT = "Khoản, điều, văn bản; ví dụ: khoản 2 Điều 17 Nghị định 118/2025/NĐ-CP"
_GUIDANCE_HINT = "Phiếu sẽ hướng dẫn người nộp đến đó"
_PLACES = {"workflow.guidance_missing": "guidance"}
_FILLED = ("reason", "ground", "guidance")


class DecisionWords(Panel):
    """`chosen` when the decision becomes possible or not; `typed` with every letter; `earlier`: it was taken before."""

    chosen = Signal()
    typed = Signal()
    earlier = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setMaximumWidth(760)
        self._line: DecisionLine | None = None
        self.late = QCheckBox(LATE_WORDS)
        self._before = Link("Việc đã làm trước đó…", self.earlier.emit, flush=True)
        self._before.setToolTip("Đã quyết định trong khoảng 8 giờ, có giấy tờ chứng minh, nay mới ghi vào máy")
        self.reason, self.ground, self.guidance = WordsField(3), QLineEdit(), QLineEdit()
        self.ground.setMaxLength(300)
        self.guidance.setMaxLength(200)
        self.known = Choice()
        self._mark = Tag("chưa xác minh", Tone.WARN, "circle-help")
        self.fields = {
            "guidance": Field("Cơ quan có &thẩm quyền", self.guidance, _GUIDANCE_HINT),
            "reason": Field("&Lý do", self.reason),
            "known": Field("Chọn căn cứ có &sẵn", self.known),
            "ground": Field("&Căn cứ pháp lý", self.ground, GROUND_HINT),
        }
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(12)
        column.addWidget(self.late)
        column.addWidget(self._before, 0, Qt.AlignmentFlag.AlignLeft)
        for field in self.fields.values():
            column.addWidget(field)
        column.addWidget(self._mark)
        self.body.addWidget(inner)
        self.late.toggled.connect(lambda _: self.chosen.emit())
        self.reason.textChanged.connect(self.typed.emit)
        for line in (self.ground, self.guidance):
            line.textEdited.connect(lambda _: self.typed.emit())
        self.ground.textChanged.connect(lambda _: self._show_mark())
        self.known.activated.connect(lambda _: self._take_known())

    @property
    def words(self) -> dict[str, str]:
        """By «reason», «ground», «guidance»; the last only where the decision guides elsewhere."""
        guides = self._line is not None and self._line.guides
        return {
            "reason": self.reason.toPlainText().strip(),
            "ground": self.ground.text().strip(),
            "guidance": self.guidance.text().strip() if guides else "",
        }

    def fill(self, words: Mapping[str, str]) -> None:
        self.reason.setPlainText(words.get("reason", ""))
        self.ground.setText(words.get("ground", ""))
        self.guidance.setText(words.get("guidance", ""))

    def show_line(self, line: DecisionLine | None) -> None:
        """What this decision asks for; None: nothing is chosen."""
        if line is not None and (self._line is None or self._line.grounds != line.grounds):
            self._show_grounds(line.grounds)
        self._line = line
        for part in (self.late, self._before):
            part.setVisible(bool(line and line.late))
        self.fields["reason"].setVisible(bool(line and line.reason_label))
        self.fields["reason"].caption.setText(line.reason_label if line else "")
        self.fields["ground"].setVisible(bool(line and line.needs_legal_ground))
        self.fields["known"].setVisible(bool(line and line.grounds))
        self.fields["guidance"].setVisible(bool(line and line.guides))
        self.setVisible(bool(line and (line.late or line.reason_label)))
        self._keep_approved(line)
        self.show_error(None)
        self._show_mark()

    def _keep_approved(self, line: DecisionLine | None) -> None:
        """What a supervisor has approved is sent as it is."""
        held = line.approved if line else None
        if held is not None:
            self.fill({"reason": held.words, "ground": held.ground, "guidance": held.guidance})
        for control in (self.reason, self.ground, self.guidance):
            control.setReadOnly(held is not None)
        self.fields["known"].setVisible(bool(line and line.grounds) and held is None)

    def show_error(self, error: CounterError | None) -> None:
        words = str(error) if error else ""
        place = _PLACES.get(error.code, "") if error else ""
        if error and not place:
            place = "ground" if error.code.startswith("intake.ground_") else "reason"
        for name in _FILLED:
            self.fields[name].show_error(words if name == place else "")
        if place and self.fields[place].isVisible():
            self.fields[place].control.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_grounds(self, grounds: tuple[GroundChoice, ...]) -> None:
        self.known.clear()
        self.known.addItem("Chọn, hoặc ghi tay ở ô dưới", None)
        for one in grounds:
            self.known.addItem(one.shown, one)
            self.known.setItemData(self.known.count() - 1, one.source, Qt.ItemDataRole.ToolTipRole)

    def _take_known(self) -> None:
        chosen = self.known.value
        if isinstance(chosen, GroundChoice):
            self.ground.setText(chosen.words)
            self.ground.setFocus(Qt.FocusReason.OtherFocusReason)
            self.typed.emit()

    def _show_mark(self) -> None:
        """A ground out of the list that nobody could read in full says so as long as it stands there unchanged."""
        grounds = self._line.grounds if self._line else ()
        found = next((one for one in grounds if one.words == self.ground.text().strip()), None)
        self._mark.setVisible(found is not None and not found.verified)
        self._mark.setToolTip(f"{found.source}. Đối chiếu với văn bản trước khi in." if found else "")
