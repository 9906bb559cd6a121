"""The view after intake, over the practice office: sheets, printing to a file, one apology, explanation, feedback."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from counter_app.clock import FixedClock
from counter_app.model.dossier import ComponentVerdict, DossierId, DossierState, PaperKind
from counter_app.model.form import FormKind
from counter_app.model.queue import QueueFilter
from counter_app.workflow import feedback, forms, queue, receipt
from counter_app.workflow.office import Office
from tests.ui.conftest import settle
from tests.ui.intake_desk import words_of
from ui import printing
from ui.app import UseCases
from ui.dialogs.reason import ReasonDialog
from ui.main_window import MainWindow
from ui.presenters.intake import Step

MakeWindow = Callable[..., MainWindow]


def rest(window: MainWindow) -> None:
    for _ in range(2):
        settle(window)
        QTest.qWait(110)
    settle(window)


def opened(make_window: MakeWindow, office: Office, *, overdue: bool) -> tuple[MainWindow, Any]:
    window = make_window(UseCases(), "results", office)
    wanted = next(
        DossierId(one)
        for one in queue.ids(office, QueueFilter(states=(DossierState.PROCESSING,)))
        if (queue.dossier(office, DossierId(one)).due_at < office.now()) == overdue  # type: ignore[operator]
    )
    window.open_page("results", dossier_id=wanted)
    rest(window)
    window.page.panel.more_link.click()
    rest(window)
    return window, window.page.life


def test_a_late_dossier_is_apologised_for_once_and_explained(make_window: MakeWindow, office: Office) -> None:
    window, life = opened(make_window, office, overdue=True)
    one = life.found.dossier.id
    assert "Đã quá hạn" in life.late.lines.words
    act = life.acts["reappoint"]
    act.button.click()
    rest(window)
    assert "Chưa ghi lý do" in life.notice.words
    QTest.keyClicks(act.line("reason"), "Cho van ban tra loi cua co quan phoi hop")
    act.line("day").setText("45/12/2026")
    act.button.click()
    assert act.fields["day"].error == "Ghi ngày như 05/12/2026."
    act.line("day").setText(f"{life.found.proposed_day:%d/%m/%Y}")
    act.button.click()
    rest(window)
    assert window.toast_frame.words.startswith("Đã hẹn lại")
    assert "Đã xin lỗi, hẹn lại" in life.late.lines.words
    assert act.isHidden(), "there is no second time"
    assert life.document.file.name == "Văn bản xin lỗi, gia hạn số 01"
    assert life.document.canvas.page_size[0] > 0
    explain = life.acts["explain"]
    QTest.keyClicks(explain.line("words"), "Co quan phoi hop tra loi cham")
    QTest.keyClicks(explain.line("responsible"), "Tran An")
    evidence = office.folder / "bien-ban.pdf"
    evidence.write_bytes(b"%PDF-1.7 bien ban")
    explain.fields["evidence"].control.take(evidence)  # type: ignore[attr-defined]
    explain.button.click()
    rest(window)
    assert "phụ trách: Tran An · có minh chứng" in life.late.lines.words
    assert explain.fields["evidence"].control.value is None  # type: ignore[attr-defined]
    kinds = [event.kind for event in queue.events(office, one)]
    assert kinds.count("reappoint") == 1 and "explain_overdue" in kinds


def test_sheets_are_made_shown_printed_and_given_away(
    make_window: MakeWindow, office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window, life = opened(make_window, office, overdue=False)
    assert not life.print_button.isEnabled()
    life.kind.set_value("control_sheet")
    life.print_new.click()
    rest(window)
    assert life.form.kind == "control_sheet"
    paper = tmp_path / "may-in.pdf"
    monkeypatch.setattr(printing, "printer_called", lambda _: printing.file_printer(paper))
    life.print_on("Máy in tầng 1")
    rest(window)
    assert paper.read_bytes().startswith(b"%PDF")
    assert window.toast_frame.words == "Đã gửi đến máy in Máy in tầng 1."
    monkeypatch.undo()
    life.print_on("Máy in ở phòng bên")
    rest(window)
    assert "máy in" in life.notice.words
    life.copy_button.click()
    rest(window)
    (url,) = QApplication.clipboard().mimeData().urls()
    assert Path(url.toLocalFile()).read_bytes() == office.vault.path(life.form.file.hash).read_bytes()
    asked: list[str] = []
    monkeypatch.setattr(printing.QDesktopServices, "openUrl", lambda url: asked.append(url.toString()) or True)
    life.mail_button.click()
    life.folder_button.click()
    rest(window)
    assert sum(url.startswith("mailto:") for url in asked) == 1
    assert sum(url.startswith("file:") for url in asked) == 1


def test_papers_are_asked_for_during_processing_and_come_through_intake(
    make_window: MakeWindow, office: Office
) -> None:
    window, life = opened(make_window, office, overdue=False)
    panel, one = life.supplement, life.found.dossier.id
    panel.open_button.click()
    assert panel.form.isVisibleTo(life)
    panel.send_button.click()
    rest(window)
    assert panel.fields["others"].error.startswith("Chưa có nội dung nào")
    paper = panel.papers[0]
    paper.tick.setChecked(True)
    QTest.keyClicks(paper.remark, "Mo, khong doc duoc")
    QTest.keyClicks(panel.reason, "Khong khop nhau")
    panel.send_button.click()
    rest(window)
    assert panel.fields["ground"].error, "the days for sending back have passed"
    panel.ground.setText("khoản 4 Điều 19 Nghị định 118/2025/NĐ-CP")
    panel.send_button.click()
    rest(window)
    assert queue.dossier(office, one).state is DossierState.SUPPLEMENT_REQUESTED
    assert life.document.file.name.startswith("Phiếu yêu cầu bổ sung")
    assert "Mo, khong doc duoc" in panel.lines.words and panel.receive_button.isVisibleTo(life)
    assert life.acts["stop"].isVisibleTo(life) and not life.acts["reappoint"].isVisibleTo(life)
    panel.receive_button.click()
    rest(window)
    assert any(paper.part.name in words and "chưa đạt" in words for words in words_of(panel))
    panel.intake_link.click()
    rest(window)
    page = window.page
    assert page.view.asked is not None and page.step is Step.CHECK
    assert "khi đang giải quyết" in page.ui.banner_words.text()
    page.acts.check(
        one, paper.part.id, ComponentVerdict.PASS, "đã nộp bản rõ", PaperKind.PHOTOCOPY, lambda: None, print
    )
    rest(window)
    page.work.receive_supplement()
    rest(window)
    dossier = queue.dossier(office, one)
    assert dossier.state in (DossierState.ACCEPTED, DossierState.PROCESSING) and dossier.due_at is not None


@pytest.mark.parametrize("key", ["stop", "withdraw"])
def test_a_dossier_is_stopped_or_withdrawn_and_only_feedback_is_left(
    make_window: MakeWindow, office: Office, key: str
) -> None:
    window, life = opened(make_window, office, overdue=False)
    one, act = life.found.dossier.id, life.acts[key]
    act.line("reason").setText("Người nộp có đơn xin rút vì thay đổi địa điểm")
    if key == "stop":
        act.button.click()
        rest(window)
        assert "Chưa ghi căn cứ pháp lý" in life.notice.words
        assert queue.dossier(office, one).state is DossierState.PROCESSING
        for name, words in (
            ("ground", "Điều 20 Nghị định số 118/2025/NĐ-CP"),
            ("stage", "Thẩm định"),
            ("handling", "Trả lại"),
        ):
            act.line(name).setText(words)
    act.button.click()
    rest(window)
    ended = DossierState.STOPPED if key == "stop" else DossierState.WITHDRAWN
    assert queue.dossier(office, one).state is ended
    hidden = [name for name, each in life.acts.items() if not each.isVisibleTo(life)]
    assert {"reappoint", "wait", "stop", "withdraw", "hand_over", "rate", "scan"} <= set(hidden)
    assert (life.form is not None) == (key == "stop")
    words = "Đã dừng giải quyết" if key == "stop" else "Người nộp đã rút hồ sơ"
    assert words in life.late.lines.words and "thay đổi địa điểm" in life.late.lines.words
    printable = [life.kind.itemData(row) for row in range(life.kind.count())]
    assert ("receipt" in printable) == (key == "stop"), "no receipt for what was withdrawn"


def test_waiting_rating_and_feedback_are_written_down(make_window: MakeWindow, office: Office) -> None:
    window, life = opened(make_window, office, overdue=False)
    wait = life.acts["wait"]
    QTest.keyClicks(wait.line("whom"), "So Xay dung")
    QTest.keyClicks(wait.line("reason"), "Xin y kien")
    wait.button.click()
    rest(window)
    assert "Chờ So Xay dung" in life.late.lines.words
    assert wait.isHidden()
    life.acts["wait_end"].button.click()
    rest(window)
    assert wait.isVisibleTo(life)
    new = life.acts["feedback"]
    for name, words in (("sender", "Tran An"), ("contact", "0900 000 001"), ("content", "Cho lau")):
        QTest.keyClicks(new.line(name), words)
    new.button.click()
    rest(window)
    assert "Phản ánh số 04 của Tran An" in life.feedback.lines.words
    QTest.keyClicks(life.acts["answer"].line("answer"), "Da mo them quay")
    life.acts["answer"].button.click()
    rest(window)
    assert feedback.feedback_list(office, open_only=True, dossier_id=life.found.dossier.id) == ()
    life.acts["rate"].button.click()
    rest(window)
    assert "chưa có giấy tờ nào được trao" in life.notice.words
    window.page.close_issue()
    assert window.page.stack.currentWidget() is window.page.work
    assert forms.BOOKS[FormKind.RECEIPT] == "TNHS"


def test_the_book_is_made_and_locked_from_the_palette(
    make_window: MakeWindow, office: Office, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[str] = []
    monkeypatch.setattr(printing.QDesktopServices, "openUrl", lambda url: shown.append(url.toLocalFile()) or True)
    receipt.print_receipt(office, DossierId(queue.ids(office, QueueFilter(states=(DossierState.PROCESSING,)))[0]))
    window = make_window(UseCases(), "results", office)
    rest(window)
    commands = {command.words: command.act for command in window.page.commands()}
    commands["In sổ theo dõi hồ sơ năm 2026"]()
    rest(window)
    asked = window.findChild(ReasonDialog)
    asked.reason.setText("Kiểm tra quý IV")
    asked.go.click()
    rest(window)
    assert window.toast_frame.words == "Đã lập sổ năm 2026: 4 hồ sơ."
    assert list(Path(shown[0]).glob("So-theo-doi-2026*.pdf"))
    clock.moment = clock.moment.replace(year=2027, month=1, day=4)
    commands = {command.words: command.act for command in window.page.commands()}
    for _ in range(2):
        commands["Khóa sổ theo dõi hồ sơ năm 2026"]()
        rest(window)
    assert "đã khóa" in window.page.notice.words


def test_who_waited_for_a_stopped_dossier_waits_no_more(make_window: MakeWindow, office: Office) -> None:
    window, life = opened(make_window, office, overdue=False)
    for key, words in (("whom", "Sở Tài chính"), ("reason", "Xin ý kiến")):
        life.acts["wait"].line(key).setText(words)
    life.acts["wait"].button.click()
    rest(window)
    assert life.acts["wait_end"].isVisibleTo(life) and "đến nay" in life.late.lines.words
    for key in ("reason", "ground", "stage", "handling"):
        life.acts["stop"].line(key).setText("Điều 20")
    life.acts["stop"].button.click()
    rest(window)
    assert not life.acts["wait_end"].isVisibleTo(life) and "đến nay" not in life.late.lines.words
    assert life.area.verticalScrollBar().value() == 0, "what has become of it stands at the top"


def test_who_may_only_sign_or_seal_is_offered_no_act(make_window: MakeWindow, office: Office) -> None:
    _, life = opened(make_window, office.as_person("nhan.ht"), overdue=True)
    assert not [key for key, act in life.acts.items() if act.isVisibleTo(life)]
    assert life.kind.isVisibleTo(life), "but may print the sheets"
