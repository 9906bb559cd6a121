"""Search over the folded text: FTS5 on SQLite; trigrams on PostgreSQL where the extension may be created."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_SQLITE = (
    "CREATE VIRTUAL TABLE dossier_search USING fts5(folded, content='dossier', content_rowid='id', "
    "tokenize='unicode61 remove_diacritics 2', prefix='2 3')",
    "CREATE TRIGGER dossier_search_insert AFTER INSERT ON dossier BEGIN "
    "INSERT INTO dossier_search(rowid, folded) VALUES (new.id, new.folded); END",
    "CREATE TRIGGER dossier_search_delete AFTER DELETE ON dossier BEGIN "
    "INSERT INTO dossier_search(dossier_search, rowid, folded) VALUES ('delete', old.id, old.folded); END",
    "CREATE TRIGGER dossier_search_update AFTER UPDATE OF folded ON dossier BEGIN "
    "INSERT INTO dossier_search(dossier_search, rowid, folded) VALUES ('delete', old.id, old.folded); "
    "INSERT INTO dossier_search(rowid, folded) VALUES (new.id, new.folded); END",
    "INSERT INTO dossier_search(dossier_search) VALUES ('rebuild')",
)


def upgrade() -> None:
    connection = op.get_bind()
    if connection.dialect.name == "sqlite":
        for statement in _SQLITE:
            connection.exec_driver_sql(statement)
        return
    try:
        with connection.begin_nested():
            op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    except sa.exc.DBAPIError:
        return  # not installed, or not allowed: the same search then reads the whole column
    op.execute("CREATE INDEX ix_dossier_trigrams ON dossier USING gin (folded gin_trgm_ops)")


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for name in ("insert", "delete", "update"):
            op.execute(f"DROP TRIGGER dossier_search_{name}")
        op.execute("DROP TABLE dossier_search")
    else:
        op.execute("DROP INDEX IF EXISTS ix_dossier_trigrams")
