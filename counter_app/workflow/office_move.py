"""The register of a counter moves to the office's server, where several counters work on it at the same time."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from counter_app.access.people import Act, require
from counter_app.errors import Refused
from counter_app.settings import load_settings, save_settings
from counter_app.workflow import office_share
from counter_app.workflow.office import Office


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """What a try to reach a server has shown."""

    where: str  # host and database, never a password
    dossiers: int  # what its register holds already


def try_server(office: Office, address: str) -> Server:
    """Reach a server and read its register, which is made when the database is empty.

    Misuse `store.bad_url`; Refused `store.no_server`: the address of a file; Trouble `store.unreachable`, and for a
    database that is not ours or belongs to a newer program.
    """
    require(office.person, Act.CHANGE_SETTINGS)
    from counter_app.model.queue import QueueFilter
    from counter_app.store.database import open_store
    from counter_app.store.server_address import with_password

    _expect_server(address)
    store = open_store(with_password(address), office.clock)
    try:
        count = len(store.readings.queue_ids(QueueFilter(include_closed=True)))
        return Server(where=store.where, dossiers=count)
    finally:
        store.close()


def move_to_server(
    office: Office,
    address: str,
    *,
    progress: Callable[[int, int], object] = lambda _done, _all: None,
    stopped: Callable[[], bool] = lambda: False,
) -> int | None:
    """Every row of this counter's file into the server, compared row by row; from then on this folder works there.

    Answers the number of rows, None when it was stopped and nothing has changed. The office has to be opened again.
    Refused: the role; the register is on a server already; the server holds a register with rows.
    """
    require(office.person, Act.CHANGE_SETTINGS)
    from counter_app.store.database import open_store
    from counter_app.store.server_address import with_password, without_password

    _expect_server(address)
    if office.settings.database_url:
        raise Refused("workflow.on_server_already")
    kept = without_password(address)
    target = open_store(with_password(kept), office.clock)
    try:
        moved = office.store.move_to(target, progress=progress, stopped=stopped)
        if moved is None:
            return None
        settings = replace(load_settings(office.folder), database_url=kept)
        save_settings(office.folder, settings)
        office_share.publish(replace(office, store=target, settings=settings))
        with target.unit_of_work() as unit:
            unit.append_event(office.event("move_register", None, rows=moved, to=target.where))
            unit.commit()
        return moved
    finally:
        target.close()


def _expect_server(address: str) -> None:
    if not address.partition(":")[0].startswith("postgres"):
        raise Refused("workflow.no_server")
