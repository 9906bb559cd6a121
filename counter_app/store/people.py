"""The people of the office."""

import sqlalchemy as sa

from counter_app.model.person import Person, Role
from counter_app.store.tables import person


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
