"""The people of the office, how they sign in, and who stands in for whom."""

from typing import Any

import sqlalchemy as sa

from counter_app.clock import from_seconds, to_seconds
from counter_app.model.person import Account, Person, Role, Substitution
from counter_app.store.tables import account, person, substitution


def put(connection: sa.Connection, new: Person) -> None:
    """Write or replace the person of this sign-in name."""
    columns = {"name": new.name, "role": str(new.role), "title": new.title}
    same = person.c.login == new.login
    if connection.execute(sa.update(person).where(same).values(columns)).rowcount == 0:
        connection.execute(sa.insert(person).values(columns | {"login": new.login}))


def everybody(connection: sa.Connection) -> tuple[Person, ...]:
    """In the order of their sign-in names."""
    rows = connection.execute(sa.select(person).order_by(person.c.login))
    return tuple(Person(login=row.login, name=row.name, role=Role(row.role), title=row.title) for row in rows)


def put_account(connection: sa.Connection, new: Account) -> None:
    """Write or replace the account of this sign-in name; the person must be there."""
    columns = {
        "password_hash": new.password_hash,
        "must_change": new.must_change,
        "active": new.active,
        "misses": new.misses,
        "locked_until": None if new.locked_until is None else to_seconds(new.locked_until),
        "certificate": new.certificate,
    }
    same = account.c.login == new.login
    if connection.execute(sa.update(account).where(same).values(columns)).rowcount == 0:
        connection.execute(sa.insert(account).values(columns | {"login": new.login}))


def accounts(connection: sa.Connection) -> dict[str, Account]:
    return {row.login: _account(row) for row in connection.execute(sa.select(account))}


def account_of(connection: sa.Connection, login: str) -> Account | None:
    """On PostgreSQL the row is held until the unit ends, so that two tries at once are counted as two."""
    wanted = sa.select(account).where(account.c.login == login).with_for_update()
    row = connection.execute(wanted).first()
    return None if row is None else _account(row)


def _account(row: Any) -> Account:
    until = row.locked_until
    return Account(
        login=row.login,
        password_hash=row.password_hash,
        must_change=row.must_change,
        active=row.active,
        misses=row.misses,
        locked_until=None if until is None else from_seconds(until),
        certificate=row.certificate,
    )


def add_substitution(connection: sa.Connection, new: Substitution) -> int:
    names = ("login", "for_login", "first", "last", "reason", "document", "made_by", "ended", "authority")
    values = {name: getattr(new, name) for name in names}
    key: int = connection.scalar(sa.insert(substitution).values(values).returning(substitution.c.id))
    return key


def end_substitution(connection: sa.Connection, key: int) -> bool:
    """False: there is no such one, or it has ended already."""
    wanted = (substitution.c.id == key) & ~substitution.c.ended
    return connection.execute(sa.update(substitution).where(wanted).values(ended=True)).rowcount > 0


def substitutions(connection: sa.Connection) -> tuple[Substitution, ...]:
    """All of them, the newest first."""
    rows = connection.execute(sa.select(substitution).order_by(substitution.c.id.desc())).mappings()
    return tuple(Substitution(**row) for row in rows)
