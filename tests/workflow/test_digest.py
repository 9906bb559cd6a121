"""The bulletin over the practice office: its numbers open their dossiers, it is saved, it knows its shift."""

from datetime import timedelta
from pathlib import Path

import pytest

from counter_app.clock import FixedClock
from counter_app.errors import CounterError
from counter_app.model.report import Cell, Figures, Report
from counter_app.workflow import board, digest
from counter_app.workflow.office import Office


def numbers(report: Report) -> list[Cell]:
    cells = [one.cell for part in report.parts if isinstance(part, Figures) for one in part.figures]
    cells += [cell for table in report.tables() for row in table.rows for cell in row if isinstance(cell.value, int)]
    return [cell for cell in cells if cell.behind is not None]


def test_every_number_opens_as_many_dossiers_as_it_says(office: Office) -> None:
    found = numbers(digest.make(office))
    assert len(found) > 20
    for cell in found:
        assert cell.behind is not None
        assert len(set(digest.dossiers_behind(office, cell.behind))) == cell.value, cell.behind


def test_what_ends_in_this_shift_is_listed_and_outside_the_hours_the_next_shift_is_told(
    office: Office, clock: FixedClock
) -> None:
    tables = {table.key: table for table in digest.make(office).tables()}
    assert [row[1].value[-4:] for row in tables["due"].rows] == ["9006", "9042", "9019"]
    assert len(tables["late"].rows) == len(board.board(office).overdue) == 2
    clock.advance(hours=4)
    assert digest.make(office).subject == "Buổi chiều thứ Hai 23/11/2026, 13:00–17:00"
    clock.advance(hours=10)
    assert digest.make(office).subject.startswith("Buổi sáng thứ Tư 25/11/2026"), "the 24th is a holiday"
    clock.advance(days=1500)
    with pytest.raises(CounterError) as caught:
        digest.make(office)
    assert caught.value.code == "workflow.digest_no_shift"


def test_it_is_saved_as_pdf_and_as_text_and_as_nothing_else(office: Office, tmp_path: Path) -> None:
    import pypdfium2

    report = digest.make(office)
    path = digest.save(office, report, tmp_path / f"{digest.file_stem(report)}.pdf")
    assert path.name == "ban-tin-2026-11-23-0800.pdf"
    with pypdfium2.PdfDocument(path) as document:
        words = "".join(page.get_textpage().get_text_bounded() for page in document)
        assert len(document) == 1
    for said in ("BẢN TIN ĐẦU CA", "H31.15-261120-9006", "Nguyễn Thu Hà", "BẢN THỬ"):
        assert said in words
    assert "NGƯỜI LẬP" not in words
    text = digest.save(office, report, tmp_path / "a.txt").read_text(encoding="utf-8")
    assert text == digest.text(office, report)
    for name, code in (("a.txt", "forms.output_exists"), ("a.docx", "report.unknown_suffix")):
        with pytest.raises(CounterError) as caught:
            digest.save(office, report, tmp_path / name)
        assert caught.value.code == code


def test_who_is_away_stands_in_it_with_what_waits(office: Office) -> None:
    from tests.workflow.test_reassign import put_away

    put_away(office, "ha.nt", "bao.tq")
    absent = next(table for table in digest.make(office).tables() if table.key == "absent")
    (row,) = absent.rows
    assert [cell.value for cell in row][::2] == ["Nguyễn Thu Hà", "Trần Quốc Bảo"]
    assert row[3].value == 16
    assert row[1].value == (office.now() + timedelta(days=4)).date()
