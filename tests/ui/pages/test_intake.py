"""The intake page over a real practice office: verdicts, decision, receipt, and what is refused in the page."""

from datetime import timedelta
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from counter_app.clock import FixedClock
from counter_app.model.dossier import ComponentVerdict, Decision, DossierState
from counter_app.workflow import intake, queue
from tests.ui.intake_desk import Desk, words_of
from tests.ui.intake_papers import list_with_a_bad_row
from ui.pages.intake_check import SAVE_MS
from ui.presenters.intake import Step


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
    assert any(f"{desk.stored.due_at:%H:%M}" in words for words in words_of(desk.page.ui.finish))
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
    assert "lý do" in sheet.words.fields["reason"].error
    QTest.keyClicks(sheet.words.reason, "Khong thuoc tham quyen")
    desk.page.primary()
    desk.settle()
    assert "căn cứ" in sheet.words.fields["ground"].error
    assert desk.stored.state is DossierState.NEW
    QTest.keyClicks(sheet.words.ground, "ND 118/2025, Dieu 17")
    desk.page.primary()
    desk.settle()
    assert "khoản" in sheet.words.fields["ground"].error
    QTest.keyClicks(sheet.words.ground, ", khoan 2")
    desk.page.primary()
    desk.settle()
    assert desk.stored.state is DossierState.REFUSED


def test_a_wrong_place_is_a_choice_of_its_own_with_grounds_to_take(desk: Desk) -> None:
    desk.page.go_to(Step.DECISION)
    desk.settle()
    sheet = desk.page.ui.decision
    sheet.guide.click()
    assert desk.page.ui.act.text() == "Gửi hướng dẫn"
    desk.page.primary()
    desk.settle()
    assert "cơ quan có thẩm quyền" in sheet.words.fields["guidance"].error
    sheet.words.guidance.setText("Sở Tư pháp")
    sheet.words.known.setCurrentIndex(1)
    sheet.words.known.activated.emit(1)
    assert "Điều 17" in sheet.said[1]
    assert sheet.words._mark.isVisible()  # nobody could read that article in full
    sheet.words.ground.setText(f"{sheet.said[1]}, sửa tay")
    assert not sheet.words._mark.isVisible()
    desk.page.primary()
    desk.settle()
    assert desk.stored.state is DossierState.REFUSED
    event = queue.events(desk.office, desk.id)[-1]
    assert (event.kind, event.details["guidance"]) == ("refuse", "Sở Tư pháp")


def test_a_late_decision_must_be_said_to_be_late_before_it_can_be_taken(desk: Desk, clock: FixedClock) -> None:
    desk.pass_all()
    clock.moment = desk.stored.intake_due_at + timedelta(minutes=5)
    desk.page.go_to(Step.DECISION)
    desk.page.reload()
    desk.settle()
    sheet = desk.page.ui.decision
    assert sheet.line.late and not desk.page.ui.act.isEnabled()
    assert desk.page.ui.foot.words.text() == "Quyết định này được ghi là muộn"
    sheet.words.late.click()
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
    shown = words_of(desk.page.ui.applicant)
    assert number and number not in shown
    desk.page.ui.applicant.link.click()
    assert number in words_of(desk.page.ui.applicant)
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
    desk.page.open_dossier(None)
    desk.page.lists.begin(wrong)
    desk.settle()
    assert desk.page.ui.notice.isVisible()
    assert desk.page.ui.notice.words


def test_an_imported_list_is_told_in_words_with_its_bad_rows(desk: Desk, tmp_path: Path) -> None:
    path = list_with_a_bad_row(tmp_path / "danh-sach.xlsx")
    desk.page.open_dossier(None)
    desk.page.lists.begin(path)
    desk.settle()
    desk.page.lists.take()
    desk.settle()
    report = desk.page.ui.start.report
    assert "thêm 1 hồ sơ" in report.words.text(), report.lines
    assert [line.split(":")[0] for line in report.lines] == ["Dòng 6"]


def test_next_dossier_opens_another_that_waits(desk: Desk) -> None:
    desk.page.work.next_dossier()
    desk.settle()
    assert desk.page.dossier_id not in (None, desk.id)
    assert desk.page.view.dossier.state.awaits_intake
