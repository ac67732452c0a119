"""Staff: digests, feeds, wake-me dates and the rota."""

from __future__ import annotations

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Do the step."""


def downgrade() -> None:
    """Undo the step."""
