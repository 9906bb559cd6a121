"""What somebody else writes into the register shows in an open window; our own acts refresh once."""

from datetime import date
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from counter_app.bootstrap import open_office
from counter_app.clock import FixedClock
from counter_app.model.changes import Changes
from counter_app.model.dossier import ComponentVerdict, DossierId, DossierState
from counter_app.model.queue import QueueFilter
from counter_app.workflow import calendar_edit as use_calendar
from counter_app.workflow import intake, lists, office_settings, practice, queue
from counter_app.workflow.office import Office
from counter_app.working_time import calendar_edit
from tests.ui.conftest import settle
from ui.app import UseCases
from ui.main_window import MainWindow


@pytest.fixture
def window(qtbot: QtBot, office: Office) -> MainWindow:
    made = MainWindow(office.clock)
    made.show()
    made.use_office(office, UseCases(), "today")
    settle(made)
    made.live.look()
    settle(made)
    return made


def test_another_programs_import_shows_in_the_open_list(
    window: MainWindow, practice_folder: Path, clock: FixedClock, tmp_path: Path
) -> None:
    other = open_office(practice_folder, clock=clock)
    path = tmp_path / "danh-sach.xlsx"
    practice.write_day_list(other, path)
    assert len(lists.import_list(other, path).added) == 1
    other.close()
    seen: list[Changes] = []
    window.refresh.changed.connect(seen.append)
    window.live.look()
    settle(window)
    assert seen == [Changes(queue=True, files=True)]
    assert window.page is not None
    assert window.page.chips.chips["all"].count == 47
    window.live.look()
    settle(window)
    assert len(seen) == 1
    window.close()


def test_our_own_act_is_not_told_twice(window: MainWindow, office: Office) -> None:
    seen: list[Changes] = []
    window.refresh.changed.connect(seen.append)
    dossier_id = DossierId(queue.ids(office, QueueFilter(states=(DossierState.NEW,)))[0])
    part = queue.dossier(office, dossier_id).components[0]
    changes = intake.check_component(office, dossier_id, part.id, ComponentVerdict.FAIL, remark="Thiếu trang cuối")
    window.refresh.publish(changes)
    settle(window)
    window.live.look()
    settle(window)
    window.live.look()
    settle(window)
    assert seen == [changes]
    window.close()


def test_settings_and_calendar_written_elsewhere_hold_here_too(
    window: MainWindow, practice_folder: Path, clock: FixedClock
) -> None:
    other = open_office(practice_folder, clock=clock, person="phuoc.dh")
    office_settings.change_settings(other, {"due_soon_minutes": 60})
    data = calendar_edit.mark_off(other.calendar.data, [date(2026, 11, 25)], "nghỉ mưa bão")
    saved = use_calendar.save_office_calendar(other, data, document="Công điện 12")
    other.close()
    assert saved.recomputed.moved
    window.live.look()
    settle(window)
    assert window.office.settings.due_soon_minutes == 60
    assert window.context is not None
    assert not window.context.office.calendar.is_working_day(date(2026, 11, 25))
    assert window.office.person.login == "ha.nt"
    window.close()


def test_a_calendar_broken_by_hand_is_told_and_the_old_one_stays(window: MainWindow, practice_folder: Path) -> None:
    (practice_folder / "calendar.json").write_text("{", encoding="utf-8")
    window.live.look()
    settle(window)
    assert "lịch cũ" in window.notice.words
    assert window.office.calendar.is_working_day(date(2026, 11, 25))
    window.close()
