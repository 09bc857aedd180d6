"""What a customer can send: one frozen class per kind that we treat differently.

Source of the shapes: Meta's "webhooks/reference/messages" pages.
"""

from dataclasses import dataclass
from enum import StrEnum

from wa_support.domain.text import MaskedText


class MediaKind(StrEnum):
    IMAGE = "image"
    VIDEO = "video"
    AUDIO = "audio"
    DOCUMENT = "document"
    STICKER = "sticker"


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    body: MaskedText


@dataclass(frozen=True, slots=True, kw_only=True)
class Tap:
    """A button, list row or template quick reply; `id` is what we sent, `title` its label."""

    id: str
    title: MaskedText


@dataclass(frozen=True, slots=True, kw_only=True)
class Media:
    """A photo, film, voice note, document or sticker. `sha256` is base64, `url` lives 5 minutes."""

    kind: MediaKind
    media_id: str
    mime_type: str | None = None
    sha256: str | None = None
    url: str | None = None
    caption: MaskedText | None = None
    filename: MaskedText | None = None
    voice: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    latitude: float | None = None
    longitude: float | None = None
    name: MaskedText | None = None
    address: MaskedText | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Contacts:
    """Shared contact cards; `names` for the transcript, `own_phone` when they shared their own."""

    names: tuple[MaskedText, ...]
    own_phone: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogOrder:
    """A cart sent from the WhatsApp catalogue."""

    items: int
    text: MaskedText | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowReply:
    """An answered WhatsApp Flow (`interactive.nfm_reply`)."""

    name: str
    response: MaskedText


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsupported:
    """Something that WhatsApp or we cannot read: `type` says what, `code` is Meta's error code."""

    type: str
    code: int | None = None


Content = Text | Tap | Media | Location | Contacts | CatalogOrder | FlowReply | Unsupported


def words_of(content: Content) -> MaskedText:
    """The customer's own words in it, empty when there are none."""
    match content:
        case Text(body=words) | Tap(title=words) | FlowReply(response=words):
            return words
        case Media(caption=words) | CatalogOrder(text=words) | Location(name=words):
            return words or MaskedText("")
        case _:
            return MaskedText("")
