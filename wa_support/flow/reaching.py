"""Who is meant by a name that people or programs give, and the conversation with them."""

from wa_support.domain.conversations import Conversation
from wa_support.domain.customers import Customer, named
from wa_support.domain.errors import NotAllowed
from wa_support.flow.identity import recognise
from wa_support.ports.database import Tx
from wa_support.ports.outside import Ids


def customer_named(tx: Tx, who: str, *, ids: Ids, now: int) -> Customer:
    """By our id, BSUID or phone; whoever is not known yet is from now on. Raises `NotAllowed`."""
    known = tx.customers.seen_by_hash_of(who)
    if known is not None:
        return known
    ref = named(who)
    if ref is None:
        raise no_name(who)
    return recognise(tx, ref, ids=ids, now=now).customer


def no_name(who: str) -> NotAllowed:
    return NotAllowed(
        f"{who} is no customer's id, BSUID (KR.1234…) or phone with its country code."
    )


def conversation_with(
    tx: Tx, customer_id: str, phone_number_id: str, *, ids: Ids, now: int
) -> Conversation:
    """Made when there is none yet."""
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
