"""Mail handed from one office to another."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Do the step."""
    op.create_table(
        "mail_handings",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("message_id", sa.String(length=32), nullable=False),
        sa.Column("from_office_id", sa.String(length=32), nullable=False),
        sa.Column("to_office_id", sa.String(length=32), nullable=False),
        sa.Column("handed_by", sa.String(length=32), nullable=True),
        sa.Column("handed_at", INSTANT, nullable=False),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["message_id"], ["messages.id"], name="fk_mail_handings_message_id"),
        sa.ForeignKeyConstraint(["from_office_id"], ["offices.id"], name="fk_mail_handings_from_office_id"),
        sa.ForeignKeyConstraint(["to_office_id"], ["offices.id"], name="fk_mail_handings_to_office_id"),
        sa.ForeignKeyConstraint(["handed_by"], ["users.id"], name="fk_mail_handings_handed_by"),
        sa.PrimaryKeyConstraint("id", name="pk_mail_handings"),
    )
    op.create_index("ix_mail_handings_message_id", "mail_handings", ["message_id"])


def downgrade() -> None:
    """Undo the step."""
    op.drop_table("mail_handings")
