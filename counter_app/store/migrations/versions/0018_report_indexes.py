"""For a register of a million dossiers. Reports of a year find papers, and the lists that named a dossier, by an index
each; the index of signed files leaves out the unsigned, which SQLite took it for; those signed today have their own."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_PAPER = sa.text("component_id IS NOT NULL AND replaced_at IS NULL")
_SIGNED = sa.text("signed_from IS NOT NULL")
_SIGNED_NOW = sa.text("signed_from IS NOT NULL AND replaced_at IS NULL")
_TOLD_ELSEWHERE = sa.text("kind IN ('import', 'confirm_exchange')")


def upgrade() -> None:
    op.drop_index("ix_file_signed_from", "file")
    for name, table, columns, where in (
        ("ix_file_paper", "file", ["dossier_id", "source"], _PAPER),
        ("ix_file_signed_from", "file", ["signed_from"], _SIGNED),
        ("ix_file_signed_at", "file", ["signed_at"], _SIGNED_NOW),
        ("ix_event_told_elsewhere", "event", ["dossier_id"], _TOLD_ELSEWHERE),
    ):
        op.create_index(name, table, columns, sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    op.drop_index("ix_event_told_elsewhere", "event")
    op.drop_index("ix_file_signed_at", "file")
    op.drop_index("ix_file_paper", "file")
    op.drop_index("ix_file_signed_from", "file")
    op.create_index("ix_file_signed_from", "file", ["signed_from"])
