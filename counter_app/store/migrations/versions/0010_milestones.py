"""Reports count by moments that never move: first received, first accepted, closed."""

import json
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_AT_ONCE = 5_000
# What the diary and the history tell comes first; a dossier from before they were kept goes by its own columns.
_ARRIVED = """
UPDATE dossier SET arrived_at = received_at;
UPDATE dossier SET arrived_at = first.at FROM (
  SELECT dossier_id, min(at) AS at FROM dossier_history GROUP BY dossier_id
) AS first WHERE first.dossier_id = dossier.id AND first.at < dossier.arrived_at;
"""
_ACCEPTED = """
UPDATE dossier SET accepted_at = coalesce(decided_at, received_at)
WHERE state IN (2, 4, 9, 10) OR (state IN (5, 7, 8) AND due_at IS NOT NULL)
"""
_CLOSED = "UPDATE dossier SET closed_at = coalesce(ended_at, state_changed_at) WHERE state IN (3, 7, 8, 9, 10)"


def upgrade() -> None:
    op.add_column("dossier", sa.Column("arrived_at", sa.BigInteger, nullable=False, server_default="0"))
    op.add_column("dossier", sa.Column("accepted_at", sa.BigInteger))
    op.add_column("dossier", sa.Column("closed_at", sa.BigInteger))
    for statement in (*filter(str.strip, _ARRIVED.split(";")), _ACCEPTED, _CLOSED):
        op.execute(statement)
    _first_acceptances(op.get_bind())
    op.create_index("ix_dossier_arrived_at", "dossier", ["arrived_at"])
    op.create_index("ix_dossier_accepted_at", "dossier", ["accepted_at"])
    op.create_index("ix_dossier_closed_at", "dossier", ["closed_at", "accepted_at"])
    op.create_index("ix_rating_at", "rating", ["at"])


def _first_acceptances(connection: sa.Connection) -> None:
    """The first `accept` of each dossier, at the moment at which it really happened."""
    event = sa.table("event", *map(sa.column, ("id", "dossier_id", "at", "kind", "details")))
    dossier = sa.table("dossier", sa.column("id"), sa.column("accepted_at"))
    found: dict[int, int] = {}
    rows = sa.select(event.c.dossier_id, event.c.at, event.c.details).where(event.c.kind == "accept")
    for row in connection.execute(rows.order_by(event.c.id)):
        found.setdefault(row.dossier_id, _happened(row.details) or row.at)
    told = sa.update(dossier).where(dossier.c.id == sa.bindparam("key")).values(accepted_at=sa.bindparam("moment"))
    rows_of_all: list[dict[str, Any]] = [{"key": key, "moment": at} for key, at in found.items()]
    for start in range(0, len(rows_of_all), _AT_ONCE):
        connection.execute(told, rows_of_all[start : start + _AT_ONCE])


def _happened(details: str) -> int | None:
    told = json.loads(details).get("happened_at")
    return int(datetime.fromisoformat(told).timestamp()) if told else None


def downgrade() -> None:
    op.drop_index("ix_rating_at", "rating")
    names = ("arrived_at", "accepted_at", "closed_at")
    for name in names:
        op.drop_index(f"ix_dossier_{name}", "dossier")
    for name in names:
        op.drop_column("dossier", name)
