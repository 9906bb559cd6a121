"""The estimate of Decision 766 beside plain counting: every indicator, its points, and the dossiers that cost them."""

from datetime import date
from pathlib import Path

import pytest

from counter_app.model.life import FeedbackKind
from counter_app.model.period import Period, month, quarter, year
from counter_app.model.procedure import base_code
from counter_app.model.report import Figures, Report, Table
from counter_app.report.service_index import SHOWN
from counter_app.rules.service_index import service_index
from counter_app.workflow import feedback, reports
from counter_app.workflow.office import Office
from tests.workflow import report_events
from tests.workflow.report_events import Story

NOVEMBER = month(date(2026, 11, 1))
INDEX = service_index(date(2026, 11, 23))


def told(report: Report, key: str) -> Table:
    return next(table for table in report.tables() if table.key == key)


def counted(past: Office, stories: list[Story], period: Period) -> dict[str, int]:
    """Figures by name, from the diary and the book of feedback."""
    with past.store.unit_of_work() as unit:
        no_paper = {base_code(one.code) for one in unit.procedures() if not one.yields_paper_result}
    letters = feedback.feedback_list(past)
    complaints = {one.dossier_id for one in letters if one.dossier_id and one.kind is FeedbackKind.COMPLAINT}
    found = dict(report_events.index_figures(stories, period, past.now(), no_paper, complaints))
    mine = [one for one in letters if period.start <= one.received_at < period.end]
    late = [one for one in mine if (one.answered_at or min(past.now(), period.end)) > one.answer_due_at]
    return found | {"feedback": len(mine), "feedback_late": len(late)}


@pytest.mark.parametrize("period", [NOVEMBER, NOVEMBER.shifted(-1), quarter(NOVEMBER.first), year(NOVEMBER.first)])
def test_every_indicator_is_what_plain_counting_gives(past: Office, stories: list[Story], period: Period) -> None:
    counts = counted(past, stories, period)
    rows = {row[0].value: row for row in told(reports.make(past, "index", period), "indicators").rows}
    assert set(rows) == {one.id for one in INDEX.indicators}
    total = 0.0
    for one in INDEX.indicators:
        row = rows[one.id]
        whole, missing = counts.get(one.of, 0), counts.get(one.missing, 0)
        if one.unknown or not whole:
            assert {row[place].value for place in (3, 4, 5, 8, 9, 10)} == {None}, one.id
            continue
        share = (whole - missing) / whole
        points = one.max if share >= one.full_from else share * one.max / one.full_from
        assert [row[place].value for place in (3, 4, 10)] == [whole - missing, whole, missing], one.id
        assert row[8].value == pytest.approx(points, abs=0.006), one.id
        assert row[9].value == pytest.approx(one.max - points, abs=0.006), one.id
        total += float(row[8].value or 0)
    head = next(part for part in reports.make(past, "index", period).parts if isinstance(part, Figures))
    assert head.figures[0].cell.value == pytest.approx(total, abs=0.01)


def test_the_points_that_dossiers_cost_add_up_to_what_their_indicators_lost(past: Office) -> None:
    report = reports.make(past, "index", NOVEMBER)
    lost = {row[0].value: row[9].value for row in told(report, "indicators").rows if row[10].behind}
    dossiers = told(report, "dossiers")
    assert sum(float(row[3].value or 0) for row in dossiers.rows) == pytest.approx(sum(lost.values()), abs=0.05)
    costs = [row[3].value for row in dossiers.rows]
    assert costs == sorted(costs, reverse=True)
    assert len(dossiers.first_rows) == min(SHOWN, len(dossiers.rows))
    for row in dossiers.rows[:3]:
        (only,) = reports.dossiers_behind(past, NOVEMBER, row[0].behind)
        with past.store.unit_of_work() as unit:
            assert unit.dossier(only).display_code == row[0].value


def test_what_a_dossier_lacks_is_told_paper_by_paper(past: Office, stories: list[Story]) -> None:
    by_code = {one.dossier.display_code: one for one in stories}
    rows = told(reports.make(past, "index", NOVEMBER), "duties").rows
    assert rows
    for row in rows[:60]:
        one = by_code[row[0].value]
        names = report_events.figures_of(one, NOVEMBER, past.now())
        states = dict(zip(("online", "components", "result", "signed", "reuse"), row[1:6], strict=True))
        received, finished = "received" in names, "resolved" in names
        assert (states["online"].value == "thiếu") == ("received_other" in names)
        assert (states["components"].value == "thiếu") == (received and "components_signed" not in names)
        if finished and one.dossier.results:
            assert states["result"].value == ""
            assert (states["signed"].value == "thiếu") == ("result_signed" not in names)
        assert (states["reuse"].value == "thiếu") == (received and "reused" not in names)


def test_every_sheet_says_that_it_is_an_estimate_and_what_rests_on_guesses(past: Office, tmp_path: Path) -> None:
    for kind in ("index", "publication"):
        report = reports.make(past, kind, NOVEMBER)
        assert report.estimate
        assert report.notes[-1].startswith("Chưa xác minh công thức hoặc điểm: 1.4, 2.1, 3.3, 4.1, 4.2, 4.3, 4.4, 5.2")
        assert "Không có dữ liệu ở đây: 1.1, 1.2, 1.3, 3.5, 3.6, 4.x, 4.5, 5.3" in report.notes[-1]


def test_the_publication_tells_month_quarter_and_year_to_date(past: Office) -> None:
    table = told(reports.make(past, "publication", NOVEMBER), "points")
    assert [column.group for column in table.columns[2::2]] == ["Tháng 11/2026", "Quý IV/2026", "Năm 2026"]
    assert table.total is not None
    for number, period in enumerate((NOVEMBER, quarter(NOVEMBER.first), year(NOVEMBER.first))):
        head = next(part for part in reports.make(past, "index", period).parts if isinstance(part, Figures))
        assert table.total[2 + 2 * number].value == head.figures[0].cell.value
    yearly = told(reports.make(past, "publication", year(NOVEMBER.first)), "points")
    assert [column.group for column in yearly.columns[2::2]] == ["Năm 2026"]
