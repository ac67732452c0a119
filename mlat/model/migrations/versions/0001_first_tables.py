"""The first tables, and the guards that keep the events only added to."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


GUARDS = {
    "sqlite": (
        "CREATE TRIGGER events_no_update BEFORE UPDATE ON events "
        "BEGIN SELECT RAISE(ABORT, 'events are only added'); END",
        "CREATE TRIGGER events_no_delete BEFORE DELETE ON events "
        "BEGIN SELECT RAISE(ABORT, 'events are only added'); END",
    ),
    "postgresql": (
        "CREATE FUNCTION events_only_added() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'events are only added'; END $$",
        "CREATE TRIGGER events_no_change BEFORE UPDATE OR DELETE ON events "
        "FOR EACH ROW EXECUTE FUNCTION events_only_added()",
        "CREATE TRIGGER events_no_truncate BEFORE TRUNCATE ON events "
        "FOR EACH STATEMENT EXECUTE FUNCTION events_only_added()",
    ),
}


def upgrade() -> None:
    """Do the step."""
    op.create_table(
        "events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("chain", sa.String(length=40), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=True),
        sa.Column("request_id", sa.String(length=32), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=40), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_events")),
        sa.UniqueConstraint("chain", "seq", name=op.f("uq_events_chain_seq")),
    )
    with op.batch_alter_table("events", schema=None) as batch_op:
        batch_op.create_index("ix_events_case", ["case_id", "id"], unique=False)
        batch_op.create_index("ix_events_request", ["request_id", "id"], unique=False)

    op.create_table(
        "offices",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("counting_rule", sa.String(), nullable=False),
        sa.Column("letterhead", sa.JSON(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("hours", sa.String(), nullable=False),
        sa.Column("signing", sa.String(length=12), nullable=False),
        sa.Column("signing_key", sa.LargeBinary(), nullable=True),
        sa.Column("certificate", sa.LargeBinary(), nullable=True),
        sa.Column("own_authority", sa.String(), nullable=False),
        sa.Column("address_limit_days", sa.Integer(), nullable=False),
        sa.Column("automatic", sa.JSON(), nullable=False),
        sa.Column("training", sa.Boolean(), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offices")),
        sa.UniqueConstraint("code", name=op.f("uq_offices_code")),
    )
    op.create_table(
        "once_tokens",
        sa.Column("token", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.String(length=40), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_once_tokens")),
    )
    op.create_table(
        "roles",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("description", sa.String(), nullable=True),
        sa.Column("permissions", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roles")),
        sa.UniqueConstraint("name", name=op.f("uq_roles_name")),
    )
    op.create_table(
        "ticks",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("last", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_ticks")),
    )
    op.create_table(
        "chains",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("office_id", sa.String(length=32), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("head", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["offices.id"], name=op.f("fk_chains_office_id")),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_chains")),
    )
    op.create_table(
        "number_series",
        sa.Column("office_id", sa.String(length=32), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["offices.id"], name=op.f("fk_number_series_office_id")),
        sa.PrimaryKeyConstraint("office_id", "year", "kind", name=op.f("pk_number_series")),
    )
    op.create_table(
        "users",
        sa.Column("office_id", sa.String(length=32), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("email", sa.String(length=255), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("function", sa.String(), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("password", sa.String(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("fs_uniquifier", sa.String(length=64), nullable=False),
        sa.Column("create_datetime", sa.DateTime(timezone=True), nullable=True),
        sa.Column("update_datetime", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tf_primary_method", sa.String(length=64), nullable=True),
        sa.Column("tf_totp_secret", sa.String(length=255), nullable=True),
        sa.Column("mf_recovery_codes", sa.JSON(), nullable=True),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["offices.id"], name=op.f("fk_users_office_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
        sa.UniqueConstraint("email", name=op.f("uq_users_email")),
        sa.UniqueConstraint("fs_uniquifier", name=op.f("uq_users_fs_uniquifier")),
    )
    with op.batch_alter_table("users", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_users_office_id"), ["office_id"], unique=False)

    op.create_table(
        "absences",
        sa.Column("user_id", sa.String(length=32), nullable=False),
        sa.Column("deputy_id", sa.String(length=32), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["deputy_id"], ["users.id"], name=op.f("fk_absences_deputy_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_absences_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absences")),
    )
    with op.batch_alter_table("absences", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_absences_user_id"), ["user_id"], unique=False)

    op.create_table(
        "addresses",
        sa.Column("office_id", sa.String(length=32), nullable=False),
        sa.Column("recipient_id", sa.String(), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("dated", sa.Date(), nullable=False),
        sa.Column("entered_by", sa.String(length=32), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_by", sa.String(length=32), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["confirmed_by"], ["users.id"], name=op.f("fk_addresses_confirmed_by")),
        sa.ForeignKeyConstraint(["entered_by"], ["users.id"], name=op.f("fk_addresses_entered_by")),
        sa.ForeignKeyConstraint(["office_id"], ["offices.id"], name=op.f("fk_addresses_office_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_addresses")),
    )
    with op.batch_alter_table("addresses", schema=None) as batch_op:
        batch_op.create_index("ix_addresses_recipient", ["office_id", "recipient_id", "channel"], unique=False)

    op.create_table(
        "cases",
        sa.Column("office_id", sa.String(length=32), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("owner_id", sa.String(length=32), nullable=False),
        sa.Column("deputy_id", sa.String(length=32), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("training", sa.Boolean(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("erasure_asked_by", sa.String(length=32), nullable=True),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["deputy_id"], ["users.id"], name=op.f("fk_cases_deputy_id")),
        sa.ForeignKeyConstraint(["erasure_asked_by"], ["users.id"], name=op.f("fk_cases_erasure_asked_by")),
        sa.ForeignKeyConstraint(["office_id"], ["offices.id"], name=op.f("fk_cases_office_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["users.id"], name=op.f("fk_cases_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cases")),
        sa.UniqueConstraint("office_id", "reference", name=op.f("uq_cases_office_id_reference")),
    )
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.create_index("ix_cases_office_opened", ["office_id", "opened_at", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_cases_owner_id"), ["owner_id"], unique=False)

    op.create_table(
        "fact_corrections",
        sa.Column("office_id", sa.String(length=32), nullable=False),
        sa.Column("fact_id", sa.String(), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("dated", sa.Date(), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["users.id"], name=op.f("fk_fact_corrections_by")),
        sa.ForeignKeyConstraint(["office_id"], ["offices.id"], name=op.f("fk_fact_corrections_office_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fact_corrections")),
    )
    with op.batch_alter_table("fact_corrections", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_fact_corrections_office_id"), ["office_id"], unique=False)

    op.create_table(
        "user_roles",
        sa.Column("user_id", sa.String(length=32), nullable=False),
        sa.Column("role_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["role_id"], ["roles.id"], name=op.f("fk_user_roles_role_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_user_roles_user_id")),
        sa.PrimaryKeyConstraint("user_id", "role_id", name=op.f("pk_user_roles")),
    )
    op.create_table(
        "case_keys",
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_keys_case_id")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_case_keys")),
    )
    op.create_table(
        "case_texts",
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("source_language", sa.String(length=12), nullable=True),
        sa.Column("translator_id", sa.String(length=32), nullable=True),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_texts_case_id")),
        sa.ForeignKeyConstraint(["translator_id"], ["users.id"], name=op.f("fk_case_texts_translator_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_texts")),
        sa.UniqueConstraint("case_id", "kind", "language", name=op.f("uq_case_texts_case_id_kind_language")),
    )
    with op.batch_alter_table("case_texts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_texts_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_case_texts_translator_id"), ["translator_id"], unique=False)

    op.create_table(
        "identifiers",
        sa.Column("office_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("platform", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("given_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("normal_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("lookup", sa.String(length=64), nullable=True),
        sa.Column("port", sa.Integer(), nullable=True),
        sa.Column("instants", sa.JSON(), nullable=False),
        sa.Column("used_from", sa.Date(), nullable=True),
        sa.Column("used_until", sa.Date(), nullable=True),
        sa.Column("user_in", sa.String(length=2), nullable=True),
        sa.Column("synthetic", sa.Boolean(), nullable=False),
        sa.Column("findings", sa.JSON(), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_identifiers_case_id")),
        sa.ForeignKeyConstraint(["office_id"], ["offices.id"], name=op.f("fk_identifiers_office_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identifiers")),
        sa.UniqueConstraint("case_id", "code", name=op.f("uq_identifiers_case_id_code")),
    )
    with op.batch_alter_table("identifiers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_identifiers_case_id"), ["case_id"], unique=False)
        batch_op.create_index("ix_identifiers_lookup", ["office_id", "lookup"], unique=False)

    op.create_table(
        "offences",
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("article", sa.String(), nullable=False),
        sa.Column("law", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("penalty", sa.String(), nullable=False),
        sa.Column("years", sa.Integer(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_offences_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offences")),
    )
    with op.batch_alter_table("offences", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_offences_case_id"), ["case_id"], unique=False)

    op.create_table(
        "persons",
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("identity", sa.String(length=32), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("role", sa.String(length=12), nullable=False),
        sa.Column("name_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("born_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("age_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("age_source", sa.String(), nullable=False),
        sa.Column("note_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_persons_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_persons")),
        sa.UniqueConstraint("case_id", "code", name=op.f("uq_persons_case_id_code")),
    )
    with op.batch_alter_table("persons", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_persons_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_persons_identity"), ["identity"], unique=False)

    op.create_table(
        "requests",
        sa.Column("office_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("parent_id", sa.String(length=32), nullable=True),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("measure", sa.String(), nullable=False),
        sa.Column("instrument", sa.String(), nullable=False),
        sa.Column("article", sa.String(), nullable=False),
        sa.Column("recipient_kind", sa.String(length=10), nullable=False),
        sa.Column("recipient_id", sa.String(), nullable=False),
        sa.Column("recipient_name", sa.String(), nullable=False),
        sa.Column("requested_state", sa.String(length=2), nullable=True),
        sa.Column("platform", sa.String(), nullable=True),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("identifiers", sa.JSON(), nullable=False),
        sa.Column("route", sa.JSON(), nullable=False),
        sa.Column("facts_version", sa.String(), nullable=False),
        sa.Column("draft_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("taken_over", sa.Boolean(), nullable=False),
        sa.Column("number", sa.String(), nullable=True),
        sa.Column("proof_code", sa.String(length=32), nullable=True),
        sa.Column("created_by", sa.String(length=32), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("transmitting_office_id", sa.String(length=32), nullable=True),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("ball", sa.String(length=10), nullable=False),
        sa.Column("next_due", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_requests_case_id")),
        sa.ForeignKeyConstraint(["created_by"], ["users.id"], name=op.f("fk_requests_created_by")),
        sa.ForeignKeyConstraint(["office_id"], ["offices.id"], name=op.f("fk_requests_office_id")),
        sa.ForeignKeyConstraint(["parent_id"], ["requests.id"], name=op.f("fk_requests_parent_id")),
        sa.ForeignKeyConstraint(
            ["transmitting_office_id"], ["offices.id"], name=op.f("fk_requests_transmitting_office_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_requests")),
        sa.UniqueConstraint("case_id", "code", name=op.f("uq_requests_case_id_code")),
        sa.UniqueConstraint("proof_code", name=op.f("uq_requests_proof_code")),
    )
    with op.batch_alter_table("requests", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_requests_case_id"), ["case_id"], unique=False)
        batch_op.create_index("ix_requests_office_ball", ["office_id", "ball", "next_due", "id"], unique=False)
        batch_op.create_index("ix_requests_office_created", ["office_id", "created_at", "id"], unique=False)
        batch_op.create_index(
            "ix_requests_office_ball_created", ["office_id", "ball", "created_at", "id"], unique=False
        )
        batch_op.create_index("ix_requests_office_state", ["office_id", "state", "created_at", "id"], unique=False)
        batch_op.create_index(
            "ix_requests_office_recipient", ["office_id", "recipient_id", "created_at", "id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_requests_parent_id"), ["parent_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_requests_transmitting_office_id"), ["transmitting_office_id"], unique=False
        )

    op.create_table(
        "annexes",
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("request_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("audience", sa.String(length=12), nullable=False),
        sa.Column("sealed", sa.Boolean(), nullable=False),
        sa.Column("blob", sa.String(length=64), nullable=False),
        sa.Column("name_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("passphrase_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_annexes_case_id")),
        sa.ForeignKeyConstraint(["request_id"], ["requests.id"], name=op.f("fk_annexes_request_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_annexes")),
        sa.UniqueConstraint("request_id", "number", name=op.f("uq_annexes_request_id_number")),
    )
    with op.batch_alter_table("annexes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_annexes_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_annexes_request_id"), ["request_id"], unique=False)

    op.create_table(
        "clocks",
        sa.Column("office_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("request_id", sa.String(length=32), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("party", sa.String(length=8), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("legal_due", sa.String(length=40), nullable=False),
        sa.Column("safe_due", sa.String(length=40), nullable=False),
        sa.Column("legal_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("safe_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("working", sa.JSON(), nullable=False),
        sa.Column("calendar_version", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("verification", sa.String(length=12), nullable=False),
        sa.Column("covers", sa.JSON(), nullable=False),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        sa.Column("opened_event", sa.Integer(), nullable=False),
        sa.Column("ended_event", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_why", sa.String(length=40), nullable=False),
        sa.Column("next_rung", sa.String(length=40), nullable=True),
        sa.Column("next_rung_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_clocks_case_id")),
        sa.ForeignKeyConstraint(["office_id"], ["offices.id"], name=op.f("fk_clocks_office_id")),
        sa.ForeignKeyConstraint(["request_id"], ["requests.id"], name=op.f("fk_clocks_request_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clocks")),
    )
    with op.batch_alter_table("clocks", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_clocks_case_id"), ["case_id"], unique=False)
        batch_op.create_index(
            "ix_clocks_kind_open",
            ["kind", "legal_at"],
            unique=False,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.create_index("ix_clocks_office_open", ["office_id", "ended_at", "safe_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_clocks_request_id"), ["request_id"], unique=False)
        batch_op.create_index(
            "ix_clocks_rung",
            ["next_rung_at"],
            unique=False,
            sqlite_where=sa.text("next_rung_at IS NOT NULL"),
            postgresql_where=sa.text("next_rung_at IS NOT NULL"),
        )

    op.create_table(
        "family_contacts",
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("channel", sa.String(length=12), nullable=False),
        sa.Column("address_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("greeting", sa.String(length=12), nullable=False),
        sa.Column("wants_letters", sa.Boolean(), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_family_contacts_case_id")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_family_contacts_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_family_contacts")),
        sa.UniqueConstraint("case_id", "code", name=op.f("uq_family_contacts_case_id_code")),
    )
    with op.batch_alter_table("family_contacts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_family_contacts_case_id"), ["case_id"], unique=False)

    op.create_table(
        "identifier_persons",
        sa.Column("identifier_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("certainty", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(
            ["identifier_id"], ["identifiers.id"], name=op.f("fk_identifier_persons_identifier_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_identifier_persons_person_id")),
        sa.PrimaryKeyConstraint("identifier_id", "person_id", name=op.f("pk_identifier_persons")),
    )
    op.create_table(
        "legs",
        sa.Column("request_id", sa.String(length=32), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("from_body", sa.String(), nullable=False),
        sa.Column("to_body", sa.String(), nullable=False),
        sa.Column("to_name", sa.String(), nullable=False),
        sa.Column("reaches_recipient", sa.Boolean(), nullable=False),
        sa.Column("ours", sa.Boolean(), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["request_id"], ["requests.id"], name=op.f("fk_legs_request_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_legs")),
        sa.UniqueConstraint("request_id", "seq", name=op.f("uq_legs_request_id_seq")),
    )
    with op.batch_alter_table("legs", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_legs_request_id"), ["request_id"], unique=False)

    op.create_table(
        "references",
        sa.Column("office_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("request_id", sa.String(length=32), nullable=True),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("folded", sa.String(), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_references_case_id")),
        sa.ForeignKeyConstraint(["office_id"], ["offices.id"], name=op.f("fk_references_office_id")),
        sa.ForeignKeyConstraint(["request_id"], ["requests.id"], name=op.f("fk_references_request_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_references")),
    )
    with op.batch_alter_table("references", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_references_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_references_request_id"), ["request_id"], unique=False)
        batch_op.create_index("ix_references_search", ["office_id", "folded"], unique=False)

    op.create_table(
        "replies",
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("request_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("note_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("came", sa.JSON(), nullable=False),
        sa.Column("missing", sa.JSON(), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_replies_case_id")),
        sa.ForeignKeyConstraint(["request_id"], ["requests.id"], name=op.f("fk_replies_request_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_replies")),
    )
    with op.batch_alter_table("replies", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_replies_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_replies_request_id"), ["request_id"], unique=False)

    op.create_table(
        "evidence_items",
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("reply_id", sa.String(length=32), nullable=False),
        sa.Column("what", sa.String(length=40), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("custodian", sa.String(), nullable=False),
        sa.Column("use_limit", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_evidence_items_case_id")),
        sa.ForeignKeyConstraint(["reply_id"], ["replies.id"], name=op.f("fk_evidence_items_reply_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_items")),
    )
    with op.batch_alter_table("evidence_items", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_evidence_items_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_evidence_items_reply_id"), ["reply_id"], unique=False)

    op.create_table(
        "reminders",
        sa.Column("office_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("request_id", sa.String(length=32), nullable=True),
        sa.Column("clock_id", sa.String(length=32), nullable=False),
        sa.Column("rung", sa.String(length=40), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("planted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("act", sa.String(length=40), nullable=False),
        sa.Column("made_request_id", sa.String(length=32), nullable=True),
        sa.Column("settled_by", sa.String(length=32), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_reminders_case_id")),
        sa.ForeignKeyConstraint(["clock_id"], ["clocks.id"], name=op.f("fk_reminders_clock_id")),
        sa.ForeignKeyConstraint(["made_request_id"], ["requests.id"], name=op.f("fk_reminders_made_request_id")),
        sa.ForeignKeyConstraint(["office_id"], ["offices.id"], name=op.f("fk_reminders_office_id")),
        sa.ForeignKeyConstraint(["request_id"], ["requests.id"], name=op.f("fk_reminders_request_id")),
        sa.ForeignKeyConstraint(["settled_by"], ["users.id"], name=op.f("fk_reminders_settled_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminders")),
        sa.UniqueConstraint("clock_id", "rung", name=op.f("uq_reminders_clock_id_rung")),
    )
    with op.batch_alter_table("reminders", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reminders_case_id"), ["case_id"], unique=False)
        batch_op.create_index("ix_reminders_office_state", ["office_id", "state", "planted_at", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_reminders_request_id"), ["request_id"], unique=False)
        batch_op.create_index("ix_reminders_state", ["state", "lease_until"], unique=False)

    op.create_table(
        "status_letters",
        sa.Column("office_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("contact_id", sa.String(length=32), nullable=False),
        sa.Column("occasion", sa.String(length=80), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("milestones", sa.JSON(), nullable=False),
        sa.Column("left_out", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.String(length=32), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_status_letters_case_id")),
        sa.ForeignKeyConstraint(["contact_id"], ["family_contacts.id"], name=op.f("fk_status_letters_contact_id")),
        sa.ForeignKeyConstraint(["decided_by"], ["users.id"], name=op.f("fk_status_letters_decided_by")),
        sa.ForeignKeyConstraint(["office_id"], ["offices.id"], name=op.f("fk_status_letters_office_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_status_letters")),
        sa.UniqueConstraint("contact_id", "occasion", name=op.f("uq_status_letters_contact_id_occasion")),
    )
    with op.batch_alter_table("status_letters", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_status_letters_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_status_letters_office_id"), ["office_id"], unique=False)

    op.create_table(
        "dispatches",
        sa.Column("office_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("request_id", sa.String(length=32), nullable=True),
        sa.Column("letter_id", sa.String(length=32), nullable=True),
        sa.Column("leg_id", sa.String(length=32), nullable=True),
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column("recipient_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("blob", sa.String(length=64), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("needs_tls", sa.Boolean(), nullable=False),
        sa.Column("drop_only", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("queued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.String(), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_dispatches_case_id")),
        sa.ForeignKeyConstraint(["leg_id"], ["legs.id"], name=op.f("fk_dispatches_leg_id")),
        sa.ForeignKeyConstraint(["letter_id"], ["status_letters.id"], name=op.f("fk_dispatches_letter_id")),
        sa.ForeignKeyConstraint(["office_id"], ["offices.id"], name=op.f("fk_dispatches_office_id")),
        sa.ForeignKeyConstraint(["request_id"], ["requests.id"], name=op.f("fk_dispatches_request_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispatches")),
        sa.UniqueConstraint("message_id", name=op.f("uq_dispatches_message_id")),
    )
    with op.batch_alter_table("dispatches", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_dispatches_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_dispatches_letter_id"), ["letter_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_dispatches_office_id"), ["office_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_dispatches_request_id"), ["request_id"], unique=False)
        batch_op.create_index("ix_dispatches_state", ["state", "lease_until"], unique=False)

    op.create_table(
        "papers",
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("request_id", sa.String(length=32), nullable=True),
        sa.Column("letter_id", sa.String(length=32), nullable=True),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("copy", sa.String(length=12), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("record_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("blob", sa.String(length=64), nullable=False),
        sa.Column("provenance", sa.JSON(), nullable=False),
        sa.Column("signed", sa.String(length=12), nullable=False),
        sa.Column("source", sa.String(length=10), nullable=False),
        sa.Column("compared", sa.JSON(), nullable=True),
        sa.Column("is_sent_one", sa.Boolean(), nullable=False),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_papers_case_id")),
        sa.ForeignKeyConstraint(["letter_id"], ["status_letters.id"], name=op.f("fk_papers_letter_id")),
        sa.ForeignKeyConstraint(["request_id"], ["requests.id"], name=op.f("fk_papers_request_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_papers")),
    )
    with op.batch_alter_table("papers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_papers_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_papers_letter_id"), ["letter_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_papers_request_id"), ["request_id"], unique=False)
    for statement in GUARDS[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    """Undo the step."""
    op.drop_table("papers")
    op.drop_table("dispatches")
    op.drop_table("status_letters")
    op.drop_table("reminders")
    op.drop_table("evidence_items")
    op.drop_table("replies")
    op.drop_table("references")
    op.drop_table("legs")
    op.drop_table("identifier_persons")
    op.drop_table("family_contacts")
    op.drop_table("clocks")
    op.drop_table("annexes")
    op.drop_table("requests")
    op.drop_table("persons")
    op.drop_table("offences")
    op.drop_table("identifiers")
    op.drop_table("case_texts")
    op.drop_table("case_keys")
    op.drop_table("user_roles")
    op.drop_table("fact_corrections")
    op.drop_table("cases")
    op.drop_table("addresses")
    op.drop_table("absences")
    op.drop_table("users")
    op.drop_table("number_series")
    op.drop_table("chains")
    op.drop_table("ticks")
    op.drop_table("roles")
    op.drop_table("once_tokens")
    op.drop_table("offices")
    op.drop_table("events")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION events_only_added()")
