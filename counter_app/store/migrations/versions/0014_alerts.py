"""What the window has spoken up about, to whom."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "alert_told",
        sa.Column("login", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("dossier_id", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("due_at", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("login", "kind", "dossier_id", "due_at", name="pk_alert_told"),
    )


def downgrade() -> None:
    op.drop_table("alert_told")
