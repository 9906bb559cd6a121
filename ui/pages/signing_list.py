"""The list that waits for a signature: rows, what preflight says, the panel beside it, the batch and its foot."""

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from counter_app.errors import CounterError
from counter_app.model.dossier import DossierId
from counter_app.model.person import Role
from counter_app.model.signature import Box, Preflight, SignProgress
from ui.models.sign_model import COLUMNS, SignModel
from ui.pages.base import Command, PageContext
from ui.pages.signing_panel import PanelWork
from ui.pages.signing_repair import RepairLook
from ui.pages.signing_run import SignRun
from ui.presenters import signing as presenter
from ui.presenters import signing_dossier as dossiers
from ui.presenters import signing_mark as marks
from ui.presenters import signing_place as place
from ui.presenters import signing_words as words
from ui.presenters.signing import SignLine
from ui.tasks import Lane
from ui.widgets.buttons import SecondaryButton
from ui.widgets.dossier_strip import DossierStrip
from ui.widgets.empty_state import EmptyState
from ui.widgets.explanation_panel import ExplanationPanel
from ui.widgets.key_chooser import KeyChooser
from ui.widgets.notice import Notice
from ui.widgets.placement_panel import PlacementPanel
from ui.widgets.queue_table import QueueTable
from ui.widgets.sign_foot import SignFoot

AT_ONCE = 8  # files per look: news comes while the rest is still looked at
ASK_AGAIN = ("signing.wrong_pin", "signing.wrong_password", "signing.pin_too_short")


class SigningList(QWidget):
    counted = Signal(str, int)

    def __init__(self, context: PageContext, notice: Notice, keys: KeyChooser) -> None:
        super().__init__()
        self.context, self.notice, self.keys = context, notice, keys
        self._dossier: DossierId | None = None
        self._mine = context.office.person.role is Role.OFFICER
        self._load_number = 0
        self._looking: set[Any] = set()
        self._keep_signed = False
        self._run: SignRun | None = None
        self._batch: list[int] = []
        self._following = False
        self._build()
        self._wire()

    def _build(self) -> None:
        context = self.context
        self.model = SignModel(lambda: context.office.settings.signature_level, self)
        self.table = QueueTable("signing", COLUMNS, context.memory, accessible="Tệp chờ ký")
        self.table.setModel(self.model)
        self.explanation, self.panel, self.foot = ExplanationPanel(), PlacementPanel(), SignFoot()
        self.beside = PanelWork(context, self.panel, self._current, self._signer)
        self.repair = RepairLook(self.context, self.notice, self)
        self.whole_office = SecondaryButton("Xem tệp của cả bộ phận", icon_name="users")
        self.empty = EmptyState("signature", "", "", [self.whole_office])
        self.empty.hide()
        self.strip = DossierStrip()
        self._choices: list[tuple[str, int]] = []
        left = QFrame()
        left.setProperty("ground", "surface")
        stacked = QVBoxLayout(left)
        stacked.setContentsMargins(0, 0, 0, 0)
        stacked.setSpacing(0)
        stacked.addWidget(self.strip)
        stacked.addWidget(self.table, 1000)
        under = QVBoxLayout()
        under.setContentsMargins(16, 12, 16, 12)
        under.addWidget(self.explanation)
        stacked.addLayout(under)
        stacked.addWidget(self.empty, 1000)
        stacked.addStretch(1)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(left, 1)
        middle.addWidget(self.panel)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(middle, 1)
        column.addWidget(self.foot)

    def _wire(self) -> None:
        self.strip.chosen.connect(self._dossier_chosen)
        self.table.ticked.connect(self._tick)
        self.table.moved.connect(self._moved)
        self.table.opened.connect(lambda _: self.panel.view.setFocus(Qt.FocusReason.ShortcutFocusReason))
        self.panel.applied.connect(self._apply)
        self.foot.sign.connect(self.sign)
        self.foot.stop.connect(self.stop)
        self.explanation.acted.connect(lambda: self.repair.ask(self._current()))
        self.repair.agreed.connect(self._seen)
        self.whole_office.clicked.connect(lambda _checked=False: self._show_mine(False))

    # Rows

    @property
    def lines(self) -> list[SignLine]:
        return self.model.lines

    @property
    def _memory_key(self) -> str:
        return marks.memory_key(self.context.office.person.login)

    @property
    def running(self) -> bool:
        return self._run is not None

    def set_dossier(self, dossier_id: DossierId | None) -> None:
        """Only this dossier's files, None: all. What was signed in an earlier visit goes out of sight."""
        self._dossier = dossier_id
        self._keep_signed = self.running

    def reload(self) -> None:
        if self.running:
            return  # the batch knows its rows better; they are read again when it ends
        self._load_number += 1
        number, office, cases, dossier = self._load_number, self.context.office, self.context.use_cases, self._dossier
        holder = office.person.login if self._mine and dossier is None else ""

        def work() -> Any:
            rows = cases.signing.waiting(office, dossier_id=dossier, holder=holder)
            mine = cases.signed_files.signable(office.person, rows, initials=dossier is not None)
            kinds = {marks.kind_of(row): row for row in mine}
            return mine, {kind: cases.signed_files.profiles_of(office, row) for kind, row in kinds.items()}

        self.context.tasks.run(
            Lane.READING,
            work,
            owner=self,
            on_done=lambda found: self._loaded(number, *found),
            on_error=lambda error: self.notice.tell_error(error, self.reload),
        )

    def _loaded(self, number: int, rows: Any, offers: marks.Offers) -> None:
        if number != self._load_number or self.running:
            return
        chosen = self._current()
        self.beside.offers = offers
        lines = presenter.merged(self.lines, rows, keep_signed=self._keep_signed)
        self.model.show_lines(marks.with_marks(lines, offers, self.context.memory.get(self._memory_key)))
        keys = [line.key for line in self.lines]
        at = keys.index(chosen.key) if chosen is not None and chosen.key in keys else 0
        if keys:
            self.table.selectRow(at)
        if self._dossier is None:
            self.counted.emit("waiting", len(rows))
            self._choices = dossiers.choices(rows)
        else:
            self._choices = dossiers.with_dossier(self._choices, rows)
        self._show_emptiness()
        self._show_around()
        self._look()

    def _dossier_chosen(self, dossier_id: int) -> None:
        """One dossier: everything of it that this person may sign, the drafter's initial included."""
        if not self.running:
            self.set_dossier(DossierId(dossier_id) if dossier_id != dossiers.ALL else None)
            self.reload()

    def _show_emptiness(self) -> None:
        nothing = not self.lines
        self.empty.set_words(*dossiers.EMPTY[self._dossier is not None])
        self.whole_office.setVisible(nothing and self._mine and self._dossier is None)
        self.strip.setVisible(not nothing or self._dossier is not None)
        self.empty.setVisible(nothing)
        self.panel.setVisible(not nothing)
        self.foot.setVisible(not nothing)
        self.table.setVisible(not nothing)

    def _show_mine(self, mine: bool) -> None:
        self._mine = mine
        self.reload()

    # Preflight

    def _look(self) -> None:
        """Files not looked at yet, a few at a time, in the background."""
        wanted = [line for line in self.lines if line.preflight is None and line.key not in self._looking]
        if not wanted:
            return
        self._looking |= {line.key for line in wanted}
        office, cases, signer = self.context.office, self.context.use_cases, self._signer()
        placements = {line.row.file.hash: line.placement for line in wanted if line.placement is not None}
        profiles = {line.row.file.hash: line.profile for line in wanted}

        def work(report: Any) -> None:
            for start in range(0, len(wanted), AT_ONCE):
                part = wanted[start : start + AT_ONCE]
                rows = [line.row for line in part]
                found = cases.signing.preflight(office, rows, signer=signer, placements=placements, profiles=profiles)
                report([(line.key, one) for line, one in zip(part, found, strict=True)])

        self.context.tasks.run(
            Lane.READING,
            work,
            owner=self,
            progress=self._looked,
            on_error=lambda error: self.notice.tell_error(error, self._look),
            on_end=lambda: self._looking.difference_update(line.key for line in wanted),
        )

    def _looked(self, found: list[tuple[Any, Preflight]]) -> None:
        verdicts = dict(found)
        for number, line in enumerate(self.lines):
            if line.key in verdicts:
                self.model.show_line(number, presenter.with_preflight(line, verdicts[line.key]))
        self._show_around()
        self._show_panel()

    # What stands around the rows

    def _current(self) -> SignLine | None:
        row = self.table.row
        return self.lines[row] if 0 <= row < len(self.lines) else None

    def key_changed(self) -> None:
        """Another key: the mark may name somebody else."""
        self._show_around()
        self._show_panel()

    def _signer(self) -> str:
        """Whom the mark names: the certificate's subject; a closed key file does not tell, then the person."""
        chosen = self.keys.chosen
        if chosen is None or chosen.certificate.key.kind == "p12":
            return ""
        return chosen.certificate.subject

    def _show_around(self) -> None:
        self.strip.setEnabled(not self.running)
        if self.running:
            return
        order = dossiers.order_words(self.lines) if self._dossier is not None else ""
        self.strip.offer(self._choices, int(self._dossier or dossiers.ALL), order)
        self.explanation.tell(*words.told(words.explanation(self.lines, self.table.row)))
        foot = words.foot(self.lines)
        chosen = self.keys.chosen
        certificate = chosen.certificate if chosen is not None else None
        why_not = ""
        if not foot.count:
            why_not = "Chưa có tệp nào được chọn để ký."
        elif certificate is None or not certificate.usable:
            why_not = "Chọn khóa ký ở góc trên bên phải."
        holder = words.certificate_words(certificate, self.context.office.person)
        self.foot.show_idle(foot, holder if certificate is not None else (why_not, "warn"), why_not)
        self._fit_table()

    def _fit_table(self) -> None:
        """As high as its rows, so that the explanation stands right under them; it scrolls when there are many."""
        height = self.table.horizontalHeader().height() + 40 * len(self.lines)
        self.table.setMaximumHeight(max(height, 72))

    def _moved(self, _row: int) -> None:
        self._following = False
        self._show_panel()
        self._show_around()

    def _show_panel(self) -> None:
        self.beside.show(locked=self.running)

    # Hands

    def _tick(self, number: int) -> None:
        line = self.lines[number]
        if line.tickable and not self.running:
            self.model.show_line(number, replace(line, ticked=not line.ticked))
            self._show_around()

    def tick_all(self, on: bool) -> None:
        if not self.running:
            self.model.show_lines([replace(line, ticked=on and line.tickable) for line in self.lines])
            self._show_around()

    def _apply(self, way: str, page: int, box: Box | None, all_rows: bool) -> None:
        current = self._current()
        if current is None or self.running:
            return
        for number, line in enumerate(self.lines):
            same = line.row.file.hash == current.row.file.hash
            if line.tickable and (all_rows or same):
                placement = place.for_line(line, way, page, box, all_rows=all_rows and not same, word=self.panel.asked)
                profile = marks.fitting(line, self.panel.mark_key, self.beside.offers)
                marked = marks.with_mark(line, profile) if profile is not None else line
                self.model.show_line(number, replace(marked, placement=placement, preflight=None))
        chosen = {**self.context.memory.get(self._memory_key), marks.kind_of(current.row): self.panel.mark_key}
        self.context.memory.put(self._memory_key, chosen)
        self._show_around()
        self._look()

    def commands(self) -> list[Command]:
        mine = "Xem tệp chờ ký của cả bộ phận" if self._mine else "Chỉ xem tệp chờ ký của tôi"
        return [
            Command(words="Ký các tệp đã chọn", act=self.sign, icon="signature", hint="Ctrl+Enter"),
            Command(words="Chọn mọi tệp ký được", act=lambda: self.tick_all(True), icon="square-check"),
            Command(words="Bỏ chọn mọi tệp", act=lambda: self.tick_all(False), icon="x"),
            Command(words=mine, act=lambda: self._show_mine(not self._mine), icon="users"),
        ]

    def _seen(self, key: object) -> None:
        self.model.show_lines(presenter.seen(self.lines, key))
        self._show_around()

    # The batch

    def sign(self) -> None:
        """Ask for the PIN, then sign what is ticked. Refuses quietly what the foot already explains."""
        chosen = self.keys.chosen
        self._batch = [number for number, line in enumerate(self.lines) if line.wanted]
        if self.running or not self.isVisible() or not self._batch or chosen is None or not chosen.usable:
            return
        if self.panel.pending:
            self.notice.tell(
                "Khung dấu vừa di chuyển chưa được áp dụng.",
                "Bấm «Áp dụng cho tệp này», «Áp dụng cho tất cả» hoặc «Bỏ, để như cũ» ở bên phải rồi ký.",
            )
            return
        self.notice.hide()
        self._load_number += 1  # a load under way would shuffle the rows of the batch
        run = self._run = SignRun(self.context, self)
        run.progressed.connect(self._step)
        run.pad_waits.connect(self._show_running)
        run.ended.connect(self._ended)
        run.failed.connect(self._failed)
        for number in self._batch:
            self.model.show_line(number, presenter.queued(self.lines[number]))
        self.model.set_running(True)
        self._following, self._keep_signed = True, True
        self.foot.button.setEnabled(False)
        self.keys.setEnabled(False)
        self._show_panel()
        run.start(self.lines, self._batch, chosen.certificate, self._signer())

    def stop(self) -> None:
        if self._run is not None:
            self._run.stop()
            self._show_running()

    def leave(self) -> None:
        if self._run is not None:
            self._run.close_question()

    def _step(self, progress: SignProgress) -> None:
        number = self._batch[progress.index]
        self.model.show_line(number, presenter.with_progress(self.lines[number], progress))
        if self._following and progress.step == "signing":
            self.table.selectRow(number)
            self._following = True  # the move was ours
        self._show_running()

    def _show_running(self) -> None:
        if self._run is None:
            return
        batch = [self.lines[number] for number in self._batch]
        signed_before = sum(line.signed for line in self.lines) - sum(line.signed for line in batch)
        left_out = len(self.lines) - len(batch) - signed_before
        said = words.running_words(batch, left_out, self._run.seconds_per_file, at_pad=self._run.at_pad)
        self.foot.show_running(*said, stopping=self._run.stopping)

    def _ended(self, report: Any) -> None:
        for number, outcome in zip(self._batch, report.outcomes, strict=True):
            self.model.show_line(number, presenter.ended(self.lines[number], outcome))
        self._finish()
        toast = words.batch_toast(report.outcomes)
        if toast and not self.isVisible():  # in sight, the foot says it
            self.context.toast(toast)
        self.context.refresh.publish(report.changes)

    def _failed(self, error: CounterError) -> None:
        """Nothing was signed, or the key went away before: what was recorded is read again from the register."""
        for number in self._batch:
            line = self.lines[number]
            if not line.signed:
                self.model.show_line(number, replace(line, step=presenter.Step.IDLE, outcome=None))
        self._finish()
        if error.code in ASK_AGAIN:
            self.notice.tell(error.what, error.advice, self.sign, "Nhập lại")
        else:
            self.notice.tell_error(error)
        self.reload()

    def _finish(self) -> None:
        run, self._run = self._run, None
        if run is not None:
            run.deleteLater()
        self.keys.setEnabled(self.keys.count() > 0)
        self.model.set_running(False)
        self._show_around()
        self._show_panel()
