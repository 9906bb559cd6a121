"""Lists from elsewhere: header by synonyms, every row good or a problem, files that are no list refused in words."""

import io
import random
import unicodedata
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counter_app.errors import Refused, Trouble
from counter_app.exchange import sheet, sheets
from counter_app.exchange.columns import _KNOWN, _SYNONYMS, Column, compact
from counter_app.exchange.lists import DossierList, read_list
from counter_app.model.dossier import Channel, DossierState
from tests.exchange.tables import CODE, HEADER, line, text_file, vn, workbook

TITLES = (("UBND TỈNH VÍ DỤ",), ("DANH SÁCH HỒ SƠ",), ())


def told(found: DossierList) -> list[tuple[int, str]]:
    return [(problem.row, problem.code) for problem in found.problems]


def test_a_list_under_titles_and_merged_cells_is_read(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [*TITLES, HEADER, line()], merge="A2:K2")
    found = read_list(path)
    assert (found.header_row, found.sheet, found.problems, found.warnings) == (4, "Danh sách", (), ())
    assert found.mapping[Column.APPLICANT] == "Chủ hồ sơ"
    (row,) = found.rows
    assert (row.row, row.code, row.state, row.channel) == (5, CODE, DossierState.PROCESSING, Channel.ONLINE)
    assert (row.submitted_at, row.received_at, row.due_at) == (vn(17, 14, 13), vn(17, 15, 7), vn(25, 17))
    assert (row.procedure_code, row.applicant_name) == ("2.001209.000.00.00.H31", "Công ty TNHH Gạch Ví Dụ")
    assert (row.receiver_name, row.unit, row.finished_at) == ("Nguyễn Thu Hà", "", None)


def test_decomposed_letters_in_header_and_cells_become_one_form(tmp_path: Path) -> None:
    apart = [
        tuple(unicodedata.normalize("NFD", cell) if isinstance(cell, str) else cell for cell in row)
        for row in (HEADER, line(state="ĐÃ TRẢ KẾT QUẢ"))
    ]
    (row,) = read_list(workbook(tmp_path / "a.xlsx", apart)).rows
    assert row.state is DossierState.RETURNED
    assert row.applicant_name == "Công ty TNHH Gạch Ví Dụ"
    assert unicodedata.is_normalized("NFC", row.procedure_name)


def test_text_dates_and_serials_are_moments(tmp_path: Path) -> None:
    rows = [HEADER, line(submitted="17/11/2026 14:13:00", received=46343.5, due="25/11/2026 17:00")]
    (row,) = read_list(workbook(tmp_path / "a.xlsx", rows)).rows
    assert (row.submitted_at, row.received_at, row.due_at) == (vn(17, 14, 13), vn(17, 12), vn(25, 17))


def test_blank_and_total_rows_are_no_dossiers(tmp_path: Path) -> None:
    group, total, signature = ("I. Tiêu chuẩn đo lường",), ("Tổng cộng", *[None] * 6, 2, "2"), (None, "", None)
    rows = [HEADER, group, line(), signature, line("H31.15-261117-0002"), total, (None,) * 6 + ("NGƯỜI LẬP BIỂU",)]
    found = read_list(workbook(tmp_path / "a.xlsx", rows))
    assert [row.row for row in found.rows] == [3, 5]
    assert (found.problems, found.skipped) == ((), 3)


def test_the_second_of_two_equal_codes_names_both_rows(tmp_path: Path) -> None:
    rows = [HEADER, line(), line("H31.15-261117-0002"), line(f" {CODE.lower()} ", applicant="Người khác")]
    found = read_list(workbook(tmp_path / "a.xlsx", rows))
    assert told(found) == [(4, "list.duplicate_code")]
    assert "Dòng 4" in found.problems[0].sentence and "dòng 2" in found.problems[0].sentence
    assert [row.applicant_name for row in found.rows] == ["Công ty TNHH Gạch Ví Dụ"] * 2


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"code": None}, "list.no_code"),
        ({"submitted": "31/02/2026 09:00"}, "list.no_such_day"),
        ({"due": "tuần sau"}, "list.not_a_date"),
        ({"received": "17/11/0026"}, "list.odd_year"),
        ({"state": "Bay mất"}, "list.unknown_state"),
        ({"channel": "Fax"}, "list.unknown_channel"),
    ],
)
def test_a_row_with_a_fault_is_told_and_the_others_go_in(tmp_path: Path, cells: dict[str, object], code: str) -> None:
    rows = [*TITLES, HEADER, line(), line(**{"code": "H31.15-261117-0002", **cells})]
    found = read_list(workbook(tmp_path / "a.xlsx", rows))
    assert told(found) == [(6, code)]
    assert [row.code for row in found.rows] == [CODE]
    assert found.problems[0].sentence.startswith("Dòng 6")


def test_all_faults_of_a_row_are_told_at_once(tmp_path: Path) -> None:
    rows = [HEADER, line(), line(state="Bay mất", due="31/02/2026")]
    found = read_list(workbook(tmp_path / "a.xlsx", rows))
    assert {code for _, code in told(found)} == {"list.duplicate_code", "list.unknown_state", "list.no_such_day"}
    assert found.bad_rows == (3,)


def test_odd_codes_and_moments_out_of_order_warn_and_go_in(tmp_path: Path) -> None:
    rows = [HEADER, line("HS-17"), line(due="01/11/2026"), line("H31.15-261117-0003", received="16/11/2026")]
    found = read_list(workbook(tmp_path / "a.xlsx", rows))
    assert len(found.rows) == 3
    assert [(warning.row, warning.code) for warning in found.warnings] == [
        (2, "list.unknown_code_shape"),
        (3, "list.due_before_received"),
        (4, "list.received_before_submitted"),
    ]
    assert all(warning.sentence for warning in found.warnings)


def test_the_sheet_with_the_list_is_found_and_hidden_ones_are_not_looked_at(tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.load_workbook(workbook(tmp_path / "a.xlsx", [("Bìa",)], sheet="Bìa"))
    for title, code in (("Ẩn", "H31.15-261117-0009"), ("Hồ sơ", CODE)):
        table = book.create_sheet(title)
        table.append(HEADER)
        table.append(line(code))
    book["Ẩn"].sheet_state = "hidden"
    book.save(tmp_path / "a.xlsx")
    found = read_list(tmp_path / "a.xlsx")
    assert (found.sheet, [row.code for row in found.rows]) == ("Hồ sơ", [CODE])


def test_an_owner_column_is_trusted_before_a_submitter_column(tmp_path: Path) -> None:
    rows = [("Người nộp", "Mã hồ sơ", "Chủ hồ sơ"), ("Người đi nộp", CODE, "Chủ")]
    (row,) = read_list(workbook(tmp_path / "a.xlsx", rows)).rows
    assert row.applicant_name == "Chủ"


TEXT = [("STT", "Mã hồ sơ", "Ngày tiếp nhận", "Chủ hồ sơ"), ("1", CODE, "17/11/2026 08:00", "Đặng Thị Ưởng")]


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_text_lists_of_all_delimiters_and_encodings(tmp_path: Path, delimiter: str, encoding: str) -> None:
    found = read_list(text_file(tmp_path / "a.csv", TEXT, delimiter=delimiter, encoding=encoding))
    (row,) = found.rows
    assert (row.row, row.code, row.received_at, row.applicant_name) == (2, CODE, vn(17, 8), "Đặng Thị Ưởng")
    assert (found.header_row, found.sheet) == (1, "")


def test_the_vietnamese_windows_code_page_is_the_last_resort(tmp_path: Path) -> None:
    letters = {"̀": "\u0300", "́": "\u0301", "̃": "\u0303", "̉": "\u0309", "̣": "\u0323"}

    def old(text: str) -> str:
        """As that code page writes: letters with roof or horn, tone marks behind them."""
        out = ""
        for letter in text:
            marks = [mark for mark in unicodedata.normalize("NFD", letter) if mark in letters]
            rest = [mark for mark in unicodedata.normalize("NFD", letter) if mark not in letters]
            out += unicodedata.normalize("NFC", "".join(rest)) + "".join(marks)
        return out

    rows = [tuple(old(cell) for cell in row) for row in TEXT]
    (row,) = read_list(text_file(tmp_path / "a.csv", rows, encoding="cp1258")).rows
    assert row.applicant_name == "Đặng Thị Ưởng"


def test_a_sep_line_chooses_the_delimiter_and_has_no_row_number(tmp_path: Path) -> None:
    rows = [("sep=|",), *TEXT, ("2", "", "17/11/2026", "Không mã")]
    found = read_list(text_file(tmp_path / "a.csv", rows, delimiter="|"))
    assert ([row.row for row in found.rows], told(found)) == ([2], [(3, "list.no_code")])


def test_quoted_cells_may_hold_the_delimiter(tmp_path: Path) -> None:
    rows = [TEXT[0], ("1", CODE, "17/11/2026", '"Công ty A; B và ""C"""')]
    (row,) = read_list(text_file(tmp_path / "a.csv", rows)).rows
    assert row.applicant_name == 'Công ty A; B và "C"'


def test_a_synonym_means_one_column_only() -> None:
    for column, names in _SYNONYMS.items():
        assert {_KNOWN[compact(name)][0] for name in names} == {column}
    assert set(_SYNONYMS) == set(Column)


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "list.empty_file"),
        (b" \r\n ", "list.empty_file"),
        (OLE, "list.old_excel"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "list.password"),
        (b"<html><table><tr><td>1</td></tr></table>", "list.web_page"),
        (b"\xef\xbb\xbf\r\n<!DOCTYPE HTML>", "list.web_page"),
        (b"PK\x03\x04 torn", "list.broken"),
        (b"%PDF-1.7\n\x81\x82", "list.not_a_list"),
        (b"a\0b\0\xff\0\0\0", "list.not_a_list"),
        ("Họ tên;Ngày sinh\nA;1".encode(), "list.no_header"),
        ("Mã hồ sơ\nH31.15-261117-0001".encode(), "list.no_header"),
    ],
)
def test_files_that_are_no_list_are_refused_in_words(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "danh sách.xlsx"
    path.write_bytes(content)
    with pytest.raises(Refused) as refused:
        read_list(path)
    assert refused.value.code == code
    assert "danh sách.xlsx" in refused.value.what and refused.value.advice


def test_a_truncated_or_spoilt_workbook_is_refused_and_never_a_crash(tmp_path: Path) -> None:
    whole = workbook(tmp_path / "a.xlsx", [HEADER, line()]).read_bytes()
    chance = random.Random(5)
    path = tmp_path / "b.xlsx"
    for _ in range(60):
        spoilt = bytearray(whole[: chance.choice([len(whole), chance.randrange(4, len(whole))])])
        for _ in range(chance.randrange(1, 8)):
            spoilt[chance.randrange(4, len(spoilt))] ^= chance.randrange(1, 256)
        path.write_bytes(spoilt)
        try:
            read_list(path)
        except Refused as refused:
            assert refused.code.startswith("list.")


def test_a_zip_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "không phải bảng tính")
    with pytest.raises(Refused) as refused:
        read_list(path)
    assert refused.value.code == "list.broken"


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook(tmp_path / "b.xlsx", [HEADER]).read_bytes())
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/bomb.xml", "w") as entry:
        for _ in range(30):
            entry.write(bytes(1_000_000))
    with pytest.raises(Refused) as refused:
        read_list(path)
    assert refused.value.code == "list.too_large"


def test_too_many_bytes_or_rows_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = text_file(tmp_path / "a.csv", [TEXT[0], *[("1", f"A-{number}", "", "") for number in range(30)]])
    monkeypatch.setattr(sheet, "MAX_ROWS", 20)
    with pytest.raises(Refused) as refused:
        read_list(path)
    assert refused.value.code == "list.too_many_rows"
    monkeypatch.setattr(sheets, "MAX_BYTES", 20)
    with pytest.raises(Refused) as refused:
        read_list(path)
    assert refused.value.code == "list.too_large"


def test_formatting_far_below_the_rows_is_not_data(tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.load_workbook(workbook(tmp_path / "a.xlsx", [HEADER, line()]))
    table = book.active
    assert table is not None
    table.cell(row=500_000, column=1).font = openpyxl.styles.Font(bold=True)
    stream = io.BytesIO()
    book.save(stream)
    (tmp_path / "a.xlsx").write_bytes(stream.getvalue())
    assert len(read_list(tmp_path / "a.xlsx").rows) == 1


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=400), st.booleans())
def test_any_bytes_are_a_list_or_refused(tmp_path: Path, content: bytes, with_header: bool) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(("Mã hồ sơ;Ngày nộp;Trạng thái\n".encode() if with_header else b"") + content)
    try:
        found = read_list(path)
    except Refused as refused:
        assert refused.code.startswith("list.")
    else:
        for problem in (*found.problems, *found.warnings):
            assert problem.sentence
        assert not set(found.bad_rows) & {row.row for row in found.rows}
        "".join(row.code + row.applicant_name for row in found.rows).encode()


def test_a_missing_file_is_trouble(tmp_path: Path) -> None:
    with pytest.raises(Trouble) as trouble:
        read_list(tmp_path / "a.xlsx")
    assert trouble.value.code == "list.cannot_read"


@pytest.mark.samples
def test_the_provincial_sample(samples: Path) -> None:
    found = read_list(samples / "lists" / "danh-sach-ho-so.xlsx")
    assert (len(found.rows), found.header_row, found.problems, found.warnings) == (120, 4, (), ())
    channels = [row.channel for row in found.rows]
    assert [channels.count(channel) for channel in Channel] == [24, 81, 15]
    states = [row.state for row in found.rows]
    assert (states.count(DossierState.NEW), states.count(DossierState.PROCESSING)) == (27, 31)
    assert (found.rows[0].row, found.rows[-1].row) == (5, 124)


@pytest.mark.samples
def test_the_sample_of_another_system(samples: Path) -> None:
    """Titles, text dates, decomposed letters, capitals, a duplicate with an impossible day, a total row."""
    found = read_list(samples / "lists" / "xuat-he-thong-khac.xlsx")
    assert (len(found.rows), found.header_row, found.skipped) == (60, 5, 1)
    assert told(found) == [(66, "list.duplicate_code"), (66, "list.no_such_day")]
    assert found.rows[0].submitted_at == vn(17, 14, 13)
    assert found.rows[0].state is DossierState.SUPPLEMENT_REQUESTED


@pytest.mark.samples
def test_the_national_overdue_sample(samples: Path) -> None:
    found = read_list(samples / "lists" / "qua-han-cong-quoc-gia.csv")
    assert (len(found.rows), found.header_row, found.problems) == (26, 1, ())
    assert (found.rows[0].due_at, found.rows[0].state) == (vn(22), None)
    assert found.rows[-1].note == "không có trong hệ thống tỉnh"
