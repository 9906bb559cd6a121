"""Who may sit down: one try of a password, counted; a person in the role of another for some days."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from counter_app.access.authority import authorities
from counter_app.access.passwords import hash_password, is_password, needs_new_hash, nobodys_hash
from counter_app.errors import Refused
from counter_app.model.person import Account, Person, Substitution
from counter_app.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Try:
    """What one try has shown, and the account as it is to be kept after it."""

    right: bool
    account: Account | None
    refusal: Refused | None = None


def try_password(account: Account | None, password: str, now: datetime, settings: Settings) -> Try:
    """Compare once. A locked account is not even compared; an unknown one takes as long as a wrong password."""
    if account is None or not account.active:
        is_password(password, nobodys_hash())
        return Try(right=False, account=None, refusal=Refused("access.wrong_sign_in"))
    if account.locked_at(now):
        return Try(right=False, account=account, refusal=_locked(account))
    if not is_password(password, account.password_hash):
        return _missed(account, now, settings)
    kept = replace(account, misses=0, locked_until=None)
    if needs_new_hash(account.password_hash):
        kept = replace(kept, password_hash=hash_password(password))
    return Try(right=True, account=kept)


def _missed(account: Account, now: datetime, settings: Settings) -> Try:
    misses = account.misses + 1
    left = settings.sign_in_tries - misses
    if left > 0:
        refusal = Refused("access.wrong_sign_in_left", left=left)
        return Try(right=False, account=replace(account, misses=misses), refusal=refusal)
    until = now + timedelta(minutes=settings.sign_in_wait_minutes)
    kept = replace(account, misses=0, locked_until=until)
    return Try(right=False, account=kept, refusal=_locked(kept))


def _locked(account: Account) -> Refused:
    assert account.locked_until is not None
    return Refused("access.account_waits", until=f"{account.locked_until:%H:%M}")


def roles_to_hold(person: Person, substitutions: Iterable[Substitution], today: date) -> tuple[Substitution, ...]:
    """The substitutions by which this person may act for colleagues today."""
    return tuple(one for one in substitutions if one.login == person.login and one.holds_on(today))


def in_the_role_of(person: Person, colleague: Person, held: Substitution) -> Person:
    """The person with the colleague's role; every act still names the person, for whom, and by what authority."""
    return replace(
        person,
        role=colleague.role,
        title=colleague.title,
        acting_for=colleague.login,
        own_title=person.title,
        authority=held.authority,
        order=held.document,
    )


def check_substitution(new: Substitution, today: date) -> None:
    """Refused: own work, days that are over or turned round, no reason, a mandate without its document."""
    if new.login == new.for_login:
        raise Refused("access.substitutes_self")
    if new.last < new.first or new.last < today:
        raise Refused("access.substitution_days")
    if not new.reason.strip():
        raise Refused("access.substitution_reason")
    known = authorities().get(new.authority)
    if new.authority and known is None:
        raise Refused("access.unknown_authority", name=new.authority)
    if known is not None and known.needs_document and not new.document.strip():
        raise Refused("access.authority_document", name=known.name)
