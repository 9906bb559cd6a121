"""A scanner's folder: files are taken when they are whole; a folder that goes away is told once and comes back."""

import os
from pathlib import Path

import pytest

from counter_app.intake.watch_folder import Look, WatchFolder

WHOLE = b"%PDF-1.6 ... %%EOF\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "may-quet"
    made.mkdir()
    (made / "hom-qua.pdf").write_bytes(WHOLE)
    return made


def _names(look: Look) -> list[str]:
    return [path.name for path in look.ready]


def test_what_lay_there_is_not_new_and_a_whole_file_is_taken_at_the_second_look_once(folder: Path) -> None:
    watch = WatchFolder(folder)
    assert watch.look() == Look()
    (folder / "quet.pdf").write_bytes(WHOLE)
    assert (_names(first := watch.look()), first.growing) == ([], 1)
    assert _names(watch.look()) == ["quet.pdf"]
    assert watch.look() == Look()


def test_a_file_still_being_written_is_waited_for(folder: Path) -> None:
    watch = WatchFolder(folder)
    watch.look()
    with (folder / "dai.pdf").open("wb") as file:
        for part in (b"%PDF-1.6 ", b"x" * 5000, b"y" * 5000):
            file.write(part)
            file.flush()
            assert _names(watch.look()) == []
        assert _names(watch.look()) == [], "it stands still, but its end is missing"
        file.write(b"\n%%EOF")
    assert _names(watch.look()) == []
    assert _names(watch.look()) == ["dai.pdf"]


def test_pictures_have_ends_too_empty_files_and_others_are_left(folder: Path) -> None:
    watch = WatchFolder(folder)
    watch.look()
    (folder / "a.jpg").write_bytes(b"\xff\xd8 anh \xff\xd9")
    (folder / "b.jpg").write_bytes(b"\xff\xd8 anh dang ghi")
    (folder / "c.tif").write_bytes(b"II*\0")
    (folder / "d.pdf").touch()
    (folder / "ghi-chu.txt").write_text("x")
    (folder / ".tam.pdf").write_bytes(WHOLE)
    os.utime(folder / "a.jpg", ns=(2, 2))
    os.utime(folder / "c.tif", ns=(1, 1))
    watch.look()
    found = watch.look()
    assert _names(found) == ["c.tif", "a.jpg"], "in the order in which they were written"
    assert found.growing == 2


def test_the_same_name_written_again_is_a_new_file(folder: Path) -> None:
    watch = WatchFolder(folder)
    watch.look()
    for content in (WHOLE, WHOLE + b"hai"):
        (folder / "scan.pdf").write_bytes(content)
        watch.look()
        assert _names(watch.look()) == ["scan.pdf"]


def test_a_folder_that_goes_away_is_told_once_and_goes_on_by_itself(folder: Path) -> None:
    watch = WatchFolder(folder)
    watch.look()
    away = folder.rename(folder.with_name("mat-mang"))
    assert watch.look() == Look(missing=True, lost=True)
    assert watch.look() == Look(missing=True)
    (away / "trong-luc-mat.pdf").write_bytes(WHOLE)
    away.rename(folder)
    assert watch.look().back
    assert _names(watch.look()) == ["trong-luc-mat.pdf"]


def test_a_folder_that_is_not_there_yet_is_told_once(tmp_path: Path) -> None:
    watch = WatchFolder(tmp_path / "chua-co")
    assert watch.look().lost
    assert not watch.look().lost
    (tmp_path / "chua-co").mkdir()
    assert watch.look().back
