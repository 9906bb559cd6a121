"""The register: dossiers, components, files, events, catalogue, people, book numbers."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text, nullable=False) for name in names]


def _counts(*names: str) -> list[sa.Column[int]]:
    return [sa.Column(name, sa.Integer, nullable=False) for name in names]


def _kinds(*names: str) -> list[sa.Column[int]]:
    return [sa.Column(name, sa.SmallInteger, nullable=False) for name in names]


def _moments(*names: str, known: bool = False) -> list[sa.Column[int]]:
    return [sa.Column(name, sa.BigInteger, nullable=not known) for name in names]


def _partial(name: str, table: str, columns: list[str], where: str, *, unique: bool = False) -> None:
    condition = sa.text(where)
    op.create_index(name, table, columns, unique=unique, sqlite_where=condition, postgresql_where=condition)


def upgrade() -> None:
    _dossiers()
    _files()
    _events()
    _office()


def _dossiers() -> None:
    op.create_table(
        "dossier",
        sa.Column("id", ID, nullable=False),
        *_texts("code", "local_code", "procedure_code", "procedure_name", "case_name", "field", "term_words"),
        *_texts("applicant_name"),
        *_kinds("applicant_kind"),
        *_texts("identity_number", "address", "phone", "email"),
        *_kinds("channel", "state"),
        *_texts("holder"),
        *_moments("submitted_at"),
        *_moments("received_at", known=True),
        *_moments("intake_due_at", "decided_at", "due_at", "ended_at"),
        *_texts("rule_set"),
        *_counts("supplement_count"),
        *_texts("note"),
        *_counts("version"),
        *_moments("queue_due_at", "state_changed_at", known=True),
        *_counts("unchecked", "failed", "unsigned", "result_count", "unsigned_result_count"),
        *_texts("folded"),
        sa.PrimaryKeyConstraint("id", name="pk_dossier"),
        sa.UniqueConstraint("local_code", name="uq_dossier_local_code"),
    )
    _partial("ux_dossier_code", "dossier", ["code"], "code <> ''", unique=True)
    queue = ["queue_due_at", "id", "state", "holder", "unchecked", "failed", "unsigned"]
    queue += ["result_count", "unsigned_result_count", "state_changed_at"]
    _partial("ix_dossier_open", "dossier", queue, "state NOT IN (3, 7, 8, 10)")
    op.create_index("ix_dossier_state_changed_at", "dossier", ["state_changed_at"])
    op.create_table(
        "dossier_history",
        sa.Column("id", ID, nullable=False),
        sa.Column("dossier_id", sa.BigInteger, nullable=False),
        *_moments("at", known=True),
        *_kinds("state"),
        *_moments("queue_due_at", known=True),
        sa.PrimaryKeyConstraint("id", name="pk_dossier_history"),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name="fk_dossier_history_dossier_id"),
    )
    op.create_index("ix_dossier_history_dossier_id", "dossier_history", ["dossier_id", "at", "id"])


def _files() -> None:
    op.create_table(
        "component",
        sa.Column("id", ID, nullable=False),
        sa.Column("dossier_id", sa.BigInteger, nullable=False),
        *_counts("number"),
        *_texts("name"),
        sa.Column("required", sa.Boolean, nullable=False),
        sa.Column("must_sign", sa.Boolean, nullable=False),
        *_texts("paper_kind"),
        *_kinds("verdict"),
        *_texts("remark", "checked_by"),
        *_moments("checked_at"),
        sa.PrimaryKeyConstraint("id", name="pk_component"),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name="fk_component_dossier_id"),
    )
    op.create_index("ix_component_dossier_id", "component", ["dossier_id", "number"])
    op.create_table(
        "file",
        sa.Column("id", ID, nullable=False),
        sa.Column("dossier_id", sa.BigInteger, nullable=False),
        sa.Column("component_id", sa.BigInteger),
        *_counts("number"),
        sa.Column("hash", sa.String(64), nullable=False),
        *_texts("name"),
        sa.Column("size", sa.BigInteger, nullable=False),
        *_counts("pages"),
        *_moments("attached_at", known=True),
        *_texts("attached_by"),
        sa.Column("converted_from", sa.String(64)),
        sa.Column("signed_from", sa.String(64)),
        *_texts("signature_level", "signed_by"),
        *_moments("signed_at", "replaced_at"),
        sa.PrimaryKeyConstraint("id", name="pk_file"),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name="fk_file_dossier_id"),
        sa.ForeignKeyConstraint(["component_id"], ["component.id"], name="fk_file_component_id"),
    )
    op.create_index("ix_file_dossier_id", "file", ["dossier_id"])
    current = "component_id IS NOT NULL AND replaced_at IS NULL"
    _partial("ux_file_component_id", "file", ["component_id"], current, unique=True)
    _partial("ix_file_without_time_stamp", "file", ["id"], "signature_level = 'B-B' AND replaced_at IS NULL")


def _events() -> None:
    op.create_table(
        "event",
        sa.Column("id", ID, nullable=False),
        sa.Column("dossier_id", sa.BigInteger),
        *_moments("at", known=True),
        *_texts("by_login", "kind", "details"),
        sa.Column("previous_hash", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_event"),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name="fk_event_dossier_id"),
    )
    op.create_index("ix_event_dossier_id", "event", ["dossier_id", "id"])
    if op.get_bind().dialect.name == "sqlite":
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER event_no_{act.lower()} BEFORE {act} ON event "
                "BEGIN SELECT RAISE(ABORT, 'event is append-only'); END"
            )
    else:
        op.execute(
            "CREATE FUNCTION event_append_only() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'event is append-only'; END $$"
        )
        op.execute(
            "CREATE TRIGGER event_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON event "
            "FOR EACH STATEMENT EXECUTE FUNCTION event_append_only()"
        )


def _office() -> None:
    op.create_table(
        "procedure",
        *_texts("code", "base_code", "short_name", "folded", "body"),
        sa.PrimaryKeyConstraint("code", name="pk_procedure"),
    )
    op.create_index("ix_procedure_base_code", "procedure", ["base_code"])
    op.create_table(
        "person", *_texts("login", "name", "role", "title"), sa.PrimaryKeyConstraint("login", name="pk_person")
    )
    op.create_table(
        "book_number",
        *_texts("book"),
        sa.Column("year", sa.Integer, nullable=False, autoincrement=False),
        *_counts("last"),
        sa.PrimaryKeyConstraint("book", "year", name="pk_book_number"),
    )
    meta = op.create_table(
        "meta",
        *_texts("name"),
        sa.Column("value", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_meta"),
    )
    op.bulk_insert(meta, [{"name": "data_version", "value": 0}])


def downgrade() -> None:
    for table in ("meta", "book_number", "person", "procedure", "event", "file", "component", "dossier_history"):
        op.drop_table(table)
    op.drop_table("dossier")
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP FUNCTION event_append_only()")
