"""For a register of a million dossiers: parts of codes are found by an index of their trigrams, words of which a few
letters are typed by an index of beginnings, groups of the queue by the index of what is open."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_OPEN = sa.text("state NOT IN (3, 7, 8, 10)")
_QUEUE = ["queue_due_at", "id", "state", "holder", "unchecked", "failed", "unsigned"]
_QUEUE += ["result_count", "unsigned_result_count", "state_changed_at"]
_GROUPS = ["field", "channel", "supplement_count"]
_ADD = "INSERT INTO dossier_code_search(rowid, codes) VALUES (new.id, new.code || ' ' || new.local_code)"
_REMOVE = (
    "INSERT INTO dossier_code_search(dossier_code_search, rowid, codes) "
    "VALUES ('delete', old.id, old.code || ' ' || old.local_code)"
)
_WORDS = (
    "DROP TABLE dossier_search",
    "CREATE VIRTUAL TABLE dossier_search USING fts5(folded, content='dossier', content_rowid='id', "
    "tokenize='unicode61 remove_diacritics 2', prefix='{0}')",
    "INSERT INTO dossier_search(dossier_search) VALUES ('rebuild')",
)
_SQLITE = (
    "CREATE VIEW dossier_codes AS SELECT id, code || ' ' || local_code AS codes FROM dossier",
    "CREATE VIRTUAL TABLE dossier_code_search USING fts5(codes, content='dossier_codes', content_rowid='id', "
    "tokenize='trigram')",
    f"CREATE TRIGGER dossier_code_insert AFTER INSERT ON dossier BEGIN {_ADD}; END",
    f"CREATE TRIGGER dossier_code_delete AFTER DELETE ON dossier BEGIN {_REMOVE}; END",
    f"CREATE TRIGGER dossier_code_update AFTER UPDATE OF code, local_code ON dossier BEGIN {_REMOVE}; {_ADD}; END",
    "INSERT INTO dossier_code_search(dossier_code_search) VALUES ('rebuild')",
)


def upgrade() -> None:
    _index(_QUEUE + _GROUPS)
    connection = op.get_bind()
    if connection.dialect.name == "sqlite":
        for statement in (*_SQLITE, *(one.format("1 2 3 4") for one in _WORDS)):
            connection.exec_driver_sql(statement)


def downgrade() -> None:
    connection = op.get_bind()
    if connection.dialect.name == "sqlite":
        for statement in (one.format("2 3") for one in _WORDS):
            connection.exec_driver_sql(statement)
        for name in ("insert", "delete", "update"):
            op.execute(f"DROP TRIGGER dossier_code_{name}")
        op.execute("DROP TABLE dossier_code_search")
        op.execute("DROP VIEW dossier_codes")
    _index(_QUEUE)


def _index(columns: list[str]) -> None:
    op.drop_index("ix_dossier_open", "dossier")
    op.create_index("ix_dossier_open", "dossier", columns, sqlite_where=_OPEN, postgresql_where=_OPEN)
