"""What people keep beside conversations. Times are UTC milliseconds."""

from typing import Final

from sqlalchemy import BigInteger, Column, Index, LargeBinary, Table, Text

from wa_support.storage.columns import key, may, metadata, must

notes: Final = Table(
    "notes",
    metadata,
    key("id"),
    Column("key_hash", LargeBinary, nullable=False, unique=True),
    *must(Text, "conversation_id", "agent"),
    *must(LargeBinary, "text"),
    *must(BigInteger, "at"),
    Index("ix_notes_conversation", "conversation_id", "at"),
)

conversation_tags: Final = Table(
    "conversation_tags",
    metadata,
    key("conversation_id"),
    key("tag"),
    *must(BigInteger, "at"),
    Index("ix_conversation_tags_tag", "tag", "conversation_id"),
)

snoozes: Final = Table(
    "snoozes",
    metadata,
    key("conversation_id"),
    *must(BigInteger, "until"),
    *must(Text, "by"),
    *may(Text, "waiting_for"),
    Index("ix_snoozes_until", "until", "conversation_id"),
)

assignments: Final = Table(
    "assignments",
    metadata,
    key("conversation_id"),
    *must(Text, "agent"),
    *must(BigInteger, "at"),
)

wrong_marks: Final = Table(
    "wrong_marks",
    metadata,
    key("send_id"),
    *must(Text, "conversation_id", "by"),
    *must(BigInteger, "at"),
    Index("ix_wrong_marks_conversation", "conversation_id"),
)

watching: Final = Table(
    "watching",
    metadata,
    key("conversation_id"),
    key("agent"),
    *must(BigInteger, "seen_at"),
    *may(BigInteger, "typing_at"),
)

canned_replies: Final = Table(
    "canned_replies",
    metadata,
    key("id"),
    *must(LargeBinary, "title", "body"),
    *may(Text, "language"),
    *must(Text, "saved_by"),
    *must(BigInteger, "saved_at"),
)
