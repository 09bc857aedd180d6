"""The JSON that the platform posts, in the shape of Graph v24.0 and later.

Source: developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference, pages
messages and messages/status. A customer whose phone may not be shown has no `from`, `wa_id` or
`recipient_id` at all.
"""

import base64
from typing import Any

from wa_support.simulator.accounts import Number, SimCustomer


def wamid(who: str, *, outbound: bool, random: bytes) -> str:
    """A message id like Meta's: base64 whose bytes contain the customer's phone."""
    name = who.encode()
    tail = random.hex().upper().encode()
    direction = b"\x11" if outbound else b"\x12"
    body = b"\x1c\x18" + bytes([len(name)]) + name + b"\x15\x02\x00" + direction
    return (
        "wamid." + base64.b64encode(body + b"\x18" + bytes([len(tail)]) + tail + b"\x00").decode()
    )


def inbound(
    waba_id: str,
    number: Number,
    customer: SimCustomer,
    *,
    id: str,
    at: int,
    parts: dict[str, Any],
    reply_to: str | None = None,
) -> dict[str, Any]:
    """One message from a customer; `parts` are its type and what belongs to it, `at` UTC ms."""
    message = {"from_user_id": customer.bsuid, "id": id, "timestamp": str(at // 1000)} | parts
    if customer.phone:
        message["from"] = customer.phone
    if reply_to:
        message["context"] = {"from": number.display_phone, "id": reply_to}
    contact = contact_of(customer, username=True)
    return _envelope(waba_id, number, {"contacts": [contact], "messages": [message]})


def status(
    waba_id: str,
    number: Number,
    customer: SimCustomer,
    *,
    id: str,
    status: str,
    at: int,
    opaque: str | None,
    category: str,
    error: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """`status` is sent, delivered, read or failed; pricing rides on the first two, `error` on the
    last."""
    item: dict[str, Any] = {"id": id, "status": status, "timestamp": str(at // 1000)}
    item["recipient_user_id"] = customer.bsuid
    if customer.phone:
        item["recipient_id"] = customer.phone
    if opaque is not None:
        item["biz_opaque_callback_data"] = opaque
    if status in {"sent", "delivered"}:
        item["pricing"] = _pricing(category)
    if error is not None:
        item["errors"] = [error]
    contact = contact_of(customer, username=status != "sent")
    return _envelope(waba_id, number, {"contacts": [contact], "statuses": [item]})


def _pricing(category: str) -> dict[str, Any]:
    return {"billable": True, "pricing_model": "PMP", "type": "regular", "category": category}


def contact_of(customer: SimCustomer, *, username: bool) -> dict[str, Any]:
    profile = {"name": customer.name}
    if username and customer.username:
        profile["username"] = customer.username
    contact: dict[str, Any] = {"profile": profile, "user_id": customer.bsuid}
    if customer.phone:
        contact["wa_id"] = customer.phone
    return contact


def metadata_of(number: Number) -> dict[str, Any]:
    return {"display_phone_number": number.display_phone, "phone_number_id": number.id}


def _envelope(waba_id: str, number: Number, value: dict[str, Any]) -> dict[str, Any]:
    head = {"messaging_product": "whatsapp", "metadata": metadata_of(number)}
    change = {"field": "messages", "value": head | value}
    entry = {"id": waba_id, "changes": [change]}
    return {"object": "whatsapp_business_account", "entry": [entry]}
