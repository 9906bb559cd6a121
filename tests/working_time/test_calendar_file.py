"""The calendar as a file: read back equal, every mistake refused with its place, the old file kept."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counter_app.errors import CounterError, Misuse, Trouble
from counter_app.working_time.calendar_file import (
    FILE_NAME,
    load_calendar,
    office_calendar,
    save_calendar,
    shipped_calendar,
)
from counter_app.working_time.calendar_json import calendar_from_json, to_json
from tests.working_time.builders import at, day, office

FULL = ["07:30-11:30", "13:00-17:00"]


def _file(**changes: Any) -> dict[str, Any]:
    return {
        "format": 1,
        "timezone": "Asia/Ho_Chi_Minh",
        "covered": {"from": "2026-01-01", "to": "2026-12-31"},
        "hours": [{"from": "2026-01-01", "week": dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), FULL)}],
        "days_off": [
            {"from": "2026-08-31", "name": "hoán đổi"},
            {"from": "2026-09-01", "to": "2026-09-02", "name": "x"},
        ],
        "makeup_days": [{"date": "2026-08-22", "replaces": "2026-08-31", "document": "Thông báo 1"}],
    } | changes


def _load(folder: Path, content: Any) -> Any:
    path = folder / "lich.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    return load_calendar(path)


def test_a_calendar_is_read(tmp_path: Path) -> None:
    calendar = _load(tmp_path, _file())
    assert calendar.add_minutes(at("2026-08-21 16:00"), 480) == at("2026-08-22 16:00")
    assert calendar.add_minutes(at("2026-08-28 16:00"), 480) == at("2026-09-03 16:00")


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"days_off": [{"from": "2026-02-30", "name": "x"}]}, "days_off[0].from"),
        ({"days_off": [{"from": "30/04/2026", "name": "x"}]}, "30/04/2026"),
        ({"days_off": [{"from": 20260430, "name": "x"}]}, "days_off[0].from"),
        ({"days_off": [{"from": "2026-09-02", "to": "2026-09-01", "name": "x"}]}, "2026-09-02"),
        ({"days_off": [{"from": "2026-05-01"}]}, "days_off[0].name"),
        ({"days_off": [{"from": "2026-05-01", "nmae": "x"}]}, "«name»"),
        ({"days_off": [{"from": "2026-05-01", "name": "x"}] * 2}, "01/05/2026"),
        ({"days_off": [{"from": "2026-05-01", "name": "x", "certainty": "maybe"}]}, "days_off[0].certainty"),
        ({"days_off": [{"from": "2026-05-01", "name": "x", "verified": "yes"}]}, "days_off[0].verified"),
        ({"days_off": {"from": "2026-05-01"}}, "days_off"),
        ({"makeup_days": [{"date": "2026-09-01", "replaces": "2026-08-31"}]}, "01/09/2026"),
        ({"special_days": [{"date": "2026-08-22", "name": "x", "sessions": FULL}]}, "22/08/2026"),
        ({"special_days": [{"date": "2026-06-05", "name": "x", "sessions": ["11:30-07:30"]}]}, "05/06/2026"),
        ({"special_days": [{"date": "2026-06-05", "name": "x", "sessions": ["07:30-11:60"]}]}, "07:30-11:60"),
        ({"special_days": [{"date": "2026-06-05", "name": "x", "sessions": ["sáng"]}]}, "special_days[0].sessions[0]"),
        ({"hours": [{"from": "2026-01-01", "week": {"mon": ["07:30-12:00", "11:00-17:00"]}}]}, "07:30–12:00"),
        ({"hours": [{"from": "2026-01-01", "week": {"mon": ["17:00-07:30"]}}]}, "17:00–07:30"),
        ({"hours": [{"from": "2026-01-01", "week": {"mon": ["20:00-25:00"]}}]}, "20:00–25:00"),
        ({"hours": [{"from": "2026-01-01", "week": {"thu2": FULL}}]}, "hours[0].week.thu2"),
        ({"hours": [{"from": "2026-02-01", "week": {}}]}, "01/01/2026"),
        ({"hours": []}, "01/01/2026"),
        ({"hours": [{"from": "2026-01-01", "to": "2026-03-31", "week": {}}]}, "01/04/2026"),
        (
            {
                "hours": [
                    {"from": "2026-01-01", "to": "2026-03-31", "week": {}},
                    {"from": "2026-04-05", "week": {}},
                ]
            },
            "01/04/2026",
        ),
        (
            {
                "hours": [
                    {"from": "2026-01-01", "to": "2026-04-30", "week": {}},
                    {"from": "2026-04-15", "week": {}},
                ]
            },
            "15/04/2026",
        ),
        ({"hours": [{"from": "2026-01-01", "week": {}}, {"from": "2026-01-01", "week": {}}]}, "01/01/2026"),
        ({"covered": {"from": "2026-12-31", "to": "2026-01-01"}}, "2026-12-31"),
        ({"covered": {"from": "2026-12-31"}}, "covered.to"),
        ({"covered": {"from": "2026-01-01", "to": "9999-12-31"}}, "2099"),
        ({"days_off": [{"from": "0026-02-16", "to": "2026-02-20", "name": "x"}]}, "0026-02-16"),
        ({"timezone": "Europe/Berlin"}, "Europe/Berlin"),
        ({"timezone": "Asia/Khong_Co"}, "Asia/Khong_Co"),
        ({"format": 2}, "phiên bản 2"),
        ({"holidays": []}, "holidays"),
    ],
)
def test_a_calendar_that_contradicts_itself_is_refused_by_its_place(
    tmp_path: Path, changes: dict[str, Any], place: str
) -> None:
    with pytest.raises(Misuse) as refused:
        _load(tmp_path, _file(**changes))
    assert place in str(refused.value)
    assert "lich.json" in str(refused.value)


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[1]", b"null", b'"x"', b"\xff\xfe\x00", b"[" * 100_000, b'{"format": NaN}', b"{}"],
)
def test_a_file_that_is_no_calendar_is_refused_in_words(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "hong.json"
    path.write_bytes(content)
    with pytest.raises(Misuse) as refused:
        load_calendar(path)
    assert "hong.json" in str(refused.value)


def test_a_file_that_is_not_there_is_trouble(tmp_path: Path) -> None:
    with pytest.raises(Trouble, match=r"khong-co\.json"):
        load_calendar(tmp_path / "khong-co.json")


def test_what_is_saved_is_read_back_equal(tmp_path: Path) -> None:
    data = office(saturday="~07:30-11:30", off={"2024-06-03": "x"}, special={"2024-06-04": "07:30-11:30"}).data
    for each in (data, shipped_calendar().data):
        save_calendar(each, tmp_path / FILE_NAME)
        assert office_calendar(tmp_path).data == each
        assert calendar_from_json(json.dumps(to_json(each)).encode()) == each
    assert [path.name for path in tmp_path.iterdir()] == [FILE_NAME]


def test_the_office_without_a_file_of_its_own_has_the_shipped_calendar(tmp_path: Path) -> None:
    calendar = office_calendar(tmp_path)
    assert (calendar.covered_from, calendar.covered_to) == (day("2023-01-01"), day("2027-12-31"))


def test_saving_where_it_cannot_be_saved_is_trouble(tmp_path: Path) -> None:
    (tmp_path / "tep").write_text("x", encoding="utf-8")
    with pytest.raises(Trouble) as refused:
        save_calendar(shipped_calendar().data, tmp_path / "tep" / FILE_NAME)
    assert isinstance(refused.value, CounterError)


JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=12),
    st.lists(st.integers(), max_size=2),
    st.builds(dict),
    st.sampled_from(["0001-01-01", "9999-12-31", "2026-06-31", "07:30-11:30", "24:00-24:01", "announced"]),
)


def _places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [path] if path else []
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in pairs:
        found += _places(inner, (*path, key))
    return found


PLACES = _places(_file(special_days=[{"date": "2026-06-05", "name": "x", "sessions": FULL}]))


@settings(max_examples=250, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(PLACES), JUNK), min_size=1, max_size=3))
def test_whatever_stands_in_a_file_is_read_or_refused_in_words(changes: list[tuple[tuple[Any, ...], Any]]) -> None:
    content = json.loads(json.dumps(_file(special_days=[{"date": "2026-06-05", "name": "x", "sessions": FULL}])))
    for place, junk in changes:
        node = content
        try:
            for key in place[:-1]:
                node = node[key]
            node[place[-1]] = junk
        except (KeyError, IndexError, TypeError):
            continue  # an earlier change took this place away
    try:
        data = calendar_from_json(json.dumps(content).encode())
    except Misuse as refused:
        assert refused.what
        assert refused.advice
    else:
        assert calendar_from_json(json.dumps(to_json(data)).encode()) == data
