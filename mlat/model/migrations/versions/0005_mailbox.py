"""The mailbox: mail as it came, and where it belongs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Do the step."""
    op.create_table(
        "messages",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("office_id", sa.String(length=32), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=True),
        sa.Column("same_as", sa.String(length=32), nullable=True),
        sa.Column("source", sa.String(length=10), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("stored_at", INSTANT, nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("verdict", sa.String(length=12), nullable=False),
        sa.Column("proposal", sa.JSON(), nullable=False),
        sa.Column("key_wrapped", sa.LargeBinary(), nullable=True),
        sa.Column("blob", sa.String(length=64), nullable=False),
        sa.Column("head_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("decided_by", sa.String(length=32), nullable=True),
        sa.Column("decided_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["office_id"], ["offices.id"], name="fk_messages_office_id"),
        sa.ForeignKeyConstraint(["same_as"], ["messages.id"], name="fk_messages_same_as"),
        sa.ForeignKeyConstraint(["decided_by"], ["users.id"], name="fk_messages_decided_by"),
        sa.PrimaryKeyConstraint("id", name="pk_messages"),
        sa.UniqueConstraint("sha256", name="uq_messages_sha256"),
        sa.UniqueConstraint("fingerprint", name="uq_messages_fingerprint"),
    )
    op.create_index("ix_messages_pile", "messages", ["office_id", "state", "stored_at", "id"])
    op.create_index("ix_messages_state", "messages", ["state", "stored_at", "id"])
    op.create_table(
        "filings",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("message_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("request_id", sa.String(length=32), nullable=True),
        sa.Column("reply_id", sa.String(length=32), nullable=True),
        sa.Column("filed_as", sa.String(length=24), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("filed_by", sa.String(length=32), nullable=True),
        sa.Column("filed_at", INSTANT, nullable=False),
        sa.Column("undone_at", INSTANT, nullable=True),
        sa.Column("key_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("head_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["message_id"], ["messages.id"], name="fk_filings_message_id"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_filings_case_id"),
        sa.ForeignKeyConstraint(["request_id"], ["requests.id"], name="fk_filings_request_id"),
        sa.ForeignKeyConstraint(["reply_id"], ["replies.id"], name="fk_filings_reply_id"),
        sa.ForeignKeyConstraint(["filed_by"], ["users.id"], name="fk_filings_filed_by"),
        sa.PrimaryKeyConstraint("id", name="pk_filings"),
    )
    op.create_index("ix_filings_message_id", "filings", ["message_id"])
    op.create_index("ix_filings_case_id", "filings", ["case_id"])
    op.create_index("ix_filings_request_id", "filings", ["request_id"])
    op.create_table(
        "reply_tokens",
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("request_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["request_id"], ["requests.id"], name="fk_reply_tokens_request_id"),
        sa.PrimaryKeyConstraint("hash", name="pk_reply_tokens"),
        sa.UniqueConstraint("request_id", name="uq_reply_tokens_request_id"),
    )


def downgrade() -> None:
    """Undo the step."""
    op.drop_table("reply_tokens")
    op.drop_table("filings")
    op.drop_table("messages")
