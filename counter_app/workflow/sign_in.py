"""Sitting down at the desk and leaving it. Every try is in the diary, without what was typed."""

from dataclasses import replace

from counter_app.access.passwords import check_password, hash_password, is_password
from counter_app.access.sign_in import in_the_role_of, roles_to_hold, try_password
from counter_app.errors import Refused
from counter_app.model.dossier import Event
from counter_app.model.person import Account, Person, Substitution
from counter_app.workflow.office import Office


def is_needed(office: Office) -> bool:
    """An office with accounts asks who sits down; the practice office and one without accounts do not."""
    if office.settings.practice:
        return False
    with office.store.unit_of_work() as unit:
        return any(account.active for account in unit.accounts().values())


def sign_in(office: Office, login: str, password: str) -> Office:
    """The office with this person at the desk. Refused: wrong name or password (the same words), too many tries."""
    login = login.strip()
    with office.store.unit_of_work() as unit:
        known = unit.account(login)
        person = next((one for one in unit.people() if one.login == login), None)
        tried = try_password(known if person else None, password, office.now(), office.settings)
        if tried.account is not None and tried.account != known:
            unit.put_account(tried.account)
        if known is not None:
            unit.append_event(_event(office, login, "sign_in" if tried.right else "sign_in_failed"))
        unit.commit()
        if tried.refusal is not None or person is None:
            raise tried.refusal or Refused("access.wrong_sign_in")
    return at_desk(office, person)


def unlock(office: Office, password: str) -> None:
    """The person at the desk is back. Refused like `sign_in`; misses count together with those of signing in."""
    sign_in(office, office.person.login, password)


def note(office: Office, kind: str) -> None:
    """Write down `sign_out` or `lock`."""
    with office.store.unit_of_work() as unit:
        unit.append_event(office.event(kind, None))
        unit.commit()


def must_change_password(office: Office) -> bool:
    account = _account(office)
    return account is not None and account.must_change


def change_password(office: Office, old: str, new: str) -> None:
    """The person's own password. Refused: the old one is wrong, the new one is weak or the old one again."""
    person = office.person
    check_password(new, person.login, person.name)
    sign_in(office, person.login, old)
    with office.store.unit_of_work() as unit:
        account = unit.account(person.login)
        if account is None:
            raise Refused("access.wrong_sign_in")
        if is_password(new, account.password_hash):
            raise Refused("access.password_same")
        unit.put_account(replace(account, password_hash=hash_password(new), must_change=False))
        unit.append_event(office.event("change_password", None))
        unit.commit()


def roles(office: Office) -> tuple[Substitution, ...]:
    """Whose work the person at the desk may do today."""
    with office.store.unit_of_work() as unit:
        return roles_to_hold(office.person, unit.substitutions(), office.now().date())


def act_for(office: Office, for_login: str) -> Office:
    """The same person in a colleague's role, by a substitution of today. An empty login: in the own role again."""
    own = office.people.get(office.person.login, office.person)
    if not for_login:
        return at_desk(office, own)
    held = next((one for one in roles(office) if one.for_login == for_login), None)
    if held is None:
        raise Refused("access.no_substitution")
    acting = at_desk(office, in_the_role_of(own, office.people[for_login], held))
    with office.store.unit_of_work() as unit:
        unit.append_event(acting.event("act_for", None, id=held.id))
        unit.commit()
    return acting


def still_held(office: Office) -> None:
    """Refused `access.no_substitution`: the order by which the person sits in a colleague's place holds no more."""
    wanted = office.person.acting_for
    if wanted and all(one.for_login != wanted for one in roles(office)):
        raise Refused("access.no_substitution")


def at_desk(office: Office, person: Person) -> Office:
    """The office with this person at the desk, and the people as they are now."""
    with office.store.unit_of_work() as unit:
        people = {one.login: one for one in unit.people()}
    return replace(office, person=person, people=people, views={})


def _account(office: Office) -> Account | None:
    with office.store.unit_of_work() as unit:
        return unit.account(office.person.login)


def _event(office: Office, login: str, kind: str) -> Event:
    return Event(dossier_id=None, at=office.now(), by=login, kind=kind, details={})
