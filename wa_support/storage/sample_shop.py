"""Orders of a practice shop: their dates move with the day of seeding, nobody real is in it."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from importlib.resources import files
from itertools import groupby
from typing import Any

import yaml
from sqlalchemy import ColumnElement, Connection, Row, Select, delete, insert, select
from sqlalchemy.sql.base import ReadOnlyColumnCollection

from wa_support.domain.orders import Order, OrderItem, OrderState
from wa_support.storage.schema import shop_items, shop_orders
from wa_support.storage.schema_shop import shop_refunds


def seed(connection: Connection, today: date) -> None:
    """Lays the sample orders over what an earlier day left of them; on the same day, nothing."""
    data = yaml.safe_load(
        files("wa_support.storage").joinpath("sample_data/orders.yaml").read_text("utf-8")
    )
    rows = [_order_row(order, data, today) for order in data["orders"]]
    newest = select(shop_orders.c.ordered_on).where(shop_orders.c.id == rows[0]["id"])
    if connection.execute(newest).scalar() == rows[0]["ordered_on"]:
        return
    ids = [row["id"] for row in rows]
    connection.execute(delete(shop_items).where(shop_items.c.order_id.in_(ids)))
    connection.execute(delete(shop_orders).where(shop_orders.c.id.in_(ids)))
    connection.execute(delete(shop_refunds).where(shop_refunds.c.order_id.in_(ids)))
    connection.execute(insert(shop_orders), rows)
    connection.execute(
        insert(shop_items), [row for order in data["orders"] for row in _item_rows(order)]
    )


def order_of(connection: Connection, order_id: str) -> Order | None:
    orders = _orders(connection, select(shop_orders).where(shop_orders.c.id == order_id))
    return orders[0] if orders else None


def orders_of(connection: Connection, phone: str, limit: int) -> Sequence[Order]:
    """Newest first."""
    theirs = select(shop_orders).where(shop_orders.c.phone == phone)
    return _orders(connection, theirs.order_by(*_newest_first(shop_orders.c)).limit(limit))


def _orders(connection: Connection, wanted: Select[Any]) -> Sequence[Order]:
    """One query with the items, whether there is such an order or not: the same work."""
    orders = wanted.subquery()
    query = (
        select(orders, shop_items.c.name.label("item"), shop_items.c.quantity)
        .select_from(orders.outerjoin(shop_items, shop_items.c.order_id == orders.c.id))
        .order_by(*_newest_first(orders.c), shop_items.c.position)
    )
    rows = connection.execute(query).all()
    return [_order(list(lines)) for _, lines in groupby(rows, key=lambda row: row.id)]


def _newest_first(orders: ReadOnlyColumnCollection[str, Any]) -> tuple[ColumnElement[Any], ...]:
    return orders.ordered_on.desc(), orders.id.desc()


def _order(lines: Sequence[Row[Any]]) -> Order:
    row = lines[0]
    return Order(
        id=row.id,
        phone=row.phone,
        receiver=row.receiver,
        state=OrderState(row.state),
        items=tuple(
            OrderItem(name=json.loads(line.item), quantity=line.quantity)
            for line in lines
            if line.item is not None
        ),
        amount=row.amount,
        currency=row.currency,
        ordered_on=row.ordered_on,
        expected_on=row.expected_on,
        delivered_on=row.delivered_on,
        carrier=json.loads(row.carrier) if row.carrier else None,
        tracking=row.tracking,
        paid_with=json.loads(row.paid_with) if row.paid_with else None,
        refund_days=row.refund_days,
        return_fee=row.return_fee,
    )


def _order_row(order: Mapping[str, Any], data: Mapping[str, Any], today: date) -> dict[str, Any]:
    carrier = data["carriers"].get(order.get("carrier", ""))
    return {
        "id": order["id"],
        "phone": order["phone"],
        "receiver": order["receiver"],
        "state": OrderState(order["state"]).value,
        "amount": order["amount"],
        "currency": "KRW",
        "ordered_on": _day(today, order["ordered"]),
        "expected_on": _day(today, order.get("expected")),
        "delivered_on": _day(today, order.get("delivered")),
        "carrier": carrier and _json(carrier),
        "tracking": order.get("tracking"),
        "paid_with": _json(data["refunds"]["paid_with"]),
        "refund_days": data["refunds"]["days"],
        "return_fee": data["refunds"]["fee"],
    }


def _item_rows(order: Mapping[str, Any]) -> Iterable[dict[str, Any]]:
    for position, item in enumerate(order["items"]):
        yield {
            "order_id": order["id"],
            "position": position,
            "name": _json({"ko": item["ko"], "en": item["en"]}),
            "quantity": item["quantity"],
        }


def _json(names: Mapping[str, str]) -> str:
    return json.dumps(names, ensure_ascii=False)


def _day(today: date, offset: int | None) -> str | None:
    """What lies ahead never falls on a weekend."""
    if offset is None:
        return None
    day = today + timedelta(days=offset)
    if offset > 0 and day.weekday() >= 5:
        day += timedelta(days=7 - day.weekday())
    return day.isoformat()
