"""Run by alembic. The caller gives the open connection, so that everything happens in its one transaction."""

from typing import Any

from alembic import context

# Made by hand in the revisions; the models do not know them.
_BY_HAND = ("dossier_search", "dossier_code", "ix_dossier_trigrams")


def _include(_object: Any, name: str | None, _kind: str, _reflected: bool, _other: Any) -> bool:
    return not (name or "").startswith(_BY_HAND)


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=context.config.attributes.get("target_metadata"),
    include_object=_include,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
