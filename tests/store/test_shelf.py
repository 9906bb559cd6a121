"""Papers that exist already: found by content, by applicant, and as the personal store lists them."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from counter_app.model.dossier import (
    Applicant,
    AttachedFile,
    ComponentVerdict,
    DossierId,
    DossierState,
    FileHash,
    FileSource,
)
from counter_app.model.shelf import ListedPaper
from counter_app.store.database import Store
from tests.store.conftest import NOON
from tests.store.made_up import keep

NUMBER = "033087615212"
OURS = Applicant(name="Trần Văn Mẫu", identity_number=NUMBER)


def _put(store: Store, dossier: DossierId, number: int, letter: str, **changes: Any) -> None:
    paper = AttachedFile(
        hash=FileHash(letter * 64), name=f"{letter}.pdf", size=9, pages=1, attached_at=NOON, attached_by="ha"
    )
    with store.unit_of_work() as unit:
        part = unit.dossier(dossier).components[number - 1]
        unit.update_component(part.id, file=replace(paper, **changes), verdict=ComponentVerdict.PASS, checked_at=NOON)
        unit.commit()


def test_the_same_content_is_found_in_every_dossier_also_under_our_signature(store: Store) -> None:
    first, second = keep(store, applicant=OURS), keep(store)
    _put(store, first, 1, "a")
    _put(store, second, 2, "b", signed_from=FileHash("a" * 64))
    _put(store, second, 3, "c")
    found = store.shelf.same_content(FileHash("a" * 64))
    assert [(place.dossier_id, place.component_number) for place in found] == [(second, 2), (first, 1)]
    assert found[1].identity_number == NUMBER
    assert store.shelf.same_content(FileHash("d" * 64)) == ()


def test_replaced_content_is_not_found(store: Store) -> None:
    dossier = keep(store)
    _put(store, dossier, 1, "a")
    _put(store, dossier, 1, "b")
    assert store.shelf.same_content(FileHash("a" * 64)) == ()


def test_passed_papers_of_the_same_applicant_in_other_dossiers_are_offered(store: Store) -> None:
    earlier, now, refused = (keep(store, applicant=OURS) for _ in range(3))
    stranger = keep(store, applicant=Applicant(name="Lê Thị Khác", identity_number="034199000000"))
    for dossier, letter in ((earlier, "a"), (now, "b"), (refused, "c"), (stranger, "d")):
        _put(store, dossier, 1, letter, source=FileSource.SCANNER)
    with store.unit_of_work() as unit:
        unit.update_dossier(unit.dossier(refused), state=DossierState.REFUSED)
        unit.commit()
    (found,) = store.shelf.digitised(NUMBER, now)
    assert (found.dossier_id, found.component_name) == (earlier, "Đơn đề nghị")
    assert found.file.hash == "a" * 64
    assert found.file.source is FileSource.SCANNER
    assert store.shelf.digitised("", now) == ()


def test_unchecked_papers_are_not_offered(store: Store) -> None:
    earlier, now = keep(store, applicant=OURS), keep(store, applicant=OURS)
    _put(store, earlier, 1, "a")
    with store.unit_of_work() as unit:
        part = unit.dossier(earlier).components[0]
        unit.update_component(part.id, verdict=ComponentVerdict.NOT_CHECKED)
        unit.commit()
    assert store.shelf.digitised(NUMBER, now) == ()


def test_a_list_taken_in_twice_adds_nothing_and_takes_the_newer_dates(store: Store) -> None:
    paper = ListedPaper(identity_number=NUMBER, name="Giấy khai sinh", code="KS01", number="12/2020", issued_at=NOON)
    other = ListedPaper(identity_number=NUMBER, name="Bằng tốt nghiệp", list_name="kho.xlsx")
    assert store.shelf.put_listed([paper, other], NOON) == 2
    later = replace(paper, expires_at=NOON + timedelta(days=30))
    assert store.shelf.put_listed([later], NOON) == 0
    found = {one.name: one for one in store.shelf.listed(NUMBER)}
    assert found["Giấy khai sinh"].expires_at == NOON + timedelta(days=30)
    assert len(found) == 2
    assert store.shelf.listed("034199000000") == ()
