"""Reports over an office with a past: every figure told anew from the diary, every number opens what it counts."""

import json
from collections.abc import Iterator
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from counter_app.errors import Misuse, Refused
from counter_app.model.dossier import Channel
from counter_app.model.period import Period, month, quarter, year
from counter_app.model.person import Role
from counter_app.model.procedure import base_code
from counter_app.model.queue import QueueFilter
from counter_app.model.report import Bars, Behind, Figures, Heat, Kind, Report, Steps, Table
from counter_app.report.steps import STEP_WORDS
from counter_app.rules.after_intake import overdue_causes
from counter_app.workflow import queue, reports
from counter_app.workflow.office import Office
from counter_app.workflow.report_kinds import REPORTS
from tests.workflow import report_events
from tests.workflow.report_events import Story

NOVEMBER, OCTOBER = month(date(2026, 11, 1)), month(date(2026, 10, 5))
KEYS = {
    "": lambda _: "",
    "field": lambda one: one.field,
    "holder": lambda one: one.holder,
    "procedure": lambda one: base_code(one.procedure_code),
}
GROUND = "khoản 2 Điều 17 Nghị định 118/2025/NĐ-CP"


def told(report: Report, key: str) -> Table:
    return next(table for table in report.tables() if table.key == key)


@pytest.mark.parametrize("period", [NOVEMBER, OCTOBER, quarter(date(2026, 11, 1)), year(date(2026, 1, 1))])
@pytest.mark.parametrize("group", list(KEYS))
def test_every_figure_is_what_the_diary_tells(past: Office, stories: list[Story], period: Period, group: str) -> None:
    expected = report_events.figures(stories, period, past.now(), KEYS[group])
    wanted = sorted({name for counts in expected.values() for name in counts})
    assert {"early", "on_time", "late", "end_unknown", "in_progress_late", "asked_supplement", "refused"} <= {*wanted}
    found = past.store.readings.reports.counted(period, past.now(), wanted, group)
    for value, counts in expected.items():
        mine = found.get(value, {})
        assert {name: mine.get(name, 0) for name in wanted} == {name: counts[name] for name in wanted}, value


def test_the_time_of_each_step_is_what_the_diary_tells(past: Office, stories: list[Story]) -> None:
    seconds: dict[str, int] = {}
    through: dict[str, int] = {}
    for one in stories:
        if one.accepted and one.closed and NOVEMBER.start <= one.closed <= past.now():
            for step, worked in report_events.steps_of(one, past).items():
                seconds[step] = seconds.get(step, 0) + worked
                through[step] = through.get(step, 0) + 1
    rows = {row[0].value: row for row in told(reports.make(past, "steps", NOVEMBER), "steps").rows}
    assert set(through) == {"intake", "resolving", "applicant"}
    for step, words in STEP_WORDS.items():
        assert rows[words][1].value == through.get(step, 0), step
        assert rows[words][2].value == seconds.get(step, 0) // 60, step


@pytest.mark.parametrize("period", [OCTOBER, NOVEMBER])
def test_the_ages_of_what_is_open_are_counted_day_by_day(past: Office, stories: list[Story], period: Period) -> None:
    judged = min(period.end, past.now())
    ages = [
        past.calendar.working_days_between(one.accepted.date(), min(period.last, past.now().date()))
        for one in stories
        if one.accepted and one.accepted < judged and (one.closed is None or one.closed > judged)
    ]
    report = reports.make(past, "steps", period)
    curve = next(part for part in report.parts if isinstance(part, Steps))
    for label, cell in curve.points[1:]:
        assert cell.value == sum(age >= int(label.split()[-1]) for age in ages), label
    assert curve.points[0][1].value == len(ages)


def test_arrivals_stand_at_the_weekday_and_hour_at_which_they_were_handed_in(
    past: Office, stories: list[Story]
) -> None:
    expected: dict[tuple[int, int], int] = {}
    outside = 0
    for one in stories:
        if one.dossier.channel is Channel.ONLINE and one.arrived and OCTOBER.start <= one.arrived < OCTOBER.end:
            at = one.dossier.submitted_at or one.arrived
            expected[at.weekday(), at.hour] = expected.get((at.weekday(), at.hour), 0) + 1
            outside += past.calendar.session_at(at) is None
    report = reports.make(past, "arrivals", OCTOBER)
    heat = next(part for part in report.parts if isinstance(part, Heat))
    found = {(day, hour): cell.value for day, cells in enumerate(heat.cells) for hour, cell in enumerate(cells)}
    assert {place: count for place, count in found.items() if count} == expected
    figures = next(part for part in report.parts if isinstance(part, Figures)).figures
    assert figures[0].cell.value == sum(expected.values())
    assert figures[1].cell.value == pytest.approx(outside / sum(expected.values()))
    assert figures[1].cell.behind is not None
    assert len(reports.dossiers_behind(past, OCTOBER, figures[1].cell.behind)) == outside


def test_received_and_carried_over_are_resolved_or_in_progress(past: Office) -> None:
    for period in (OCTOBER, NOVEMBER, Period(first=date(2026, 11, 24), last=date(2026, 11, 24))):
        for row in told(reports.make(past, "period", period), "official").rows:
            count = [int(cell.value or 0) for cell in row[2:]]
            assert count[0] == count[1] + count[2] + count[3] == count[4] + count[8]
            assert count[4] == count[5] + count[6] + count[7] + (count[11] if len(count) > 11 else 0)
            assert count[8] == count[9] + count[10]


@pytest.mark.parametrize("kind", list(REPORTS))
def test_every_number_opens_exactly_as_many_dossiers(past: Office, beside: dict[str, Path], kind: str) -> None:
    report = reports.make(past, kind, NOVEMBER, files=beside)
    counted = 0
    for cell in cells_of(report):
        if cell.behind is not None and isinstance(cell.value, int):
            assert len(reports.dossiers_behind(past, NOVEMBER, cell.behind)) == cell.value, cell
            counted += 1
    assert counted


def cells_of(report: Report) -> Iterator[object]:
    for part in report.parts:
        if isinstance(part, Table):
            yield from (cell for row in (*part.rows, part.total or ()) for cell in row)
        elif isinstance(part, Figures):
            yield from (one.cell for one in part.figures)
        elif isinstance(part, Bars):
            yield from (cell for line in part.lines for cell in line.parts)
        elif isinstance(part, Heat):
            yield from (cell for line in part.cells for cell in line)
        elif isinstance(part, Steps):
            yield from (cell for _, cell in part.points)


@pytest.mark.parametrize("kind", list(REPORTS))
def test_every_report_goes_out_as_pdf_excel_and_json_with_the_same_figures(
    past: Office, beside: dict[str, Path], kind: str, tmp_path: Path
) -> None:
    report = reports.make(past, kind, NOVEMBER, files=beside)
    for suffix in reports.SUFFIXES:
        assert reports.save(past, report, tmp_path / f"a{suffix}", reason="Công văn 12").stat().st_size > 1000
    plain = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    book = openpyxl.load_workbook(BytesIO((tmp_path / "a.xlsx").read_bytes()))
    titles = {str(sheet.cell(4, 1).value): sheet for sheet in book}
    for table in report.tables():
        mine = next(part for part in plain["parts"] if part.get("key") == table.key)
        assert len(mine["rows"]) == len(table.rows)
        sheet = titles[table.title]
        top = int(sheet.freeze_panes[1:].lstrip("ABCDEFG") or 0) if sheet.freeze_panes else 0
        assert top > 4, "the heading stays"
        for place, row in enumerate(table.rows):
            for column, cell in enumerate(row, start=1):
                shown = sheet.cell(top + place, column)
                assert shown.data_type != "f", "no cell is a formula"
                if table.columns[column - 1].kind is Kind.MINUTES:
                    assert shown.number_format == "[h]:mm"
                elif isinstance(cell.value, int):
                    assert shown.value == cell.value
                elif isinstance(cell.value, datetime | date):
                    assert isinstance(shown.value, datetime)
    with pytest.raises(Refused, match="Đã có tệp"):
        reports.save(past, report, tmp_path / "a.pdf", reason="Công văn 12")
    told = past.store.readings.last_office_event("save_report")
    assert told is not None and (told.details["report"], told.details["form"]) == (kind, ".json")
    assert ("reason" in told.details) == report.personal == (kind == "overdue")
    reports.save(past, report, tmp_path / "a.pdf", reason="Công văn 12", over=True)
    with pytest.raises(Misuse, match="đuôi"):
        reports.save(past, report, tmp_path / "a.doc", reason="Công văn 12")


def test_an_unknown_report_and_a_role_without_reports_are_refused(past: Office) -> None:
    with pytest.raises(Misuse, match="Không có báo cáo"):
        reports.make(past, "khong-co", NOVEMBER)
    keeper = next(login for login, person in past.people.items() if person.role is Role.SEAL_KEEPER)
    for act in (
        lambda one: reports.make(one, "period", NOVEMBER),
        lambda one: reports.dossiers_behind(one, NOVEMBER, Behind(figure="arrived")),
    ):
        with pytest.raises(Refused):
            act(past.as_person(keeper))


def test_a_period_that_has_not_begun_is_refused_and_one_before_the_calendar_is_told(past: Office) -> None:
    with pytest.raises(Refused, match="Tháng 12/2026 chưa bắt đầu"):
        reports.make(past, "period", month(date(2026, 12, 1)))
    assert told(reports.make(past, "period", month(date(2019, 3, 1))), "official").rows == ()


def test_the_overdue_report_names_every_late_dossier_that_the_diary_tells(past: Office, stories: list[Story]) -> None:
    for period in (OCTOBER, NOVEMBER):
        wanted: dict[str, tuple[str, str] | None] = {}
        for story in stories:
            if {"late", "in_progress_late"} & {*report_events.figures_of(story, period, past.now())}:
                explained = [one for one in queue.events(past, story.dossier.id) if one.kind == "explain_overdue"]
                last = explained[-1].details if explained else None
                wanted[story.dossier.display_code] = (str(last["cause"]), str(last["responsible"])) if last else None
        report = reports.make(past, "overdue", period)
        words = {str(cause): said for cause, said in overdue_causes()}
        rows = told(report, "dossiers").rows
        assert {str(row[1].value) for row in rows} == set(wanted) and len(rows) == len(wanted) > 10
        for row in rows:
            known = wanted[str(row[1].value)]
            proposed = str(row[6].value).endswith(" (đề xuất)")
            assert proposed is (known is None)
            if known is not None:
                assert (row[6].value, row[8].value) == (words[known[0]], known[1])
        figures = {
            one.title: one.cell.value for part in report.parts if isinstance(part, Figures) for one in part.figures
        }
        assert figures["Quá hạn trong kỳ"] == len(wanted)
        assert figures["Chưa giải trình"] == sum(one is None for one in wanted.values())
        for key in ("by_responsible", "by_field"):
            table = told(report, key)
            assert table.total is not None and table.total[2].value == len(wanted)
            assert sum(int(row[2].value or 0) for row in table.rows) == len(wanted)


def test_the_overdue_sheet_of_one_officer_one_field_or_one_dossier_holds_only_that(past: Office) -> None:
    report = reports.make(past, "overdue", NOVEMBER)
    for key in ("by_responsible", "by_field"):
        row = told(report, key).rows[0]
        assert row[1].behind is not None
        only = reports.make(past, "overdue", NOVEMBER, row[1].behind)
        assert str(row[1].value) in only.subject
        assert len(told(only, "dossiers").rows) == row[2].value
    first = told(report, "dossiers").rows[0]
    assert first[6].behind is not None
    one = reports.make(past, "overdue", NOVEMBER, first[6].behind)
    facts = {str(label.value): str(value.value) for label, value in told(one, "facts").rows}
    assert one.subject == f"Hồ sơ {first[1].value}" and facts["Nguyên nhân"] == first[6].value
    in_time = next(
        one
        for one in queue.ids(past, QueueFilter())
        if str(one) not in {row[1].behind.value for row in told(report, "dossiers").rows if row[1].behind}
    )
    with pytest.raises(Refused, match="chưa quá hạn"):
        reports.make(past, "overdue", NOVEMBER, Behind(figure="explain", group="dossier", value=str(in_time)))
