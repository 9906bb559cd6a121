"""What the results page says: chips, rows, the result file, who has signed it, the next step. Free of Qt."""

import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from counter_app.access.people import Act, may
from counter_app.checks.words import megabytes
from counter_app.errors import OutsideCalendar
from counter_app.model.dossier import AttachedFile, Channel, Dossier, DossierState
from counter_app.model.finding import Finding, Severity
from counter_app.model.person import Person
from counter_app.model.queue import Missing, QueueFilter, QueueRow
from counter_app.model.signature import SignatureInfo, Verdict, Verification
from counter_app.rules.rule_sets import rule_set
from counter_app.supervision.clocks import pass_on_due
from counter_app.supervision.countdown import Countdown
from counter_app.workflow.issue import is_issued
from counter_app.workflow.lateness import ApologyTask
from counter_app.workflow.returns import RATED
from counter_app.working_time.calendar import WorkingCalendar
from counter_app.working_time.words import moment_words
from ui.presenters.cell import Cell
from ui.presenters.queue import BAND_TONES, BAND_WORDS
from ui.presenters.text import CHANNEL_WORDS, STATE_WORDS
from ui.presenters.verify import act_words, headline

IN_WORK = (DossierState.ACCEPTED, DossierState.PROCESSING, DossierState.DONE)
MOST_ROWS = 300
WAYS = (("Trực tiếp tại quầy", "in_person"), ("Qua bưu chính", "postal"), ("Trực tuyến", "online"))
PROOF_NAMES = {"in_person": "identity", "postal": "tracking", "online": "note"}
PROOF_LABELS = {
    "in_person": "&Số giấy tờ của người nhận",
    "postal": "&Mã bưu gửi",
    "online": "Gửi đến, bằng &cách nào",
}
_WAY_OF_CHANNEL = {"DIRECT": "in_person", "POSTAL": "postal", "ONLINE": "online"}
CHIPS = (
    ("all", "Tất cả", ""),
    ("accepted", "Chờ chuyển xử lý", "arrow-right"),
    ("processing", "Đang xử lý", "timer"),
    ("unsigned", "Kết quả chờ ký", "signature"),
    ("to_return", "Chờ trả", "file-check"),
    ("apology", "Cần xin lỗi", "clock-alert"),
)
Ids = Callable[[QueueFilter], "array.array[int]"]


class Step(StrEnum):
    HAND_OVER = "hand_over"
    ATTACH = "attach"
    SIGN = "sign"
    ISSUE = "issue"
    RETURN = "return"


def ids_by_chip(ask: Ids, tasks: Sequence[ApologyTask] = ()) -> dict[str, "array.array[int]"]:
    """The dossiers behind each chip in the order of their due moment; all of them at once, since each has a count."""
    unsigned = ask(QueueFilter(missing=Missing.RESULT_SIGNATURE))
    waiting = set(unsigned)
    done = ask(QueueFilter(states=(DossierState.DONE,)))
    return {
        "all": ask(QueueFilter(states=IN_WORK)),
        "accepted": ask(QueueFilter(states=(DossierState.ACCEPTED,))),
        "processing": ask(QueueFilter(states=(DossierState.PROCESSING,))),
        "unsigned": unsigned,
        "to_return": array.array("q", (one for one in done if one not in waiting)),
        "apology": array.array("q", (task.dossier_id for task in tasks if not task.reappointed)),
    }


def may_rate(dossier: Dossier) -> bool:
    return dossier.state in RATED


def first_chip(person: Person) -> str:
    """What this person comes for: who signs or seals sees what waits for that, officers see everything."""
    return "unsigned" if may(person, Act.SIGN_RESULT) or may(person, Act.SEAL_RESULT) else "all"


def to_issue(dossier: Dossier, person: Person, checked: Sequence[Verification]) -> AttachedFile | None:
    """The first result that the leader has signed and that has no seal yet, for who may seal it."""
    if dossier.state not in IN_WORK or not may(person, Act.SEAL_RESULT):
        return None
    for file, found in zip(dossier.results, checked, strict=False):
        whole = found.signatures and all(one.intact for one in found.signatures)
        if file.signed_from is not None and whole and not is_issued(found):
            return file
    return None


def foot_words(shown: int, total: int) -> str:
    return f"{shown} trên {total} hồ sơ, hạn gần nhất đứng trước" if shown < total else f"{total} hồ sơ"


def cells(row: QueueRow, left: Countdown) -> dict[str, Cell]:
    """The dossier, and how long still over what its result lacks."""
    words, icon, token = result_words(row)
    tone = BAND_TONES[left.band]
    return {
        "dossier": Cell(text=row.code, second=row.procedure_name, weight=500),
        "left": Cell(
            text=left.text,
            second=words,
            second_icon=icon,
            second_tone=token,
            tone=tone if tone in ("bad", "warn") else "text",
            weight=500,
            explanation=f"{BAND_WORDS[left.band]}, {left.due_text}" if left.due_text else "",
        ),
    }


def result_words(row: QueueRow) -> tuple[str, str, str]:
    """(words, icon, tone) of where the result stands."""
    if row.has_result:
        return (
            ("Đã ký, chờ trả", "file-check", "good") if row.result_signed else ("Kết quả chưa ký", "signature", "warn")
        )
    if row.state is DossierState.ACCEPTED:
        return "Chờ chuyển xử lý", "arrow-right", "text3"
    owed = Missing.RESULT in row.missing
    return "Chưa có tệp kết quả", "file-warning", "bad" if owed else "text3"


def pass_on_words(dossier: Dossier, calendar: WorkingCalendar, now: datetime) -> tuple[str, str]:
    """(words, tone): by when a dossier of the counter or the post is passed on (R1.7); empty: online, or done."""
    waits = dossier.state is DossierState.ACCEPTED and dossier.channel is not Channel.ONLINE
    if not waits or dossier.decided_at is None:
        return "", ""
    try:
        due = pass_on_due(calendar, rule_set(dossier.rule_set), dossier.decided_at)
    except OutsideCalendar:
        return "", ""
    if now > due:
        return f"Đã quá lúc phải chuyển: {moment_words(due, now)}.", "bad"
    return f"Chuyển chậm nhất {moment_words(due, now)}.", "text2"


def allowed_steps(dossier: Dossier, person: Person) -> tuple[Step, ...]:
    """What this person may do to this dossier here, the natural next one first."""
    unsigned = any(file.signed_from is None for file in dossier.results)
    found = []
    if dossier.state is DossierState.ACCEPTED and may(person, Act.DECIDE_INTAKE):
        found.append(Step.HAND_OVER)
    if dossier.state not in IN_WORK:
        return ()
    attach = may(person, Act.ATTACH_RESULT)
    if attach and not dossier.results:
        found.append(Step.ATTACH)
    if unsigned and (may(person, Act.SIGN_RESULT) or may(person, Act.SEAL_RESULT)):
        found.append(Step.SIGN)
    if may(person, Act.RETURN_RESULT):
        found.append(Step.RETURN)
    if attach and dossier.results:
        found.append(Step.ATTACH)
    return tuple(found)


def primary_step(dossier: Dossier, person: Person) -> Step | None:
    """The one that the page offers first; returning only when every result file is signed."""
    steps = allowed_steps(dossier, person)
    if not steps:
        return None
    if steps[0] is Step.RETURN and any(file.signed_from is None for file in dossier.results):
        return None  # it waits for somebody else's signature
    return steps[0]


def sign_words(person: Person) -> str:
    return "&Ký kết quả" if may(person, Act.SIGN_RESULT) else "Đóng &dấu kết quả"


def way_of(dossier: Dossier) -> str:
    """How the result most likely goes back: the way the dossier came."""
    return _WAY_OF_CHANNEL[dossier.channel.name]


def head_lines(dossier: Dossier) -> list[str]:
    return [
        dossier.procedure_name,
        f"{dossier.applicant.name} · {CHANNEL_WORDS[dossier.channel].lower()} · {STATE_WORDS[dossier.state].lower()}",
    ]


def file_words(file: AttachedFile, name_of: Callable[[str], str], now: datetime) -> str:
    moment = f"{file.attached_at:%H:%M} hôm nay" if file.attached_at.date() == now.date() else ""
    return " · ".join(
        (
            f"{file.pages} trang",
            megabytes(file.size),
            f"{name_of(file.attached_by)} đính {moment or moment_words(file.attached_at, now)}",
        )
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedLine:
    icon: str
    token: str
    first: str
    second: str


def verdict_line(found: Verification) -> SignedLine:
    said = headline(found)
    return SignedLine(icon=said.icon, token=said.tone, first=said.title, second=_verdict_advice(found, said.words))


def _verdict_advice(found: Verification, words: str) -> str:
    if found.verdict is Verdict.UNSIGNED:
        return "Kết quả phải được ký số trên tệp trước khi trả."
    return words


def signature_lines(found: Verification) -> list[SignedLine]:
    return [_signature_line(one) for one in found.signatures]


def _signature_line(one: SignatureInfo) -> SignedLine:
    clock = {"time_stamp": "theo dấu thời gian", "signer_clock": "theo đồng hồ máy ký"}.get(one.time_source, "")
    moment = f"{one.signed_at:%H:%M:%S %d/%m/%Y} {clock}".strip() if one.signed_at else "không ghi giờ ký"
    whole = "nguyên vẹn" if one.intact else "không còn nguyên vẹn"
    chain = "nơi cấp tin cậy" if one.trusted else "chưa tin được nơi cấp"
    icon, token = {
        Verdict.VALID: ("shield-check", "good"),
        Verdict.INVALID: ("shield-x", "bad"),
    }.get(one.verdict, ("shield-question-mark", "warn"))
    return SignedLine(
        icon=icon,
        token=token,
        first=one.signer or "Chưa rõ người ký",
        second="\n".join(part for part in (act_words(one), moment, f"{whole}, {chain}") if part),
    )


def finding_lines(findings: tuple[Finding, ...]) -> list[SignedLine]:
    """What the machine saw in the file that was just attached; remarks that change nothing are left out."""
    return [
        SignedLine(
            icon="circle-x" if finding.severity is Severity.ERROR else "triangle-alert",
            token="bad" if finding.severity is Severity.ERROR else "warn",
            first=finding.message,
            second=finding.advice,
        )
        for finding in findings
        if finding.severity is not Severity.INFO
    ]


def empty_words(chip: str) -> tuple[str, str]:
    """Title and sentence of an empty list."""
    return {
        "all": ("Chưa có hồ sơ nào chờ kết quả", "Hồ sơ được tiếp nhận sẽ đến đây cho đến khi trả kết quả."),
        "accepted": ("Không còn hồ sơ chờ chuyển", "Mọi hồ sơ đã tiếp nhận đã được chuyển xử lý."),
        "processing": ("Không có hồ sơ đang xử lý", "Hồ sơ đã chuyển xử lý sẽ đến đây."),
        "unsigned": ("Không có kết quả nào chờ ký", "Tệp kết quả vừa đính mà chưa ký sẽ đến đây."),
        "apology": ("Không có hồ sơ nào phải xin lỗi", "Hồ sơ đến ngày phải báo chậm sẽ đến đây trước hạn."),
        "to_return": ("Không có kết quả nào chờ trả", "Kết quả đã ký mà chưa trả sẽ đến đây."),
    }[chip]
