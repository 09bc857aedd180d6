"""What people keep beside conversations, and how a handoff ended."""

import sqlalchemy as sa
from alembic import op

revision, down_revision = "0008", "0007"


def upgrade() -> None:
    op.add_column("handoffs", sa.Column("passed_on_at", sa.BigInteger()))
    op.add_column("handoffs", sa.Column("result", sa.Text()))
    op.drop_index("ix_handoffs_open", "handoffs")
    is_open = sa.text("closed_at IS NULL")
    op.create_index(
        "ix_handoffs_open",
        "handoffs",
        ["conversation_id", "opened_at", "passed_on_at"],
        sqlite_where=is_open,
        postgresql_where=is_open,
    )
    op.create_index("ix_handoffs_conversation", "handoffs", ["conversation_id", "opened_at"])
    op.create_index(
        "ix_conversations_owner",
        "conversations",
        ["owner", "agent", "last_message_at", "created_at", "window_closes_at", "id"],
    )
    op.create_index("ix_conversations_customer", "conversations", ["customer_id"])
    _beside()
    op.create_table(
        "canned_replies",
        sa.Column("id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("title", sa.LargeBinary(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("saved_by", sa.Text(), nullable=False),
        sa.Column("saved_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )


def _beside() -> None:
    op.create_table(
        "notes",
        sa.Column("id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("key_hash", sa.LargeBinary(), nullable=False),
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("agent", sa.Text(), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("key_hash"),
    )
    op.create_index("ix_notes_conversation", "notes", ["conversation_id", "at"])
    op.create_table(
        "conversation_tags",
        sa.Column("conversation_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("tag", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("conversation_id", "tag"),
    )
    op.create_index("ix_conversation_tags_tag", "conversation_tags", ["tag", "conversation_id"])
    op.create_table(
        "snoozes",
        sa.Column("conversation_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("waiting_for", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("conversation_id"),
    )
    op.create_index("ix_snoozes_until", "snoozes", ["until", "conversation_id"])
    op.create_table(
        "assignments",
        sa.Column("conversation_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("agent", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("conversation_id"),
    )
    op.create_table(
        "wrong_marks",
        sa.Column("send_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("send_id"),
    )
    op.create_index("ix_wrong_marks_conversation", "wrong_marks", ["conversation_id"])
    op.create_table(
        "watching",
        sa.Column("conversation_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("agent", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("seen_at", sa.BigInteger(), nullable=False),
        sa.Column("typing_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("conversation_id", "agent"),
    )
