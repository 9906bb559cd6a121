"""A calendar that cannot be right does not get into the office: the place is named, the saved calendar stays."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from counter_app.cli import main
from counter_app.errors import Misuse
from counter_app.workflow import calendar_edit as use_calendar
from counter_app.workflow import queue
from counter_app.workflow.office import Office
from counter_app.working_time.calendar_edit import mark_hours
from counter_app.working_time.calendar_file import FILE_NAME, office_calendar
from counter_app.working_time.days import Session
from tests.workflow.test_calendar_edit import ORDER, WEDNESDAY

Change = Callable[[dict[str, Any]], object]
HOURS = "hours"
# What is done to the office's own calendar as a file, and what must be said of the place.
MISTAKES: dict[str, tuple[Change, tuple[str, ...]]] = {
    "two sessions overlap": (
        lambda told: told[HOURS][0]["week"].update(mon=["07:30-12:00", "11:30-17:00"]),
        ("07:30–12:00", "11:30–17:00"),
    ),
    "a session ends before it begins": (
        lambda told: told[HOURS][0]["week"].update(tue=["13:00-07:30"]),
        ("13:00–07:30",),
    ),
    "two sets of hours overlap": (
        lambda told: (
            told[HOURS].append({"from": "2024-01-01", "to": "2024-02-01", "week": {}})
            or told[HOURS][0].update(to="2024-01-15")
        ),
        ("01/01/2024",),
    ),
    "a hole between two sets of hours": (
        lambda told: (
            told[HOURS][0].update(to="2026-06-30")
            or told[HOURS].append({"from": "2026-07-15", "week": {"mon": ["07:30-11:30"]}})
        ),
        ("01/07/2026",),
    ),
    "an unknown time zone": (lambda told: told.update(timezone="Asia/Ha_Noi"), ("Asia/Ha_Noi",)),
    "a make-up day that is a holiday": (
        lambda told: told["makeup_days"].append({"date": "2026-09-02", "replaces": "2026-08-31"}),
        ("02/09/2026", "Quốc khánh"),
    ),
    "a day that does not exist": (
        lambda told: told["days_off"].append({"from": "2026-02-30", "name": "x"}),
        ("days_off[", "2026-02-30"),
    ),
    "a day off declared twice": (
        lambda told: told["days_off"].append({"from": "2026-11-24", "name": "x"}),
        ("24/11/2026",),
    ),
    "text where a date should be": (lambda told: told["covered"].update(to="cuối năm"), ("covered.to", "cuối năm")),
}


@pytest.fixture
def own(office: Office) -> Office:
    """The office has saved a calendar of its own."""
    data = mark_hours(office.calendar.data, [WEDNESDAY], "tổng vệ sinh", (Session(450, 690),))
    return use_calendar.save_office_calendar(office.as_person("phuoc.dh"), data, document=ORDER).office


def test_each_mistake_is_named_by_its_place_and_the_saved_calendar_stays(
    own: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good = tmp_path / "lich.json"
    use_calendar.export_calendar(own, good)
    before = (own.folder / FILE_NAME).read_bytes()
    dues = {one: queue.dossier(own, one).active_due_at for one in queue.ids(own, queue.QueueFilter())}
    for name, (change, places) in MISTAKES.items():
        told = json.loads(good.read_text(encoding="utf-8"))
        del told["sha256"]  # written by hand, or by an older program: then its days are looked at
        change(told)
        bad = tmp_path / "sai.json"
        bad.write_text(json.dumps(told), encoding="utf-8")
        with pytest.raises(Misuse) as refused:
            use_calendar.import_calendar(own, bad)
        assert "sai.json" in refused.value.what and refused.value.advice, name
        assert [place for place in places if place not in refused.value.what] == [], (name, refused.value.what)
        asked = ["calendar", "import", str(bad), "--document", ORDER, "--data", str(own.folder)]
        assert main(asked) == 2, name
        said = capsys.readouterr().err
        assert all(place in said for place in places) and "Traceback" not in said, name
        assert (own.folder / FILE_NAME).read_bytes() == before, name
    assert office_calendar(own.folder).data == own.calendar.data
    assert {one: queue.dossier(own, one).active_due_at for one in dues} == dues


@pytest.mark.parametrize(
    ("name", "right", "wrong", "place"),
    [
        ("sai.csv", "24/11/2026", "31/02/2026", "dòng"),
        ("sai.ics", "DTSTART;VALUE=DATE:20261124", "DTSTART;VALUE=DATE:20260231", "DTSTART"),
    ],
)
def test_tables_and_calendars_of_other_programs_are_refused_with_their_place(
    own: Office, tmp_path: Path, name: str, right: str, wrong: str, place: str
) -> None:
    path, before = tmp_path / name, (own.folder / FILE_NAME).read_bytes()
    use_calendar.export_calendar(own, path)
    lines = path.read_text(encoding="utf-8").splitlines()
    number = next(number for number, line in enumerate(lines) if right in line)
    lines[number] = lines[number].replace(right, wrong)
    path.write_text("\r\n".join(lines), encoding="utf-8", newline="")
    with pytest.raises(Misuse) as refused:
        use_calendar.import_calendar(own, path)
    told = f"{refused.value.what} {refused.value.advice}".lower()
    wanted = f"{place} {number + 1}" if place == "dòng" else place
    assert wanted.lower() in told and name in told
    assert (own.folder / FILE_NAME).read_bytes() == before
    assert WEDNESDAY in [one.day for one in office_calendar(own.folder).data.special_days]
