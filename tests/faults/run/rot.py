"""Bytes that rot on the disk: a page of the database, its log, a file of the vault. Told, or without effect."""

import random
import sqlite3
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from counter_app.errors import CounterError
from counter_app.model.dossier import DossierId
from counter_app.model.queue import QueueFilter
from counter_app.settings import load_settings, save_settings
from counter_app.store import office_key
from counter_app.store.vault import Vault
from counter_app.workflow import evidence, lists, queue
from counter_app.workflow.office import Office
from tests.faults.run.breaks import fresh
from tests.faults.run.look import Row
from tests.faults.run.stage import Order, Scene, play
from tests.practice import MORNING

PAGE = 4096


def everything(office: Office) -> object:
    """What the pages would show: every dossier and its diary."""
    ids = queue.ids(office, QueueFilter(include_closed=True))
    found = []
    for row in queue.rows(office, ids):
        one = DossierId(row.id)
        found.append((queue.dossier(office, one), queue.events(office, one)))
    return found


def rotten_page(scene: Scene, folder: Path, chance: random.Random) -> Row:
    """One page of random bytes; what is read must be as before, or be told, be it by the examination of the diary."""
    row = Row("một trang cơ sở dữ liệu hỏng")
    with fresh(scene, folder) as office:
        opened = scene.open(office)
        before = everything(opened)
        opened.close()
        path = office / "counter.db"
        data = bytearray(path.read_bytes())
        place = chance.randrange(1, len(data) // PAGE) * PAGE
        data[place : place + PAGE] = chance.randbytes(PAGE)
        path.write_bytes(data)
        _judge_page(scene, office, before, row)
    return row


def _judge_page(scene: Scene, office: Path, before: object, row: Row) -> None:
    try:
        opened = scene.open(office)
        try:
            diary = opened.store.diary.examine().ok
            same = everything(opened) == before
        finally:
            opened.close()
    except CounterError as error:
        row.count("told", error.code)
    except Exception as error:
        row.count("bug", repr(error)[:600])
    else:
        row.count("done" if same else "told" if not diary else "silent", "store.diary_broken")
        if not same and diary:
            row.lost.append("a rotten page: read otherwise, and nobody told")


def import_and_anchor(office: Office, scene: Scene) -> None:
    """The list goes in and the head of the diary goes outside; the log of the database stays."""
    lists.import_list(office, scene.list)
    evidence.anchor(office)


def rotten_log(scene: Scene, folder: Path, chance: random.Random) -> Row:
    """A changed byte or a cut in the log of a program that was killed: SQLite forgets from there on.

    The books are then whole as of an earlier moment, which the head outside must tell.
    """
    row = Row("nhật ký WAL hỏng hoặc cụt")
    with fresh(scene, folder) as office:
        outside = office.parent / "ngoai"
        outside.mkdir()
        save_settings(office, replace(load_settings(office), evidence_folder=str(outside)))
        end = play(scene, office, import_and_anchor, Order(stay_open=True))
        log = office / "counter.db-wal"
        if end.how != "done" or not log.exists() or not log.stat().st_size:
            row.lost.append(f"the fault was not made: {end}")
            return row
        data = bytearray(log.read_bytes())
        place = chance.randrange(len(data))
        if chance.random() < 0.5:
            data[place] ^= 0xFF
        else:
            del data[place:]
        log.write_bytes(data)
        _judge_log(scene, office, row)
    return row


def _judge_log(scene: Scene, office: Path, row: Row) -> None:
    try:
        opened = scene.open(office, MORNING + timedelta(minutes=1))
    except CounterError as error:
        row.count("told", error.code)
        return
    try:
        in_books = sum(1 for _ in opened.store.readings.queue_ids(QueueFilter(include_closed=True)))
        found = evidence.examine(opened)
        alone = opened.store.diary.examine().ok
    finally:
        opened.close()
    with sqlite3.connect(office / "counter.db") as connection:
        sound = connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()
    row.count("done" if found.ok else "told", "anchor")
    if not (sound and alone):
        row.lost.append("after a rotten log the books are not whole")
    with sqlite3.connect(scene.template / "counter.db") as connection:
        dossiers = connection.execute("SELECT count(*) FROM dossier").fetchone()[0]
    connection.close()
    if found.ok and in_books == dossiers:
        row.lost.append("the list is gone and the head outside does not tell")


def rotten_file(scene: Scene, folder: Path, chance: random.Random) -> Row:
    """A bit, a cut, nothing: the check of the vault names exactly this file, and who wants a sealed one is told."""
    row = Row("một tệp trong kho hỏng")
    with fresh(scene, folder) as office:
        key = office_key.from_recovery(office, scene.recovery)
        path = chance.choice(sorted((office / "vault").glob("[0-9a-f][0-9a-f]/*")))
        data = bytearray(path.read_bytes())
        sealed = data.startswith(office_key.BEGINNING)
        path.unlink()  # the link only
        place = chance.randrange(len(data))
        if chance.random() < 0.5:
            data[place] ^= 1 << chance.randrange(8)
        else:
            del data[place:]
        path.write_bytes(data)
        vault = Vault(office / "vault", key)
        named = [file.hash for file in vault.check() if not file.intact]
        if named != [path.name]:
            row.lost.append("the check of the vault does not name the harmed file")
        try:
            vault.path(named[0])
            if sealed and bytes(data).startswith(office_key.BEGINNING):
                row.lost.append("a harmed sealed file was given out")
            row.count("told", "vault.check")
        except CounterError as error:
            row.count("told", error.code)
        vault.close()
    return row
