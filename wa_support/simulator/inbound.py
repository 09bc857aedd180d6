"""What a customer does with the phone: as part of a webhook's message, and as a bubble."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from wa_support.simulator.media import MediaShelf, StoredMedia


class NotSayable(ValueError):
    """The control API was asked for something that no phone can send."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """`parts` go into the webhook's message, `bubble` on the screen."""

    parts: dict[str, Any]
    bubble: dict[str, Any]


def said(wish: dict[str, Any], media: MediaShelf) -> Said:
    """`wish` has one of text, tap, image, audio, sticker, location, unsupported.

    `true` stands for the sample of a photo, voice note, sticker or place.
    """
    kinds = [kind for kind in _KINDS if wish.get(kind)]
    if len(kinds) != 1:
        raise NotSayable(f"say exactly one of {', '.join(_KINDS)}")
    try:
        return _KINDS[kinds[0]](wish[kinds[0]], media)
    except (KeyError, TypeError, AttributeError) as problem:
        raise NotSayable(f"{kinds[0]} lacks something: {problem}") from problem


def _text(body: Any, _media: MediaShelf) -> Said:
    if not isinstance(body, str):
        raise NotSayable("text must be a string")
    return Said(
        parts={"type": "text", "text": {"body": body}}, bubble={"type": "text", "text": body}
    )


def _tap(tap: dict[str, str], _media: MediaShelf) -> Said:
    kind, chosen, title = tap.get("kind", "button"), tap["id"], tap["title"]
    bubble = {"type": "text", "text": title}
    match kind:
        case "button":
            reply: dict[str, Any] = {
                "type": "button_reply",
                "button_reply": {"id": chosen, "title": title},
            }
        case "list":
            row = {"id": chosen, "title": title}
            if tap.get("description"):
                row["description"] = tap["description"]
                bubble["detail"] = tap["description"]
            reply = {"type": "list_reply", "list_reply": row}
        case "template":
            parts = {"type": "button", "button": {"payload": chosen, "text": title}}
            return Said(parts=parts, bubble=bubble)
        case _:
            raise NotSayable("tap.kind is button, list or template")
    return Said(parts={"type": "interactive", "interactive": reply}, bubble=bubble)


def _image(wish: Any, media: MediaShelf) -> Said:
    stored = media.sample("image")
    item = _file(stored)
    bubble: dict[str, Any] = {"type": "image", "media_id": stored.id}
    if isinstance(wish, dict) and wish.get("caption"):
        item["caption"] = bubble["text"] = wish["caption"]
    return Said(parts={"type": "image", "image": item}, bubble=bubble)


def _audio(_wish: Any, media: MediaShelf) -> Said:
    stored = media.sample("audio")
    parts = {"type": "audio", "audio": _file(stored) | {"voice": True}}
    return Said(parts=parts, bubble={"type": "audio", "media_id": stored.id})


def _sticker(_wish: Any, media: MediaShelf) -> Said:
    stored = media.sample("sticker")
    parts = {"type": "sticker", "sticker": _file(stored) | {"animated": False}}
    return Said(parts=parts, bubble={"type": "sticker", "media_id": stored.id})


def _location(wish: Any, _media: MediaShelf) -> Said:
    place = wish if isinstance(wish, dict) else _SAMPLE_PLACE
    parts = {"type": "location", "location": place}
    words = {"name": place.get("name", ""), "address": place.get("address", "")}
    return Said(parts=parts, bubble={"type": "location"} | words)


def _unsupported(wish: Any, _media: MediaShelf) -> Said:
    kind = wish if isinstance(wish, str) else "pin"
    error = {
        "code": 131051,
        "title": "Message type unknown",
        "message": "Message type unknown",
        "error_data": {"details": "Message type is currently not supported."},
    }
    parts = {"type": "unsupported", "errors": [error], "unsupported": {"type": kind}}
    return Said(parts=parts, bubble={"type": "unsupported", "text": kind})


def _file(media: StoredMedia) -> dict[str, Any]:
    return {"mime_type": media.mime_type, "sha256": media.sha256, "id": media.id}


_SAMPLE_PLACE: Final = {
    "latitude": 37.5796,
    "longitude": 126.977,
    "name": "경복궁 Gyeongbokgung",
    "address": "161 Sajik-ro, Jongno-gu, Seoul",
}

_KINDS: Final[dict[str, Callable[[Any, MediaShelf], Said]]] = {
    "text": _text,
    "tap": _tap,
    "image": _image,
    "audio": _audio,
    "sticker": _sticker,
    "location": _location,
    "unsupported": _unsupported,
}
