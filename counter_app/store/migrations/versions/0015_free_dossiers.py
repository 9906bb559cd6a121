"""The pile that nobody holds has an index of its own: whoever takes the next dossier need not walk past those taken."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_FREE = sa.text("state IN (1, 6) AND holder = ''")


def upgrade() -> None:
    op.create_index("ix_dossier_free", "dossier", ["queue_due_at", "id"], sqlite_where=_FREE, postgresql_where=_FREE)


def downgrade() -> None:
    op.drop_index("ix_dossier_free", "dossier")
