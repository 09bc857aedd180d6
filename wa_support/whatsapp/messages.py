"""`messages[]`: what customers send, and what WhatsApp says about them in between.

Promise to the inside: a `message`, `reaction`, `edit` or `revoke` names its id, its customer and
our number; a `message` has content. Anything less is `unknown` with a note and, where there is a
sender, with content `Unsupported`.
"""

from dataclasses import replace

from wa_support.domain.content import Content, Text
from wa_support.domain.customers import CustomerRef
from wa_support.domain.events import Event, EventKind
from wa_support.domain.text import MaskedText
from wa_support.whatsapp.contents import content_of
from wa_support.whatsapp.place import Place, without_meaning
from wa_support.whatsapp.reading import Json, Odd, customer, inside, required, text
from wa_support.whatsapp.system_messages import system_message

_NO_WORDS = {"system", "request_welcome"}
_POINTING = {
    "reaction": (EventKind.REACTION, "message_id"),
    "edit": (EventKind.EDIT, "original_message_id"),
    "revoke": (EventKind.REVOKE, "original_message_id"),
}


def message(place: Place, item: Json) -> Event:
    event = replace(
        place.event(EventKind.MESSAGE, item),
        group_id=text(item.get("group_id")),
        reply_to=text(inside(item, "context").get("id")),
    )
    if event.type in _NO_WORDS:
        return system_message(event, place.contacts)
    sender = sender_of(place, item)
    try:
        return _complete(replace(said(event, item), customer=sender))
    except Odd as odd:
        return without_meaning(event, str(odd), sender)


def sender_of(place: Place, item: Json) -> CustomerRef | None:
    return customer(
        place.contacts,
        bsuid=item.get("from_user_id"),
        phone_number=item.get("from"),
        parent=item.get("from_parent_user_id"),
    )


def said(event: Event, item: Json) -> Event:
    """The event with its content, or with the message that it points at."""
    if event.type not in _POINTING:
        return replace(event, content=content_of(item))
    kind, key = _POINTING[event.type]
    body = inside(item, event.type)
    target = required(body, key, event.type)
    return replace(event, kind=kind, reply_to=target, content=_new_words(event.type, body))


def _new_words(type: str, body: Json) -> Content | None:
    if type == "edit":
        return content_of(inside(body, "message"))
    emoji = text(body.get("emoji")) if type == "reaction" else None
    return Text(body=MaskedText(emoji)) if emoji else None


def _complete(event: Event) -> Event:
    if event.id is None:
        raise Odd("message has no id")
    if event.customer is None:
        raise Odd("message names no sender")
    if event.phone_number_id is None:
        raise Odd("message names none of our numbers")
    return event
