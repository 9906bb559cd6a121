"""Catalogues out of rows: the portal's list, Excel and CSV with whatever counters write into them."""

import unicodedata
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter_app.catalogue.amounts import read_fee, read_term
from counter_app.catalogue.tables import columns_named, procedures_from_rows
from counter_app.catalogue.told import PARTS
from counter_app.errors import Refused
from counter_app.model.dossier import Channel, PaperKind
from counter_app.model.procedure import Term, TermUnit
from counter_app.workflow.catalogue import read_file

HEAD = (
    *("Mã TTHC", "Tên TTHC", "Lĩnh vực", "Trường hợp", "Thành phần hồ sơ", "Mẫu số", "Bản chính", "Bản sao"),
    *("Bắt buộc", "Ký số", "Thời hạn", "Thời hạn trực tuyến", "Phí", "Hiệu lực từ", "Nguồn"),
)
FULL = (
    *("1.001786", "Thủ tục Đăng ký hoạt động", "KHCN", "", "- Đơn đăng ký", "Mẫu 01", 1, 0, "", "Không"),
    *("15 ngày làm việc", "10 ngày làm việc", "3.000.000 đồng", datetime(2026, 7, 1), "QĐ 1/QĐ-UBND"),
)
MORE = ("", "", "", "", "Điều lệ", "", "", "2", "không", "", "", "", "", "", "")


def day(cell: object) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if cell in (None, ""):
        return None
    raise ValueError(str(cell))


def test_papers_follow_their_procedure_and_each_channel_has_its_term() -> None:
    title = ("SỞ KHOA HỌC VÀ CÔNG NGHỆ\nDANH MỤC", *[None] * 14)
    (told,), problems = procedures_from_rows([title, (), HEAD, FULL, MORE], "danh-muc.xlsx", day)
    one = told.procedure
    assert problems == ()
    assert (one.code, one.short_name, one.field) == ("1.001786", "Đăng ký hoạt động", "KHCN")
    assert [terms.term for terms in one.terms] == [
        Term(amount=days, unit=TermUnit.WORKING_DAY) for days in (15, 10, 15)
    ]
    assert {terms.fee_vnd for terms in one.terms} == {3_000_000}
    form, charter = one.cases[0].components
    assert (form.name, form.form_number, form.paper_kind, form.must_sign) == (
        *("Đơn đăng ký", "Mẫu 01", PaperKind.ORIGINAL),
        False,
    )
    assert (charter.copies, charter.required, charter.must_sign) == (2, False, True)
    assert (one.effective_from, one.source.verified) == (date(2026, 7, 1), True)


def test_what_is_not_understood_stays_words_and_is_told_with_its_line() -> None:
    odd = (
        "2.000001",
        "Tên",
        "KHCN",
        "",
        "Đơn",
        "",
        "vài",
        "",
        "",
        "",
        "Ngay trong ngày",
        "",
        "2.000 đồng/trang",
        "?",
        "",
    )
    rows = [HEAD, ("", "Không mã"), ("12", "Mã lạ"), ("3.000001", ""), odd]
    told, problems = procedures_from_rows(rows, "x.csv", day)
    (terms, *_) = told[0].procedure.terms
    assert (terms.term, terms.term_text) == (None, "Ngay trong ngày")
    assert (terms.fee_vnd, terms.fee_text) == (None, "2.000 đồng/trang")
    assert told[0].procedure.unclear == ("term", "fee")
    assert not told[0].procedure.source.verified
    assert [(one.row, one.code) for one in problems] == [
        (2, "catalogue.no_procedure_above"),
        (3, "catalogue.odd_code"),
        (4, "catalogue.no_name"),
        (5, "catalogue.unread_term"),
        (5, "catalogue.unread_fee"),
        (5, "catalogue.unread_day"),
        (5, "catalogue.unread_count"),
    ]
    assert all(one.sentence for one in problems)


def test_only_named_columns_count_as_told() -> None:
    (told,), _ = procedures_from_rows([("Mã số", "Tên", "Lĩnh vực"), ("1.000001", "A", "B")], "x", day)
    assert told.parts == {"field"}
    assert told.parts < set(PARTS)


@pytest.mark.parametrize("rows", [[], [("Mã hồ sơ", "Tên")], [("Tên", "Lĩnh vực")] * 20, [(None,), (3,)]])
def test_rows_without_the_header_are_no_catalogue(rows: list[tuple[object, ...]]) -> None:
    assert procedures_from_rows(rows, "x", day) == ((), ())
    assert columns_named(rows) == 0


@pytest.mark.parametrize("mark", [";", ",", "\t"])
def test_a_text_file_with_decomposed_letters_and_any_delimiter(tmp_path: Path, mark: str) -> None:
    path = tmp_path / "danh-muc.csv"
    rows = [mark.join(("Mã TTHC", "Tên TTHC", "Hiệu lực từ")), mark.join(("1.000001", "Đăng ký", "01/07/2026"))]
    path.write_text(unicodedata.normalize("NFD", "\n".join(["Danh mục", *rows])), encoding="utf-8-sig")
    (told,), problems = read_file(path)
    assert (told.procedure.name, told.procedure.effective_from, problems) == ("Đăng ký", date(2026, 7, 1), ())


@pytest.mark.parametrize("content", [b"", b"a;b\n1;2\n", b"PK\x03\x04", b"<html>"])
def test_other_files_are_refused_in_words(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(content)
    with pytest.raises(Refused) as refused:
        read_file(path)
    assert refused.value.what


@pytest.mark.parametrize(
    ("words", "term"),
    [
        ("15 ngày làm việc", (15, TermUnit.WORKING_DAY)),
        ("05 NGÀY", (5, TermUnit.DAY)),
        ("8 giờ làm việc", (8, TermUnit.WORKING_HOUR)),
        ("1 tháng", (1, TermUnit.MONTH)),
        *((words, None) for words in ("", "7", "Ngay", "15-20 ngày", "0 ngày", "ngày 15", "15 ngày hoặc 30 ngày")),
    ],
)
def test_terms_in_words(words: str, term: tuple[int, TermUnit] | None) -> None:
    assert read_term(words) == (Term(amount=term[0], unit=term[1]) if term else None)


@pytest.mark.parametrize(
    ("words", "amount"),
    [("150.000 đồng", 150_000), ("150,000", 150_000), ("Miễn phí", 0), ("200000 VNĐ", 200_000), ("1.5", None)]
    + [(words, None) for words in ("", "8.000 đồng/bản", "Theo nghị quyết", "từ 1.000 đến 2.000 đồng")],
)
def test_fees_in_words(words: str, amount: int | None) -> None:
    fee = read_fee(words)
    assert fee.amount_vnd == amount
    assert fee.text == (words if amount in (None, 0) else "")


@given(
    st.lists(st.lists(st.one_of(st.none(), st.text(max_size=9), st.integers(), st.floats()), max_size=15), max_size=6)
)
def test_no_table_breaks_the_reading(rows: list[list[object]]) -> None:
    told, problems = procedures_from_rows([HEAD, FULL, *rows], "x", day)
    assert told[0].procedure.code == "1.001786"
    assert all(problem.sentence for problem in problems)


@pytest.mark.samples
def test_the_portals_own_list_is_read_whole(samples: Path) -> None:
    told, problems = read_file(samples / "procedures" / "danh-sach-tthc-BoTuPhap.xlsx")
    assert (len(told), problems) == (271, ())
    assert {one.procedure.issuer for one in told} == {"Bộ Tư pháp"}
    assert all(one.procedure.field for one in told)
    assert sum(not one.procedure.performer for one in told) == 71  # empty in the portal's list, too
    assert told[0].parts == {"field", "issuer", "performer"}
    assert all(terms.channel in Channel for one in told for terms in one.procedure.terms)
