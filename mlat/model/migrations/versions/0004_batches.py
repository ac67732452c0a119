"""Batches: many requests to be issued one after the other."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Do the step."""
    op.create_table(
        "batches",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("office_id", sa.String(length=32), nullable=False),
        sa.Column("started_by", sa.String(length=32), nullable=False),
        sa.Column("started_at", INSTANT, nullable=False),
        sa.Column("stopped_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["office_id"], ["offices.id"], name="fk_batches_office_id"),
        sa.ForeignKeyConstraint(["started_by"], ["users.id"], name="fk_batches_started_by"),
        sa.PrimaryKeyConstraint("id", name="pk_batches"),
    )
    op.create_index("ix_batches_office_id", "batches", ["office_id"])
    op.create_table(
        "batch_items",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("batch_id", sa.String(length=32), nullable=False),
        sa.Column("request_id", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("lease_until", INSTANT, nullable=True),
        sa.Column("settled_at", INSTANT, nullable=True),
        sa.Column("problem_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["batch_id"], ["batches.id"], name="fk_batch_items_batch_id"),
        sa.ForeignKeyConstraint(["request_id"], ["requests.id"], name="fk_batch_items_request_id"),
        sa.PrimaryKeyConstraint("id", name="pk_batch_items"),
        sa.UniqueConstraint("batch_id", "request_id", name="uq_batch_items_batch_id_request_id"),
    )
    op.create_index("ix_batch_items_request_id", "batch_items", ["request_id"])
    op.create_index("ix_batch_items_state", "batch_items", ["state", "lease_until"])


def downgrade() -> None:
    """Undo the step."""
    op.drop_table("batch_items")
    op.drop_table("batches")
