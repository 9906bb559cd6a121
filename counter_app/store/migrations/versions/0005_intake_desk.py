"""Where a file came from; who has a dossier in hand and what is half typed there; papers of the personal store."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text, nullable=False) for name in names]


def upgrade() -> None:
    op.add_column("file", sa.Column("source", sa.Text, nullable=False, server_default=""))
    op.create_index("ix_file_hash", "file", ["hash"])
    op.create_index("ix_file_signed_from", "file", ["signed_from"])
    op.create_table(
        "draft",
        sa.Column("dossier_id", sa.BigInteger, nullable=False),
        *_texts("login", "body"),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name="fk_draft_dossier_id"),
        sa.PrimaryKeyConstraint("dossier_id", "login", name="pk_draft"),
    )
    op.create_table(
        "presence",
        sa.Column("dossier_id", sa.BigInteger, nullable=False),
        *_texts("seat", "login"),
        sa.Column("seen_at", sa.BigInteger, nullable=False),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name="fk_presence_dossier_id"),
        sa.PrimaryKeyConstraint("dossier_id", "seat", name="pk_presence"),
    )
    op.create_table(
        "listed_paper",
        sa.Column("id", ID, nullable=False),
        *_texts("identity_number", "code", "name", "number", "issuer"),
        *(sa.Column(name, sa.BigInteger) for name in ("issued_at", "expires_at")),
        *_texts("list_name"),
        sa.Column("listed_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_listed_paper"),
        sa.UniqueConstraint("identity_number", "code", "name", "number", name="uq_listed_paper_identity_number"),
    )


def downgrade() -> None:
    for table in ("listed_paper", "presence", "draft"):
        op.drop_table(table)
    op.drop_index("ix_file_signed_from", "file")
    op.drop_index("ix_file_hash", "file")
    op.drop_column("file", "source")
