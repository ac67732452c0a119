"""The mailbox: mail as it came, and where it belongs."""

from __future__ import annotations

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Do the step."""


def downgrade() -> None:
    """Undo the step."""
