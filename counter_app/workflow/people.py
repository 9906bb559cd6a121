"""The people of the office: who they are, their role, their account, and who stands in for whom."""

import secrets
from dataclasses import replace

from counter_app.access.passwords import hash_password
from counter_app.access.people import Act, may, require
from counter_app.access.sign_in import check_substitution
from counter_app.errors import Refused
from counter_app.model.person import Account, Person, Substitution
from counter_app.workflow.office import Office
from counter_app.workflow.ports import UnitOfWork

# Without letters and digits that look alike: the first password is copied from a slip by hand.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
GROUPS, GROUP = 3, 4


def listed(office: Office) -> tuple[tuple[Person, Account | None], ...]:
    """Everybody with the account, in the order of their sign-in names."""
    with office.store.unit_of_work() as unit:
        accounts = unit.accounts()
        return tuple((person, accounts.get(person.login)) for person in unit.people())


def save(office: Office, person: Person) -> None:
    """Add a person or change one's name, role or title. Refused: not the administrator's desk, no name, and the last
    administrator losing the role."""
    require(office.person, Act.MANAGE_PEOPLE)
    login, name = person.login.strip().casefold(), " ".join(person.name.split())
    if not login or not name or not login.isascii() or any(letter.isspace() for letter in login):
        raise Refused("access.person_incomplete")
    kept = replace(person, login=login, name=name, acting_for="", own_title="", authority="", order="")
    with office.store.unit_of_work() as unit:
        before = next((one for one in unit.people() if one.login == login), None)
        unit.put_person(kept)
        _check_administrator_stays(unit)
        kind = "add_person" if before is None else "change_person"
        was = before.role if before is not None else None
        unit.append_event(office.event(kind, None, login=login, role=str(kept.role), role_before=was and str(was)))
        unit.commit()


def give_password(office: Office, login: str) -> str:
    """A new first password, told once; the person replaces it at the next sign-in. Ends a wait after wrong tries.

    Refused when this would be the first account and not of one who keeps the accounts.
    """
    require(office.person, Act.MANAGE_PEOPLE)
    _check_known(office, login)
    password = "-".join("".join(secrets.choice(LETTERS) for _ in range(GROUP)) for _ in range(GROUPS))
    with office.store.unit_of_work() as unit:
        before = unit.account(login) or Account(login=login, password_hash="")
        unit.put_account(
            replace(
                before,
                password_hash=hash_password(password),
                must_change=True,
                active=True,
                misses=0,
                locked_until=None,
            )
        )
        _check_administrator_stays(unit)
        unit.append_event(office.event("give_password", None, login=login))
        unit.commit()
    return password


def set_active(office: Office, login: str, active: bool) -> None:
    """Close or open an account. Refused: one's own, the last administrator's."""
    require(office.person, Act.MANAGE_PEOPLE)
    if login == office.person.login:
        raise Refused("access.closes_own")
    with office.store.unit_of_work() as unit:
        account = unit.account(login)
        if account is None:
            raise Refused("access.no_account")
        unit.put_account(replace(account, active=active))
        _check_administrator_stays(unit)
        unit.append_event(office.event("open_account" if active else "close_account", None, login=login))
        unit.commit()


def substitutions(office: Office) -> tuple[Substitution, ...]:
    """All of them, the newest first."""
    with office.store.unit_of_work() as unit:
        return unit.substitutions()


def substitute(office: Office, new: Substitution) -> None:
    """Let one person do another's work for some days. Refused: see `check_substitution`, and unknown people."""
    require(office.person, Act.MANAGE_PEOPLE)
    for login in (new.login, new.for_login):
        _check_known(office, login)
    check_substitution(new, office.now().date())
    with office.store.unit_of_work() as unit:
        key = unit.add_substitution(replace(new, made_by=office.person.login, ended=False))
        days = f"{new.first:%d/%m/%Y}–{new.last:%d/%m/%Y}"
        unit.append_event(
            office.event(
                "substitute",
                None,
                id=key,
                login=new.login,
                role_of=new.for_login,
                days=days,
                reason=new.reason,
                authority=new.authority,
                document=new.document,
            )
        )
        unit.commit()


def end_substitution(office: Office, key: int) -> None:
    """End one before its last day. Refused when it has ended already."""
    require(office.person, Act.MANAGE_PEOPLE)
    with office.store.unit_of_work() as unit:
        if not unit.end_substitution(key):
            raise Refused("access.no_substitution")
        unit.append_event(office.event("end_substitution", None, id=key))
        unit.commit()


def _check_known(office: Office, login: str) -> None:
    with office.store.unit_of_work() as unit:
        if login not in {person.login for person in unit.people()}:
            raise Refused("workflow.no_such_person", login=login)


def _check_administrator_stays(unit: UnitOfWork) -> None:
    """An office whose accounts ask for a sign-in always has somebody who can repair them."""
    active = {login for login, account in unit.accounts().items() if account.active}
    if active and not any(may(person, Act.MANAGE_PEOPLE) for person in unit.people() if person.login in active):
        raise Refused("access.last_administrator")
