"""What the window speaks up about: in working hours, each thing once, to those whom it concerns."""

from dataclasses import replace
from pathlib import Path

import pytest

from counter_app.bootstrap import open_office
from counter_app.clock import FixedClock
from counter_app.model.alert import AlertKind
from counter_app.model.dossier import DossierId
from counter_app.workflow import alerts, queue
from counter_app.workflow.office import Office


def kinds(office: Office) -> list[AlertKind]:
    return [alert.kind for alert in alerts.take(office)]


def test_the_supervisor_hears_of_the_bulletin_and_of_what_ends_within_the_hour_once(
    office: Office, clock: FixedClock, practice_folder: Path
) -> None:
    supervisor = office.as_person("phuoc.dh")
    shift, soon = alerts.take(supervisor)
    assert shift.words == "Bản tin đầu ca đã sẵn sàng: Buổi sáng thứ Hai 23/11/2026, 07:30–11:30."
    assert soon.words == "Hồ sơ H31.15-261120-9006 còn 45 phút làm việc, Nguyễn Thu Hà đang giữ."
    clock.advance(minutes=1)
    assert alerts.take(supervisor) == ()
    again = open_office(practice_folder, clock=clock, person="phuoc.dh")
    assert alerts.take(again) == (), "nor after a restart"
    again.close()
    clock.advance(minutes=80)
    (next_one,) = alerts.take(supervisor)
    assert "9042 còn 54 phút" in next_one.words
    assert len(next_one.dossiers) == 1


def test_officers_hear_of_their_own_and_others_of_nothing(office: Office) -> None:
    (mine,) = alerts.take(office)
    assert mine.kind is AlertKind.SOON
    assert {queue.dossier(office, one).holder for one in mine.dossiers} == {"ha.nt"}
    for login in ("bao.tq", "lam.vd"):
        assert alerts.take(office.as_person(login)) == ()


@pytest.mark.parametrize("hours", [4, 10, 24])
def test_nothing_is_said_outside_working_hours(office: Office, clock: FixedClock, hours: int) -> None:
    clock.advance(hours=hours)  # at noon, in the evening, on the holiday of the 24th
    assert alerts.take(office.as_person("phuoc.dh")) == ()


def test_each_shift_has_its_bulletin_and_a_moved_due_moment_is_told_anew(office: Office, clock: FixedClock) -> None:
    supervisor = office.as_person("phuoc.dh")
    assert kinds(supervisor) == [AlertKind.SHIFT, AlertKind.SOON]
    one = DossierId(queue.ids(office, queue.QueueFilter(due_from=office.now()))[0])
    with office.store.unit_of_work() as unit:
        unit.update_dossier(unit.dossier(one), intake_due_at=clock.now().replace(hour=8, minute=50))
        unit.commit()
    assert kinds(supervisor) == [AlertKind.SOON]
    clock.advance(hours=5, minutes=30)
    assert AlertKind.SHIFT in kinds(supervisor)


def test_the_office_says_how_early_and_whether_at_all(office: Office) -> None:
    supervisor = office.as_person("phuoc.dh")
    silent = supervisor.with_settings(replace(supervisor.settings, alerts="off"))
    assert alerts.take(silent) == ()
    early = supervisor.with_settings(replace(supervisor.settings, alert_minutes=240))
    _, soon = alerts.take(early)
    assert len(soon.dossiers) == 3
    assert soon.words.startswith("3 hồ sơ sắp hết hạn, gấp nhất còn 45 phút làm việc: H31.15-261120-9006, ")
