"""`statuses[]`: what became of a message that we sent.

Source: Meta, "webhooks/reference/messages/status".
"""

from dataclasses import replace

from wa_support.domain.customers import CustomerRef
from wa_support.domain.delivery import DeliveryStatus
from wa_support.domain.events import Event, EventKind, StatusChange
from wa_support.whatsapp.place import Place
from wa_support.whatsapp.reading import Json, customer, error_code, inside, named, objects, text


def status(place: Place, item: Json) -> Event:
    """A `status` names its message and what happened; anything less is `unknown` with a note."""
    name = text(item.get("status"))
    event = replace(
        place.event(EventKind.STATUS, item),
        type=name,
        customer=_recipient(place, item),
        group_id=text(item.get("recipient_id")) if _to_group(item) else None,
    )
    if name not in set(DeliveryStatus):
        return _unknown(event, f"status not known: {named(name)}")
    if event.id is None:
        return _unknown(event, "status names no message")
    return replace(event, status=_change(DeliveryStatus(name), item))


def _unknown(event: Event, note: str) -> Event:
    return replace(event, kind=EventKind.UNKNOWN, note=note)


def _to_group(item: Json) -> bool:
    return item.get("recipient_type") == "group"


def _recipient(place: Place, item: Json) -> CustomerRef | None:
    if _to_group(item):
        return customer(
            place.contacts,
            bsuid=item.get("recipient_participant_user_id"),
            phone_number=item.get("recipient_participant_id"),
            parent=item.get("recipient_participant_parent_user_id"),
        )
    return customer(
        place.contacts,
        bsuid=item.get("recipient_user_id"),
        phone_number=item.get("recipient_id"),
        parent=item.get("recipient_parent_user_id"),
    )


def _change(name: DeliveryStatus, item: Json) -> StatusChange:
    pricing = inside(item, "pricing")
    return StatusChange(
        status=name,
        attempt_id=text(item.get("biz_opaque_callback_data")),
        error_code=error_code(item),
        error_details=_details(item),
        pricing_category=text(pricing.get("category")),
        pricing_type=text(pricing.get("type")),
    )


def _details(item: Json) -> str | None:
    for error in objects(item.get("errors")):
        details = text(inside(error, "error_data").get("details"))
        return details or text(error.get("message")) or text(error.get("title"))
    return None
