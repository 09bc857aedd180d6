"""Every table, for SQLite and PostgreSQL alike. Times are UTC milliseconds.

Columns named `*_hash` are keyed hashes for look-ups; other `LargeBinary` columns hold sealed bytes
(published policies and the sample shop's orders are nobody's secret and lie in clear).
"""

# No foreign keys: on PostgreSQL an insert into a child would wait for the conversation's row lock.

from typing import Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
)

from wa_support.storage.columns import key, may, metadata, must, sequence, where

meta: Final = Table("meta", metadata, key("key"), *must(LargeBinary, "value"))

inbox: Final = Table(
    "inbox",
    metadata,
    sequence(),
    *must(BigInteger, "received_at"),
    *must(LargeBinary, "body"),
)

inbox_cursors: Final = Table("inbox_cursors", metadata, key("source"), *must(BigInteger, "upto"))

seen: Final = Table("seen", metadata, key("key", LargeBinary), *must(BigInteger, "at"))

bodies: Final = Table(
    "bodies",
    metadata,
    sequence(),
    *must(BigInteger, "received_at"),
    *must(LargeBinary, "body"),
)

account_events: Final = Table(
    "account_events",
    metadata,
    sequence(),
    *must(BigInteger, "at"),
    *must(Text, "kind", "state"),
    *must(LargeBinary, "body"),
    Index("ix_account_events_odd", "state", **where("state <> 'kept'")),
)

dead_letters: Final = Table(
    "dead_letters",
    metadata,
    key("id"),
    *must(BigInteger, "at", "size"),
    *must(LargeBinary, "reason", "body"),
    *may(BigInteger, "redriven_at"),
)

customers: Final = Table(
    "customers",
    metadata,
    key("id"),
    *must(BigInteger, "created_at"),
    *may(LargeBinary, "bsuid", "phone", "parent", "name"),
    *may(BigInteger, "opted_out_at", "opted_out_of_all_at"),
    *may(Integer, "terms_version"),
)

aliases: Final = Table(
    "aliases",
    metadata,
    key("kind"),
    key("value_hash", LargeBinary),
    *must(LargeBinary, "value_sealed"),
    *must(Text, "customer_id"),
    Index("ix_aliases_customer", "customer_id"),
)

conversations: Final = Table(
    "conversations",
    metadata,
    key("id"),
    *must(Text, "phone_number_id", "customer_id", "owner"),
    *must(BigInteger, "created_at", "epoch"),
    *may(Text, "agent", "language", "purpose"),
    *may(BigInteger, "window_closes_at", "last_message_at", "first_pending_at"),
    *may(BigInteger, "due_at", "elsewhere_at"),
    *must(LargeBinary, "memory"),
    *may(Text, "lease_token", "lease_holder"),
    *may(BigInteger, "lease_until", "pair_tat"),
    UniqueConstraint("phone_number_id", "customer_id"),
    Index("ix_conversations_due", "due_at", "id", **where("due_at IS NOT NULL")),
    Index("ix_conversations_customer", "customer_id"),
    # All that the list of 10,000 is ordered by: it never opens a row that it does not show.
    Index(
        "ix_conversations_owner",
        *("owner", "agent", "last_message_at", "created_at", "window_closes_at", "id"),
    ),
)

messages: Final = Table(
    "messages",
    metadata,
    sequence(),
    Column("id", Text, nullable=False, unique=True),
    *must(Text, "conversation_id", "author", "type", "text"),
    *must(BigInteger, "at", "received_at"),
    *may(LargeBinary, "content", "wamid", "wamid_hash"),
    *may(Text, "turn_id", "agent"),
    *must(Boolean, "pending"),
    *may(Text, "reply_to"),
    Index("ix_messages_conversation", "conversation_id", "at"),
    Index("ix_messages_pending", "conversation_id", **where("pending")),
)

media: Final = Table(
    "media",
    metadata,
    key("id"),
    Column("message_id", Text, nullable=False, index=True),
    *must(Text, "phone_number_id", "state"),
    *must(LargeBinary, "media"),
    *must(Integer, "tries"),
    *may(BigInteger, "due_at", "size", "kept_at"),
    *may(Text, "path"),
    *may(LargeBinary, "reason"),
    *may(Text, "media_type"),
    Index("ix_media_kept", "size", **where("path IS NOT NULL")),
    Index("ix_media_due", "due_at", "id", **where("due_at IS NOT NULL")),
)

turns: Final = Table(
    "turns",
    metadata,
    key("id"),
    *must(Text, "conversation_id", "state"),
    *must(Integer, "policy_version", "leases", "restarts"),
    *must(BigInteger, "started_at"),
    *may(BigInteger, "ended_at"),
    Index("ix_turns_conversation", "conversation_id", "started_at"),
)

journal: Final = Table(
    "journal",
    metadata,
    key("turn_id"),
    key("seq", Integer),
    *must(Text, "kind"),
    *must(Integer, "version"),
    *must(LargeBinary, "payload"),
    *must(BigInteger, "at"),
)

sends: Final = Table(
    "sends",
    metadata,
    sequence(),
    Column("id", Text, nullable=False, unique=True),
    Column("effect_key_hash", LargeBinary, nullable=False, unique=True),
    *must(Text, "conversation_id", "author", "state"),
    *must(LargeBinary, "outbound"),
    *must(BigInteger, "created_at", "due_at", "epoch"),
    *must(Integer, "tries"),
    *may(Text, "turn_id", "agent"),
    *may(BigInteger, "not_after"),
    *may(LargeBinary, "reason"),
    Index("ix_sends_due", "due_at", "seq", **where("state IN ('ready', 'waiting')")),
    Index("ix_sends_conversation", "conversation_id", "state", "seq"),
    Index("ix_sends_planned", "conversation_id", **where("state = 'planned'")),
)

attempts: Final = Table(
    "attempts",
    metadata,
    key("id"),
    *must(Text, "send_id", "conversation_id", "holder", "outcome"),
    *must(Integer, "n"),
    *must(BigInteger, "started_at"),
    *may(LargeBinary, "wamid", "details"),
    Column("wamid_hash", LargeBinary, index=True),
    *may(Integer, "http_status", "code"),
    *may(BigInteger, "ended_at", "delivery_at"),
    *may(Text, "delivery"),
    UniqueConstraint("send_id", "n"),
    Index("ix_attempts_open", "conversation_id", **where("outcome IN ('attempting', 'unknown')")),
    Index("ix_attempts_again", "send_id", **where("n > 1")),
)

status_orphans: Final = Table(
    "status_orphans",
    metadata,
    sequence(),
    Column("wamid_hash", LargeBinary, nullable=False, index=True),
    *must(LargeBinary, "change"),
    *must(BigInteger, "at"),
)

grants: Final = Table(
    "grants",
    metadata,
    key("phone_number_id"),
    key("second", BigInteger),
    *must(Integer, "used"),
)

handoffs: Final = Table(
    "handoffs",
    metadata,
    key("id"),
    *must(Text, "conversation_id", "reason"),
    *must(LargeBinary, "packet"),
    *must(BigInteger, "opened_at"),
    *must(Integer, "told"),
    *may(BigInteger, "taken_at", "closed_at", "told_at"),
    *may(Text, "taken_by"),
    *may(BigInteger, "passed_on_at"),
    *may(Text, "result"),
    Index("ix_handoffs_conversation", "conversation_id", "opened_at"),
    Index(
        "ix_handoffs_waiting",  # all that looking through the queue needs: packets are long
        *("opened_at", "id", "conversation_id", "told", "taken_at", "closed_at"),
        **where("closed_at IS NULL AND taken_at IS NULL"),
    ),
    Index(
        "ix_handoffs_open",
        *("conversation_id", "opened_at", "passed_on_at"),
        **where("closed_at IS NULL"),
    ),
)

seats: Final = Table("seats", metadata, key("agent"), *must(BigInteger, "seen_at"))

audit: Final = Table(
    "audit",
    metadata,
    sequence(),
    *must(BigInteger, "at"),
    *must(LargeBinary, "digest"),
    *may(LargeBinary, "salt", "payload"),
    *may(BigInteger, "position"),
    *may(LargeBinary, "hash"),
    Index("ix_audit_position", "position", unique=True),
    Index("ix_audit_unsealed", "seq", **where("position IS NULL")),
)

policy_versions: Final = Table(
    "policy_versions",
    metadata,
    key("version", Integer),
    *must(LargeBinary, "source"),
    *must(Text, "sha256", "published_by"),
    *must(BigInteger, "published_at"),
    *may(Text, "weights_key"),
)

workers: Final = Table(
    "workers",
    metadata,
    key("holder"),
    *must(Text, "host"),
    *must(BigInteger, "pid", "pid_started", "seen_at"),
)

named_leases: Final = Table(
    "named_leases",
    metadata,
    key("name"),
    *must(Text, "holder"),
    *must(BigInteger, "until"),
)
