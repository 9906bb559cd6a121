"""ICS, CSV and JSON: read back equal, hours included; every mistake refused with its place."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counter_app.errors import Misuse
from counter_app.model.procedure import Source
from counter_app.working_time.calendar_csv import HEADINGS
from counter_app.working_time.calendar_file import shipped_calendar
from counter_app.working_time.calendar_formats import ENDINGS, read_calendar, write_calendar
from counter_app.working_time.days import (
    CalendarData,
    Certainty,
    DayKind,
    DayOff,
    HoursPeriod,
    MakeupDay,
    Session,
    SpecialDay,
)
from tests.working_time.builders import at, day, office

STAMP = at("2026-11-23 08:00")
SHIPPED = shipped_calendar().data
TEXT = st.text(
    st.one_of(
        st.sampled_from("=+-@'\",;:\\~\nấ"), st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp"), codec="utf-8")
    ),
    max_size=12,
)
SOURCES = st.builds(Source, document=TEXT, verified=st.booleans())
CERTAINTIES = st.sampled_from(Certainty)


@st.composite
def sessions(draw: st.DrawFn, *, uncounted: bool = False) -> tuple[Session, ...]:
    edges = sorted(draw(st.sets(st.integers(0, 1440), max_size=6)))
    pairs = zip(edges[::2], edges[1::2], strict=False)
    return tuple(Session(begin, end, not (uncounted and draw(st.booleans()))) for begin, end in pairs)


@st.composite
def calendars(draw: st.DrawFn) -> CalendarData:
    first = date(2026, 1, 1)
    days = [first + timedelta(days=number) for number in sorted(draw(st.sets(st.integers(0, 364), max_size=9)))]
    starts = [first, *sorted(draw(st.sets(st.dates(date(2026, 2, 1), date(2026, 12, 1)), max_size=2)))]
    hours = []
    for start in starts:
        week = draw(st.dictionaries(st.integers(0, 6), sessions(uncounted=True), max_size=7))
        kept = {weekday: found for weekday, found in week.items() if found}
        hours.append(HoursPeriod(first=start, week=kept, source=draw(SOURCES)))
    entries: list[DayOff | MakeupDay | SpecialDay] = []
    for one in days:
        kind, source, certainty = draw(st.integers(0, 2)), draw(SOURCES), draw(CERTAINTIES)
        if kind == 0:
            entries.append(DayOff(first=one, last=one, name=draw(TEXT), source=source, certainty=certainty))
        elif kind == 1:
            own = draw(st.one_of(st.none(), sessions()))
            back = one - timedelta(days=draw(st.integers(1, 90)))
            entries.append(MakeupDay(day=one, replaces=back, sessions=own, source=source, certainty=certainty))
        else:
            entries.append(
                SpecialDay(day=one, name=draw(TEXT), sessions=draw(sessions()), source=source, certainty=certainty)
            )
    return CalendarData(
        covered_from=first,
        covered_to=date(2026, 12, 31),
        hours=tuple(hours),
        name=draw(TEXT),
        days_off=tuple(entry for entry in entries if isinstance(entry, DayOff)),
        makeup_days=tuple(entry for entry in entries if isinstance(entry, MakeupDay)),
        special_days=tuple(entry for entry in entries if isinstance(entry, SpecialDay)),
    )


@pytest.mark.parametrize("ending", ENDINGS)
@settings(max_examples=60, deadline=None)
@given(data=calendars())
def test_what_is_written_is_read_back_equal(ending: str, data: CalendarData) -> None:
    read = read_calendar(write_calendar(data, "lich" + ending, STAMP), "lich" + ending, SHIPPED)
    assert read.data == data
    assert read.whole


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_shipped_calendar_is_read_back_equal(ending: str) -> None:
    assert read_calendar(write_calendar(SHIPPED, "x" + ending, STAMP), "x" + ending, SHIPPED).data == SHIPPED


def _csv(*rows: str) -> bytes:
    return "\n".join([",".join(HEADINGS), *rows]).encode()


WHOLE = ("lịch,01/01/2026,31/12/2026,,,,x,,,,", "giờ,01/01/2026,,T2 T3 T4 T5 T6,07:30-11:30 13:00-17:00,,,,,,")


@pytest.mark.parametrize(
    ("rows", "places"),
    [
        (("nghỉ,30/02/2026,,,,,x,,,,",), ["dòng 2", "Từ ngày", "30/02/2026"]),
        (("nghỉ,02/09/2026,01/09/2026,,,,x,,,,",), ["dòng 2", "2026-09-02"]),
        (("nghỉ,02/09/2026,,,,,x,,,,", "nghỉ,01/09/2026,03/09/2026,,,,y,,,,"), ["02/09/2026", "dòng 2", "dòng 3"]),
        (("nghỉ,31/08/2026,,,,,x,,,,", "làm bù,31/08/2026,,,,,,30/08/2026,,,"), ["31/08/2026", "dòng 2", "dòng 3"]),
        (("làm bù,22/08/2026,,,,,,,,,",), ["dòng 2", "Bù cho ngày"]),
        (("giờ riêng,05/06/2026,,,11:30-07:30,,x,,,,",), ["dòng 2", "05/06/2026"]),
        (("giờ riêng,05/06/2026,,,07:30-11:30 11:00-12:00,,x,,,,",), ["dòng 2", "11:00–12:00"]),
        (("giờ riêng,05/06/2026,,,sáng,,x,,,,",), ["dòng 2", "Giờ tính", "sáng"]),
        (("lễ,02/09/2026,,,,,x,,,,",), ["dòng 2", "lễ", "giờ riêng"]),
        (("nghỉ,02/09/2026,,,,,x,,chắc là,,",), ["dòng 2", "Trạng thái", "chắc là"]),
        (("nghỉ,02/09/2026,,,,,x,,,,đúng",), ["dòng 2", "Xác minh"]),
        ((*WHOLE, "giờ,01/01/2026,,T2,08:00-12:00,,,,,,"), ["dòng 4", "Thứ", "T2"]),
        ((*WHOLE, "giờ,01/01/2026,,T7,08:00-12:00,,,,,QĐ 1,"), ["dòng 4", "01/01/2026"]),
        ((WHOLE[0], WHOLE[1].replace("01/01", "01/02")), ["01/01/2026"]),
        ((WHOLE[0].replace("2026,31", "2026,31").replace("31/12/2026", "31/12/2025"), WHOLE[1]), ["2025-12-31"]),
        ((*WHOLE, "nghỉ,,,,,,x,,,,"), ["dòng 4", "trống"]),
    ],
)
def test_a_table_that_contradicts_itself_is_refused_by_line_and_column(
    rows: tuple[str, ...], places: list[str]
) -> None:
    with pytest.raises(Misuse) as refused:
        read_calendar(_csv(*rows), "lich.csv", SHIPPED)
    assert [place for place in ["lich.csv", *places] if place not in str(refused.value)] == []


@pytest.mark.parametrize(
    ("content", "word"),
    [(b"\xff\xfe\x00", "UTF-8"), (b"Ngay,Ten\n", "Ngay"), ("Loại,Từ ngày".encode(), "Đến ngày"), (b"", "Loại")],
)
def test_a_table_with_other_columns_is_refused(content: bytes, word: str) -> None:
    with pytest.raises(Misuse, match=word):
        read_calendar(content, "lich.csv", SHIPPED)


def test_a_spreadsheet_of_another_country_separates_by_semicolons() -> None:
    content = _csv("nghỉ,2026-12-24,,,,,x,,,,").replace(b",", b";")
    read = read_calendar(content, "lich.csv", SHIPPED)
    assert read.data.day(day("2026-12-24")).kind is DayKind.OFF
    assert not read.whole


def _ics(*events: str, head: str = "") -> bytes:
    body = "".join(f"BEGIN:VEVENT\r\nUID:{number}\r\n{event}END:VEVENT\r\n" for number, event in enumerate(events))
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//EN\r\n{head}{body}END:VCALENDAR\r\n".encode()


def _event(start: str, end: str = "", summary: str = "Nghỉ", more: str = "") -> str:
    ends = f"DTEND;VALUE=DATE:{end}\r\n" if end else ""
    return f"DTSTART;VALUE=DATE:{start}\r\n{ends}SUMMARY:{summary}\r\n{more}"


def test_days_off_of_another_calendar_are_put_into_ours() -> None:
    content = _ics(
        _event("20261224", "20261226", "Nghỉ lạnh"),
        _event("20261124", summary="Culture Day"),
        _event("20261219", summary="Làm bù cho 24/12"),
        _event("20310101", summary="xa"),
        "DTSTART;TZID=Asia/Ho_Chi_Minh:20261201T080000\r\nSUMMARY:Họp\r\n",
        _event("20261222", more="STATUS:CANCELLED\r\n"),
    )
    read = read_calendar(content, "chung.ics", SHIPPED)
    found = read.data
    assert not read.whole
    assert [found.day(day(f"2026-12-{n}")).kind for n in (24, 25)] == [DayKind.OFF, DayKind.OFF]
    assert found.day(day("2026-12-19")).replaces == day("2026-12-24")
    assert found.day(day("2026-11-24")) == SHIPPED.day(day("2026-11-24"))
    assert found.day(day("2026-12-22")).kind is DayKind.WORKING
    assert len(read.notes) == 3
    assert found.hours == SHIPPED.hours


def test_an_event_of_every_year_is_taken_in_every_covered_year() -> None:
    content = _ics(_event("20200713", summary="Ngày truyền thống", more="RRULE:FREQ=YEARLY;UNTIL=20261231\r\n"))
    found = read_calendar(content, "x.ics", SHIPPED).data
    assert [found.day(date(year, 7, 13)).kind is DayKind.OFF for year in range(2023, 2028)] == [
        True,
        False,  # a Saturday is free already
        False,  # a Sunday
        True,
        False,
    ]


OURS = "X-QMC-COVERED:2026-01-01/2026-12-31\r\n"


@pytest.mark.parametrize(
    ("content", "places"),
    [
        (_ics(_event("20260230")), ["sự kiện 1 (dòng 4)"]),
        (_ics(_event("20260901"), "SUMMARY:x\r\n"), ["sự kiện 2 (dòng 9)"]),
        (_ics(_event("20260903", "20260901")), ["sự kiện 1"]),
        (_ics(_event("20260901"), _event("20260901")), ["01/09/2026", "sự kiện 1", "sự kiện 2"]),
        (_ics(_event("20260901"), _event("20260901", summary="Làm bù cho 31/08")), ["01/09/2026", "sự kiện 2"]),
        (_ics(_event("20260822", summary="Làm bù")), ["sự kiện 1", "Làm bù cho 31/08/2026"]),
        (_ics(_event("20260822", summary="Làm bù cho 31/02")), ["sự kiện 1", "31/02"]),
        (_ics(_event("20260822", more="RRULE:FREQ=WEEKLY\r\n")), ["sự kiện 1", "lặp lại"]),
        (_ics(_event("20260822", more="RRULE:FREQ=YEARLY;BYDAY=1MO\r\n")), ["sự kiện 1", "lặp lại"]),
        (_ics(_event("20260605", more="X-QMC-KIND:special\r\nX-QMC-SESSIONS:11:30-07:30\r\n")), ["sự kiện 1"]),
        (_ics(head="X-WR-TIMEZONE:Mars/Olympus\r\n"), ["Mars/Olympus"]),
        (_ics(head=OURS + "X-WR-TIMEZONE:Europe/Berlin\r\n"), ["Europe/Berlin"]),
        (_ics(head=OURS), ["01/01/2026"]),
        (_ics(head="X-QMC-COVERED:2026-01-01\r\n"), ["X-QMC-COVERED"]),
        (_ics(head=OURS + "X-QMC-HOURS:{\r\n"), ["X-QMC-HOURS"]),
        (_ics(head=OURS + 'X-QMC-HOURS:{"from":"2026-01-01"\\,"week":{"mon":["17:00-07:30"]}}\r\n'), ["17:00–07:30"]),
        (b"", ["iCalendar"]),
        (b"BEGIN:VCALENDAR\r\n", ["iCalendar"]),
        (b"\xff\xfe", ["iCalendar"]),
    ],
)
def test_a_calendar_of_another_program_is_refused_by_event_and_line(content: bytes, places: list[str]) -> None:
    with pytest.raises(Misuse) as refused:
        read_calendar(content, "chung.ics", SHIPPED)
    assert [place for place in ["chung.ics", *places] if place not in str(refused.value)] == []


def test_another_ending_is_refused_with_the_known_ones() -> None:
    with pytest.raises(Misuse, match=r"\.ics, \.csv, \.json"):
        read_calendar(b"", "lich.docx", SHIPPED)


@settings(max_examples=80, deadline=None)
@given(junk=st.binary(max_size=200), place=st.integers(0, 6000))
def test_whatever_stands_in_a_file_is_read_or_refused_in_words(junk: bytes, place: int) -> None:
    for ending in (".ics", ".csv"):
        content = write_calendar(office(saturday="~07:30-11:30").data, "x" + ending, STAMP)
        try:
            read_calendar(content[:place] + junk + content[place:], "x" + ending, SHIPPED)
        except Misuse as refused:
            assert refused.what
            assert refused.advice
