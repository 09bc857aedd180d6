"""Customers to whom the bot says nothing. Times are UTC milliseconds."""

from typing import Final

from sqlalchemy import BigInteger, Index, Table, Text

from wa_support.storage.columns import key, may, metadata, must

# A row for each time: two customers who become one may both have one.
pauses: Final = Table(
    "pauses",
    metadata,
    key("id"),
    *must(Text, "customer_id", "by"),
    *must(BigInteger, "at"),
    *may(BigInteger, "until", "told_at", "ended_at"),
    Index("ix_pauses_customer", "customer_id"),
)
