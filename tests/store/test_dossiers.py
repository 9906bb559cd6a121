from dataclasses import replace
from datetime import timedelta

import pytest

from counter_app.clock import FixedClock
from counter_app.errors import Refused
from counter_app.model.dossier import Applicant, ApplicantKind, ComponentVerdict, DossierId, DossierState, PaperKind
from counter_app.model.queue import QueueFilter
from counter_app.store.database import Store
from tests.store.made_up import HOUR, MORNING, act, attached, change, keep, look, new_dossier, signed


def test_a_dossier_comes_back_as_it_went_in(store: Store) -> None:
    applicant = Applicant(
        name="Nguyễn Thị Ưởng",
        kind=ApplicantKind.ORGANISATION,
        identity_number="012345678901",
        address="Số 3 đường Điện Biên",
        phone="0900000000",
        email="a@b.vn",
    )
    new = new_dossier(code="H18.1-260721-0042", applicant=applicant, note="Gọi trước khi trả")
    with store.unit_of_work() as unit:
        key = unit.add_dossier(new)
        unit.commit()
    found = look(store, key)
    for name in ("code", "procedure_name", "applicant", "channel", "state", "received_at", "intake_due_at", "note"):
        assert getattr(found, name) == getattr(new, name)
    assert found.decided_at is None
    assert found.submitted_at == MORNING - HOUR
    assert [each.name for each in found.components] == [each.name for each in new.components]
    assert found.components[0].paper_kind is PaperKind.PHOTOCOPY
    assert found.version == 1


def test_local_codes_count_up_within_the_year_and_skip_nothing(store: Store) -> None:
    keys = [keep(store), keep(store), keep(store, received_at=MORNING + timedelta(days=365))]
    assert [look(store, key).local_code for key in keys] == ["TN-2026-000001", "TN-2026-000002", "TN-2027-000001"]


def test_many_at_once_are_as_one_after_another_and_all_or_none(store: Store) -> None:
    codes = [f"H31.15-260721-{number:04}" for number in range(900)]  # more than one statement takes
    new = [new_dossier(code=code, applicant=Applicant(name=f"Trần Văn {code[-4:]}")) for code in codes]
    new[7] = replace(new[7], received_at=MORNING - timedelta(days=300))
    with store.unit_of_work() as unit:
        keys = unit.add_dossiers(new)
        unit.commit()
    for place in (0, 7, 899):
        found = look(store, keys[place])
        assert (found.code, found.applicant.name) == (codes[place], f"Trần Văn {codes[place][-4:]}")
        assert len(found.components) == len(new[place].components)
    assert [look(store, keys[place]).local_code for place in (6, 7, 8)] == [
        "TN-2026-000007",
        "TN-2025-000001",
        "TN-2026-000008",
    ]
    for more in ([new_dossier(code="A-1"), new[3]], [new_dossier(code="A-1"), new_dossier(code="A-1")]):
        with pytest.raises(Refused, match="mã"), store.unit_of_work() as unit:
            unit.add_dossiers(more)
    with store.unit_of_work() as unit:
        known = unit.known_dossiers([*codes, "TN-2025-000001", "A-1"])
        assert (len(known), known["TN-2025-000001"].id) == (901, keys[7])


def test_a_code_is_in_the_register_once_and_no_code_is_no_code(store: Store) -> None:
    first = keep(store, code="H18-1")
    keep(store)
    second = keep(store)
    with pytest.raises(Refused, match="H18-1"):
        keep(store, code="H18-1")
    with pytest.raises(Refused) as caught:
        change(store, second, code="H18-1")
    assert caught.value.code == "store.duplicate_code"
    change(store, first, code="H18-1", note="x")  # its own code is not a duplicate


def test_a_dossier_is_found_by_the_portals_code_or_our_own(store: Store) -> None:
    key = keep(store, code="H18-7")
    with store.unit_of_work() as unit:
        assert unit.dossier_id_by_code("H18-7") == key
        assert unit.dossier_id_by_code("TN-2026-000001") == key
        assert unit.dossier_id_by_code("H18-8") is None
        assert unit.dossier_id_by_code("") is None


def test_what_is_not_there_is_refused(store: Store) -> None:
    with store.unit_of_work() as unit:
        for act_on_nothing in (
            lambda: unit.dossier(DossierId(99)),
            lambda: unit.update_component(99, remark="x"),
            lambda: unit.add_result(DossierId(99), attached()),
        ):
            with pytest.raises(Refused, match="Không tìm thấy"):
                act_on_nothing()


def test_a_change_based_on_an_old_reading_is_refused(store: Store) -> None:
    key = keep(store)
    old = look(store, key)
    change(store, key, holder="minh")
    with store.unit_of_work() as unit, pytest.raises(Refused) as caught:
        unit.update_dossier(old, holder="lan")
    assert caught.value.code == "store.changed_meanwhile"
    assert look(store, key).holder == "minh"
    assert look(store, key).version == 2


def test_one_unit_may_change_a_dossier_twice(store: Store) -> None:
    key = keep(store)
    with store.unit_of_work() as unit:
        known = unit.dossier(key)
        unit.update_dossier(known, state=DossierState.ACCEPTED, decided_at=MORNING + HOUR)
        unit.update_dossier(known, due_at=MORNING + 48 * HOUR)
        unit.commit()
    found = look(store, key)
    assert (found.state, found.due_at) == (DossierState.ACCEPTED, MORNING + 48 * HOUR)
    (row,) = store.readings.queue_rows([key])
    assert row.due_at == MORNING + 48 * HOUR


def test_the_queue_follows_state_due_moment_and_name(store: Store, clock: FixedClock) -> None:
    key = keep(store)
    (row,) = store.readings.queue_rows([key])
    assert (row.due_at, row.state_changed_at, row.awaits_intake) == (MORNING + 9 * HOUR, MORNING, True)
    clock.advance(minutes=5)
    change(store, key, state=DossierState.ACCEPTED)
    (row,) = store.readings.queue_rows([key])
    assert (row.due_at, row.state_changed_at, row.awaits_intake) == (MORNING + 240 * HOUR, clock.now(), False)
    moved = clock.now()
    clock.advance(minutes=5)
    change(store, key, due_at=None, applicant=replace(look(store, key).applicant, name="Lò Thị Đào"))
    (row,) = store.readings.queue_rows([key])
    assert (row.due_at, row.state_changed_at, row.applicant_name) == (None, moved, "Lò Thị Đào")
    assert list(store.readings.search_ids("dao")) == [key]
    assert list(store.readings.search_ids("mau")) == []
    change(store, key, state=DossierState.WITHDRAWN)
    assert list(store.readings.queue_ids(QueueFilter())) == []


def test_only_fields_of_a_dossier_can_be_set(store: Store) -> None:
    key = keep(store)
    for name in ("id", "version", "local_code", "components", "nonsense"):
        with store.unit_of_work() as unit, pytest.raises(TypeError):
            unit.update_dossier(unit.dossier(key), **{name: 1})
    with store.unit_of_work() as unit, pytest.raises(TypeError):
        unit.update_component(unit.dossier(key).components[0].id, name="x")


def test_a_component_keeps_verdict_remark_and_file(store: Store) -> None:
    key = keep(store)
    with store.unit_of_work() as unit:
        component = unit.dossier(key).components[0]
        unit.update_component(component.id, file=attached("a", converted_from="c" * 64))
        unit.update_component(
            component.id,
            verdict=ComponentVerdict.PASS,
            remark="Rõ",
            paper_kind=PaperKind.ORIGINAL,
            checked_by="ha",
            checked_at=MORNING,
        )
        unit.commit()
    found = look(store, key).components[0]
    assert found.file == attached("a", converted_from="c" * 64)
    assert (found.verdict, found.remark, found.paper_kind) == (ComponentVerdict.PASS, "Rõ", PaperKind.ORIGINAL)
    assert (found.checked_by, found.checked_at) == ("ha", MORNING)


def test_a_components_file_is_replaced_and_taken_off(store: Store) -> None:
    key = keep(store)
    for file in (attached("a"), signed("b", "a"), None):
        with store.unit_of_work() as unit:
            unit.update_component(unit.dossier(key).components[0].id, file=file)
            unit.commit()
        assert look(store, key).components[0].file == file


def test_a_signed_result_takes_the_place_of_the_unsigned_one(store: Store) -> None:
    key = keep(store)
    with store.unit_of_work() as unit:
        unit.add_result(key, attached("a"))
        unit.add_result(key, attached("b"))
        unit.replace_result(key, attached("a").hash, signed("c", "a"))
        with pytest.raises(Refused) as caught:
            unit.replace_result(key, attached("a").hash, signed("d", "a"))
        unit.commit()
    assert caught.value.code == "store.no_such_result"
    assert [file.name for file in look(store, key).results] == ["c.pdf", "b.pdf"]


def test_events_stay_in_order_with_their_details(store: Store) -> None:
    key, other = keep(store), keep(store)
    with store.unit_of_work() as unit:
        unit.append_event(act(key, "attach_file", name="Đơn.pdf", size=5, from_=None))
        unit.append_event(act(other, "accept"))
        unit.append_event(act(None, "sign_in"))
        unit.append_event(act(key, "accept"))
        within = unit.events(key)
        unit.commit()
    with store.unit_of_work() as unit:
        assert unit.events(key) == within
    assert [event.kind for event in within] == ["attach_file", "accept"]
    assert within[0] == act(key, "attach_file", name="Đơn.pdf", size=5, from_=None)
