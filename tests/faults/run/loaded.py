"""Loads what the acts load inside their functions, so that a forked act begins at once."""

import importlib

for name in (
    "alembic.command",
    "argon2",
    "counter_app.forms.printing",
    "counter_app.pdf.reader",
    "counter_app.signing.practice_room",
    "counter_app.signing.service",
    "counter_app.store.backup_file",
    "counter_app.store.database",
    "counter_app.workflow.backup",
    "openpyxl",
    "pikepdf",
    "pyrage",
    "sqlalchemy.dialects.sqlite",
):
    importlib.import_module(name)
