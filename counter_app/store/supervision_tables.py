"""What supervision keeps beside the register: work that was given to somebody."""

import sqlalchemy as sa

from counter_app.store.column_kinds import key_dossier, metadata, moment, partial, text

UNSEEN = "seen_at IS NULL"

# The last time that a supervisor gave the dossier to another officer; every time is in the diary.
assignment = sa.Table(
    "assignment",
    metadata,
    key_dossier(),
    text("given_to"),
    text("given_by"),
    text("reason"),
    moment("at", known=True),
    moment("seen_at"),  # when the officer opened it, or said that the news has been read
    partial("ix_assignment_unseen", "given_to", where=UNSEEN),
)

# What was told to whom, so that a window that starts again does not repeat it. `dossier_id` 0: the shift's bulletin.
alert_told = sa.Table(
    "alert_told",
    metadata,
    sa.Column("login", sa.Text, primary_key=True),
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("dossier_id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("due_at", sa.BigInteger, primary_key=True, autoincrement=False),
    moment("at", known=True),
)

# What waits for a supervisor's answer now; question and answer themselves are in the diary.
approval_question = sa.Table(
    "approval_question",
    metadata,
    key_dossier(),
    text("what"),
    text("by_login"),
    moment("at", known=True),
)
