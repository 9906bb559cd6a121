"""What the signing page says: a row as cells, the explanation under the table, the foot before, while and after.

Free of Qt. A row counts as signed only when its file was read back from the disk and found intact.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from counter_app.model.finding import Finding, Severity
from counter_app.model.signature import (
    CertificateInfo,
    Level,
    Placement,
    Preflight,
    PreflightVerdict,
    SignOutcome,
    SignProgress,
    SignStatus,
)
from counter_app.workflow.signing import SignRow
from ui.presenters.cell import EMPTY, Cell

KEEPS = "Dừng lại giữ nguyên các tệp đã ký"
_SETTLED = (SignStatus.SIGNED, SignStatus.SKIPPED)


class Step(StrEnum):
    """Where a row is. The values in the middle are those of `SignProgress.step`."""

    IDLE = ""
    QUEUED = "queued"
    SIGNING = "signing"
    TIME_STAMP = "time_stamp"
    READING_BACK = "reading_back"
    DONE = "done"


_STEP_WORDS = {
    Step.SIGNING: ("Đang ký", 0.3),
    Step.TIME_STAMP: ("Đang lấy dấu thời gian", 0.6),
    Step.READING_BACK: ("Đang đọc lại", 0.9),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SignLine:
    """One row of the table and everything known of it."""

    row: SignRow
    ticked: bool = True
    preflight: Preflight | None = None
    placement: Placement | None = None  # confirmed by the officer; None: the usual corner
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
    def tickable(self) -> bool:
        return not self.cannot and not self.signed

    @property
    def wanted(self) -> bool:
        """Will be signed: ticked, looked at and fit."""
        return self.ticked and self.tickable and self.preflight is not None


def merged(known: Sequence[SignLine], rows: Sequence[SignRow], *, keep_signed: bool) -> list[SignLine]:
    """Lines for `rows`, keeping what is known of each; those signed meanwhile stay in sight with `keep_signed`."""
    by_key = {line.key: line for line in known}
    fresh = {SignLine(row=row).key: row for row in rows}
    kept = [line for line in known if keep_signed and line.signed and line.key not in fresh]
    lines = [replace(by_key.get(key, SignLine(row=row)), row=row) for key, row in fresh.items()]
    return kept + lines if keep_signed else [replace(line, step=Step.IDLE, outcome=None) for line in lines]


def with_preflight(line: SignLine, found: Preflight) -> SignLine:
    """A row that cannot be signed loses its tick; one that recovered gets it back."""
    could_not = line.cannot
    looked = replace(line, preflight=found)
    return replace(looked, ticked=not looked.cannot and (line.ticked or could_not))


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
            check=line.wanted or (line.ticked and line.tickable),
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
    worst = _worst(line)
    if worst is None:
        return Cell(text=name, explanation=title)
    tone = "bad" if worst.severity is Severity.ERROR else "warn"
    return Cell(text=name, second=worst.message.rstrip("."), second_tone=tone, explanation=f"{title}\n{worst.advice}")


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
    if line.step in _STEP_WORDS:
        words, part = _STEP_WORDS[line.step]
        return Cell(text=words, tone="accent", progress=part)
    if line.outcome is not None:
        return _outcome_cell(line.outcome)
    if line.step is Step.QUEUED:
        return Cell(text="Chờ đến lượt", tone="text2")
    if line.cannot:
        return Cell(text="Bỏ qua, xem cách xử lý", tone="bad")
    if line.preflight is None:
        return EMPTY
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
    return Cell(
        text="Chưa ký được, xem lý do", icon="circle-x", icon_token="bad", tone="bad", explanation=outcome.message
    )


def _worst(line: SignLine) -> Finding | None:
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
    return f"Dấu ký ở trang {line.preflight.page}"


# Under the table


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Why a row needs a hand and what to do; `tone` is bad or warn."""

    title: str
    words: str
    tone: str


def explanation(lines: Sequence[SignLine], current: int) -> Explanation | None:
    """Of the current row when it has something to say, else of the first row that cannot be signed."""
    if 0 <= current < len(lines):
        own = _explained(lines[current])
        if own is not None:
            return own
    return next((said for line in lines if line.cannot and (said := _explained(line))), None)


def _explained(line: SignLine) -> Explanation | None:
    name = line.row.file.name
    if line.outcome is not None:
        if line.outcome.status in (SignStatus.REFUSED, SignStatus.FAILED):
            return Explanation(title=f"{name} chưa ký được", words=line.outcome.message, tone="bad")
        if line.outcome.debt:
            return Explanation(title=f"{name} đã ký, còn nợ dấu thời gian", words=line.outcome.message, tone="warn")
        return None
    worst = _worst(line)
    if worst is None or line.preflight is None:
        return None
    said = [one for one in line.preflight.findings if one.severity is worst.severity]
    words = " ".join(f"{one.message} {one.advice}".strip() for one in said)
    if worst.severity is Severity.ERROR:
        return Explanation(title=f"{name} không ký được", words=words, tone="bad")
    return Explanation(title=f"{name} ký được, cần lưu ý", words=words, tone="warn")


# The foot


@dataclass(frozen=True, slots=True, kw_only=True)
class FootWords:
    first: str
    second: str
    button: str
    count: int  # how many files the button signs


def foot(lines: Sequence[SignLine]) -> FootWords:
    wanted = sum(line.wanted for line in lines)
    signed = [line for line in lines if line.signed]
    failed = [line for line in lines if line.outcome is not None and not line.signed]
    skipped = len(lines) - wanted - len(signed)
    looking = sum(line.preflight is None for line in lines)
    if signed or failed:
        first = _joined(
            f"Đã ký và đọc lại đúng {len(signed)} tệp",
            f"{len(failed)} chưa ký được" if failed else "",
            f"{wanted} còn chờ" if wanted else "",
        )
    else:
        first = _joined(f"{wanted} tệp sẽ ký", f"{skipped} bỏ qua" if skipped and not looking else "")
    if looking:
        second = f"Đang kiểm tra trước {len(lines) - looking} trên {len(lines)} tệp"
    else:
        second = _verdict_words(lines)
    verb = "Ký tiếp" if signed or failed else "Ký"
    button = f"{verb} {wanted} tệp" if wanted else "Ký"
    return FootWords(first=first, second=second, button=button, count=wanted)


def _verdict_words(lines: Sequence[SignLine]) -> str:
    debts = sum(line.outcome is not None and line.outcome.debt for line in lines)
    if debts:
        return f"{debts} tệp còn nợ dấu thời gian; không cần ký lại"
    found = [line.preflight.verdict for line in lines if line.preflight is not None and not line.signed]
    names = {
        PreflightVerdict.READY: "sẵn sàng",
        PreflightVerdict.WARNING: "cảnh báo",
        PreflightVerdict.CANNOT: "không ký được",
    }
    return _joined(*(f"{found.count(verdict)} {words}" for verdict, words in names.items() if verdict in found))


def running_words(batch: Sequence[SignLine], left_out: int, seconds_per_file: float) -> tuple[float, str, str]:
    """(part done, first line, second line) while a batch runs. `seconds_per_file` 0: not known yet."""
    total = len(batch)
    done = sum(line.step is Step.DONE for line in batch)
    signed = sum(line.signed for line in batch)
    failed = done - signed
    under_way = next((_STEP_WORDS[line.step][1] for line in batch if line.step in _STEP_WORDS), 0.0)
    first = f"Đang ký {min(done + 1, total)} trên {total}"
    if seconds_per_file and done < total:
        first += f" · {left_words(seconds_per_file * (total - done - under_way))}"
    second = _joined(
        f"{signed} đã ký và đọc lại đúng",
        f"{max(0, total - done - 1)} chờ" if total - done > 1 else "",
        f"{failed} chưa ký được" if failed else "",
        f"{left_out} bỏ qua" if left_out else "",
    )
    return (done + under_way) / total if total else 0.0, first, second


def left_words(seconds: float) -> str:
    """«còn khoảng 8 giây»; from a minute and a half on in minutes. Rounded up, so that it never promises too much."""
    whole = max(1, -int(-seconds // 1))
    return f"còn khoảng {whole} giây" if whole < 90 else f"còn khoảng {-(-whole // 60)} phút"


def certificate_words(certificate: CertificateInfo | None, person_name: str) -> tuple[str, str]:
    """(words, tone) beside the button."""
    if certificate is None:
        return "", "text2"
    if certificate.key.kind == "p12":
        return f"Tệp khóa {certificate.subject} · mở bằng mật khẩu", "text2"
    until = f"Chứng thư {certificate.subject} · còn hạn đến {certificate.not_after:%d/%m/%Y}"
    return (until, "text2") if certificate.subject == person_name else (f"{until} · không phải của bạn", "warn")


def level_words(level: str) -> str:
    return str(Level(level)) if level in set(Level) else level


def batch_toast(outcomes: Sequence[SignOutcome]) -> str:
    signed = sum(outcome.status is SignStatus.SIGNED for outcome in outcomes)
    rest = sum(outcome.status in (SignStatus.REFUSED, SignStatus.FAILED) for outcome in outcomes)
    pending = sum(outcome.status is SignStatus.PENDING for outcome in outcomes)
    return _joined(
        f"Đã ký và đọc lại đúng {signed} tệp",
        f"{rest} chưa ký được" if rest else "",
        f"{pending} chưa đến lượt" if pending else "",
    )


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)
