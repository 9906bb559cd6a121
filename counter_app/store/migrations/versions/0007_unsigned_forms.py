"""Forms that wait for a signature are found without reading the whole table of files."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_WAITING = sa.text("form <> '' AND signed_from IS NULL AND replaced_at IS NULL")


def upgrade() -> None:
    op.create_index(
        "ix_file_unsigned_form", "file", ["dossier_id", "form"], sqlite_where=_WAITING, postgresql_where=_WAITING
    )


def downgrade() -> None:
    op.drop_index("ix_file_unsigned_form", "file")
