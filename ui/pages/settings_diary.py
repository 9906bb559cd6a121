"""Nhật ký: is it whole, its head outside and on paper, a copy of it for an inspection."""

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout

from counter_app.access.people import Act, may
from ui.dialogs.files import PAPERS, choose_files
from ui.pages.base import PageContext
from ui.pages.settings_sections import SettingsSection
from ui.presenters import safety as presenter
from ui.tasks import Lane
from ui.widgets.facts import ScrollColumn
from ui.widgets.field import Field, commit_composing
from ui.widgets.notice import Notice
from ui.widgets.state_panel import StatePanel
from ui.widgets.top_bar import TopBar

_MOST_WIDTH = 792


class DiarySection(SettingsSection):
    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self.notice = Notice()
        self._anchors: Any = ()
        self.diary, self.paper = StatePanel("Nguyên vẹn"), StatePanel("Tờ mốc trên giấy")
        self.examine = self.diary.act("&Kiểm tra nhật ký", self._examine)
        self.anchor = self.diary.act("Ghi mốc n&gay", self._anchor)
        self.print_button = self.paper.act("&In tờ mốc…", self._choose_sheet)
        self.compare_button = self.paper.act("Đối chiếu &tờ mốc…", self._choose_scans)
        self.extract = StatePanel(
            "Trích cho thanh tra",
        )
        self.reason, self.dossier = QLineEdit(), QLineEdit()
        self.reason_field = Field("&Lý do, số văn bản", self.reason, "Bắt buộc; được ghi vào nhật ký")
        self.dossier_field = Field("&Mã hồ sơ", self.dossier, "Để trống: cả nhật ký")
        self.export_button = self.extract.act("&Xuất bản trích…", self._choose_export)
        self._build()
        self.paper.tell(presenter.SHEETS)
        self.extract.tell(presenter.EXTRACT)
        self.extract.setVisible(may(context.office.person, Act.INSPECT))

    def activate(self) -> None:
        office, cases = self.context.office, self.context.use_cases
        self.anchor.setEnabled(bool(office.settings.evidence_folder))
        self._run(Lane.READING, lambda: cases.evidence.anchors(office), self._show_anchors)

    def print_sheet(self, output: Path) -> None:
        office, cases = self.context.office, self.context.use_cases
        self._run(
            Lane.STORE,
            lambda: cases.evidence_paper.print_sheet(office, output),
            lambda made: self.context.toast(f"Đã in mốc {made.rows} dòng vào {output.name}."),
        )

    def compare(self, scans: list[Path]) -> None:
        office, cases = self.context.office, self.context.use_cases
        self._run(Lane.READING, lambda: cases.evidence_paper.compare(office, scans), self._compared)

    def export(self, output: Path) -> None:
        """The copy of the whole diary, or of the dossier that is named."""
        office, cases = self.context.office, self.context.use_cases
        reason, code = self.reason.text(), self.dossier.text().strip()

        def work() -> Any:
            dossier = cases.queue.find_dossier(office, code).id if code else None
            return cases.evidence.export(office, output, dossier_id=dossier, reason=reason)

        self._run(Lane.STORE, work, lambda made: self._exported(made, output))

    def _show_anchors(self, anchors: Any) -> None:
        self._anchors = anchors
        self.diary.tell(presenter.diary_state(None, anchors[-1] if anchors else None))

    def _examine(self) -> None:
        office, cases = self.context.office, self.context.use_cases
        self.examine.setEnabled(False)
        self._run(
            Lane.READING,
            lambda: cases.evidence.examine(office),
            lambda found: self.diary.tell(presenter.diary_state(found, self._anchors[-1] if self._anchors else None)),
            lambda: self.examine.setEnabled(True),
        )

    def _anchor(self) -> None:
        office, cases = self.context.office, self.context.use_cases
        self._run(Lane.STORE, lambda: cases.evidence.anchor(office), lambda _: self.activate())

    def _compared(self, found: Any) -> None:
        words = presenter.compared_words(found)
        if found.ok:
            self.context.toast(words)
        else:
            self.notice.tell(words)
        self.diary.tell(presenter.diary_state(found, self._anchors[-1] if self._anchors else None))

    def _exported(self, made: Any, output: Path) -> None:
        self.reason.clear()
        self.dossier.clear()
        self.context.toast(f"Đã trích {made.rows} dòng vào {output.name}.")

    def _choose_sheet(self) -> None:
        day = self.context.clock.now()
        self._save(f"moc-nhat-ky-{day:%Y%m%d-%H%M}.pdf", "PDF (*.pdf)", self.print_sheet)

    def _choose_scans(self) -> None:
        scans = choose_files(self, "Chọn bản quét hoặc ảnh chụp tờ mốc", PAPERS)
        if scans:
            self.compare(scans)

    def _choose_export(self) -> None:
        commit_composing()
        missing = "" if self.reason.text().strip() else "Ghi lý do trích trước khi xuất."
        self.reason_field.show_error(missing)
        if missing:
            self.reason.setFocus()
            return
        day = self.context.clock.now()
        self._save(f"nhat-ky-{day:%Y%m%d-%H%M}.jsonl", "Bản trích (*.jsonl)", self.export)

    def _save(self, name: str, kinds: str, act: Any) -> None:
        found, _ = QFileDialog.getSaveFileName(self, "Lưu vào", name, kinds)
        if found:
            act(Path(found))

    def _run(self, lane: Lane, work: Any, then: Any, end: Any = None) -> None:
        self.notice.hide()
        self.context.tasks.run(
            lane, work, owner=self, on_done=then, on_error=self.notice.tell_error, on_end=end or (lambda: None)
        )

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(TopBar("Nhật ký", "Việc đã ghi thì không ai sửa, xóa, viết lại được mà không lộ"))
        column.addWidget(self.notice)
        area = ScrollColumn()
        area.widget().setMaximumWidth(_MOST_WIDTH)
        for panel in (self.diary, self.paper, self.extract):
            area.column.addWidget(panel)
        asked = QHBoxLayout()
        asked.setContentsMargins(38, 8, 12, 4)
        asked.setSpacing(12)
        asked.addWidget(self.reason_field, 2)
        asked.addWidget(self.dossier_field, 1)
        self.extract.body.insertLayout(1, asked)
        column.addWidget(area, 1)
