"""What came in, as a row of the conversation it belongs to."""

from wa_support.domain.content import words_of
from wa_support.domain.conversations import Conversation
from wa_support.domain.delivery import Author
from wa_support.domain.events import Event
from wa_support.domain.text import MaskedText
from wa_support.domain.turns import UNKNOWN_MESSAGE, StoredMessage
from wa_support.ports.database import Tx
from wa_support.ports.outside import Ids


def written_down(
    tx: Tx, ids: Ids, conversation: Conversation, event: Event, author: Author, *, at: int, now: int
) -> StoredMessage:
    """Not stored yet. `at` by Meta's clock, `now` by ours."""
    return StoredMessage(
        id=ids.new("msg"),
        conversation_id=conversation.id,
        author=author,
        type=event.type or "unknown",
        text=words_of(event.content) if event.content else MaskedText(""),
        at=at,
        received_at=now,
        content=event.content,
        wamid=event.id,
        reply_to=_replied_to(tx, conversation, event),
    )


def _replied_to(tx: Tx, conversation: Conversation, event: Event) -> str | None:
    """Only what was said in the same conversation is ever shown beside it."""
    if event.reply_to is None:
        return None
    return tx.messages.of_wamid(conversation.id, event.reply_to) or UNKNOWN_MESSAGE
