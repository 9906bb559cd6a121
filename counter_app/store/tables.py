"""The schema, once, for SQLite and PostgreSQL. Moments are whole seconds since 1970 UTC.

What the models cannot say stands in the migrations: the triggers that keep `event` append-only, and the search
indexes over `dossier.folded` (FTS5 on SQLite, trigrams on PostgreSQL) and over the codes (FTS5 trigrams on SQLite).
"""

import sqlalchemy as sa

from counter_app.store.column_kinds import count as _count
from counter_app.store.column_kinds import dossier_id as _dossier_id
from counter_app.store.column_kinds import identifier as _id
from counter_app.store.column_kinds import key_dossier as _key_dossier
from counter_app.store.column_kinds import kind as _kind
from counter_app.store.column_kinds import metadata
from counter_app.store.column_kinds import moment as _moment
from counter_app.store.column_kinds import partial as _partial
from counter_app.store.column_kinds import sealed as _sealed
from counter_app.store.column_kinds import text as _text

# Stored instead of NULL in `queue_due_at`, so that dossiers without a term sort last on both databases, by index.
NO_TERM = 253_402_300_799

# SQLite takes a partial index only for the very same literal expression; bound parameters do not match it.
OPEN = "state NOT IN (3, 7, 8, 10)"
FREE = "state IN (1, 6) AND holder = ''"  # waits for intake and nobody holds it
HAS_CODE = "code <> ''"
CURRENT_OF_COMPONENT = "component_id IS NOT NULL AND replaced_at IS NULL"
SIGNED_NOW = "signed_from IS NOT NULL AND replaced_at IS NULL"
TOLD_ELSEWHERE = "kind IN ('import', 'confirm_exchange')"
UNSIGNED_FORM = "form <> '' AND signed_from IS NULL AND replaced_at IS NULL"
WITHOUT_TIME_STAMP = "signature_level = 'B-B' AND replaced_at IS NULL"

dossier = sa.Table(
    "dossier",
    metadata,
    _id(),
    _text("code"),
    _text("local_code"),
    _text("procedure_code"),
    _text("procedure_name"),
    _count("procedure_version"),
    _text("case_name"),
    _text("field"),
    _text("term_words"),
    _text("applicant_name"),
    _kind("applicant_kind"),
    _sealed("dossier", "identity_number", findable=True),
    _sealed("dossier", "address"),
    _sealed("dossier", "phone"),
    _sealed("dossier", "email"),
    _text("delegate_name"),
    _sealed("dossier", "delegate_number", findable=True),
    _sealed("dossier", "delegate_phone"),
    _sealed("dossier", "delegate_authorisation"),
    _kind("channel"),
    _kind("state"),
    _text("holder"),
    _moment("submitted_at"),
    _moment("received_at", known=True),
    _moment("intake_due_at"),
    _moment("decided_at"),
    _moment("due_at"),
    _moment("ended_at"),
    _text("rule_set"),
    _count("supplement_count"),
    _sealed("dossier", "note"),
    _count("version"),
    # Kept in step by the unit of work, so that lists and counts need no other table:
    _moment("queue_due_at", known=True),  # the active due moment, NO_TERM when there is none
    _moment("state_changed_at", known=True),
    _count("unchecked"),
    _count("failed"),
    _count("unsigned"),
    _count("result_count"),
    _count("unsigned_result_count"),
    _text("folded"),  # codes and applicant as search compares them; numbers and address where nothing is sealed
    # What reports count by; they never move once they are told:
    _moment("arrived_at", known=True),  # first received; `received_at` begins anew with a supplement
    _moment("accepted_at"),  # first accepted; NULL: not yet
    _moment("closed_at"),  # nothing more is to be decided: `ended_at`, or when that is not known the last change
    sa.UniqueConstraint("local_code"),
    _partial("ux_dossier_code", "code", where=HAS_CODE, unique=True),
    # The live queue is only what is open, however large the archive grows; counts are read from the index alone.
    _partial(
        "ix_dossier_open",
        *("queue_due_at", "id", "state", "holder"),
        *("unchecked", "failed", "unsigned", "result_count", "unsigned_result_count", "state_changed_at"),
        *("field", "channel", "supplement_count"),
        where=OPEN,
    ),
    # What somebody takes leaves it, so that the next taker need not walk past all that was taken before.
    _partial("ix_dossier_free", "queue_due_at", "id", where=FREE),
    sa.Index("ix_dossier_state_changed_at", "state_changed_at"),
    sa.Index("ix_dossier_identity_number", "identity_number"),
    sa.Index("ix_dossier_arrived_at", "arrived_at"),
    sa.Index("ix_dossier_accepted_at", "accepted_at"),
    sa.Index("ix_dossier_closed_at", "closed_at", "accepted_at"),
)

# What a dossier's state and active due moment were, for yesterday's figures beside today's.
history = sa.Table(
    "dossier_history",
    metadata,
    _id(),
    _dossier_id(),
    _moment("at", known=True),
    _kind("state"),
    _moment("queue_due_at", known=True),
    sa.Index("ix_dossier_history_dossier_id", "dossier_id", "at", "id"),
)

component = sa.Table(
    "component",
    metadata,
    _id(),
    _dossier_id(),
    _count("number"),
    _text("name"),
    sa.Column("required", sa.Boolean, nullable=False),
    sa.Column("must_sign", sa.Boolean, nullable=False),
    _text("paper_kind"),
    _kind("verdict"),
    _sealed("component", "remark"),
    _text("checked_by"),
    _moment("checked_at"),
    sa.Index("ix_component_dossier_id", "dossier_id", "number"),
)

# Files of components and results. A replaced file stays as a row: what was once shown can always be told.
file = sa.Table(
    "file",
    metadata,
    _id(),
    _dossier_id(),
    sa.Column("component_id", sa.BigInteger, sa.ForeignKey("component.id")),  # NULL: a result
    _count("number"),  # place among the results; a signed result takes the place of the unsigned one
    sa.Column("hash", sa.String(64), nullable=False),
    _sealed("file", "name"),
    sa.Column("size", sa.BigInteger, nullable=False),
    _count("pages"),
    _moment("attached_at", known=True),
    _text("attached_by"),
    sa.Column("converted_from", sa.String(64)),
    sa.Column("signed_from", sa.String(64)),
    _text("signature_level"),
    _text("signed_by"),
    _moment("signed_at"),
    _moment("replaced_at"),
    sa.Column("source", sa.Text, nullable=False, server_default=""),  # a `FileSource`
    sa.Column("form", sa.Text, nullable=False, server_default=""),  # an official form printed here; empty: it is none
    sa.Column("expires_on", sa.Text, nullable=False, server_default=""),  # ISO; empty: without end or not known
    sa.Index("ix_file_dossier_id", "dossier_id"),
    sa.Index("ix_file_hash", "hash"),
    _partial("ix_file_signed_from", "signed_from", where="signed_from IS NOT NULL"),
    _partial("ix_file_signed_at", "signed_at", where=SIGNED_NOW),
    _partial("ux_file_component_id", "component_id", where=CURRENT_OF_COMPONENT, unique=True),
    _partial("ix_file_paper", "dossier_id", "source", where=CURRENT_OF_COMPONENT),
    _partial("ix_file_without_time_stamp", "id", where=WITHOUT_TIME_STAMP),
    _partial("ix_file_unsigned_form", "dossier_id", "form", where=UNSIGNED_FORM),
)

# Append-only (triggers refuse the rest); each row's hash covers the hash before it, so a hole or a change shows.
event = sa.Table(
    "event",
    metadata,
    _id(),
    _dossier_id(known=False),
    _moment("at", known=True),
    _text("by_login"),
    _text("kind"),
    _text("details"),  # canonical JSON
    sa.Column("previous_hash", sa.String(64), nullable=False),
    sa.Column("hash", sa.String(64), nullable=False),
    sa.Index("ix_event_dossier_id", "dossier_id", "id"),
    sa.Index("ix_event_by_login", "by_login", "id"),
    _partial("ix_event_told_elsewhere", "dossier_id", where=TOLD_ELSEWHERE),
)

# What a row of the diary says about persons, apart from it: it can be erased, and the chain stays whole (see `chain`).
diary_word = sa.Table(
    "diary_word",
    metadata,
    sa.Column("digest", sa.String(64), primary_key=True),
    _dossier_id(),
    _sealed("diary_word", "words"),  # a random salt of 32 hex digits, then the word
    sa.Index("ix_diary_word_dossier_id", "dossier_id"),
)

# Versions of procedures; which one holds on a day is told by `catalogue.holding`. Days are ISO text, "" an open end.
procedure_version = sa.Table(
    "procedure_version",
    metadata,
    _id(),
    _text("code"),
    _count("version"),
    _text("base_code"),
    _text("short_name"),
    _text("name"),
    _text("field"),
    _text("effective_from"),
    _text("effective_to"),
    sa.Column("unverified", sa.Boolean, nullable=False),
    sa.Column("unclear", sa.Boolean, nullable=False),
    _count("component_count"),
    _count("case_count"),
    _text("folded"),
    _text("body"),  # JSON of the whole value
    _moment("recorded_at", known=True),
    _count("import_id"),  # 0: by hand
    _moment("withdrawn_at"),  # an import that was undone
    sa.UniqueConstraint("code", "version"),
    sa.Index("ix_procedure_version_base_code", "base_code"),
    sa.Index("ix_procedure_version_import_id", "import_id"),
)

person = sa.Table(
    "person",
    metadata,
    sa.Column("login", sa.Text, primary_key=True),
    _text("name"),
    _text("role"),
    _text("title"),
)

account = sa.Table(
    "account",
    metadata,
    sa.Column("login", sa.Text, sa.ForeignKey("person.login"), primary_key=True),
    _text("password_hash"),
    sa.Column("must_change", sa.Boolean, nullable=False),
    sa.Column("active", sa.Boolean, nullable=False),
    _count("misses"),
    _moment("locked_until"),
    _text("certificate"),
)

substitution = sa.Table(
    "substitution",
    metadata,
    _id(),
    _text("login"),
    _text("for_login"),
    sa.Column("first", sa.Date, nullable=False),
    sa.Column("last", sa.Date, nullable=False),
    _text("reason"),
    _text("document"),
    _text("made_by"),
    sa.Column("ended", sa.Boolean, nullable=False),
    _text("authority"),
)

explanation = sa.Table(
    "explanation",
    metadata,
    _key_dossier(),
    _text("cause"),
    _sealed("explanation", "words"),
    _text("responsible"),
    sa.Column("evidence", sa.String(64)),
    _moment("at", known=True),
    _text("by_login"),
)

# The key of a promise of a new date says how many there were: two counters never make the same one twice.
reappointment = sa.Table(
    "reappointment",
    metadata,
    _key_dossier(),
    sa.Column("ordinal", sa.Integer, primary_key=True, autoincrement=False),
    _moment("original_due_at", known=True),
    _moment("new_due_at", known=True),
    _sealed("reappointment", "reason"),
    _moment("at", known=True),
    _text("by_login"),
)

rating = sa.Table(
    "rating",
    metadata,
    _key_dossier(),
    _kind("satisfaction"),
    _text("source"),
    _moment("at", known=True),
    _text("by_login"),
    sa.Index("ix_rating_at", "at"),
)

feedback = sa.Table(
    "feedback",
    metadata,
    _id(),
    _count("year"),
    _count("number"),
    _text("kind"),
    _dossier_id(known=False),
    _sealed("feedback", "sender"),
    _sealed("feedback", "contact"),
    _sealed("feedback", "content"),
    _moment("received_at", known=True),
    _moment("forward_due_at", known=True),
    _moment("answer_due_at", known=True),
    _text("forwarded_to"),
    _moment("forwarded_at"),
    _sealed("feedback", "answer"),
    _moment("answered_at"),
    _text("received_by"),
    sa.UniqueConstraint("year", "number"),
)

register_entry = sa.Table(
    "register_entry",
    metadata,
    sa.Column("year", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    _dossier_id(),
    _moment("entered_at", known=True),
    sa.UniqueConstraint("dossier_id"),
)

register_book = sa.Table(
    "register_book",
    metadata,
    sa.Column("year", sa.Integer, primary_key=True, autoincrement=False),
    _moment("closed_at", known=True),
    _text("closed_by"),
    _count("count"),
    sa.Column("hash", sa.String(64), nullable=False),
)

book_number = sa.Table(
    "book_number",
    metadata,
    sa.Column("book", sa.Text, primary_key=True),
    sa.Column("year", sa.Integer, primary_key=True, autoincrement=False),
    _count("last"),
)

# Half typed, by whom: gone as soon as it has become an act.
draft = sa.Table(
    "draft",
    metadata,
    sa.Column("dossier_id", sa.BigInteger, sa.ForeignKey("dossier.id"), primary_key=True, autoincrement=False),
    sa.Column("login", sa.Text, primary_key=True),
    _sealed("draft", "body"),  # JSON
    _moment("at", known=True),
)

# Who has a dossier in hand now: a row per window, told anew by its heartbeat.
presence = sa.Table(
    "presence",
    metadata,
    sa.Column("dossier_id", sa.BigInteger, sa.ForeignKey("dossier.id"), primary_key=True, autoincrement=False),
    sa.Column("seat", sa.Text, primary_key=True),
    _text("login"),
    _moment("seen_at", known=True),
)

# What the personal store of citizens and organisations says it holds.
listed_paper = sa.Table(
    "listed_paper",
    metadata,
    _id(),
    _sealed("listed_paper", "identity_number", findable=True),
    *(_text("code"), _text("name"), _sealed("listed_paper", "number", findable=True), _text("issuer")),
    *(_moment("issued_at"), _moment("expires_at")),
    _text("list_name"),
    _moment("listed_at", known=True),
    sa.UniqueConstraint("identity_number", "code", "name", "number"),
)

# What every counter of one office goes by: settings of the office, calendar, marks, trusted authorities.
shared_file = sa.Table(
    "shared_file",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("body", sa.LargeBinary, nullable=False),
    sa.Column("version", sa.BigInteger, nullable=False),
    _text("by_login"),
    _moment("at", known=True),
)

# One row, `data_version`: on PostgreSQL every commit counts it up, which also puts commits one after another.
meta = sa.Table(
    "meta",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("value", sa.BigInteger, nullable=False),
)
