"""What was told to whom, and work that was given: small tables beside the register, on both databases."""

from collections.abc import Callable
from datetime import timedelta

from counter_app.clock import FixedClock
from counter_app.model.alert import AlertKind, Told
from counter_app.model.assignment import ReassignReason, Workload
from counter_app.model.dossier import DossierState
from counter_app.store.database import Store
from tests.store.made_up import HOUR, MORNING, change, keep


def told(dossier_id: int, hours: int = 1, kind: AlertKind = AlertKind.SOON) -> Told:
    return Told(kind=kind, dossier_id=dossier_id, due_at=MORNING + hours * HOUR)


def test_each_thing_is_told_once_to_each_person_whichever_window_asks(opened: Callable[[], Store]) -> None:
    one, other = opened().desk.alerts, opened().desk.alerts
    wanted = [told(1), told(2), told(0, kind=AlertKind.SHIFT)]
    assert one.not_yet("ha", wanted) == tuple(wanted)
    assert one.take("ha", wanted[:2], MORNING) == tuple(wanted[:2])
    assert other.take("ha", wanted, MORNING) == (wanted[2],)
    assert other.not_yet("ha", wanted) == one.take("ha", wanted, MORNING) == ()
    assert other.take("bao", wanted[:1], MORNING) == (wanted[0],)
    assert one.take("ha", [told(1, hours=9)], MORNING) == (told(1, hours=9),), "its due moment has moved"


def test_what_was_told_long_ago_is_forgotten(store: Store) -> None:
    book = store.desk.alerts
    book.take("ha", [told(1)], MORNING)
    book.take("ha", [told(2)], MORNING + timedelta(days=31))
    assert book.not_yet("ha", [told(1), told(2)]) == (told(1),)


def test_given_work_is_news_until_it_is_seen_given_on_or_closed(store: Store, clock: FixedClock) -> None:
    keys = [keep(store, holder="bao") for _ in range(4)]
    with store.unit_of_work() as unit:
        for key in keys:
            unit.assignments.give(key, "bao", "sep", ReassignReason.LOAD, clock.now())
            clock.advance(minutes=1)
        unit.assignments.seen(keys, "ha", clock.now())
        unit.commit()

    def news() -> list[int]:
        return [one.dossier_id for one in store.readings.assignments.unseen("bao")]

    assert news() == keys[::-1]
    change(store, keys[0], state=DossierState.WITHDRAWN)
    change(store, keys[1], holder="ngan")
    with store.unit_of_work() as unit:
        unit.assignments.seen(keys[2:3], "bao", clock.now())
        unit.commit()
    assert news() == keys[3:]
    with store.unit_of_work() as unit:
        unit.assignments.forget(keys[3])
        unit.commit()
    assert news() == []


def test_the_workload_leaves_out_what_waits_for_the_applicant_and_what_nobody_holds(store: Store) -> None:
    for state in (DossierState.NEW, DossierState.PROCESSING, DossierState.SUPPLEMENT_REQUESTED, DossierState.RETURNED):
        keep(store, holder="ha", state=state, intake_due_at=MORNING - HOUR)
    keep(store, holder="ha", field="Đo lường")
    keep(store, holder="")
    assert set(store.readings.assignments.workloads(MORNING)) == {
        Workload(login="ha", field="Lý lịch tư pháp", count=2, overdue=1),
        Workload(login="ha", field="Đo lường", count=1, overdue=0),
    }
