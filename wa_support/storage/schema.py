"""Every table, for SQLite and PostgreSQL alike. Times are UTC milliseconds.

Columns named `*_hash` are keyed hashes for look-ups; `LargeBinary` columns otherwise hold sealed
bytes (policies and orders of the sample shop are nobody's secret and lie in clear).
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
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    text,
)

metadata: Final = MetaData()

_Sequence: Final = BigInteger().with_variant(Integer, "sqlite")


def _sequence() -> "Column[int]":
    return Column("seq", _Sequence, primary_key=True, autoincrement=True)


def _where(condition: str) -> dict[str, object]:
    return {"sqlite_where": text(condition), "postgresql_where": text(condition)}


meta: Final = Table(
    "meta",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", LargeBinary, nullable=False),
)

inbox: Final = Table(
    "inbox",
    metadata,
    _sequence(),
    Column("received_at", BigInteger, nullable=False),
    Column("body", LargeBinary, nullable=False),
)

inbox_cursors: Final = Table(
    "inbox_cursors",
    metadata,
    Column("source", Text, primary_key=True),
    Column("upto", BigInteger, nullable=False),
)

seen: Final = Table(
    "seen",
    metadata,
    Column("key", LargeBinary, primary_key=True),
    Column("at", BigInteger, nullable=False),
)

bodies: Final = Table(
    "bodies",
    metadata,
    _sequence(),
    Column("received_at", BigInteger, nullable=False),
    Column("body", LargeBinary, nullable=False),
)

account_events: Final = Table(
    "account_events",
    metadata,
    _sequence(),
    Column("at", BigInteger, nullable=False),
    Column("kind", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
)

dead_letters: Final = Table(
    "dead_letters",
    metadata,
    Column("id", Text, primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("reason", LargeBinary, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("redriven_at", BigInteger),
)

customers: Final = Table(
    "customers",
    metadata,
    Column("id", Text, primary_key=True),
    Column("created_at", BigInteger, nullable=False),
    Column("bsuid", LargeBinary),
    Column("phone", LargeBinary),
    Column("parent", LargeBinary),
    Column("name", LargeBinary),
    Column("opted_out_at", BigInteger),
    Column("opted_out_of_all_at", BigInteger),
)

aliases: Final = Table(
    "aliases",
    metadata,
    Column("kind", Text, nullable=False),
    Column("value_hash", LargeBinary, nullable=False),
    Column("value_sealed", LargeBinary, nullable=False),
    Column("customer_id", Text, nullable=False),
    PrimaryKeyConstraint("kind", "value_hash"),
)

conversations: Final = Table(
    "conversations",
    metadata,
    Column("id", Text, primary_key=True),
    Column("phone_number_id", Text, nullable=False),
    Column("customer_id", Text, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("owner", Text, nullable=False),
    Column("epoch", BigInteger, nullable=False),
    Column("agent", Text),
    Column("language", Text),
    Column("purpose", Text),
    Column("window_closes_at", BigInteger),
    Column("last_message_at", BigInteger),
    Column("first_pending_at", BigInteger),
    Column("due_at", BigInteger),
    Column("elsewhere_at", BigInteger),
    Column("memory", LargeBinary, nullable=False),
    Column("lease_token", Text),
    Column("lease_holder", Text),
    Column("lease_until", BigInteger),
    Column("pair_tat", BigInteger),
    UniqueConstraint("phone_number_id", "customer_id"),
    Index("ix_conversations_due", "due_at", "id", **_where("due_at IS NOT NULL")),
)

messages: Final = Table(
    "messages",
    metadata,
    _sequence(),
    Column("id", Text, nullable=False, unique=True),
    Column("conversation_id", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("type", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("received_at", BigInteger, nullable=False),
    Column("content", LargeBinary),
    Column("wamid", LargeBinary),
    Column("wamid_hash", LargeBinary),
    Column("turn_id", Text),
    Column("agent", Text),
    Column("pending", Boolean, nullable=False),
    Index("ix_messages_conversation", "conversation_id", "pending", "at"),
)

media: Final = Table(
    "media",
    metadata,
    Column("id", Text, primary_key=True),
    Column("message_id", Text, nullable=False, index=True),
    Column("phone_number_id", Text, nullable=False),
    Column("media", LargeBinary, nullable=False),
    Column("state", Text, nullable=False),
    Column("due_at", BigInteger),
    Column("tries", Integer, nullable=False),
    Column("path", Text),
    Column("size", BigInteger),
    Column("kept_at", BigInteger),
    Column("reason", LargeBinary),
    Index("ix_media_due", "due_at", **_where("due_at IS NOT NULL")),
)

turns: Final = Table(
    "turns",
    metadata,
    Column("id", Text, primary_key=True),
    Column("conversation_id", Text, nullable=False),
    Column("policy_version", Integer, nullable=False),
    Column("started_at", BigInteger, nullable=False),
    Column("ended_at", BigInteger),
    Column("state", Text, nullable=False),
    Column("leases", Integer, nullable=False),
    Column("restarts", Integer, nullable=False),
    Index("ix_turns_conversation", "conversation_id", "started_at"),
)

journal: Final = Table(
    "journal",
    metadata,
    Column("turn_id", Text, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("payload", LargeBinary, nullable=False),
    Column("at", BigInteger, nullable=False),
    PrimaryKeyConstraint("turn_id", "seq"),
)

sends: Final = Table(
    "sends",
    metadata,
    _sequence(),
    Column("id", Text, nullable=False, unique=True),
    Column("conversation_id", Text, nullable=False),
    Column("effect_key", Text, nullable=False, unique=True),
    Column("author", Text, nullable=False),
    Column("outbound", LargeBinary, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("due_at", BigInteger, nullable=False),
    Column("epoch", BigInteger, nullable=False),
    Column("state", Text, nullable=False),
    Column("turn_id", Text),
    Column("agent", Text),
    Column("not_after", BigInteger),
    Column("reason", LargeBinary),
    Column("tries", Integer, nullable=False),
    Index("ix_sends_due", "due_at", "seq", **_where("state IN ('ready', 'waiting')")),
    Index("ix_sends_conversation", "conversation_id", "state", "seq"),
)

attempts: Final = Table(
    "attempts",
    metadata,
    Column("id", Text, primary_key=True),
    Column("send_id", Text, nullable=False),
    Column("conversation_id", Text, nullable=False),
    Column("n", Integer, nullable=False),
    Column("started_at", BigInteger, nullable=False),
    Column("holder", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("wamid", LargeBinary),
    Column("wamid_hash", LargeBinary, index=True),
    Column("http_status", Integer),
    Column("code", BigInteger),
    Column("details", LargeBinary),
    Column("ended_at", BigInteger),
    Column("delivery", Text),
    Column("delivery_at", BigInteger),
    UniqueConstraint("send_id", "n"),
    Index("ix_attempts_open", "conversation_id", **_where("outcome IN ('attempting', 'unknown')")),
)

status_orphans: Final = Table(
    "status_orphans",
    metadata,
    _sequence(),
    Column("wamid_hash", LargeBinary, nullable=False, index=True),
    Column("change", LargeBinary, nullable=False),
    Column("at", BigInteger, nullable=False),
)

grants: Final = Table(
    "grants",
    metadata,
    Column("phone_number_id", Text, nullable=False),
    Column("second", BigInteger, nullable=False),
    Column("used", Integer, nullable=False),
    PrimaryKeyConstraint("phone_number_id", "second"),
)

handoffs: Final = Table(
    "handoffs",
    metadata,
    Column("id", Text, primary_key=True),
    Column("conversation_id", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("opened_at", BigInteger, nullable=False),
    Column("packet", LargeBinary, nullable=False),
    Column("taken_at", BigInteger),
    Column("taken_by", Text),
    Column("closed_at", BigInteger),
    Column("told", Integer, nullable=False),
    Column("told_at", BigInteger),
    Index("ix_handoffs_open", "conversation_id", **_where("closed_at IS NULL")),
)

seats: Final = Table(
    "seats",
    metadata,
    Column("agent", Text, primary_key=True),
    Column("seen_at", BigInteger, nullable=False),
)

audit: Final = Table(
    "audit",
    metadata,
    _sequence(),
    Column("at", BigInteger, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    Column("salt", LargeBinary),
    Column("payload", LargeBinary),
)

policy_versions: Final = Table(
    "policy_versions",
    metadata,
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("source", LargeBinary, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("published_at", BigInteger, nullable=False),
    Column("published_by", Text, nullable=False),
)

workers: Final = Table(
    "workers",
    metadata,
    Column("holder", Text, primary_key=True),
    Column("host", Text, nullable=False),
    Column("pid", BigInteger, nullable=False),
    Column("pid_started", BigInteger, nullable=False),
    Column("seen_at", BigInteger, nullable=False),
)

named_leases: Final = Table(
    "named_leases",
    metadata,
    Column("name", Text, primary_key=True),
    Column("holder", Text, nullable=False),
    Column("until", BigInteger, nullable=False),
)

shop_orders: Final = Table(
    "shop_orders",
    metadata,
    Column("id", Text, primary_key=True),
    Column("phone", Text, nullable=False),
    Column("receiver", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("amount", BigInteger, nullable=False),
    Column("currency", Text, nullable=False),
    Column("ordered_on", Text, nullable=False),
    Column("expected_on", Text),
    Column("delivered_on", Text),
    Column("carrier", Text),
    Column("tracking", Text),
    Column("phone_hash", LargeBinary),
)

shop_items: Final = Table(
    "shop_items",
    metadata,
    Column("order_id", Text, nullable=False),
    Column("position", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("quantity", Integer, nullable=False),
    PrimaryKeyConstraint("order_id", "position"),
)
