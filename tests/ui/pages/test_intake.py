"""The intake page over a real practice office: files, verdicts, decision, receipt, and what is refused in the page."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from counter_app.clock import FixedClock
from counter_app.exchange.lists import ListRow
from counter_app.exchange.practice_list import write_practice_list
from counter_app.model.changes import Changes
from counter_app.model.dossier import Channel, ComponentVerdict, Decision, Dossier, DossierState
from counter_app.pdf.practice_pages import draw_paper
from counter_app.workflow import intake, queue
from counter_app.workflow.office import Office
from tests.practice import MORNING
from tests.ui.conftest import settle
from tests.ui.intake_papers import cut_paper, fresh_dossier, locked_paper, photo, scan_with_blank_page
from ui.app import UseCases
from ui.main_window import MainWindow
from ui.pages.intake_check import SAVE_MS
from ui.presenters.intake import Step

MakeWindow = Callable[..., MainWindow]
_NO_KEY = Qt.KeyboardModifier.NoModifier


class Desk:
    """A window with one dossier in hand, and what the database says about it."""

    def __init__(self, window: MainWindow, office: Office, dossier: Dossier) -> None:
        self.window, self.office, self.id = window, office, dossier.id
        window.open_page("intake", dossier_id=dossier.id)
        self.settle()
        self.page: Any = window.page

    def settle(self) -> None:
        settle(self.window, 30)

    @property
    def stored(self) -> Dossier:
        return queue.dossier(self.office, self.id)

    def part(self, number: int) -> Any:
        return self.stored.components[number - 1]

    def attach(self, number: int, *paths: Path) -> None:
        self.page.work.take_files(self.part(number), list(paths))
        self.settle()

    def look_at(self, number: int) -> None:
        self.page.show_component(self.part(number))
        self.settle()

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = _NO_KEY) -> None:
        QTest.keyClick(self.window, key, modifiers)
        self.settle()

    def pass_all(self) -> None:
        for part in self.stored.components:
            intake.check_component(self.office, self.id, part.id, ComponentVerdict.PASS, remark="Đã đối chiếu")
        self.window.refresh.publish(Changes(dossiers=frozenset({self.id})))
        self.settle()


@pytest.fixture
def desk(make_window: MakeWindow, office: Office) -> Desk:
    window = make_window(cases=UseCases(), first="intake", office=office)
    window.activateWindow()
    return Desk(window, office, fresh_dossier(office))


def test_a_dossier_opens_at_the_component_that_waits_with_clock_and_countdown(desk: Desk) -> None:
    page = desk.page
    assert page.step is Step.CHECK
    assert page.component.verdict is ComponentVerdict.NOT_CHECKED
    assert page.ui.code.text() == desk.stored.code
    assert "làm việc" in page.ui.badge.accessibleName()
    assert page.ui.clock.title.text() == "Đồng hồ 8 giờ tiếp nhận"
    assert page.ui.document.file is not None and page.ui.document.canvas.page_size[0] > 100
    assert page.ui.foot.words.text().startswith("Còn ")


def test_the_minute_moves_head_and_clock_together(desk: Desk, clock: FixedClock) -> None:
    before = desk.page.ui.clock.left.text()
    clock.advance(minutes=7)
    desk.window.ticker.tick()
    desk.settle()
    after = desk.page.ui.clock.left.text()
    assert before != after
    assert after in desk.page.ui.badge.accessibleName()


def test_f6_passes_and_f8_goes_on_and_all_is_in_the_database_at_once(desk: Desk) -> None:
    first = desk.page.component
    desk.press(Qt.Key.Key_F6)
    assert next(part for part in desk.stored.components if part.id == first.id).verdict is ComponentVerdict.PASS
    assert desk.page.ui.saved.text().startswith("Đã lưu 08:00:00.")
    desk.press(Qt.Key.Key_F8)
    assert desk.page.component.number == first.number + 1


def test_a_verdict_stays_with_its_component_however_fast_the_next_key_comes(desk: Desk) -> None:
    first, following = desk.page.component, desk.part(desk.page.component.number + 1)
    QTest.keyClick(desk.window, Qt.Key.Key_F6)
    QTest.keyClick(desk.window, Qt.Key.Key_F8)
    QTest.qWait(200)
    desk.settle()
    assert desk.page.component.id == following.id
    assert desk.part(first.number).verdict is ComponentVerdict.PASS
    assert desk.part(following.number).verdict is following.verdict


def test_a_failed_component_needs_a_remark_told_beside_the_field_then_typing_it_is_enough(desk: Desk) -> None:
    panel = desk.page.ui.check
    desk.press(Qt.Key.Key_F7)
    assert "ghi chú" in panel.error
    assert desk.page.component.verdict is ComponentVerdict.NOT_CHECKED
    QTest.keyClicks(panel.remark, "Chup lai goc duoi ben trai")
    QTest.qWait(SAVE_MS + 100)
    desk.settle()
    assert panel.error == ""
    assert desk.page.component.verdict is ComponentVerdict.FAIL
    assert desk.page.component.remark == "Chup lai goc duoi ben trai"


def test_a_remark_still_being_typed_is_written_down_when_the_page_is_left(desk: Desk) -> None:
    number = desk.page.component.number
    QTest.keyClicks(desk.page.ui.check.remark, "Can ban moi")
    desk.window.open_page("today")
    desk.settle()
    assert desk.part(number).remark == "Can ban moi"


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
    assert any(said in words for words in _words_of(panel))
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
        assert any(said in words for words in _words_of(desk.page.ui.check)), name
    kept = desk.part(1).file
    desk.attach(1, samples / "components" / "rong-0-byte.pdf")
    assert "rỗng" in desk.page.ui.notice.words
    assert desk.part(1).file == kept


def test_a_file_dropped_on_the_document_goes_to_the_component_in_hand(desk: Desk, tmp_path: Path) -> None:
    desk.look_at(2)
    paper = tmp_path / "quyet-dinh.pdf"
    draw_paper(paper, "Quyết định")
    _drop(desk.page.ui.document.canvas.viewport(), paper)
    desk.settle()
    assert desk.part(2).file.name == "quyet-dinh.pdf"


def test_several_files_are_proposed_by_name_and_attached_only_when_confirmed(desk: Desk, tmp_path: Path) -> None:
    names = [part.file.name if part.file else "" for part in desk.stored.components]
    paths = [tmp_path / "02_a.pdf", tmp_path / "03_b.pdf"]
    for path in paths:
        draw_paper(path, "Giấy tờ")
    desk.page.work.take_files(None, paths)
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
    desk.page.work.take_files(None, paths)
    desk.settle()
    match = desk.page.ui.match
    for _, choice in match.choices:
        choice.set_value(desk.part(1).id)
    assert not match.confirm.isEnabled()
    assert "Hai tệp" in match.confirm.toolTip()


def test_the_steps_are_walked_by_keys_and_none_takes_the_decision(desk: Desk) -> None:
    alt = Qt.KeyboardModifier.AltModifier
    for _ in range(3):
        desk.press(Qt.Key.Key_Left, alt)
    assert desk.page.step is Step.PROCEDURE
    for _ in range(7):
        desk.press(Qt.Key.Key_Right, alt)
    assert desk.page.step is Step.FINISH
    assert desk.stored.state is DossierState.NEW


def test_decisions_that_the_rules_forbid_are_grey_and_say_why(desk: Desk) -> None:
    desk.page.go_to(Step.DECISION)
    desk.settle()
    accept = desk.page.ui.decision.options[Decision.ACCEPT]
    assert not accept.isEnabled()
    assert "chưa kiểm tra" in accept.toolTip()
    assert desk.page.ui.decision.decision is not Decision.ACCEPT


def test_acceptance_promises_a_date_and_goes_on_to_signing_and_the_receipt(desk: Desk) -> None:
    desk.pass_all()
    desk.page.go_to(Step.DECISION)
    desk.settle()
    assert desk.page.ui.act.text() == "Tiếp nhận hồ sơ"
    desk.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert desk.stored.state is DossierState.ACCEPTED
    assert desk.page.step is Step.FINISH
    assert any(f"{desk.stored.due_at:%H:%M}" in words for words in _words_of(desk.page.ui.finish))
    assert desk.page.ui.act.text().startswith("Ký ")
    desk.page.work.print_receipt()
    desk.settle()
    assert desk.page.work.receipt.is_file()
    assert desk.page.ui.document.file.name == desk.page.work.receipt.name
    assert desk.page.ui.document.canvas.page_size[0] > 400


def test_past_intake_the_page_only_shows_and_says_why(desk: Desk) -> None:
    desk.pass_all()
    intake.decide(desk.office, desk.id, Decision.ACCEPT)
    desk.page.reload()
    desk.settle()
    desk.look_at(1)
    assert "chỉ còn xem được" in desk.page.ui.banner_words.text()
    assert not desk.page.ui.check.remark.isEnabled()
    assert not desk.page.ui.check.segment.isEnabled()


def test_a_refusal_needs_reason_and_ground_each_told_at_its_field(desk: Desk) -> None:
    desk.page.go_to(Step.DECISION)
    desk.settle()
    sheet = desk.page.ui.decision
    sheet.options[Decision.REFUSE].click()
    desk.page.primary()
    desk.settle()
    assert "lý do" in sheet._fields["reason"].error
    QTest.keyClicks(sheet._reason, "Khong thuoc tham quyen")
    desk.page.primary()
    desk.settle()
    assert "căn cứ" in sheet._fields["ground"].error
    assert desk.stored.state is DossierState.NEW
    QTest.keyClicks(sheet._ground, "ND 118/2025, Dieu 17")
    desk.page.primary()
    desk.settle()
    assert desk.stored.state is DossierState.REFUSED


def test_a_late_decision_must_be_said_to_be_late_before_it_can_be_taken(desk: Desk, clock: FixedClock) -> None:
    desk.pass_all()
    clock.moment = desk.stored.intake_due_at + timedelta(minutes=5)
    desk.page.go_to(Step.DECISION)
    desk.page.reload()
    desk.settle()
    sheet = desk.page.ui.decision
    assert sheet.line.late and not desk.page.ui.act.isEnabled()
    assert desk.page.ui.foot.words.text() == "Quyết định này được ghi là muộn"
    sheet._late.click()
    assert desk.page.ui.act.isEnabled()
    desk.page.primary()
    desk.settle()
    assert desk.stored.state is DossierState.ACCEPTED
    assert queue.events(desk.office, desk.id)[-1].details["late"] == 1


def test_a_supplement_received_starts_the_clock_again_from_the_page(desk: Desk, clock: FixedClock) -> None:
    part = desk.part(1)
    intake.check_component(desk.office, desk.id, part.id, ComponentVerdict.FAIL, remark="Thiếu trang cuối")
    intake.decide(desk.office, desk.id, Decision.REQUEST_SUPPLEMENT)
    clock.advance(minutes=30)
    desk.page.reload()
    desk.settle()
    assert desk.page.ui.banner_link.text() == "Ghi nhận đã bổ sung"
    desk.page.ui.banner_link.click()
    desk.settle()
    assert desk.stored.state is DossierState.NEW
    assert desk.stored.received_at == clock.now()
    assert desk.page.ui.banner.isHidden()


def test_personal_numbers_are_masked_until_they_are_asked_for(desk: Desk) -> None:
    number = desk.stored.applicant.identity_number
    desk.page.go_to(Step.APPLICANT)
    shown = _words_of(desk.page.ui.applicant)
    assert number and number not in shown
    desk.page.ui.applicant.link.click()
    assert number in _words_of(desk.page.ui.applicant)
    assert desk.page.ui.applicant.link.text() == "Che lại"


def test_without_a_dossier_the_waiting_ones_are_listed_searched_and_opened(desk: Desk) -> None:
    desk.press(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    start = desk.page.ui.start
    assert start.model.rowCount() > 1
    desk.page.ui.field.setText(desk.stored.code)
    QTest.qWait(250)
    desk.settle()
    assert start.model.rowCount() == 1
    start.open_current()
    desk.settle()
    assert desk.page.dossier_id == desk.id


def test_a_list_that_is_no_list_is_refused_in_words_and_nothing_is_lost(desk: Desk, tmp_path: Path) -> None:
    wrong = tmp_path / "ghi-chu.xlsx"
    wrong.write_text("không phải bảng tính", encoding="utf-8")
    desk.page.leave_dossier()
    desk.page.work.take_list(wrong)
    desk.settle()
    assert desk.page.ui.notice.isVisible()
    assert desk.page.ui.notice.words


def test_an_imported_list_is_told_in_words_with_its_bad_rows(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "danh-sach.xlsx"
    write_practice_list(path, [_row("H31.15-261123-7001"), _row("")], office_name="Sở Thử")
    desk.page.leave_dossier()
    desk.page.work.take_list(path)
    desk.settle()
    report = desk.page.ui.start.report
    assert "thêm 1 hồ sơ" in report.words.text(), report.lines
    assert [line.split(":")[0] for line in report.lines] == ["Dòng 6"]


def test_next_dossier_opens_another_that_waits(desk: Desk) -> None:
    desk.page.work.next_dossier()
    desk.settle()
    assert desk.page.dossier_id not in (None, desk.id)
    assert desk.page.view.dossier.state.awaits_intake


def _row(code: str) -> Any:
    return ListRow(
        row=1,
        code=code,
        procedure_code="2.002385",
        state=DossierState.NEW,
        channel=Channel.ONLINE,
        applicant_name="Bệnh viện Thử Nghiệm",
        submitted_at=MORNING,
        received_at=MORNING,
    )


def _words_of(widget: Any) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel) if not label.isHidden()]


def _drop(widget: Any, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    place, copy, left, none = QPoint(20, 20), Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, _NO_KEY
    QApplication.sendEvent(widget, QDragEnterEvent(place, copy, data, left, none))
    QApplication.sendEvent(widget, QDropEvent(QPointF(place), copy, data, left, none))
