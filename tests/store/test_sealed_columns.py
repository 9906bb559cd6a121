"""Numbers, telephones, addresses, what people wrote: not to be read in the database itself, and found all the same."""

import subprocess
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from counter_app.clock import FixedClock
from counter_app.errors import Trouble
from counter_app.model.dossier import Applicant, Delegate, DossierId
from counter_app.model.life import Feedback, FeedbackKind
from counter_app.model.shelf import ListedPaper
from counter_app.store.backup import _pg_tool
from counter_app.store.database import Store, open_store
from counter_app.store.office_key import new_key
from counter_app.store.sealed_columns import ColumnSeal, Sealed, seal_of_key
from counter_app.store.tables import metadata
from tests.store.conftest import NOON
from tests.store.made_up import keep, look

SECRETS = ("033094001234", "0912345678", "uong.nt@example.vn", "Thôn Đoài", "001077004321", "0987654321", "GCN-778899")
HER = Applicant(
    name="Nguyễn Thị Ưởng",
    identity_number=SECRETS[0],
    phone=SECRETS[1],
    email=SECRETS[2],
    address=f"{SECRETS[3]}, xã Như Quỳnh",
    delegate=Delegate(name="Phạm Văn Đại", identity_number=SECRETS[4], phone=SECRETS[5], authorisation="Giấy 12"),
)
PAPER = ListedPaper(
    identity_number=SECRETS[0],
    name="Giấy chứng nhận",
    code="KQ.1",
    number=SECRETS[6],
    issuer="Sở",
    issued_at=None,
    expires_at=None,
    list_name="kho.xlsx",
)


@pytest.fixture(scope="module")
def seal() -> ColumnSeal:
    return seal_of_key(new_key())


@pytest.fixture
def filled(address: str | Path, clock: FixedClock) -> DossierId:
    """A register of an office without a key: everything in open text."""
    store = open_store(address, clock)
    key = keep(store, code="H31-1", applicant=HER)
    fill(store, key)
    store.close()
    return key


def fill(store: Store, key: DossierId) -> None:
    store.shelf.put_listed([PAPER], NOON)
    store.desk.keep_draft(key, "ha", {"reason": f"Gọi {SECRETS[1]}"}, NOON)
    with store.unit_of_work() as unit:
        unit.feedback.add(feedback(key))
        unit.commit()


def feedback(key: DossierId) -> Feedback:
    return Feedback(
        id=0,
        year=2026,
        number=1,
        kind=FeedbackKind.COMPLAINT,
        dossier_id=key,
        sender=f"Bà Ưởng, {SECRETS[3]}",
        contact=SECRETS[1],
        content="Nộp lâu",
        received_at=NOON,
        forward_due_at=NOON + timedelta(days=1),
        answer_due_at=NOON + timedelta(days=9),
        received_by="ha",
    )


@pytest.fixture
def sealed(address: str | Path, filled: DossierId, clock: FixedClock, seal: ColumnSeal) -> Iterator[Store]:
    store = open_store(address, clock, seal)
    yield store
    store.close()


def raw(address: str | Path) -> str:
    """All that the database holds, as somebody sees it who has the disk."""
    if isinstance(address, Path):
        files = [path for path in address.parent.iterdir() if path.name.startswith(address.name)]
        return "".join(path.read_bytes().decode("utf-8", "replace") for path in files)
    command = [_pg_tool("pg_dump"), f"--dbname={address}"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def test_open_text_is_sealed_at_the_first_opening_with_a_key(
    address: str | Path, filled: DossierId, clock: FixedClock, seal: ColumnSeal
) -> None:
    before = raw(address)
    assert all(secret in before for secret in SECRETS)
    store = open_store(address, clock, seal)
    assert look(store, filled).applicant == HER
    assert store.shelf.listed(SECRETS[0]) == (PAPER,)
    draft = store.desk.draft(filled, "ha")
    assert draft is not None and SECRETS[1] in draft.values["reason"]
    with store.unit_of_work() as unit:
        assert unit.feedback.all()[0].contact == SECRETS[1]
    assert store.diary.examine().ok
    store.close()
    after = raw(address)
    assert [secret for secret in SECRETS if secret in after] == []
    assert "Ưởng" in after  # names stay open: they are searched


def test_what_comes_in_later_is_sealed_too_and_found_by_whole_numbers_and_names(
    address: str | Path, sealed: Store
) -> None:
    other = Applicant(name="Lò Văn Đông", identity_number="014190012345", phone="0355 111 222", address="Bản Mé")
    key = keep(sealed, applicant=other)
    with sealed.unit_of_work() as unit:
        unit.update_dossier(unit.dossier(key), note="x", applicant=other)
        unit.commit()

    def found(text: str) -> list[int]:
        return list(sealed.readings.search_ids(text))

    assert found("014190012345") == found("lo van dong") == found("0355111222") == [key]
    assert found("014190") == found("ban me") == []  # parts of what is sealed find nothing
    assert [row.applicant_number for row in sealed.readings.queue_rows([key])] == ["014*******45"]
    assert [one.name for one in sealed.applicants.earlier("014190012345")] == [other.name]
    assert sealed.applicants.earlier("0141900") == ()
    assert sealed.applicants.open_alike("1.001786", other) == (key,)
    assert sealed.shelf.put_listed([PAPER], NOON) == 0  # known, although its number is sealed
    assert "014190012345" not in raw(address) and "Bản Mé" not in raw(address)


def test_without_the_key_nothing_personal_is_read_or_written_open(
    address: str | Path, sealed: Store, filled: DossierId, clock: FixedClock
) -> None:
    store = open_store(address, clock)
    try:
        assert store.locked
        for act in (lambda: look(store, filled), lambda: keep(store, applicant=HER)):
            with pytest.raises(Trouble) as caught:
                act()
            assert caught.value.code == "store.key_not_here"
        assert store.diary.examine().ok  # the proof needs no key
    finally:
        store.close()
    with pytest.raises(Trouble) as other:
        open_store(address, clock, seal_of_key(new_key()))
    assert other.value.code == "store.sealed_for_other"


def test_a_value_moved_into_another_column_or_changed_does_not_open(seal: ColumnSeal) -> None:
    closed = seal.close("dossier.phone", "0912345678", findable=False)
    assert seal.open("dossier.phone", closed) == "0912345678"
    assert closed != seal.close("dossier.phone", "0912345678", findable=False)
    number = seal.close("dossier.identity_number", SECRETS[0], findable=True)
    assert number == seal.close("dossier.identity_number", SECRETS[0], findable=True)
    changed = closed[:-6] + ("A" if closed[-6] != "A" else "B") + closed[-5:]
    for column, text in (("dossier.email", closed), ("dossier.phone", changed), ("dossier.phone", closed[:12])):
        with pytest.raises(Trouble, match="không mở được"):
            seal.open(column, text)


def test_a_window_without_the_key_that_wrote_meanwhile_is_sealed_after(
    address: str | Path, clock: FixedClock, seal: ColumnSeal
) -> None:
    careless = open_store(address, clock)  # opened before there was a key
    store = open_store(address, clock, seal)
    store.shelf.put_listed([PAPER], NOON)
    key = keep(careless, applicant=HER)
    careless.shelf.put_listed([PAPER], NOON)
    assert store.upkeep.seal_open_text() == 2 and store.upkeep.seal_open_text() == 0
    assert look(store, key).applicant == HER and list(store.readings.search_ids(SECRETS[0])) == [key]
    assert store.shelf.listed(SECRETS[0]) == (PAPER,)  # the one that was there twice is there once
    for each in (careless, store):
        each.close()
    assert [secret for secret in SECRETS if secret in raw(address)] == []


def test_every_column_that_names_how_to_reach_somebody_is_sealed() -> None:
    """A new one has to be thought of."""
    telling = ("identity", "phone", "email", "address", "contact", "delegate_number", "authorisation", "sender")
    missed = [
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        for column in table.c
        if any(word in column.name for word in telling) and not isinstance(column.type, Sealed)
    ]
    assert missed == []
