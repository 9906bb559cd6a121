"""What one person has done is found without reading the whole diary."""

from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_event_by_login", "event", ["by_login", "id"])


def downgrade() -> None:
    op.drop_index("ix_event_by_login", "event")
