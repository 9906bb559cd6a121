"""The few kinds of columns that all tables are made of, and the schema they belong to."""

import sqlalchemy as sa

from counter_app.store.sealed_columns import Sealed

metadata = sa.MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)


def identifier() -> sa.Column[int]:
    return sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True)


def text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False)


def sealed(table: str, name: str, *, findable: bool = False) -> sa.Column[str]:
    return sa.Column(name, Sealed(f"{table}.{name}", findable), nullable=False)


def moment(name: str, *, known: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger, nullable=not known)


def count(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=False)


def kind(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.SmallInteger, nullable=False)


def dossier_id(*, known: bool = True) -> sa.Column[int]:
    return sa.Column("dossier_id", sa.BigInteger, sa.ForeignKey("dossier.id"), nullable=not known)


def key_dossier() -> sa.Column[int]:
    return sa.Column("dossier_id", sa.BigInteger, sa.ForeignKey("dossier.id"), primary_key=True, autoincrement=False)


def partial(name: str, *columns: str, where: str, unique: bool = False) -> sa.Index:
    condition = sa.text(where)
    return sa.Index(name, *columns, unique=unique, sqlite_where=condition, postgresql_where=condition)
