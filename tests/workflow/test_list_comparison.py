"""The register beside lists in every shape that offices get them in."""

import csv
import json
import random
import unicodedata
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from counter_app.cli import main
from counter_app.clock import FixedClock
from counter_app.errors import Refused
from counter_app.model.dossier import DossierState
from counter_app.model.list_comparison import Compared, ListComparison
from counter_app.model.person import Role
from counter_app.workflow import lists
from counter_app.workflow.list_comparison import compare_list
from counter_app.workflow.office import Office
from tests.exchange.tables import text_file, workbook

HEADER = ("STT", "Mã hồ sơ", "Mã TTHC", "Trạng thái", "Chủ hồ sơ", "Ngày nộp hồ sơ", "Ngày tiếp nhận", "Ngày hẹn trả")
OTHER = ("TT", "Số biên nhận", "Mã thủ tục", "TÌNH TRẠNG", "Tổ chức/cá nhân", "Thời điểm nộp", "Ngày nhận", "Hạn trả")
TONES = "\u0300\u0301\u0303\u0309\u0323"
TITLES = (("UBND TỈNH VÍ DỤ",), ("DANH SÁCH HỒ SƠ ĐẾN 23/11/2026",), ())


@pytest.fixture
def rows(office: Office) -> list[tuple[object, ...]]:
    """The practice office's own dossiers as a list tells them, with two states, a due day and a row changed."""
    found: list[tuple[object, ...]] = []
    late = False
    with office.store.unit_of_work() as unit:
        for number in range(1, 41):
            one = unit.dossier(number)  # type: ignore[arg-type]
            if not one.code:
                continue
            state = "Đang xử lý" if one.state is DossierState.DONE else _word(one.state)
            moved = not late and one.due_at is not None and not one.supplement_count
            late = late or moved
            due = one.due_at + timedelta(days=3) if moved and one.due_at else one.due_at
            moments = (one.submitted_at, one.received_at, due)
            found.append((number, one.code, one.procedure_code, state, one.applicant.name, *map(_plain, moments)))
    found.append((99, "H31.15-261120-7777", "1.001786", "Mới đăng ký", "Lò Thị Ưởng", _plain(office.now()), "", ""))
    return found


def _word(state: DossierState) -> str:
    return {
        DossierState.NEW: "Mới đăng ký",
        DossierState.ACCEPTED: "Được tiếp nhận",
        DossierState.PROCESSING: "Đang xử lý",
        DossierState.SUPPLEMENT_REQUESTED: "Yêu cầu bổ sung giấy tờ",
        DossierState.WITHDRAWN: "Công dân yêu cầu rút hồ sơ",
        DossierState.STOPPED: "Dừng xử lý",
        DossierState.RETURNED: "Đã trả kết quả",
    }[state]


def _plain(at: datetime | None) -> datetime | str:
    return at.replace(tzinfo=None) if at else ""


def _text(cell: object) -> str:
    return f"{cell:%d/%m/%Y %H:%M:%S}" if isinstance(cell, datetime) else str(cell)


def said(found: ListComparison) -> list[tuple[str, str, str]]:
    return sorted((one.code, str(one.what), one.cause) for one in found.found)


def test_one_list_in_many_shapes_tells_the_same(office: Office, rows: list[tuple[object, ...]], tmp_path: Path) -> None:
    plain = compare_list(office, workbook(tmp_path / "a.xlsx", [*TITLES, HEADER, *rows], merge="A2:H2"))
    done = plain.of(Compared.STATE)
    assert done
    assert {one.cause for one in done} == {"comparison.here_ahead"}
    assert [one.cause for one in plain.of(Compared.DUE)] == ["comparison.due_term"]
    assert [one.code for one in plain.of(Compared.ONLY_THERE)] == ["H31.15-261120-7777"]
    assert plain.matched == len(rows) - 1 - len({one.code for one in plain.of(Compared.STATE, Compared.DUE)})
    order = random.Random(3).sample(range(len(HEADER)), len(HEADER))
    shuffled = [tuple(row[place] for place in order) for row in (OTHER, *rows)]
    texts = [tuple(map(_text, row)) for row in shuffled]
    apart = [tuple(unicodedata.normalize("NFD", cell) for cell in row) for row in texts]
    shapes = {
        "other names and order": workbook(tmp_path / "b.xlsx", [(), *shuffled]),
        "text dates": workbook(tmp_path / "c.xlsx", texts),
        "decomposed": workbook(tmp_path / "d.xlsx", apart),
        "csv": text_file(tmp_path / "e.csv", texts, delimiter=";"),
        "utf-16": text_file(tmp_path / "f.csv", texts, delimiter="\t", encoding="utf-16"),
        "windows": text_file(tmp_path / "g.csv", [tuple(map(_windows, row)) for row in texts], encoding="cp1258"),
    }
    for name, path in shapes.items():
        assert said(compare_list(office, path)) == said(plain), name


def _windows(text: str) -> str:
    """As the Vietnamese code page writes it: a letter that it lacks is written in parts, its tone apart."""
    return "".join(letter if _encodable(letter) else _in_parts(letter) for letter in text)


def _in_parts(letter: str) -> str:
    """«ấ» is «â» and its tone, «ị» is «i» and its dot."""
    apart = unicodedata.normalize("NFD", letter)
    tone = next(mark for mark in apart[1:] if mark in TONES)
    return unicodedata.normalize("NFC", apart.replace(tone, "")) + tone


def _encodable(text: str) -> bool:
    try:
        text.encode("cp1258")
    except UnicodeEncodeError:
        return False
    return True


def test_rows_that_cannot_be_read_are_named_with_row_and_column_and_the_others_are_compared(
    office: Office, rows: list[tuple[object, ...]], tmp_path: Path
) -> None:
    bad_day = (*rows[0][:5], "31/02/2026 09:00", *rows[0][6:])
    bad_state = (*rows[1][:3], "Đang bay", *rows[1][4:])
    given = [HEADER, bad_day, bad_state, *rows[2:], rows[2]]
    found = compare_list(office, workbook(tmp_path / "a.xlsx", given))
    told = {(one.row, str(one.values.get("column", "")), one.code) for one in found.problems}
    assert told == {
        (2, "Ngày nộp hồ sơ", "list.no_such_day"),
        (3, "Trạng thái", "list.unknown_state"),
        (len(given), "", "list.duplicate_code"),
    }
    assert all(str(one.row) in one.sentence for one in found.problems)
    assert found.rows == len(rows) - 2


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "list.old_excel"),
        (b"<html><table><tr><td>a</td></tr></table></html>", "list.web_page"),
        (b"", "list.empty_file"),
        ("Một tệp;không phải\ndanh sách;nào".encode(), "list.no_header"),
    ],
)
def test_what_is_no_list_is_refused_in_words(office: Office, tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "a.xls"
    path.write_bytes(content)
    with pytest.raises(Refused) as refused:
        compare_list(office, path)
    assert refused.value.code == code
    assert path.name in refused.value.what or code == "list.no_header"


def test_fifty_thousand_rows_are_held_beside_the_register(office: Office, tmp_path: Path) -> None:
    count = 50_000
    path = tmp_path / "lon.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("Mã hồ sơ", "Trạng thái", "Ngày tiếp nhận"))
        writer.writerows((f"H31.15-250101-{number:06d}", "Đang xử lý", "01/01/2025") for number in range(count))
    found = compare_list(office, path)
    assert (found.rows, found.matched, len(found.of(Compared.ONLY_THERE))) == (count, 0, count)
    assert not found.of(Compared.ONLY_HERE), "nothing here is of that day"


def test_a_list_of_one_week_does_not_miss_dossiers_of_another(office: Office, tmp_path: Path) -> None:
    only = (HEADER, (1, "H31.15-260105-0001", "1.001786", "Mới đăng ký", "A", "05/01/2026", "05/01/2026", ""))
    found = compare_list(office, workbook(tmp_path / "a.xlsx", only))
    assert found.of(Compared.ONLY_HERE) == ()


def test_nothing_changes_and_only_those_who_see_reports_may_compare(
    office: Office, rows: list[tuple[object, ...]], tmp_path: Path
) -> None:
    path = workbook(tmp_path / "a.xlsx", [HEADER, *rows])
    before = office.store.readings.data_version()
    compare_list(office, path)
    assert office.store.readings.data_version() == before
    keeper = next(login for login, person in office.people.items() if person.role is Role.SEAL_KEEPER)
    with pytest.raises(Refused):
        compare_list(office.as_person(keeper), path)


@pytest.mark.samples
def test_the_samples_beside_one_another(
    office: Office, samples: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], clock: FixedClock
) -> None:
    """The provincial list taken in; then itself, another system's export of it, and the national overdue list."""
    lists.import_list(office, samples / "lists" / "danh-sach-ho-so.xlsx")
    same = compare_list(office, samples / "lists" / "danh-sach-ho-so.xlsx")
    assert (same.matched, same.of(*(set(Compared) - {Compared.ONLY_HERE}))) == (120, ())
    other = compare_list(office, samples / "lists" / "xuat-he-thong-khac.xlsx")
    assert other.rows == other.matched + len({one.code for one in other.found if one.row})
    assert other.problems
    national = compare_list(office, samples / "lists" / "qua-han-cong-quoc-gia.csv")
    assert not national.whole
    assert [one.code for one in national.of(Compared.ONLY_THERE)] == ["H31.15-261101-9999"]
    causes = {one.cause for one in national.of(Compared.OVERDUE)}
    assert {"comparison.ended_here", "comparison.due_term", "comparison.due_unit"} <= causes
    data = str(office.folder)
    file = str(samples / "lists" / "qua-han-cong-quoc-gia.csv")
    assert main(["compare-list", file, "--now", "2026-11-23T08:00", "--data", data, "--json"]) == 1
    printed = json.loads(capsys.readouterr().out)
    assert {"only_here", "only_there", "different", "matched"} <= printed.keys()
    assert len(printed["different"]) == len(national.of(Compared.OVERDUE))
