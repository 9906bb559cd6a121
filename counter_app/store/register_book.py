"""The yearly book (sổ theo dõi hồ sơ): entered once, numbered without gaps, locked at the end of the year."""

from datetime import datetime

import sqlalchemy as sa

from counter_app.clock import from_seconds, to_seconds
from counter_app.errors import Refused
from counter_app.model.dossier import DossierId, FileHash
from counter_app.model.life import ClosedBook
from counter_app.store.numbers import next_number
from counter_app.store.tables import register_book, register_entry


class RegisterBook:
    """Within one transaction (port `RegisterBook`)."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def enter(self, book: str, dossier_id: DossierId, at: datetime, year: int) -> int:
        """The dossier's number in the book; the one it has when it is in there already.

        Refused `store.book_closed` when the year is locked.
        """
        known = self.number_of(dossier_id)
        if known is not None:
            return known[1]
        if self.closed(year) is not None:
            raise Refused("store.book_closed", year=year)
        number = next_number(self._connection, book, year)
        row = {"year": year, "number": number, "dossier_id": dossier_id, "entered_at": to_seconds(at)}
        self._connection.execute(sa.insert(register_entry).values(row))
        return number

    def number_of(self, dossier_id: DossierId) -> tuple[int, int] | None:
        """(year, number) of a dossier."""
        mine = sa.select(register_entry.c.year, register_entry.c.number).where(
            register_entry.c.dossier_id == dossier_id
        )
        row = self._connection.execute(mine).one_or_none()
        return None if row is None else (row.year, row.number)

    def entries(self, year: int) -> tuple[tuple[int, DossierId], ...]:
        """(number, dossier) in the order of the numbers."""
        wanted = sa.select(register_entry).where(register_entry.c.year == year).order_by(register_entry.c.number)
        return tuple((row.number, DossierId(row.dossier_id)) for row in self._connection.execute(wanted))

    def years(self) -> tuple[int, ...]:
        return tuple(
            self._connection.scalars(sa.select(register_entry.c.year).distinct().order_by(register_entry.c.year))
        )

    def close(self, closed: ClosedBook) -> None:
        """Refused `store.book_closed` when it is locked already: a book is locked once."""
        if self.closed(closed.year) is not None:
            raise Refused("store.book_closed", year=closed.year)
        row = {
            "year": closed.year,
            "closed_at": to_seconds(closed.closed_at),
            "closed_by": closed.closed_by,
            "count": closed.count,
            "hash": closed.hash,
        }
        self._connection.execute(sa.insert(register_book).values(row))

    def closed(self, year: int) -> ClosedBook | None:
        row = self._connection.execute(sa.select(register_book).where(register_book.c.year == year)).one_or_none()
        if row is None:
            return None
        return ClosedBook(
            year=row.year,
            closed_at=from_seconds(row.closed_at),
            closed_by=row.closed_by,
            count=row._mapping["count"],
            hash=FileHash(row.hash),
        )
