"""«Thành phần»: each required paper with its file, and what was chosen or dropped and still wants a component."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from counter_app.intake.reuse import Offer
from counter_app.model.dossier import Component, ComponentId
from ui.presenters.intake import (
    PAPER_WORDS,
    VERDICT_ICONS,
    VERDICT_WORDS,
    IntakeView,
    file_words,
    is_editable,
    missing,
)
from ui.presenters.intake_reuse import offer_words
from ui.widgets.buttons import Link, SecondaryButton
from ui.widgets.facts import ScrollColumn
from ui.widgets.field import Choice
from ui.widgets.file_drop import FileDrop
from ui.widgets.labels import ElidedLabel, icon_label, label
from ui.widgets.panel import Panel

_INDENT = 26  # under the words of a paper
AT_ONCE = 6  # rows of proposals made in one go
PICTURES = {".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".tif", ".tiff", ".heic", ".heif", ".avif"}


def is_picture(path: Path) -> bool:
    """By name: a guess for the page; the use case looks at the content."""
    return path.suffix.lower() in PICTURES


class PapersSheet(ScrollColumn):
    """`choose(component)`, `dropped(component, paths)`, `show(component)`; `loose(paths)` for files on no component."""

    choose = Signal(object)
    dropped = Signal(object, object)
    look = Signal(object)
    loose = Signal(object)
    reuse = Signal(object, object)  # component, offer
    cannot_reuse = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._shown: object = None
        self._view: IntakeView | None = None
        self.editable = False
        FileDrop(self.viewport(), self.loose.emit, lambda: self.editable)

    def show_view(self, view: IntakeView) -> None:
        dossier = view.dossier
        self.editable = is_editable(dossier)
        if self._shown == (dossier, view.offers, view.excepted):
            return
        self._shown = (dossier, view.offers, view.excepted)
        self._view = view
        self.clear()
        lacking = len(missing(dossier))
        qualifier = f"còn {lacking} giấy tờ bắt buộc chưa có tệp" if lacking else "đủ tệp theo danh mục"
        panel = Panel("Giấy tờ của hồ sơ", qualifier if dossier.components else "")
        for component in dossier.components:
            last = component is dossier.components[-1]
            row = panel.add_row(self._row(component), last=last)
            FileDrop(row, partial(self.dropped.emit, component), lambda: self.editable)
        if not dossier.components:
            said = label("Thủ tục này chưa có danh mục thành phần trong danh mục thủ tục.", "body", "text2", wrap=True)
            said.setContentsMargins(0, 12, 0, 12)
            panel.add_row(said, last=True)
        self.column.addWidget(panel)

    def _row(self, component: Component) -> QVBoxLayout:
        """The paper and its acts; below them, as wide as the row, what exists of it already."""
        row = QVBoxLayout()
        row.setContentsMargins(12, 10, 12, 10)
        row.setSpacing(1)
        row.addLayout(self._paper(component))
        if self._view is not None:  # of a paper that is missing or has failed
            for offer in self._view.offers.get(component.id, ())[:2]:
                row.addLayout(self._offer(component, offer))
        return row

    def _paper(self, component: Component) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(10)
        has = component.file is not None
        name, token = VERDICT_ICONS[component.verdict] if has else ("file-plus", "text2")
        line.addWidget(icon_label(name, token, 16), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(label(f"{component.number}. {component.name}", "medium", wrap=True))
        words.addWidget(ElidedLabel(_kind_words(component), "small", "text3"))
        if component.file is not None:
            words.addWidget(ElidedLabel(f"{component.file.name} · {file_words(component)}", "small", "text2"))
        line.addLayout(words, 1)
        if has:
            line.addWidget(Link("Xem", lambda: self.look.emit(component), flush=True), 0, Qt.AlignmentFlag.AlignTop)
        if self.editable:
            words_of_act = "Thay tệp…" if has else "Chọn tệp…"
            act = Link(words_of_act, lambda: self.choose.emit(component), flush=True)
            act.setAccessibleName(f"{words_of_act} {component.name}")
            line.addWidget(act, 0, Qt.AlignmentFlag.AlignTop)
        return line

    def _offer(self, component: Component, offer: Offer) -> QVBoxLayout:
        """A paper that exists: where, since when, until when; one press takes it."""
        column = QVBoxLayout()
        column.setContentsMargins(_INDENT, 4, 0, 0)
        column.setSpacing(2)
        line = QHBoxLayout()
        line.setSpacing(8)
        tone = "text2" if offer.stands else "text3"
        line.addWidget(icon_label("copy", "good" if offer.stands else "text3", 14), 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(label(offer_words(offer), "small", tone, wrap=True), 1)
        column.addLayout(line)
        acts = QHBoxLayout()
        acts.setContentsMargins(22, 0, 0, 0)  # under the words
        acts.setSpacing(16)
        for words, act, said in self._acts(component, offer) if self.editable else ():
            link = Link(words, act, flush=True)
            link.setAccessibleName(f"{said} {component.name}")
            acts.addWidget(link)
        if acts.count():
            acts.addStretch(1)
            column.addLayout(acts)
        return column

    def _acts(self, component: Component, offer: Offer) -> Iterator[tuple[str, Callable[[], object], str]]:
        """(words, act, what it is for whoever cannot see the row)."""

        def take() -> None:
            self.reuse.emit(component, offer)

        if offer.expired and not offer.listed:
            yield "Vẫn dùng…", take, "Ghi vì sao vẫn dùng giấy tờ hết hạn cho"
        if offer.stands:
            yield "Chọn tệp từ kho…" if offer.listed else "Dùng lại", take, "Dùng lại giấy tờ đã có cho"
            if self._view is not None and component.number not in self._view.excepted:
                refuse = partial(self.cannot_reuse.emit, component)
                yield "Không dùng được…", refuse, "Ghi vì sao không dùng được giấy tờ đã có cho"


def _kind_words(component: Component) -> str:
    parts = [PAPER_WORDS[component.paper_kind], "bắt buộc" if component.required else "không bắt buộc"]
    if component.file is None:
        parts.append("chưa có tệp")
    else:
        parts.append(VERDICT_WORDS[component.verdict].lower())
    return " · ".join(parts)


class MatchPanel(QWidget):
    """Right side: choose or drop several files; each gets a proposed component that the officer confirms."""

    choose = Signal()
    attach = Signal(object)  # list of (ComponentId, Path)

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 11, 16, 14)
        column.setSpacing(8)
        column.addWidget(label("Thêm nhiều tệp một lúc", "strong"))
        said = (
            "Chọn hoặc kéo các tệp vào đây; tên tệp và trang đầu gợi ý giấy tờ, bạn xem lại rồi đính. "
            "Nhiều ảnh chọn cùng một giấy tờ được ghép thành một PDF."
        )
        self.words = label(said, "body", "text2", wrap=True)
        column.addWidget(self.words)
        self.button = SecondaryButton("Chọn tệp…", icon_name="paperclip")
        self.button.clicked.connect(lambda _checked=False: self.choose.emit())
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(8)
        column.addLayout(self._rows)
        self.confirm = SecondaryButton("Đính", icon_name="check")
        self.confirm.clicked.connect(lambda _checked=False: self._confirm())
        column.addWidget(self.confirm, 0, Qt.AlignmentFlag.AlignLeft)
        self._twice = label("", "small", "bad", wrap=True)
        self._twice.hide()
        column.addWidget(self._twice)
        self.choices: list[tuple[Path, Choice]] = []
        self._coming: list[tuple[Path, ComponentId | None, Sequence[Component]]] = []
        self.show_proposals([], ())

    def set_editable(self, editable: bool) -> None:
        self.button.setEnabled(editable)
        if not editable:
            self.show_proposals([], ())

    def show_proposals(self, proposals: Sequence[tuple[Path, ComponentId | None]], parts: Sequence[Component]) -> None:
        while self._rows.count():
            taken = self._rows.takeAt(0).widget()
            if taken is not None:
                taken.hide()
                taken.deleteLater()
        self.choices = []
        self._coming = [(path, proposed, parts) for path, proposed in proposals]
        self._show_some()

    def _show_some(self) -> None:
        """A few rows at a time: thirty at once would hold the window up."""
        now, self._coming = self._coming[:AT_ONCE], self._coming[AT_ONCE:]
        for path, proposed, parts in now:
            self._rows.addWidget(self._row(path, proposed, parts))
        if self._coming:
            QTimer.singleShot(0, self, self._show_some)
        self._count()

    def _row(self, path: Path, proposed: ComponentId | None, parts: Sequence[Component]) -> QFrame:
        row = QFrame()
        row.setProperty("panel", "note")
        column = QVBoxLayout(row)
        column.setContentsMargins(10, 8, 10, 10)
        column.setSpacing(6)
        column.addWidget(ElidedLabel(path.name, "medium"))
        choice = Choice([("Không đính", None)])
        for part in parts:
            filled = " (thay tệp đang có)" if part.file else ""
            choice.addItem(f"{part.number}. {part.name}{filled}", part.id)
        choice.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        choice.setAccessibleName(f"Giấy tờ của tệp {path.name}")
        choice.set_value(proposed)
        choice.currentIndexChanged.connect(lambda _: self._count())
        column.addWidget(choice)
        self.choices.append((path, choice))
        return row

    def _chosen(self) -> list[tuple[ComponentId, Path]]:
        return [(choice.value, path) for path, choice in self.choices if choice.value is not None]  # type: ignore[misc]

    def _count(self) -> None:
        chosen = self._chosen()
        twice = any(len(paths) > 1 and not all(map(is_picture, paths)) for paths in self._by_component().values())
        self.confirm.setVisible(bool(self.choices))
        self.confirm.setEnabled(bool(chosen) and not twice and not self._coming)
        self.confirm.setText(f"Đính {len(chosen)} tệp")
        said = "Nhiều tệp cùng một giấy tờ chỉ ghép được khi tất cả là ảnh: chọn lại." if twice else ""
        self.confirm.setToolTip(said)
        self._twice.setText(said)
        self._twice.setVisible(bool(said))

    def _by_component(self) -> dict[ComponentId, list[Path]]:
        found: dict[ComponentId, list[Path]] = {}
        for component_id, path in self._chosen():
            found.setdefault(component_id, []).append(path)
        return found

    def _confirm(self) -> None:
        chosen = self._chosen()
        self.show_proposals([], ())
        self.attach.emit(chosen)
