"""Silence: how long requests lay with their recipients, the office's own limits, letters that ask after many requests.

`waits` and `paces` are made from the events by `mlat rebuild`, and from then on by whatever happens.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
ID = sa.String(length=32)


def upgrade() -> None:
    """Do the step."""
    op.create_table(
        "waits",
        sa.Column("request_id", ID, nullable=False),
        sa.Column("office_id", ID, nullable=False),
        sa.Column("recipient_id", sa.String(), nullable=False),
        sa.Column("measure", sa.String(), nullable=False),
        sa.Column("training", sa.Boolean(), nullable=False),
        sa.Column("began_at", INSTANT, nullable=False),
        sa.Column("theirs", sa.Integer(), nullable=False),
        sa.Column("since", INSTANT, nullable=True),
        sa.Column("contact", sa.Integer(), nullable=True),
        sa.Column("answer", sa.Integer(), nullable=True),
        sa.Column("spoken", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["request_id"], ["requests.id"], name="fk_waits_request_id"),
        sa.ForeignKeyConstraint(["office_id"], ["offices.id"], name="fk_waits_office_id"),
        sa.PrimaryKeyConstraint("request_id", name="pk_waits"),
    )
    op.create_index("ix_waits_recipient", "waits", ["office_id", "recipient_id", "measure"])
    op.create_index("ix_waits_began", "waits", ["office_id", "began_at"])
    op.create_table(
        "paces",
        sa.Column("office_id", ID, nullable=False),
        sa.Column("recipient_id", sa.String(), nullable=False),
        sa.Column("measure", sa.String(), nullable=False),
        sa.Column("cases", sa.Integer(), nullable=False),
        sa.Column("contacted", sa.Integer(), nullable=False),
        sa.Column("answered", sa.Integer(), nullable=False),
        sa.Column("contact_half", sa.Integer(), nullable=True),
        sa.Column("contact_most", sa.Integer(), nullable=True),
        sa.Column("answer_half", sa.Integer(), nullable=True),
        sa.Column("answer_most", sa.Integer(), nullable=True),
        sa.Column("computed_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["offices.id"], name="fk_paces_office_id"),
        sa.PrimaryKeyConstraint("office_id", "recipient_id", "measure", name="pk_paces"),
    )
    op.create_table(
        "silence_limits",
        sa.Column("id", ID, nullable=False),
        sa.Column("office_id", ID, nullable=False),
        sa.Column("recipient_id", sa.String(), nullable=False),
        sa.Column("measure", sa.String(length=40), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("set_by", ID, nullable=True),
        sa.Column("set_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["offices.id"], name="fk_silence_limits_office_id"),
        sa.ForeignKeyConstraint(["set_by"], ["users.id"], name="fk_silence_limits_set_by"),
        sa.PrimaryKeyConstraint("id", name="pk_silence_limits"),
        sa.UniqueConstraint(
            "office_id", "recipient_id", "measure", name="uq_silence_limits_office_id_recipient_id_measure"
        ),
    )
    op.create_table(
        "asked_after",
        sa.Column("inquiry_id", ID, nullable=False),
        sa.Column("request_id", ID, nullable=False),
        sa.ForeignKeyConstraint(["inquiry_id"], ["requests.id"], name="fk_asked_after_inquiry_id"),
        sa.ForeignKeyConstraint(["request_id"], ["requests.id"], name="fk_asked_after_request_id"),
        sa.PrimaryKeyConstraint("inquiry_id", "request_id", name="pk_asked_after"),
    )
    op.create_index("ix_asked_after_request_id", "asked_after", ["request_id"])
    op.create_index("ix_events_office_kind", "events", ["office_id", "kind", "at"])
    op.add_column("offices", sa.Column("automatic_by", ID, nullable=True))


def downgrade() -> None:
    """Undo the step."""
    op.drop_column("offices", "automatic_by")
    op.drop_index("ix_events_office_kind", "events")
    for table in ("asked_after", "silence_limits", "paces", "waits"):
        op.drop_table(table)
