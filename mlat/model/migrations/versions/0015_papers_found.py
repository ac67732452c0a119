"""Papers found by their hash or their number: what a visitor asks of a paper walks no whole table."""

from __future__ import annotations

from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Do the step."""
    op.create_index("ix_papers_sha256", "papers", ["sha256"])
    op.create_index("ix_papers_number", "papers", ["number"])


def downgrade() -> None:
    """Undo the step."""
    op.drop_index("ix_papers_number", "papers")
    op.drop_index("ix_papers_sha256", "papers")
