"""One batch: one key, one PIN, file after file. The parent's side; key and paper work in their own processes.

Per file: copy and prepare (paper process) → sign (key process) → finish and read back (paper process) → journal
`verified` → name the copy, never overwriting → journal `replaced`. While the key signs one file, the paper process
finishes the one before and prepares the one after, so that a slow token never waits for paper. A refused or failed
file does not stop the others (unless that is wanted); trouble with the key does, and what is signed stays.
"""

import logging
import os
import shutil
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from counter_app.clock import Clock
from counter_app.errors import CounterError, Refused, Trouble
from counter_app.model.signature import LONG_TERM, Level, SignItem, SignOutcome, SignProgress, SignStatus
from counter_app.signing import disk, outcomes
from counter_app.signing.child import Child, ChildBug
from counter_app.signing.job import NO_SERVICES, Job, RaiseJob, Services, SignedPaper, ToSign
from counter_app.signing.journal import ItemKey, Journal
from counter_app.signing.key_session import STOPS_BATCH, AskPin, KeySession
from counter_app.signing.mark import named, named_all
from counter_app.signing.naming import Nameless, Namer
from counter_app.signing.outcomes import Slots
from counter_app.signing.paper_process import ASK_STEP, SERVICE_SECONDS, paper_child, seconds_for
from counter_app.signing.signer_states import SignerStates


@dataclass(frozen=True, slots=True)
class _InHand:
    """A prepared copy whose signature is being made, or waits to be."""

    index: int
    job: Job
    asked: ToSign
    paper_number: int  # which paper process holds it


@dataclass(slots=True)
class Batch:
    items: Sequence[SignItem]
    level: Level
    clock: Clock
    services: Services
    signers: SignerStates
    progress: Callable[[SignProgress], None]
    stop: Callable[[], bool]
    level_required: bool = False  # a file below the level gets no name
    stop_on_error: bool = False
    _waits: bool = False
    _halt: CounterError | None = None
    _queue: deque[int] = field(default_factory=deque)
    _paper: Child = field(default_factory=paper_child)
    _paper_ready: bool = False
    _paper_number: int = 0
    _posted: tuple[int, Job] | None = None  # the paper process prepares it, nobody waits for it yet
    _slots: Slots = field(init=False)
    _namer: Namer = field(init=False)

    def wait(self) -> bool:
        """Asked while another batch holds a file of this one; False when nobody wants to wait any longer."""
        if not self._waits:
            self._waits = True
            self.progress(SignProgress(index=0, total=len(self.items), step="waiting"))
        return not self.stop()

    def run(self, session: KeySession, journal: Journal, ask: AskPin, last_error: str) -> tuple[SignOutcome, ...]:
        """One outcome per item, in order. Raises only for the key before the first signature, and PinCancelled."""
        self._slots = Slots(self.items, self.progress)
        disk.remove_stale_copies({Path(item.output).parent for item in self.items}, self.clock.now())
        self._paper.begin()  # its imports overlap with the PIN being typed
        try:
            self._look_at_items()
            if self._slots.open():
                session.look()
                self._take_finished(session, journal)
            if self._slots.open():
                self._look_at_services(session)
                signatures = sum(1 + len(self._slots.all[index].item.more) for index in self._slots.open())
                session.login(ask, len(self._slots.open()), signatures, last_error)
                self._look_at_signer(session)
                self._take_finished(session, journal)
                with Namer(journal) as self._namer:
                    self._sign_all(session, journal)
                self._paper.leave()  # its end overlaps with the key's
                with suppress(CounterError):
                    session.close()
        finally:
            self._paper.end()
        return self._slots.final(self._halt or Refused("signing.stopped"))

    # Before the PIN

    def _look_at_items(self) -> None:
        """What is known without any key: sources that are gone or changed, two items for one output."""
        outputs: set[str] = set()
        for index, slot in enumerate(self._slots.all):
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
                self._slots.settle(index, error)
            except OSError:
                self._slots.settle(index, Trouble("signing.file_gone"))
            outputs.add(slot.item.output)

    def _look_at_services(self, session: KeySession) -> None:
        """Whether the level can be reached at all, asked before the PIN. Refused when the office requires it, and for a
        certificate that its issuer has revoked."""
        try:
            if self.level_required and self.level is not Level.B_B:
                self._ask_paper("look_at_services", self.services)
        except Trouble as trouble:
            raise self._below(trouble) from trouble
        self._look_at_signer(session)

    def _look_at_signer(self, session: KeySession) -> None:
        """A key file shows its certificate only with its password: then it is looked at before anything is signed."""
        if session.found is None:
            return
        found, now = session.found, self.clock.now()
        state = self.signers.ask(self._paper, self.services, found.der, session.chain, now)
        if isinstance(state, Refused):
            raise state
        if state is not None and self.level_required and self.level in LONG_TERM:
            raise self._below(state) from state

    def _ask_paper(self, name: str, *values: Any) -> Any:
        return self._paper.request(name, *values, timeout=SERVICE_SECONDS)

    def _take_finished(self, session: KeySession, journal: Journal) -> None:
        """Skip what an earlier run of this batch finished; refuse outputs that exist for any other reason."""
        if not session.fingerprint:
            return
        for index in self._slots.open():
            slot = self._slots.all[index]
            output = Path(slot.item.output)
            if not output.exists():
                continue
            done = journal.finished(self._key(index, session))
            if done is not None and output.stat().st_size == 0:
                output.unlink()  # our own place holder: a kill came between it and the finished copy
                continue
            if done is None or disk.sha256_of(output) != done.sha256:
                self._slots.settle(index, Refused("signing.output_exists", file=output.name))
                continue
            self._slots.done(index, outcomes.finished_before(slot.item, done, session.certificate.subject))

    # With the key open

    def _sign_all(self, session: KeySession, journal: Journal) -> None:
        self._queue.extend(self._slots.open())
        journal.queued([self._key(index, session) for index in self._queue])
        current = self._hand_over(self._prepare_next(session, journal), session)
        while current is not None:
            self._take_named(session, journal)
            ahead = None if self.level_required else self._prepare_next(session, journal)
            signature = self._collect(current, session, journal)
            if signature is not None and current.job.more:  # its next mark is the key's next work
                self._finish(current, signature, session, journal)
            following = self._hand_over(ahead, session)
            if signature is not None and not current.job.more:
                self._finish(current, signature, session, journal)
            current = following or self._hand_over(self._prepare_next(session, journal), session)
        self._take_named(session, journal, wait=True)

    def _prepare_next(self, session: KeySession, journal: Journal) -> _InHand | None:
        """The next file that is ready for the key; files that cannot be signed are settled on the way."""
        while self._posted or (self._queue and not (self.stop() or self._halt)):
            index, job = self._posted or (self._queue.popleft(), None)
            with self._one_file(index, session, journal):
                if job is not None:
                    self._posted = None
                    asked = self._answer_of_paper(index, job.source)
                elif self._complete_kept(index, session, journal):
                    continue
                else:
                    self._slots.step(index, "signing")
                    job = self._job(index, session)
                    asked = self._on_paper(index, job.source, session, "prepare", job)
                if isinstance(asked, ToSign):
                    return _InHand(index, job, asked, self._paper_number)
                subject = session.certificate.subject
                self._slots.done(index, outcomes.already_ours(self._slots.all[index], subject))
        return None

    def _post_next(self, session: KeySession, journal: Journal) -> None:
        """Let the paper process begin with the next file while the one that is finished gets its name."""
        if not self._queue or self.stop() or self._halt or self.level_required or not self._paper_ready:
            return
        index = self._queue[0]
        with self._one_file(index, session, journal):
            if journal.kept(self._key(index, session)) is None:
                self._queue.popleft()
                job = self._job(index, session)
                self._slots.step(index, "signing")
                self._paper.post("prepare", job)
                self._posted = index, job

    def _hand_over(self, wanted: _InHand | None, session: KeySession) -> _InHand | None:
        """Give a file to the key, unless the batch is over: then its copy goes and it waits as before."""
        if wanted is None:
            return None
        if not (self.stop() or self._halt):
            try:
                session.start(wanted.asked.data)
            except CounterError as error:
                self._halt = error
            else:
                return wanted
        self._discard(wanted)
        return None

    def _discard(self, wanted: _InHand) -> None:
        if wanted.paper_number == self._paper_number:
            self._discard_copy(wanted.asked)

    def _collect(self, current: _InHand, session: KeySession, journal: Journal) -> bytes | None:
        try:
            return session.signature()
        except CounterError as error:
            self._discard(current)
            self._not_signed(current.index, error, session, journal)
            return None

    def _finish(self, current: _InHand, signature: bytes, session: KeySession, journal: Journal) -> None:
        if current.paper_number != self._paper_number:  # another file took the process and this copy with it
            self._queue.appendleft(current.index)
            return
        source = current.job.source
        with self._one_file(current.index, session, journal):
            journal.write("signed", self._key(current.index, session))
            paper = self._on_paper(current.index, source, session, "finish", current.asked.number, signature)
            while isinstance(paper, ToSign):  # a further mark on the same copy
                further = self._sign_further(paper, session)
                if further is None:
                    return
                paper = self._on_paper(current.index, source, session, "finish", paper.number, further)
            if self.level_required and paper.level is not self.level:
                self._keep(current.index, paper, session, journal)
            if not current.job.more:
                self._post_next(session, journal)
            self._name(current.index, paper, current.job.moment, session)

    def _sign_further(self, wanted: ToSign, session: KeySession) -> bytes | None:
        """None when the batch was stopped between two marks: the copy goes, and the file waits as before."""
        try:
            if not self.stop():
                session.start(wanted.data)
                return session.signature()
        except CounterError:
            self._discard_copy(wanted)
            raise
        self._discard_copy(wanted)
        return None

    def _discard_copy(self, wanted: ToSign) -> None:
        with suppress(CounterError, ChildBug):
            self._paper.request("discard", wanted.number, timeout=SERVICE_SECONDS)

    def _name(self, index: int, paper: SignedPaper, moment: datetime, session: KeySession) -> None:
        """The finished copy is to get its name; only then the file counts as signed (`_take_named`)."""
        item = self._slots.all[index].item
        outcome = outcomes.signed(item, paper, self.level, session.certificate.subject, moment)
        known = {"sha256": paper.sha256, "level": str(paper.level), "debt": outcome.debt}
        known["signed_at"] = moment.isoformat()
        key = self._key(index, session)
        self._namer.give(Nameless(index, Path(paper.temporary), Path(item.output), key, known, outcome))

    def _take_named(self, session: KeySession, journal: Journal, *, wait: bool = False) -> None:
        for one, error in self._namer.results(wait=wait):
            with self._one_file(one.index, session, journal):
                if error is not None:
                    raise error
                self._slots.done(one.index, one.outcome)

    def _keep(self, index: int, paper: SignedPaper, session: KeySession, journal: Journal) -> None:
        """Signed, but below the level that the office requires: kept for the next run, so that no key signs again."""
        copy, place = Path(paper.temporary), journal.place_for(paper.sha256)
        try:
            shutil.copyfile(copy, place)
            journal.write("kept", self._key(index, session), sha256=paper.sha256)
            journal.sync()
        finally:
            copy.unlink(missing_ok=True)
        why = paper.service_trouble or Trouble("signing.time_stamp_not_set_up")
        self._halt = self._below(why)
        raise Trouble("signing.kept_for_level", **self._halt.values)

    def _below(self, why: CounterError) -> Refused:
        return Refused("signing.level_required", level=str(self.level), reason=why.what.rstrip("."))

    def _complete_kept(self, index: int, session: KeySession, journal: Journal) -> bool:
        """Whether an earlier run has signed it and only its level was missing: then it is raised, without the key."""
        kept = journal.kept(self._key(index, session))
        if kept is None:
            return False
        self._slots.step(index, "time_stamp")
        item, now = self._slots.all[index].item, self.clock.now()
        job = RaiseJob(source=kept, output=Path(item.output), moment=now, level=self.level, services=self.services)
        paper = self._on_paper(index, kept, session, "raise_level", job)
        if paper.level is not self.level:
            Path(paper.temporary).unlink(missing_ok=True)
            raise paper.service_trouble or Trouble("signing.long_term_failed_file")
        self._name(index, paper, now, session)
        self._take_named(session, journal, wait=True)
        outcome = self._slots.all[index].outcome
        if outcome is not None and outcome.status is SignStatus.SIGNED:  # else the next run needs it again
            kept.unlink(missing_ok=True)
        return True

    # One file

    def _job(self, index: int, session: KeySession) -> Job:
        slot = self._slots.all[index]
        item = slot.item
        return Job(
            source=Path(item.source),
            output=Path(item.output),
            moment=self.clock.now(),
            level=self.level,
            sha256=slot.sha256,
            stamp=named(item.stamp, session.certificate),
            placement=item.placement,
            reason=item.reason,
            field_name=item.field_name,
            services=self.services if self.level is not Level.B_B else NO_SERVICES,
            more=named_all(item.more, session.certificate),
            may_repair=item.repair_agreed,
        )

    @contextmanager
    def _one_file(self, index: int, session: KeySession, journal: Journal) -> Iterator[None]:
        """What goes wrong inside is this file's matter, unless it is the key's."""
        try:
            yield
        except (CounterError, OSError) as raised:
            error = disk.in_words(raised) if isinstance(raised, OSError) else raised
            self._not_signed(index, error, session, journal)

    def _not_signed(self, index: int, error: CounterError, session: KeySession, journal: Journal) -> None:
        if error.code in STOPS_BATCH:
            self._halt = error
        elif self.stop_on_error:
            self._halt = self._halt or Refused("signing.stopped_by_error")
        with suppress(CounterError):  # a full disk cannot hold that line either
            journal.write("failed", self._key(index, session), code=error.code)
        self._slots.settle(index, error)

    def _on_paper(self, index: int, source: Path, session: KeySession, name: str, *values: Any) -> Any:
        """Ask the paper process; after it died the next file gets a new one."""
        assert session.found is not None
        if not self._paper_ready:
            signer = session.found.der, session.chain
            self._paper.request("signer", *signer, timeout=seconds_for(source.stat().st_size))
            self._paper_ready = True
        self._paper.post(name, *values)
        return self._answer_of_paper(index, source)

    def _answer_of_paper(self, index: int, source: Path) -> Any:
        def answer(what: str, value: Any) -> None:
            assert what == ASK_STEP
            self._slots.step(index, value)

        try:
            return self._paper.wait(timeout=seconds_for(source.stat().st_size), answer=answer)
        except Trouble as trouble:
            if trouble.code in ("signing.paper_process_ended", "signing.paper_hangs"):
                self._paper_ready = False
                self._paper_number += 1
                self._namer.settle()  # copies of the dead process that still want their names
                folder = Path(self._slots.all[index].item.output).parent
                disk.remove_stale_copies({folder}, self.clock.now())
            raise
        except ChildBug as bug:  # a fault of ours: written down, and one file's matter
            logging.getLogger(__name__).exception("signing one file")
            raise Trouble("signing.unexpected") from bug

    def _key(self, index: int, session: KeySession) -> ItemKey:
        slot = self._slots.all[index]
        return ItemKey(slot.sha256, os.path.realpath(slot.item.output), session.fingerprint)
