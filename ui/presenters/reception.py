"""A new dossier in words: procedures found, what one asks for and costs, applicants of before, twins. Free of Qt."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from counter_app.model.dossier import Applicant, ApplicantKind, Channel, Delegate, Dossier
from counter_app.model.fee import fee_due
from counter_app.model.finding import Finding, Severity
from counter_app.model.procedure import Procedure, ProcedureLine
from counter_app.working_time.words import day_words, moment_words
from ui.presenters.cell import Cell
from ui.presenters.intake import STEP_NAMES, Step, StepLine, step_key
from ui.presenters.intake_facts import UNVERIFIED, Fact, FactGroup, mark_of
from ui.presenters.text import CHANNEL_WORDS, STATE_WORDS

KIND_CHOICES = [
    ("Cá nhân", ApplicantKind.CITIZEN),
    ("Doanh nghiệp", ApplicantKind.ENTERPRISE),
    ("Cơ quan nhà nước", ApplicantKind.STATE_BODY),
    ("Tổ chức khác", ApplicantKind.ORGANISATION),
]
NUMBER_CAPTIONS = {
    ApplicantKind.CITIZEN: "&Số định danh",
    ApplicantKind.ENTERPRISE: "Mã &số thuế",
    ApplicantKind.STATE_BODY: "Mã &số thuế, nếu có",
    ApplicantKind.ORGANISATION: "Mã &số thuế",
}
TONES = {Severity.ERROR: "bad", Severity.WARNING: "warn", Severity.INFO: "text3"}
_UNKNOWN = "danh mục chưa ghi"


def procedure_cells(line: ProcedureLine) -> dict[str, Cell]:
    papers = f"{line.component_count} giấy tờ" if line.component_count else "chưa có giấy tờ"
    cases = f" · {line.case_count} trường hợp" if line.case_count > 1 else ""
    second = " · ".join(part for part in (line.code, line.field) if part)
    return {
        "name": Cell(
            text=line.short_name or line.name,
            second=second,
            second_icon="circle-help" if line.unverified else "",
            weight=500,
            explanation=f"{line.name}\nCó số liệu {UNVERIFIED}." if line.unverified else line.name,
        ),
        "papers": Cell(text=papers + cases, tone="text2"),
        "mark": mark_cell(line),
    }


def mark_cell(line: ProcedureLine) -> Cell:
    if line.unverified:
        return Cell(text=UNVERIFIED, icon="circle-help", tag="warn", explanation="Có số liệu chưa được xác minh.")
    if line.unclear:
        said = "Nguồn ghi bằng lời, máy chưa đọc được thành số."
        return Cell(text="ghi bằng lời", icon="info", tone="text2", explanation=said)
    return Cell()


def found_words(count: int, text: str, limit: int) -> str:
    if not count:
        return "Không có thủ tục nào khớp"
    return f"{limit} thủ tục khớp nhất" if text and count >= limit else f"{count} thủ tục"


def procedure_sheet(procedure: Procedure, case_name: str, channel: Channel, day: date) -> list[FactGroup]:
    """What the chosen procedure asks for, takes and costs by the chosen channel."""
    terms = next((one for one in procedure.terms if one.channel is channel), None)
    source = (terms.source if terms else None) or procedure.source
    term = terms.term.words() if terms and terms.term else (terms.term_text if terms else "") or _UNKNOWN
    due = fee_due(procedure, channel, day)
    fee = Fact(label="Phí, lệ phí", value=due.words(), **(mark_of(due.source) if due.source and due.known else {}))
    facts = (
        Fact(label="Mã", value=procedure.code, **mark_of(procedure.source)),
        Fact(label="Thời hạn", value=term, **(mark_of(source) if terms and terms.term else {})),
        fee,
    )
    groups = [FactGroup(title="Thời hạn và phí", qualifier=CHANNEL_WORDS[channel].lower(), facts=facts)]
    groups.append(_papers(procedure, case_name))
    basis = [Fact(label="Căn cứ" if not place else "", value=one) for place, one in enumerate(procedure.legal_basis)]
    said = Fact(label="Nguồn số liệu", value=procedure.source.document, **mark_of(procedure.source))
    return [*groups, FactGroup(title="Căn cứ và nguồn", facts=(*basis, said))]


def _papers(procedure: Procedure, case_name: str) -> FactGroup:
    case = procedure.case(case_name)
    listed = case.components if case else ()
    mark = mark_of((case.source if case else None) or procedure.source) if case else {}
    facts = [
        Fact(label=f"{part.number}. {'Bắt buộc' if part.required else 'Nếu có'}", value=part.name) for part in listed
    ]
    if facts:
        facts[0] = Fact(label=facts[0].label, value=facts[0].value, **mark)
    else:
        facts = [Fact(label="Giấy tờ", value=_UNKNOWN, **mark)]
    return FactGroup(title="Thành phần hồ sơ", qualifier=f"{len(listed)} giấy tờ", facts=tuple(facts))


def case_choices(procedure: Procedure) -> list[tuple[str, object]]:
    return [(case.name or "Mọi trường hợp", case.name) for case in procedure.cases]


def steps(step: Step, procedure: str, applicant: str) -> list[StepLine]:
    """The six steps; only the first two can be done before there is a dossier."""
    content = {Step.PROCEDURE: procedure, Step.APPLICANT: applicant}
    lines = []
    for one in Step:
        state = "current" if one is step else "done" if one < step else "later"
        lines.append(
            StepLine(key=step_key(one), title=STEP_NAMES[one], second=content.get(one, ""), number=one, state=state)
        )
    return lines


def finding_words(findings: Sequence[Finding]) -> tuple[str, str]:
    """(words, tone) of the gravest finding of a field; empty without one."""
    order = list(TONES)
    worst = min(findings, key=lambda one: order.index(one.severity), default=None)
    return (f"{worst.message} {worst.advice}", TONES[worst.severity]) if worst else ("", "text3")


_DELEGATE = "delegate_"


def applicant_words(who: Applicant) -> dict[str, str]:
    """The details as words by field, the delegate's with `delegate_` before them; a draft is kept so."""
    delegate = who.delegate
    told = {"kind": str(int(who.kind)), "name": who.name, "identity_number": who.identity_number}
    told |= {"address": who.address, "phone": who.phone, "email": who.email, "delegate": "1" if delegate else ""}
    names = ("name", "identity_number", "phone", "authorisation")
    return told | {f"{_DELEGATE}{name}": getattr(delegate, name) if delegate else "" for name in names}


def applicant_of(words: Mapping[str, str]) -> Applicant:
    """`applicant_words` read back."""
    theirs = {key.removeprefix(_DELEGATE): said for key, said in words.items() if key.startswith(_DELEGATE)}
    own = {key: words[key] for key in ("name", "identity_number", "address", "phone", "email")}
    delegate = Delegate(**theirs) if words["delegate"] else None
    return Applicant(kind=ApplicantKind(int(words["kind"])), delegate=delegate, **own)


def twin_words(dossier: Dossier) -> tuple[str, str]:
    """(code, what it is): both dossiers are shown, this one with its state."""
    second = f"{dossier.applicant.name} · {STATE_WORDS[dossier.state].lower()} · nhận {day_words(dossier.received_at)}"
    return f"{dossier.display_code} · {dossier.procedure_name}", second


def twins_here(dossier: Dossier, twins: Sequence[Dossier]) -> str:
    """Over a dossier that awaits intake: which others of this applicant and procedure are open, both told."""
    others = "; ".join(
        f"{one.display_code} ({STATE_WORDS[one.state].lower()}, nhận {day_words(one.received_at)})" for one in twins[:3]
    )
    more = f" và {len(twins) - 3} hồ sơ nữa" if len(twins) > 3 else ""
    return (
        f"{dossier.display_code} (nhận {day_words(dossier.received_at)}) có thể trùng với {others}{more}: "
        "cùng người nộp, cùng thủ tục, còn đang mở. Xem cả hai trước khi quyết định."
    )


def begun_words(at: datetime, now: datetime) -> str:
    """Over a new dossier that was begun earlier."""
    return f"Bản ghi dở lúc {moment_words(at, now)}, nguyên như đã gõ; chưa có hồ sơ nào được lập từ bản này."
