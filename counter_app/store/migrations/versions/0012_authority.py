"""Who stands in for whom also says by what authority is signed: ký thay, thừa lệnh, thừa ủy quyền."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("substitution", sa.Column("authority", sa.Text, nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("substitution", "authority")
