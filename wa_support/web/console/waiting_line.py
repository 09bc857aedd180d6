"""Who waits, who is being answered, in the order an agent should look at them."""

from collections.abc import Sequence
from dataclasses import dataclass

from wa_support.domain.conversations import Owner
from wa_support.domain.customers import Customer
from wa_support.domain.views import ConversationSummary
from wa_support.web.console.language import word
from wa_support.web.console.parts import parts
from wa_support.web.console.times import ago, countdown

_OWNERS = (Owner.QUEUED, Owner.AGENT, Owner.AUTOMATED, Owner.ELSEWHERE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """`left` is what remains of the customer service window (`23:58`), None when it has closed."""

    id: str
    owner: str
    agent: str | None
    name: str
    last_words: str
    since: str
    left: str | None
    reason: str | None


def rows() -> Sequence[Row]:
    found = parts().queries.conversations
    return [row(one) for owner in _OWNERS for one in _sorted(owner, found(owner=owner, limit=50))]


def newest(summaries: Sequence[ConversationSummary]) -> ConversationSummary | None:
    return max(summaries, key=lambda one: one.conversation.last_message_at or 0, default=None)


def row(summary: ConversationSummary) -> Row:
    conversation, now = summary.conversation, parts().clock.now()
    since = _waiting_since(summary)
    return Row(
        id=conversation.id,
        owner=conversation.owner,
        agent=conversation.agent,
        name=shown_name(summary.customer),
        last_words=summary.last_text or word("no_words"),
        since=ago(since, now),
        left=countdown(conversation.window_closes_at, now),
        reason=summary.handoff.reason if summary.handoff else None,
    )


def shown_name(customer: Customer) -> str:
    """Their profile name, else the end of their number: screens hide the rest."""
    if customer.name:
        return customer.name
    if customer.phone:
        return word("customer_ending", digits=customer.phone[-4:])
    return word("customer")


def _sorted(owner: Owner, some: Sequence[ConversationSummary]) -> list[ConversationSummary]:
    """The longest wait first in the queue, the newest words first elsewhere."""
    if owner is Owner.QUEUED:
        return sorted(some, key=_waiting_since)
    return sorted(some, key=lambda one: -(one.conversation.last_message_at or 0))


def _waiting_since(summary: ConversationSummary) -> int:
    if summary.conversation.owner is Owner.QUEUED and summary.handoff:
        return summary.handoff.opened_at
    return summary.conversation.last_message_at or summary.conversation.created_at
