"""How a message's content lies in its sealed column: JSON with the kind's name in it."""

from dataclasses import asdict
from typing import Any, Final

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

_KINDS: Final[dict[str, type[Content]]] = {
    "text": Text,
    "tap": Tap,
    "media": Media,
    "location": Location,
    "contacts": Contacts,
    "catalog_order": CatalogOrder,
    "flow_reply": FlowReply,
    "unsupported": Unsupported,
}
_NAMES: Final = {kind: name for name, kind in _KINDS.items()}


def content_as_json(content: Content) -> dict[str, Any]:
    return {"is": _NAMES[type(content)], "parts": asdict(content)}


def content_from_json(value: dict[str, Any]) -> Content:
    parts = value["parts"]
    match value["is"]:
        case "media":
            return media_from_json(parts)
        case "contacts":
            return Contacts(names=tuple(parts["names"]), own_phone=parts["own_phone"])
        case name:
            return _KINDS[name](**parts)


def media_from_json(parts: dict[str, Any]) -> Media:
    return Media(**{**parts, "kind": MediaKind(parts["kind"])})
