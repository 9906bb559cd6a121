"""What the machine found in a component's file, numbered, and what was fine. Free of Qt."""

from dataclasses import dataclass

from counter_app.checks.components import passed_checks, passed_summary
from counter_app.model.file_facts import Colour, FileFacts
from counter_app.model.finding import Finding, Severity
from counter_app.model.page_box import Box

_TONES = {Severity.ERROR: "bad", Severity.WARNING: "warn", Severity.INFO: "unknown"}
_COLOURS = {Colour.COLOUR: "màu", Colour.GREY: "xám", Colour.BITONAL: "đen trắng"}
MANY_PAGES = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingLine:
    number: int
    tone: str  # bad, warn, unknown
    first: str
    second: str
    page: int | None
    box: Box | None = None
    recognisable: bool = False  # a layer of words can be added


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckView:
    qualifier: str  # «2 điều cần xem · 5 điều đạt»
    findings: tuple[FindingLine, ...]
    passed: str
    details: tuple[str, ...]


def check_view(facts: FileFacts, findings: tuple[Finding, ...]) -> CheckView:
    lines = tuple(
        FindingLine(
            number=number,
            tone=_TONES[finding.severity],
            first=finding.message,
            second=finding.advice,
            page=finding.page,
            box=finding.box,
            recognisable=finding.code == "checks.no_text_layer",
        )
        for number, finding in enumerate(findings, start=1)
    )
    passed = len(passed_checks(facts, findings))
    parts = [f"{len(lines)} điều cần xem" if lines else "", f"{passed} điều đạt" if passed else ""]
    return CheckView(
        qualifier=" · ".join(part for part in parts if part) or "không có gì phải xem",
        findings=lines,
        passed=passed_summary(facts, findings),
        details=_details(facts),
    )


def _details(facts: FileFacts) -> tuple[str, ...]:
    """Page by page: size, resolution, colour."""
    said = [
        " · ".join(
            part
            for part in (
                f"Trang {page.number}: {round(page.width_pt / 72 * 25.4)} × {round(page.height_pt / 72 * 25.4)} mm",
                f"{round(page.image_dpi)} dpi" if page.image_dpi else "văn bản từ máy tính" if page.has_text else "",
                _COLOURS[page.colour] if page.colour else "",
                "trang trắng" if page.blank else "",
                f"nghiêng {abs(page.skew):.1f}°".replace(".", ",") if page.skew else "",
            )
            if part
        )
        for page in facts.pages[:MANY_PAGES]
    ]
    if len(facts.pages) > MANY_PAGES:
        said.append(f"… và {len(facts.pages) - MANY_PAGES} trang nữa")
    if facts.searchable_scan:
        said.append("Bản quét có lớp chữ, tìm được theo nội dung")
    said.append(f"Chữ ký số có sẵn: {facts.signature_count}" if facts.signature_count else "Chưa có chữ ký số nào")
    return tuple(said)
