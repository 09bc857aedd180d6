"""The conversation with a customer on one of our numbers, made when there is none yet."""

from wa_support.domain.conversations import Conversation
from wa_support.ports.database import Tx
from wa_support.ports.outside import Ids


def conversation_with(
    tx: Tx, customer_id: str, phone_number_id: str, *, ids: Ids, now: int
) -> Conversation:
    known = tx.conversations.between(phone_number_id, customer_id)
    if known is not None:
        return known
    conversation = Conversation(
        id=ids.new("con"),
        phone_number_id=phone_number_id,
        customer_id=customer_id,
        created_at=now,
    )
    tx.conversations.create(conversation)
    return conversation
