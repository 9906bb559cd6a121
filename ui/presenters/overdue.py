"""What the panel of one late dossier says: how late, why by its diary, what was explained. Free of Qt."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from counter_app.access.people import Act, may
from counter_app.model.life import OverdueCause
from counter_app.model.overdue import LateDossier, ProposedCause
from counter_app.model.person import Person
from counter_app.model.report import Behind
from counter_app.model.text import shortened
from counter_app.report.overdue import EXPLAIN, SHEET
from counter_app.rules.after_intake import cause_words, overdue_causes
from counter_app.working_time.words import moment_words
from ui.presenters.results import SignedLine

CAUSES = [(words, str(cause)) for cause, words in overdue_causes()]
NameOf = Callable[[str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplanationView:
    """`words` and the rest: what the form begins with."""

    code: str
    lines: str
    late: str
    proposed: tuple[SignedLine, ...]
    explained: tuple[SignedLine, ...]
    cause: str
    words: str
    responsible: str
    may_write: bool


def narrows(behind: Behind) -> bool:
    """A cell that opens a report of its part instead of dossiers."""
    return behind.figure == SHEET


def explains(behind: Behind) -> bool:
    """A cell that opens the explanation of one dossier."""
    return behind.figure == EXPLAIN


def explanation_view(
    late: LateDossier, proposed: ProposedCause, person: Person, name_of: NameOf, now: datetime
) -> ExplanationView:
    given = late.explanation
    ended = f"xong {moment_words(late.ended_at, now)}" if late.ended_at else "chưa xong"
    promised = f" · hẹn lại {moment_words(late.promised_at, now)}" if late.promised_at else ""
    return ExplanationView(
        code=late.code,
        lines=f"{shortened(late.procedure_name, 90)}\n{late.applicant_name} · {late.field}",
        late=f"Hạn {moment_words(late.first_due_at, now)} · {ended}{promised}",
        proposed=_proposed(proposed),
        explained=_explained(late, name_of, now),
        cause=str(given.cause if given else proposed.cause),
        words=given.words if given else beginning(proposed),
        responsible=given.responsible if given else name_of(proposed.responsible),
        may_write=may(person, Act.EXPLAIN_OVERDUE),
    )


def beginning(proposed: ProposedCause) -> str:
    """What is only a restatement of the lateness explains nothing: the person begins with an empty field."""
    return "" if proposed.cause is OverdueCause.PROCESSING else proposed.words


def _proposed(proposed: ProposedCause) -> tuple[SignedLine, ...]:
    first = SignedLine(
        icon="info", token="text2", first=f"{cause_words(proposed.cause)} (đề xuất)", second=proposed.words
    )
    lines = (SignedLine(icon="file-text", token="text3", first=line, second="") for line in proposed.evidence)
    return (first, *lines)


def _explained(late: LateDossier, name_of: NameOf, now: datetime) -> tuple[SignedLine, ...]:
    given = late.explanation
    if given is None:
        return ()
    who = f"{name_of(given.by)} ghi {moment_words(given.at, now)}"
    proof = " · có tệp minh chứng" if given.evidence else ""
    return (SignedLine(icon="pencil", token="good", first=cause_words(given.cause), second=f"{who}{proof}"),)
