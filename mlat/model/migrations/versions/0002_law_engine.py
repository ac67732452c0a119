"""Calendars of an office, orders of secrecy, pauses, reasons, overridden findings, and the hash of what was approved.

Why a letter was held back or a reminder set aside stood in clear. From here on it is a sealed reason beside its
event; what was written before is dropped and not moved, as no installation holds real data yet.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Do the step."""
    op.create_table(
        "office_days",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("office_id", sa.String(length=32), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("type", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("entered_by", sa.String(length=32), nullable=True),
        sa.Column("entered_at", INSTANT, nullable=False),
        sa.Column("retired_by", sa.String(length=32), nullable=True),
        sa.Column("retired_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["office_id"], ["offices.id"], name="fk_office_days_office_id"),
        sa.ForeignKeyConstraint(["entered_by"], ["users.id"], name="fk_office_days_entered_by"),
        sa.ForeignKeyConstraint(["retired_by"], ["users.id"], name="fk_office_days_retired_by"),
        sa.PrimaryKeyConstraint("id", name="pk_office_days"),
    )
    op.create_index("ix_office_days_office_id", "office_days", ["office_id"])
    op.create_table(
        "orders",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("request_id", sa.String(length=32), nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("ordered_at", INSTANT, nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("issuer_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("entered_by", sa.String(length=32), nullable=True),
        sa.Column("lifted_at", INSTANT, nullable=True),
        sa.Column("lifted_by", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_orders_case_id"),
        sa.ForeignKeyConstraint(["request_id"], ["requests.id"], name="fk_orders_request_id"),
        sa.ForeignKeyConstraint(["entered_by"], ["users.id"], name="fk_orders_entered_by"),
        sa.ForeignKeyConstraint(["lifted_by"], ["users.id"], name="fk_orders_lifted_by"),
        sa.PrimaryKeyConstraint("id", name="pk_orders"),
    )
    op.create_index("ix_orders_case_id", "orders", ["case_id"])
    op.create_index("ix_orders_request_id", "orders", ["request_id"])
    op.create_table(
        "overrides",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("request_id", sa.String(length=32), nullable=False),
        sa.Column("request_version", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("field", sa.String(length=60), nullable=False),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=True),
        sa.Column("at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["request_id"], ["requests.id"], name="fk_overrides_request_id"),
        sa.ForeignKeyConstraint(["by"], ["users.id"], name="fk_overrides_by"),
        sa.PrimaryKeyConstraint("id", name="pk_overrides"),
    )
    op.create_index("ix_overrides_request_id", "overrides", ["request_id"])
    op.create_table(
        "reasons",
        sa.Column("event_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_reasons_case_id"),
        sa.PrimaryKeyConstraint("event_id", name="pk_reasons"),
    )
    op.create_index("ix_reasons_case_id", "reasons", ["case_id"])
    op.add_column("offices", sa.Column("subdivision", sa.String(length=12), nullable=False, server_default=""))
    op.add_column("offices", sa.Column("calendars", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("clocks", sa.Column("about", sa.String(length=64), nullable=False, server_default=""))
    op.add_column("clocks", sa.Column("paused_at", INSTANT, nullable=True))
    op.add_column("identifiers", sa.Column("shared_lookup", sa.String(length=64), nullable=True))
    op.create_index("ix_identifiers_shared_lookup", "identifiers", ["shared_lookup"])
    op.add_column("requests", sa.Column("approved_hash", sa.String(length=64), nullable=True))
    with op.batch_alter_table("status_letters") as letters:
        letters.drop_column("reason")
    op.execute("UPDATE reminders SET note = '' WHERE state = 'dismissed'")
    op.drop_index("ix_requests_transmitting_office_id", table_name="requests")
    op.create_index("ix_requests_handed", "requests", ["transmitting_office_id", "created_at", "id"])


def downgrade() -> None:
    """Undo the step."""
    op.drop_index("ix_requests_handed", table_name="requests")
    op.create_index("ix_requests_transmitting_office_id", "requests", ["transmitting_office_id"])
    op.add_column("status_letters", sa.Column("reason", sa.String(), nullable=False, server_default=""))
    with op.batch_alter_table("requests") as requests:
        requests.drop_column("approved_hash")
    op.drop_index("ix_identifiers_shared_lookup", table_name="identifiers")
    with op.batch_alter_table("identifiers") as identifiers:
        identifiers.drop_column("shared_lookup")
    with op.batch_alter_table("clocks") as clocks:
        clocks.drop_column("paused_at")
        clocks.drop_column("about")
    with op.batch_alter_table("offices") as offices:
        offices.drop_column("calendars")
        offices.drop_column("subdivision")
    op.drop_table("reasons")
    op.drop_table("overrides")
    op.drop_table("orders")
    op.drop_table("office_days")
