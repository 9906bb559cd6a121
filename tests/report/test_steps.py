"""Where the working time of one dossier went."""

from counter_app.model.dossier import DossierState
from counter_app.report.steps import spent_by_field, time_spent

HOUR = 3600


def worked(moment: int) -> int:
    """Every second hour is worked."""
    return moment // (2 * HOUR) * HOUR + min(moment % (2 * HOUR), HOUR)


def test_each_state_counts_until_the_next_one_and_the_end_counts_nothing() -> None:
    states = (
        (0, DossierState.NEW),
        (2, DossierState.SUPPLEMENT_REQUESTED),
        (6, DossierState.NEW),
        (8, DossierState.ACCEPTED),
        (12, DossierState.PROCESSING),
        (20, DossierState.DONE),
        (21, DossierState.RETURNED),
    )
    path = (1, "KHCN", [(hour * HOUR, int(state)) for hour, state in states])
    expected = {"intake": 2 * HOUR, "applicant": 2 * HOUR, "resolving": 6 * HOUR, "returning": HOUR}
    assert time_spent(path, worked) == expected


def test_what_is_known_of_one_moment_only_is_not_counted_at_all() -> None:
    moment = [(5, int(DossierState.NEW)), (5, int(DossierState.ACCEPTED)), (5, int(DossierState.DONE))]
    assert spent_by_field([(1, "KHCN", moment)], worked) == {}
