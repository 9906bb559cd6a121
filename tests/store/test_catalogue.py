"""Versions of procedures: what holds on a day, what an undone import leaves, and finding without diacritics."""

import time
from dataclasses import replace
from datetime import date
from pathlib import Path

from counter_app.clock import FixedClock
from counter_app.model.dossier import Applicant, DossierState
from counter_app.model.procedure import DatedFee, Procedure, ProcedureFilter
from counter_app.store.database import Store, open_store
from tests.store.made_up import change, keep
from tests.store.test_office import FULL

DAY = date(2026, 7, 21)


def put(store: Store, *procedures: Procedure, import_id: int = 0) -> list[int]:
    with store.unit_of_work() as unit:
        numbers = [unit.put_procedure(each, import_id=import_id) for each in procedures]
        unit.commit()
    return numbers


def current(store: Store, code: str = FULL.code) -> Procedure | None:
    with store.unit_of_work() as unit:
        return unit.procedure(code)


def codes(store: Store, text: str = "", **more: object) -> list[str]:
    wanted = ProcedureFilter(text=text, **{"day": DAY} | more)  # type: ignore[arg-type]
    return [line.code for line in store.catalogue.lines(wanted)]


def test_a_change_is_a_new_version_and_the_old_one_stays(store: Store) -> None:
    changed = replace(FULL, name="Đăng ký lại", effective_from=DAY)
    assert put(store, FULL, FULL, changed) == [1, 1, 2]
    assert current(store) == changed
    with store.unit_of_work() as unit:
        assert unit.procedure_version(FULL.code, 1) == FULL
        assert unit.procedure_version(FULL.code, 0) == FULL
        assert unit.procedure_version(FULL.code, 9) is None
        assert [each.version for each in unit.procedure_versions(FULL.code)] == [2, 1]


def test_a_change_holds_from_its_day_and_one_made_later_does_not_outlive_it(store: Store, clock: FixedClock) -> None:
    planned = replace(FULL, name="Từ năm sau", effective_from=date(2027, 1, 1))
    now = replace(FULL, name="Từ hôm nay", effective_from=DAY)
    put(store, FULL, planned, now)
    assert current(store) == now
    clock.advance(days=200)
    assert current(store) == planned


def test_an_ended_procedure_is_no_longer_found_to_receive_but_listed_as_ended(store: Store) -> None:
    put(store, FULL, replace(FULL, effective_from=DAY, effective_to=date(2026, 7, 20)))
    put(store, replace(FULL, code="2.000001", effective_from=date(2026, 8, 1)))
    assert current(store) is None
    assert codes(store) == []
    assert codes(store, out_of_force=True) == [FULL.code, "2.000001"]


def test_an_import_is_taken_back_as_a_whole_and_dossiers_keep_what_they_were_received_under(store: Store) -> None:
    put(store, FULL)
    with store.unit_of_work() as unit:
        number = unit.next_catalogue_import()
    changed, new = replace(FULL, name="Sửa", effective_from=DAY), replace(FULL, code="2.000001")
    put(store, changed, new, import_id=number)
    key = keep(store, procedure_code=FULL.code, procedure_version=2)
    with store.unit_of_work() as unit:
        assert unit.next_catalogue_import() == number + 1
        assert unit.changed_after_import(number) == ()
        assert unit.withdraw_catalogue_import(number) == (FULL.code, "2.000001")
        unit.commit()
    assert current(store) == FULL
    assert codes(store) == [FULL.code]
    with store.unit_of_work() as unit:
        assert unit.procedure_version(FULL.code, unit.dossier(key).procedure_version) == changed
    assert put(store, changed) == [3]  # what was taken back may come again


def test_a_change_on_top_of_an_import_is_told(store: Store) -> None:
    put(store, FULL, import_id=1)
    put(store, replace(FULL, name="Sửa tay", effective_from=DAY))
    with store.unit_of_work() as unit:
        assert unit.changed_after_import(1) == (FULL.code,)


def test_dated_fees_and_guidance_come_back_whole(store: Store) -> None:
    fee = DatedFee(amount_vnd=1, effective_from=DAY, effective_to=date(2027, 1, 1), reduction_percent=10)
    case = replace(FULL.cases[0], guidance=("Không phải nộp",))
    terms = (replace(FULL.terms[0], fees=(fee,)), *FULL.terms[1:])
    put(store, replace(FULL, terms=terms, cases=(case,), effective_from=DAY))
    found = current(store)
    assert found is not None
    assert (found.terms[0].fees, found.cases[0].guidance) == ((fee,), ("Không phải nộp",))


def test_the_best_match_comes_first(store: Store) -> None:
    names = {
        "1.000001": "Cấp lại Giấy chứng nhận khai báo",
        "1.000002": "Đăng ký khai sinh",
        "1.000003": "Khai báo thiết bị",
        "1.000004": "Đăng ký lại khai sinh",
        "2.000001": "Xác nhận khai tử, sinh hoạt",
    }
    put(store, *(replace(FULL, code=code, name=name, short_name="", field="") for code, name in names.items()))
    assert codes(store, "khai sinh") == ["1.000002", "1.000004", "2.000001"]
    assert codes(store, "KHAI BÁO") == ["1.000003", "1.000001"]
    assert codes(store, "1.00000 sinh") == ["1.000002", "1.000004"]
    assert codes(store, "2.0000")[0] == "2.000001"
    assert codes(store, "không có") == []


def test_filters_narrow_the_list(store: Store) -> None:
    sure = replace(FULL.source, verified=True)
    plain = replace(FULL, code="2.000001", field="Xây dựng", source=sure, terms=(), cases=())
    put(store, FULL, plain)
    assert codes(store, field="Xây dựng") == ["2.000001"]
    assert codes(store, unverified=True) == [FULL.code]
    assert len(codes(store, limit=1)) == 1
    assert store.catalogue.fields() == ("Hộ tịch", "Xây dựng")


def test_five_thousand_procedures_are_searched_within_fifty_milliseconds(tmp_path: Path) -> None:
    store = open_store(tmp_path / "counter.db")
    words = ("Đăng ký", "Cấp lại", "Thay đổi", "Gia hạn", "khai sinh", "giấy phép", "bức xạ", "hợp chuẩn", "tổ chức")
    with store.unit_of_work() as unit:
        for number in range(5000):
            name = f"{words[number % 4]} {words[4 + number % 5]} của {words[number % 9]} số {number}"
            unit.put_procedure(replace(FULL, code=f"1.{number:06d}", name=name, short_name=name, cases=()))
        unit.commit()
    took = []
    for text in ("gia han", "buc xa gia", "1.004", "to chuc 49"):
        start = time.thread_time()  # its own work: a machine that does other things meanwhile is no slow search
        found = store.catalogue.lines(ProcedureFilter(text=text, day=DAY, limit=50))
        took.append(time.thread_time() - start)
        assert found
    store.close()
    assert sorted(took)[len(took) // 2] < 0.05


def test_earlier_applicants_are_offered_once_the_newest_first(store: Store) -> None:
    old = Applicant(name="Lò Thị Ưởng", identity_number="014190000011", address="Cũ")
    keep(store, applicant=old)
    keep(store, applicant=replace(old, address="Mới"))
    keep(store, applicant=Applicant(name="Lò Thị Hoa"))
    earlier = store.applicants.earlier
    assert [one.address for one in earlier("0141900")] == ["Mới"]
    assert [one.name for one in earlier("lo thi")] == ["Lò Thị Hoa", "Lò Thị Ưởng"]
    assert earlier("014") == ()
    assert earlier("9999") == ()


def test_the_same_applicant_and_procedure_open_twice_are_found(store: Store) -> None:
    who = Applicant(name="Lò Thị Ưởng", identity_number="014190000011")
    first = keep(store, applicant=who, procedure_code="1.001786")
    keep(store, applicant=who, procedure_code="2.000001")
    keep(store, applicant=replace(who, identity_number="014190000022"), procedure_code="1.001786")
    nameless = keep(store, applicant=Applicant(name="LÒ THỊ ƯỞNG"), procedure_code="1.001786.000.00.00.H31")
    assert store.applicants.open_alike("1.001786.H31", who) == (nameless, first)
    change(store, first, state=DossierState.RETURNED)
    assert store.applicants.open_alike("1.001786", who) == (nameless,)
    assert store.applicants.open_alike("1.001786", Applicant(name="")) == ()
