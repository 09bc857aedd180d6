"""Who is to take what waits, how long customers wait, notices, and satisfaction."""

import sqlalchemy as sa
from alembic import op

revision, down_revision = "0009", "0008"

_UNSETTLED = sa.text("kept_at IS NULL AND ended_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "given",
        sa.Column("agent", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("agent"),
    )
    op.create_table(
        "waits",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("handoff_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("look_at", sa.BigInteger(), nullable=False),
        sa.Column("late", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=True),
        sa.Column("late_at", sa.BigInteger(), nullable=True),
        sa.Column("notified_at", sa.BigInteger(), nullable=True),
        sa.Column("told_at", sa.BigInteger(), nullable=True),
        sa.Column("window_told_at", sa.BigInteger(), nullable=True),
        sa.Column("kept_at", sa.BigInteger(), nullable=True),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "ix_waits_look", "waits", ["look_at", "id"],
        sqlite_where=_UNSETTLED, postgresql_where=_UNSETTLED,
    )
    op.create_index("ix_waits_handoff", "waits", ["handoff_id"])
    op.create_index("ix_waits_since", "waits", ["since"])
    op.create_table(
        "notices",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("told", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("key"),
    )
    due = sa.text("due_at IS NOT NULL")
    op.create_index(
        "ix_notices_due", "notices", ["due_at"], sqlite_where=due, postgresql_where=due
    )
    op.create_index("ix_notices_at", "notices", ["at"])
    op.create_table(
        "satisfaction",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    unasked = sa.text("asked_at IS NULL")
    op.create_index(
        "ix_satisfaction_due", "satisfaction", ["due_at"],
        sqlite_where=unasked, postgresql_where=unasked,
    )
    op.create_index(
        "ix_satisfaction_conversation", "satisfaction", ["conversation_id", "asked_at"]
    )
    op.create_index("ix_satisfaction_asked", "satisfaction", ["asked_at"])
    waiting = sa.text("closed_at IS NULL AND taken_at IS NULL")
    op.create_index(
        "ix_handoffs_waiting", "handoffs",
        ["opened_at", "id", "conversation_id", "told", "taken_at", "closed_at"],
        sqlite_where=waiting, postgresql_where=waiting,
    )
