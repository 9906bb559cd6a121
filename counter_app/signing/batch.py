"""One batch: one key, one PIN, file after file. The parent's side; key and paper work in their own processes.

Per file: copy, sign and read back (paper process) → journal `verified` → name the copy, never overwriting → journal
`replaced`. A refused or failed file does not stop the others; trouble with the key does, and what is signed stays.
"""

import logging
import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from counter_app.clock import Clock
from counter_app.errors import CounterError, Refused, Trouble
from counter_app.model.signature import Level, SignItem, SignOutcome, SignProgress, SignStatus
from counter_app.signing import disk
from counter_app.signing.child import Child, ChildBug
from counter_app.signing.job import Job, SignedPaper
from counter_app.signing.journal import ItemKey, Journal
from counter_app.signing.key_session import AskPin, KeySession
from counter_app.signing.mark import named, named_all
from counter_app.signing.paper_process import ASK_SIGNATURE, paper_child, seconds_for

# After one of these the key cannot be trusted to go on; anything else concerns one file.
KEY_TROUBLE = {
    "signing.token_removed",
    "signing.token_error",
    "signing.token_hangs",
    "signing.key_process_ended",
    "signing.wrong_signature",
}


@dataclass(slots=True)
class _Slot:
    """An item on its way: what is known of it and what became of it."""

    item: SignItem
    sha256: str = ""
    outcome: SignOutcome | None = None


@dataclass(slots=True)
class Batch:
    items: Sequence[SignItem]
    level: Level
    clock: Clock
    time_stamp_url: str
    font_cache: Path
    progress: Callable[[SignProgress], None]
    stop: Callable[[], bool]
    _slots: list[_Slot] = field(default_factory=list)
    _key_trouble: CounterError | None = None
    _service_down: bool = False
    _paper: Child = field(default_factory=paper_child)
    _paper_ready: bool = False

    def run(self, session: KeySession, journal: Journal, ask: AskPin, last_error: str) -> tuple[SignOutcome, ...]:
        """One outcome per item, in order. Raises only for the key before the first signature, and PinCancelled."""
        self._slots = [_Slot(item) for item in self.items]
        disk.remove_stale_copies({Path(item.output).parent for item in self.items}, self.clock.now())
        self._paper.begin()  # its imports overlap with the PIN being typed
        try:
            self._look_at_items()
            if self._open():
                session.look()
                self._take_finished(session, journal)
            if self._open():
                session.login(ask, len(self._open()), last_error)
                self._take_finished(session, journal)
                self._sign_all(session, journal)
                with suppress(CounterError):
                    session.close()
        finally:
            self._paper.end()
        return tuple(self._final(slot) for slot in self._slots)

    def _open(self) -> list[int]:
        return [index for index, slot in enumerate(self._slots) if slot.outcome is None]

    def _look_at_items(self) -> None:
        """What is known without any key: sources that are gone or changed, two items for one output."""
        outputs: set[str] = set()
        for index, slot in enumerate(self._slots):
            try:
                if not Path(slot.item.source).is_file():  # a pipe or a device would never end
                    raise Trouble("signing.file_gone")
                slot.sha256 = disk.sha256_of(Path(slot.item.source))
                if not disk.name_fits(Path(slot.item.output)):
                    raise Refused("signing.name_too_long")
                if slot.item.sha256 and slot.item.sha256 != slot.sha256:
                    raise Refused("signing.file_changed")
                if slot.item.output in outputs:
                    raise Refused("signing.output_exists", file=Path(slot.item.output).name)
            except CounterError as error:
                self._settle(index, error)
            except OSError:
                self._settle(index, Trouble("signing.file_gone"))
            outputs.add(slot.item.output)

    def _take_finished(self, session: KeySession, journal: Journal) -> None:
        """Skip what an earlier run of this batch finished; refuse outputs that exist for any other reason."""
        if not session.fingerprint:
            return
        for index in self._open():
            slot = self._slots[index]
            output = Path(slot.item.output)
            if not output.exists():
                continue
            done = journal.finished(self._key(slot, session))
            if done is not None and output.stat().st_size == 0:
                output.unlink()  # our own place holder: a kill came between it and the finished copy
                continue
            if done is None or disk.sha256_of(output) != done.sha256:
                self._settle(index, Refused("signing.output_exists", file=output.name))
                continue
            outcome = SignOutcome(
                file=slot.item.source,
                status=SignStatus.SKIPPED,
                output=slot.item.output,
                level=done.level,
                debt=done.debt,
                sha256=done.sha256,
                signer=session.certificate.subject,
                signed_at=done.signed_at,
                **_words(Refused("signing.already_done")),
            )
            self._done(index, outcome)

    def _sign_all(self, session: KeySession, journal: Journal) -> None:
        waiting = self._open()
        journal.queued([self._key(self._slots[index], session) for index in waiting])
        for index in waiting:
            if self.stop() or self._key_trouble:
                return
            try:
                self._sign_one(index, session, journal)
            except (CounterError, OSError) as raised:
                error = disk.in_words(raised) if isinstance(raised, OSError) else raised
                if error.code in KEY_TROUBLE:
                    self._key_trouble = error
                with suppress(CounterError):  # a full disk cannot hold that line either
                    journal.write("failed", self._key(self._slots[index], session), code=error.code)
                self._settle(index, error)

    def _sign_one(self, index: int, session: KeySession, journal: Journal) -> None:
        slot, moment = self._slots[index], self.clock.now()
        item, key = slot.item, self._key(slot, session)
        self._step(index, "signing")
        job = Job(
            source=Path(item.source),
            output=Path(item.output),
            moment=moment,
            sha256=slot.sha256,
            stamp=named(item.stamp, session.certificate),
            placement=item.placement,
            reason=item.reason,
            field_name=item.field_name,
            time_stamp_url=self._url(),
            font_cache=self.font_cache,
            more=named_all(item.more, session.certificate),
        )
        signed = self._on_paper(index, job, session)
        if not signed.temporary:
            self._done(index, self._already_ours(slot, session))
            return
        self._service_down = self._service_down or signed.time_stamp_trouble is not None
        level = Level.B_T if signed.time_stamped else Level.B_B
        debt = self.level is not Level.B_B and not signed.time_stamped
        copy = Path(signed.temporary)
        try:
            journal.write("signed", key)
            known = {"sha256": signed.sha256, "level": str(level), "debt": debt, "signed_at": moment.isoformat()}
            journal.write("verified", key, **known)
            disk.give_name(copy, job.output)
        except BaseException:
            copy.unlink(missing_ok=True)
            raise
        journal.write("replaced", key)
        note = signed.time_stamp_trouble or (Trouble("signing.time_stamp_not_set_up") if debt else None)
        outcome = SignOutcome(
            file=item.source,
            status=SignStatus.SIGNED,
            output=item.output,
            level=level,
            debt=debt,
            sha256=signed.sha256,
            signer=session.certificate.subject,
            signed_at=moment,
            **(_words(note) if note else {}),
        )
        self._done(index, outcome)

    def _url(self) -> str:
        """One failure of the time-stamp service opens the circuit for the rest of the batch."""
        return "" if self.level is Level.B_B or self._service_down else self.time_stamp_url

    def _on_paper(self, index: int, job: Job, session: KeySession) -> SignedPaper:
        """Ask the paper process; it asks back for the signature. After it died the next file gets a new one."""
        assert session.found is not None

        def answer(what: str, value: Any) -> Any:
            if what == ASK_SIGNATURE:
                return session.sign(value)
            self._step(index, value)
            return None

        seconds = seconds_for(job.source.stat().st_size)
        try:
            if not self._paper_ready:
                self._paper.request("signer", session.found.der, session.chain, timeout=seconds)
                self._paper_ready = True
            signed: SignedPaper = self._paper.request("sign", job, timeout=seconds, answer=answer)
        except Trouble as trouble:
            if trouble.code in ("signing.paper_process_ended", "signing.paper_hangs"):
                self._paper_ready = False
                disk.remove_stale_copies({job.output.parent}, self.clock.now())
            raise
        except ChildBug as bug:  # a fault of ours: written down, and one file's matter
            logging.getLogger(__name__).exception("signing one file")
            raise Trouble("signing.unexpected") from bug
        return signed

    def _already_ours(self, slot: _Slot, session: KeySession) -> SignOutcome:
        return SignOutcome(
            file=slot.item.source,
            status=SignStatus.SKIPPED,
            output=slot.item.source,
            sha256=slot.sha256,
            signer=session.certificate.subject,
            **_words(Refused("signing.already_ours")),
        )

    def _key(self, slot: _Slot, session: KeySession) -> ItemKey:
        return ItemKey(slot.sha256, os.path.realpath(slot.item.output), session.fingerprint)

    def _settle(self, index: int, error: CounterError) -> None:
        status = SignStatus.REFUSED if isinstance(error, Refused) else SignStatus.FAILED
        self._done(index, SignOutcome(file=self._slots[index].item.source, status=status, **_words(error)))

    def _done(self, index: int, outcome: SignOutcome) -> None:
        self._slots[index].outcome = outcome
        self.progress(SignProgress(index=index, total=len(self._slots), step="done", outcome=outcome))

    def _step(self, index: int, step: str) -> None:
        self.progress(SignProgress(index=index, total=len(self._slots), step=step))

    def _final(self, slot: _Slot) -> SignOutcome:
        if slot.outcome is not None:
            return slot.outcome
        why = self._key_trouble or Refused("signing.stopped")
        return SignOutcome(file=slot.item.source, status=SignStatus.PENDING, **_words(why))


def _words(error: CounterError) -> dict[str, Any]:
    return {"code": error.code, "message": str(error)}


def cancelled(items: Sequence[SignItem]) -> tuple[SignOutcome, ...]:
    """Nobody typed a PIN: every file waits as before."""
    words = _words(Refused("signing.pin_cancelled"))
    return tuple(SignOutcome(file=item.source, status=SignStatus.PENDING, **words) for item in items)
