"""What recipients returned, and who keeps it."""

from __future__ import annotations

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Do the step."""


def downgrade() -> None:
    """Undo the step."""
