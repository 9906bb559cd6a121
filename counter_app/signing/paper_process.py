"""The paper process: opens untrusted files, draws and signs copies. It never sees the key; it is told
the signatures over what it prepared.

A file that crashes it, hangs it or eats its memory costs that file only: the batch starts a new one.
"""

from contextlib import suppress
from datetime import datetime
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from counter_app.model.signature import Preflight, SignItem
from counter_app.pdf import swift_start
from counter_app.signing.child import Ask, Child, Handlers, serve
from counter_app.signing.job import Job, RaiseJob, Services, SignedPaper, ToSign

PROCESS = "paper"
MEMORY_LIMIT = 4 << 30
SECONDS = 60.0
SERVICE_SECONDS = 60.0  # several services, each with its own limit
SECONDS_PER_BYTE = 1 / 2_000_000  # slow disks and shares
ASK_STEP = "step"
AT_ONCE = ("counter_app.signing.paper", "counter_app.signing.levels", "pypdfium2", "pikepdf")


class PaperRoom:
    """The handlers of the process."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask
        self._maker: Any = None
        self._waiting: dict[int, Any] = {}
        self._levels: dict[Services, Any] = {}
        self._number = 0
        self._copies: list[str] = []  # handed over to be named

    def signer(self, certificate: bytes, chain: tuple[bytes, ...]) -> None:
        """Whose signatures follow."""
        from counter_app.signing.cms import CmsMaker

        self._maker = CmsMaker(certificate, chain)

    def prepare(self, job: Job) -> ToSign | SignedPaper:
        """A copy that waits for the signature over `ToSign.data`; SignedPaper when this key has signed it before."""
        from counter_app.signing.paper import prepare_paper

        return self._told(prepare_paper(job, self._maker))

    def _told(self, made: Any) -> ToSign | SignedPaper:
        if isinstance(made, SignedPaper):
            self._copies.append(made.temporary)
            return made
        self._number += 1
        self._waiting[self._number] = made
        return ToSign(number=self._number, data=self._maker.to_sign(made.document_digest))

    def finish(self, number: int, signature: bytes) -> ToSign | SignedPaper:
        """The signed copy, read back from the disk; ToSign when a further mark on it needs its signature."""
        from counter_app.signing.paper import finish_paper

        waiting = self._waiting.pop(number)
        cms = self._maker.assemble(waiting.document_digest, signature)
        levels = self._levels_of(waiting.job.services)
        return self._told(finish_paper(waiting, self._maker, cms, self._step, levels))

    def discard(self, number: int) -> None:
        """The key gives no signature for this copy."""
        self._waiting.pop(number).discard()

    def raise_level(self, job: RaiseJob) -> SignedPaper:
        """A signed file with what a higher level needs; no key is involved."""
        from counter_app.signing.raising import raise_paper

        signed = raise_paper(job, self._levels_of(job.services))
        self._copies.append(signed.temporary)
        return signed

    def rebuild(self, source: Path, target: Path) -> int:
        """A rebuilt copy of a broken file, for the officer to look at; how many pages it has."""
        from counter_app.signing.repair import rebuild

        return rebuild(source, target)

    def look_at_signer(
        self, services: Services, certificate: bytes, chain: tuple[bytes, ...], moment: datetime
    ) -> None:
        """Refused or Trouble when the certificate cannot be proven in force, as the long-term levels need it."""
        self._levels_of(services).look(certificate, chain, moment)

    def look_at_services(self, services: Services) -> datetime:
        """The moment that the first answering time-stamp service states. Trouble when none answers."""
        from counter_app.signing.time_stamp import moment_of

        moment: datetime = moment_of(self._levels_of(services).stamps.over(bytes(32)))
        return moment

    def _levels_of(self, services: Services) -> Any:
        from counter_app.signing.levels import Levels

        if services not in self._levels:
            self._levels[services] = Levels(services)
        return self._levels[services]

    def _step(self, step: str) -> None:
        self._ask(ASK_STEP, step)

    def tidy(self) -> None:
        """Copies that the parent died before naming."""
        for waiting in self._waiting.values():
            with suppress(OSError):
                waiting.discard()
        for copy in filter(None, self._copies):
            with suppress(OSError):
                Path(copy).unlink(missing_ok=True)

    def preflight(self, item: SignItem, moment: datetime) -> Preflight:
        from counter_app.signing.rehearsal import examine

        return examine(item, moment)


def run(pipe: Connection) -> None:
    """Entry of the process."""

    rooms: list[PaperRoom] = []

    def handlers(ask: Ask) -> Handlers:
        swift_start.load(*AT_ONCE)  # while the PIN is typed
        room = PaperRoom(ask)
        rooms.append(room)
        names = ("signer", "prepare", "finish", "discard", "raise_level", "rebuild", "preflight")
        return {name: getattr(room, name) for name in (*names, "look_at_signer", "look_at_services")}

    try:
        serve(pipe, handlers, memory_limit=MEMORY_LIMIT)
    finally:
        for room in rooms:
            room.tidy()


def paper_child() -> Child:
    return Child(run, name=PROCESS, ended_code="signing.paper_process_ended", hangs_code="signing.paper_hangs")


def seconds_for(size: int) -> float:
    return SECONDS + size * SECONDS_PER_BYTE
