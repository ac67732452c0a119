"""The kind of an offence, by which treaties say what they cover."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Do the step."""
    op.add_column("offences", sa.Column("kind", sa.String(length=20), nullable=False, server_default=""))


def downgrade() -> None:
    """Undo the step."""
    with op.batch_alter_table("offences") as offences:
        offences.drop_column("kind")
