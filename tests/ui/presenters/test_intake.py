"""What intake says about a dossier, without a window."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from counter_app.clock import VIETNAM
from counter_app.intake.decisions import allowed_decisions
from counter_app.model.dossier import Applicant, Channel, ComponentVerdict, Decision, Dossier, DossierState, PaperKind
from counter_app.model.file_facts import Colour, FileFacts, FileKind, PageFacts
from counter_app.model.finding import Finding, Severity
from counter_app.model.procedure import Case, ChannelTerms, Procedure, RequiredComponent, Source, Term, TermUnit
from counter_app.supervision.clocks import rebuild
from counter_app.supervision.countdown import countdown
from counter_app.workflow.clocks import Clocked
from counter_app.working_time.calendar_file import shipped_calendar
from tests.practice import MORNING
from tests.ui.intake_papers import component, dossier
from ui.presenters import intake
from ui.presenters.intake import IntakeView, Step
from ui.presenters.intake_check import check_view
from ui.presenters.intake_clock import clock_view
from ui.presenters.intake_decision import decision_lines, proposed
from ui.presenters.intake_facts import UNVERIFIED, applicant_groups, owed_words, procedure_groups

GOOD = component(1, verdict=ComponentVerdict.PASS)
BAD = component(2, verdict=ComponentVerdict.FAIL, remark="Thiếu trang cuối")
OPEN = component(3)
EMPTY = component(4, file=None)
CALENDAR = shipped_calendar()
PROCEDURE = Procedure(
    code="2.002278",
    name="Cấp Giấy chứng nhận doanh nghiệp khoa học và công nghệ",
    short_name="GCN doanh nghiệp KH&CN",
    field="Hoạt động khoa học và công nghệ",
    cases=(
        Case(
            name="",
            components=(RequiredComponent(number=1, name="Giấy đề nghị", paper_kind=PaperKind.ORIGINAL),),
            source=Source(document="Quyết định thử", verified=False),
        ),
    ),
    terms=(
        ChannelTerms(
            channel=Channel.ONLINE, term=Term(amount=10, unit=TermUnit.WORKING_DAY), fee_vnd=2_000_000, fee_text=""
        ),
    ),
    source=Source(document="Quyết định gốc", verified=True),
)


def view(given: Dossier, **more: object) -> IntakeView:
    options = allowed_decisions(given, MORNING, max_supplements=1)
    return IntakeView(dossier=given, procedure=PROCEDURE, options=options, **more)  # type: ignore[arg-type]


def test_the_stepper_tells_done_current_and_later_and_opens_the_components_of_the_check() -> None:
    lines = intake.stepper(view(dossier(GOOD, BAD, OPEN)), Step.CHECK)
    steps = [(line.title, line.state) for line in lines if line.number]
    assert steps == [
        ("Thủ tục", "done"),
        ("Người nộp", "done"),
        ("Thành phần", "done"),
        ("Kiểm tra", "current"),
        ("Quyết định", "later"),
        ("Ký và in", "later"),
    ]
    parts = [(line.second, line.icon, line.icon_token) for line in lines if not line.number]
    assert parts == [
        ("Đạt", "circle-check", "good"),
        ("Không đạt", "circle-x", "bad"),
        ("Chưa kiểm tra", "circle-dashed", "text2"),
    ]
    assert lines[3].second == "1 đạt · 1 không đạt · 1 chưa"


def test_components_are_folded_away_on_every_other_step() -> None:
    assert len(intake.stepper(view(dossier(GOOD, BAD)), Step.PAPERS)) == 6


def test_a_lacking_file_is_counted_where_files_are_told() -> None:
    shown = view(dossier(GOOD, EMPTY))
    lines = intake.stepper(shown, Step.PAPERS)
    assert lines[2].second == "1 tệp, còn thiếu 1"
    assert intake.foot_words(shown, Step.PAPERS) == "Còn 1 thành phần bắt buộc chưa có tệp"
    assert intake.component_line(EMPTY).second == "Chưa kiểm tra · chưa có tệp"


@pytest.mark.parametrize(
    ("given", "step"),
    [
        (dossier(), Step.PROCEDURE),
        (dossier(EMPTY), Step.PAPERS),
        (dossier(GOOD, EMPTY), Step.CHECK),
        (dossier(GOOD, state=DossierState.SUPPLEMENT_REQUESTED), Step.CHECK),
        (dossier(GOOD, state=DossierState.ACCEPTED), Step.FINISH),
    ],
)
def test_a_dossier_opens_where_work_on_it_goes_on(given: Dossier, step: Step) -> None:
    assert intake.first_step(view(given)) is step


def test_the_first_component_is_the_one_that_waits_and_the_next_one_comes_round() -> None:
    given = dossier(GOOD, BAD, OPEN)
    assert intake.first_component(given) == OPEN
    assert intake.first_component(dossier(GOOD, BAD)) == BAD
    assert intake.next_component(given, OPEN.id) == GOOD
    assert intake.next_component(given, None) == GOOD
    assert intake.next_component(dossier(), None) is None


def test_the_head_masks_a_citizen_and_names_the_tax_code_of_an_enterprise() -> None:
    given = dossier(GOOD, supplement_count=1)
    assert intake.head_words(view(given)) == (
        "H31.15-261118-0042",
        "GCN doanh nghiệp KH&CN",
        "Công ty Cổ phần Sinh học Tiên Lữ · MST 0900758131 · trực tuyến · đã bổ sung lần 1",
    )
    citizen = replace(given, applicant=Applicant(name="Nguyễn Thị Ưởng", identity_number="033188999109"))
    assert "033*******09" in intake.head_words(view(citizen))[2]


@pytest.mark.parametrize("state", [state for state in DossierState if not state.awaits_intake])
def test_past_intake_there_are_words_why_nothing_can_be_changed(state: DossierState) -> None:
    said = intake.closed_words(dossier(GOOD, state=state, decided_at=MORNING))
    assert "08:00 thứ Hai 23/11" in said and said.endswith(".")


def test_while_intake_is_open_nothing_is_explained() -> None:
    assert intake.closed_words(dossier(GOOD)) == ""
    assert intake.is_editable(dossier(GOOD))


def test_sizes_are_told_as_an_officer_reads_them() -> None:
    assert [intake.size_words(size) for size in (0, 380_400, 1_400_000)] == ["1 KB", "380 KB", "1,4 MB"]


def test_the_saved_line_names_the_second() -> None:
    assert "08:00:00" in intake.saved_words(MORNING)
    assert "ngay khi bạn làm" in intake.saved_words(None)


# The clock


def clock_of(given: Dossier, now: datetime):
    known = Clocked(dossier=given, clocks=rebuild((), given), procedure=PROCEDURE)
    return clock_view(known, CALENDAR, now, countdown(CALENDAR, now, given.intake_due_at, 240))


def test_the_lines_of_the_clock_are_those_of_the_mock_and_sum_to_the_window() -> None:
    shown = clock_of(dossier(GOOD), MORNING)
    assert (shown.title, shown.counted, shown.left) == (
        "Đồng hồ 8 giờ tiếp nhận",
        "đã tính 5 giờ 45 phút",
        "còn 2 giờ 15 phút",
    )
    assert [(line.words, line.value) for line in shown.lines] == [
        ("thứ Sáu 20/11, sáng 10:15–11:30", "1 giờ 15 phút"),
        ("Nghỉ trưa 11:30–13:00", "không tính"),
        ("thứ Sáu 20/11, chiều 13:00–17:00", "4 giờ 00 phút"),
        ("Đêm, thứ Bảy 21/11 và Chủ nhật 22/11", "không tính"),
        ("thứ Hai 23/11, sáng 07:30–08:00, đến lúc này", "0 giờ 30 phút"),
        ("thứ Hai 23/11, sáng 08:00–10:15, còn lại", "2 giờ 15 phút"),
    ]
    assert shown.total == "8 giờ 00 phút"
    assert shown.part == pytest.approx(345 / 480)
    assert shown.tone == "warn"


def test_past_its_end_the_bar_is_full_and_red() -> None:
    shown = clock_of(dossier(GOOD), MORNING + timedelta(hours=3))
    assert (shown.part, shown.tone, shown.left) == (1.0, "bad", "quá 45 phút")
    assert shown.counted == "đã tính 8 giờ"


def test_a_decision_stops_the_clock_and_a_late_one_says_so() -> None:
    given = dossier(GOOD, state=DossierState.ACCEPTED, decided_at=MORNING)
    later = MORNING + timedelta(days=3)
    assert clock_of(given, later).left == "dừng lúc 08:00 thứ Hai 23/11"
    late = replace(given, decided_at=MORNING + timedelta(hours=3))
    assert clock_of(late, later).left.endswith(", muộn")
    assert clock_of(late, later).tone == "bad"


def test_without_a_window_there_is_nothing_to_count() -> None:
    shown = clock_of(dossier(GOOD, channel=Channel.DIRECT, intake_due_at=None), MORNING)
    assert shown.part is None and not shown.lines
    assert "trực tiếp" in shown.counted


def test_outside_the_calendar_it_is_said_instead_of_guessed() -> None:
    far = datetime(2090, 1, 2, 8, 0, tzinfo=VIETNAM)
    shown = clock_of(dossier(GOOD, received_at=far, intake_due_at=far + timedelta(days=1)), MORNING)
    assert "Lịch làm việc" in shown.counted and shown.part is None


# Decisions


def lines_of(given: Dossier, now: datetime = MORNING):
    options = allowed_decisions(given, now, max_supplements=1)
    shown = IntakeView(dossier=given, procedure=PROCEDURE, options=options)
    return {line.decision: line for line in decision_lines(shown, CALENDAR, now)}


def test_acceptance_says_when_the_result_is_promised() -> None:
    line = lines_of(dossier(GOOD))[Decision.ACCEPT]
    assert line.allowed
    assert line.effect.startswith("Hẹn trả 17:00 thứ Ba 08/12/2026, sau 10 ngày làm việc. Phí, lệ phí: ")


def test_what_is_owed_is_told_with_its_doubt_and_long_prose_is_cut() -> None:
    def owed(**told: object) -> str:
        (terms,) = (one for one in PROCEDURE.terms if one.channel is dossier(GOOD).channel)
        known = replace(PROCEDURE, terms=(replace(terms, **told),))
        return owed_words(IntakeView(dossier=dossier(GOOD), procedure=known, options=()))[0]

    assert "Danh mục chưa ghi mức thu" in owed(fee_vnd=None)
    assert owed(fee_vnd=150_000, fee_source=Source(document="TT", verified=True)) == "150.000 đồng"
    assert owed(fee_vnd=150_000, fee_source=Source(document="TT", verified=False)) == "150.000 đồng (chưa xác minh)"
    long = owed(fee_vnd=None, fee_text="một mức thu cho mỗi loại thiết bị " * 20)
    assert len(long) < 200 and "…" in long


def test_what_is_forbidden_says_why_and_what_to_do() -> None:
    lines = lines_of(dossier(GOOD, OPEN))
    assert not lines[Decision.ACCEPT].allowed
    what, advice = lines[Decision.ACCEPT].obstacles[0]
    assert "Giấy tờ thứ 3" in what and advice
    assert not lines[Decision.REQUEST_SUPPLEMENT].allowed


def test_components_speak_for_a_decision_but_never_for_a_refusal() -> None:
    assert proposed(tuple(lines_of(dossier(GOOD)).values())) is Decision.ACCEPT
    assert proposed(tuple(lines_of(dossier(GOOD, BAD)).values())) is Decision.REQUEST_SUPPLEMENT
    assert proposed(tuple(lines_of(dossier(GOOD, OPEN)).values())) is None


def test_a_supplement_request_shows_what_will_be_sent() -> None:
    assert "2. Thiếu trang cuối" in lines_of(dossier(GOOD, BAD))[Decision.REQUEST_SUPPLEMENT].effect


# Facts


def test_each_figure_carries_its_own_mark_and_source() -> None:
    groups = {group.title: group.facts for group in procedure_groups(view(dossier(GOOD)))}
    term, fee = groups["Thời hạn và phí, lệ phí"]
    assert (term.value, term.mark, term.source) == ("10 ngày làm việc (kênh của hồ sơ này)", "", "Quyết định gốc")
    assert fee.value == "2.000.000 đồng"
    assert groups["Thành phần hồ sơ"][0].mark == UNVERIFIED


def test_a_procedure_that_is_not_in_the_catalogue_is_said_to_be_so() -> None:
    shown = replace(view(dossier()), procedure=None)
    (group,) = procedure_groups(shown)
    assert "chưa có trong danh mục" in group.facts[1].value


def test_ways_to_reach_an_applicant_are_hidden_until_asked_for() -> None:
    who = Applicant(
        name="Nguyễn Thị Ưởng", identity_number="033188999109", phone="0912345678", address="Số 1, đường Thử"
    )
    given = view(dossier(GOOD, applicant=who))
    hidden = {fact.value for group in applicant_groups(given, revealed=False) for fact in group.facts}
    shown = {fact.value for group in applicant_groups(given, revealed=True) for fact in group.facts}
    secrets = {who.identity_number, who.phone, who.address}
    assert not hidden & secrets
    assert secrets <= shown


# Findings


def test_findings_are_numbered_and_what_passed_is_one_line() -> None:
    page = PageFacts(
        number=1, width_pt=595, height_pt=842, rotation=0, image_dpi=200.0, colour=Colour.COLOUR, blank=False,
        has_text=False,
    )  # fmt: skip
    facts = FileFacts(
        name="a.pdf", size=1, sha256="", kind=FileKind.PDF, suffix_matches=True, readable=True, pdf_version="1.6",
        pages=(page, replace(page, number=2, blank=True)), page_count=2, pages_looked_at=2,
    )  # fmt: skip
    findings = (Finding("checks.blank_pages", Severity.WARNING, {"pages": "2"}, page=2),)
    shown = check_view(facts, findings)
    assert [(line.number, line.tone, line.first, line.page) for line in shown.findings] == [
        (1, "warn", "Trang 2 trắng.", 2)
    ]
    assert shown.passed == "PDF 1.6, 200 dpi, màu, không mật khẩu"
    assert shown.qualifier == "1 điều cần xem · 4 điều đạt"
    assert shown.details[0] == "Trang 1: 210 × 297 mm · 200 dpi · màu"
    assert shown.details[1].endswith("trang trắng")
