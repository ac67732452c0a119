"""Annexes that were removed from a draft."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Do the step."""
    op.create_table(
        "removed_annexes",
        sa.Column("id", sa.String(length=32), nullable=False),
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
        sa.Column("translation_of", sa.Integer(), nullable=True),
        sa.Column("issuer_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("only_picture", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("removed_by", sa.String(length=32), nullable=True),
        sa.Column("removed_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_removed_annexes_case_id"),
        sa.ForeignKeyConstraint(["request_id"], ["requests.id"], name="fk_removed_annexes_request_id"),
        sa.ForeignKeyConstraint(["removed_by"], ["users.id"], name="fk_removed_annexes_removed_by"),
        sa.PrimaryKeyConstraint("id", name="pk_removed_annexes"),
        sa.UniqueConstraint("request_id", "number", name="uq_removed_annexes_request_id_number"),
    )
    op.create_index("ix_removed_annexes_case_id", "removed_annexes", ["case_id"])
    op.create_index("ix_removed_annexes_request_id", "removed_annexes", ["request_id"])


def downgrade() -> None:
    """Undo the step."""
    op.drop_table("removed_annexes")
