"""The register is brought up to date, or sealed for the first time, and the program is killed meanwhile.

Afterwards it is either as it was before or wholly new: the next opening ends the work, every dossier reads the same.
"""

import json
import random
import shutil
import time
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from counter_app.errors import CounterError
from counter_app.model.dossier import DossierId
from counter_app.model.queue import QueueFilter
from counter_app.store import office_key, schema, sealed_columns, sealing
from counter_app.store.chain import BEGINNING, canonical, chain_hash, marks_in, text_of
from counter_app.store.database import Store, open_store
from counter_app.store.engine import open_database
from counter_app.store.sealed_columns import Sealed, seal_of_key
from counter_app.store.tables import diary_word, event, metadata
from counter_app.workflow.office import Office
from tests.faults.run.breaks import fresh
from tests.faults.run.look import Row
from tests.faults.run.stage import Order, Running, Scene, play

OLD = "0006"  # since then no table with data of a practice office came or went
REGISTER = "so-cu.db"


def upgrade_killed(scene: Scene, folder: Path, times: int, chance: random.Random) -> Row:
    return _killed(scene, folder, "nâng cấp sổ", _of_an_older_program, times, chance)


def sealing_killed(scene: Scene, folder: Path, times: int, chance: random.Random) -> Row:
    return _killed(scene, folder, "niêm sổ lần đầu", _of_an_office_without_key, times, chance)


def _killed(scene: Scene, folder: Path, act: str, prepare: Any, times: int, chance: random.Random) -> Row:
    row = Row(f"kill -9 khi {act}")
    old = folder / f"{act}.db"
    prepare(scene, old)
    with fresh(scene, folder) as office:
        shutil.copy(old, office.parent / REGISTER)
        length = play(scene, office, bring_up).seconds
        wanted = _read(scene, office.parent / REGISTER)
    late = 0
    while row.times < times and late < 2 * times + 10:
        with fresh(scene, folder) as office:
            place = office.parent / REGISTER
            shutil.copy(old, place)
            running = Running(scene, office, bring_up, Order())
            assert running.begun(), running.ended()
            time.sleep(chance.uniform(0, length))
            running.kill()
            end = running.ended()
            if end.how == "done":
                late += 1
                continue
            row.count(end.how, end.code)
            row.lost += _losses(scene, place, wanted)
    row.note = f"trong {length:.2f} s của việc; {late} lần kill đến sau khi việc đã xong, không tính"
    return row


def bring_up(office: Office, scene: Scene) -> None:
    """The act: open the old register as an opening of the window does."""
    _open(scene, office.folder.parent / REGISTER).close()


def _open(scene: Scene, place: Path) -> Store:
    return open_store(place, None, seal_of_key(office_key.from_paper(scene.recovery)))


def _read(scene: Scene, place: Path) -> list[object]:
    store = _open(scene, place)
    try:
        ids = store.readings.queue_ids(QueueFilter(include_closed=True))
        with store.unit_of_work() as unit:
            return [unit.dossier(DossierId(one)) for one in ids]
    finally:
        store.close()


def _losses(scene: Scene, place: Path, wanted: list[object]) -> list[str]:
    try:
        found = _read(scene, place)
        store = _open(scene, place)
        whole = store.diary.examine().ok
        open_text = store.upkeep.seal_open_text()
        store.close()
    except CounterError as error:
        return [f"the next start fails: {error.code}"]
    wrong = {
        "dossiers read differently": found != wanted,
        "the diary does not verify": not whole,
        "open text is left": open_text != 0,
    }
    return [words for words, is_wrong in wrong.items() if is_wrong]


def _of_an_older_program(scene: Scene, target: Path) -> None:
    shutil.copy(scene.template / "counter.db", target)
    database = open_database(target)
    sealed_columns.use(database, seal_of_key(office_key.from_paper(scene.recovery)))
    config = Config()
    config.set_main_option("script_location", str(schema.MIGRATIONS))
    with database.writing.begin() as connection:
        _write_words_in_rows(connection)
        config.attributes |= {"connection": connection, "target_metadata": metadata}
        command.downgrade(config, OLD)
    database.writing.dispose()


def _write_words_in_rows(connection: sa.Connection) -> None:
    """The diary as that program wrote it: what names persons stands in the rows and is hashed with them."""
    trigger = "SELECT sql FROM sqlite_master WHERE name = 'event_no_update'"
    append_only = connection.exec_driver_sql(trigger).scalar_one()
    connection.exec_driver_sql("DROP TRIGGER event_no_update")
    words = {row.digest: text_of(row.words) for row in connection.execute(sa.select(diary_word))}
    previous = BEGINNING
    for row in connection.execute(sa.select(event).order_by(event.c.id)).all():
        details = json.loads(row.details)
        if row.dossier_id is not None:
            details |= {name: words[digest] for name, digest in marks_in(details).items()}
        text = canonical(details)
        own = chain_hash(previous, row.dossier_id, row.at, row.by_login, row.kind, text)
        mine = sa.update(event).where(event.c.id == row.id)
        connection.execute(mine.values(details=text, previous_hash=previous, hash=own))
        previous = own
    connection.execute(sa.delete(diary_word))
    connection.exec_driver_sql(f"DELETE FROM meta WHERE name = '{sealing.KINDS}'")
    connection.exec_driver_sql(append_only)


def _of_an_office_without_key(scene: Scene, target: Path) -> None:
    """The same register, everything in open text, as it was before the office had its key."""
    shutil.copy(scene.template / "counter.db", target)
    database = open_database(target)
    sealing.settle(database, seal_of_key(office_key.from_paper(scene.recovery)))
    for table in metadata.sorted_tables:
        columns = [one for one in table.c if isinstance(one.type, Sealed)]
        if not columns:
            continue
        with database.reading.connect() as connection:
            rows = [dict(row) for row in connection.execute(sa.select(table)).mappings()]
        sealed_columns.use(database, None)
        with database.writing.begin() as connection:
            for row in rows:
                mine = [key == row[key.name] for key in table.primary_key]
                values = {one.name: row[one.name] for one in columns}
                connection.execute(sa.update(table).where(*mine).values(values))
        sealed_columns.use(database, seal_of_key(office_key.from_paper(scene.recovery)))
    with database.writing.begin() as connection:
        connection.exec_driver_sql(f"DELETE FROM meta WHERE name = '{sealing.MARK}'")
    database.writing.dispose()
