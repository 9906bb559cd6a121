"""«Danh mục thủ tục» from a file: differences first, written as chosen, taken back as a whole; prose is marked."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from counter_app.workflow import catalogue
from counter_app.workflow.office import Office
from tests.ui.conftest import settle
from ui.app import UseCases
from ui.main_window import MainWindow
from ui.pages import settings_catalogue
from ui.pages.settings_catalogue import CatalogueSection
from ui.presenters.catalogue import IN_PROSE
from ui.widgets.tag import Tag

CODE = "2.001209"
TABLE = f"""Mã TTHC;Tên TTHC;Lĩnh vực;Thời hạn;Phí;Thành phần hồ sơ
9.000001;Cấp giấy phép mẫu;Tiêu chuẩn đo lường chất lượng;15-20 ngày;Theo biểu của tỉnh;Đơn đề nghị
{CODE};Đăng ký công bố hợp chuẩn;Tiêu chuẩn đo lường chất lượng;7 ngày làm việc;180.000;
"""


@pytest.fixture
def window(make_window: Callable[..., MainWindow], office: Office) -> MainWindow:
    made = make_window(cases=UseCases(), first="settings", office=office.as_person("phuoc.dh"))
    made.open_page("settings", section="catalogue")
    settle(made)
    return made


@pytest.fixture
def section(window: MainWindow) -> CatalogueSection:
    found: CatalogueSection = window.page.section
    return found


def bring(window: MainWindow, path: Path) -> None:
    window.page.section.import_file(path)
    settle(window)


def table(folder: Path, text: str = TABLE) -> Path:
    path = folder / "danh-muc.csv"
    path.write_text(text, encoding="utf-8")
    return path


def kinds(section: CatalogueSection) -> list[str]:
    model = section.update_sheet.model
    return [model.cell(row, "kind").text for row in range(model.rowCount())]


def test_differences_are_shown_ticked_and_written_and_the_whole_import_is_taken_back(
    window: MainWindow, section: CatalogueSection, office: Office, tmp_path: Path
) -> None:
    before = catalogue.procedures(office)
    bring(window, table(tmp_path))
    sheet = section.update_sheet
    assert section.stack.currentWidget() is sheet
    assert kinds(section)[:2] == ["Mới", "Thay đổi"]
    assert sheet.chosen == {"9.000001", CODE}  # those that the file does not name are not ended by themselves
    assert "giữ nguyên lời" in sheet.report.words.text()
    assert sheet.model.cell(0, "mark").text == IN_PROSE
    assert [tag.text for tag in sheet.sheet.findChildren(Tag)].count(IN_PROSE) == 2  # its term and its fee
    sheet.table.selectRow(1)
    settle(window)
    assert catalogue.procedures(office) == before
    sheet.write.click()
    settle(window)
    assert section.stack.currentWidget() is section.browse
    assert (catalogue.procedure(office, "9.000001") is not None, len(catalogue.versions(office, CODE))) == (True, 2)
    section.open_history()
    settle(window)
    (number,) = section.history.links
    section.take_back(number)
    settle(window)
    assert catalogue.procedures(office) == before
    assert section.history.links == []


def test_what_is_not_ticked_is_left_and_a_second_look_finds_only_that(
    window: MainWindow, section: CatalogueSection, office: Office, tmp_path: Path
) -> None:
    path = table(tmp_path)
    bring(window, path)
    section.update_sheet.table.ticked.emit(0)
    assert section.update_sheet.write.text() == "Cập nhật 1 thủ tục"
    section.update_sheet.chips.chips["gone"].click()
    section.update_sheet.all.click()
    assert "sẽ hết hiệu lực" in section.update_sheet.foot.words.text()
    section.update_sheet.all.click()
    section.update_sheet.write.click()
    settle(window)
    assert catalogue.procedure(office, "9.000001") is None
    bring(window, path)
    assert "Thay đổi" not in kinds(section)
    section.update_sheet.leave.click()
    settle(window)
    assert section.stack.currentWidget() is section.browse


def test_a_comparison_that_is_out_of_date_offers_another(
    window: MainWindow, section: CatalogueSection, office: Office, tmp_path: Path
) -> None:
    bring(window, table(tmp_path))
    known = catalogue.procedure(office, CODE)
    assert known is not None
    other = office.as_person("phuoc.dh")
    catalogue.apply_update(other, catalogue.plan_update(other, table(tmp_path)), {CODE})
    section.update_sheet.write.click()
    settle(window)
    assert "so sánh lại" in section.notice.words
    section.notice._run()
    settle(window)
    assert kinds(section)[0] == "Mới"
    assert CODE not in section.update_sheet.chosen


def test_files_that_are_no_catalogue_are_refused_and_the_same_catalogue_says_so(
    window: MainWindow, section: CatalogueSection, office: Office, tmp_path: Path
) -> None:
    bring(window, table(tmp_path, "không;phải;danh mục\n1;2;3\n"))
    assert "không phải danh mục" in section.notice.words
    broken = tmp_path / "hong.json"
    broken.write_text("{", encoding="utf-8")
    bring(window, broken)
    assert "hong.json" in section.notice.words
    assert not section.reading.isVisible()
    national = tmp_path / "lay-thu-tuc.json"
    national.write_text(json.dumps([{"MATTHC": "9.000002", "TENTTHC": "Của Cổng"}]), encoding="utf-8")
    bring(window, national)
    assert kinds(section) == ["Mới"]
    section.update_sheet.write.click()
    settle(window)
    bring(window, national)
    assert section.stack.currentWidget() is section.browse
    assert "giống danh mục" in window.toast_frame.words


def test_the_catalogue_is_exported_for_another_office_and_trouble_is_told(
    window: MainWindow, section: CatalogueSection, office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = [None, tmp_path / "khong-co" / "danh-muc.json", tmp_path / "danh-muc.json"]
    path = chosen[-1]
    assert path is not None
    monkeypatch.setattr(settings_catalogue, "choose_target", lambda *_: chosen.pop(0))
    section.export_button.click()
    settle(window)
    assert not section.notice.isVisible() and not path.exists()
    section.export_button.click()
    settle(window)
    assert section.notice.isVisible()
    section.export_button.click()
    settle(window)
    told = json.loads(path.read_text(encoding="utf-8"))
    assert len(told["procedures"]) == len(catalogue.procedures(office))
    assert told["sha256"][:8] in window.toast_frame.words and not section.notice.isVisible()
