"""Operations: planted work on many suspects."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Do the step."""
    op.create_table(
        "operation_works",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("office_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("started_by", sa.String(length=32), nullable=False),
        sa.Column("started_at", INSTANT, nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("measure", sa.String(length=40), nullable=False),
        sa.Column("organised", sa.Boolean(), nullable=False),
        sa.Column("file_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("lease_until", INSTANT, nullable=True),
        sa.Column("stopped_at", INSTANT, nullable=True),
        sa.Column("ended_at", INSTANT, nullable=True),
        sa.Column("problem_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["office_id"], ["offices.id"], name="fk_operation_works_office_id"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_operation_works_case_id"),
        sa.ForeignKeyConstraint(["started_by"], ["users.id"], name="fk_operation_works_started_by"),
        sa.PrimaryKeyConstraint("id", name="pk_operation_works"),
    )
    op.create_index("ix_operation_works_case_id", "operation_works", ["case_id"])
    op.create_index("ix_operation_works_open", "operation_works", ["ended_at", "lease_until"])


def downgrade() -> None:
    """Undo the step."""
    op.drop_table("operation_works")
