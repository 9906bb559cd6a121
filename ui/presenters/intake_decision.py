"""The decisions in words: what each does, what stands against it, what must be typed. Free of Qt."""

from dataclasses import dataclass, replace
from datetime import datetime

from counter_app.errors import CounterError
from counter_app.intake.decisions import DecisionOption
from counter_app.model.approval import Approval
from counter_app.model.dossier import Decision
from counter_app.rules.grounds import GroundFor, grounds_on
from counter_app.rules.rule_sets import rule_set
from counter_app.supervision.clocks import term_count
from counter_app.working_time.calendar import WorkingCalendar
from counter_app.working_time.terms import term_due
from ui.presenters.intake import IntakeView, appointment_words, failed
from ui.presenters.intake_facts import UNVERIFIED, owed_words

TITLES = {
    Decision.ACCEPT: "Tiếp nhận",
    Decision.REQUEST_SUPPLEMENT: "Yêu cầu bổ sung",
    Decision.REFUSE: "Từ chối tiếp nhận",
    Decision.WITHDRAW: "Người nộp rút hồ sơ",
}
VERBS = {
    Decision.ACCEPT: "Tiếp nhận hồ sơ",
    Decision.REQUEST_SUPPLEMENT: "Gửi yêu cầu bổ sung",
    Decision.REFUSE: "Từ chối tiếp nhận",
    Decision.WITHDRAW: "Ghi nhận rút hồ sơ",
}
REASON_LABELS = {
    Decision.REQUEST_SUPPLEMENT: "Lời &nhắn thêm cho người nộp",
    Decision.REFUSE: "&Lý do từ chối, viết cho người nộp",
    Decision.WITHDRAW: "&Ghi chú về việc rút",
}
ASK_VERB = "Gửi lãnh đạo duyệt"
LATE_WORDS = "Đã quá khoảng 8 giờ. Tôi biết quyết định này được ghi là muộn."


GUIDE = "guide"


@dataclass(frozen=True, slots=True, kw_only=True)
class GroundChoice:
    """A legal ground that is offered: how it is listed, what is written, and whether anybody has read it."""

    shown: str
    words: str
    source: str
    verified: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionLine:
    decision: Decision
    title: str
    allowed: bool
    effect: str  # what happens when it is taken
    obstacles: tuple[tuple[str, str], ...]  # what, what to do
    cautions: tuple[tuple[str, str], ...]
    reason_label: str  # empty: nothing to type
    needs_reason: bool
    needs_legal_ground: bool
    late: bool
    verb: str = ""
    guides: bool = False  # a refusal that tells the applicant which body has the authority (regulation R1.5)
    grounds: tuple[GroundChoice, ...] = ()  # offered
    needs_approval: bool = False  # a supervisor is asked with these very words first
    approved: Approval | None = None  # the words that a supervisor has approved; they stay as they are

    @property
    def key(self) -> str:
        return GUIDE if self.guides else str(self.decision)


def decision_lines(view: IntakeView, calendar: WorkingCalendar, now: datetime) -> tuple[DecisionLine, ...]:
    """Beside the refusal stands the one that guides elsewhere."""
    lines = [_line(view, option, calendar, now) for option in view.options]
    refusal = next(line for line in lines if line.decision is Decision.REFUSE)
    lines.insert(lines.index(refusal) + 1, _guiding(view, refusal, now))
    return tuple(lines)


def _guiding(view: IntakeView, refusal: DecisionLine, now: datetime) -> DecisionLine:
    return replace(
        refusal,
        title="Hướng dẫn nộp đúng nơi",
        effect="Thủ tục không thuộc thẩm quyền của cơ quan này. Hồ sơ kết thúc, phiếu ghi nơi người nộp phải đến.",
        reason_label="Lời &nhắn thêm cho người nộp",
        needs_reason=False,
        verb=ASK_VERB if refusal.needs_approval else "Gửi hướng dẫn",
        guides=True,
        grounds=_grounds(view, GroundFor.WRONG_AUTHORITY, now),
        approved=_approved(view, guides=True),
    )


def _grounds(view: IntakeView, purpose: GroundFor, now: datetime) -> tuple[GroundChoice, ...]:
    """The counter's own grounds of today, then the documents that the procedure rests on, whose article is typed."""
    found = [
        GroundChoice(
            shown=one.words() if one.source.verified else f"{one.words()} ({UNVERIFIED})",
            words=one.words(),
            source=one.source.document,
            verified=one.source.verified,
        )
        for one in grounds_on(now.date(), purpose)
    ]
    if purpose is GroundFor.REFUSE and view.procedure is not None:
        found += [
            GroundChoice(
                shown=f"{one} (ghi thêm khoản, điều)", words=one, source=f"Căn cứ của thủ tục: {one}", verified=True
            )
            for one in view.procedure.legal_basis
        ]
    return tuple(found)


def proposed(lines: tuple[DecisionLine, ...]) -> Decision | None:
    """The decision the components speak for: never a refusal or a withdrawal."""
    for wanted in (Decision.ACCEPT, Decision.REQUEST_SUPPLEMENT):
        if any(line.decision is wanted and line.allowed for line in lines):
            return wanted
    return None


def _line(view: IntakeView, option: DecisionOption, calendar: WorkingCalendar, now: datetime) -> DecisionLine:
    refuses = option.decision is Decision.REFUSE
    asks = refuses and option.needs_approval
    return DecisionLine(
        decision=option.decision,
        title=TITLES[option.decision],
        allowed=option.allowed,
        effect=_effect(view, option.decision, calendar, now),
        obstacles=tuple((one.message, one.advice) for one in option.obstacles),
        cautions=tuple((one.message, one.advice) for one in option.cautions) + (_turned_down(view) if asks else ()),
        reason_label=REASON_LABELS.get(option.decision, ""),
        needs_reason=option.needs_reason,
        needs_legal_ground=option.needs_legal_ground,
        late=option.late,
        verb=ASK_VERB if asks else VERBS[option.decision],
        grounds=_grounds(view, GroundFor.REFUSE, now) if refuses else (),
        needs_approval=asks,
        approved=_approved(view, guides=False) if refuses else None,
    )


def _turned_down(view: IntakeView) -> tuple[tuple[str, str], ...]:
    asked = view.refusal
    if not asked.turned_down_by:
        return ()
    said = f"{view.refusal_answered_by} không duyệt từ chối: {asked.reason.rstrip('.')}."
    return ((said, "Sửa lý do, căn cứ rồi gửi lại, hoặc quyết định khác."),)


def _approved(view: IntakeView, *, guides: bool) -> Approval | None:
    held = view.refusal
    return held if held.approved_by and bool(held.guidance) is guides else None


def _effect(view: IntakeView, decision: Decision, calendar: WorkingCalendar, now: datetime) -> str:
    if decision is Decision.ACCEPT:
        return f"{_acceptance(view, calendar, now)} Phí, lệ phí: {owed_words(view)[0]}."
    if decision is Decision.REQUEST_SUPPLEMENT:
        parts = failed(view.dossier)
        said = "; ".join(f"{part.number}. {part.remark}" for part in parts if part.remark)
        stop = "Đồng hồ dừng; khi có giấy tờ mới thì chạy lại từ đầu."
        return f"{stop} Gửi người nộp: {said}." if said else stop
    if decision is Decision.REFUSE:
        if view.refusal.approved_by:
            return f"{view.refusal_answered_by} đã duyệt; phiếu từ chối ghi đúng lời đã duyệt. Hồ sơ kết thúc."
        return "Hồ sơ kết thúc. Phải có lý do bằng lời và căn cứ pháp lý."
    return "Hồ sơ kết thúc theo yêu cầu của người nộp."


def _acceptance(view: IntakeView, calendar: WorkingCalendar, now: datetime) -> str:
    term = view.procedure.term_for(view.dossier.channel) if view.procedure else None
    if term is None:
        kept = appointment_words(view.dossier.due_at)
        return f"Giữ ngày hẹn của cổng: {kept}." if kept else "Chưa rõ thời hạn giải quyết nên chưa có ngày hẹn."
    try:
        count = term_count(view.procedure, rule_set(view.dossier.rule_set), view.dossier.channel, now)
        due = term_due(calendar, count) if count else None
    except CounterError as error:
        return str(error)
    late = count is not None and count.late_after is not None and now.time() > count.late_after
    moved = f" Nhận sau {count.late_after:%H:%M} nên tính như nhận ngày làm việc kế tiếp." if count and late else ""
    return f"Hẹn trả {appointment_words(due)}, sau {term.words()}.{moved}"


def approval_words(view: IntakeView) -> str:
    """Where the question for a further supplement request stands; empty: nobody has asked."""
    asked = view.approval
    if asked.waits:
        return f"Đã gửi lãnh đạo duyệt. Căn cứ: {asked.ground}."
    if asked.approved_by:
        return f"{view.answered_by} đã duyệt. Căn cứ: {asked.ground}."
    if asked.turned_down_by:
        return f"{view.answered_by} không duyệt: {asked.reason.rstrip('.')}. Muốn xin lại, ghi căn cứ khác."
    return ""


def refusal_words(view: IntakeView) -> str:
    """A refusal as it was sent up."""
    asked = view.refusal
    told = (("Nơi nộp đúng", asked.guidance), ("Lý do", asked.words), ("Căn cứ", asked.ground))
    return "Đã gửi. " + " ".join(f"{name}: {words.rstrip('.')}." for name, words in told if words)
