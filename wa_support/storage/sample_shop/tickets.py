"""Problems written down for the team."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import insert, select

from wa_support.domain.bookings import Ticket, as_json
from wa_support.domain.tool_results import Correctable, Succeeded, ToolResult
from wa_support.storage.sample_shop.call import Call
from wa_support.storage.sample_shop.orders import their_order
from wa_support.storage.schema_shop import shop_tickets


def create_ticket(call: Call, arguments: Mapping[str, Any]) -> ToolResult:
    order_id = arguments.get("order_id")
    if order_id is not None and their_order(call, order_id) is None:
        return Correctable(code="not_found")
    row = {
        "id": f"T-{call.number}",
        "customer": call.on_behalf.customer,
        "phone_hash": call.phone_hash(),
        "state": "open",
        "opened_on": call.today.isoformat(),
        "issue_type": call.cipher.seal_text(arguments["issue_type"]),
        "summary": call.cipher.seal_text(arguments["summary"]),
        "order_id": order_id,
    }
    call.connection.execute(insert(shop_tickets), row)
    return Succeeded(fields={"ticket_id": row["id"]})


def get_ticket(call: Call, arguments: Mapping[str, Any]) -> ToolResult:
    theirs = call.is_theirs(shop_tickets)
    query = select(shop_tickets).where(shop_tickets.c.id == arguments["ticket_id"], theirs)
    row = call.connection.execute(query).one_or_none()
    if row is None:
        return Correctable(code="not_found")
    ticket = Ticket(
        id=row.id,
        issue_type=call.cipher.open_text(row.issue_type),
        summary=call.cipher.open_text(row.summary),
        state=row.state,
        opened_on=row.opened_on,
        order_id=row.order_id,
    )
    return Succeeded(fields={"ticket": as_json(ticket)})
