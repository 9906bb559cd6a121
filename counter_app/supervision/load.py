"""Whom to give work to: who has the least of it in the field, is there today, and does not hold it already. Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from counter_app.model.assignment import Candidate, Workload
from counter_app.model.dossier import DossierId
from counter_app.model.person import Person, Substitution


def candidates(
    people: Iterable[Person],
    loads: Sequence[Workload],
    *,
    fields: Collection[str],
    holders: Collection[str],
    substitutions: Iterable[Substitution],
    today: date,
) -> tuple[Candidate, ...]:
    """The best first. `people`: who may do this work; `fields`, `holders`: of the dossiers to be given away.

    First who stands in for the holder by order, then who works in these fields now, the least in them first, then the
    others; who is absent by order comes last. The one who holds them all is left out.
    """
    held = [one for one in substitutions if one.holds_on(today)]
    absent = {one.for_login: one.last for one in held}
    only = next(iter(holders)) if len(holders) == 1 else ""
    stand_ins = {one.login for one in held if only and one.for_login == only}
    found = [_candidate(person, loads, fields, absent, stand_ins) for person in people if person.login != only]
    return tuple(sorted(found, key=_order))


def shared_out(
    wanted: Sequence[tuple[DossierId, str, str]], among: Sequence[Candidate], loads: Sequence[Workload]
) -> dict[DossierId, str]:
    """Each dossier (id, field, holder) to whoever has the least in its field at that moment, what was just given
    included. Only people who are there, and of them those who work in the field where there are any. Empty: nobody."""
    desk = _Desk.of(among, loads)
    return {key: chosen for key, field_, holder in wanted if (chosen := desk.give(field_, holder))}


@dataclass(slots=True)
class _Desk:
    """What everybody has while work is given out."""

    present: list[str]
    total: dict[str, int]
    in_field: dict[tuple[str, str], int] = field(default_factory=dict)
    at_home: dict[str, set[str]] = field(default_factory=dict)  # by field: who works in it now

    @classmethod
    def of(cls, among: Sequence[Candidate], loads: Sequence[Workload]) -> "_Desk":
        desk = cls([one.login for one in among if one.absent_until is None], {one.login: one.total for one in among})
        for load in loads:
            desk.in_field[load.login, load.field] = load.count
            desk.at_home.setdefault(load.field, set()).add(load.login)
        return desk

    def give(self, of_field: str, holder: str) -> str:
        free = [login for login in self.present if login != holder]
        pool = [login for login in free if login in self.at_home.get(of_field, ())] or free
        if not pool:
            return ""
        chosen = min(pool, key=lambda login: (self.in_field.get((login, of_field), 0), self.total[login], login))
        self.in_field[chosen, of_field] = self.in_field.get((chosen, of_field), 0) + 1
        self.total[chosen] += 1
        return chosen


def _candidate(
    person: Person,
    loads: Iterable[Workload],
    fields: Collection[str],
    absent: Mapping[str, date],
    stand_ins: Collection[str],
) -> Candidate:
    mine = [load for load in loads if load.login == person.login]
    return Candidate(
        login=person.login,
        name=person.name,
        in_field=sum(load.count for load in mine if load.field in fields),
        total=sum(load.count for load in mine),
        overdue=sum(load.overdue for load in mine),
        absent_until=absent.get(person.login),
        stands_in=person.login in stand_ins,
    )


def _order(one: Candidate) -> tuple[bool, bool, bool, int, int, str]:
    return (
        one.absent_until is not None,
        not one.stands_in,
        not one.in_field,
        one.in_field,
        one.total,
        one.login,
    )
