"""What each table of each report must say, added up by hand from what the diary tells of each dossier.

A row is known by the words in its first telling column; of the others only numbers are expected.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from counter_app.clock import VIETNAM
from counter_app.model.dossier import Channel, Dossier, DossierState
from counter_app.model.life import FeedbackKind
from counter_app.model.period import Period
from counter_app.model.procedure import base_code
from counter_app.rules.service_index import service_index
from counter_app.workflow import feedback
from counter_app.workflow.office import Office
from tests.workflow import report_events
from tests.workflow.report_events import Story

Number = int | float | None
Row = dict[str, Number]
Sums = dict[str, dict[str, Row]]  # table → row → column → number
DONE = (
    *("handled", "received_online", "received_other", "carried", "resolved", "early", "on_time", "late"),
    *("in_progress", "in_time", "in_progress_late", "end_unknown"),
)
ARRIVING = (
    *("arrived", "intake_on_time of arrived", "intake_late", "intake_waiting", "asked_supplement of arrived"),
    *("asked_twice", "refused of arrived"),
)
PAPERS = (
    *("received", "not_digitised", "digitised", "digitised of received", "components_signed of received"),
    *("reused of received", "resolved", "no_result", "result_attached of resolved", "result_signed of resolved"),
)
INTAKE = {
    "Hồ sơ đến trong kỳ": "arrived",
    "– trực tuyến": "arrived_online of arrived",
    "– trực tiếp": "arrived_direct of arrived",
    "– bưu chính công ích": "arrived_postal of arrived",
    "Đã quyết định trong thời hạn tiếp nhận": "intake_on_time of arrived",
    "Đã quyết định sau thời hạn tiếp nhận": "intake_late of arrived",
    "Còn chờ quyết định tiếp nhận": "intake_waiting of arrived",
    "Đã phải yêu cầu bổ sung": "asked_supplement of arrived",
    "– trong đó từ hai lần": "asked_twice of arrived",
    "Từ chối tiếp nhận": "refused of arrived",
    "Người nộp rút hồ sơ": "withdrawn of arrived",
}
RATINGS = {
    "Phiếu đánh giá nhận trong kỳ": "rated",
    "Rất hài lòng": "very_satisfied of rated",
    "Hài lòng": "satisfied of rated",
    "Không hài lòng": "dissatisfied of rated",
}
PUBLISHED = {
    "Hồ sơ tiếp nhận (kể cả từ kỳ trước)": "handled",
    "Tiếp nhận trong kỳ": "received",
    "– trong đó trực tuyến": "received_online of received",
    "Đã giải quyết": "resolved",
    "– trước hạn": "early of known",
    "– đúng hạn": "on_time of known",
    "– quá hạn": "late of known",
    "Phiếu đánh giá": "rated",
    "– hài lòng và rất hài lòng": "liked of rated",
    "– không hài lòng": "dissatisfied of rated",
}
WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
PARTS = (0, 7, 12, 13, 18, 24)
STEPS = {
    "intake": "Chờ quyết định tiếp nhận",
    "resolving": "Giải quyết",
    "applicant": "Chờ người nộp bổ sung",
    "returning": "Chờ trả kết quả",
}


def sums(office: Office, stories: list[Story], period: Period) -> dict[str, Sums]:
    """Report → table → row → column → number."""
    now = office.now()

    def grouped(key: Callable[[Dossier], str]) -> Mapping[str, Counter[str]]:
        return report_events.figures(stories, period, now, key)

    whole = grouped(lambda _: "")[""]
    whole["known"] = whole["resolved"] - whole["end_unknown"]
    whole["liked"] = whole["very_satisfied"] + whole["satisfied"]
    fields = grouped(lambda one: one.field)
    holders = grouped(lambda one: office.name_of(one.holder) or "Chưa giao")
    called = _local_names(office)
    procedures = grouped(lambda one: called.get(one.procedure_code, base_code(one.procedure_code)))
    return {
        "period": {
            "official": _table(fields, DONE),
            "intake": _list(whole, INTAKE),
            "ratings": _list(whole, RATINGS),
        },
        "officers": {"official": _table(holders, DONE), "intake": _table(holders, ARRIVING)},
        "procedures": {"official": _table(procedures, DONE), "intake": _table(procedures, ARRIVING)},
        "digitisation": {"by_field": _table(fields, PAPERS), "by_holder": _table(holders, PAPERS)},
        "publication": {"results": _list(whole, PUBLISHED)},
        "arrivals": {"parts_of_day": _hours(stories, period, now)},
        "steps": {"steps": _steps(office, stories, period)},
        "overdue": {"dossiers": _late(office, stories, period)},
        "index": {"indicators": _index(office, stories, period)},
    }


def _local_names(office: Office) -> dict[str, str]:
    """A procedure without a national code is known by its name."""
    with office.store.unit_of_work() as unit:
        return {one.code: one.short_name or one.name for one in unit.procedures() if one.code.startswith("LOCAL-")}


def _index(office: Office, stories: list[Story], period: Period) -> dict[str, Row]:
    with office.store.unit_of_work() as unit:
        no_paper = {base_code(one.code) for one in unit.procedures() if not one.yields_paper_result}
    letters = feedback.feedback_list(office)
    complaints = {one.dossier_id for one in letters if one.dossier_id and one.kind is FeedbackKind.COMPLAINT}
    counts = report_events.index_figures(stories, period, office.now(), no_paper, complaints)
    mine = [one for one in letters if period.start <= one.received_at < period.end]
    counts["feedback"] = len(mine)
    counts["feedback_late"] = sum((one.answered_at or office.now()) > one.answer_due_at for one in mine)
    found: dict[str, Row] = {}
    for one in service_index(period.last).indicators:
        whole, missing = counts[one.of], counts[one.missing]
        if one.unknown or not whole:
            found[one.id] = dict.fromkeys(("part", "whole", "missing", "points", "lost"))
            continue
        share = (whole - missing) / whole
        points = round(one.max if share >= one.full_from else one.max * share / one.full_from, 2)
        lost = round(one.max - points, 2)
        found[one.id] = {"part": whole - missing, "whole": whole, "missing": missing, "points": points, "lost": lost}
    return found


def _table(counts: Mapping[str, Counter[str]], measures: Iterable[str]) -> dict[str, Row]:
    wanted = tuple(measures)
    names = {one.split(" of ")[0] for one in wanted}
    return {
        value: {_key(one): _number(one, mine) for one in wanted}
        for value, mine in counts.items()
        if any(mine[name] for name in names)
    }


def _key(measure: str) -> str:
    return measure.split(" of ", maxsplit=1)[0] + ("_share" if " of " in measure else "")


def _number(measure: str, counts: Mapping[str, int]) -> Number:
    name, _, whole = measure.partition(" of ")
    if not whole:
        return counts[name]
    return counts[name] / counts[whole] if counts[whole] else None


def _list(counts: Mapping[str, int], lines: Mapping[str, str]) -> dict[str, Row]:
    return {
        words: {"count": counts[name.split(" of ")[0]], "share": _number(name, counts) if " of " in name else None}
        for words, name in lines.items()
    }


def _hours(stories: list[Story], period: Period, now: datetime) -> dict[str, Row]:
    found: dict[str, Row] = {day: {f"from{hour}": 0 for hour in PARTS[:-1]} | {"total": 0} for day in WEEKDAYS}
    for one in stories:
        if one.dossier.channel is Channel.ONLINE and one.arrived and period.start <= one.arrived <= now:
            at = one.dossier.submitted_at or one.arrived
            part = max(hour for hour in PARTS if hour <= at.hour)
            for column in (f"from{part}", "total"):
                found[WEEKDAYS[at.weekday()]][column] = (found[WEEKDAYS[at.weekday()]][column] or 0) + 1
    return found


def _steps(office: Office, stories: list[Story], period: Period) -> dict[str, Row]:
    seconds, through = Counter[str](), Counter[str]()
    for one in stories:
        if one.accepted and one.closed and period.start <= one.closed <= office.now():
            for step, worked in report_events.steps_of(one, office).items():
                seconds[step] += worked
                through[step] += 1
    return {words: {"count": through[step], "total": seconds[step] // 60} for step, words in STEPS.items()}


def _late(office: Office, stories: list[Story], period: Period) -> dict[str, Row]:
    found: dict[str, Row] = {}
    for one in stories:
        if {"late", "in_progress_late"} & {*report_events.figures_of(one, period, office.now())}:
            due = one.first_due or one.due
            assert due is not None
            until = one.ended or office.now()
            found[one.dossier.display_code] = {"late": office.calendar.worked_minutes(due, until)}
    return found


def board(office: Office, stories: list[Story]) -> dict[str, int]:
    """The board's four figures, and how much is open, as things stand."""
    now = office.now()
    soon = office.calendar.add_minutes(now, office.settings.due_soon_minutes)
    awaits = {DossierState.NEW, DossierState.PAYMENT_REQUESTED}
    closed = {DossierState.REFUSED, DossierState.WITHDRAWN, DossierState.STOPPED, DossierState.RETURNED}
    still_open = [one for one in stories if one.state not in closed]
    due = {one.dossier.id: (one.window_due or one.due) if one.state in awaits else one.due for one in still_open}
    far = datetime(9999, 1, 1, tzinfo=VIETNAM)
    intake = [one for one in still_open if one.state in awaits]
    return {
        "open": len(still_open),
        "awaiting_intake": len(intake),
        "intake_due_soon": sum(now <= (due[one.dossier.id] or far) < soon for one in intake),
        "overdue": sum((due[one.dossier.id] or far) < now for one in still_open),
        "missing_signature": sum(map(_lacks_signature, still_open)),
    }


def _lacks_signature(one: Story) -> bool:
    if one.state is DossierState.SUPPLEMENT_REQUESTED:
        return False
    return any(part.unsigned for part in one.dossier.components) or any(
        not file.signed_from for file in one.dossier.results
    )
