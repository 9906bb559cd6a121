"""What an open dossier still lacks, and the words for it."""

from datetime import datetime

from counter_app.messages import sentence
from counter_app.model.dossier import DossierState
from counter_app.model.queue import Missing, QueueRow

BEING_PROCESSED = (DossierState.ACCEPTED, DossierState.PROCESSING)


def missing_of(row: QueueRow, now: datetime) -> tuple[Missing, ...]:
    """What `row` lacks at `now`, in the order in which it is shown.

    A result is missing once it is due or the dossier counts as done, not while it is being made.
    """
    overdue = row.due_at is not None and row.due_at < now
    return missing_items(
        row.state,
        unchecked=row.unchecked,
        failed=row.failed,
        unsigned=row.unsigned,
        has_result=row.has_result,
        result_signed=row.result_signed,
        overdue=overdue,
    )


def missing_items(
    state: DossierState,
    *,
    unchecked: int,
    failed: int,
    unsigned: int,
    has_result: bool,
    result_signed: bool,
    overdue: bool = False,
) -> tuple[Missing, ...]:
    """Empty for a closed dossier; only the applicant while a supplement is awaited."""
    if not state.open:
        return ()
    if state is DossierState.SUPPLEMENT_REQUESTED:
        return (Missing.APPLICANT,)
    result_expected = state is DossierState.DONE or (overdue and state in BEING_PROCESSED)
    lacking = {
        Missing.UNCHECKED_COMPONENTS: unchecked > 0,
        Missing.FAILED_COMPONENTS: failed > 0,
        Missing.UNSIGNED_COMPONENTS: unsigned > 0,
        Missing.RESULT: result_expected and not has_result,
        Missing.RESULT_SIGNATURE: has_result and not result_signed,
    }
    return tuple(item for item in Missing if lacking.get(item))


def missing_words(row: QueueRow) -> tuple[str, ...]:
    """A word for each entry of `row.missing`: «3 chưa kiểm tra», «Kết quả chưa ký». Lists show the first."""
    counts = {
        Missing.UNCHECKED_COMPONENTS: row.unchecked,
        Missing.FAILED_COMPONENTS: row.failed,
        Missing.UNSIGNED_COMPONENTS: row.unsigned,
    }
    return tuple(sentence(f"supervision.missing.{item}", count=counts.get(item, 0)).what for item in row.missing)


def urgent(missing: tuple[Missing, ...]) -> bool:
    """A result that should be there and is not: shown in the colour of lateness."""
    return Missing.RESULT in missing
