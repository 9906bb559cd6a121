"""Procedures in versions; the dossier names its version; who hands in for the applicant."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_DELEGATE = ("delegate_name", "delegate_number", "delegate_phone", "delegate_authorisation")


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text, nullable=False) for name in names]


def _counts(*names: str) -> list[sa.Column[int]]:
    return [sa.Column(name, sa.Integer, nullable=False) for name in names]


def upgrade() -> None:
    op.create_table(
        "procedure_version",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), nullable=False),
        *_texts("code"),
        *_counts("version"),
        *_texts("base_code", "short_name", "name", "field", "effective_from", "effective_to"),
        sa.Column("unverified", sa.Boolean, nullable=False),
        sa.Column("unclear", sa.Boolean, nullable=False),
        *_counts("component_count", "case_count"),
        *_texts("folded", "body"),
        sa.Column("recorded_at", sa.BigInteger, nullable=False),
        *_counts("import_id"),
        sa.Column("withdrawn_at", sa.BigInteger),
        sa.PrimaryKeyConstraint("id", name="pk_procedure_version"),
        sa.UniqueConstraint("code", "version", name="uq_procedure_version_code"),
    )
    op.create_index("ix_procedure_version_base_code", "procedure_version", ["base_code"])
    op.create_index("ix_procedure_version_import_id", "procedure_version", ["import_id"])
    _keep_what_was_there()
    op.drop_table("procedure")
    op.add_column("dossier", sa.Column("procedure_version", sa.Integer, nullable=False, server_default="0"))
    for name in _DELEGATE:
        op.add_column("dossier", sa.Column(name, sa.Text, nullable=False, server_default=""))
    op.create_index("ix_dossier_identity_number", "dossier", ["identity_number"])


def _keep_what_was_there() -> None:
    """Each procedure as it stood becomes its first version."""
    import json

    connection = op.get_bind()
    table = sa.table("procedure_version", *(sa.column(name) for name in _COLUMNS))
    read = sa.text("SELECT code, base_code, short_name, folded, body FROM procedure ORDER BY code")
    rows = []
    for code, base_code, short_name, folded, body in connection.execute(read):
        value = json.loads(body)
        cases, terms = value.get("cases", []), value.get("terms", [])
        rows.append(
            {
                "code": code,
                "version": 1,
                "base_code": base_code,
                "short_name": short_name,
                "name": value.get("name", ""),
                "field": value.get("field", ""),
                "effective_from": "",
                "effective_to": "",
                "unverified": '"verified":false' in body,
                "unclear": any(one.get("term") is None and one.get("term_text") for one in terms),
                "component_count": sum(len(case.get("components", [])) for case in cases),
                "case_count": len(cases),
                "folded": folded,
                "body": body,
                "recorded_at": 0,
                "import_id": 0,
            }
        )
    if rows:
        connection.execute(sa.insert(table), rows)


_COLUMNS = (
    *("code", "version", "base_code", "short_name", "name", "field", "effective_from", "effective_to", "unverified"),
    *("unclear", "component_count", "case_count", "folded", "body", "recorded_at", "import_id"),
)


def downgrade() -> None:
    op.drop_index("ix_dossier_identity_number", "dossier")
    for name in (*_DELEGATE, "procedure_version"):
        op.drop_column("dossier", name)
    op.create_table(
        "procedure",
        *_texts("code", "base_code", "short_name", "folded", "body"),
        sa.PrimaryKeyConstraint("code", name="pk_procedure"),
    )
    op.create_index("ix_procedure_base_code", "procedure", ["base_code"])
    op.execute(
        "INSERT INTO procedure (code, base_code, short_name, folded, body) "
        "SELECT code, base_code, short_name, folded, body FROM procedure_version AS kept WHERE withdrawn_at IS NULL "
        "AND version = (SELECT max(version) FROM procedure_version AS other "
        "WHERE other.code = kept.code AND other.withdrawn_at IS NULL)"
    )
    op.drop_table("procedure_version")
