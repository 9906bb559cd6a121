"""After intake: printed forms beside results, lateness, new dates, ratings, feedback, the register of a year."""

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text, nullable=False) for name in names]


def _moments(*names: str, known: bool = True) -> list[sa.Column[int]]:
    return [sa.Column(name, sa.BigInteger, nullable=not known) for name in names]


def _counts(*names: str) -> list[sa.Column[int]]:
    return [sa.Column(name, sa.Integer, nullable=False) for name in names]


def _dossier(name: str, *, known: bool = True) -> list[Any]:
    return [
        sa.Column("dossier_id", sa.BigInteger, nullable=not known),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=f"fk_{name}_dossier_id"),
    ]


def upgrade() -> None:
    op.add_column("file", sa.Column("form", sa.Text, nullable=False, server_default=""))
    op.create_table(
        "explanation",
        *_dossier("explanation"),
        *_texts("cause", "words", "responsible"),
        sa.Column("evidence", sa.String(64)),
        *_moments("at"),
        *_texts("by_login"),
        sa.PrimaryKeyConstraint("dossier_id", name="pk_explanation"),
    )
    op.create_table(
        "reappointment",
        *_dossier("reappointment"),
        *_counts("ordinal"),
        *_moments("original_due_at", "new_due_at"),
        *_texts("reason"),
        *_moments("at"),
        *_texts("by_login"),
        sa.PrimaryKeyConstraint("dossier_id", "ordinal", name="pk_reappointment"),
    )
    op.create_table(
        "rating",
        *_dossier("rating"),
        sa.Column("satisfaction", sa.SmallInteger, nullable=False),
        *_texts("source"),
        *_moments("at"),
        *_texts("by_login"),
        sa.PrimaryKeyConstraint("dossier_id", name="pk_rating"),
    )
    op.create_table(
        "feedback",
        sa.Column("id", ID, nullable=False),
        *_counts("year", "number"),
        *_texts("kind"),
        *_dossier("feedback", known=False),
        *_texts("sender", "contact", "content"),
        *_moments("received_at", "forward_due_at", "answer_due_at"),
        *_texts("forwarded_to"),
        *_moments("forwarded_at", known=False),
        *_texts("answer"),
        *_moments("answered_at", known=False),
        *_texts("received_by"),
        sa.PrimaryKeyConstraint("id", name="pk_feedback"),
        sa.UniqueConstraint("year", "number", name="uq_feedback_year"),
    )
    op.create_table(
        "register_entry",
        *_counts("year", "number"),
        *_dossier("register_entry"),
        *_moments("entered_at"),
        sa.PrimaryKeyConstraint("year", "number", name="pk_register_entry"),
        sa.UniqueConstraint("dossier_id", name="uq_register_entry_dossier_id"),
    )
    op.create_table(
        "register_book",
        sa.Column("year", sa.Integer, nullable=False, autoincrement=False),
        *_moments("closed_at"),
        *_texts("closed_by"),
        *_counts("count"),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("year", name="pk_register_book"),
    )
    _enter_what_was_printed()


def _enter_what_was_printed() -> None:
    """Dossiers whose receipt was printed stand in the register with the number of their receipt."""
    connection = op.get_bind()
    printed = sa.text("SELECT dossier_id, at, details FROM event WHERE kind = 'print_receipt' ORDER BY id")
    entered: dict[int, dict[str, int]] = {}
    for dossier_id, at, details in connection.execute(printed):
        number = json.loads(details).get("number")
        if dossier_id is None or dossier_id in entered or not number:
            continue
        year = connection.scalar(_YEAR[connection.dialect.name], {"at": at})
        entered[dossier_id] = {"year": int(str(year)), "number": number, "dossier_id": dossier_id, "entered_at": at}
    table = sa.table("register_entry", *(sa.column(n) for n in ("year", "number", "dossier_id", "entered_at")))
    if entered:
        connection.execute(sa.insert(table), list(entered.values()))


# The year in Viet Nam, seven hours before UTC's.
_YEAR = {
    "sqlite": sa.text("SELECT strftime('%Y', :at + 25200, 'unixepoch')"),
    "postgresql": sa.text(
        "SELECT extract(year FROM to_timestamp(CAST(:at AS bigint) + 25200) AT TIME ZONE 'UTC')::int"
    ),
}


def downgrade() -> None:
    for name in ("register_book", "register_entry", "feedback", "rating", "reappointment", "explanation"):
        op.drop_table(name)
    with op.batch_alter_table("file") as batch:
        batch.drop_column("form")
