"""Giving dossiers from one officer to another: one or many, with a reason, recorded, and taken back while untouched."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from counter_app.access.people import Act, may, require
from counter_app.errors import CounterError, Refused
from counter_app.model.assignment import Assignment, Candidate, ReassignReason
from counter_app.model.changes import Changes
from counter_app.model.dossier import DossierId
from counter_app.model.text import nfc
from counter_app.supervision.load import candidates, shared_out
from counter_app.workflow.office import Office
from counter_app.workflow.ports import UnitOfWork

AT_ONCE = 100  # dossiers in one transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggested:
    """Who may take the work, the best first; `shared`: each dossier to whoever then has the least in its field."""

    candidates: tuple[Candidate, ...]
    shared: Mapping[DossierId, str]
    holders: tuple[str, ...]  # logins of those who hold it now; empty login: nobody
    holder_absent: bool  # one of them is away today, by an order of substitution


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """One dossier that changed hands."""

    dossier_id: DossierId
    before: str  # login; empty: nobody
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reassigned:
    given: tuple[Given, ...]
    refused: tuple[tuple[DossierId, CounterError], ...]
    changes: Changes


def suggest(office: Office, dossier_ids: Sequence[DossierId]) -> Suggested:
    require(office.person, Act.REASSIGN)
    loads = office.store.readings.assignments.workloads(office.now())
    with office.store.unit_of_work() as unit:
        dossiers = [unit.dossier(one) for one in dossier_ids]
        substitutions = unit.substitutions()
    holders = tuple(dict.fromkeys(dossier.holder for dossier in dossiers))
    found = candidates(
        [person for person in office.people.values() if may(person, Act.DECIDE_INTAKE)],
        loads,
        fields={dossier.field for dossier in dossiers},
        holders=holders,
        substitutions=substitutions,
        today=office.now().date(),
    )
    wanted = [(dossier.id, dossier.field, dossier.holder) for dossier in dossiers]
    absent = {one.for_login for one in substitutions if one.holds_on(office.now().date())}
    return Suggested(
        candidates=found,
        shared=shared_out(wanted, found, loads),
        holders=holders,
        holder_absent=bool(absent & set(holders)),
    )


def reassign(office: Office, plan: Mapping[DossierId, str], reason: ReassignReason, note: str = "") -> Reassigned:
    """Give each dossier of `plan` to its new holder (login). One that cannot go holds no other back.

    Refused: another role; nobody to give to, or somebody who does not take dossiers; other reasons without words.
    """
    require(office.person, Act.REASSIGN)
    words = nfc(note)
    if reason is ReassignReason.OTHER and not words:
        raise Refused("workflow.reassign_without_reason")
    for login in set(plan.values()):
        _check_takes_dossiers(office, login)
    given: list[Given] = []
    refused: list[tuple[DossierId, CounterError]] = []
    wanted = list(plan.items())
    for start in range(0, len(wanted), AT_ONCE):
        with office.store.unit_of_work() as unit:
            for dossier_id, login in wanted[start : start + AT_ONCE]:
                try:
                    given.append(_give(office, unit, dossier_id, login, reason, words))
                except Refused as error:
                    refused.append((dossier_id, error))
            unit.commit()
    return Reassigned(given=tuple(given), refused=tuple(refused), changes=_changes(given))


def undo(office: Office, done: Reassigned) -> Reassigned:
    """Back to those who held them before; what somebody else has given on, or has ended since, stays where it is."""
    require(office.person, Act.REASSIGN)
    back: list[Given] = []
    refused: list[tuple[DossierId, CounterError]] = []
    for start in range(0, len(done.given), AT_ONCE):
        with office.store.unit_of_work() as unit:
            for one in done.given[start : start + AT_ONCE]:
                dossier = unit.dossier(one.dossier_id)
                if dossier.holder != one.after or not dossier.state.open:
                    refused.append((one.dossier_id, Refused("workflow.reassigned_since", code=dossier.display_code)))
                    continue
                unit.update_dossier(dossier, holder=one.before)
                unit.assignments.forget(one.dossier_id)
                details = {"holder_before": one.after, "holder": one.before}
                unit.append_event(office.event("take_back_reassignment", one.dossier_id, **details))
                back.append(Given(dossier_id=one.dossier_id, before=one.after, after=one.before))
            unit.commit()
    return Reassigned(given=tuple(back), refused=tuple(refused), changes=_changes(back))


def given_to_me(office: Office) -> tuple[Assignment, ...]:
    """What a supervisor gave to the person at the desk and the person has not looked at; the newest first."""
    return office.store.readings.assignments.unseen(office.person.login)


def read(office: Office, dossier_ids: Sequence[DossierId]) -> None:
    """The person at the desk knows of these."""
    with office.store.unit_of_work() as unit:
        unit.assignments.seen(dossier_ids, office.person.login, office.now())
        unit.commit()


def _give(
    office: Office, unit: UnitOfWork, dossier_id: DossierId, login: str, reason: ReassignReason, words: str
) -> Given:
    dossier = unit.dossier(dossier_id)
    if not dossier.state.open:
        raise Refused("workflow.reassign_closed", code=dossier.display_code)
    if dossier.holder == login:
        raise Refused("workflow.reassign_same", code=dossier.display_code, name=office.name_of(login))
    unit.update_dossier(dossier, holder=login)
    unit.assignments.give(dossier_id, login, office.person.login, reason, office.now())
    unit.append_event(
        office.event(
            "reassign",
            dossier_id,
            holder_before=dossier.holder,
            holder=login,
            why=str(reason),
            note=words or None,
        )
    )
    return Given(dossier_id=dossier_id, before=dossier.holder, after=login)


def _check_takes_dossiers(office: Office, login: str) -> None:
    person = office.people.get(login)
    if person is None:
        raise Refused("workflow.no_such_person", login=login)
    if not may(person, Act.DECIDE_INTAKE):
        raise Refused("workflow.reassign_to_nobody", name=person.name)


def _changes(given: Sequence[Given]) -> Changes:
    return Changes(dossiers=frozenset(one.dossier_id for one in given), queue=bool(given))
