"""What recipients returned, and who keeps it.

Going back drops what was set aside here, as the first tables know only what is kept outside.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def _text(name: str, length: int, default: str = "") -> sa.Column[str]:
    return sa.Column(name, sa.String(length=length), nullable=False, server_default=default)


def upgrade() -> None:
    """Do the step."""
    with op.batch_alter_table("replies") as replies:
        replies.add_column(sa.Column("leg_id", sa.String(length=32), nullable=True))
        replies.add_column(_text("message_id", 32))
        replies.add_column(_text("ground", 40))
        replies.add_column(sa.Column("link_sealed", sa.LargeBinary(), nullable=True))
        replies.add_column(sa.Column("spans", sa.JSON(), nullable=False, server_default="{}"))
        replies.create_foreign_key("fk_replies_leg_id", "legs", ["leg_id"], ["id"])
    with op.batch_alter_table("evidence_items") as items:
        items.add_column(sa.Column("request_id", sa.String(length=32), nullable=True))
        items.add_column(_text("message_id", 32))
        items.add_column(_text("state", 10, "outside"))
        items.add_column(_text("scan", 10))
        items.add_column(_text("kind", 10))
        items.add_column(_text("sniffed", 100))
        items.add_column(_text("declared", 100))
        items.add_column(sa.Column("name_sealed", sa.LargeBinary(), nullable=True))
        items.add_column(sa.Column("listing_sealed", sa.LargeBinary(), nullable=True))
        items.add_column(sa.Column("key_sealed", sa.LargeBinary(), nullable=True))
        items.add_column(_text("apart", 64))
        items.add_column(_text("blob", 64))
        items.add_column(sa.Column("settled_by", sa.String(length=32), nullable=True))
        items.add_column(sa.Column("settled_at", INSTANT, nullable=True))
        items.alter_column("reply_id", existing_type=sa.String(length=32), nullable=True)
        items.alter_column("size", existing_type=sa.Integer(), type_=sa.BigInteger(), existing_nullable=False)
        items.create_foreign_key("fk_evidence_items_request_id", "requests", ["request_id"], ["id"])
        items.create_foreign_key("fk_evidence_items_settled_by", "users", ["settled_by"], ["id"])
    op.create_index("ix_evidence_items_request_id", "evidence_items", ["request_id"])
    op.create_index("ix_evidence_items_message_id", "evidence_items", ["message_id"])
    op.create_index("ix_evidence_items_state", "evidence_items", ["state", "recorded_at", "id"])
    op.execute(
        "UPDATE evidence_items SET request_id = "
        "(SELECT replies.request_id FROM replies WHERE replies.id = evidence_items.reply_id)"
    )


def downgrade() -> None:
    """Undo the step."""
    for name in ("state", "message_id", "request_id"):
        op.drop_index(f"ix_evidence_items_{name}", table_name="evidence_items")
    op.execute("DELETE FROM evidence_items WHERE state <> 'outside' OR reply_id IS NULL")
    with op.batch_alter_table("evidence_items") as items:
        items.drop_constraint("fk_evidence_items_settled_by", type_="foreignkey")
        items.drop_constraint("fk_evidence_items_request_id", type_="foreignkey")
        items.alter_column("size", existing_type=sa.BigInteger(), type_=sa.Integer(), existing_nullable=False)
        items.alter_column("reply_id", existing_type=sa.String(length=32), nullable=False)
        for name in (
            "settled_at", "settled_by", "blob", "apart", "key_sealed", "listing_sealed", "name_sealed", "declared",
            "sniffed", "kind", "scan", "state", "message_id", "request_id",
        ):  # fmt: skip
            items.drop_column(name)
    with op.batch_alter_table("replies") as replies:
        replies.drop_constraint("fk_replies_leg_id", type_="foreignkey")
        for name in ("spans", "link_sealed", "ground", "message_id", "leg_id"):
            replies.drop_column(name)
