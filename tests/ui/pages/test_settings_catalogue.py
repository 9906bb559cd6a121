"""«Danh mục thủ tục»: found without diacritics, edited as a new version, taken back, brought in from a file."""

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from counter_app.model.dossier import Channel
from counter_app.model.procedure import Procedure, Source
from counter_app.workflow import catalogue
from counter_app.workflow.office import Office
from tests.ui.conftest import settle
from ui.app import UseCases
from ui.main_window import MainWindow
from ui.pages.settings_catalogue import CatalogueSection
from ui.pages.settings_catalogue_edit import GENERAL, PAPERS, TERMS, EditSheet
from ui.widgets.field import Field

CODE = "2.001209"


@pytest.fixture
def window(make_window: Callable[..., MainWindow], office: Office) -> MainWindow:
    made = make_window(cases=UseCases(), first="settings", office=office.as_person("phuoc.dh"))
    made.open_page("settings", section="catalogue")
    settle(made)
    made.activateWindow()
    assert QTest.qWaitForWindowActive(made, 60_000)
    return made


@pytest.fixture
def section(window: MainWindow) -> CatalogueSection:
    found: CatalogueSection = window.page.section
    return found


def find(window: MainWindow, words: str) -> list[str]:
    browse = window.page.section.browse
    browse.field.setText(words)
    QTest.qWait(90)
    settle(window)
    return [browse.model.value(row)[0] for row in range(browse.model.rowCount())]


def begin(window: MainWindow, code: str = CODE) -> None:
    find(window, code)
    window.page.section.browse.edit_button.click()
    settle(window)


def save(window: MainWindow) -> None:
    window.page.section.edit.foot.save_button.click()
    settle(window)


def known(office: Office, code: str = CODE) -> Procedure:
    found = catalogue.procedure(office, code)
    assert found is not None
    return found


def test_a_procedure_is_found_without_diacritics_and_what_is_doubtful_is_listed_apart(
    window: MainWindow, section: CatalogueSection
) -> None:
    assert CODE in find(window, "cong bo hop chuan")
    assert find(window, "khong co thu tuc nay") == []
    assert section.browse.empty.isVisible()
    find(window, "")
    every = section.browse.model.rowCount()
    section.browse.chips.chips["doubtful"].click()
    settle(window)
    listed = [section.browse.model.cell(row, "mark").text for row in range(section.browse.model.rowCount())]
    assert 0 < len(listed) < every
    assert set(listed) <= {"chưa xác minh", "ghi bằng lời"}


def test_an_edit_is_a_new_version_from_its_day_and_the_toast_takes_it_back(
    window: MainWindow, section: CatalogueSection, office: Office
) -> None:
    before = known(office)
    begin(window)
    edit = section.edit
    assert not section.unsaved
    edit.general.result_code.setText("KQ.G15.000999")
    edit.general.document.setText("Quyết định 99/QĐ-UBND")
    edit.general.verified.setChecked(True)
    edit.open_tab(TERMS)
    direct = edit.terms.channels[Channel.DIRECT]
    direct.amount.setText("7")
    direct.fee.setText("180.000")
    assert section.unsaved
    assert "kết quả" in edit.foot.summary.text()
    save(window)
    after = known(office)
    assert (after.version, after.effective_from) == (2, date(2026, 11, 23))
    assert (after.result_code, after.source.verified) == ("KQ.G15.000999", True)
    terms = next(one for one in after.terms if one.channel is Channel.DIRECT)
    assert (terms.term and terms.term.amount, terms.fee_vnd) == (7, 180_000)
    assert [one for one in after.terms if one.channel is not Channel.DIRECT] == [
        one for one in before.terms if one.channel is not Channel.DIRECT
    ]
    assert section.browse.version.count() == 2
    window.toast_frame._run()
    settle(window)
    assert known(office) == before
    assert section.browse.version.count() == 1


def test_papers_are_added_moved_and_dropped_step_by_step_and_undone(
    window: MainWindow, section: CatalogueSection, office: Office
) -> None:
    names = [part.name for part in known(office).cases[0].components]
    begin(window)
    edit = section.edit
    edit.open_tab(PAPERS)
    papers = edit.papers
    papers.add.click()
    papers.paper_card.name.setPlainText("Giấy giới thiệu")
    papers.paper_card.originals.setText("1")
    papers.paper_card.must_sign.setChecked(False)
    papers.up.click()
    draft = edit.draft
    assert draft is not None
    listed = [part.name for part in draft.data.cases[0].components]
    assert listed == [*names[:-1], "Giấy giới thiệu", names[-1]]
    made = draft.data.cases[0].components[-2]
    assert (made.number, made.originals, made.must_sign) == (len(names), 1, False)
    papers.table.selectRow(0)
    papers.drop.click()
    assert [part.name for part in draft.data.cases[0].components] == listed[1:]
    QTest.keyClick(papers.table, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert [part.name for part in draft.data.cases[0].components] == listed
    while edit.foot.undo_button.isEnabled():
        edit.undo()
    assert not section.unsaved
    edit.redo()
    assert section.unsaved
    edit.foot.discard_button.click()
    settle(window)
    assert [part.name for part in known(office).cases[0].components] == names


SPOILED: list[tuple[str, Callable[[EditSheet], object], str]] = [
    (GENERAL, lambda edit: edit.general.name.setPlainText(""), "Chưa có tên"),
    (GENERAL, lambda edit: edit.general.ends.setText("31/02/2027"), "không tồn tại"),
    (GENERAL, lambda edit: edit.general.ends.setText("01/01/2026"), "trước ngày bắt đầu"),
    (TERMS, lambda edit: edit.terms.channels[Channel.ONLINE].fee.setText("theo biểu"), "không đọc được"),
    (TERMS, lambda edit: edit.terms.channels[Channel.POSTAL].amount.setText("99999"), "Thời hạn phải từ"),
    (TERMS, lambda edit: edit.terms.channels[Channel.ONLINE].add_fee(), "chưa ghi số tiền"),
    (TERMS, lambda edit: edit.terms.checks.add_check(), "không tồn tại"),
    (TERMS, lambda edit: _check(edit, "0", "01/01/2026", "NĐ ví dụ"), "phải từ 1"),
    (TERMS, lambda edit: _check(edit, "2", "01/01/2026", " "), "theo văn bản nào"),
    (PAPERS, lambda edit: edit.papers.paper_card.name.setPlainText(" "), "chưa có tên"),
]


def _check(edit: EditSheet, amount: str, first: str, document: str) -> None:
    edit.terms.checks.add_check()
    row = edit.terms.checks.rows[-1]
    for control, words in ((row.amount, amount), (row.first, first), (row.document, document)):
        control.setText(words)


def test_a_check_of_its_own_is_written_shown_and_dropped_again(
    window: MainWindow, section: CatalogueSection, office: Office
) -> None:
    begin(window)
    edit = section.edit
    edit.open_tab(TERMS)
    _check(edit, "2", "01/07/2026", "Nghị định ví dụ, Điều 5")
    edit.terms.checks.rows[-1].verified.setChecked(True)
    edit.take()
    assert edit.draft is not None
    assert edit.draft.changed == ("hạn kiểm tra đầy đủ",)
    save(window)
    (kept,) = known(office).completeness_checks
    assert (kept.limit.words(), kept.effective_from) == ("2 ngày làm việc", date(2026, 7, 1))
    assert kept.source == Source(document="Nghị định ví dụ, Điều 5", verified=True)
    assert kept.effective_to is None
    begin(window)
    (row,) = edit.terms.checks.rows
    assert (row.amount.text(), row.first.text(), row.last.text()) == ("2", "01/07/2026", "")
    edit.terms.checks._drop_row(row)
    save(window)
    assert known(office).completeness_checks == ()


def test_what_cannot_be_kept_is_said_under_its_field_and_nothing_is_written(
    window: MainWindow, section: CatalogueSection, office: Office
) -> None:
    find(window, CODE)
    edit = section.edit
    for tab, spoil, words in SPOILED:
        section.browse.edit_button.click()
        settle(window)
        edit.open_tab(tab)
        spoil(edit)
        edit.open_tab(PAPERS if tab is GENERAL else GENERAL)
        save(window)
        assert edit.tabs.value == tab
        shown = [field.error for field in edit.findChildren(Field) if field.error]
        assert any(words in error for error in shown), (words, shown)
        section.back()
        settle(window)
    assert known(office).version == 1


def test_a_new_procedure_with_a_dated_fee_and_two_cases(
    window: MainWindow, section: CatalogueSection, office: Office
) -> None:
    section.add.click()
    settle(window)
    edit = section.edit
    edit.general.code.setText(CODE)
    edit.general.name.setPlainText("Cấp giấy phép thử")
    edit.general.subject.setText("Lĩnh vực thử")
    save(window)
    assert "đã có" in edit.general.fields["code"].error
    edit.general.code.setText("LOCAL-THU-01")
    online = edit.terms.channels[Channel.ONLINE]
    online.taken.setChecked(True)
    online.amount.setText("3")
    online.add_fee()
    (row,) = online.rows
    row.amount.setText("200000")
    row.reduction.setText("50")
    row.first.setText("01/01/2026")
    row.document.setText("Nghị quyết 12/2026/NQ-HĐND")
    edit.open_tab(PAPERS)
    for name in ("Cá nhân", "Tổ chức"):
        edit.papers.add_case()
        edit.papers.case_card.name.setText(name)
        edit.papers.add.click()
        edit.papers.paper_card.name.setPlainText(f"Đơn của {name.lower()}")
    save(window)
    made = known(office, "LOCAL-THU-01")
    assert [(case.name, case.components[0].name) for case in made.cases] == [
        ("Cá nhân", "Đơn của cá nhân"),
        ("Tổ chức", "Đơn của tổ chức"),
    ]
    (fee,) = made.terms[0].fees
    assert (fee.amount_vnd, fee.reduction_percent, fee.effective_from) == (200_000, 50, date(2026, 1, 1))
    assert section.browse.procedure == made


def test_work_that_is_not_saved_keeps_the_window_here(window: MainWindow, section: CatalogueSection) -> None:
    begin(window)
    section.edit.general.short_name.setText("Tên khác")
    window.page.open_section("display")
    assert window.page.key == "catalogue"
    assert "chưa lưu" in window.page.notice.words
    window.page._discard()
    window.page.open_section("display")
    assert window.page.key == "display"


def test_an_officer_looks_and_changes_nothing(make_window: Callable[..., MainWindow], office: Office) -> None:
    window = make_window(cases=UseCases(), first="settings", office=office)
    window.open_page("settings", section="catalogue")
    settle(window)
    section = window.page.section
    assert section.browse.model.rowCount() > 40
    assert not section.add.isVisible()
    assert not section.browse.edit_button.isVisible()
    section.browse.table.opened.emit(0)
    settle(window)
    assert section.stack.currentWidget() is section.browse
