"""What happened to a dossier, in words: who, when, what. Free of Qt."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from counter_app.model.dossier import Event
from counter_app.model.event_words import event_words, handed_words
from counter_app.working_time.words import moment_words

# What the same person does to several components within one minute is one line.
_TOGETHER = frozenset({"attach_file", "check_component", "sign_component"})
_ICONS = {
    "import": "file-input",
    "receive": "file-plus",
    "change_applicant": "user",
    "practice_fill": "file-text",
    "attach_file": "paperclip",
    "reuse_paper": "copy",
    "set_validity": "calendar-days",
    "cannot_reuse": "info",
    "edit_pages": "file-text",
    "add_text_layer": "scan-text",
    "import_store_list": "file-input",
    "ask_supplement_approval": "hourglass",
    "approve_supplement": "circle-check",
    "turn_down_supplement": "circle-x",
    "ask_refusal_approval": "hourglass",
    "approve_refusal": "circle-check",
    "turn_down_refusal": "circle-x",
    "ask_reopening": "hourglass",
    "reopen": "undo-2",
    "turn_down_reopening": "circle-x",
    "take_back_answer": "undo-2",
    "check_component": "scan-line",
    "accept": "circle-check",
    "request_supplement": "hourglass",
    "refuse": "file-x",
    "withdraw": "undo-2",
    "receive_supplement": "inbox",
    "hand_over": "arrow-right",
    "claim": "user",
    "put_back": "undo-2",
    "reassign": "users",
    "take_back_reassignment": "undo-2",
    "sign_component": "signature",
    "raise_level": "shield-check",
    "sign_result": "signature",
    "sign_form": "signature",
    "initial_result": "signature",
    "issue_result": "stamp",
    "seal_form": "stamp",
    "reappoint": "clock-alert",
    "explain_overdue": "pencil",
    "wait_begin": "hourglass",
    "wait_end": "hourglass",
    "stop": "octagon-alert",
    "announce_early": "mail",
    "rate": "circle-check",
    "receive_feedback": "mail",
    "forward_feedback": "mail",
    "answer_feedback": "mail",
    "attach_result": "file-badge",
    "return_result": "check",
    "print_receipt": "printer",
    "print_form": "printer",
    "print_explanation": "printer",
    "recompute_due": "calendar-days",
    "export_diary": "download",
    "export_package": "download",
    "hand_daily_file": "download",
    "take_daily_file": "file-input",
    "confirm_exchange": "circle-check",
    "exchange_differs": "git-compare",
    "due_differs": "git-compare",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineLine:
    icon: str
    what: str
    detail: str
    when_who: str


def timeline(events: Sequence[Event], name_of: Callable[[str], str], now: datetime) -> list[TimelineLine]:
    """The newest first. Who looked, and when, is left to inspections: here it would hide what was done."""
    groups: list[list[Event]] = []
    for event in events:
        if event.kind == "view_dossier":
            continue
        if groups and event.kind in _TOGETHER and _same(groups[-1][-1], event):
            groups[-1].append(event)
        else:
            groups.append([event])
    return [_line(group, name_of, now) for group in reversed(groups)]


def _same(one: Event, other: Event) -> bool:
    minute = one.at.replace(second=0, microsecond=0) == other.at.replace(second=0, microsecond=0)
    verdicts = one.details.get("verdict") == other.details.get("verdict")
    return (one.kind, one.by) == (other.kind, other.by) and minute and verdicts


def _line(group: Sequence[Event], name_of: Callable[[str], str], now: datetime) -> TimelineLine:
    first = group[0]
    what, detail = event_words(*group)
    detail = " · ".join(part for part in (handed_words(first, name_of), detail) if part)
    moment = f"{first.at:%H:%M} hôm nay" if first.at.date() == now.date() else moment_words(first.at, now)
    return TimelineLine(
        icon=_ICONS.get(first.kind, "info"),
        what=what,
        detail=detail,
        when_who=f"{moment} · {name_of(first.by)}",
    )
