"""Who else speaks on our number: the phone app, another partner, Meta's own agent.

Source: Meta, "webhooks/reference/standby", "…/smb_message_echoes" and "conversation-routing".
"""

from collections.abc import Iterator
from dataclasses import replace

from wa_support.domain.customers import CustomerRef
from wa_support.domain.events import Event, EventKind, HandoverChange
from wa_support.whatsapp.messages import message, said
from wa_support.whatsapp.place import Place, each
from wa_support.whatsapp.reading import Json, Odd, customer, inside, objects, required, text
from wa_support.whatsapp.statuses import status


def echo(place: Place, item: Json) -> Event:
    """Something that somebody else sent to our customer from our number.

    Usually flat like a message; a routing echo nests the sender's own request in `message`.
    """
    sent = inside(item, "message") or item
    event = replace(
        place.event(EventKind.ECHO, item),
        type=text(sent.get("type")) or text(item.get("type")),
        customer=_receiver(place, sent) or _receiver(place, item),
    )
    if event.customer is None:
        raise Odd("echo names no receiver")
    try:
        return replace(said(event, sent), kind=EventKind.ECHO)
    except Odd as odd:
        return replace(event, note=str(odd))  # what they sent matters less than that they did


def standby(place: Place, value: Json) -> Iterator[Event]:
    """What the thread's owner sees. `content` is only on messages, `status` only on statuses."""
    inner = inside(value, "standby") or value
    contacts = objects(inner.get("contacts")) or place.contacts
    place = replace(place, contacts=contacts)
    for key, read in (("messages", message), ("message_echoes", _seen_echo), ("statuses", status)):
        if key in inner:
            for event in each(place, inner[key], read, f"standby.{key}"):
                yield _observed(event)


def _seen_echo(place: Place, item: Json) -> Event:
    return replace(echo(place, item), content=None)


def _observed(event: Event) -> Event:
    # whatever it is, answering it is not ours
    if event.customer is None:
        return replace(event, kind=EventKind.UNKNOWN, content=None)
    return replace(event, kind=EventKind.STANDBY)


def handover(place: Place, value: Json) -> Event:
    """The thread changed hands. A model wrote the summary in it; nothing reads that here."""
    moved = required(value, "type", "messaging_handovers")
    roles = inside(value, moved)
    sender = inside(value, "sender")
    return replace(
        place.event(EventKind.HANDOVER, value),
        customer=customer(
            place.contacts, bsuid=sender.get("user_id"), phone_number=_phone_in(sender)
        ),
        handover=HandoverChange(
            type=moved,
            previous_owner_role=text(roles.get("previous_owner_role")),
            new_owner_role=text(roles.get("new_owner_role")),
        ),
    )


def _phone_in(sender: Json) -> object:
    return sender.get("phone_number") or sender.get("wa_id")


def _receiver(place: Place, item: Json) -> CustomerRef | None:
    return customer(
        place.contacts,
        bsuid=item.get("to_user_id") or item.get("recipient"),
        phone_number=item.get("to"),
        parent=item.get("to_parent_user_id"),
    )
