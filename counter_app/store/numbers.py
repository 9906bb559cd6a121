"""Numbers of books: from 1 in each year, without gaps, since a number is taken back with its transaction."""

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from counter_app.store.tables import book_number

LOCAL_CODES = "local_code"  # the book that our own dossier ids come from


def next_number(connection: sa.Connection, book: str, year: int) -> int:
    """One statement, so that of two counters one waits for the other instead of reading the same number."""
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    statement = insert(book_number).values(book=book, year=year, last=1)
    counted = statement.on_conflict_do_update(
        index_elements=["book", "year"], set_={"last": book_number.c.last + 1}
    ).returning(book_number.c.last)
    number: int = connection.execute(counted).scalar_one()
    return number


def next_local_code(connection: sa.Connection, year: int) -> str:
    return f"TN-{year}-{next_number(connection, LOCAL_CODES, year):06d}"
