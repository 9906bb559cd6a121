"""Words recognised on the scan in view, through the window: offered where they lack, shown under way, undone."""

from pathlib import Path

import pytest

from counter_app.pdf.practice_pages import draw_paper
from tests.ui.intake_desk import Desk, words_of
from ui.widgets.buttons import Link


def _offer(desk: Desk) -> list[Link]:
    return [one for one in desk.page.ui.check.findChildren(Link) if one.text() == "Thêm lớp chữ (OCR)"]


@pytest.fixture
def scan(desk: Desk, tmp_path: Path) -> Desk:
    path = tmp_path / "giay.pdf"
    draw_paper(path, "Giấy chứng nhận đăng ký doanh nghiệp")
    desk.attach(1, path)
    desk.look_at(1)
    return desk


@pytest.mark.tesseract
def test_a_scan_without_words_gets_them_by_one_press_and_the_toast_undoes_it(scan: Desk) -> None:
    before = scan.part(1).file
    (offer,) = _offer(scan)
    offer.click()
    assert not scan.page.ui.reading.isHidden()
    assert scan.page.ui.reading.first.text().startswith("Đang nhận dạng chữ")
    scan.settle()
    assert scan.page.ui.reading.isHidden()
    assert scan.part(1).file.converted_from == before.hash
    assert any("Đã thêm lớp chữ cho 1 trang" in words for words in words_of(scan.window.toast_frame))
    assert not _offer(scan)
    scan.window.toast_frame._run()
    scan.settle()
    assert scan.part(1).file.hash == before.hash


@pytest.mark.tesseract
def test_a_stop_keeps_the_file(scan: Desk) -> None:
    before = scan.part(1).file
    scan.page.files.text.begin()
    scan.page.ui.reading.stop.click()
    scan.settle()
    assert scan.page.ui.reading.isHidden()
    assert not scan.page.files.text.running
    assert scan.part(1).file == before


def test_without_tesseract_the_page_says_what_to_install(
    scan: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    scan.page.files.text.begin()
    scan.settle()
    assert any("tesseract-ocr-vie" in words for words in words_of(scan.page.ui.notice))
