"""One test per wire of the results page, over the practice office: real files, real signatures, real refusals."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from counter_app.clock import FixedClock
from counter_app.model.dossier import Channel, DossierId, DossierState
from counter_app.model.queue import Missing, QueueFilter
from counter_app.pdf.practice_pages import draw_paper
from counter_app.workflow import queue
from counter_app.workflow.office import Office
from tests.ui.conftest import settle
from ui.app import UseCases
from ui.main_window import MainWindow

MakeWindow = Callable[..., MainWindow]


@pytest.fixture
def window(make_window: MakeWindow, office: Office) -> MainWindow:
    made = make_window(UseCases(), "results", office)
    rest(made)
    return made


def rest(window: MainWindow) -> None:
    """Through the moment after which the chosen dossier is asked for."""
    settle(window)
    QTest.qWait(110)
    settle(window)


def choose(window: MainWindow, wanted: QueueFilter, office: Office) -> Any:
    dossier_id = DossierId(queue.ids(office, wanted)[0])
    window.open_page("results", dossier_id=dossier_id)
    rest(window)
    assert window.page._shown.dossier.id == dossier_id
    return window.page


def events(office: Office, page_or_id: int) -> list[str]:
    return [event.kind for event in queue.events(office, DossierId(page_or_id))]


def test_the_list_holds_what_waits_for_its_result_and_counts_agree(window: MainWindow, office: Office) -> None:
    page = window.page
    states = (DossierState.ACCEPTED, DossierState.PROCESSING, DossierState.DONE)
    assert page.model.rowCount() == page.chips.chips["all"].count == len(queue.ids(office, QueueFilter(states=states)))
    parts = [page.chips.chips[key].count for key in ("accepted", "processing", "unsigned", "to_return")]
    assert sum(parts) == page.model.rowCount()
    QTest.mouseClick(page.chips.chips["to_return"], Qt.MouseButton.LeftButton)
    rest(window)
    assert page.model.rowCount() == page.chips.chips["to_return"].count
    assert page._shown.dossier.state is DossierState.DONE


def test_a_signed_result_says_who_signed_it_and_shows_its_page(window: MainWindow, office: Office) -> None:
    page = window.page
    page._press("to_return")
    rest(window)
    words = page.panel.files.words
    assert "Còn nguyên vẹn" in words
    assert page._shown.checked[0].signatures[0].signer in words
    assert page.document.file.key == page._shown.dossier.results[-1].hash
    assert page.document.canvas.page_size[0] > 0
    assert page.panel.return_button.primary


def test_closing_without_a_result_is_refused_and_says_so(window: MainWindow, office: Office) -> None:
    page = choose(window, QueueFilter(states=(DossierState.PROCESSING,)), office)
    page.panel.return_button.click()
    assert not page.panel.return_button.isEnabled()
    rest(window)
    assert page.panel.error.isVisible()
    assert "chưa có tệp kết quả nên chưa đóng được" in page.panel.error.what.text()
    assert page.panel.return_button.isEnabled()
    page.table.selectRow(page.table.row + 1)
    rest(window)
    assert not page.panel.error.isVisible(), "the refusal belonged to the other dossier"


def test_closing_with_an_unsigned_result_is_refused(window: MainWindow, office: Office) -> None:
    page = choose(window, QueueFilter(missing=Missing.RESULT_SIGNATURE), office)
    assert "Kết quả phải được ký số trên tệp trước khi trả." in page.panel.files.words
    assert not any(button.primary for button in page.panel._buttons.values()), "it waits for the leader"
    page.panel.return_button.click()
    rest(window)
    assert "chưa được ký số" in page.panel.error.what.text()
    assert page._shown.dossier.state.open


def test_a_dropped_file_becomes_the_result(window: MainWindow, office: Office, tmp_path: Path) -> None:
    page = choose(window, QueueFilter(states=(DossierState.PROCESSING,)), office)
    path = tmp_path / "quyet-dinh.pdf"
    draw_paper(path, "Quyết định", seed=3)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    place, copy, left = QPoint(600, 300), Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    # Over the document: what it does not take itself comes to the page.
    QApplication.sendEvent(page.document, QDragEnterEvent(place, copy, data, left, none))
    QApplication.sendEvent(page.document, QDropEvent(QPointF(place), copy, data, left, none))
    rest(window)
    assert page.panel.error.isHidden(), page.panel.error.accessibleName()
    assert [file.name for file in page._shown.dossier.results] == ["quyet-dinh.pdf"]
    assert "Tệp không có chữ ký số" in page.panel.files.words
    assert window.toast_frame.words == "Đã đính «quyet-dinh.pdf»."
    assert events(office, page._shown.dossier.id)[-1] == "attach_result"


def test_a_file_that_is_no_document_is_refused_in_the_panel(window: MainWindow, office: Office, tmp_path: Path) -> None:
    page = choose(window, QueueFilter(states=(DossierState.PROCESSING,)), office)
    path = tmp_path / "trong.pdf"
    path.write_bytes(b"")
    page.attach(path)
    rest(window)
    assert page.panel.error.isVisible()
    assert not page._shown.dossier.results
    assert page.panel.attach_button.isEnabled()


def test_a_signed_result_goes_back_with_receiver_and_way_and_leaves_the_list(
    window: MainWindow, office: Office
) -> None:
    page = window.page
    page._press("to_return")
    rest(window)
    dossier, before = page._shown.dossier, page.model.rowCount()
    page.panel.receiver.setFocus()
    QTest.keyClicks(page.panel.receiver, "Pham Van  A")
    page.panel.way.set_value("postal")
    page.panel.return_button.click()
    rest(window)
    assert "chưa có mã bưu gửi" in page.panel.error.what.text()
    QTest.keyClicks(page.panel.proof, "EA123456789VN")
    page.panel.return_button.click()
    rest(window)
    assert page.model.rowCount() == before - 1
    assert queue.dossier(office, dossier.id).state is DossierState.RETURNED
    last = queue.events(office, dossier.id)[-1]
    assert (last.kind, last.details["receiver"], last.details["way"]) == ("return_result", "Pham Van A", "postal")
    assert last.details["tracking"] == "EA123456789VN"
    assert window.toast_frame.words == f"Đã trả kết quả; hồ sơ {dossier.display_code} đã đóng."
    assert page.panel.receiver.text() == ""


def test_an_accepted_dossier_is_handed_over_to_a_named_unit(
    window: MainWindow, office: Office, clock: FixedClock
) -> None:
    one = DossierId(queue.ids(office, QueueFilter(states=(DossierState.DONE,)))[0])
    with office.store.unit_of_work() as unit:
        unit.update_dossier(unit.dossier(one), state=DossierState.ACCEPTED)
        unit.commit()
    page = choose(window, QueueFilter(states=(DossierState.ACCEPTED,)), office)
    assert page.panel.hand_over_button.primary
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    page.panel.hand_over_button.click()
    assert page.panel.unit_field.error == "Ghi tên đơn vị nhận hồ sơ."
    QTest.keyClicks(page.panel.unit, "Phong Quan ly")
    QTest.keyClick(page.panel.unit, Qt.Key.Key_Return)
    rest(window)
    assert queue.dossier(office, one).state is DossierState.PROCESSING
    assert queue.events(office, one)[-1].details["unit"] == "Phong Quan ly"


def test_many_are_handed_over_at_once_and_one_that_cannot_go_is_told(window: MainWindow, office: Office) -> None:
    page = window.page
    page._press("processing")
    rest(window)
    page.table.selectAll()
    rest(window)
    marked = len(page.table.chosen_rows())
    assert page.panel.hand_over_button.text().endswith(f"Chuyển {marked} hồ sơ")
    page.panel.hand_over.emit("Phòng Quản lý chuyên ngành", "Đỗ Quang Minh")
    rest(window)
    assert window.toast_frame.words == f"Đã chuyển {marked} hồ sơ đến Phòng Quản lý chuyên ngành."
    one = DossierId(page.model.value(0))
    assert queue.events(office, one)[-1].details["receiver"] == "Đỗ Quang Minh"
    page._press("apology")
    rest(window)
    assert page.chips.chips["apology"].count == page.model.rowCount() > 0


@pytest.mark.parametrize(("login", "words"), [("lam.vd", "&Ký kết quả"), ("nhan.ht", "Đóng &dấu kết quả")])
def test_who_signs_or_seals_sees_what_waits_and_goes_to_sign_it(
    make_window: MakeWindow, office: Office, login: str, words: str
) -> None:
    window = make_window(UseCases(), "results", office.as_person(login))
    rest(window)
    page, opened = window.page, []
    assert page.chips.value == "unsigned"
    assert page.panel.sign_button.text() == words
    assert page.panel.sign_button.primary
    assert page.panel.return_button.isHidden()
    object.__setattr__(page.context, "open_page", lambda key, **arguments: opened.append((key, arguments)))
    page.panel.sign_button.click()
    assert opened == [("signing", {"dossier_id": page._shown.dossier.id})]


def test_the_way_back_is_the_way_the_dossier_came(window: MainWindow, office: Office) -> None:
    page = window.page
    for row in queue.rows(office, queue.ids(office, QueueFilter(states=(DossierState.DONE,)))):
        window.open_page("results", dossier_id=row.id)
        rest(window)
        expected = {Channel.DIRECT: "in_person", Channel.POSTAL: "postal", Channel.ONLINE: "online"}[row.channel]
        assert page.panel.way.value == expected


def test_an_empty_list_says_so(window: MainWindow) -> None:
    page = window.page
    page._press("accepted")
    rest(window)
    assert page.empty.isVisible()
    assert page.empty.title.text() == "Không còn hồ sơ chờ chuyển"
    assert not page.panel.isVisible()
    assert not page.document.isVisible()


def test_a_narrow_window_leaves_the_document_out(make_window: MakeWindow, office: Office) -> None:
    window = make_window(UseCases(), "results", office, size=(900, 500))
    rest(window)
    page = window.page
    assert not page.document.isVisible()
    assert page.table.isVisible()
    assert page.panel.isVisible()
    assert page.panel.geometry().right() == page.width() - 1


def test_the_clerk_sees_where_number_date_and_seal_go_and_issues_with_one_pin(
    make_window: MakeWindow, office: Office
) -> None:
    from tests.practice import PASSWORD
    from tests.workflow.test_issue import dossier_with_result
    from ui.presenters import issue as presenter

    dossier = dossier_with_result(office, signed=True)
    window = make_window(UseCases(), "results", office.as_person("nhan.ht"))
    window.open_page("results", dossier_id=dossier.id)
    rest(window)
    page = window.page
    assert page.panel.issue_button.primary and page.panel.issue_button.isVisible()
    page.panel.issue_button.click()
    rest(window)
    view = page.issue
    assert view.plan is not None and view.keys.chosen is not None
    assert [row.first.text() for row in view.rows.values()] == [
        "Số văn bản: 01",
        "Ngày: 23",
        "Tháng: 11",
        "Dấu của cơ quan: con dấu",
    ]
    assert view.by_hand.isHidden()
    blank_less = view.plan
    for part in (presenter.NUMBER, presenter.DAY, presenter.MONTH):
        blank_less = presenter.left_out(blank_less, part)
    assert presenter.by_hand_words(blank_less).endswith("tự kéo khung vào chỗ.")
    view.pick(presenter.SEAL)
    before = view.plan.seal.box
    QTest.keyClick(view.canvas, Qt.Key.Key_Right)
    assert view.plan.seal.box.x > before.x, "the frame moves with the arrow keys"
    view.toggle(presenter.MONTH)
    assert view.plan.blanks.month is None and "Thêm" in view.rows[presenter.MONTH].link.text()
    view.toggle(presenter.MONTH)
    assert view.plan.blanks.month is not None
    before = events(office, dossier.id)
    view.run()
    until_asked(view)
    assert view.cancel.isVisible() and not view.act.isEnabled()
    view.cancel.click()
    rest(window)
    assert view.notice.words.startswith("Đã dừng theo yêu cầu") and view.act.isEnabled() and not view.cancel.isVisible()
    assert events(office, dossier.id) == before
    view.run()
    until_asked(view)
    view.dialog.field.setText(
        "12345678" if office.settings.token_modules or not office.settings.key_files else PASSWORD
    )
    view.dialog.send.click()
    rest(window)
    assert not view.notice.isVisible(), view.notice.words
    assert page.stack.currentWidget() is page.work
    assert "issue_result" in events(office, dossier.id)
    assert not page.panel.issue_button.isVisible(), "it is issued"


def until_asked(view: Any) -> None:
    for _ in range(600):
        QTest.qWait(50)
        if view.dialog is not None:
            return
    raise AssertionError("the PIN was not asked")


def test_the_slip_is_scanned_at_the_desk_before_the_result_goes_back(window: MainWindow, office: Office) -> None:
    page = window.page
    page._press("to_return")
    rest(window)
    dossier, field = page._shown.dossier, page.panel.slip_line

    def scan(words: str) -> None:
        field.setFocus()
        QTest.keyClicks(field, words)
        QTest.keyClick(field, Qt.Key.Key_Return)
        rest(window)

    scan("H31.15-261123-9999|1")
    assert "H31.15-261123-9999" in page.panel.error.what.text()
    field.clear()
    scan(f"{page.model.value(1) and queue.dossier(office, page.model.value(1)).code}|1")
    assert "không phải hồ sơ đang trả" in page.panel.error.what.text()
    field.clear()
    scan(f"{dossier.code}|2")
    assert page.panel.error.isHidden() and field.text() == ""
    assert window.toast_frame.words == f"Đã ghi đánh giá cho hồ sơ {dossier.display_code}."
    with office.store.unit_of_work() as unit:
        rating = unit.life.rating(dossier.id)
    assert rating is not None and (int(rating.satisfaction), rating.source) == (2, "scanned")
    scan(f"{dossier.code}|1")
    assert "đã có đánh giá" in page.panel.error.what.text()
    page.panel.return_button.click()
    rest(window)
    assert queue.dossier(office, dossier.id).state is DossierState.RETURNED
