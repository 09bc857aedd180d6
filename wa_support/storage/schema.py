"""Every table, for SQLite and PostgreSQL alike. Times are UTC milliseconds.

Columns named `*_hash` are keyed hashes for look-ups; other `LargeBinary` columns hold sealed bytes
(published policies and the sample shop's orders are nobody's secret and lie in clear).
"""

# No foreign keys: on PostgreSQL an insert into a child would wait for the conversation's row lock.

from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.types import TypeEngine

metadata: Final = MetaData()

_Type = type[TypeEngine[Any]]


def _key(name: str, kind: _Type = Text) -> "Column[Any]":
    return Column(name, kind, primary_key=True, autoincrement=False)


def _sequence() -> "Column[Any]":
    kind = BigInteger().with_variant(Integer, "sqlite")
    return Column("seq", kind, primary_key=True, autoincrement=True)


def _must(kind: _Type, *names: str) -> "list[Column[Any]]":
    return [Column(name, kind, nullable=False) for name in names]


def _may(kind: _Type, *names: str) -> "list[Column[Any]]":
    return [Column(name, kind) for name in names]


def _where(condition: str) -> dict[str, Any]:
    return {"sqlite_where": text(condition), "postgresql_where": text(condition)}


meta: Final = Table("meta", metadata, _key("key"), *_must(LargeBinary, "value"))

inbox: Final = Table(
    "inbox",
    metadata,
    _sequence(),
    *_must(BigInteger, "received_at"),
    *_must(LargeBinary, "body"),
)

inbox_cursors: Final = Table("inbox_cursors", metadata, _key("source"), *_must(BigInteger, "upto"))

seen: Final = Table("seen", metadata, _key("key", LargeBinary), *_must(BigInteger, "at"))

bodies: Final = Table(
    "bodies",
    metadata,
    _sequence(),
    *_must(BigInteger, "received_at"),
    *_must(LargeBinary, "body"),
)

account_events: Final = Table(
    "account_events",
    metadata,
    _sequence(),
    *_must(BigInteger, "at"),
    *_must(Text, "kind", "state"),
    *_must(LargeBinary, "body"),
    Index("ix_account_events_odd", "state", **_where("state <> 'kept'")),
)

dead_letters: Final = Table(
    "dead_letters",
    metadata,
    _key("id"),
    *_must(BigInteger, "at", "size"),
    *_must(LargeBinary, "reason", "body"),
    *_may(BigInteger, "redriven_at"),
)

customers: Final = Table(
    "customers",
    metadata,
    _key("id"),
    *_must(BigInteger, "created_at"),
    *_may(LargeBinary, "bsuid", "phone", "parent", "name"),
    *_may(BigInteger, "opted_out_at", "opted_out_of_all_at"),
)

aliases: Final = Table(
    "aliases",
    metadata,
    _key("kind"),
    _key("value_hash", LargeBinary),
    *_must(LargeBinary, "value_sealed"),
    *_must(Text, "customer_id"),
)

conversations: Final = Table(
    "conversations",
    metadata,
    _key("id"),
    *_must(Text, "phone_number_id", "customer_id", "owner"),
    *_must(BigInteger, "created_at", "epoch"),
    *_may(Text, "agent", "language", "purpose"),
    *_may(BigInteger, "window_closes_at", "last_message_at", "first_pending_at"),
    *_may(BigInteger, "due_at", "elsewhere_at"),
    *_must(LargeBinary, "memory"),
    *_may(Text, "lease_token", "lease_holder"),
    *_may(BigInteger, "lease_until", "pair_tat"),
    UniqueConstraint("phone_number_id", "customer_id"),
    Index("ix_conversations_due", "due_at", "id", **_where("due_at IS NOT NULL")),
)

messages: Final = Table(
    "messages",
    metadata,
    _sequence(),
    Column("id", Text, nullable=False, unique=True),
    *_must(Text, "conversation_id", "author", "type", "text"),
    *_must(BigInteger, "at", "received_at"),
    *_may(LargeBinary, "content", "wamid", "wamid_hash"),
    *_may(Text, "turn_id", "agent"),
    *_must(Boolean, "pending"),
    Index("ix_messages_conversation", "conversation_id", "at"),
    Index("ix_messages_pending", "conversation_id", **_where("pending")),
)

media: Final = Table(
    "media",
    metadata,
    _key("id"),
    Column("message_id", Text, nullable=False, index=True),
    *_must(Text, "phone_number_id", "state"),
    *_must(LargeBinary, "media"),
    *_must(Integer, "tries"),
    *_may(BigInteger, "due_at", "size", "kept_at"),
    *_may(Text, "path"),
    *_may(LargeBinary, "reason"),
    Index("ix_media_due", "due_at", "id", **_where("due_at IS NOT NULL")),
)

turns: Final = Table(
    "turns",
    metadata,
    _key("id"),
    *_must(Text, "conversation_id", "state"),
    *_must(Integer, "policy_version", "leases", "restarts"),
    *_must(BigInteger, "started_at"),
    *_may(BigInteger, "ended_at"),
    Index("ix_turns_conversation", "conversation_id", "started_at"),
)

journal: Final = Table(
    "journal",
    metadata,
    _key("turn_id"),
    _key("seq", Integer),
    *_must(Text, "kind"),
    *_must(Integer, "version"),
    *_must(LargeBinary, "payload"),
    *_must(BigInteger, "at"),
)

sends: Final = Table(
    "sends",
    metadata,
    _sequence(),
    Column("id", Text, nullable=False, unique=True),
    Column("effect_key_hash", LargeBinary, nullable=False, unique=True),
    *_must(Text, "conversation_id", "author", "state"),
    *_must(LargeBinary, "outbound"),
    *_must(BigInteger, "created_at", "due_at", "epoch"),
    *_must(Integer, "tries"),
    *_may(Text, "turn_id", "agent"),
    *_may(BigInteger, "not_after"),
    *_may(LargeBinary, "reason"),
    Index("ix_sends_due", "due_at", "seq", **_where("state IN ('ready', 'waiting')")),
    Index("ix_sends_conversation", "conversation_id", "state", "seq"),
)

attempts: Final = Table(
    "attempts",
    metadata,
    _key("id"),
    *_must(Text, "send_id", "conversation_id", "holder", "outcome"),
    *_must(Integer, "n"),
    *_must(BigInteger, "started_at"),
    *_may(LargeBinary, "wamid", "details"),
    Column("wamid_hash", LargeBinary, index=True),
    *_may(Integer, "http_status", "code"),
    *_may(BigInteger, "ended_at", "delivery_at"),
    *_may(Text, "delivery"),
    UniqueConstraint("send_id", "n"),
    Index("ix_attempts_open", "conversation_id", **_where("outcome IN ('attempting', 'unknown')")),
)

status_orphans: Final = Table(
    "status_orphans",
    metadata,
    _sequence(),
    Column("wamid_hash", LargeBinary, nullable=False, index=True),
    *_must(LargeBinary, "change"),
    *_must(BigInteger, "at"),
)

grants: Final = Table(
    "grants",
    metadata,
    _key("phone_number_id"),
    _key("second", BigInteger),
    *_must(Integer, "used"),
)

handoffs: Final = Table(
    "handoffs",
    metadata,
    _key("id"),
    *_must(Text, "conversation_id", "reason"),
    *_must(LargeBinary, "packet"),
    *_must(BigInteger, "opened_at"),
    *_must(Integer, "told"),
    *_may(BigInteger, "taken_at", "closed_at", "told_at"),
    *_may(Text, "taken_by"),
    Index("ix_handoffs_open", "conversation_id", **_where("closed_at IS NULL")),
)

seats: Final = Table("seats", metadata, _key("agent"), *_must(BigInteger, "seen_at"))

audit: Final = Table(
    "audit",
    metadata,
    _sequence(),
    *_must(BigInteger, "at"),
    *_must(LargeBinary, "digest"),
    *_may(LargeBinary, "salt", "payload"),
)

policy_versions: Final = Table(
    "policy_versions",
    metadata,
    _key("version", Integer),
    *_must(LargeBinary, "source"),
    *_must(Text, "sha256", "published_by"),
    *_must(BigInteger, "published_at"),
)

workers: Final = Table(
    "workers",
    metadata,
    _key("holder"),
    *_must(Text, "host"),
    *_must(BigInteger, "pid", "pid_started", "seen_at"),
)

named_leases: Final = Table(
    "named_leases",
    metadata,
    _key("name"),
    *_must(Text, "holder"),
    *_must(BigInteger, "until"),
)

shop_orders: Final = Table(
    "shop_orders",
    metadata,
    _key("id"),
    *_must(Text, "phone", "receiver", "state", "currency", "ordered_on"),
    *_must(BigInteger, "amount"),
    *_may(Text, "expected_on", "delivered_on", "carrier", "tracking"),
    *_may(LargeBinary, "phone_hash"),
)

shop_items: Final = Table(
    "shop_items",
    metadata,
    _key("order_id"),
    _key("position", Integer),
    *_must(Text, "name"),
    *_must(Integer, "quantity"),
)
