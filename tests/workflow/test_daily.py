"""What an open office does by itself once a day, and what it reminds of; with real folders that come and go."""

import errno
from dataclasses import replace
from pathlib import Path

import pytest

from counter_app.clock import FixedClock
from counter_app.settings import save_settings
from counter_app.workflow import backup, backup_drive, daily
from counter_app.workflow.office import Office
from tests.key_store import MemoryStore


@pytest.fixture
def kept(office: Office, key_store: MemoryStore, tmp_path: Path) -> Office:
    """Key, backups from nine o'clock on, a drive that is not plugged in, anchors; an officer at the desk."""
    backup.make_key(office.as_person("dung.bt"))
    for name in ("sao-luu", "moc"):
        (tmp_path / name).mkdir()
    settings = replace(
        office.settings,
        practice=False,
        backup_folder=str(tmp_path / "sao-luu"),
        backup_keep=2,
        backup_hour=9,
        drive_folder=str(tmp_path / "o-ngoai"),
        drive_remind_days=3,
        evidence_folder=str(tmp_path / "moc"),
    )
    save_settings(office.folder, settings)
    return replace(office, settings=settings)


def told(office: Office) -> list[str]:
    return [one.code for one in daily.do(office).reminders]


def test_each_is_done_at_its_hour_and_once_a_day(kept: Office, clock: FixedClock, tmp_path: Path) -> None:
    early = daily.do(kept)
    assert early.anchored and not early.backed_up
    clock.advance(hours=1)
    assert daily.do(kept).backed_up
    again = daily.do(kept)
    assert not (again.anchored or again.backed_up or again.copied)
    clock.advance(days=1)
    assert daily.do(kept).backed_up and len(list((tmp_path / "sao-luu").iterdir())) == 2


def test_the_drive_gets_the_newest_backup_when_it_comes_and_is_missed_when_it_does_not(
    kept: Office, clock: FixedClock, tmp_path: Path
) -> None:
    drive = tmp_path / "o-ngoai"
    clock.advance(hours=1)
    assert told(kept) == ["workflow.drive_overdue_never"]
    drive.mkdir()
    assert daily.do(kept).copied
    (copy,) = drive.iterdir()
    (made,) = (tmp_path / "sao-luu").iterdir()
    assert copy.name == made.name and copy.read_bytes() == made.read_bytes()
    assert told(kept) == []
    for _ in range(2):
        clock.advance(days=1)
        assert daily.do(kept).copied
    assert len(list(drive.iterdir())) == 2 and copy not in drive.iterdir()  # the drive rotates too
    drive.rename(tmp_path / "trong-ngan-keo")
    clock.advance(days=3)
    (reminder,) = daily.do(kept).reminders
    assert reminder.short == "Ổ ngoài: đã 3 ngày" and "3 ngày" in reminder.said.what


def test_a_drive_that_cannot_be_written_is_told_and_keeps_nothing_from_being_done(
    kept: Office, clock: FixedClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drive = tmp_path / "o-ngoai"
    drive.mkdir()
    clock.advance(hours=1)

    def torn(*_parts: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    with monkeypatch.context() as patch:
        patch.setattr(backup_drive.shutil, "copyfileobj", torn)  # a root account has no disk that is read-only to it
        done = daily.do(kept)
    assert done.backed_up and done.anchored and not done.copied
    assert done.reminders[0].code == "store.disk_full" and list(drive.iterdir()) == []
    assert daily.do(kept).copied


def test_a_backup_folder_that_is_gone_is_told_and_then_missed(kept: Office, clock: FixedClock, tmp_path: Path) -> None:
    drive = tmp_path / "o-ngoai"
    drive.mkdir()
    clock.advance(hours=1)
    assert told(kept) == []
    (tmp_path / "sao-luu").rename(tmp_path / "mat-mang")
    clock.advance(days=1)
    assert told(kept) == ["workflow.backup_folder_gone"]
    clock.advance(days=3)
    assert told(kept) == ["workflow.backup_folder_gone", "workflow.backup_overdue", "workflow.drive_overdue"]


def test_an_office_that_set_nothing_up_is_reminded_but_not_in_practice(office: Office) -> None:
    assert told(office) == []
    assert told(replace(office, settings=replace(office.settings, practice=False))) == ["workflow.backup_not_set_up"]


def test_a_damaged_register_is_told_when_the_office_is_opened(office: Office) -> None:
    assert daily.do(office, first=True).reminders == ()
    size = (office.folder / "counter.db").stat().st_size
    with (office.folder / "counter.db").open("r+b") as file:
        for page in range(size // 4096 // 2, size // 4096):
            file.seek(page * 4096)
            file.write(b"\xff" * 512)
    codes = [one.code for one in daily.do(office, first=True).reminders]
    assert codes[0] == "store.damaged"
