"""The paper process: opens untrusted files, draws and signs copies. It never sees the key; signatures come by asking.

A file that crashes it, hangs it or eats its memory costs that file only: the batch starts a new one.
"""

from contextlib import suppress
from datetime import datetime
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from counter_app.model.signature import Preflight, SignItem
from counter_app.signing.child import Ask, Child, Handlers, serve

MEMORY_LIMIT = 4 << 30
SECONDS = 60.0
SECONDS_PER_BYTE = 1 / 2_000_000  # slow disks and shares
ASK_SIGNATURE = "sign"
ASK_STEP = "step"


class PaperRoom:
    """The handlers of the process."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask
        self._maker: Any = None
        self._last_copy = ""

    def signer(self, certificate: bytes, chain: tuple[bytes, ...]) -> None:
        """Whose signatures follow."""
        from counter_app.signing.cms import CmsMaker

        self._maker = CmsMaker(certificate, chain, lambda data: self._ask(ASK_SIGNATURE, data))

    def sign(self, job: Any) -> Any:
        from counter_app.signing.paper import sign_paper

        signed = sign_paper(job, self._maker, lambda step: self._ask(ASK_STEP, step))
        self._last_copy = signed.temporary
        return signed

    def tidy(self) -> None:
        """A copy that the parent died before naming."""
        if self._last_copy:
            with suppress(OSError):
                Path(self._last_copy).unlink(missing_ok=True)

    def preflight(self, item: SignItem, moment: datetime, font_cache: Any) -> Preflight:
        from counter_app.signing.rehearsal import examine

        return examine(item, moment, font_cache)


def run(pipe: Connection) -> None:
    """Entry of the process."""

    rooms: list[PaperRoom] = []

    def handlers(ask: Ask) -> Handlers:
        room = PaperRoom(ask)
        rooms.append(room)
        return {"signer": room.signer, "sign": room.sign, "preflight": room.preflight}

    try:
        serve(pipe, handlers, memory_limit=MEMORY_LIMIT)
    finally:
        for room in rooms:
            room.tidy()


def paper_child() -> Child:
    return Child(run, ended_code="signing.paper_process_ended", hangs_code="signing.paper_hangs")


def seconds_for(size: int) -> float:
    return SECONDS + size * SECONDS_PER_BYTE
