"""Reminders lighter: their clock alone answers for the office, case and request that they copy from it."""

from __future__ import annotations

from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

COPIED = {"office_id": "offices", "case_id": "cases", "request_id": "requests"}


def upgrade() -> None:
    """Do the step."""
    op.drop_index("ix_reminders_case_id", "reminders")
    with op.batch_alter_table("reminders") as reminders:
        for column in COPIED:
            reminders.drop_constraint(f"fk_reminders_{column}", type_="foreignkey")


def downgrade() -> None:
    """Undo the step."""
    with op.batch_alter_table("reminders") as reminders:
        for column, table in COPIED.items():
            reminders.create_foreign_key(f"fk_reminders_{column}", table, [column], ["id"])
    op.create_index("ix_reminders_case_id", "reminders", ["case_id"])
