"""The body of one inbound message, by its `type`.

Source: Meta, "webhooks/reference/messages" and the page of each type.
"""

import json
import re
from collections.abc import Callable
from typing import Final

from wa_support.domain.content import (
    CatalogOrder,
    Contacts,
    Content,
    FlowReply,
    Location,
    Media,
    MediaKind,
    Tap,
    Text,
    Unsupported,
)
from wa_support.domain.text import MaskedText
from wa_support.whatsapp.reading import (
    Json,
    Odd,
    error_code,
    inside,
    listed,
    named,
    number,
    objects,
    phone,
    required,
    text,
    words,
)


def content_of(message: Json) -> Content:
    """Raises Odd for a type we do not know and for a body that its type does not promise."""
    name = text(message.get("type")) or "unknown"
    has_body = isinstance(message.get(name), dict | list)
    if name == "unsupported" or (not has_body and message.get("errors")):
        return _unsupported(message, name)
    if name == "interactive" and not has_body:
        return Unsupported(type=name)
    if name not in _READERS:
        raise Odd(f"message type not known: {named(name)}")
    return _READERS[name](message)


def _unsupported(message: Json, type: str) -> Unsupported:
    what = text(inside(message, "unsupported").get("type"))
    return Unsupported(type=what or type, code=error_code(message))


def _text(message: Json) -> Text:
    body = inside(message, "text").get("body")
    if not isinstance(body, str):
        raise Odd("text.body is missing")
    return Text(body=MaskedText(body))


def _media(message: Json) -> Media:
    kind = MediaKind(message["type"])
    body = inside(message, kind)
    return Media(
        kind=kind,
        media_id=required(body, "id", kind),
        mime_type=text(body.get("mime_type")),
        sha256=text(body.get("sha256")),
        url=text(body.get("url")),
        caption=words(body.get("caption")),
        filename=words(body.get("filename")),
        voice=body.get("voice") is True,
    )


def _location(message: Json) -> Location:
    body = inside(message, "location")
    if not body:
        raise Odd("location is missing")
    return Location(
        latitude=number(body.get("latitude")),
        longitude=number(body.get("longitude")),
        name=words(body.get("name")),
        address=words(body.get("address")),
    )


def _contacts(message: Json) -> Contacts:
    cards = objects(message.get("contacts"))
    if not cards:
        raise Odd("contacts is empty")
    names = (_name_on(card) for card in cards)
    own = (_phone_on(card) for card in cards if card.get("origin") == "contact_request")
    return Contacts(
        names=tuple(name for name in names if name),
        own_phone=next((found for found in own if found), None),
    )


def _name_on(card: Json) -> MaskedText | None:
    name = inside(card, "name")
    return words(name.get("formatted_name")) or words(name.get("first_name"))


def _phone_on(card: Json) -> str | None:
    for entry in objects(card.get("phones")):
        typed = re.sub(r"[^0-9]", "", text(entry.get("phone")) or "")
        found = phone(entry.get("wa_id")) or phone(typed)
        if found:
            return found
    return None


def _button(message: Json) -> Tap:
    body = inside(message, "button")
    label = text(body.get("text"))
    payload = text(body.get("payload")) or label
    if payload is None:
        raise Odd("button has neither payload nor text")
    return Tap(id=payload, title=MaskedText(label or payload))


def _order(message: Json) -> CatalogOrder:
    body = inside(message, "order")
    if not body:
        raise Odd("order is missing")
    return CatalogOrder(items=len(listed(body.get("product_items"))), text=words(body.get("text")))


def _interactive(message: Json) -> Content:
    body = inside(message, "interactive")
    name = text(body.get("type")) or "unknown"
    if name in ("button_reply", "list_reply"):
        reply = inside(body, name)
        title = MaskedText(text(reply.get("title")) or "")
        return Tap(id=required(reply, "id", name), title=title)
    if name == "nfm_reply":
        return _flow_reply(inside(body, name))
    if name in ("call_permission_reply", "product"):
        return Unsupported(type=name)
    raise Odd(f"interactive type not known: {named(name)}")


def _flow_reply(reply: Json) -> FlowReply:
    response = reply.get("response_json")
    if isinstance(response, dict):
        response = json.dumps(response, ensure_ascii=False)
    if not isinstance(response, str):
        raise Odd("nfm_reply.response_json is missing")
    return FlowReply(name=text(reply.get("name")) or "flow", response=MaskedText(response))


_READERS: Final[dict[str, Callable[[Json], Content]]] = {
    "text": _text,
    **dict.fromkeys(MediaKind, _media),
    "location": _location,
    "contacts": _contacts,
    "button": _button,
    "order": _order,
    "interactive": _interactive,
}
