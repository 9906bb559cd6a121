"""Work that a supervisor gave to another officer, until it was looked at."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_UNSEEN = sa.text("seen_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "assignment",
        sa.Column("dossier_id", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("given_to", sa.Text, nullable=False),
        sa.Column("given_by", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("seen_at", sa.BigInteger),
        sa.PrimaryKeyConstraint("dossier_id", name="pk_assignment"),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name="fk_assignment_dossier_id"),
    )
    op.create_index("ix_assignment_unseen", "assignment", ["given_to"], sqlite_where=_UNSEEN, postgresql_where=_UNSEEN)


def downgrade() -> None:
    op.drop_table("assignment")
