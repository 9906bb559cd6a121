"""What a check says about a file: code, severity, words. Checks return these, they never raise."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from counter_app.messages import sentence
from counter_app.model.page_box import Box


class Severity(StrEnum):
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"  # not acceptable as it is


@dataclass(frozen=True, slots=True)
class Finding:
    code: str
    severity: Severity
    values: dict[str, str | int | float] = field(default_factory=dict)
    page: int | None = None  # 1-based; None: the whole file
    box: Box | None = None  # where on `page`; None: all of it, or not known

    @property
    def message(self) -> str:
        """What was found."""
        return sentence(self.code, **self.values).what

    @property
    def advice(self) -> str:
        """What to do about it."""
        return sentence(self.code, **self.values).advice


def acceptable(findings: tuple[Finding, ...]) -> bool:
    return all(finding.severity is not Severity.ERROR for finding in findings)


def gravest_first(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """In the order in which an officer should read them; those of one severity keep theirs."""
    order = list(reversed(Severity))
    return tuple(sorted(findings, key=lambda finding: order.index(finding.severity)))
