"""What a burst of messages amounts to: words, a tap, or something that has neither."""

from collections.abc import Sequence
from dataclasses import dataclass

from wa_support.domain.content import (
    CatalogOrder,
    Contacts,
    FlowReply,
    Location,
    Media,
    MediaKind,
    Tap,
    Text,
    Unsupported,
    words_of,
)
from wa_support.domain.gate.rules import Heard
from wa_support.domain.turns import StoredMessage

RESEND_CODE = 131060
"""Meta: "this message is currently unavailable"; the customer must send it again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Burst:
    """`photo_ids` are the messages with a picture or document, `unread` the kind we cannot open."""

    heard: Heard
    photo_ids: tuple[str, ...] = ()
    unread: str | None = None
    resend: bool = False

    @property
    def wordless(self) -> bool:
        return self.heard.tap is None and not self.heard.text.strip()


def hear(messages: Sequence[StoredMessage]) -> Burst:
    taps = [message.content.id for message in messages if isinstance(message.content, Tap)]
    text = "\n".join(words for message in messages if (words := _written(message)))
    return Burst(
        heard=Heard(text=text, tap=taps[-1] if taps else None),
        photo_ids=tuple(message.id for message in messages if _is_photo(message)),
        unread=next((kind for message in messages if (kind := _unread(message))), None),
        resend=any(_wants_resend(message) for message in messages),
    )


def _written(message: StoredMessage) -> str:
    match message.content:
        case Text() | Media():
            return words_of(message.content)
        case _:
            return ""


def _is_photo(message: StoredMessage) -> bool:
    match message.content:
        case Media(kind=kind):
            return kind in {MediaKind.IMAGE, MediaKind.DOCUMENT, MediaKind.VIDEO}
        case _:
            return False


def _unread(message: StoredMessage) -> str | None:
    match message.content:
        case Media(kind=MediaKind.AUDIO | MediaKind.STICKER as kind):
            return str(kind)
        case Location():
            return "location"
        case Contacts():
            return "contacts"
        case CatalogOrder():
            return "catalog_order"
        case FlowReply():
            return "flow"
        case Unsupported():
            return "unsupported"
        case _:
            return None


def _wants_resend(message: StoredMessage) -> bool:
    return isinstance(message.content, Unsupported) and message.content.code == RESEND_CODE
