"""A small sample of `python -m tests.faults.run`, and that its eyes see a loss when there is one."""

import random
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from counter_app.working_time.calendar_file import office_calendar
from tests.faults.run import breaks, fuzz, hostile, look, rot, upgrade
from tests.faults.run.__main__ import merged, table
from tests.faults.run.stage import Scene, scene_of


@pytest.fixture
def scene(practice_folder: Path, key_store: object, tmp_path: Path) -> Iterator[Scene]:
    yield scene_of(practice_folder, tmp_path / "scene")


def test_a_kill_two_programs_and_rot_lose_nothing(scene: Scene, tmp_path: Path) -> None:
    chance = random.Random(7)
    rows = [
        breaks.killed(scene, tmp_path, "nhập danh sách", 1, chance),
        upgrade.upgrade_killed(scene, tmp_path, 1, chance),
        upgrade.sealing_killed(scene, tmp_path, 1, chance),
        breaks.two_programs(scene, tmp_path, "tiếp nhận"),
        rot.rotten_page(scene, tmp_path, chance),
        rot.rotten_log(scene, tmp_path, chance),
        rot.rotten_file(scene, tmp_path, chance),
    ]
    assert [words for row in rows for words in row.lost] == []
    assert table(merged(rows)).count("không |") == len(rows)


def test_what_is_lost_or_doubled_is_seen(scene: Scene, tmp_path: Path) -> None:
    with breaks.fresh(scene, tmp_path) as office:
        with sqlite3.connect(office / "counter.db") as connection:
            connection.execute("PRAGMA foreign_keys=OFF")
            connection.execute("DELETE FROM dossier WHERE id = (SELECT max(id) FROM dossier)")
        connection.close()
        assert "a dossier is gone" in look.losses(scene, office, "tiếp nhận")
    with breaks.fresh(scene, tmp_path) as office:
        with sqlite3.connect(office / "counter.db") as connection:
            # several papers may be the same file
            one, named = connection.execute("SELECT hash, count(*) FROM file GROUP BY hash ORDER BY hash").fetchone()
        connection.close()
        (office / "vault" / one[:2] / one).unlink()
        assert look.losses(scene, office, "tiếp nhận") == [f"the books name files that are not there: {named}"]


def test_made_up_input_and_hostile_files_are_answered(practice_folder: Path, tmp_path: Path) -> None:
    base = office_calendar(practice_folder).data
    rows = [
        fuzz.cards(40, 7),
        fuzz.office_settings(40, 7, tmp_path),
        *fuzz.calendars(25, 7, base),
        fuzz.dossier_lists(25, 7, tmp_path),
        hostile.papers(tmp_path / "giay", ("long-sau.pdf", "vong-trang.pdf", "vong-hinh.pdf")),
        hostile.formulas(base),
    ]
    assert [words for row in rows for words in row.lost] == []
