"""Numbers of books: from 1 in each year, without gaps, since a number is taken back with its transaction."""

from collections import Counter
from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from counter_app.store.tables import book_number

LOCAL_CODES = "local_code"  # the book that our own dossier ids come from


def next_number(connection: sa.Connection, book: str, year: int) -> int:
    return next_numbers(connection, book, year, 1)[0]


def next_numbers(connection: sa.Connection, book: str, year: int, count: int) -> range:
    """So many at once. One statement: of two counters one waits for the other instead of reading the same number."""
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    statement = insert(book_number).values(book=book, year=year, last=count)
    counted = statement.on_conflict_do_update(
        index_elements=["book", "year"], set_={"last": book_number.c.last + count}
    ).returning(book_number.c.last)
    last: int = connection.execute(counted).scalar_one()
    return range(last - count + 1, last + 1)


def next_local_codes(connection: sa.Connection, years: Sequence[int]) -> list[str]:
    """One for each year that is named, in their order."""
    numbers = {year: iter(next_numbers(connection, LOCAL_CODES, year, n)) for year, n in Counter(years).items()}
    return [f"TN-{year}-{next(numbers[year]):06d}" for year in years]
