"""What the page of a dossier's life after intake says: its sheets, hand-overs, lateness, feedback. Free of Qt."""

from collections.abc import Sequence
from datetime import date, datetime

from counter_app.access.people import Act, may
from counter_app.model.dossier import Dossier, DossierState, PrintedForm
from counter_app.model.event_words import FORM_WORDS
from counter_app.model.form import FormKind, HandOver, Punctuality
from counter_app.model.life import Feedback, FeedbackKind, OverdueCause, Satisfaction, WaitFor
from counter_app.model.person import Person
from counter_app.rules.after_intake import cause_words, overdue_causes
from counter_app.workflow.after_intake import AfterIntake
from counter_app.workflow.lateness import IN_WORK
from counter_app.workflow.returns import RATED, STOPPABLE
from counter_app.working_time.words import moment_words
from ui.presenters.results import SignedLine

CAUSES = [(words, str(cause)) for cause, words in overdue_causes()]
WAITS = [("Người nộp", str(WaitFor.APPLICANT)), ("Cơ quan phối hợp", str(WaitFor.AGENCY))]
RATINGS = [
    ("Rất hài lòng", int(Satisfaction.VERY_SATISFIED)),
    ("Hài lòng", int(Satisfaction.SATISFIED)),
    ("Không hài lòng", int(Satisfaction.DISSATISFIED)),
]
FEEDBACKS = [("Phản ánh", str(FeedbackKind.COMPLAINT)), ("Kiến nghị", str(FeedbackKind.SUGGESTION))]
SHEET_ACTS = (
    "In tờ này ra giấy",
    "Mở thư mục có tệp",
    "Chép tệp để dán vào thư hoặc thư mục",
    "Viết thư cho người nộp, tệp đã chép sẵn",
)
_RESULTS = {Punctuality.EARLY: "trước hạn", Punctuality.ON_TIME: "đúng hạn", Punctuality.OVERDUE: "quá hạn"}
_DATE = "%d/%m/%Y"


def head(found: AfterIntake) -> tuple[str, str]:
    """Title and qualifier of the view."""
    number = f" · số {found.book_number[1]:02d} trong sổ {found.book_number[0]}" if found.book_number else ""
    return found.dossier.display_code, f"{found.dossier.applicant.name}{number}"


def form_name(form: PrintedForm) -> str:
    words = FORM_WORDS.get(form.kind, "biểu mẫu")
    return words[:1].upper() + words[1:] + (f" số {form.number:02d}" if form.number else "")


def form_detail(form: PrintedForm, now: datetime) -> str:
    file = form.file
    if file.signed_from is not None:
        return f"{file.signed_by} ký số {moment_words(file.signed_at or file.attached_at, now)}"
    return f"in {moment_words(file.attached_at, now)}, chưa ký số"


def printable(dossier: Dossier, person: Person) -> list[tuple[str, str]]:
    """(words, kind) of the sheets that this state of the dossier has, the natural one first."""
    if not may(person, Act.PRINT_FORMS):
        return []
    by_state = {
        DossierState.SUPPLEMENT_REQUESTED: [FormKind.SUPPLEMENT_REQUEST],
        DossierState.REFUSED: [FormKind.REFUSAL],
        DossierState.STOPPED: [FormKind.STOP_NOTICE],
    }
    kinds = list(by_state.get(dossier.state, []))
    if dossier.decided_at is not None and dossier.state is not DossierState.REFUSED:
        withdrawn = dossier.state is DossierState.WITHDRAWN
        kinds += [FormKind.RECEIPT] if dossier.due_at is not None and not withdrawn else []
        kinds += [FormKind.CONTROL_SHEET]
    return [(FORM_WORDS[str(kind)].capitalize(), str(kind)) for kind in kinds]


def lateness_lines(found: AfterIntake, now: datetime) -> list[SignedLine]:
    lines = _ending_lines(found, now)
    due = found.dossier.due_at
    if due is not None:
        over = (found.dossier.ended_at or now) > due
        state = "Đã quá hạn" if over else "Trễ so với hẹn đầu, đang theo hẹn mới" if found.is_late else "Chưa quá hạn"
        token, icon = ("bad", "clock-alert") if over else ("warn", "clock-alert")
        if not found.is_late:
            token, icon = "good", "circle-check"
        lines.append(SignedLine(icon=icon, token=token, first=state, second=f"Hẹn trả {moment_words(due, now)}"))
    elif found.supplement.asked is not None:
        second = "Hẹn trả mới được tính khi người nộp bổ sung đủ."
        lines.append(SignedLine(icon="hourglass", token="text2", first="Thời hạn ngừng chạy", second=second))
    lines += [
        SignedLine(
            icon="mail",
            token="text2",
            first=f"Đã xin lỗi, hẹn lại {moment_words(one.new_due_at, now)}",
            second=f"Hẹn cũ {moment_words(one.original_due_at, now)}. {one.reason}",
        )
        for one in found.reappointments
    ]
    if found.explanation is not None:
        words = f"{found.explanation.words} · phụ trách: {found.explanation.responsible}"
        words += " · có minh chứng" if found.explanation.evidence else ""
        lines.append(SignedLine(icon="pencil", token="text2", first=cause_words(found.explanation.cause), second=words))
    for wait in found.waits:
        until = f"đến {moment_words(wait.ended_at, now)}" if wait.ended_at else "đến nay"
        lines.append(
            SignedLine(
                icon="hourglass",
                token="warn" if wait.ended_at is None else "text2",
                first=f"Chờ {wait.whom}",
                second=f"Từ {moment_words(wait.begun_at, now)} {until}: {wait.reason}. Hạn vẫn tính.",
            )
        )
    return lines


_ENDED = {
    "refuse": ("octagon-alert", "Đã từ chối tiếp nhận"),
    "withdraw": ("undo-2", "Người nộp đã rút hồ sơ"),
    "stop": ("octagon-alert", "Đã dừng giải quyết"),
    "return_result": ("circle-check", "Đã trả kết quả"),
}


def _ending_lines(found: AfterIntake, now: datetime) -> list[SignedLine]:
    if found.ending is None:
        return []
    icon, words = _ENDED[found.ending.kind]
    at = moment_words(found.ending.at, now)
    second = f"{at}. {found.ending.words}" if found.ending.words else at
    return [SignedLine(icon=icon, token="text2", first=words, second=second)]


def rating_lines(found: AfterIntake, now: datetime) -> list[SignedLine]:
    if found.rating is None:
        return []
    words = next(words for words, value in RATINGS if value == found.rating.satisfaction)
    token = "bad" if found.rating.satisfaction is Satisfaction.DISSATISFIED else "good"
    how = "quét từ phiếu" if found.rating.source == "scanned" else "ghi tại quầy"
    at = moment_words(found.rating.at, now)
    return [SignedLine(icon="circle-check", token=token, first=words, second=f"{how} {at}")]


def offered(found: AfterIntake, person: Person, now: datetime) -> dict[str, bool]:
    """Which acts of the view are this person's to do now: what state or role forbids is not shown."""
    dossier = found.dossier
    explains, decides = may(person, Act.EXPLAIN_OVERDUE), may(person, Act.DECIDE_INTAKE)
    returns, answers = may(person, Act.RETURN_RESULT), may(person, Act.FEEDBACK)
    waiting = bool(found.waits) and found.waits[-1].ended_at is None
    early = dossier.state is DossierState.DONE and dossier.due_at is not None and now < dossier.due_at
    rated = found.rating is None and dossier.state in RATED
    stoppable = dossier.state in STOPPABLE or found.supplement.asked is not None  # also while it was sent back
    return {
        "reappoint": explains and found.may_reappoint,
        "explain": explains and found.is_late,
        "wait": explains and dossier.state in IN_WORK and not waiting,
        "wait_end": explains and waiting,
        "early": returns and early,
        "stop": decides and stoppable,
        "withdraw": decides and stoppable,
        "hand_over": may(person, Act.HAND_OVER) and dossier.state is DossierState.PROCESSING,
        "rate": returns and rated,
        "scan": returns and rated,
        "feedback": answers,
        "forward": answers and any(one.due_at and not one.forwarded_at for one in found.feedback),
        "answer": answers and any(one.answered_at is None for one in found.feedback),
    }


def step_lines(steps: Sequence[HandOver], now: datetime) -> list[SignedLine]:
    return [
        SignedLine(
            icon="arrow-right",
            token="bad" if step.result is Punctuality.OVERDUE else "text2",
            first=step.unit,
            second=" · ".join(
                part
                for part in (
                    f"{step.giver} giao {moment_words(step.at, now)}",
                    f"{step.receiver} nhận" if step.receiver else "",
                    _RESULTS[step.result] if step.result else "",
                    step.note,
                )
                if part
            ),
        )
        for step in steps
    ]


def feedback_line(one: Feedback, now: datetime) -> SignedLine:
    name = "Phản ánh" if one.kind is FeedbackKind.COMPLAINT else "Kiến nghị"
    due = one.due_at
    if due is None:
        token, state = "good", f"đã trả lời {moment_words(one.answered_at or now, now)}"
    else:
        token = "bad" if now > due else "warn"
        what = "trả lời" if one.forwarded_at else "chuyển"
        state = f"{what} trước {moment_words(due, now)}" + (
            f", đã chuyển {one.forwarded_to}" if one.forwarded_to else ""
        )
    return SignedLine(
        icon="mail",
        token=token,
        first=f"{name} số {one.number:02d} của {one.sender}",
        second=f"{one.content} · {state}",
    )


def mail_words(dossier: Dossier, form: PrintedForm, office_name: str) -> tuple[str, str]:
    """Subject and body of the letter that goes with a sheet; the officer attaches the file."""
    subject = f"{form_name(form)} – hồ sơ {dossier.display_code}"
    body = (
        f"Kính gửi {dossier.applicant.name},\n\n{office_name} gửi kèm {form_name(form).lower()} "
        f"của hồ sơ {dossier.display_code}.\n\nTrân trọng."
    )
    return subject, body


def day_words(day: date | None) -> str:
    return day.strftime(_DATE) if day else ""


def read_day(text: str) -> date | None:
    """`05/12/2026`; None when it is no day."""
    parts = text.strip().split("/")
    try:
        day, month, year = map(int, parts)
        return date(year, month, day)
    except ValueError:
        return None


def cause_of(value: object) -> OverdueCause:
    return OverdueCause(str(value))
