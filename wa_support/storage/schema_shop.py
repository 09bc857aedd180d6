"""What the practice shop keeps besides its orders: visits, tickets, refunds, and which effects it
has had. Starts of visits are local wall time of the business."""

from typing import Final

from sqlalchemy import BigInteger, Index, Integer, LargeBinary, Table, Text

from wa_support.storage.columns import key, may, metadata, must, where

shop_effects: Final = Table(
    "shop_effects",
    metadata,
    key("key"),
    *must(Text, "tool"),
    *must(LargeBinary, "arguments_hash", "fields"),
    *must(BigInteger, "at"),
)

shop_bookings: Final = Table(
    "shop_bookings",
    metadata,
    key("id"),
    *must(Text, "customer", "start", "state"),
    *must(LargeBinary, "phone"),
    *must(Integer, "people", "seat"),
    Index("ix_shop_bookings_customer", "customer"),
    # one visit on each seat of a start, whoever else wants it at the same moment
    Index("ix_shop_bookings_seat", "start", "seat", unique=True, **where("state = 'booked'")),
)

shop_tickets: Final = Table(
    "shop_tickets",
    metadata,
    key("id"),
    *must(Text, "customer", "state", "opened_on"),
    *may(Text, "order_id"),
    *must(LargeBinary, "issue_type", "summary"),
)

shop_refunds: Final = Table(
    "shop_refunds",
    metadata,
    key("order_id"),
    *must(Text, "id"),
    *must(LargeBinary, "reason"),
    *must(BigInteger, "at"),
)
