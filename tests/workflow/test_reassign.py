"""Dossiers from one officer to another: recorded, seen by the new holder, taken back while untouched."""

from collections.abc import Sequence
from datetime import date

import pytest

from counter_app.clock import FixedClock
from counter_app.errors import Refused
from counter_app.model.assignment import ReassignReason
from counter_app.model.dossier import DossierId, DossierState
from counter_app.model.person import Substitution
from counter_app.model.queue import QueueFilter
from counter_app.workflow import evidence, queue, reassign
from counter_app.workflow.office import Office


@pytest.fixture
def supervisor(office: Office) -> Office:
    return office.as_person("phuoc.dh")


def held_by(office: Office, login: str) -> list[DossierId]:
    return [DossierId(one) for one in queue.ids(office, QueueFilter(holder=login))]


def holders(office: Office, ids: Sequence[DossierId]) -> set[str]:
    return {queue.dossier(office, one).holder for one in ids}


def put_away(office: Office, login: str, stand_in: str) -> None:
    day = office.now().date()
    order = Substitution(login=stand_in, for_login=login, first=day, last=date(2026, 11, 27), reason="nghỉ phép")
    with office.store.unit_of_work() as unit:
        unit.add_substitution(order)
        unit.commit()


def test_many_are_given_at_once_and_the_new_holder_sees_them_until_they_are_looked_at(
    supervisor: Office, clock: FixedClock
) -> None:
    mine = held_by(supervisor, "ha.nt")[:3]
    clock.advance(minutes=5)
    done = reassign.reassign(supervisor, dict.fromkeys(mine, "bao.tq"), ReassignReason.ABSENCE, "  nghỉ ốm ")
    assert holders(supervisor, mine) == {"bao.tq"}
    assert done.changes.dossiers == set(mine)
    last = queue.events(supervisor, mine[0])[-1]
    assert (last.kind, last.by, last.at) == ("reassign", "phuoc.dh", clock.now())
    assert last.details == {"holder_before": "ha.nt", "holder": "bao.tq", "why": "absence", "note": "nghỉ ốm"}
    bao = supervisor.as_person("bao.tq")
    assert {one.dossier_id for one in reassign.given_to_me(bao)} == set(mine)
    assert {(one.given_by, one.at) for one in reassign.given_to_me(bao)} == {("phuoc.dh", clock.now())}
    assert reassign.given_to_me(supervisor.as_person("ha.nt")) == ()
    evidence.record_view(supervisor.as_person("ha.nt"), mine[0])
    assert len(reassign.given_to_me(bao)) == 3, "only the new holder's own look counts"
    evidence.record_view(bao, mine[0])
    assert {one.dossier_id for one in reassign.given_to_me(bao)} == set(mine[1:])
    reassign.read(bao, mine)
    assert reassign.given_to_me(bao) == ()


def test_undo_gives_back_what_nobody_has_touched(supervisor: Office) -> None:
    mine = held_by(supervisor, "ha.nt")[:3]
    done = reassign.reassign(supervisor, dict.fromkeys(mine, "bao.tq"), ReassignReason.LOAD)
    reassign.reassign(supervisor, {mine[0]: "ngan.pt"}, ReassignReason.LOAD)
    back = reassign.undo(supervisor, done)
    assert [one.dossier_id for one in back.given] == mine[1:]
    assert holders(supervisor, mine[1:]) == {"ha.nt"}
    assert holders(supervisor, mine[:1]) == {"ngan.pt"}
    (kept,) = back.refused
    assert (kept[0], kept[1].code) == (mine[0], "workflow.reassigned_since")
    assert queue.events(supervisor, mine[1])[-1].kind == "take_back_reassignment"
    assert reassign.given_to_me(supervisor.as_person("bao.tq")) == ()


def test_one_that_cannot_go_holds_no_other_back(supervisor: Office) -> None:
    mine = held_by(supervisor, "ha.nt")[:2]
    with supervisor.store.unit_of_work() as unit:
        closed = unit.dossier(mine[0])
        unit.update_dossier(closed, state=DossierState.WITHDRAWN, ended_at=supervisor.now())
        unit.commit()
    his = held_by(supervisor, "bao.tq")[0]
    done = reassign.reassign(supervisor, dict.fromkeys([*mine, his], "bao.tq"), ReassignReason.LOAD)
    assert [one.dossier_id for one in done.given] == mine[1:]
    assert [error.code for _, error in done.refused] == ["workflow.reassign_closed", "workflow.reassign_same"]


@pytest.mark.parametrize(
    ("to", "reason", "code"),
    [
        ("bao.tq", ReassignReason.OTHER, "workflow.reassign_without_reason"),
        ("lam.vd", ReassignReason.LOAD, "workflow.reassign_to_nobody"),
        ("khong-co", ReassignReason.LOAD, "workflow.no_such_person"),
    ],
)
def test_what_makes_no_sense_is_refused_and_changes_nothing(
    supervisor: Office, to: str, reason: ReassignReason, code: str
) -> None:
    mine = held_by(supervisor, "ha.nt")
    with pytest.raises(Refused) as caught:
        reassign.reassign(supervisor, dict.fromkeys(mine, to), reason, "  ")
    assert caught.value.code == code
    assert held_by(supervisor, "ha.nt") == mine


def test_an_officer_gives_nothing_away(office: Office) -> None:
    with pytest.raises(Refused):
        reassign.reassign(office, {held_by(office, "ha.nt")[0]: "bao.tq"}, ReassignReason.LOAD)


def test_who_is_proposed_follows_load_and_orders_of_substitution(supervisor: Office) -> None:
    mine = held_by(supervisor, "ha.nt")
    found = reassign.suggest(supervisor, mine[:1])
    assert "ha.nt" not in {one.login for one in found.candidates}
    assert set(found.shared.values()) == {found.candidates[0].login}
    assert (found.holders, found.holder_absent) == (("ha.nt",), False)
    put_away(supervisor, "ha.nt", "hung.dv")
    found = reassign.suggest(supervisor, mine)
    assert (found.candidates[0].login, found.candidates[0].stands_in, found.holder_absent) == ("hung.dv", True, True)
    assert set(found.shared) == set(mine)
    put_away(supervisor, "bao.tq", "ngan.pt")
    last = reassign.suggest(supervisor, mine).candidates[-1]
    assert (last.login, last.absent_until) == ("bao.tq", date(2026, 11, 27))
    assert "bao.tq" not in reassign.suggest(supervisor, mine).shared.values()
