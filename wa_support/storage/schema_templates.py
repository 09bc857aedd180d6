"""Message templates: ours, Meta's, and what is sent of them. Times are UTC milliseconds.

Template files are nobody's secret and lie in clear; what reviewers see of a header is sealed.
"""

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

template_versions: Final = Table(
    "template_versions",
    metadata,
    key("id"),
    *must(Text, "name", "language"),
    *must(Integer, "number"),
    *must(LargeBinary, "source"),
    *must(Text, "sha256", "author", "state"),
    *must(BigInteger, "created_at"),
    *may(Text, "reviewer", "note"),
    *may(BigInteger, "reviewed_at"),
    *must(Boolean, "alone"),
    UniqueConstraint("name", "language", "number"),
)

template_samples: Final = Table(
    "template_samples",
    metadata,
    key("version_id"),
    *must(Text, "media_type", "sha256"),
    *must(Integer, "size"),
    *must(LargeBinary, "content"),
)

template_uploads: Final = Table(
    "template_uploads",
    metadata,
    key("version_id"),
    key("phone_number_id"),
    *must(Integer, "tries"),
    *may(LargeBinary, "media_id", "reason"),
    *may(BigInteger, "uploaded_at", "due_at", "refused_at"),
    Index("ix_template_uploads_due", "due_at", **where("due_at IS NOT NULL")),
)

meta_templates: Final = Table(
    "meta_templates",
    metadata,
    key("name"),
    key("language"),
    *must(Text, "meta_id", "status"),
    *must(BigInteger, "status_at", "seen_at"),
    *must(LargeBinary, "facts"),
    *may(BigInteger, "reread_at", "last_sent_at"),
)

template_uses: Final = Table(
    "template_uses",
    metadata,
    key("send_id"),
    *must(Text, "name", "language", "version_id", "category", "trigger"),
    *must(BigInteger, "at"),
    *may(Text, "country"),
    Index("ix_template_uses_name", "name", "language", "at"),
)

consents: Final = Table(
    "consents",
    metadata,
    sequence(),
    *must(Text, "customer_id", "category", "source"),
    *must(Boolean, "given"),
    *must(BigInteger, "at"),
    *may(Text, "by"),
    Index("ix_consents_customer", "customer_id", "category", "seq"),
)

announcements: Final = Table(
    "announcements",
    metadata,
    key("held_send_id"),
    *must(Text, "conversation_id", "template_send_id"),
    *must(BigInteger, "at"),
    *may(BigInteger, "ended_at"),
    Index("ix_announcements_open", "conversation_id", **where("ended_at IS NULL")),
)

notify_requests: Final = Table(
    "notify_requests",
    metadata,
    Column("key_hash", LargeBinary, primary_key=True),
    *must(LargeBinary, "body_hash"),
    *must(BigInteger, "at"),
    *must(Text, "answer"),
    *may(Text, "send_id"),
    Index("ix_notify_requests_at", "at"),
)

watched_bookings: Final = Table(
    "watched_bookings",
    metadata,
    key("booking_id"),
    *must(Text, "conversation_id", "start", "state"),
    *must(BigInteger, "starts_at", "seen_at"),
    *may(BigInteger, "look_at"),
    *may(Text, "reminded_for", "told_of"),
    Index("ix_watched_bookings_look", "look_at", **where("look_at IS NOT NULL")),
    Index("ix_watched_bookings_conversation", "conversation_id"),
)

send_lists: Final = Table(
    "send_lists",
    metadata,
    key("id"),
    *must(Text, "name", "by", "state", "phone_number_id", "versions"),
    *must(Integer, "total"),
    *must(BigInteger, "at"),
    *must(Boolean, "again"),
    *may(BigInteger, "ended_at"),
    *may(Text, "reason"),
    Index("ix_send_lists_state", "state"),
)

send_list_rows: Final = Table(
    "send_list_rows",
    metadata,
    key("list_id"),
    key("n", Integer),
    *must(LargeBinary, "row"),
    *must(Text, "state"),
    *may(Text, "send_id", "reason"),
    Index("ix_send_list_rows_open", "list_id", "n", **where("state = 'open'")),
)
