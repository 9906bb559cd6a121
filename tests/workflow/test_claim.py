"""Taking work from the common pile and putting it back, as the people at the counter do it."""

from dataclasses import replace

import pytest

from counter_app.errors import Refused
from counter_app.model.dossier import DossierId, DossierState
from counter_app.model.queue import QueueFilter
from counter_app.workflow import claim, queue
from counter_app.workflow.office import Office


@pytest.fixture
def pile(office: Office) -> list[DossierId]:
    """Two new dossiers that nobody holds, the more urgent one first."""
    found = [DossierId(one) for one in queue.ids(office, QueueFilter(states=(DossierState.NEW,)))[:2]]
    with office.store.unit_of_work() as unit:
        for one in found:
            unit.update_dossier(unit.dossier(one), holder="")
        unit.commit()
    return found


def test_the_most_urgent_is_taken_and_the_diary_says_by_whom(office: Office, pile: list[DossierId]) -> None:
    taken = claim.take_next(office)
    assert taken is not None
    assert (taken.id, taken.holder) == (pile[0], office.person.login)
    assert [(one.kind, one.by) for one in queue.events(office, pile[0])][-1] == ("claim", office.person.login)


def test_an_empty_pile_gives_nothing(office: Office) -> None:
    assert claim.take_next(office) is None


def test_what_somebody_holds_is_neither_taken_nor_put_back_by_another(office: Office, pile: list[DossierId]) -> None:
    other = next(one for one in office.people.values() if one.role == office.person.role and one != office.person)
    first, second = claim.take_next(replace(office, person=other)), claim.take_next(office)
    assert first is not None and second is not None
    assert [first.id, second.id] == pile
    with pytest.raises(Refused, match="không giữ"):
        claim.put_back(office, pile[0])
    claim.put_back(replace(office, person=other), pile[0])
    again = claim.take_next(office)
    assert again is not None and again.id == pile[0]


def test_a_leader_takes_no_work_from_the_counter(office: Office, pile: list[DossierId]) -> None:
    leader = next(one for one in office.people.values() if str(one.role) == "leader")
    with pytest.raises(Refused):
        claim.take_next(replace(office, person=leader))
