"""How people sign in, and who stands in for whom."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("login", sa.Text, nullable=False),
        sa.Column("password_hash", sa.Text, nullable=False),
        sa.Column("must_change", sa.Boolean, nullable=False),
        sa.Column("active", sa.Boolean, nullable=False),
        sa.Column("misses", sa.Integer, nullable=False),
        sa.Column("locked_until", sa.BigInteger),
        sa.Column("certificate", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("login", name="pk_account"),
        sa.ForeignKeyConstraint(["login"], ["person.login"], name="fk_account_login_person"),
    )
    op.create_table(
        "substitution",
        sa.Column("id", ID, nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("login", "for_login")),
        *(sa.Column(name, sa.Date, nullable=False) for name in ("first", "last")),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("reason", "document", "made_by")),
        sa.Column("ended", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_substitution"),
    )


def downgrade() -> None:
    op.drop_table("substitution")
    op.drop_table("account")
