"""Lays out the shop's sample data, whose dates move with the day."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

import yaml
from sqlalchemy import Connection, Table, delete, insert, select

from wa_support.domain.orders import OrderState
from wa_support.storage.cipher import Cipher
from wa_support.storage.sample_shop.once import wait_for_turn
from wa_support.storage.schema_shop import shop_bookings, shop_items, shop_orders, shop_tickets

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_Rows = Sequence[dict[str, Any]]


def seed(connection: Connection, today: date, cipher: Cipher) -> None:
    """Over what an earlier day left of it, but for what customers have changed since."""
    source = files("wa_support.storage").joinpath("sample_data/shop.yaml")
    data = yaml.safe_load(source.read_text("utf-8"))
    wait_for_turn(connection)
    orders = _lay(connection, shop_orders, [_order(one, data, today) for one in data["orders"]])
    _lay_items(connection, [one for one in data["orders"] if one["id"] in orders])
    visits = [_visit(one, data, today, cipher) for one in data["visits"]]
    _lay(connection, shop_bookings, visits)
    _lay(connection, shop_tickets, [_ticket(one, today, cipher) for one in data["tickets"]])


def _lay(connection: Connection, table: Table, rows: _Rows) -> set[str]:
    """The ids of what was laid."""
    kept: set[str] = set()
    if "changed_at" in table.c:
        changed = select(table.c.id).where(table.c.changed_at.is_not(None))
        kept = set(connection.execute(changed).scalars())
    fresh = [row for row in rows if row["id"] not in kept]
    ids = {row["id"] for row in fresh}
    if fresh:
        connection.execute(delete(table).where(table.c.id.in_(ids)))
        connection.execute(insert(table), fresh)
    return ids


def _lay_items(connection: Connection, orders: Sequence[Mapping[str, Any]]) -> None:
    if not orders:
        return
    ids = [order["id"] for order in orders]
    connection.execute(delete(shop_items).where(shop_items.c.order_id.in_(ids)))
    connection.execute(insert(shop_items), [row for order in orders for row in _items(order)])


def _order(order: Mapping[str, Any], data: Mapping[str, Any], today: date) -> dict[str, Any]:
    carrier = data["carriers"].get(order.get("carrier", ""))
    payment = data["payments"][order["paid"]]
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
        "paid_with": _json({"ko": payment["ko"], "en": payment["en"]}),
        "refund_days": payment["refund_days"],
        "return_fee": order["return_fee"],
    }


def _items(order: Mapping[str, Any]) -> Iterable[dict[str, Any]]:
    for position, item in enumerate(order["items"]):
        yield {
            "order_id": order["id"],
            "position": position,
            "name": _json({"ko": item["ko"], "en": item["en"]}),
            "quantity": item["quantity"],
        }


def _visit(
    visit: Mapping[str, Any], data: Mapping[str, Any], today: date, cipher: Cipher
) -> dict[str, Any]:
    ahead = (_WEEKDAYS.index(visit["weekday"]) - today.weekday()) % 7 or 7
    start = f"{today + timedelta(days=ahead)}T{visit['at']}"
    zoned = datetime.fromisoformat(start).replace(tzinfo=ZoneInfo(data["timezone"]))
    starts = int(zoned.timestamp() * 1000)
    return {
        "id": visit["id"],
        "customer": "",
        "phone": cipher.seal_text(visit["phone"]),
        "phone_hash": cipher.keyed_hash(visit["phone"]),
        "start": start,
        "starts": starts,
        "ends": starts + visit["minutes"] * 60_000,
        "people": visit["people"],
        "place": _json(data["place"]),
        "state": "booked",
    }


def _ticket(ticket: Mapping[str, Any], today: date, cipher: Cipher) -> dict[str, Any]:
    return {
        "id": ticket["id"],
        "customer": "",
        "phone_hash": cipher.keyed_hash(ticket["phone"]),
        "state": ticket["state"],
        "opened_on": _day(today, ticket["opened"]),
        "issue_type": cipher.seal_text(ticket["issue_type"]),
        "summary": cipher.seal_text(ticket["summary"]),
        "order_id": ticket["order"],
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
