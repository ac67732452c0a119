"""Families: how and when they want to be told, whose wish counts, and the code of their page.

Who had asked for letters before keeps that wish. Nobody had noted custody and the child's wish: letters wait
until somebody has.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
POINTS = (("child_id", "persons"), ("checked_by", "users"))


def contact_columns() -> tuple[sa.Column[Any], ...]:
    """What a family contact has more, fresh for each use."""
    return (
        sa.Column("wished_at", INSTANT, nullable=True),
        sa.Column("between_days", sa.Integer(), nullable=False, server_default="30"),
        sa.Column("no_news_days", sa.Integer(), nullable=True),
        sa.Column("safe_times_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("may_leave_message", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("relation", sa.String(length=12), nullable=False, server_default="parent"),
        sa.Column("child_id", sa.String(length=32), nullable=True),
        sa.Column("custody", sa.String(length=12), nullable=False, server_default=""),
        sa.Column("contact_forbidden", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("child_wish", sa.String(length=12), nullable=False, server_default=""),
        sa.Column("check_note_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("checked_by", sa.String(length=32), nullable=True),
        sa.Column("checked_at", INSTANT, nullable=True),
    )


def upgrade() -> None:
    """Do the step."""
    op.create_table(
        "own_voices",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("asked_at", INSTANT, nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("agrees", sa.Boolean(), nullable=True),
        sa.Column("recorded_by", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_own_voices_case_id"),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name="fk_own_voices_person_id"),
        sa.ForeignKeyConstraint(["recorded_by"], ["users.id"], name="fk_own_voices_recorded_by"),
        sa.PrimaryKeyConstraint("id", name="pk_own_voices"),
        sa.UniqueConstraint("person_id", name="uq_own_voices_person_id"),
    )
    op.create_index("ix_own_voices_case_id", "own_voices", ["case_id"])
    op.create_table(
        "family_pages",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("office_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("contact_id", sa.String(length=32), nullable=False),
        sa.Column("locator", sa.String(length=4), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("made_by", sa.String(length=32), nullable=True),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("ended_at", INSTANT, nullable=True),
        sa.Column("ended_why", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["offices.id"], name="fk_family_pages_office_id"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_family_pages_case_id"),
        sa.ForeignKeyConstraint(["contact_id"], ["family_contacts.id"], name="fk_family_pages_contact_id"),
        sa.ForeignKeyConstraint(["made_by"], ["users.id"], name="fk_family_pages_made_by"),
        sa.PrimaryKeyConstraint("id", name="pk_family_pages"),
        sa.UniqueConstraint("locator", name="uq_family_pages_locator"),
    )
    op.create_index("ix_family_pages_office_id", "family_pages", ["office_id"])
    op.create_index("ix_family_pages_case_id", "family_pages", ["case_id"])
    op.create_index("ix_family_pages_contact_id", "family_pages", ["contact_id"])
    with op.batch_alter_table("family_contacts") as contacts:
        for column in contact_columns():
            contacts.add_column(column)
        for name, table in POINTS:
            contacts.create_foreign_key(f"fk_family_contacts_{name}", table, [name], ["id"])
    op.add_column("status_letters", sa.Column("reader_sealed", sa.LargeBinary(), nullable=True))
    op.add_column("offices", sa.Column("own_voice_age", sa.Integer(), nullable=True))
    op.add_column("offices", sa.Column("family_sender", sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    """Undo the step."""
    with op.batch_alter_table("offices") as offices:
        offices.drop_column("family_sender")
        offices.drop_column("own_voice_age")
    with op.batch_alter_table("status_letters") as letters:
        letters.drop_column("reader_sealed")
    with op.batch_alter_table("family_contacts") as contacts:
        for name, _table in POINTS:
            contacts.drop_constraint(f"fk_family_contacts_{name}", type_="foreignkey")
        for column in reversed(contact_columns()):
            contacts.drop_column(column.name)
    op.drop_table("family_pages")
    op.drop_table("own_voices")
