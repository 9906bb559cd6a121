"""The rows of the signing page: what is known of each file, and how it is said in the table.

Free of Qt. A row counts as signed only when its file was read back from the disk and found intact.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from counter_app.model.finding import Finding, Severity
from counter_app.model.signature import (
    Placement,
    Preflight,
    PreflightVerdict,
    SignOutcome,
    SignProgress,
    SignStatus,
)
from counter_app.workflow.sign_rows import SignRow
from ui.presenters.cell import EMPTY, Cell

_SETTLED = (SignStatus.SIGNED, SignStatus.SKIPPED)


class Step(StrEnum):
    """Where a row is. The values in the middle are those of `SignProgress.step`."""

    IDLE = ""
    QUEUED = "queued"
    WAITING = "waiting"
    SIGNING = "signing"
    TIME_STAMP = "time_stamp"
    READING_BACK = "reading_back"
    LONG_TERM = "long_term"
    DONE = "done"


STEP_WORDS = {
    Step.WAITING: ("Chờ đợt ký khác", 0.0),
    Step.SIGNING: ("Đang ký", 0.3),
    Step.TIME_STAMP: ("Đang lấy dấu thời gian", 0.6),
    Step.READING_BACK: ("Đang đọc lại", 0.8),
    Step.LONG_TERM: ("Đang thêm dữ liệu lâu dài", 0.9),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SignLine:
    """One row of the table and everything known of it."""

    row: SignRow
    ticked: bool = True
    preflight: Preflight | None = None
    placement: Placement | None = None  # confirmed by the officer; None: the usual corner
    profile: str = ""  # key of the mark; empty: the usual one
    mark: str = ""  # its name, when it is not the one that everybody expects
    repair_agreed: bool = False  # the pages of the rebuilt file were looked at
    step: Step = Step.IDLE
    outcome: SignOutcome | None = None

    @property
    def key(self) -> tuple[int, int, str]:
        """The same paper of the same dossier, across loads."""
        return self.row.dossier_id, self.row.component_id or -self.row.number, self.row.file.hash

    @property
    def signed(self) -> bool:
        return self.outcome is not None and self.outcome.status in _SETTLED

    @property
    def cannot(self) -> bool:
        return self.preflight is not None and self.preflight.verdict is PreflightVerdict.CANNOT

    @property
    def must_be_seen(self) -> bool:
        """Broken: signed only after a look at its pages before and after it is rebuilt."""
        found = self.preflight.findings if self.preflight is not None else ()
        return not self.repair_agreed and any(finding.code == "signing.will_be_repaired" for finding in found)

    @property
    def tickable(self) -> bool:
        return not self.cannot and not self.signed and not self.must_be_seen

    @property
    def wanted(self) -> bool:
        """Will be signed: ticked, looked at and fit."""
        return self.ticked and self.tickable and self.preflight is not None


def merged(known: Sequence[SignLine], rows: Sequence[SignRow], *, keep_signed: bool) -> list[SignLine]:
    """Lines for `rows`: those known keep their place, new ones follow; with `keep_signed` the signed stay in sight."""
    fresh = {SignLine(row=row).key: row for row in rows}
    kept = [line for line in known if line.key in fresh or (keep_signed and line.signed)]
    lines = [replace(line, row=fresh.pop(line.key, line.row)) for line in kept]
    if not keep_signed:
        lines = [replace(line, step=Step.IDLE, outcome=None) for line in lines]
    return lines + [SignLine(row=row) for row in fresh.values()]


def with_preflight(line: SignLine, found: Preflight) -> SignLine:
    """A row that cannot be signed loses its tick; one that recovered gets it back."""
    could_not = line.cannot
    looked = replace(line, preflight=found)
    return replace(looked, ticked=not looked.cannot and not looked.must_be_seen and (line.ticked or could_not))


def seen(lines: Sequence[SignLine], key: object) -> list[SignLine]:
    """The officer has compared the pages of this line and agrees."""
    return [replace(line, repair_agreed=True, ticked=True) if line.key == key else line for line in lines]


def with_progress(line: SignLine, progress: SignProgress) -> SignLine:
    return replace(line, step=Step(progress.step), outcome=progress.outcome or line.outcome)


def queued(line: SignLine) -> SignLine:
    return replace(line, step=Step.QUEUED, outcome=None)


def ended(line: SignLine, outcome: SignOutcome) -> SignLine:
    """After the batch. A row that was not reached waits again as before."""
    if outcome.status is SignStatus.PENDING:
        return replace(line, step=Step.IDLE, outcome=None)
    return replace(line, step=Step.DONE, outcome=outcome)


# A row as cells


def cells(line: SignLine, level: str, *, running: bool) -> dict[str, Cell]:
    return {
        "tick": Cell(
            check=line.signed or (line.ticked and line.tickable),
            enabled=line.tickable and not running,
            explanation="Chọn để ký" if line.tickable else "",
        ),
        "check": _check_cell(line),
        "file": _file_cell(line),
        "dossier": Cell(text=line.row.dossier_code),
        "pages": Cell(text=str(_pages(line) or "—"), right=True),
        "earlier": _earlier_cell(line),
        "level": _level_cell(line, level),
        "place": Cell(explanation=place_words(line)),
        "progress": _progress_cell(line),
    }


def _pages(line: SignLine) -> int:
    return (line.preflight.page_count if line.preflight else 0) or line.row.file.pages


def _check_cell(line: SignLine) -> Cell:
    if line.preflight is None:
        return Cell(text="Đang xem", icon="circle-dashed", tone="text3")
    return {
        PreflightVerdict.READY: Cell(text="Sẵn sàng", icon="circle-check", icon_token="good", tone="text2"),
        PreflightVerdict.WARNING: Cell(
            text="Cảnh báo", icon="triangle-alert", icon_token="warn", tone="warn", weight=500
        ),
        PreflightVerdict.CANNOT: Cell(text="Không ký được", icon="circle-x", icon_token="bad", tone="bad", weight=500),
    }[line.preflight.verdict]


def _file_cell(line: SignLine) -> Cell:
    name, title = line.row.file.name, line.row.title
    if line.outcome is not None and not line.signed:
        return Cell(text=name, second=_first_sentence(line.outcome.message), second_tone="bad", explanation=title)
    gravest = worst(line)
    if gravest is None:
        return Cell(text=name, second=line.mark, explanation=title)
    tone = "bad" if gravest.severity is Severity.ERROR else "warn"
    words = gravest.message.rstrip(".")
    return Cell(text=name, second=words, second_tone=tone, explanation=f"{title}\n{gravest.advice}")


def _earlier_cell(line: SignLine) -> Cell:
    if line.preflight is None:
        return Cell(text="…", tone="text3")
    count = line.preflight.signature_count
    if not count:
        return Cell(text="Chưa có", tone="text2")
    if line.cannot:
        return Cell(text=f"{count}, cấm ký thêm" if _locked(line) else str(count), tone="bad")
    return Cell(text=f"{count}, được giữ nguyên")


def _locked(line: SignLine) -> bool:
    codes = {"signing.certified_no_changes", "signing.locked_by_signer", "signing.permission_denied"}
    return line.preflight is not None and any(finding.code in codes for finding in line.preflight.findings)


def _level_cell(line: SignLine, level: str) -> Cell:
    if line.cannot:
        return Cell(text="—", tone="text3")
    if line.outcome is not None and line.outcome.level:
        owed = "Còn nợ dấu thời gian; bổ sung khi dịch vụ trả lời lại." if line.outcome.debt else ""
        return Cell(text=line.outcome.level, tone="warn" if line.outcome.debt else "text", explanation=owed)
    return Cell(text=level)


def _progress_cell(line: SignLine) -> Cell:
    if line.step in STEP_WORDS:
        words, part = STEP_WORDS[line.step]
        return Cell(text=words, tone="accent", progress=part)
    if line.outcome is not None:
        return _outcome_cell(line.outcome)
    if line.step is Step.QUEUED:
        return Cell(text="Chờ đến lượt", tone="text2")
    if line.cannot:
        return Cell(text="Bỏ qua, xem cách xử lý", tone="bad")
    if line.preflight is None:
        return EMPTY
    if line.must_be_seen:
        return Cell(text="Xem trang trước khi ký", tone="warn")
    return Cell(text="Chờ ký" if line.ticked else "Không chọn", tone="text2" if line.ticked else "text3")


def _outcome_cell(outcome: SignOutcome) -> Cell:
    if outcome.status is SignStatus.SIGNED:
        second = "nợ dấu thời gian" if outcome.debt else ""
        return Cell(
            text="Đã ký, đọc lại đúng",
            second=second,
            second_tone="warn",
            icon="shield-check",
            icon_token="good",
            tone="good",
            explanation=outcome.message,
        )
    if outcome.status is SignStatus.SKIPPED:
        return Cell(text="Đã ký từ trước", icon="shield-check", icon_token="good", tone="text2")
    return Cell(text="Chưa ký được", icon="circle-x", icon_token="bad", tone="bad", explanation=outcome.message)


def worst(line: SignLine) -> Finding | None:
    """The gravest finding that speaks; remarks stay quiet in the row."""
    if line.preflight is None:
        return None
    for severity in (Severity.ERROR, Severity.WARNING):
        for finding in line.preflight.findings:
            if finding.severity is severity:
                return finding
    return None


def _first_sentence(words: str) -> str:
    return words.split(". ", 1)[0].rstrip(".")


def place_words(line: SignLine) -> str:
    """Where the mark goes, for the tooltip and the screen reader."""
    if line.cannot:
        return "Không ký được nên không có dấu"
    if line.preflight is None or line.preflight.box is None:
        return "Không có dấu hiện trên trang" if line.preflight is not None else ""
    moved = next((one.message for one in line.preflight.findings if one.code == "signing.place_moved"), "")
    return " ".join(part for part in (f"Dấu ký ở trang {line.preflight.page}.", moved) if part)


def joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)
