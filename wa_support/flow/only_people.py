"""Customers whom only people answer: the bot is paused for them, or a tag says so."""

from wa_support.domain.conversations import Conversation, Owner
from wa_support.domain.policy import Policy
from wa_support.domain.reasons import Reason
from wa_support.ports.database import Tx


def only_people(
    tx: Tx, policy: Policy, conversation: Conversation, now: int
) -> tuple[Reason, bool] | None:
    """Why, and whether the customer is to be told who answers: of a pause they are told once."""
    if conversation.owner is not Owner.AUTOMATED:
        return None
    pause = tx.pauses.of(conversation.customer_id, now)
    if pause is not None:
        tell = pause.told_at is None
        if tell:
            tx.pauses.told(conversation.customer_id, now)
        return Reason.PAUSED, tell
    if policy.people_tags and policy.people_tags & _tags(tx, conversation.id):
        return Reason.TAGGED, True
    return None


def _tags(tx: Tx, conversation_id: str) -> frozenset[str]:
    """Casefolded, as the policy has them."""
    return frozenset(tag.casefold() for tag in tx.cases.tags(conversation_id))
