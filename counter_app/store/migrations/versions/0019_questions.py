"""What waits for a supervisor is found without reading the diary of every open dossier."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

_ASKED, _ENDS = "ask_supplement_approval", ("approve_supplement", "turn_down_supplement", "request_supplement")


def upgrade() -> None:
    made = op.create_table(
        "approval_question",
        sa.Column("dossier_id", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("by_login", sa.Text, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("dossier_id", name="pk_approval_question"),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name="fk_approval_question_dossier_id"),
    )
    waiting = _waiting(op.get_bind())
    if waiting:
        op.bulk_insert(made, waiting)


def _waiting(connection: sa.Connection) -> list[dict[str, object]]:
    """The last question of each dossier, where no answer and no request came after it."""
    event = sa.table("event", *map(sa.column, ("id", "dossier_id", "at", "by_login", "kind")))
    later = event.alias()
    answered = sa.exists().where(
        later.c.dossier_id == event.c.dossier_id, later.c.id > event.c.id, later.c.kind.in_((_ASKED, *_ENDS))
    )
    asked = sa.select(event.c.dossier_id, event.c.by_login, event.c.at).where(event.c.kind == _ASKED, ~answered)
    return [
        {"dossier_id": row.dossier_id, "what": "supplement", "by_login": row.by_login, "at": row.at}
        for row in connection.execute(asked)
    ]


def downgrade() -> None:
    op.drop_table("approval_question")
