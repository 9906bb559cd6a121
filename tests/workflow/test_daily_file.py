"""Two counters without a server, each with its folder: what one did reaches the other once, signed, with no loss."""

import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from counter_app.bootstrap import open_office
from counter_app.clock import FixedClock
from counter_app.errors import CounterError, Refused
from counter_app.exchange.daily_file import COVER, FILES, MANIFEST, ROWS, Relation, acts_of
from counter_app.model.dossier import Dossier, DossierId
from counter_app.model.queue import QueueFilter
from counter_app.store.vault import is_sealed
from counter_app.workflow import backup, daily_file, daily_take, evidence, queue
from counter_app.workflow.office import Office
from tests.faults.outside import counterctl
from tests.practice import PASSWORD
from tests.workflow.test_day import answer, file_key

WHY = "Trao đổi hằng ngày giữa hai quầy"


@pytest.fixture
def other(practice_folder: Path, tmp_path: Path, clock: FixedClock) -> Iterator[Office]:
    """The second counter: begins with the same register, then works by itself."""
    folder = tmp_path / "second"
    shutil.copytree(practice_folder, folder)
    opened = open_office(folder, clock=clock)
    yield opened
    opened.close()


def hand(office: Office, target: Path) -> daily_file.Handed:
    made = daily_file.hand(office, target, file_key(office, "ha.nt"), pin=answer(PASSWORD), reason=WHY)
    assert made is not None
    return made


def note(office: Office, dossier_id: DossierId, words: str) -> None:
    with office.store.unit_of_work() as unit:
        unit.update_dossier(unit.dossier(dossier_id), note=words)
        unit.append_event(office.event("change_applicant", dossier_id, note=words))
        unit.commit()


def some(office: Office) -> list[Dossier]:
    """Dossiers that show files, the most urgent first."""
    found = [queue.dossier(office, DossierId(one)) for one in queue.ids(office, QueueFilter())]
    return [one for one in found if any(part.file for part in one.components)]


def everything(office: Office) -> tuple[object, ...]:
    ids = queue.ids(office, QueueFilter(include_closed=True))
    return tuple(replace(queue.dossier(office, DossierId(one)), version=0) for one in ids)


def relations(shown: daily_take.Shown) -> dict[str, Relation]:
    return {line.code: line.relation for line in shown.lines if line.relation is not Relation.SAME}


def test_what_one_counter_did_reaches_the_other_once(office: Office, other: Office, tmp_path: Path) -> None:
    hand(office, tmp_path / "ban-dau.goi")
    taken = some(office)[0]
    note(office, taken.id, "Người nộp xin nhận qua bưu chính")
    made = hand(office, tmp_path / "ngay.goi")
    assert made.dossiers == (taken.id,)
    before = everything(other)
    shown = daily_take.look(other, made.path)
    assert relations(shown) == {taken.code: Relation.NEWER_THERE}
    assert (shown.signature.signer, everything(other)) == (office.person.name, before), "nothing is written by a look"
    done = daily_take.take(other, shown, {})
    assert (len(done.added), len(done.updated)) == (0, 1)
    assert everything(other) == everything(office)
    assert evidence.examine(other).ok
    again = daily_take.look(other, made.path)
    assert relations(again) == {}
    assert daily_take.take(other, again, {}).changes.dossiers == frozenset()
    with pytest.raises(Refused, match="không hồ sơ nào thay đổi"):
        hand(office, tmp_path / "khong.goi")


def test_a_dossier_that_the_other_does_not_know_comes_with_its_files(
    office: Office, other: Office, tmp_path: Path
) -> None:
    mine = some(office)[0]
    with other.store.unit_of_work() as unit:  # at the other counter there is no such dossier, and none of its files
        unit.update_dossier(unit.dossier(mine.id), code="H31.15-000000-9999")
        unit.commit()
    hashes = [part.file.hash for part in mine.components if part.file]
    for one in hashes:
        other.vault.remove(one)
    made = hand(office, tmp_path / "ngay.goi")
    shown = daily_take.look(other, made.path)
    assert relations(shown)[mine.code] is Relation.NEW
    (added,) = daily_take.take(other, shown, {}).added
    there = queue.dossier(other, added)
    assert (there.code, there.applicant, there.due_at, there.state) == (
        *(mine.code, mine.applicant, mine.due_at, mine.state),
    )
    assert there.local_code not in (mine.local_code, "")
    assert [part.file for part in there.components] == [part.file for part in mine.components]
    assert all(other.vault.path(one).read_bytes() == office.vault.path(one).read_bytes() for one in hashes)
    assert acts_of(queue.events(other, added)) == acts_of(queue.events(office, mine.id))
    assert evidence.examine(other).ok
    assert Relation.NEW not in relations(daily_take.look(other, made.path)).values(), "never twice"


@pytest.mark.parametrize("theirs", [True, False])
def test_what_both_changed_is_decided_once_and_the_decision_travels_back(
    office: Office, other: Office, tmp_path: Path, theirs: bool
) -> None:
    mine = some(office)[0]
    note(office, mine.id, "Ghi ở quầy một")
    note(other, mine.id, "Ghi ở quầy hai")
    shown = daily_take.look(other, hand(office, tmp_path / "ngay.goi").path)
    (conflict,) = shown.conflicts
    assert conflict.here is not None and conflict.here.applicant == mine.applicant.name
    with pytest.raises(Refused, match="1 hồ sơ đã thay đổi ở cả hai quầy"):
        daily_take.take(other, shown, {})
    daily_take.take(other, shown, {conflict.place: theirs})
    assert queue.dossier(other, mine.id).note == ("Ghi ở quầy một" if theirs else "Ghi ở quầy hai")
    assert relations(daily_take.look(other, shown.path)).get(mine.code) is Relation.NEWER_HERE
    back = daily_take.look(office, hand(other, tmp_path / "tra.goi").path)
    assert relations(back) == {mine.code: Relation.NEWER_THERE}
    daily_take.take(office, back, {})
    assert queue.dossier(office, mine.id).note == queue.dossier(other, mine.id).note


def test_somebody_who_works_on_between_is_not_overwritten(office: Office, other: Office, tmp_path: Path) -> None:
    mine = some(office)[0]
    note(office, mine.id, "Ghi ở quầy một")
    shown = daily_take.look(other, hand(office, tmp_path / "ngay.goi").path)
    note(other, mine.id, "Ghi ở quầy hai")
    with pytest.raises(Refused, match="Từ lúc xem"):
        daily_take.take(other, shown, {})
    assert queue.dossier(other, mine.id).note == "Ghi ở quầy hai"


def refusal(office: Office, path: Path) -> str:
    with pytest.raises(CounterError) as refused:
        daily_take.look(office, path)
    return refused.value.code


def rewritten(path: Path, target: Path, name: str, body: bytes | None) -> Path:
    """The same zip with one part changed; None: left out."""
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(target, "w") as made:
        for one in source.namelist():
            kept = body if one == name else source.read(one)
            if kept is not None:
                made.writestr(one, kept)
        if name not in source.namelist() and body is not None:
            made.writestr(name, body)
    return target


def test_each_part_that_is_changed_cut_or_missing_is_refused(office: Office, other: Office, tmp_path: Path) -> None:
    note(office, some(office)[0].id, "Ghi ở quầy một")
    made, before = hand(office, tmp_path / "ngay.goi").path, everything(other)
    with zipfile.ZipFile(made) as found:
        names = found.namelist()
        one_file = next(name for name in names if name.startswith(FILES))
        bodies = {name: found.read(name) for name in (MANIFEST, ROWS, COVER, one_file)}
    target = tmp_path / "sua.goi"
    said = {
        name: {refusal(other, rewritten(made, target, name, change)) for change in (None, body[:-9] + b"x" * 9)}
        for name, body in bodies.items()
    }
    changed, damaged = "exchange.daily_changed", "exchange.daily_damaged"
    assert said[MANIFEST] == {changed, damaged}
    assert (said[ROWS], said[one_file]) == ({damaged}, {damaged})
    assert damaged in said[COVER]
    assert refusal(other, rewritten(made, target, "them.txt", b"x")) == damaged
    for length in (0, 100, made.stat().st_size // 2, made.stat().st_size - 1):
        target.write_bytes(made.read_bytes()[:length])
        assert refusal(other, target) == damaged
    assert everything(other) == before


def test_a_cover_of_another_file_and_a_stranger_are_refused(office: Office, other: Office, tmp_path: Path) -> None:
    first = hand(office, tmp_path / "mot.goi").path
    note(office, some(office)[0].id, "Ghi ở quầy một")
    second = hand(office, tmp_path / "hai.goi").path
    with zipfile.ZipFile(first) as found:
        cover = found.read(COVER)
    assert refusal(other, rewritten(second, tmp_path / "ba.goi", COVER, cover)) == "exchange.daily_changed"
    shutil.rmtree(other.folder / "trust")
    (other.folder / "trust").mkdir()
    assert refusal(other, second) == "exchange.daily_untrusted"


def test_without_a_file_of_the_vault_a_reason_or_the_pin_nothing_is_handed(office: Office, tmp_path: Path) -> None:
    target = tmp_path / "ngay.goi"
    key = file_key(office, "ha.nt")
    for reason, secret, code in (("", PASSWORD, "workflow.export_needs_reason"), (WHY, "sai", None)):
        with pytest.raises(CounterError) as refused:
            daily_file.hand(office, target, key, pin=answer(secret), reason=reason)
        assert code is None or refused.value.code == code
    lost = next(part.file.hash for part in some(office)[0].components if part.file)
    office.vault.remove(lost)
    with pytest.raises(CounterError) as missing:
        hand(office, target)
    assert missing.value.code == "store.file_missing"
    assert not target.exists() and not office.store.diary.office_events("hand_daily_file", 1)
    leader = next(login for login, one in office.people.items() if str(one.role) == "leader")
    with pytest.raises(Refused):
        hand(office.as_person(leader), target)


def test_with_a_key_of_the_office_the_file_is_sealed_and_opens_only_with_it(
    office: Office, other: Office, tmp_path: Path
) -> None:
    administrator = next(login for login, one in office.people.items() if str(one.role) == "administrator")
    backup.make_key(office.as_person(administrator))
    note(office, some(office)[0].id, "Ghi ở quầy một")
    made = hand(office, tmp_path / "ngay.goi")
    assert made.sealed and is_sealed(made.path)
    assert MANIFEST.encode() not in made.path.read_bytes()
    assert set(relations(daily_take.look(office, made.path))) == set(), "its own acts are no news to it"
    assert refusal(other, made.path) == "store.key_not_here"
    target = tmp_path / "cut.goi"
    target.write_bytes(made.path.read_bytes()[:-5])
    assert refusal(office, target) == "store.sealed_damaged"


def test_from_the_command_line(office: Office, other: Office, tmp_path: Path) -> None:
    mine = some(office)[0]
    note(office, mine.id, "Ghi ở quầy một")
    note(other, mine.id, "Ghi ở quầy hai")
    key = file_key(office, "ha.nt").path
    for one in (office, other):
        one.close()
    target = tmp_path / "ngay.goi"
    words = ("--p12", key, "--pin-stdin", "--reason", WHY, "--data", office.folder)
    said = counterctl("exchange", "hand", target, *words, given=PASSWORD + "\n")
    assert said.code == 0, said
    take = ("exchange", "take", target, "--data", other.folder)
    assert {"code": mine.code, "relation": "conflict"} in counterctl(*take, "--dry-run").lines
    assert counterctl(*take).code == 1
    done = counterctl(*take, "--theirs", mine.code)
    assert (done.code, done.lines[-1]["changed"], done.lines[-1]["signer"]) == (0, 1, office.person.name)
