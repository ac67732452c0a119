"""Papers: translations with their terms and certificate, annexes with issuer and end, names in Latin letters."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def columns() -> dict[str, tuple[sa.Column[Any], ...]]:
    """{table: what it has more}, fresh for each use."""
    return {
        "case_texts": (
            sa.Column("outside_sealed", sa.LargeBinary(), nullable=True),
            sa.Column("stale", sa.Boolean(), nullable=False, server_default=sa.false()),
            sa.Column("ordered_on", sa.Date(), nullable=True),
            sa.Column("due_on", sa.Date(), nullable=True),
            sa.Column("cost", sa.String(length=16), nullable=False, server_default=""),
            sa.Column("currency", sa.String(length=3), nullable=False, server_default=""),
            sa.Column("sworn_number_sealed", sa.LargeBinary(), nullable=True),
            sa.Column("scan", sa.String(length=64), nullable=True),
            sa.Column("scan_sha256", sa.String(length=64), nullable=True),
            sa.Column("certified_by", sa.String(length=32), nullable=True),
            sa.Column("certified_at", INSTANT, nullable=True),
        ),
        "annexes": (
            sa.Column("translation_of", sa.Integer(), nullable=True),
            sa.Column("issuer_sealed", sa.LargeBinary(), nullable=True),
            sa.Column("issued_on", sa.Date(), nullable=True),
            sa.Column("ends_on", sa.Date(), nullable=True),
            sa.Column("only_picture", sa.Boolean(), nullable=False, server_default=sa.false()),
        ),
        "persons": (sa.Column("latin_sealed", sa.LargeBinary(), nullable=True),),
    }


def upgrade() -> None:
    """Do the step."""
    for table, added in columns().items():
        with op.batch_alter_table(table) as opened:
            for column in added:
                opened.add_column(column)
            if table == "case_texts":
                opened.create_foreign_key("fk_case_texts_certified_by", "users", ["certified_by"], ["id"])


def downgrade() -> None:
    """Undo the step."""
    for table, added in columns().items():
        with op.batch_alter_table(table) as opened:
            if table == "case_texts":
                opened.drop_constraint("fk_case_texts_certified_by", type_="foreignkey")
            for column in added:
                opened.drop_column(column.name)
