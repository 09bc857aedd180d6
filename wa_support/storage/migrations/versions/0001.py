"""The first schema."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision, down_revision = "0001", None
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def where(condition: str) -> dict[str, Any]:
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}


def upgrade() -> None:
    op.create_table(
        "account_events",
        sa.Column("seq", NUMBER, autoincrement=True, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("seq"),
    )
    op.create_index("ix_account_events_odd", "account_events", ["state"], **where("state <> 'kept'"))
    op.create_table(
        "aliases",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("value_hash", sa.LargeBinary(), nullable=False),
        sa.Column("value_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("customer_id", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "value_hash"),
    )
    op.create_table(
        "attempts",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("send_id", sa.Text(), nullable=False),
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.BigInteger(), nullable=False),
        sa.Column("wamid", sa.LargeBinary()),
        sa.Column("details", sa.LargeBinary()),
        sa.Column("wamid_hash", sa.LargeBinary()),
        sa.Column("http_status", sa.Integer()),
        sa.Column("code", sa.Integer()),
        sa.Column("ended_at", sa.BigInteger()),
        sa.Column("delivery_at", sa.BigInteger()),
        sa.Column("delivery", sa.Text()),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("send_id", "n"),
    )
    op.create_index("ix_attempts_open", "attempts", ["conversation_id"], **where("outcome IN ('attempting', 'unknown')"))
    op.create_index("ix_attempts_wamid_hash", "attempts", ["wamid_hash"])
    op.create_table(
        "audit",
        sa.Column("seq", NUMBER, autoincrement=True, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("salt", sa.LargeBinary()),
        sa.Column("payload", sa.LargeBinary()),
        sa.PrimaryKeyConstraint("seq"),
    )
    op.create_table(
        "bodies",
        sa.Column("seq", NUMBER, autoincrement=True, nullable=False),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("seq"),
    )
    op.create_table(
        "conversations",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("phone_number_id", sa.Text(), nullable=False),
        sa.Column("customer_id", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("epoch", sa.BigInteger(), nullable=False),
        sa.Column("agent", sa.Text()),
        sa.Column("language", sa.Text()),
        sa.Column("purpose", sa.Text()),
        sa.Column("window_closes_at", sa.BigInteger()),
        sa.Column("last_message_at", sa.BigInteger()),
        sa.Column("first_pending_at", sa.BigInteger()),
        sa.Column("due_at", sa.BigInteger()),
        sa.Column("elsewhere_at", sa.BigInteger()),
        sa.Column("memory", sa.LargeBinary(), nullable=False),
        sa.Column("lease_token", sa.Text()),
        sa.Column("lease_holder", sa.Text()),
        sa.Column("lease_until", sa.BigInteger()),
        sa.Column("pair_tat", sa.BigInteger()),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("phone_number_id", "customer_id"),
    )
    op.create_index("ix_conversations_due", "conversations", ["due_at", "id"], **where("due_at IS NOT NULL"))
    op.create_table(
        "customers",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("bsuid", sa.LargeBinary()),
        sa.Column("phone", sa.LargeBinary()),
        sa.Column("parent", sa.LargeBinary()),
        sa.Column("name", sa.LargeBinary()),
        sa.Column("opted_out_at", sa.BigInteger()),
        sa.Column("opted_out_of_all_at", sa.BigInteger()),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "dead_letters",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("redriven_at", sa.BigInteger()),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "grants",
        sa.Column("phone_number_id", sa.Text(), nullable=False),
        sa.Column("second", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("phone_number_id", "second"),
    )
    op.create_table(
        "handoffs",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("packet", sa.LargeBinary(), nullable=False),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.Column("told", sa.Integer(), nullable=False),
        sa.Column("taken_at", sa.BigInteger()),
        sa.Column("closed_at", sa.BigInteger()),
        sa.Column("told_at", sa.BigInteger()),
        sa.Column("taken_by", sa.Text()),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_handoffs_open", "handoffs", ["conversation_id"], **where("closed_at IS NULL"))
    op.create_table(
        "inbox",
        sa.Column("seq", NUMBER, autoincrement=True, nullable=False),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("seq"),
    )
    op.create_table(
        "inbox_cursors", sa.Column("source", sa.Text(), nullable=False), sa.Column("upto", sa.BigInteger(), nullable=False), sa.PrimaryKeyConstraint("source")
    )
    op.create_table(
        "journal",
        sa.Column("turn_id", sa.Text(), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("turn_id", "seq"),
    )
    op.create_table(
        "media",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("phone_number_id", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("media", sa.LargeBinary(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.BigInteger()),
        sa.Column("size", sa.BigInteger()),
        sa.Column("kept_at", sa.BigInteger()),
        sa.Column("path", sa.Text()),
        sa.Column("reason", sa.LargeBinary()),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_media_due", "media", ["due_at", "id"], **where("due_at IS NOT NULL"))
    op.create_index("ix_media_message_id", "media", ["message_id"])
    op.create_table(
        "messages",
        sa.Column("seq", NUMBER, autoincrement=True, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.Column("content", sa.LargeBinary()),
        sa.Column("wamid", sa.LargeBinary()),
        sa.Column("wamid_hash", sa.LargeBinary()),
        sa.Column("turn_id", sa.Text()),
        sa.Column("agent", sa.Text()),
        sa.Column("pending", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("seq"),
        sa.UniqueConstraint("id"),
    )
    op.create_index("ix_messages_conversation", "messages", ["conversation_id", "at"])
    op.create_index("ix_messages_pending", "messages", ["conversation_id"], **where("pending"))
    op.create_table("meta", sa.Column("key", sa.Text(), nullable=False), sa.Column("value", sa.LargeBinary(), nullable=False), sa.PrimaryKeyConstraint("key"))
    op.create_table(
        "named_leases",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "policy_versions",
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("source", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("published_by", sa.Text(), nullable=False),
        sa.Column("published_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("version"),
    )
    op.create_table(
        "seats", sa.Column("agent", sa.Text(), nullable=False), sa.Column("seen_at", sa.BigInteger(), nullable=False), sa.PrimaryKeyConstraint("agent")
    )
    op.create_table(
        "seen", sa.Column("key", sa.LargeBinary(), nullable=False), sa.Column("at", sa.BigInteger(), nullable=False), sa.PrimaryKeyConstraint("key")
    )
    op.create_table(
        "sends",
        sa.Column("seq", NUMBER, autoincrement=True, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("effect_key_hash", sa.LargeBinary(), nullable=False),
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("outbound", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("epoch", sa.BigInteger(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("turn_id", sa.Text()),
        sa.Column("agent", sa.Text()),
        sa.Column("not_after", sa.BigInteger()),
        sa.Column("reason", sa.LargeBinary()),
        sa.PrimaryKeyConstraint("seq"),
        sa.UniqueConstraint("effect_key_hash"),
        sa.UniqueConstraint("id"),
    )
    op.create_index("ix_sends_conversation", "sends", ["conversation_id", "state", "seq"])
    op.create_index("ix_sends_due", "sends", ["due_at", "seq"], **where("state IN ('ready', 'waiting')"))
    op.create_table(
        "shop_items",
        sa.Column("order_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("order_id", "position"),
    )
    op.create_table(
        "shop_orders",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("receiver", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("ordered_on", sa.Text(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("expected_on", sa.Text()),
        sa.Column("delivered_on", sa.Text()),
        sa.Column("carrier", sa.Text()),
        sa.Column("tracking", sa.Text()),
        sa.Column("phone_hash", sa.LargeBinary()),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "status_orphans",
        sa.Column("seq", NUMBER, autoincrement=True, nullable=False),
        sa.Column("wamid_hash", sa.LargeBinary(), nullable=False),
        sa.Column("change", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("seq"),
    )
    op.create_index("ix_status_orphans_wamid_hash", "status_orphans", ["wamid_hash"])
    op.create_table(
        "turns",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("policy_version", sa.Integer(), nullable=False),
        sa.Column("leases", sa.Integer(), nullable=False),
        sa.Column("restarts", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.BigInteger()),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_turns_conversation", "turns", ["conversation_id", "started_at"])
    op.create_table(
        "workers",
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("pid", sa.BigInteger(), nullable=False),
        sa.Column("pid_started", sa.BigInteger(), nullable=False),
        sa.Column("seen_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("holder"),
    )
