"""Papers: what a translation costs and when it is due."""

from __future__ import annotations

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Do the step."""


def downgrade() -> None:
    """Undo the step."""
