"""Sending again, merged customers, the audit's chain."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision, down_revision = "0002", "0001"


def where(condition: str) -> dict[str, Any]:
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}


def upgrade() -> None:
    op.create_table(
        "status_flow",
        sa.Column("phone_number_id", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("phone_number_id"),
    )
    op.create_index("ix_attempts_again", "attempts", ["send_id"], **where("n > 1"))
    op.create_table(
        "merged",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("into", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "audit_head",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.add_column("audit", sa.Column("position", sa.BigInteger()))
    op.add_column("audit", sa.Column("hash", sa.LargeBinary()))
    op.create_index("ix_audit_position", "audit", ["position"], unique=True)
    op.create_index("ix_audit_unsealed", "audit", ["seq"], **where("position IS NULL"))
