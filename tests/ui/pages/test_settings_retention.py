"""«Lưu giữ»: what is due is shown, nothing goes before the ground is given and the question answered."""

from collections.abc import Callable

from counter_app.clock import FixedClock
from counter_app.model.dossier import DossierId, DossierState
from counter_app.model.queue import QueueFilter
from counter_app.model.retention import ERASED
from counter_app.workflow import queue
from counter_app.workflow.office import Office
from tests.practice import MORNING
from tests.ui.conftest import settle
from ui.app import UseCases
from ui.dialogs.questions import ConfirmDialog
from ui.main_window import MainWindow
from ui.pages.settings_sections import sections_for


def test_only_who_may_erase_sees_it_and_the_question_comes_before(
    make_window: Callable[..., MainWindow], office: Office, clock: FixedClock
) -> None:
    ended = DossierId(queue.ids(office, QueueFilter())[0])
    with office.store.unit_of_work() as unit:
        unit.update_dossier(unit.dossier(ended), state=DossierState.RETURNED, ended_at=MORNING)
        unit.commit()
    clock.advance(days=3660)
    supervisor = office.as_person("phuoc.dh")
    assert [role for role in ("officer", "administrator", "inspector") if "retention" in sections_for(role)] == []  # type: ignore[arg-type]
    window = make_window(cases=UseCases(), first="settings", office=supervisor)
    window.open_page("settings", section="retention")
    settle(window)
    section = window.page.section
    assert section.boxes["returned"].isChecked() and not section.erase.isEnabled()
    section.boxes["ended"].setChecked(False)
    section.reason.setText("Quyết định 05/QĐ-SKHCN")
    section.erase.click()
    dialog = window.findChild(ConfirmDialog)
    dialog.reject()
    settle(window)
    assert queue.dossier(office, ended).applicant.name != ERASED
    section.erase.click()
    window.findChildren(ConfirmDialog)[-1].yes.click()
    settle(window)
    assert queue.dossier(office, ended).applicant.name == ERASED
    assert "Đã xóa" in window.toast_frame.words and not section.boxes["returned"].isEnabled()
    assert not section.progress.isVisible() and section.reason.text() == ""
