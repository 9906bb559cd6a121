"""A backup counts only when it can be restored; whatever is done to the file is found; nothing is ever overwritten."""

import io
import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from counter_app.bootstrap import open_office
from counter_app.cli import main
from counter_app.clock import FixedClock
from counter_app.errors import CounterError, Refused, Trouble
from counter_app.model.queue import QueueFilter
from counter_app.settings import load_settings, save_settings
from counter_app.store import office_key
from counter_app.store.shared_vault import Place
from counter_app.workflow import backup, daily, office_vault
from counter_app.workflow.office import Office
from tests.key_store import MemoryStore
from tests.store.s3_server import ACCESS_KEY, SECRET, running_store

BUCKET = "kho-sao-luu"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    folder = tmp_path / "o-ngoai"
    folder.mkdir()
    return folder


@pytest.fixture
def kept(office: Office, key_store: MemoryStore, place: Path) -> Office:
    """An office with a key and a place for backups, its administrator at the desk."""
    administrator = office.as_person("dung.bt")
    backup.make_key(administrator)
    settings = replace(office.settings, backup_folder=str(place), backup_keep=3)
    save_settings(office.folder, settings)
    return replace(administrator, settings=settings)


def key(office: Office) -> office_key.OfficeKey:
    return office_key.from_system(office.folder)


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    with running_store(BUCKET) as address:
        yield address


@pytest.fixture
def folder_on_the_server(tmp_path: Path) -> Place:
    (tmp_path / "may-chu-tep").mkdir()
    return Place(str(tmp_path / "may-chu-tep"))


@pytest.fixture
def bucket(endpoint: str, key_store: MemoryStore) -> Place:
    office_key.keep_secret("quay-mot-cua-kho", ACCESS_KEY, SECRET)
    return Place(f"s3://{BUCKET}/sao-luu", endpoint, ACCESS_KEY)


def test_files_that_the_shared_vault_has_lost_are_told_until_they_are_back(
    kept: Office,
    folder_on_the_server: Place,
    place: Path,
    clock: FixedClock,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert office_vault.use_vault(kept, folder_on_the_server)
    settings = replace(load_settings(kept.folder), person="dung.bt", backup_keep=1)
    save_settings(kept.folder, settings)
    kept.close()
    counter = open_office(kept.folder, clock=clock)
    whole = backup.create(counter)
    assert (whole.missing, whole.lack(), daily.reminders(counter)) == ((), None, ())
    lost = counter.store.upkeep.named_files()[0]
    content = counter.vault.kept(lost).read_bytes()
    held = [root / lost[:2] / lost for root in (counter.folder / "vault", Path(folder_on_the_server.address))]
    back = next(path for path in held if path.is_file())
    for path in held:
        path.unlink(missing_ok=True)
    clock.advance(days=1)
    code = main(["backup", "create", "--data", str(kept.folder), "--json"])
    out, err = capsys.readouterr()
    assert (code, json.loads(out)["missing"]) == (3, [lost]) and lost[:12] in err
    (reminder,) = daily.reminders(counter)
    assert reminder.code == "workflow.backup_lacks_files" and "1 tệp" in reminder.said.what
    assert len(list(place.iterdir())) == 2, "the older backup may hold what is lost"
    back.write_bytes(content)
    clock.advance(days=1)
    assert backup.create(counter).removed == 2 and daily.reminders(counter) == ()
    counter.close()


@pytest.mark.parametrize("where", ["folder_on_the_server", "bucket"])
def test_a_backup_holds_the_files_of_a_shared_vault_and_needs_it_no_more(
    kept: Office, where: str, request: pytest.FixtureRequest, tmp_path: Path, clock: FixedClock
) -> None:
    place: Place = request.getfixturevalue(where)
    assert office_vault.use_vault(kept, place)
    named = kept.store.upkeep.named_files()
    kept.close()
    for shelf in (kept.folder / "vault").glob("[0-9a-f][0-9a-f]"):
        shutil.rmtree(shelf)  # another counter has brought them: this machine has none
    counter = open_office(kept.folder, clock=clock, person="dung.bt")
    assert len(named) > 5
    lost = named[0]
    assert counter.vault.remove(lost)
    made = backup.create(counter)
    assert made.missing == (lost,), "what the shared vault has lost is told, the rest is kept all the same"
    secret = key(counter)
    counter.close()
    if where == "folder_on_the_server":
        shutil.rmtree(place.address)
    backup.restore(made.path, secret, tmp_path / "khoi-phuc")
    again = open_office(tmp_path / "khoi-phuc", clock=clock, person="dung.bt")
    assert again.settings.vault_address == ""
    assert {one.hash for one in again.vault.check() if one.intact} >= set(named[1:])
    assert all(again.vault.path(one).is_file() for one in named[1:3])
    again.close()


def test_what_is_restored_is_the_whole_office(kept: Office, tmp_path: Path, clock: FixedClock) -> None:
    made = backup.create(kept)
    assert made.path.read_bytes().startswith(office_key.BEGINNING) and made.read_back
    tried = backup.try_restoring(made.path, key(kept), tmp_path / "thu")
    assert tried.ok and tried.dossiers > 40 and not (tmp_path / "thu").exists()
    target = tmp_path / "khoi-phuc"
    backup.restore(made.path, key(kept), target)
    again = open_office(target, clock=clock)
    ids = kept.store.readings.queue_ids(QueueFilter())
    assert again.store.readings.queue_ids(QueueFilter()) == ids
    assert [row.code for row in again.store.readings.queue_rows(ids)] == [
        row.code for row in kept.store.readings.queue_rows(ids)
    ]
    assert again.settings == kept.settings and again.calendar.data == kept.calendar.data
    assert all(one.intact for one in again.vault.check())
    again.close()


def test_others_may_write_while_it_is_made(kept: Office, tmp_path: Path) -> None:
    def meanwhile(done: int, _all: int) -> None:
        if done == 0:
            kept.vault.put_bytes(b"later")
            with kept.store.unit_of_work() as unit:
                unit.append_event(kept.event("sign_in", None))
                unit.commit()

    made = backup.create(kept, progress=meanwhile)
    assert backup.try_restoring(made.path, key(kept), tmp_path / "thu").ok


def test_the_work_in_progress_of_another_program_stays_out(kept: Office, tmp_path: Path) -> None:
    """Two programs make a backup at once: the folder of the other one comes and goes while this one reads."""
    with kept.scratch() as other:
        (other / "ban-do.pdf").write_bytes(b"half")
        made = backup.create(kept)
    target = tmp_path / "khoi-phuc"
    backup.restore(made.path, key(kept), target)
    assert not list(target.rglob("ban-do.pdf"))


def harmed(path: Path, harm: Callable[[bytearray], object]) -> Path:
    raw = bytearray(path.read_bytes())
    harm(raw)
    other = path.with_name("hong" + backup.SUFFIX)
    other.write_bytes(raw)
    return other


HARMS: dict[str, Callable[[bytearray], object]] = {
    "a byte in the middle": lambda raw: raw.__setitem__(len(raw) // 2, raw[len(raw) // 2] ^ 1),
    "the last byte": lambda raw: raw.__setitem__(-1, raw[-1] ^ 1),
    "the head": lambda raw: raw.__setitem__(60, raw[60] ^ 1),
    "cut in the middle": lambda raw: raw.__delitem__(slice(len(raw) // 2, None)),
    "last block cut off": lambda raw: raw.__delitem__(slice(-70_000, None)),
    "empty": lambda raw: raw.clear(),
    "something behind it": lambda raw: raw.extend(b"x" * 100),
}


def test_a_harmed_backup_is_told_and_leaves_nothing(kept: Office, tmp_path: Path) -> None:
    made = backup.create(kept)
    for name, harm in HARMS.items():
        target = tmp_path / "khoi-phuc"
        with pytest.raises(Trouble) as trouble:
            backup.restore(harmed(made.path, harm), key(kept), target)
        assert trouble.value.code in {"store.sealed_damaged", "store.backup_damaged"}, name
        assert not target.exists() or not [path for path in target.rglob("*") if path.is_file()], name


def test_a_foreign_key_opens_nothing(kept: Office, tmp_path: Path) -> None:
    made = backup.create(kept)
    with pytest.raises(Trouble):
        backup.try_restoring(made.path, office_key.new_key(), tmp_path / "thu")


def test_it_never_restores_over_something(kept: Office) -> None:
    made = backup.create(kept)
    with pytest.raises(Refused, match="đang có dữ liệu"):
        backup.restore(made.path, key(kept), kept.folder)


def test_a_tar_that_points_outside_is_not_followed(kept: Office, tmp_path: Path) -> None:
    import tarfile

    for name in ("../ngoai.txt", "/etc/ngoai.txt", "a/../../ngoai.txt", "..\\ngoai.txt", "c:/ngoai.txt"):
        raw = io.BytesIO()
        with tarfile.open(fileobj=raw, mode="w") as tar:
            entry = tarfile.TarInfo(name)
            entry.size = 3
            tar.addfile(entry, io.BytesIO(b"abc"))
        sealed = tmp_path / "xau.age"
        with sealed.open("wb") as file:
            office_key.seal_stream(key(kept).public, io.BytesIO(raw.getvalue()), file)
        with pytest.raises(Trouble) as trouble:
            backup.restore(sealed, key(kept), tmp_path / "dich")
        assert trouble.value.code == "store.backup_damaged"
    assert not list(tmp_path.rglob("ngoai.txt"))


def test_one_a_day_and_the_oldest_ones_go(kept: Office, place: Path, clock: FixedClock) -> None:
    assert backup.create_daily(kept) is not None
    assert backup.create_daily(kept) is None
    for _ in range(4):
        clock.advance(days=1)
        made = backup.create_daily(kept)
        assert made is not None
    assert len(list(place.iterdir())) == 3 and made.removed == 1
    assert not backup.is_overdue(kept)
    clock.advance(days=4)
    assert backup.is_overdue(kept)


def test_a_backup_that_cannot_be_read_back_does_not_count(
    kept: Office, place: Path, key_store: MemoryStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = backup.backup_file.write

    def rot(target: Path, *parts: object, **more: object) -> object:
        """The disk keeps other bytes than it was given."""
        contents = write(target, *parts, **more)  # type: ignore[arg-type]
        raw = bytearray(target.read_bytes())
        raw[len(raw) // 2] ^= 1
        target.write_bytes(raw)
        return contents

    monkeypatch.setattr(backup.backup_file, "write", rot)
    with pytest.raises(Trouble):
        backup.create(kept)
    assert list(place.iterdir()) == [] and backup.last(kept) is None
    key_store.kept.clear()
    assert backup.create(kept).read_back is False  # nothing here opens it: said, not believed


def test_a_stopped_backup_leaves_nothing(kept: Office, place: Path) -> None:
    with pytest.raises(Refused, match="Đã dừng"):
        backup.create(kept, stopped=lambda: True)
    assert list(place.iterdir()) == []
    assert backup.last(kept) is None


def test_places_that_save_nothing_and_offices_without_a_key_are_refused(
    office: Office, key_store: MemoryStore, place: Path
) -> None:
    administrator = office.as_person("dung.bt")
    wrong: list[tuple[Callable[[], object], str]] = [
        (lambda: backup.create(office, place), "access.not_allowed"),
        (lambda: backup.create(administrator, place), "workflow.no_office_key"),
        (lambda: backup.make_key(office), "access.not_allowed"),
    ]
    for act, code in wrong:
        with pytest.raises(CounterError) as error:
            act()
        assert error.value.code == code
    backup.make_key(administrator)
    for act, code in (
        (lambda: backup.create(administrator), "workflow.no_backup_folder"),
        (lambda: backup.create(administrator, office.folder / "journal"), "workflow.backup_inside"),
        (lambda: backup.create(administrator, place / "mat"), "workflow.backup_folder_gone"),
        (lambda: backup.make_key(administrator), "workflow.key_there"),
    ):
        with pytest.raises(CounterError) as error:
            act()
        assert error.value.code == code


def test_a_sealed_office_works_and_opens_with_the_paper_when_the_key_store_is_lost(
    office: Office, key_store: MemoryStore, clock: FixedClock, tmp_path: Path
) -> None:
    paper = backup.make_key(office.as_person("dung.bt"))
    sealed = open_office(office.folder, clock=clock)
    content = b"%PDF-1.4 033000000000"
    found = sealed.vault.put_bytes(content)
    assert sealed.vault.path(found).read_bytes() == content
    (sealed.folder_for("forms", "1") / "giay.pdf").write_bytes(content)
    sealed.close()
    lying = [path for path in office.folder.rglob("*") if path.is_file() and content in path.read_bytes()]
    assert lying == []
    key_store.kept.clear()
    with pytest.raises(Trouble) as trouble:
        open_office(office.folder, clock=clock)
    assert trouble.value.code == "store.key_not_here"
    again = open_office(office.folder, clock=clock, recovery=paper)
    assert again.vault.path(found).read_bytes() == content
    again.close()


@pytest.fixture
def ctl(capsys: pytest.CaptureFixture[str], kept: Office) -> Iterator[Callable[..., tuple[int, dict[str, object]]]]:
    def run(*arguments: object) -> tuple[int, dict[str, object]]:
        code = main(["backup", *map(str, arguments), "--data", str(kept.folder), "--json"])
        return code, json.loads(capsys.readouterr().out)

    yield run


def test_the_drill_from_the_command_line(
    ctl: Callable[..., tuple[int, dict[str, object]]],
    kept: Office,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    key_store: MemoryStore,
) -> None:
    save_settings(kept.folder, replace(kept.settings, person="dung.bt"))
    code, told = ctl("create")
    assert code == 0
    path = told["output"]
    assert ctl("verify", path)[1]["ok"] is True
    monkeypatch.setenv("MA_KHOI_PHUC", key(kept).recovery)
    key_store.kept.clear()
    assert ctl("verify", path)[1]["error"] == "store.key_not_here"
    code, told = ctl("restore", path, "--to", tmp_path / "moi", "--key-env", "MA_KHOI_PHUC")
    assert code == 0 and (tmp_path / "moi" / "settings.toml").is_file()
    assert ctl("restore", path)[0] == 2
    assert ctl("verify")[0] == 2
    broken = harmed(Path(str(path)), HARMS["cut in the middle"])
    assert ctl("verify", broken, "--key-env", "MA_KHOI_PHUC")[0] == 4


def test_backups_are_three_days_old_at_most_before_somebody_is_told() -> None:
    assert timedelta(days=1) < backup.REMIND_AFTER <= timedelta(days=3)
