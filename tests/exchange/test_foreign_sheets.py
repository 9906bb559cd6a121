"""Lists of older and other programs: .xls, and records as JSON."""

import json
from pathlib import Path

import pytest

from counter_app.errors import Refused
from counter_app.exchange.lists import read_list
from counter_app.model.dossier import DossierState
from tests.exchange.old_excel import old_workbook
from tests.exchange.tables import CODE, HEADER, line, vn

SERIAL = 46343.5923611111  # 17/11/2026 14:13


def test_an_old_workbook_is_read_with_its_title_rows_words_and_serial_dates(tmp_path: Path) -> None:
    row = line(submitted=SERIAL, received="17/11/2026 15:07", due=46351.0)
    path = old_workbook(tmp_path / "danh-sach.xls", [("DANH SÁCH HỒ SƠ",), (), HEADER, row])
    found = read_list(path)
    (one,) = found.rows
    assert (found.header_row, one.row, one.code, one.state) == (3, 4, CODE, DossierState.PROCESSING)
    assert (one.submitted_at, one.received_at, one.due_at) == (vn(17, 14, 13), vn(17, 15, 7), vn(25))
    assert one.applicant_name == "Công ty TNHH Gạch Ví Dụ"


@pytest.mark.parametrize("length", [600, 1100, 3000])
def test_a_torn_old_workbook_is_refused_in_words(tmp_path: Path, length: int) -> None:
    whole = old_workbook(tmp_path / "a.xls", [HEADER, line(submitted=SERIAL, received="", due="")]).read_bytes()
    path = tmp_path / "b.xls"
    path.write_bytes(whole[:length])
    with pytest.raises(Refused) as refused:
        read_list(path)
    assert refused.value.code in {"list.old_excel", "list.no_header"}


def test_records_of_another_system_are_read_wherever_they_lie_in_its_answer(tmp_path: Path) -> None:
    record = {
        "dossierId": 17,
        "dossierNo": CODE,
        "dossierStatusName": "Đang xử lý",
        "procedureName": "Đăng ký công bố hợp chuẩn",
        "acceptedDate": "17/11/2026 15:07",
        "appointmentDate": "25/11/2026",
        "history": [{"step": 1}],
    }
    answer = {"totalElements": 2, "data": {"content": [record, {**record, "dossierNo": "H31.15-261117-0002"}]}}
    path = tmp_path / "ho-so.json"
    path.write_text(json.dumps(answer, ensure_ascii=False), encoding="utf-8-sig")
    found = read_list(path)
    assert [(one.row, one.code) for one in found.rows] == [(2, CODE), (3, "H31.15-261117-0002")]
    assert (found.rows[0].received_at, found.rows[0].due_at) == (vn(17, 15, 7), vn(25))


def test_the_national_record_shape_is_a_list_too(tmp_path: Path) -> None:
    record = {"MaHoSo": CODE, "MaTTHC": "2.001209", "ChuHoSo": "Trần Văn Mẫu", "NgayTiepNhan": "20261117150700"}
    path = tmp_path / "dong-bo.json"
    path.write_text(json.dumps([record]), encoding="utf-8")
    (one,) = read_list(path).rows
    assert (one.code, one.procedure_code, one.applicant_name) == (CODE, "2.001209", "Trần Văn Mẫu")
    assert one.received_at == vn(17, 15, 7)


@pytest.mark.parametrize("words", ['{"a": 1}', "[1, 2]", "[{", "[" * 100_000, '{"content": []}'])
def test_json_without_records_is_refused(tmp_path: Path, words: str) -> None:
    path = tmp_path / "a.json"
    path.write_text(words, encoding="utf-8")
    with pytest.raises(Refused) as refused:
        read_list(path)
    assert refused.value.code == "list.not_a_list"
