"""Recorded here and confirmed there are two things: stages from the diary, the other system's list as its answer."""

from datetime import timedelta
from pathlib import Path
from typing import cast

import pytest

from counter_app.clock import FixedClock
from counter_app.errors import Refused
from counter_app.model.dossier import Decision, DossierId, DossierState
from counter_app.model.queue import QueueFilter
from counter_app.workflow import intake, outbox, packages, queue
from counter_app.workflow.office import Office
from counter_app.workflow.outbox import OutboxLine, Stage
from tests.exchange.tables import HEADER, line, workbook

WHY = "Nhập hồ sơ vào hệ thống của tỉnh"


@pytest.fixture
def withdrawn(office: Office) -> DossierId:
    """A step of just now."""
    found = DossierId(queue.ids(office, QueueFilter(states=(DossierState.NEW,)))[0])
    intake.decide(office, found, Decision.WITHDRAW, reason="Người nộp xin rút.")
    return found


def line_of(office: Office, dossier_id: DossierId) -> OutboxLine:
    return next(one for one in outbox.lines(office) if one.dossier_id == dossier_id)


def their_list(office: Office, path: Path, dossier_id: DossierId, state: str) -> Path:
    return workbook(path, [HEADER, line(queue.dossier(office, dossier_id).code, state=state)])


def test_a_step_waits_until_it_is_packed_and_then_until_it_is_seen_there(
    office: Office, withdrawn: DossierId, tmp_path: Path
) -> None:
    assert line_of(office, withdrawn).stage is Stage.TO_PACK
    packages.export(office, [withdrawn], tmp_path / "1", reason=WHY)
    packages.export(office, [withdrawn], tmp_path / "2", reason=WHY)
    packed = line_of(office, withdrawn)
    assert (packed.stage, packed.attempts, packed.packed_at) == (Stage.PACKED, 2, office.now())
    outbox.confirm(office, [withdrawn])
    assert (line_of(office, withdrawn).stage, line_of(office, withdrawn).source) == (Stage.CONFIRMED, "")


def test_the_other_systems_list_confirms_or_differs_and_changes_no_dossier(
    office: Office, withdrawn: DossierId, tmp_path: Path
) -> None:
    before = queue.dossier(office, withdrawn)
    found = outbox.compare_list(office, their_list(office, tmp_path / "khac.xlsx", withdrawn, "Đang xử lý"))
    assert (found.confirmed, found.differing) == (0, 1)
    told = line_of(office, withdrawn)
    assert (told.stage, told.there) == (Stage.DIFFERS, "4")
    found = outbox.compare_list(
        office, their_list(office, tmp_path / "giong.xlsx", withdrawn, "Công dân yêu cầu rút hồ sơ")
    )
    assert found.confirmed == 1
    assert line_of(office, withdrawn).source == "giong.xlsx"
    assert queue.dossier(office, withdrawn) == before
    again = outbox.compare_list(office, their_list(office, tmp_path / "sau.xlsx", withdrawn, "Đang xử lý"))
    assert (again.confirmed, again.differing) == (0, 0)  # what is confirmed is not asked again


def test_the_next_step_waits_anew(office: Office, withdrawn: DossierId) -> None:
    outbox.confirm(office, [withdrawn])
    clock = cast(FixedClock, office.clock)
    clock.moment += timedelta(minutes=5)
    with office.store.unit_of_work() as unit:
        unit.append_event(office.event("hand_over", withdrawn))
        unit.commit()
    assert line_of(office, withdrawn).stage is Stage.TO_PACK


def test_who_may_not_send_confirms_nothing(office: Office, withdrawn: DossierId) -> None:
    leader = next(login for login, one in office.people.items() if str(one.role) == "leader")
    with pytest.raises(Refused):
        outbox.confirm(office.as_person(leader), [withdrawn])
    assert line_of(office, withdrawn).stage is Stage.TO_PACK
