"""The practice shop: orders, visits, tickets, and what each effect came to.

What customers wrote is sealed. `changed_at` marks what an effect did, which seeding leaves alone.
"""

from typing import Final

from sqlalchemy import BigInteger, Index, Integer, LargeBinary, Table, Text

from wa_support.storage.columns import key, may, metadata, must

shop_orders: Final = Table(
    "shop_orders",
    metadata,
    key("id"),
    *must(Text, "phone", "receiver", "state", "currency", "ordered_on"),
    *must(BigInteger, "amount"),
    *may(Text, "expected_on", "delivered_on", "carrier", "tracking"),
    *may(LargeBinary, "phone_hash"),
    *may(Text, "paid_with"),
    *may(Integer, "refund_days"),
    *may(BigInteger, "return_fee", "changed_at"),
)

shop_items: Final = Table(
    "shop_items",
    metadata,
    key("order_id"),
    key("position", Integer),
    *must(Text, "name"),
    *must(Integer, "quantity"),
)

shop_refunds: Final = Table(
    "shop_refunds",
    metadata,
    key("order_id"),
    *must(Text, "reference"),
    *must(LargeBinary, "reason"),
    *must(BigInteger, "at"),
)

# `starts` and `ends` in UTC milliseconds, `start` as the customer was told.
shop_bookings: Final = Table(
    "shop_bookings",
    metadata,
    key("id"),
    *must(Text, "customer", "start", "place", "state"),
    *must(BigInteger, "starts", "ends"),
    *must(Integer, "people"),
    *may(LargeBinary, "phone", "phone_hash"),
    *may(BigInteger, "changed_at"),
    Index("ix_shop_bookings_ends", "ends"),
)

shop_tickets: Final = Table(
    "shop_tickets",
    metadata,
    key("id"),
    *must(Text, "customer", "state", "opened_on"),
    *must(LargeBinary, "issue_type", "summary"),
    *may(Text, "order_id"),
    *may(LargeBinary, "phone_hash"),
)

shop_effects: Final = Table(
    "shop_effects",
    metadata,
    key("key"),
    *must(LargeBinary, "asked", "result"),
    *must(BigInteger, "at"),
)

shop_counters: Final = Table("shop_counters", metadata, key("name"), *must(BigInteger, "value"))
