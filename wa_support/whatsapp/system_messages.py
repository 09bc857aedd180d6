"""Messages of type `system`: a customer's number, BSUID or identity key changed.

Source: Meta, "webhooks/reference/messages/system".
"""

from dataclasses import replace

from wa_support.domain.customers import CustomerRef
from wa_support.domain.events import Event, EventKind, IdentityChange
from wa_support.whatsapp.reading import Json, customer, inside, phone, text

_MOVED = {"user_changed_number", "user_changed_user_id", "customer_changed_number"}
_KEY_CHANGED = {"customer_identity_changed", "user_identity_changed"}


def system_message(event: Event, contacts: tuple[Json, ...]) -> Event:
    """`type` becomes the system type. The prose in `system.body` is never parsed."""
    body = inside(event.raw, "system")
    who = customer(
        contacts,
        bsuid=body.get("previous_user_id") or event.raw.get("from_user_id"),
        phone_number=event.raw.get("from") or body.get("customer"),
        parent=body.get("previous_parent_user_id") or event.raw.get("from_parent_user_id"),
    )
    name = text(body.get("type")) or event.type
    told = replace(event, kind=EventKind.SYSTEM, type=name, customer=who)
    if name in _MOVED:
        return _moved(told, body)
    if name in _KEY_CHANGED or name == "request_welcome":
        return told
    return replace(told, kind=EventKind.UNKNOWN, note="system message of a type not known")


def _moved(event: Event, body: Json) -> Event:
    new = CustomerRef(
        bsuid=text(body.get("user_id")),
        phone=phone(body.get("wa_id")) or phone(body.get("new_wa_id")),
        parent=text(body.get("parent_user_id")),
    )
    previous = _previous(event, new)
    if not (new.known and previous.known):
        missing = "new" if not new.known else "previous"
        return replace(event, note=f"the {missing} identity is missing")
    change = IdentityChange(previous_bsuid=previous.bsuid, previous_phone=previous.phone, new=new)
    return replace(event, identity_change=change)


def _previous(event: Event, new: CustomerRef) -> CustomerRef:
    # payloads before August 2026 lack previous_user_id, and `from_user_id` may be the new one
    known = event.customer or CustomerRef()
    bsuid = known.bsuid if known.bsuid != new.bsuid else None
    return CustomerRef(bsuid=bsuid, phone=known.phone if known.phone != new.phone else None)
