"""What the check of a file's signatures says: one headline of three, the other counts, each signature, what to do."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath
from typing import Any

from counter_app.messages import sentence
from counter_app.model.file_facts import FileFacts
from counter_app.model.finding import Severity
from counter_app.model.signature import SignatureInfo, Verdict, Verification
from counter_app.pdf.validation_criteria import Met, class_of, criteria_of
from counter_app.pdf.verification_json import verification_as_json
from counter_app.workflow.verification import MET_WORDS, Checked
from counter_app.working_time.words import moment_words
from ui.presenters.cell import Cell
from ui.presenters.signing_signed import VERDICT_ICONS, VERDICT_TONES, VERDICT_WORDS

COUNTED = (Verdict.VALID, Verdict.INDETERMINATE, Verdict.INVALID)
_TIME_SOURCES = {
    "time_stamp": "dấu thời gian",
    "signer_clock": "đồng hồ máy ký",
    "none": "không ghi giờ",
}
_REVOCATION = {
    "good": ("Không bị thu hồi", "circle-check", "good", "text"),
    "revoked": ("Đã bị thu hồi", "circle-x", "bad", "bad"),
    "unknown": ("Chưa rõ", "circle-dashed", "warn", "warn"),
    "not_checked": ("Chưa kiểm tra được", "circle-dashed", "warn", "warn"),
}
_CHANGES = {
    "none": "Không",
    "signatures_only": "Chữ ký khác",
    "long_term_data": "Dữ liệu lâu dài",
    "form_filled": "Điền biểu mẫu",
    "suspicious": "Thay đổi đáng ngờ",
    "unknown": "Chưa xét được",
}
_BAD_CHANGES = ("suspicious", "unknown")


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    verdict: Verdict
    title: str
    words: str
    counts: tuple[tuple[Verdict, int], ...]

    @property
    def tone(self) -> str:
        return VERDICT_TONES[self.verdict]

    @property
    def icon(self) -> str:
        return VERDICT_ICONS[self.verdict]


def headline(found: Verification) -> Headline:
    said = sentence(f"validation.verdict.{found.verdict.value}")
    verdicts = [one.verdict for one in found.signatures]
    return Headline(
        verdict=found.verdict,
        title=VERDICT_WORDS[found.verdict] if found.signatures else said.what.rstrip("."),
        words=_headline_words(found) or said.advice,
        counts=tuple((verdict, verdicts.count(verdict)) for verdict in COUNTED),
    )


def _headline_words(found: Verification) -> str:
    """The first thing that stands in the way, and whose signature it concerns."""
    if found.findings:
        return " ".join(str(sentence(one.code, **one.values)) for one in found.findings)
    worst = next(((n, one) for n, one in enumerate(found.signatures, start=1) if one.verdict is found.verdict), None)
    if worst is None or found.verdict is Verdict.VALID:
        return ""
    number, one = worst
    reason = next((reason for reason in one.reasons if reason.severity is not Severity.INFO), None)
    why = f" {reason.message}" if reason is not None else ""
    intact = sum(each.verdict is Verdict.VALID for each in found.signatures)
    others = f"{intact} trên {len(found.signatures)} chữ ký còn nguyên vẹn. " if len(found.signatures) > 1 else ""
    return f"{others}Chữ ký {number} của {one.signer or 'người chưa rõ'}:{why}"


def file_words(name: str, facts: FileFacts | None) -> str:
    if facts is None:
        return name
    digest = facts.sha256
    parts = [name, f"{facts.page_count} trang" if facts.page_count else "", size_words(facts.size)]
    parts.append(f"SHA-256 {digest[:4]} {digest[4:8]} … {digest[-4:]}" if digest else "")
    return " · ".join(part for part in parts if part)


def size_words(size: int) -> str:
    if size < 1024 * 1024:
        return f"{max(1, round(size / 1024))} KB"
    return f"{size / 1024 / 1024:.1f} MB".replace(".", ",")


def signature_cells(number: int, one: SignatureInfo, total: int = 0) -> dict[str, Cell]:
    """`total`: how many signatures the file has; what came after is then told by their numbers."""
    moment = f"{one.signed_at:%d/%m/%Y %H:%M:%S}" if one.signed_at else "—"
    words, icon, token, tone = _REVOCATION.get(one.revocation, _REVOCATION["unknown"])
    changed = one.changes_after in _BAD_CHANGES
    return {
        "number": Cell(
            text=str(number),
            icon=VERDICT_ICONS[one.verdict],
            icon_token=VERDICT_TONES[one.verdict],
            weight=600,
            explanation=VERDICT_WORDS[one.verdict],
        ),
        "signer": Cell(text=one.signer or "Chưa rõ người ký", second=act_words(one)),
        "at": Cell(text=moment, second=_TIME_SOURCES.get(one.time_source, one.time_source)),
        "chain": Cell(
            text=one.issuer or "—",
            second="gốc đã cài" if one.trusted else "chưa tin được nơi cấp",
            second_tone="text3" if one.trusted else "warn",
        ),
        "revocation": Cell(text=words, icon=icon, icon_token=token, tone=tone),
        "after": Cell(
            text=_after_words(number, one, total),
            tone="bad" if one.changes_after == "suspicious" else "warn" if changed else "text2",
        ),
    }


def _after_words(number: int, one: SignatureInfo, total: int) -> str:
    if one.changes_after == "signatures_only" and total > number:
        return f"Chữ ký {number + 1}" if total == number + 1 else f"Chữ ký {number + 1}–{total}"
    return _CHANGES.get(one.changes_after, one.changes_after)


def missing_authority(found: Verification) -> bool:
    """An administrator could install what the verdict misses."""
    codes = {"validation.unknown_issuer", "validation.time_stamp_untrusted", "validation.revocation_not_checked"}
    return any(reason.code in codes for one in found.signatures for reason in one.reasons)


def act_words(one: SignatureInfo) -> str:
    if one.is_document_timestamp:
        return "Dấu thời gian của cả tệp"
    return one.purpose or one.organisation or one.field


def detail_title(number: int, one: SignatureInfo) -> str:
    return f"Chữ ký {number}: {one.signer or 'chưa rõ người ký'}, {VERDICT_WORDS[one.verdict].lower()}"


def details(one: SignatureInfo) -> list[tuple[str, str]]:
    """(label, value); empty values are left out."""
    until = f", hạn {one.not_after:%d/%m/%Y}" if one.not_after else ""
    moment = f"{one.signed_at:%H:%M:%S %d/%m/%Y} theo {_TIME_SOURCES.get(one.time_source, one.time_source)}"
    lines = [
        ("Nội dung", "Khớp từng byte tại lúc ký" if one.intact else "Không khớp với chữ ký"),
        ("Chứng thư", f"{one.signer}{until}; cấp bởi «{one.issuer}»" if one.issuer else one.signer),
        ("Thời điểm", moment if one.signed_at else "Chữ ký không ghi giờ"),
        ("Thuật toán", " · ".join(part for part in (one.algorithm, one.level) if part)),
        ("Kết luận", class_of(one).words),
        ("Trên giấy", f"Trang {one.page}" if one.page and one.box else "Không có dấu hiện trên trang"),
    ]
    return [(name, value) for name, value in lines if value]


def reasons(one: SignatureInfo) -> list[tuple[str, str, str]]:
    """(tone, what, what to do) of everything that was found about a signature."""
    tones = {Severity.ERROR: "bad", Severity.WARNING: "warn", Severity.INFO: "text2"}
    return [(tones[reason.severity], reason.message, reason.advice) for reason in one.reasons]


def foot_words(found: Verification, checked_at: datetime, now: datetime) -> list[str]:
    known = sum(one.revocation in ("good", "revoked") for one in found.signatures)
    rest = len(found.signatures) - known
    parts = [f"Kiểm tra lúc {moment_words(checked_at, now)}"]
    if found.signatures:
        told = f"Thu hồi: {known} chữ ký đã kiểm tra"
        parts.append(f"{told}, {rest} chưa kiểm tra được" if rest else told)
        parts.append("Không gửi tệp ra ngoài máy")
    return parts


def as_json(found: Verification) -> str:
    """The same keys as the command line prints."""
    values: dict[str, Any] = verification_as_json(found)
    return json.dumps(values, ensure_ascii=False, indent=2)


MET_LOOK = {
    Met.YES: ("circle-check", "good"),
    Met.NO: ("circle-x", "bad"),
    Met.UNKNOWN: ("circle-dashed", "warn"),
}


def criteria_lines(one: SignatureInfo) -> list[tuple[str, str, str, str, str]]:
    """(number, criterion, outcome, icon, tone), in the order of the circular's annex."""
    return [
        (each.number, each.words, MET_WORDS[each.met], *MET_LOOK[each.met])
        if each.key != "policy"
        else (each.number, each.words, "Không có dữ liệu", "circle-dashed", "text3")
        for each in criteria_of(one)
    ]


def file_cells(one: Checked) -> dict[str, Cell]:
    """A row of many checked files."""
    name = Cell(text=one.path.name, second=str(one.path.parent), weight=500)
    if one.found is None:
        words = one.error.what if one.error is not None else ""
        return {
            "file": name,
            "verdict": Cell(text="Không đọc được", icon="octagon-alert", tone="bad"),
            "reason": Cell(text=words),
        }
    found = one.found
    people = [each.signer for each in found.signatures if each.signer and not each.is_document_timestamp]
    reasons = [reason for each in found.signatures for reason in each.reasons if reason.severity is not Severity.INFO]
    first = next((finding.message for finding in (*found.findings, *reasons)), "")
    return {
        "file": name,
        "verdict": Cell(
            text=VERDICT_WORDS[found.verdict],
            icon=VERDICT_ICONS[found.verdict],
            icon_token=VERDICT_TONES[found.verdict],
            tone=VERDICT_TONES[found.verdict] if found.verdict is not Verdict.UNSIGNED else "text2",
            weight=500,
        ),
        "signers": Cell(text=", ".join(dict.fromkeys(people)) or "—", second=f"{len(found.signatures)} chữ ký"),
        "reason": Cell(text=first or "—", tone="text2"),
    }


def many_words(checked: Sequence[Checked], total: int) -> str:
    """«12 trên 40 tệp: 8 còn nguyên vẹn, 3 chưa xác định được, 1 không hợp lệ»"""
    verdicts = [one.found.verdict for one in checked if one.found is not None]
    parts = [f"{verdicts.count(each)} {VERDICT_WORDS[each].lower()}" for each in Verdict if each in verdicts]
    unread = len(checked) - len(verdicts)
    parts += [f"{unread} không đọc được"] if unread else []
    head = f"{len(checked)} tệp" if len(checked) == total else f"{len(checked)} trên {total} tệp"
    return f"{head}: {', '.join(parts)}" if parts else head


def sheet_name(name: str) -> str:
    """The file name that is proposed for the sheet of a check."""
    return f"Phieu-kiem-tra_{PurePath(name).stem[:80]}.pdf"


def page_marks(found: Sequence[SignatureInfo], page: int) -> list[tuple[int, SignatureInfo]]:
    """The signatures seen on a page, with their numbers."""
    return [(n, one) for n, one in enumerate(found, start=1) if one.page == page and one.box is not None]
