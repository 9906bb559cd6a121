"""What became of one file of a batch, in the words of the model."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from counter_app.errors import CounterError, Refused, Trouble
from counter_app.model.signature import Level, SignItem, SignOutcome, SignProgress, SignStatus
from counter_app.signing.job import SignedPaper
from counter_app.signing.journal import Finished


@dataclass(slots=True)
class Slot:
    """An item on its way: what is known of it and what became of it."""

    item: SignItem
    sha256: str = ""
    outcome: SignOutcome | None = None


class Slots:
    """The items of one batch in their order; every outcome is told as soon as it is known."""

    def __init__(self, items: Sequence[SignItem], progress: Callable[[SignProgress], None]) -> None:
        self.all = [Slot(item) for item in items]
        self._progress = progress

    def open(self) -> list[int]:
        return [index for index, slot in enumerate(self.all) if slot.outcome is None]

    def step(self, index: int, step: str) -> None:
        self._progress(SignProgress(index=index, total=len(self.all), step=step))

    def done(self, index: int, outcome: SignOutcome) -> None:
        self.all[index].outcome = outcome
        self._progress(SignProgress(index=index, total=len(self.all), step="done", outcome=outcome))

    def settle(self, index: int, error: CounterError) -> None:
        status = SignStatus.REFUSED if isinstance(error, Refused) else SignStatus.FAILED
        self.done(index, SignOutcome(file=self.all[index].item.source, status=status, **words(error)))

    def final(self, why_not: CounterError) -> tuple[SignOutcome, ...]:
        """One outcome per item; those that were not reached wait as before, with the reason."""
        return tuple(slot.outcome or _pending(slot.item, why_not) for slot in self.all)


def signed(item: SignItem, paper: SignedPaper, wanted: Level, signer: str, moment: datetime) -> SignOutcome:
    """Read back from the disk and found intact; with the reason when the level is below the one wanted."""
    debt = paper.level is not wanted
    note = paper.service_trouble or (Trouble("signing.time_stamp_not_set_up") if debt else None)
    return SignOutcome(
        file=item.source,
        status=SignStatus.SIGNED,
        output=item.output,
        level=paper.level,
        debt=debt,
        sha256=paper.sha256,
        signer=signer,
        signed_at=moment,
        stamped_at=paper.stamped_at,
        **(words(note) if note else {}),
    )


def finished_before(item: SignItem, done: Finished, signer: str) -> SignOutcome:
    """An earlier run of this batch has signed it."""
    return SignOutcome(
        file=item.source,
        status=SignStatus.SKIPPED,
        output=item.output,
        level=done.level,
        debt=done.debt,
        sha256=done.sha256,
        signer=signer,
        signed_at=done.signed_at,
        **words(Refused("signing.already_done")),
    )


def already_ours(slot: Slot, signer: str) -> SignOutcome:
    """The source itself carries this key's signature for this purpose."""
    return SignOutcome(
        file=slot.item.source,
        status=SignStatus.SKIPPED,
        output=slot.item.source,
        sha256=slot.sha256,
        signer=signer,
        **words(Refused("signing.already_ours")),
    )


def cancelled(items: Sequence[SignItem]) -> tuple[SignOutcome, ...]:
    """Nobody typed a PIN: every file waits as before."""
    return not_reached(items, Refused("signing.pin_cancelled"))


def not_reached(items: Sequence[SignItem], why: CounterError) -> tuple[SignOutcome, ...]:
    return tuple(_pending(item, why) for item in items)


def _pending(item: SignItem, why: CounterError) -> SignOutcome:
    return SignOutcome(file=item.source, status=SignStatus.PENDING, **words(why))


def words(error: CounterError) -> dict[str, Any]:
    return {"code": error.code, "message": str(error)}
