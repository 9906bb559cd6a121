"""Procedures, each kept whole as JSON under its code; the shape of the JSON is the shape of the value."""

import json
import types
import typing
from collections.abc import Collection
from dataclasses import asdict, fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache
from typing import Any

import sqlalchemy as sa

from counter_app.model.procedure import Procedure, base_code
from counter_app.store.search import phrases, searchable
from counter_app.store.tables import procedure


def put(connection: sa.Connection, new: Procedure) -> None:
    """Write or replace the procedure of this code."""
    columns = {
        "base_code": base_code(new.code),
        "short_name": new.short_name,
        "folded": searchable(new.code, new.short_name, new.name, new.field),
        "body": json.dumps(asdict(new), ensure_ascii=False, sort_keys=True, default=date.isoformat),
    }
    same = procedure.c.code == new.code
    if connection.execute(sa.update(procedure).where(same).values(columns)).rowcount == 0:
        connection.execute(sa.insert(procedure).values(columns | {"code": new.code}))


def by_code(connection: sa.Connection, code: str) -> Procedure | None:
    """The procedure of exactly this code, else one with the same first `d.dddddd`, the shortest code first."""
    alike = sa.or_(procedure.c.code == code, procedure.c.base_code == base_code(code))
    order = (sa.case((procedure.c.code == code, 0), else_=1), sa.func.length(procedure.c.code), procedure.c.code)
    body = connection.scalar(sa.select(procedure.c.body).where(alike).order_by(*order).limit(1))
    return None if body is None else _read(body)


def found(connection: sa.Connection, text: str) -> tuple[Procedure, ...]:
    """Those that hold every word typed, as parts of words, in the order of their codes."""
    words = [phrase.written for phrase in phrases(text)]
    holds = [procedure.c.folded.contains(word, autoescape=True) for word in words]
    bodies = connection.scalars(sa.select(procedure.c.body).where(*holds).order_by(procedure.c.code))
    return tuple(_read(body) for body in bodies)


def short_names(connection: sa.Connection, codes: Collection[str]) -> dict[str, str]:
    """Short names by the codes asked for, told by the first `d.dddddd`; codes without one are left out."""
    bases = {code: base_code(code) for code in codes}
    columns = (procedure.c.base_code, procedure.c.short_name)
    wanted = sa.select(*columns).where(procedure.c.base_code.in_(sorted(set(bases.values()))))
    names = {base: name for base, name in connection.execute(wanted) if name}
    return {code: names[base] for code, base in bases.items() if base in names}


def _read(body: str) -> Procedure:
    value: Procedure = _value(Procedure, json.loads(body))
    return value


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
