"""A practice shop whose dates move with the day it is seeded; nobody real is in it."""

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
from wa_support.storage.engine import Engine
from wa_support.storage.schema import shop_items, shop_orders


def seed(connection: Connection, today: date) -> None:
    """Lays the sample orders over what an earlier day left of them."""
    data = yaml.safe_load(
        files("wa_support.storage").joinpath("sample_data/orders.yaml").read_text("utf-8")
    )
    ids = [order["id"] for order in data["orders"]]
    connection.execute(delete(shop_items).where(shop_items.c.order_id.in_(ids)))
    connection.execute(delete(shop_orders).where(shop_orders.c.id.in_(ids)))
    connection.execute(
        insert(shop_orders),
        [_order_row(order, data["carriers"], today) for order in data["orders"]],
    )
    connection.execute(
        insert(shop_items), [row for order in data["orders"] for row in _item_rows(order)]
    )


class SampleShop:
    """Implements `ports.outside.Shop`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def get_order(self, order_id: str) -> Order | None:
        orders = self._orders(select(shop_orders).where(shop_orders.c.id == order_id))
        return orders[0] if orders else None

    def list_orders(self, phone: str, limit: int) -> Sequence[Order]:
        theirs = select(shop_orders).where(shop_orders.c.phone == phone)
        return self._orders(theirs.order_by(*_newest_first(shop_orders.c)).limit(limit))

    def _orders(self, wanted: Select[Any]) -> Sequence[Order]:
        """One query with the items, whether there is such an order or not: the same work."""
        orders = wanted.subquery()
        query = (
            select(orders, shop_items.c.name.label("item"), shop_items.c.quantity)
            .select_from(orders.outerjoin(shop_items, shop_items.c.order_id == orders.c.id))
            .order_by(*_newest_first(orders.c), shop_items.c.position)
        )
        with self._engine.read() as connection:
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
    )


def _order_row(
    order: Mapping[str, Any], carriers: Mapping[str, Mapping[str, str]], today: date
) -> dict[str, Any]:
    carrier = carriers.get(order.get("carrier", ""))
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
