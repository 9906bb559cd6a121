"""Procedures in versions. Nothing is overwritten: a change is a new version, an undone import is marked withdrawn.

On a day the version holds whose effect began last; of several from one day the highest number. Each version is kept
whole as JSON, whose shape is the shape of the value, beside the columns that lists are made of.
"""

import json
import types
import typing
from collections.abc import Collection, Iterable
from dataclasses import asdict, fields, is_dataclass, replace
from datetime import date, datetime
from enum import Enum
from functools import cache
from typing import Any

import sqlalchemy as sa

from counter_app.clock import to_seconds
from counter_app.model.procedure import Procedure, base_code
from counter_app.store.chain import canonical
from counter_app.store.search import phrases, searchable
from counter_app.store.tables import procedure_version

_NEWER = procedure_version.alias("newer")


def put(connection: sa.Connection, new: Procedure, at: datetime, import_id: int = 0) -> int:
    """Keep a version and answer with its number. What equals the newest version is not kept twice."""
    table = procedure_version
    mine = sa.select(table.c.version, table.c.body, table.c.withdrawn_at).where(table.c.code == new.code)
    newest = connection.execute(mine.order_by(table.c.version.desc()).limit(1)).first()
    body = canonical(_without_version(new))
    if newest is not None and newest.body == body and newest.withdrawn_at is None:
        return int(newest.version)
    version = 1 if newest is None else newest.version + 1
    columns = {
        "code": new.code,
        "version": version,
        "base_code": base_code(new.code),
        "short_name": new.short_name,
        "name": new.name,
        "field": new.field,
        "effective_from": written_day(new.effective_from),
        "effective_to": written_day(new.effective_to),
        "unverified": bool(new.unverified),
        "unclear": bool(new.unclear),
        "component_count": sum(len(case.components) for case in new.cases),
        "case_count": len(new.cases),
        "folded": searchable(new.code, new.short_name, new.name, new.field),
        "body": body,
        "recorded_at": to_seconds(at),
        "import_id": import_id,
        "withdrawn_at": None,
    }
    connection.execute(sa.insert(table).values(columns))
    return version


def withdraw(connection: sa.Connection, import_id: int, at: datetime) -> tuple[str, ...]:
    """Take the versions of an import out of use; answers with their codes. Dossiers received under them keep them."""
    table = procedure_version
    mine = sa.and_(table.c.import_id == import_id, table.c.withdrawn_at.is_(None))
    codes = tuple(connection.scalars(sa.select(table.c.code).where(mine).order_by(table.c.code)))
    connection.execute(sa.update(table).where(mine).values(withdrawn_at=to_seconds(at)))
    return codes


def changed_after(connection: sa.Connection, import_id: int) -> tuple[str, ...]:
    """Codes of an import's procedures that have a newer version in use."""
    mine, newer = procedure_version.alias("mine"), procedure_version.alias("later")
    later = sa.and_(newer.c.code == mine.c.code, newer.c.version > mine.c.version, newer.c.withdrawn_at.is_(None))
    found = sa.select(mine.c.code).join(newer, later).where(mine.c.import_id == import_id).distinct()
    return tuple(connection.scalars(found.order_by(mine.c.code)))


def next_import(connection: sa.Connection) -> int:
    return int(connection.scalar(sa.select(sa.func.max(procedure_version.c.import_id))) or 0) + 1


def holding(day: date) -> list[sa.ColumnElement[bool]]:
    """Conditions for the one version of each code whose effect began last on a day, ended or not."""
    table, today = procedure_version, written_day(day)
    began = sa.or_(
        _NEWER.c.effective_from > table.c.effective_from,
        sa.and_(_NEWER.c.effective_from == table.c.effective_from, _NEWER.c.version > table.c.version),
    )
    later = sa.and_(
        _NEWER.c.code == table.c.code, _NEWER.c.withdrawn_at.is_(None), _NEWER.c.effective_from <= today, began
    )
    return [
        table.c.withdrawn_at.is_(None),
        table.c.effective_from <= today,
        ~sa.exists(sa.select(_NEWER.c.id).where(later)),
    ]


def by_code(connection: sa.Connection, code: str, day: date) -> Procedure | None:
    """What holds on a day: of exactly this code, else one with the same first `d.dddddd`, the shortest code first."""
    table = procedure_version
    alike = sa.or_(table.c.code == code, table.c.base_code == base_code(code))
    order = (sa.case((table.c.code == code, 0), else_=1), sa.func.length(table.c.code), table.c.code)
    wanted = sa.select(table.c.body, table.c.version).where(alike, *_in_force(day)).order_by(*order).limit(1)
    row = connection.execute(wanted).first()
    return None if row is None else _read(row.body, row.version)


def version(connection: sa.Connection, code: str, number: int) -> Procedure | None:
    """One version by its number, withdrawn or not; 0: the first one that was kept."""
    table = procedure_version
    wanted = sa.select(table.c.body, table.c.version).where(table.c.code == code)
    narrowed = wanted.where(table.c.version == number) if number else wanted.order_by(table.c.version).limit(1)
    row = connection.execute(narrowed).first()
    return None if row is None else _read(row.body, row.version)


def versions(connection: sa.Connection, code: str) -> tuple[Procedure, ...]:
    """Those in use, the newest first."""
    table = procedure_version
    wanted = sa.select(table.c.body, table.c.version).where(table.c.code == code, table.c.withdrawn_at.is_(None))
    rows = connection.execute(wanted.order_by(table.c.version.desc()))
    return tuple(_read(row.body, row.version) for row in rows)


def found(connection: sa.Connection, text: str, day: date) -> tuple[Procedure, ...]:
    """Those in force on a day that hold every word typed, as parts of words, in the order of their codes."""
    table = procedure_version
    wanted = sa.select(table.c.body, table.c.version).where(*holds_words(text), *_in_force(day)).order_by(table.c.code)
    return tuple(_read(row.body, row.version) for row in connection.execute(wanted))


def holds_words(text: str) -> list[sa.ColumnElement[bool]]:
    words = [phrase.written for phrase in phrases(text)]
    return [procedure_version.c.folded.contains(word, autoescape=True) for word in words]


def short_names(connection: sa.Connection, codes: Collection[str]) -> dict[str, str]:
    """Short names by the codes asked for, told by the first `d.dddddd`; codes without one are left out."""
    table = procedure_version
    bases = {code: base_code(code) for code in codes}
    wanted = sa.select(table.c.base_code, table.c.short_name).where(
        table.c.base_code.in_(sorted(set(bases.values()))), table.c.withdrawn_at.is_(None)
    )
    rows: Iterable[Any] = connection.execute(wanted.order_by(table.c.version))
    names = {base: name for base, name in rows if name}
    return {code: names[base] for code, base in bases.items() if base in names}


def written_day(day: date | None) -> str:
    """ISO, which compares as text; nothing for an open end."""
    return day.isoformat() if day else ""


def read_day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _in_force(day: date) -> list[sa.ColumnElement[bool]]:
    ends = procedure_version.c.effective_to
    return [*holding(day), sa.or_(ends == "", ends >= written_day(day))]


def _without_version(procedure: Procedure) -> dict[str, Any]:
    plain: dict[str, Any] = _written(asdict(procedure))
    del plain["version"]
    return plain


def _written(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _written(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_written(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value


def _read(body: str, number: int) -> Procedure:
    value: Procedure = _value(Procedure, json.loads(body))
    return replace(value, version=number)


def _value(kind: Any, found: Any) -> Any:
    """JSON back into frozen values, told by their annotations; a field that an older row lacks keeps its default."""
    if typing.get_origin(kind) in (types.UnionType, typing.Union):
        if found is None:
            return None
        (kind,) = (each for each in typing.get_args(kind) if each is not type(None))
    if typing.get_origin(kind) is tuple:
        return tuple(_value(typing.get_args(kind)[0], each) for each in found)
    if is_dataclass(kind) and isinstance(kind, type):
        hints = _hints(kind)
        return kind(**{name: _value(hints[name], each) for name, each in found.items() if name in hints})
    if kind is date:
        return date.fromisoformat(found)
    return kind(found) if issubclass(kind, Enum) else found


@cache
def _hints(kind: Any) -> dict[str, Any]:
    hints = typing.get_type_hints(kind)
    return {field.name: hints[field.name] for field in fields(kind)}
