"""What an office must be after any fault: it opens, is whole, has each dossier once, and the act can be done again."""

import sqlite3
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from counter_app.errors import CounterError
from counter_app.model.dossier import DossierState
from counter_app.store import office_key
from counter_app.store.vault import Vault
from counter_app.workflow import backup, queue
from counter_app.workflow.office import Office
from tests.faults.run.stage import ACTS, BACKUPS, CODES, ROWS, Order, Scene, play, unsigned
from tests.practice import MORNING


@dataclass
class Row:
    """One line of the table. `lost` holds a sentence for everything that was lost, doubled, silent or not ours."""

    fault: str
    times: int = 0
    done: int = 0  # the act was done all the same
    told: int = 0  # refused in words, with a code of ours
    lost: list[str] = field(default_factory=list)
    note: str = ""
    codes: set[str] = field(default_factory=set)

    def count(self, how: str, code: str) -> None:
        self.times += 1
        self.done += how == "done"
        self.told += how == "told"
        if how == "told":
            self.codes.add(code)
        if how in {"bug", "hangs"}:
            self.lost.append(f"{self.fault}: {how} {code}")


@dataclass(frozen=True)
class Seen:
    """What is in the books: dossiers, doubled codes, papers signed, times accepted."""

    dossiers: int
    doubled: int
    signed: int
    accepted: int
    imported: int


def seen(office: Path, scene: Scene) -> Seen:
    with sqlite3.connect(office / "counter.db") as connection:

        def one(words: str, *values: object) -> int:
            return int(connection.execute(words, values).fetchone()[0])

        found = Seen(
            dossiers=one("SELECT count(*) FROM dossier"),
            doubled=one("SELECT count(*) - count(DISTINCT code) FROM dossier WHERE code IS NOT NULL AND code <> ''"),
            signed=one("SELECT count(*) FROM event WHERE kind = 'sign_component'"),
            accepted=one("SELECT count(*) FROM event WHERE kind = 'accept' AND dossier_id = ?", int(scene.dossier)),
            imported=one("SELECT count(*) FROM dossier WHERE code LIKE ?", CODES + "%"),
        )
    connection.close()
    return found


def losses(scene: Scene, office: Path, act: str) -> list[str]:
    """Open, look, do the act again in a new process, look again; sentences about what is wrong, none when all is well.

    Files of a crash in `incoming` are no loss: they were never in the books.
    """
    found = _whole(scene, office)
    if found:
        return found
    before, first = seen(scene.template, scene), seen(office, scene)
    found += _half(before, first)
    again = play(scene, office, ACTS[act], Order(moment=MORNING + timedelta(minutes=1)))
    if again.how != "done":
        return [*found, f"the act could not be done afterwards: {again.how} {again.code[-800:]}"]
    after = seen(office, scene)
    found += _half(before, after) + _whole(scene, office) + _undone(scene, office, act, after, before)
    return found


def _half(before: Seen, now: Seen) -> list[str]:
    wrong = {
        "a dossier is there twice": now.doubled != 0,
        "part of a list": now.imported not in {0, ROWS},
        "a dossier is gone": now.dossiers != before.dossiers + now.imported,
        "accepted more than once": now.accepted > 1,
    }
    return [words for words, is_wrong in wrong.items() if is_wrong]


def _undone(scene: Scene, office: Path, act: str, now: Seen, before: Seen) -> list[str]:
    opened = scene.open(office)
    try:
        wanted = len(_to_sign(scene)) if act == "ký một lô" else 0
        wrong = {
            "the list is not in": act == "nhập danh sách" and now.imported != ROWS,
            "papers are signed twice or not at all": now.signed - before.signed != wanted,
            "a paper still waits": act == "ký một lô" and bool(unsigned(opened, scene)),
            "not accepted": act == "tiếp nhận"
            and queue.dossier(opened, scene.dossier).state is not DossierState.ACCEPTED,
            "a backup cannot be restored": act == "sao lưu" and not _restorable(opened),
        }
    finally:
        opened.close()
    return [words for words, is_wrong in wrong.items() if is_wrong]


_SIGNABLE: dict[Path, tuple[object, ...]] = {}


def _to_sign(scene: Scene) -> tuple[object, ...]:
    if scene.template not in _SIGNABLE:
        office = scene.open(scene.template)
        _SIGNABLE[scene.template] = unsigned(office, scene)
        office.close()
    return _SIGNABLE[scene.template]


def _restorable(office: Office) -> bool:
    """Every file that bears the name of a backup is one; at least one is there."""
    made = sorted((office.folder.parent / BACKUPS).glob("*" + backup.SUFFIX))
    key = office_key.from_system(office.folder)
    scratch = office.folder.parent / "thu"
    return bool(made) and all(backup.try_restoring(path, key, scratch).ok for path in made)


def _whole(scene: Scene, office: Path) -> list[str]:
    try:
        opened = scene.open(office)
    except CounterError as error:
        return [f"the next start fails: {error.code}"]
    try:
        found = [] if opened.store.diary.examine().ok else ["the diary does not verify"]
        key = office_key.from_recovery(office, scene.recovery)
        harmed = [file.hash for file in Vault(office / "vault", key).check() if not file.intact]
        found += [f"files of the vault are damaged: {len(harmed)}"] if harmed else []
        found += _missing(opened, office)
    finally:
        opened.close()
    with sqlite3.connect(office / "counter.db") as connection:
        sound = connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()
    return found if sound else [*found, "the database is not sound"]


def _missing(opened: Office, office: Path) -> list[str]:
    with sqlite3.connect(office / "counter.db") as connection:
        known = [str(row[0]) for row in connection.execute("SELECT hash FROM file")]
    connection.close()
    lost = [one for one in known if not (office / "vault" / one[:2] / one).is_file()]
    return [f"the books name files that are not there: {len(lost)}"] if lost else []
