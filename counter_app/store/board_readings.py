"""What the supervisor's board reads: from the index of open dossiers alone, and how the figures were earlier."""

import array
from collections.abc import Iterable
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from counter_app.clock import from_seconds, to_seconds
from counter_app.model.dossier import Channel, DossierState
from counter_app.model.person import Role
from counter_app.model.queue import Band, BoardCounts, GroupBy, GroupLoad, Missing
from counter_app.store import figures
from counter_app.store.counts import BANDS, BEFORE_NOW, BEFORE_SOON, WITHOUT_TERM, number
from counter_app.store.engine import Database, read_ids
from counter_app.store.missing import lacks
from counter_app.store.tables import OPEN, dossier, explanation, person
from counter_app.store.trouble import in_our_words

_INTAKE = dossier.c.state.in_([int(state) for state in DossierState if state.awaits_intake])
_UNSIGNED, _UNSIGNED_RESULT = (lacks(each, None) for each in (Missing.UNSIGNED_COMPONENTS, Missing.RESULT_SIGNATURE))
_UNMOVED = dossier.c.state_changed_at <= sa.bindparam("still", type_=sa.BigInteger)
_ASKED_LONG_AGO = dossier.c.state_changed_at <= sa.bindparam("asked", type_=sa.BigInteger)
_AHEAD = sa.and_(_INTAKE, ~BEFORE_NOW, ~WITHOUT_TERM)
_BOARD: dict[str, sa.ColumnElement[Any]] = {
    "open_total": sa.func.count(),
    **{f"channel_{channel}": number(sa.and_(_INTAKE, dossier.c.channel == int(channel))) for channel in Channel},
    "earliest_intake": sa.func.min(dossier.c.queue_due_at).filter(_AHEAD),
    "intake_due_soon": number(sa.and_(_AHEAD, BEFORE_SOON)),
    "overdue": number(BEFORE_NOW),
    "without_cause": number(sa.and_(BEFORE_NOW, ~sa.exists().where(explanation.c.dossier_id == dossier.c.id))),
    "missing_signature": number(sa.or_(_UNSIGNED, _UNSIGNED_RESULT)),
    "unsigned_components": number(_UNSIGNED),
    "unsigned_result": number(_UNSIGNED_RESULT),
    "missing_result": number(lacks(Missing.RESULT, sa.bindparam("now", type_=sa.BigInteger))),
    "no_state_change": number(_UNMOVED),
    "waits_for_applicant": number(sa.and_(lacks(Missing.APPLICANT, None), _ASKED_LONG_AGO)),
}
_BOARD_COUNTS = sa.select(*(column.label(name) for name, column in _BOARD.items())).where(sa.text(OPEN))
_GROUPS = {
    by: sa.select(column, *(number(BANDS[band]) for band in Band)).where(sa.text(OPEN)).group_by(column)
    for by, column in (
        (GroupBy.HOLDER, dossier.c.holder),
        (GroupBy.FIELD, dossier.c.field),
        (GroupBy.STATE, dossier.c.state),
    )
}


class BoardReadings:
    """Each call reads one consistent state and takes no lock."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def counts(
        self, now: datetime, due_soon_before: datetime, still_since: datetime, asked_before: datetime
    ) -> BoardCounts:
        """`still_since`: a state that has not changed since stands still; `asked_before`: an applicant who was asked
        then or before lets us wait."""
        with in_our_words(self._database.where), self._database.reading.connect() as connection:
            return _board_counts(connection, now, due_soon_before, still_since, asked_before)

    def groups(self, by: GroupBy, now: datetime, due_soon_before: datetime) -> tuple[GroupLoad, ...]:
        """Open dossiers told apart, the most overdue first. By holder: officers with none, too, and what nobody holds;
        by state: every open one. Fields and states are named by their keys."""
        with in_our_words(self._database.where), self._database.reading.connect() as connection:
            return _groups(connection, by, now, due_soon_before)

    def figures_at(self, moment: datetime, due_soon_before: datetime) -> dict[str, int]:
        """The board's four figures as they were at an earlier moment; `figures` says how exactly."""
        with in_our_words(self._database.where), self._database.reading.connect() as connection:
            return figures.at_moment(connection, to_seconds(moment), to_seconds(due_soon_before))

    def dossiers_at(self, figure: str, moment: datetime, due_soon_before: datetime) -> "array.array[int]":
        """Ids of the dossiers behind one of those figures, in the order of their due moment then."""
        with in_our_words(self._database.where), self._database.reading.connect() as connection:
            return read_ids(connection, figures.behind(figure, to_seconds(moment), to_seconds(due_soon_before)))


def _board_counts(
    connection: sa.Connection, now: datetime, due_soon_before: datetime, still_since: datetime, asked_before: datetime
) -> BoardCounts:
    """One pass over the open dossiers."""
    moments = {"now": now, "soon": due_soon_before, "still": still_since, "asked": asked_before}
    found = connection.execute(_BOARD_COUNTS, {name: to_seconds(at) for name, at in moments.items()}).mappings().one()
    earliest = found["earliest_intake"]
    counted = {name: found[name] for name in _BOARD if not name.startswith("channel_")}
    return BoardCounts(
        **counted | {"earliest_intake": None if earliest is None else from_seconds(earliest)},
        awaiting={channel: found[f"channel_{channel}"] for channel in Channel},
    )


def _groups(connection: sa.Connection, by: GroupBy, now: datetime, due_soon_before: datetime) -> tuple[GroupLoad, ...]:
    moments = {"now": to_seconds(now), "soon": to_seconds(due_soon_before)}
    held = {str(row[0]): row[1:] for row in connection.execute(_GROUPS[by], moments)}
    names = _names(connection, by, held.keys())
    found = []
    for key in held.keys() | names.keys():
        counted = dict(zip(map(str, Band), map(int, held.get(key, (0,) * len(Band))), strict=True))
        found.append(GroupLoad(key=key, name=names.get(key) or key, **counted))
    return tuple(sorted(found, key=lambda load: (-load.overdue, -load.total, load.key)))


def _names(connection: sa.Connection, by: GroupBy, held: Iterable[str]) -> dict[str, str]:
    """By key, also of those that are told of although they have no dossier."""
    if by is GroupBy.STATE:
        return {str(int(state)): "" for state in DossierState if state.open}
    if by is GroupBy.FIELD:
        return {}
    people = connection.execute(sa.select(person.c.login, person.c.name, person.c.role))
    holders = set(held)
    return {login: name for login, name, role in people if role == Role.OFFICER or login in holders}
