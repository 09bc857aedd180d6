"""Whose turn it is to take what waits, how long customers wait, what people are told, and what is
said afterwards. Times are UTC milliseconds."""

from typing import Final

from sqlalchemy import BigInteger, Index, Integer, Table, Text

from wa_support.storage.columns import key, may, metadata, must, where

given: Final = Table("given", metadata, key("agent"), *must(BigInteger, "at"))
"""When each agent was last given a conversation to take."""

waits: Final = Table(
    "waits",
    metadata,
    key("id"),
    *must(Text, "conversation_id", "handoff_id", "kind"),
    *must(BigInteger, "since", "look_at"),
    *must(Integer, "late"),
    *may(BigInteger, "due_at", "late_at", "notified_at", "told_at", "window_told_at"),
    *may(BigInteger, "kept_at", "ended_at"),
    Index("ix_waits_look", "look_at", "id", **where("kept_at IS NULL AND ended_at IS NULL")),
    Index("ix_waits_handoff", "handoff_id"),
    Index("ix_waits_since", "since"),
)

# `told` names the channels that have it; `due_at` is empty once all have, or when it was given up.
# `subject` is the id of a conversation, or the key of a template.
notices: Final = Table(
    "notices",
    metadata,
    key("key"),
    *must(Text, "kind", "subject", "told"),
    *must(BigInteger, "at"),
    *must(Integer, "tries"),
    *may(BigInteger, "due_at"),
    *may(Text, "reason"),
    Index("ix_notices_due", "due_at", **where("due_at IS NOT NULL")),
    Index("ix_notices_at", "at"),
)

# `subject` is the handoff or the turn that is asked about.
satisfaction: Final = Table(
    "satisfaction",
    metadata,
    key("id"),
    *must(Text, "conversation_id", "kind", "subject"),
    *must(BigInteger, "due_at"),
    *may(BigInteger, "asked_at", "at"),
    *may(Text, "answer"),
    Index("ix_satisfaction_due", "due_at", **where("asked_at IS NULL")),
    Index("ix_satisfaction_conversation", "conversation_id", "asked_at"),
    Index("ix_satisfaction_asked", "asked_at"),
)
