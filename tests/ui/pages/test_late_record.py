"""«Việc đã làm trước đó…»: from the late decision to the supervisor's list with the file that proves it."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QDate
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from counter_app.clock import FixedClock
from counter_app.model.dossier import ComponentVerdict, Decision, DossierState
from counter_app.pdf.practice_pages import draw_photo
from counter_app.workflow import intake, queue
from counter_app.workflow.office import Office
from tests.ui.conftest import settle
from tests.ui.intake_papers import fresh_dossier
from tests.ui.xvfb import run_in_window
from ui.app import UseCases
from ui.dialogs.late_record import LateRecordDialog
from ui.main_window import MainWindow
from ui.presenters.intake import Step

MakeWindow = Callable[..., MainWindow]


def dialog_of(window: MainWindow) -> LateRecordDialog:
    settle(window)
    (found,) = (one for one in QApplication.topLevelWidgets() if isinstance(one, LateRecordDialog) and one.isVisible())
    return found


def test_a_timely_act_is_written_down_with_its_proof_and_the_supervisor_sees_it(
    make_window: MakeWindow, office: Office, clock: FixedClock, tmp_path: Path
) -> None:
    dossier = fresh_dossier(office)
    for part in dossier.components:
        intake.check_component(office, dossier.id, part.id, ComponentVerdict.FAIL, remark="Mờ")
    assert dossier.intake_due_at is not None
    clock.moment = dossier.intake_due_at + timedelta(days=2)
    window = make_window(UseCases(), "intake", office)
    window.open_page("intake", dossier_id=dossier.id)
    settle(window)
    page = window.page
    page.go_to(Step.DECISION)
    settle(window)
    assert page.ui.decision.words._before.isVisibleTo(page), "the window has run out"
    page.late.ask()
    dialog = dialog_of(window)
    assert dialog.decision is Decision.REQUEST_SUPPLEMENT
    dialog.save.click()
    assert dialog._judged.text() == "Ghi giờ như 16:30."
    real = dossier.received_at + timedelta(minutes=1)
    dialog.day.setDate(QDate(real.year, real.month, real.day))
    QTest.keyClicks(dialog.clock, f"{real:%H:%M}")
    assert "Đúng hạn" in dialog._judged.text()
    dialog.save.click()
    settle(window)
    assert dialog.fields["why"].error.startswith("Chưa ghi vì sao")
    QTest.keyClicks(dialog.why, "Mat dien")
    dialog.save.click()
    settle(window)
    assert dialog.fields["evidence"].error.startswith("Chưa có tệp minh chứng")
    proof = tmp_path / "phieu-ky-nhan.jpg"
    draw_photo(proof, "Phiếu ký nhận")
    dialog.evidence.take(proof)
    dialog.save.click()
    settle(window)
    assert not dialog.isVisible() and page.step is Step.FINISH
    after = queue.dossier(office, dossier.id)
    assert after.state is DossierState.SUPPLEMENT_REQUESTED
    assert after.decided_at is not None and after.decided_at <= dossier.intake_due_at
    page.reload()
    settle(window)
    assert page.late.commands() == []

    board = make_window(UseCases(), "board", office.as_person("phuoc.dh"))
    settle(board)
    assert board.page.overview.still.link.text() == "1 việc ghi muộn"
    board.page.overview.still.link.click()
    settle(board)
    view = board.page.late
    assert view.isVisibleTo(board) and view.model.rowCount() == 1
    assert view.chosen.dossier_id == dossier.id and not view.chosen.late
    assert view.document.file.name == "phieu-ky-nhan.jpg"
    assert view.document.canvas.page_size[0] > 0
    view.table.opened.emit(0)
    settle(board)
    assert board.page_key == "search"


@pytest.mark.xvfb
@pytest.mark.parametrize(("theme", "scale"), [("light", 1.0), ("dark", 1.0), ("light", 1.5)])
def test_it_is_painted(theme: str, scale: float, practice_folder: Path, artefacts: Path) -> None:
    arguments = ["--office", str(practice_folder)]
    run_in_window("tests/ui/journeys/late_record.py", artefacts, theme=theme, scale=scale, arguments=arguments)
    for name in ("late-decision", "late-dialog", "late-written", "late-list"):
        assert (artefacts / f"{name}-{theme}-{scale:g}.png").stat().st_size > 10_000
