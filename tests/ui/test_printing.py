"""Sheets on paper through the system's printing, to a file; printers that are not there; mail, clipboard."""

from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageChops
from PySide6.QtWidgets import QApplication

from counter_app.errors import CounterError, Trouble
from counter_app.forms.printing import Forms
from counter_app.model.form import FormFacts
from counter_app.pdf.render import render_page
from tests.forms import papers
from ui import printing


@pytest.mark.parametrize("make", [papers.refusal, lambda: papers.register(40)], ids=["A5", "A4 landscape"])
def test_a_sheet_comes_out_in_its_own_size_with_everything_on_it(qapp: QApplication, tmp_path: Path, make) -> None:  # type: ignore[no-untyped-def]
    given: FormFacts = make()
    source, output = tmp_path / "to.pdf", tmp_path / "in.pdf"
    Forms(papers.PRACTICE).print(given, source)
    with pypdfium2.PdfDocument(source) as document:
        count, wanted = len(document), document[0].get_size()
        before = document[0].render(scale=4).to_pil().convert("L")
    printing.print_pages(printing.file_printer(output), source, count, render_page)
    with pypdfium2.PdfDocument(output) as document:
        assert len(document) == count
        assert document[0].get_size() == pytest.approx(wanted, abs=1.5)
        after = document[0].render(scale=4).to_pil().convert("L")
    small = (before.width // 24, before.height // 24)  # letters and QR codes may lie a fraction of a point aside
    seen = [page.resize(small, Image.Resampling.BOX) for page in (before, after)]
    difference = ImageChops.difference(*seen)
    assert difference.getextrema()[1] < 80


@pytest.mark.qt_log_ignore("QPainter::begin")
def test_a_printer_that_is_not_there_is_a_sentence(qapp: QApplication, tmp_path: Path) -> None:
    with pytest.raises(CounterError) as caught:
        printing.printer_called("Máy in ở phòng bên")
    assert caught.value.code in ("ui.no_printers", "ui.printer_gone")
    assert caught.value.advice
    source = tmp_path / "to.pdf"
    Forms(papers.OFFICE).print(papers.refusal(), source)
    with pytest.raises(Trouble) as gone:
        printing.print_pages(printing.file_printer(tmp_path / "none" / "x.pdf"), source, 1, render_page)
    assert gone.value.code == "ui.printer_gone"


def test_the_mail_has_its_words_and_the_clipboard_the_file(qapp: QApplication, tmp_path: Path) -> None:
    url = printing.mail_url("uong@example.vn", "Phiếu từ chối & lý do", "Kính gửi bà Ưởng?")
    assert url.scheme() == "mailto"
    assert url.toString(url.ComponentFormattingOption.FullyEncoded).count("&") == 1
    assert "uong@example.vn" in url.path()
    path = tmp_path / "phiếu.pdf"
    path.write_bytes(b"%PDF-1.7")
    printing.copy_file(path)
    assert QApplication.clipboard().mimeData().urls()[0].toLocalFile() == str(path)
