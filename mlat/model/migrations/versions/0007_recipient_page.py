"""The page of a recipient abroad: its links, what was entered there, and how long an office keeps it open."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
ID = sa.String(length=32)


def upgrade() -> None:
    """Do the step."""
    op.add_column("offices", sa.Column("recipient_page_days", sa.Integer(), nullable=False, server_default="0"))
    op.create_table(
        "recipient_links",
        sa.Column("id", ID, nullable=False),
        sa.Column("case_id", ID, nullable=False),
        sa.Column("request_id", ID, nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("until", INSTANT, nullable=False),
        sa.Column("revoked_at", INSTANT, nullable=True),
        sa.Column("uses", sa.Integer(), nullable=False),
        sa.Column("used_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_recipient_links_case_id"),
        sa.ForeignKeyConstraint(["request_id"], ["requests.id"], name="fk_recipient_links_request_id"),
        sa.PrimaryKeyConstraint("id", name="pk_recipient_links"),
        sa.UniqueConstraint("token_hash", name="uq_recipient_links_token_hash"),
    )
    op.create_index("ix_recipient_links_case_id", "recipient_links", ["case_id"])
    op.create_index("ix_recipient_links_request_id", "recipient_links", ["request_id"])
    op.create_table(
        "proposals",
        sa.Column("id", ID, nullable=False),
        sa.Column("case_id", ID, nullable=False),
        sa.Column("request_id", ID, nullable=False),
        sa.Column("link_id", ID, nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("promised_on", sa.Date(), nullable=True),
        sa.Column("said_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("entered_at", INSTANT, nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=True),
        sa.Column("code_until", INSTANT, nullable=True),
        sa.Column("code_tries", sa.Integer(), nullable=False),
        sa.Column("code_given_at", INSTANT, nullable=True),
        sa.Column("decided_at", INSTANT, nullable=True),
        sa.Column("decided_by", ID, nullable=True),
        sa.Column("reply_id", ID, nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_proposals_case_id"),
        sa.ForeignKeyConstraint(["request_id"], ["requests.id"], name="fk_proposals_request_id"),
        sa.ForeignKeyConstraint(["link_id"], ["recipient_links.id"], name="fk_proposals_link_id"),
        sa.ForeignKeyConstraint(["decided_by"], ["users.id"], name="fk_proposals_decided_by"),
        sa.ForeignKeyConstraint(["reply_id"], ["replies.id"], name="fk_proposals_reply_id"),
        sa.PrimaryKeyConstraint("id", name="pk_proposals"),
    )
    for column in ("case_id", "request_id", "link_id"):
        op.create_index(f"ix_proposals_{column}", "proposals", [column])
    op.create_index("ix_proposals_state", "proposals", ["state", "entered_at"])


def downgrade() -> None:
    """Undo the step."""
    op.drop_table("proposals")
    op.drop_table("recipient_links")
    with op.batch_alter_table("offices") as offices:
        offices.drop_column("recipient_page_days")
