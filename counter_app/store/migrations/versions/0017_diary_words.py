"""Words of the diary that may name somebody leave its rows and stand beside them, where they can be sealed and erased.

The rows keep their hashes. They were made with the words in place, and with the words put back they can be made again.
"""

import hashlib
import json
import os

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_PERSONAL = (
    *("reason", "note", "items", "ground", "whom", "receiver", "identity", "tracking"),
    *("file", "evidence_name", "recorded_why"),
)
_NO_WORDS = (("cannot_reuse", "reason"), ("erase_dossier", "reason"))
_AT_ONCE = 1000
_REFUSE = "BEGIN SELECT RAISE(ABORT, 'event is append-only'); END"


def upgrade() -> None:
    op.create_table(
        "diary_word",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("dossier_id", sa.BigInteger, nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_diary_word"),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name="fk_diary_word_dossier_id_dossier"),
    )
    op.create_index("ix_diary_word_dossier_id", "diary_word", ["dossier_id"])
    connection = op.get_bind()
    sqlite = connection.dialect.name == "sqlite"
    op.execute("DROP TRIGGER event_no_update" if sqlite else "ALTER TABLE event DISABLE TRIGGER event_append_only")
    _take_out(connection)
    op.execute(
        f"CREATE TRIGGER event_no_update BEFORE UPDATE ON event {_REFUSE}"
        if sqlite
        else "ALTER TABLE event ENABLE TRIGGER event_append_only"
    )


def _take_out(connection: sa.Connection) -> None:
    event = sa.table("event", *(sa.column(name) for name in ("id", "dossier_id", "kind", "details")))
    word = sa.table("diary_word", *(sa.column(name) for name in ("digest", "dossier_id", "words")))
    last = 0
    while True:
        more = sa.select(event).where(event.c.id > last, event.c.dossier_id.is_not(None)).order_by(event.c.id)
        rows = connection.execute(more.limit(_AT_ONCE)).all()
        if not rows:
            return
        last = rows[-1].id
        changed, words = [], []
        for row in rows:
            details = json.loads(row.details)
            taken = _words(row.kind, details)
            if taken:
                words += [{"digest": one, "dossier_id": row.dossier_id, "words": text} for one, text in taken]
                whole = json.dumps(details, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
                changed.append({"key": row.id, "whole": whole})
        if changed:
            put = sa.update(event).where(event.c.id == sa.bindparam("key")).values(details=sa.bindparam("whole"))
            connection.execute(put, changed)
            connection.execute(sa.insert(word), words)


def _words(kind: str, details: dict[str, object]) -> list[tuple[str, str]]:
    found = []
    for name in _PERSONAL:
        value = details.get(name)
        if isinstance(value, str) and value and (kind, name) not in _NO_WORDS:
            salted = os.urandom(16).hex() + value
            digest = hashlib.sha256(salted.encode("utf-8")).hexdigest()
            details[name] = f"#nk1#{digest}"
            found.append((digest, salted))
    return found


def downgrade() -> None:
    """Only where no word was kept apart yet: rows written since are hashed with their marks."""
    if op.get_bind().execute(sa.text("SELECT count(*) FROM diary_word")).scalar_one():
        raise RuntimeError("words of the diary are kept apart and cannot be put back")
    op.drop_table("diary_word")
