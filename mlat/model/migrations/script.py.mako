"""${message}."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
import mlat.model.base
${imports if imports else ""}

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Do the step."""
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    """Undo the step."""
    ${downgrades if downgrades else "pass"}
