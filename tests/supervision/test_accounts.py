"""How a due moment comes about: lines that add up, legal basis with its marks, the other reading and why it differs."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from counter_app.model.account import Account
from counter_app.model.dossier import Channel, Decision
from counter_app.model.procedure import (
    AfterSupplement,
    ChannelTerms,
    CompletenessCheck,
    Procedure,
    Source,
    Term,
    TermUnit,
)
from counter_app.rules.readings import SAME_CLOCK, reading
from counter_app.rules.rule_sets import rule_set
from counter_app.supervision.accounts import same_clock_reading, term_account, window_account
from counter_app.supervision.clocks import WindowRun, intake_window, pass_on_due, term_count
from counter_app.working_time.calendar import WorkingCalendar
from counter_app.working_time.calendar_file import shipped_calendar
from counter_app.working_time.terms import TermCount, Wait
from tests.working_time.builders import at, office, sessions

SHIPPED = shipped_calendar()
RULES = rule_set("nd309-2026")
CITED = Source(document="Quyết định 1234/QĐ-UBND", verified=True)
PROCEDURE = Procedure(
    code="1.001786",
    name="Cấp giấy chứng nhận đăng ký hoạt động",
    short_name="Đăng ký hoạt động",
    field="Khoa học",
    cases=(),
    terms=(ChannelTerms(channel=Channel.ONLINE, term=Term(amount=5, unit=TermUnit.WORKING_DAY)),),
    source=CITED,
)


def with_check(amount: int, unit: TermUnit, since: str = "2026-01-01") -> Procedure:
    check = CompletenessCheck(
        limit=Term(amount=amount, unit=unit), effective_from=date.fromisoformat(since), source=CITED
    )
    return replace(PROCEDURE, completeness_checks=(check,))


def window(received: str, procedure: Procedure | None = None, calendar: WorkingCalendar = SHIPPED) -> Account:
    run = WindowRun(begun_at=at(received), due_at=calendar.add_minutes(at(received), 480))
    if procedure:
        found = intake_window(calendar, RULES, procedure, Channel.ONLINE, at(received))
        assert found is not None
        run = replace(run, due_at=found.due_at)
    account = window_account(calendar, run, RULES, procedure)
    assert account is not None
    return account


def test_the_window_adds_up_and_cites_what_it_rests_on() -> None:
    account = window("2026-11-20 10:15")
    assert account.total == "8 giờ 00 phút"
    assert account.basis == ("Khoảng tiếp nhận 8 giờ làm việc: Chỉ thị 27/CT-TTg ngày 27/10/2023.",)
    assert account.other is None


def test_unread_sources_are_marked() -> None:
    unread = Source(document="Quyết định 99/QĐ-BKHCN", verified=False)
    count = TermCount(term=Term(amount=5, unit=TermUnit.WORKING_DAY), begun_at=at("2026-11-20 09:00"))
    assert term(count, unread).basis[0].endswith("5 ngày làm việc: Quyết định 99/QĐ-BKHCN (chưa xác minh).")
    assert not any("Thời hạn giải quyết" in words for words in term(count, None).basis)


def term(count: TermCount, source: Source | None = CITED, promised: datetime | None = None) -> Account:
    return term_account(SHIPPED, count, RULES, source, promised=promised)


@pytest.mark.parametrize(
    ("limit", "unit", "due", "said"),
    [
        (4, TermUnit.WORKING_HOUR, "2026-11-23 14:30", "Hạn riêng của thủ tục (4 giờ làm việc) đến trước"),
        (2, TermUnit.WORKING_DAY, "2026-11-25 09:00", "Khoảng tiếp nhận chung đến trước hạn riêng"),
    ],
)
def test_the_stricter_of_the_window_and_the_own_check_is_used_and_named(
    limit: int, unit: TermUnit, due: str, said: str
) -> None:
    procedure = with_check(limit, unit)
    found = intake_window(SHIPPED, RULES, procedure, Channel.ONLINE, at("2026-11-23 09:00"))
    assert found is not None
    assert found.due_at == at(due)
    account = window("2026-11-23 09:00", procedure)
    assert account.notes[0].startswith(said)
    assert account.basis[1].endswith("Quyết định 1234/QĐ-UBND.")


def test_an_own_check_gives_a_window_to_a_dossier_that_has_none() -> None:
    procedure = with_check(1, TermUnit.WORKING_DAY)
    found = intake_window(SHIPPED, RULES, procedure, Channel.DIRECT, at("2026-11-23 09:00"))
    assert found is not None
    assert (found.due_at, found.check) == (at("2026-11-25 17:00"), procedure.completeness_checks[0])
    assert intake_window(SHIPPED, RULES, PROCEDURE, Channel.DIRECT, at("2026-11-23 09:00")) is None


def test_an_own_check_that_is_not_in_force_yet_does_not_alarm() -> None:
    found = intake_window(
        SHIPPED, RULES, with_check(1, TermUnit.WORKING_HOUR, "2027-01-01"), Channel.ONLINE, at("2026-11-23 09:00")
    )
    assert found is not None
    assert (found.due_at, found.check) == (at("2026-11-25 09:00"), None)


def test_a_day_of_eight_and_a_half_hours_makes_two_readings() -> None:
    """interop.md 5.3: strictly Tuesday 08:47, «same time next day» says 09:17."""
    long_day = office(sessions("07:30-12:00 13:30-17:30"))
    received = at("2024-06-03 09:17")
    other = same_clock_reading(long_day, received, long_day.add_minutes(received, 480), 480)
    assert other is not None
    assert (other.due_at, other.warns) == (at("2024-06-04 09:17"), False)
    assert "thứ Hai 03/06 làm việc 8 giờ 30 phút, không phải 8 giờ" in other.words
    assert other.words.endswith("Ứng dụng giữ hạn sớm hơn.")


def test_after_a_half_day_the_other_reading_ends_earlier_and_warns() -> None:
    half = office(special={"2024-06-04": "07:30-11:30"})
    received = at("2024-06-03 09:00")
    other = same_clock_reading(half, received, half.add_minutes(received, 480), 480)
    assert half.add_minutes(received, 480) == at("2024-06-04 09:00")
    assert other is None
    received = at("2024-06-04 09:00")
    other = same_clock_reading(half, received, half.add_minutes(received, 480), 480)
    assert other is not None
    assert (other.due_at, other.warns) == (at("2024-06-05 09:00"), True)
    assert "thứ Ba 04/06 có giờ riêng, chỉ 4 giờ" in other.words
    assert "Nên xong trước" in other.words


@pytest.mark.parametrize("received", ["2026-11-20 17:00", "2026-11-20 12:00", "2026-11-21 09:00"])
def test_two_readings_at_the_edge_of_a_session_are_the_same(received: str) -> None:
    assert same_clock_reading(SHIPPED, at(received), SHIPPED.add_minutes(at(received), 480), 480) is None


def test_which_readings_are_told_of_is_dated_data() -> None:
    found = reading(SAME_CLOCK, date(2026, 11, 23))
    assert found is not None and found.warns
    assert reading(SAME_CLOCK, date(2010, 1, 1)) is None
    assert same_clock_reading(SHIPPED, at("2026-11-20 10:15"), at("2026-11-23 10:15"), 240) is None


def test_both_readings_of_a_supplement_are_shown_where_they_differ() -> None:
    wait = Wait(begun_at=at("2026-11-18 10:00"), ended_at=at("2026-11-20 10:00"), mode=AfterSupplement.RESTART)
    count = TermCount(term=Term(amount=5, unit=TermUnit.WORKING_DAY), begun_at=at("2026-11-16 09:00"), waits=(wait,))
    account = term(count)
    assert account.due_at == at("2026-11-30 17:00")
    assert account.other is not None
    assert (account.other.due_at, account.other.warns) == (at("2026-11-26 17:00"), True)
    assert "Bổ sung đủ thì tính lại từ đầu" in account.basis[-1]
    paused = term(count.read_as(AfterSupplement.PAUSE))
    assert paused.other is not None
    assert (paused.due_at, paused.other.due_at) == (account.other.due_at, account.due_at)
    assert not paused.other.warns


def test_a_wait_and_an_appointment_told_otherwise_are_noted() -> None:
    wait = Wait(begun_at=at("2026-11-18 10:00"), ended_at=None, mode=AfterSupplement.RESTART)
    count = TermCount(term=Term(amount=5, unit=TermUnit.WORKING_DAY), begun_at=at("2026-11-16 09:00"), waits=(wait,))
    account = term(count, promised=at("2026-12-01 17:00"))
    assert account.notes == (
        "Đang chờ người nộp bổ sung từ 10:00 thứ Tư 18/11/2026; thời hạn chưa chạy.",
        "Ngày hẹn đã báo cho người nộp là 17:00 thứ Ba 01/12/2026.",
    )


def test_earlier_runs_and_an_act_recorded_late_are_told() -> None:
    first = WindowRun(
        begun_at=at("2026-11-18 08:00"),
        due_at=at("2026-11-19 08:00"),
        ended_at=at("2026-11-18 10:00"),
        ended_by=Decision.REQUEST_SUPPLEMENT,
    )
    run = WindowRun(
        begun_at=at("2026-11-20 08:00"),
        due_at=at("2026-11-23 08:00"),
        ended_at=at("2026-11-20 16:00"),
        ended_by=Decision.ACCEPT,
        recorded_at=at("2026-11-23 08:00"),
    )
    account = window_account(SHIPPED, run, RULES, PROCEDURE, earlier=(first,))
    assert account is not None
    assert account.earlier == ("Lần 1: nhận 08:00 thứ Tư 18/11/2026, dừng 10:00 thứ Tư 18/11/2026 (yêu cầu bổ sung).",)
    assert "Việc làm lúc 16:00 thứ Sáu 20/11/2026, ghi vào máy lúc 08:00 thứ Hai 23/11/2026" in account.notes[0]
    assert not run.late


def test_the_rule_for_late_receipt_is_cited_only_where_the_procedure_has_it() -> None:
    begun = at("2026-11-20 16:00")
    plain = term_count(PROCEDURE, RULES, Channel.ONLINE, begun)
    late = term_count(replace(PROCEDURE, late_receipt_rule=True), RULES, Channel.ONLINE, begun)
    assert plain is not None and late is not None
    assert (term(plain).due_at, term(late).due_at) == (at("2026-11-30 17:00"), at("2026-12-01 17:00"))
    assert not any("Nhận sau 15:00" in words for words in term(plain).basis)
    assert "Nhận sau 15:00 tính sang ngày làm việc kế tiếp: Điều 9, Nghị định 309/2026/NĐ-CP" in " ".join(
        term(late).basis
    )


@pytest.mark.parametrize(
    ("accepted", "due"),
    [
        ("2026-11-23 08:00", "2026-11-23 17:00"),
        ("2026-11-23 15:00", "2026-11-23 17:00"),
        ("2026-11-23 15:01", "2026-11-25 11:30"),  # 24/11 is a holiday
        ("2026-11-21 09:00", "2026-11-23 11:30"),  # a Saturday
    ],
)
def test_what_came_over_the_counter_is_passed_on_the_same_day_or_the_next_morning(accepted: str, due: str) -> None:
    """R1.7."""
    assert pass_on_due(SHIPPED, RULES, at(accepted)) == at(due)


def test_a_dossier_without_a_window_has_no_account() -> None:
    assert window_account(SHIPPED, WindowRun(begun_at=at("2026-11-20 08:00"), due_at=None), RULES, None) is None
