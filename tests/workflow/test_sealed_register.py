"""A whole office whose register is sealed: made, reopened, backed up, restored from its paper on another machine."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from counter_app.bootstrap import open_office
from counter_app.clock import FixedClock
from counter_app.errors import CounterError, Trouble
from counter_app.model.dossier import DossierId
from counter_app.model.queue import QueueFilter
from counter_app.settings import load_settings, save_settings
from counter_app.store import office_key
from counter_app.store.backup import copy_sqlite
from counter_app.workflow import backup, evidence, office_move, queue
from counter_app.workflow.office import Office
from tests.key_store import MemoryStore
from tests.store.postgres_server import running_server
from tests.store.test_sealed_columns import raw

EVERYTHING = QueueFilter(include_closed=True)


@pytest.fixture
def paper(office: Office, key_store: MemoryStore) -> str:
    return backup.make_key(office.as_person("dung.bt"))


@pytest.fixture
def sealed(office: Office, paper: str, clock: FixedClock) -> Iterator[Office]:
    copy_sqlite(office.folder / "counter.db", office.folder / "counter-truoc-nang-cap-0001-1.db")
    opened = open_office(office.folder, clock=clock, person="dung.bt")
    yield opened
    opened.close()


def secrets(office: Office) -> list[str]:
    found = []
    for one in queue.ids(office, EVERYTHING):
        applicant = queue.dossier(office, DossierId(one)).applicant
        found += [applicant.identity_number, applicant.phone, applicant.email]
    return [text for text in found if len(text) > 6]


def leaks(folder: Path, texts: list[str]) -> list[str]:
    """Files of the register that hold one of the texts as it is."""
    raw = {path: path.read_bytes() for path in folder.glob("counter*") if path.is_file()}
    return [path.name for path, held in raw.items() if any(text.encode() in held for text in texts)]


def test_the_folder_of_a_keyed_office_tells_no_number(office: Office, sealed: Office) -> None:
    texts = secrets(sealed)
    assert len(texts) > 40
    with pytest.raises(Trouble) as told:  # a window that was opened before there was a key
        secrets(office)
    assert told.value.code == "store.sealed_meanwhile"
    office.close()
    sealed.store.upkeep.seal_open_text()
    assert leaks(sealed.folder, texts) == []
    (copy,) = sealed.folder.glob("counter-truoc-nang-cap-*")
    assert copy.suffix == ".age"
    number = queue.dossier(sealed, DossierId(queue.ids(sealed, EVERYTHING)[0])).applicant.identity_number
    assert len(sealed.store.readings.search_ids(number)) >= 1


def test_backup_restore_and_the_paper_bring_everything_back(
    sealed: Office, paper: str, tmp_path: Path, clock: FixedClock, key_store: MemoryStore
) -> None:
    place, target = tmp_path / "o-ngoai", tmp_path / "may-khac"
    place.mkdir()
    texts, made = secrets(sealed), backup.create(sealed, place)
    key_store.kept.clear()  # another machine, whose key store knows nothing
    assert backup.restore(made.path, office_key.from_paper(paper), target).ok
    with pytest.raises(Trouble) as unknown:
        open_office(target, clock=clock)
    assert unknown.value.code == "store.key_not_here"
    again = open_office(target, clock=clock, recovery=paper)
    assert secrets(again) == texts and evidence.examine(again).ok
    again.close()
    assert leaks(target, texts) == []


@pytest.mark.postgres
@pytest.mark.xdist_group("postgres")
def test_on_the_server_nothing_lies_open_and_a_second_counter_joins_by_the_paper(
    sealed: Office, paper: str, tmp_path: Path, clock: FixedClock, key_store: MemoryStore
) -> None:
    texts = secrets(sealed)
    with running_server() as server:
        address = server.new_database()
        assert office_move.move_to_server(sealed, address) is not None
        dump = raw(address)
        assert not any(text in dump for text in texts)
        moved = open_office(sealed.folder, clock=clock)
        assert secrets(moved) == texts
        moved.close()
        second = tmp_path / "quay-2"
        save_settings(second, replace(load_settings(sealed.folder), database_url=address))
        key_store.kept.clear()  # another machine
        for wrong in ("", str(office_key.new_key().recovery)):
            with pytest.raises(CounterError) as refused:
                open_office(second, clock=clock, recovery=wrong)
            assert refused.value.code in ("store.key_not_here", "store.recovery_other")
        joined = open_office(second, clock=clock, recovery=paper)
        assert secrets(joined) == texts and joined.sealed
        joined.close()
        open_office(second, clock=clock).close()  # the key store knows it from now on
