"""Until when a paper holds stands beside its file, so that one that has run out is not taken again."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("file", sa.Column("expires_on", sa.Text, nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("file", "expires_on")
