"""A list that is taken back leaves no dossier anywhere, on both databases; what somebody worked on is named."""

from counter_app.model.dossier import Event
from counter_app.model.queue import QueueFilter
from counter_app.store.database import Store
from tests.store.conftest import NOON
from tests.store.made_up import MORNING, change, keep, look, new_dossier

HARMLESS = ("import", "view_dossier")


def bring(store: Store, number: str, *codes: str) -> list[int]:
    with store.unit_of_work() as unit:
        made = unit.add_dossiers([new_dossier(code=code) for code in codes])
        for one in made:
            unit.append_event(Event(dossier_id=one, at=NOON, by="ha", kind="import", details={"number": number}))
        unit.commit()
    return [int(one) for one in made]


def test_what_a_list_brought_is_gone_and_its_codes_are_free_again(store: Store) -> None:
    other = keep(store, code="H18-0")
    bring(store, "2026/11", "H18-9")
    first, last = bring(store, "2026/1", "H18-1", "H18-2")
    with store.unit_of_work() as unit:
        assert unit.imports.touched("2026/1", other, last, HARMLESS) == ()
        assert unit.imports.take_back("2026/1", other, last) == 2, "«2026/1» is not «2026/11»"
        unit.commit()
    everything = QueueFilter(include_closed=True)
    assert [look(store, one).code for one in store.readings.queue_ids(everything)] == ["H18-0", "H18-9"]
    assert len(store.readings.search_ids("h18-1")) == 0
    received = store.readings.reports.received_between(MORNING.replace(year=2020), MORNING.replace(year=2030))
    assert sorted(one.code for one in received) == ["H18-0", "H18-9"]
    assert bring(store, "2026/2", "H18-1")[0] not in (first, last)
    assert store.diary.examine().ok


def test_a_dossier_that_was_worked_on_is_named(store: Store) -> None:
    first, last = bring(store, "2026/1", "H18-1", "H18-2")
    change(store, last, note="đã gọi điện")
    with store.unit_of_work() as unit:
        assert unit.imports.touched("2026/1", first, last, HARMLESS) == ("H18-2",)
