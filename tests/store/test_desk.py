"""Who has a dossier in hand, and what is half typed: on a file and on a server."""

from datetime import timedelta
from pathlib import Path

import pytest

from counter_app.store.database import Store, open_store
from tests.store.conftest import NOON
from tests.store.made_up import keep


@pytest.fixture
def filled(store: Store) -> tuple[Store, int]:
    return store, keep(store)


def test_two_at_one_dossier_see_each_other_and_one_alone_sees_nobody(filled: tuple[Store, int]) -> None:
    store, dossier = filled
    assert store.desk.sit(dossier, "ban-1", "ha", NOON) == ()
    others = store.desk.sit(dossier, "ban-2", "tuan", NOON)
    assert [one.login for one in others] == ["ha"]
    assert [one.login for one in store.desk.sit(dossier, "ban-1", "ha", NOON)] == ["tuan"]
    store.desk.leave(dossier, "ban-2")
    assert store.desk.sit(dossier, "ban-1", "ha", NOON) == ()


def test_who_has_not_been_heard_of_for_a_while_is_gone(filled: tuple[Store, int]) -> None:
    store, dossier = filled
    store.desk.sit(dossier, "ban-1", "ha", NOON)
    assert store.desk.sit(dossier, "ban-2", "tuan", NOON + timedelta(seconds=60))
    assert store.desk.sit(dossier, "ban-2", "tuan", NOON + timedelta(seconds=90)) == ()


def test_a_draft_is_kept_per_person_and_goes_when_nothing_is_left(filled: tuple[Store, int]) -> None:
    store, dossier = filled
    store.desk.keep_draft(dossier, "ha", {"reason": "Thiếu trang cuối"}, NOON)
    store.desk.keep_draft(dossier, "ha", {"reason": "Thiếu trang cuối, trang 2 mờ"}, NOON)
    store.desk.keep_draft(dossier, "tuan", {"reason": "Khác"}, NOON)
    found = store.desk.draft(dossier, "ha")
    assert found is not None
    assert dict(found.values) == {"reason": "Thiếu trang cuối, trang 2 mờ"}
    assert found.at == NOON
    assert store.desk.last_draft("ha") == dossier
    store.desk.keep_draft(dossier, "ha", {}, NOON)
    assert store.desk.draft(dossier, "ha") is None
    assert store.desk.last_draft("ha") is None
    assert store.desk.draft(dossier, "tuan") is not None


def test_a_draft_is_there_after_the_register_was_opened_anew(address: str | Path) -> None:
    store = open_store(address)
    dossier = keep(store)
    store.desk.keep_draft(dossier, "ha", {"step": "5"}, NOON)
    store.close()
    again = open_store(address)
    found = again.desk.draft(dossier, "ha")
    again.close()
    assert found is not None
    assert found.values["step"] == "5"
