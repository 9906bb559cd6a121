"""A dossier's life after intake: handed over, waited for, late, apologised for once, stopped, returned, rated."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from counter_app.bootstrap import open_office
from counter_app.clock import VIETNAM, FixedClock
from counter_app.errors import CounterError, Refused
from counter_app.model.dossier import Decision, Dossier, DossierId, DossierState
from counter_app.model.form import FormKind, Punctuality
from counter_app.model.life import OverdueCause, ReturnWay, Satisfaction, WaitFor
from counter_app.model.queue import QueueFilter
from counter_app.pdf.practice_pages import draw_paper
from counter_app.workflow import forms, handover, intake, lateness, queue, results, returns, signing
from counter_app.workflow.office import Office
from tests.forms import reading
from tests.practice import PASSWORD
from tests.workflow.test_day import answer, file_key, new_online_dossier, pass_everything

REASON = "Cơ quan phối hợp chưa có văn bản trả lời"


def accepted(office: Office, folder: Path) -> Dossier:
    dossier = pass_everything(office, new_online_dossier(office), folder)
    return intake.decide(office, dossier.id, Decision.ACCEPT).dossier


def in_processing(office: Office, *, overdue: bool) -> Dossier:
    for one in queue.ids(office, QueueFilter(states=(DossierState.PROCESSING,))):
        dossier = queue.dossier(office, DossierId(one))
        if dossier.due_at is not None and (dossier.due_at < office.now()) == overdue:
            return dossier
    raise AssertionError("the practice office has no such dossier")


def kinds(office: Office, dossier: Dossier) -> list[str]:
    return [event.kind for event in queue.events(office, dossier.id)]


@pytest.mark.poppler
def test_a_late_dossier_is_apologised_for_in_writing_and_only_once(office: Office) -> None:
    late = in_processing(office, overdue=True)
    assert late.due_at is not None
    task = next(one for one in lateness.apology_tasks(office) if one.dossier_id == late.id)
    assert task.overdue and not task.reappointed

    new_day = office.calendar.add_working_days(office.now().date(), 3).date()
    promised = lateness.reappoint(office, late.id, new_day, reason=REASON)
    after = queue.dossier(office, late.id)
    assert after.due_at == office.calendar.closing(new_day) == promised.reappointment.new_due_at
    text = reading.in_order(promised.printed.path)
    days = office.calendar.working_days_between(late.due_at.date(), new_day)
    for words in (late.display_code, late.applicant.name, REASON, f"{days:02d} ngày làm việc", "Số: 01/PXL"):
        assert words in text
    assert f"{new_day.day:02d} tháng {new_day.month:02d} năm {new_day.year}" in text or f"tháng {new_day.month}" in text

    further = office.calendar.add_working_days(new_day, 2).date()
    with pytest.raises(Refused, match="đã được hẹn lại"):
        lateness.reappoint(office, late.id, further, reason=REASON)
    assert not lateness.may_reappoint(office, after)
    with office.store.unit_of_work() as unit, pytest.raises(Refused, match="không hẹn lại thêm"):
        unit.life.reappoint(promised.reappointment)  # below every use case, the register itself refuses
    assert queue.dossier(office, late.id) == queue.dossier(office, after.id)
    assert kinds(office, late).count("reappoint") == 1
    assert forms.print_form(office, FormKind.APOLOGY, late.id).number == promised.printed.number


def test_the_task_to_apologise_opens_a_working_day_before_and_not_earlier(office: Office, clock: FixedClock) -> None:
    dossier = in_processing(office, overdue=False)
    assert dossier.due_at is not None
    due = dossier.due_at.date()
    clock.moment = office.calendar.opening(office.calendar.previous_working_day(due))
    assert dossier.id in {one.dossier_id for one in lateness.apology_tasks(office)}
    clock.moment = office.calendar.opening(
        office.calendar.previous_working_day(office.calendar.previous_working_day(due))
    )
    assert dossier.id not in {one.dossier_id for one in lateness.apology_tasks(office)}


@pytest.mark.parametrize(
    ("days", "reason", "code"),
    [
        (None, REASON, "workflow.not_a_working_day"),
        (-30, REASON, "forms.new_term_missing"),
        (3, " ", "forms.reason_missing"),
        (3, "Lỗi 500", "forms.reason_not_words"),
        (3, "Chờ ký 😀", "forms.letter_missing"),
        (3, "theo Điều 19 Nghị định 61/2018/NĐ-CP", "forms.law_not_in_force"),
    ],
)
def test_an_apology_that_cannot_go_out_changes_nothing(
    office: Office, days: int | None, reason: str, code: str
) -> None:
    late = in_processing(office, overdue=True)
    before, events = queue.dossier(office, late.id), kinds(office, late)
    day = office.now().date() + timedelta(days=6)  # a Sunday
    if days is not None and days > 0:
        day = office.calendar.add_working_days(office.now().date(), days).date()
    elif days is not None:
        day = office.calendar.previous_working_day(office.now().date() + timedelta(days=days))
    with pytest.raises(Refused) as caught:
        lateness.reappoint(office, late.id, day, reason=reason)
    assert caught.value.code == code
    assert queue.dossier(office, late.id) == before
    assert kinds(office, late) == events
    assert not list(office.folder.rglob("Van-ban-xin-loi*"))


def test_lateness_is_explained_with_cause_person_and_evidence(office: Office, tmp_path: Path) -> None:
    late = in_processing(office, overdue=True)
    evidence = tmp_path / "bien-ban.pdf"
    draw_paper(evidence, "Biên bản", seed=5)
    lateness.explain_overdue(
        office, late.id, OverdueCause.SYNC_FAULT, words=REASON, responsible="Đỗ Quang Minh", evidence=evidence
    )
    lateness.explain_overdue(office, late.id, OverdueCause.WAITING_FOR_AGENCY, words=REASON, responsible="Trần An")
    with office.store.unit_of_work() as unit:
        found = unit.life.explanation(late.id)
        assert late.id in unit.life.explanations()
    assert found is not None and found.cause is OverdueCause.WAITING_FOR_AGENCY and found.responsible == "Trần An"
    told = [event for event in queue.events(office, late.id) if event.kind == "explain_overdue"]
    assert [event.details["cause"] for event in told[-2:]] == ["sync_fault", "waiting_for_agency"]
    assert office.vault.path(told[-2].details["sha256"]).is_file()  # type: ignore[arg-type]
    in_time = in_processing(office, overdue=False)
    with pytest.raises(Refused, match="chưa quá hạn"):
        lateness.explain_overdue(office, in_time.id, OverdueCause.OTHER, words=REASON, responsible="Trần An")
    with pytest.raises(Refused, match="người chịu trách nhiệm"):
        lateness.explain_overdue(office, late.id, OverdueCause.OTHER, words=REASON, responsible=" ")
    with pytest.raises(Refused, match="giải trình"):
        lateness.explain_overdue(office, late.id, OverdueCause.OTHER, words="", responsible="Trần An")


def test_waiting_is_written_down_and_the_legal_clock_runs_on(office: Office, clock: FixedClock) -> None:
    dossier = in_processing(office, overdue=False)
    lateness.begin_waiting(office, dossier.id, WaitFor.AGENCY, whom="Sở Xây dựng", reason="Xin ý kiến")
    with pytest.raises(Refused, match="đang được ghi là chờ"):
        lateness.begin_waiting(office, dossier.id, WaitFor.APPLICANT, whom="Người nộp", reason="Bổ sung")
    clock.advance(days=2)
    lateness.end_waiting(office, dossier.id)
    with pytest.raises(Refused, match="không ở trong lần chờ"):
        lateness.end_waiting(office, dossier.id)
    (episode,) = lateness.waits(queue.events(office, dossier.id))
    assert episode.wait_for is WaitFor.AGENCY and episode.ended_at == office.now()
    assert queue.dossier(office, dossier.id).due_at == dossier.due_at
    with pytest.raises(Refused, match="chờ ai"):
        lateness.begin_waiting(office, dossier.id, WaitFor.AGENCY, whom=" ", reason="Xin ý kiến")


@pytest.mark.poppler
def test_the_control_sheet_tells_every_hand_over_in_order(office: Office, clock: FixedClock, tmp_path: Path) -> None:
    dossier = in_processing(office, overdue=False)
    assert dossier.due_at is not None
    tomorrow = office.calendar.add_working_days(office.now().date(), 1)
    handover.hand_over(office, dossier.id, "Phòng A", receiver="Trần An", step_due_at=tomorrow)
    clock.moment = tomorrow + timedelta(minutes=1)
    handover.hand_over(office, dossier.id, "Phòng B", receiver="Lê Bình", note="Xin ý kiến")
    rows = handover.steps(office, queue.dossier(office, dossier.id), queue.events(office, dossier.id))
    assert [(row.unit, row.receiver, row.result) for row in rows] == [
        ("Phòng A", "Trần An", Punctuality.OVERDUE),
        ("Phòng B", "Lê Bình", None),
    ]
    text = reading.in_order(forms.print_form(office, FormKind.CONTROL_SHEET, dossier.id).path)
    for words in ("Phòng A", "Người giao: Nguyễn Thu Hà Người nhận: Trần An", "Quá hạn", "Xin ý kiến", "Mẫu số 06"):
        assert words in text


def test_many_are_handed_over_at_once_and_one_that_cannot_go_holds_none_back(office: Office) -> None:
    ready = [DossierId(one) for one in queue.ids(office, QueueFilter(states=(DossierState.PROCESSING,)))[:3]]
    new = new_online_dossier(office).id
    report = handover.hand_over_many(office, [*ready, new], "Phòng Quản lý chuyên ngành", receiver="Trần An")
    assert report.done == 3
    assert report.changes.dossiers == frozenset(ready)
    ((failed, error),) = [one for one in report.outcomes if one[1] is not None]
    assert failed == new and error is not None and error.code == "workflow.hand_over_before_accept"


@pytest.mark.parametrize(
    ("ended", "expected"),
    [
        (datetime(2026, 11, 24, 16, 0, tzinfo=VIETNAM), Punctuality.EARLY),
        (datetime(2026, 11, 26, 8, 0, tzinfo=VIETNAM), Punctuality.ON_TIME),
        (datetime(2026, 11, 26, 17, 0, tzinfo=VIETNAM), Punctuality.ON_TIME),
        (datetime(2026, 11, 26, 17, 1, tzinfo=VIETNAM), Punctuality.OVERDUE),
    ],
)
def test_early_is_a_working_day_before(office: Office, ended: datetime, expected: Punctuality) -> None:
    due = datetime(2026, 11, 26, 17, 0, tzinfo=VIETNAM)
    assert handover.punctuality(office.calendar, ended, due) is expected


@pytest.mark.poppler
def test_a_stopped_dossier_gets_its_notice_and_is_closed(office: Office) -> None:
    dossier = in_processing(office, overdue=False)
    with pytest.raises(Refused) as caught:
        returns.stop(office, dossier.id, reason=REASON, legal_ground="", stage="Thẩm định", handling="Trả lại")
    assert caught.value.code == "forms.ground_missing"
    assert queue.dossier(office, dossier.id).state is DossierState.PROCESSING
    printed = returns.stop(
        office,
        dossier.id,
        reason=REASON,
        legal_ground="Điều 20 Nghị định số 118/2025/NĐ-CP",
        stage="Thẩm định",
        handling="Trả lại toàn bộ giấy tờ",
    )
    after = queue.dossier(office, dossier.id)
    assert after.state is DossierState.STOPPED and after.ended_at == office.now()
    text = reading.in_order(printed.path)
    for words in (dossier.display_code, REASON, "Giai đoạn giải quyết: Thẩm định", "Trả lại toàn bộ giấy tờ"):
        assert words in text
    with pytest.raises(Refused, match="không ở bước giải quyết"):
        returns.stop(office, dossier.id, reason=REASON, legal_ground="x", stage="x", handling="x")


def test_a_withdrawn_dossier_ends_without_a_result(office: Office, tmp_path: Path) -> None:
    dossier = accepted(office, tmp_path)
    intake.decide(office, dossier.id, Decision.WITHDRAW, reason="Người nộp có văn bản rút hồ sơ")
    after = queue.dossier(office, dossier.id)
    assert after.state is DossierState.WITHDRAWN and after.ended_at == office.now()
    with pytest.raises(Refused, match="không ở bước giải quyết"):
        results.return_result(office, dossier.id, receiver="Trần An")
    with pytest.raises(Refused):
        lateness.reappoint(office, dossier.id, office.now().date() + timedelta(days=9), reason=REASON)


def done(office: Office, folder: Path) -> Dossier:
    """In processing, its result attached and signed by the leader."""
    dossier = in_processing(office, overdue=False)
    paper = forms.print_form(office, FormKind.CONTROL_SHEET, dossier.id, output=folder / "ket-qua.pdf").path
    attached = results.attach_result(office, dossier.id, paper)
    assert not [finding for finding in attached.findings if finding.code.startswith("workflow.result")]
    leader = office.as_person("lam.vd")
    rows = signing.waiting(leader, dossier_id=dossier.id)
    signing.sign(leader, [row for row in rows if row.is_result], file_key(office, "lam.vd"), pin=answer(PASSWORD))
    return queue.dossier(office, dossier.id)


def test_a_result_goes_back_by_post_with_its_number_and_is_rated_once(office: Office, tmp_path: Path) -> None:
    dossier = done(office, tmp_path)
    returns.announce_early(office, dossier.id, how="Tin nhắn đến số của người nộp")
    with pytest.raises(Refused, match="mã bưu gửi"):
        results.return_result(office, dossier.id, way=ReturnWay.POSTAL)
    with pytest.raises(Refused, match="chưa có giấy tờ"):
        returns.rate(office, new_online_dossier(office).id, Satisfaction.SATISFIED)
    results.return_result(
        office, dossier.id, way=ReturnWay.POSTAL, tracking="EA123456789VN", receiver="Trần An", identity="033087615212"
    )
    (event,) = [event for event in queue.events(office, dossier.id) if event.kind == "return_result"]
    assert event.details["tracking"] == "EA123456789VN"
    assert event.details["identity"] == "033*******12"
    returns.rate_scanned(office, f"{dossier.code}|1")
    with pytest.raises(Refused, match="đã có đánh giá"):
        returns.rate(office, dossier.id, Satisfaction.DISSATISFIED)
    with office.store.unit_of_work() as unit:
        found = unit.life.rating(dossier.id)
    assert found is not None
    assert (found.satisfaction, found.source) == (Satisfaction.VERY_SATISFIED, "scanned")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("xin chào", "workflow.not_a_slip"),
        ("", "workflow.not_a_slip"),
        ("H31.15-990101-0001|2", "workflow.no_such_code"),
        ("H31.15-990101-0001", "workflow.slip_without_answer"),
        ("H31.15-990101-0001|7", "workflow.not_a_slip"),
    ],
)
def test_a_scanned_slip_that_says_nothing_is_a_sentence(office: Office, text: str, code: str) -> None:
    with pytest.raises(Refused) as caught:
        returns.rate_scanned(office, text)
    assert caught.value.code == code


def test_a_result_of_another_dossier_is_pointed_out(office: Office, tmp_path: Path) -> None:
    dossier = in_processing(office, overdue=False)
    other = in_processing(office, overdue=True)
    paper = forms.print_form(office, FormKind.CONTROL_SHEET, other.id, output=tmp_path / "ket-qua.pdf").path
    attached = results.attach_result(office, dossier.id, paper)
    (warning,) = [finding for finding in attached.findings if finding.code == "workflow.result_names_nobody"]
    assert dossier.display_code in warning.message


def test_a_scanned_result_can_only_be_looked_at(office: Office, tmp_path: Path) -> None:
    paper = tmp_path / "ket-qua.pdf"
    draw_paper(paper, "Giấy chứng nhận", seed=42)
    attached = results.attach_result(office, in_processing(office, overdue=False).id, paper)
    assert "workflow.result_without_text" in {finding.code for finding in attached.findings}


def test_of_two_counters_that_promise_at_once_one_is_refused(office: Office, practice_folder: Path) -> None:
    late = in_processing(office, overdue=True)
    day = office.calendar.add_working_days(office.now().date(), 3).date()
    other = open_office(practice_folder, clock=office.clock)
    with ThreadPoolExecutor(2) as both:
        asked = [both.submit(lateness.reappoint, one, late.id, day, reason=REASON) for one in (office, other)]
        errors = [one.exception(timeout=60) for one in asked]
    other.close()
    assert sum(error is None for error in errors) == 1, errors
    assert all(error is None or isinstance(error, CounterError) for error in errors)
    assert kinds(office, late).count("reappoint") == 1
    assert len(list(office.folder.rglob("Van-ban-xin-loi*.pdf"))) == 1
