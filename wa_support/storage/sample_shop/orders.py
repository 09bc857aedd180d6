"""Orders, to whom they belong or who showed that they do."""

import json
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, Select, bindparam, insert, select, update
from sqlalchemy.sql.base import ReadOnlyColumnCollection

from wa_support.domain.eligibility import CANCELLABLE
from wa_support.domain.orders import Order, OrderItem, OrderState, order_as_json, proof_of
from wa_support.domain.tool_results import Correctable, Succeeded, ToolResult
from wa_support.storage.sample_shop.call import Call
from wa_support.storage.schema_shop import shop_items, shop_orders, shop_refunds

_LAST: Final = 10


def _newest_first(orders: ReadOnlyColumnCollection[str, Any]) -> tuple[ColumnElement[Any], ...]:
    return orders.ordered_on.desc(), orders.id.desc()


def _with_items(wanted: Select[Any]) -> Select[Any]:
    orders = wanted.subquery()
    return (
        select(orders, shop_items.c.name.label("item"), shop_items.c.quantity)
        .select_from(orders.outerjoin(shop_items, shop_items.c.order_id == orders.c.id))
        .order_by(*_newest_first(orders.c), shop_items.c.position)
    )


_BY_ID: Final = _with_items(select(shop_orders).where(shop_orders.c.id == bindparam("wanted")))
_THEIRS: Final = _with_items(
    select(shop_orders)
    .where(shop_orders.c.phone == bindparam("wanted"))
    .order_by(*_newest_first(shop_orders.c))
    .limit(_LAST)
)


def get_order(call: Call, arguments: Mapping[str, Any]) -> ToolResult:
    order = their_order(call, arguments["order_id"])
    if order is None:
        return Correctable(code="not_found")
    return Succeeded(fields={"order": order_as_json(order)})


def list_orders(call: Call, _arguments: Mapping[str, Any]) -> ToolResult:
    orders = _orders(call, _THEIRS, call.on_behalf.phone or "")
    return Succeeded(fields={"orders": [order_as_json(order) for order in orders]})


def cancel_order(call: Call, arguments: Mapping[str, Any]) -> ToolResult:
    order = their_order(call, arguments["order_id"])
    if order is None:
        return Correctable(code="not_found")
    if order.state is OrderState.CANCELLED:
        return Correctable(code="already_cancelled")
    if order.state not in CANCELLABLE:
        return Correctable(code="not_allowed")
    done = {"state": OrderState.CANCELLED.value, "changed_at": call.now}
    call.connection.execute(update(shop_orders).where(shop_orders.c.id == order.id).values(done))
    return Succeeded(fields={"reference": f"C-{call.number}"})


def request_refund(call: Call, arguments: Mapping[str, Any]) -> ToolResult:
    order = their_order(call, arguments["order_id"])
    if order is None:
        return Correctable(code="not_found")
    if order.state is not OrderState.DELIVERED:
        return Correctable(code="not_allowed")
    asked = select(shop_refunds.c.order_id).where(shop_refunds.c.order_id == order.id)
    if call.connection.execute(asked).first() is not None:
        return Correctable(code="already_requested")
    row = {
        "order_id": order.id,
        "reference": f"R-{call.number}",
        "reason": call.cipher.seal_text(arguments["reason"]),
        "at": call.now,
    }
    call.connection.execute(insert(shop_refunds), row)
    _mark_changed(call, order)
    return Succeeded(fields={"reference": row["reference"]})


def their_order(call: Call, order_id: str) -> Order | None:
    """None for unknown and foreign alike, after the same query and the same comparisons."""
    orders = _orders(call, _BY_ID, order_id)
    order = orders[0] if orders else None
    who = call.on_behalf
    proof = proof_of(
        order, phone=who.phone, receiver=who.receiver, last_4=who.last_4, proven=who.proven
    )
    return order if proof is not None else None


def _mark_changed(call: Call, order: Order) -> None:
    call.connection.execute(
        update(shop_orders).where(shop_orders.c.id == order.id).values(changed_at=call.now)
    )


def _orders(call: Call, query: Select[Any], wanted: str) -> Sequence[Order]:
    """One query with the items, whether there is such an order or not: the same work."""
    rows = call.connection.execute(query, {"wanted": wanted}).all()
    return [_order(list(lines)) for _, lines in groupby(rows, key=lambda row: row.id)]


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
