"""Staff: digests, feeds, wake-me dates and the rota; cases that move to another office; the liaison board's index."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
FILTERS = {"country": "requested_state", "recipient": "recipient_id", "measure": "measure"}


def upgrade() -> None:
    """Do the step."""
    op.add_column("offices", sa.Column("feed_references", sa.Boolean(), nullable=False, server_default=sa.false()))
    for filter_, column in FILTERS.items():
        op.create_index(f"ix_requests_board_{filter_}", "requests", ["office_id", "ball", column, "next_due", "id"])
    op.create_index("ix_clocks_office_party", "clocks", ["office_id", "party", "ended_at", "safe_at"])
    op.create_table(
        "digest_choices",
        sa.Column("user_id", sa.String(length=32), nullable=False),
        sa.Column("rhythm", sa.String(length=8), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_digest_choices_user_id"),
        sa.PrimaryKeyConstraint("user_id", name="pk_digest_choices"),
    )
    op.create_table(
        "staff_mails",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("user_id", sa.String(length=32), nullable=False),
        sa.Column("occasion", sa.String(length=80), nullable=False),
        sa.Column("request_id", sa.String(length=32), nullable=True),
        sa.Column("planted_at", INSTANT, nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("lease_until", INSTANT, nullable=True),
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column("raw_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("settled_at", INSTANT, nullable=True),
        sa.Column("error", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_staff_mails_user_id"),
        sa.ForeignKeyConstraint(["request_id"], ["requests.id"], name="fk_staff_mails_request_id"),
        sa.PrimaryKeyConstraint("id", name="pk_staff_mails"),
        sa.UniqueConstraint("user_id", "occasion", name="uq_staff_mails_user_id_occasion"),
    )
    op.create_index("ix_staff_mails_state", "staff_mails", ["state", "lease_until"])
    op.create_index("ix_staff_mails_request_id", "staff_mails", ["request_id"])
    op.create_table(
        "digest_lines",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("user_id", sa.String(length=32), nullable=False),
        sa.Column("mail_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=True),
        sa.Column("item", sa.String(length=80), nullable=False),
        sa.Column("said", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_digest_lines_user_id"),
        sa.ForeignKeyConstraint(["mail_id"], ["staff_mails.id"], name="fk_digest_lines_mail_id"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_digest_lines_case_id"),
        sa.PrimaryKeyConstraint("id", name="pk_digest_lines"),
        sa.UniqueConstraint("user_id", "item", "said", name="uq_digest_lines_user_id_item_said"),
    )
    op.create_index("ix_digest_lines_mail_id", "digest_lines", ["mail_id"])
    op.create_index("ix_digest_lines_case_id", "digest_lines", ["case_id"])
    op.create_table(
        "feed_tokens",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("user_id", sa.String(length=32), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("revoked_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_feed_tokens_user_id"),
        sa.PrimaryKeyConstraint("id", name="pk_feed_tokens"),
        sa.UniqueConstraint("token_hash", name="uq_feed_tokens_token_hash"),
    )
    op.create_index("ix_feed_tokens_user_id", "feed_tokens", ["user_id"])
    op.create_table(
        "feed_entries",
        sa.Column("user_id", sa.String(length=32), nullable=False),
        sa.Column("uid", sa.String(length=80), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_feed_entries_user_id"),
        sa.PrimaryKeyConstraint("user_id", "uid", name="pk_feed_entries"),
    )
    op.create_table(
        "wake_dates",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("request_id", sa.String(length=32), nullable=True),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("note_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("done_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_wake_dates_user_id"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_wake_dates_case_id"),
        sa.ForeignKeyConstraint(["request_id"], ["requests.id"], name="fk_wake_dates_request_id"),
        sa.PrimaryKeyConstraint("id", name="pk_wake_dates"),
    )
    op.create_index("ix_wake_dates_case_id", "wake_dates", ["case_id"])
    op.create_index("ix_wake_dates_request_id", "wake_dates", ["request_id"])
    op.create_index("ix_wake_dates_user_day", "wake_dates", ["user_id", "on_day"])
    op.create_table(
        "rota_turns",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("office_id", sa.String(length=32), nullable=False),
        sa.Column("user_id", sa.String(length=32), nullable=False),
        sa.Column("starts_at", INSTANT, nullable=False),
        sa.Column("ends_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["offices.id"], name="fk_rota_turns_office_id"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_rota_turns_user_id"),
        sa.PrimaryKeyConstraint("id", name="pk_rota_turns"),
    )
    op.create_index("ix_rota_turns_user_id", "rota_turns", ["user_id"])
    op.create_index("ix_rota_turns_office_start", "rota_turns", ["office_id", "starts_at"])
    op.create_table(
        "handings",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("from_office_id", sa.String(length=32), nullable=False),
        sa.Column("to_office_id", sa.String(length=32), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("note_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("offered_by", sa.String(length=32), nullable=False),
        sa.Column("offered_at", INSTANT, nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("settled_by", sa.String(length=32), nullable=True),
        sa.Column("settled_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_handings_case_id"),
        sa.ForeignKeyConstraint(["from_office_id"], ["offices.id"], name="fk_handings_from_office_id"),
        sa.ForeignKeyConstraint(["to_office_id"], ["offices.id"], name="fk_handings_to_office_id"),
        sa.ForeignKeyConstraint(["offered_by"], ["users.id"], name="fk_handings_offered_by"),
        sa.ForeignKeyConstraint(["settled_by"], ["users.id"], name="fk_handings_settled_by"),
        sa.PrimaryKeyConstraint("id", name="pk_handings"),
    )
    for column in ("case_id", "from_office_id", "to_office_id"):
        op.create_index(f"ix_handings_{column}", "handings", [column])


TABLES = (
    "handings",
    "rota_turns",
    "wake_dates",
    "feed_entries",
    "feed_tokens",
    "digest_lines",
    "staff_mails",
    "digest_choices",
)


def downgrade() -> None:
    """Undo the step."""
    for table in TABLES:
        op.drop_table(table)
    op.drop_index("ix_clocks_office_party", table_name="clocks")
    for filter_ in FILTERS:
        op.drop_index(f"ix_requests_board_{filter_}", table_name="requests")
    with op.batch_alter_table("offices") as offices:
        offices.drop_column("feed_references")
