"""Files on the intake page: taken, shown, matched, or refused in words."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from counter_app.model.dossier import ComponentVerdict
from counter_app.pdf.practice_pages import draw_paper
from tests.ui.intake_desk import Desk, drop, words_of
from tests.ui.intake_papers import cut_paper, locked_paper, photo, scan_with_blank_page
from ui.presenters.intake import Step


def test_findings_have_numbers_that_stand_on_their_page(desk: Desk, tmp_path: Path) -> None:
    desk.attach(1, scan_with_blank_page(tmp_path / "phuong-an.pdf"))
    desk.look_at(1)
    page = desk.page
    assert page.ui.document.file.pages == 2
    assert page.ui.document.canvas.shown_marks == []
    page.ui.check.show_page.emit(2)
    desk.settle()
    assert page.ui.document.place.text() == "2 / 2"
    assert page.ui.document.canvas.shown_marks == [1]


def test_zoom_turn_and_fit_change_the_view_only(desk: Desk) -> None:
    document = desk.page.ui.document
    fitted = document.percent_words
    document.zoom(1)
    desk.settle()
    assert document.percent_words != fitted
    document.fit_width()
    assert document.percent_words == fitted
    document.rotate_view()
    assert document.percent_words != fitted
    assert desk.stored.components[0].file == desk.part(1).file


def test_a_photo_becomes_a_pdf_and_the_photo_stays_in_the_vault(desk: Desk, tmp_path: Path) -> None:
    desk.attach(1, photo(tmp_path / "anh-dien-thoai.jpg"))
    file = desk.part(1).file
    assert file.name == "anh-dien-thoai.pdf"
    assert desk.office.vault.path(file.hash).read_bytes().startswith(b"%PDF")
    assert desk.office.vault.path(file.converted_from).read_bytes().startswith(b"\xff\xd8")
    assert desk.page.ui.notice.isHidden()


def test_an_empty_file_is_refused_in_the_page_and_the_file_before_stays(desk: Desk, tmp_path: Path) -> None:
    before = desk.part(1).file
    empty = tmp_path / "rong.pdf"
    empty.touch()
    desk.attach(1, empty)
    assert "«rong.pdf»" in desk.page.ui.notice.words and "rỗng" in desk.page.ui.notice.words
    assert desk.page.ui.notice.isVisible()
    assert desk.part(1).file == before


@pytest.mark.parametrize(("make", "said"), [(locked_paper, "mật khẩu"), (cut_paper, "cắt cụt")])
def test_an_unreadable_file_is_kept_told_and_cannot_pass_without_words(
    desk: Desk, tmp_path: Path, make: Callable[[Path], Path], said: str
) -> None:
    desk.attach(1, make(tmp_path / "giay-to.pdf"))
    desk.look_at(1)
    panel = desk.page.ui.check
    assert desk.part(1).file.name == "giay-to.pdf"
    assert any(said in words for words in words_of(panel))
    assert desk.page.ui.document.file is None  # nothing to show, and the page says so
    assert desk.page.ui.document.empty_title.text()
    desk.press(Qt.Key.Key_F6)
    assert "chưa dùng được" in panel.error
    assert desk.part(1).verdict is ComponentVerdict.NOT_CHECKED


@pytest.mark.samples
def test_scans_as_counters_get_them_are_taken_or_told(desk: Desk, samples: Path) -> None:
    for name, said in (
        ("anh-dien-thoai.jpg", ""),
        ("scan.tiff", ""),
        ("scan-100dpi.pdf", "dpi"),
        ("xoay-90.pdf", "xoay"),
        ("khoa-mat-khau.pdf", "mật khẩu"),
        ("bi-cat-cut.pdf", "cắt cụt"),
        ("khoa-chu-so-huu.pdf", "khóa"),
    ):
        desk.attach(1, samples / "components" / name)
        desk.look_at(1)
        assert desk.page.ui.notice.isHidden(), name
        assert Path(desk.part(1).file.name).stem == Path(name).stem
        assert any(said in words for words in words_of(desk.page.ui.check)), name
    kept = desk.part(1).file
    desk.attach(1, samples / "components" / "rong-0-byte.pdf")
    assert "rỗng" in desk.page.ui.notice.words
    assert desk.part(1).file == kept


def test_a_file_dropped_on_the_document_goes_to_the_component_in_hand(desk: Desk, tmp_path: Path) -> None:
    desk.look_at(2)
    paper = tmp_path / "quyet-dinh.pdf"
    draw_paper(paper, "Quyết định")
    drop(desk.page.ui.document.canvas.viewport(), paper)
    desk.settle()
    assert desk.part(2).file.name == "quyet-dinh.pdf"


def test_several_files_are_proposed_by_name_and_attached_only_when_confirmed(desk: Desk, tmp_path: Path) -> None:
    names = [part.file.name if part.file else "" for part in desk.stored.components]
    paths = [tmp_path / "02_a.pdf", tmp_path / "03_b.pdf"]
    for path in paths:
        draw_paper(path, "Giấy tờ")
    desk.page.files.take_files(None, paths)
    desk.settle()
    match = desk.page.ui.match
    assert desk.page.step is Step.PAPERS
    assert [path for path, _ in match.choices] == paths
    assert [part.file.name if part.file else "" for part in desk.stored.components] == names
    for (_, choice), number in zip(match.choices, (2, 3), strict=True):
        choice.set_value(desk.part(number).id)
    assert match.confirm.text() == "Đính 2 tệp"
    match.confirm.click()
    desk.settle()
    assert [desk.part(number).file.name for number in (2, 3)] == ["02_a.pdf", "03_b.pdf"]


def test_two_files_for_one_component_cannot_be_confirmed(desk: Desk, tmp_path: Path) -> None:
    paths = [tmp_path / "x.pdf", tmp_path / "y.pdf"]
    for path in paths:
        draw_paper(path, "Giấy tờ")
    desk.page.files.take_files(None, paths)
    desk.settle()
    match = desk.page.ui.match
    for _, choice in match.choices:
        choice.set_value(desk.part(1).id)
    assert not match.confirm.isEnabled()
    assert "Nhiều tệp cùng một giấy tờ" in match.confirm.toolTip()
