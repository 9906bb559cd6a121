"""Until when a paper holds: typed beside the verdict; one that has run out is taken again with a reason only."""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from counter_app.model.dossier import ComponentVerdict
from counter_app.workflow import intake, queue, reuse
from tests.ui.intake_desk import Desk, words_of
from tests.ui.journey_dossiers import EARLIER, dossier_of
from ui.dialogs.questions import NoteDialog
from ui.presenters.intake import Step


def test_the_last_day_is_typed_refused_when_it_does_not_exist_and_kept(desk: Desk) -> None:
    panel = desk.page.ui.check.validity
    number = desk.page.component.number
    panel.link.click()
    for words, said in (("31/02/2027", "không tồn tại"), ("30/06/2027", "")):
        panel.day.setText(words)
        QTest.keyClick(panel.day, Qt.Key.Key_Return)
        desk.settle()
        assert said in panel.field.error
    file = desk.part(number).file
    assert file is not None and file.expires_on == date(2027, 6, 30)
    desk.look_at(number + 1)
    assert not panel.field.isVisible()
    desk.look_at(number)
    assert panel.field.isVisible() and panel.day.text() == "30/06/2027"


def test_an_expired_paper_is_shown_with_its_day_and_taken_with_a_reason(desk: Desk, tmp_path: object) -> None:
    office = desk.office
    earlier = dossier_of(office, tmp_path, "H31.15-261120-7501", applicant=EARLIER)  # type: ignore[arg-type]
    for part in earlier.components:
        intake.check_component(office, earlier.id, part.id, ComponentVerdict.PASS, remark="Đã đối chiếu")
    reuse.set_validity(office, earlier.id, earlier.components[2].id, date(2026, 11, 20))
    now = dossier_of(office, tmp_path, "H31.15-261123-7502", applicant=EARLIER, files=1)  # type: ignore[arg-type]
    desk.page.open_dossier(now.id)
    desk.settle()
    desk.page.go_to(Step.PAPERS)
    assert any("đã hết hạn 20/11/2026" in words for words in words_of(desk.page.ui.papers))
    component = now.components[2]
    desk.page.files.reuse(component, desk.page.view.offers[component.id][0])
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, NoteDialog)
    dialog.save.click()
    assert dialog.isVisible()
    dialog.note.setText("Đang chờ cấp lại")
    dialog.save.click()
    desk.settle()
    file = queue.dossier(office, now.id).components[2].file
    assert file is not None and file.source.reused
