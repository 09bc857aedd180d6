"""What forbids a send whatever the limits are: ownership, consent, its age, the window."""

from typing import Final

from wa_support.domain.conversations import Conversation, Owner
from wa_support.domain.customers import Customer
from wa_support.domain.delivery import Author, NextStep, SendState
from wa_support.domain.outbound import OutTemplate
from wa_support.domain.sends import Send

PAUSED: Final = "the bot is paused for this customer"
_UNASKED: Final = (
    "late_other_ways:", "other_ways_note:", "window:", "waiting:", "satisfaction:",
    "satisfaction_no:", "remind:", "booking_changed:",
)  # fmt: skip
_OTHERS: Final = frozenset({Owner.AGENT, Owner.ELSEWHERE})


def unasked(send: Send) -> bool:
    """Whether time alone made us say it, by its effect key: it answers nothing."""
    return send.effect_key.startswith(_UNASKED)


def fence(
    send: Send, conversation: Conversation, customer: Customer, now: int, *, paused: bool = False
) -> NextStep | None:
    """What becomes of the send instead of a call; None when nothing stands before it. `paused`: the
    bot says nothing to this customer."""
    if send.author is Author.BOT and conversation.owner is not Owner.AUTOMATED:
        return NextStep(state=SendState.CANCELLED, reason=f"owner is {conversation.owner}")
    if send.author is Author.BOT and conversation.epoch != send.epoch:
        return NextStep(state=SendState.CANCELLED, reason="the conversation was with others since")
    if unasked(send) and conversation.owner in _OTHERS:
        return NextStep(state=SendState.CANCELLED, reason=f"owner is {conversation.owner}")
    if send.author is Author.BOT and paused:
        return NextStep(state=SendState.CANCELLED, reason=PAUSED)
    if _stopped_since(send, customer):
        return NextStep(state=SendState.CANCELLED, reason="the customer stopped all messages")
    if send.not_after is not None and now > send.not_after:
        return NextStep(state=SendState.EXPIRED, reason="too late to be an answer")
    if not conversation.window_open(now) and not isinstance(send.outbound, OutTemplate):
        return NextStep(state=SendState.HELD, reason="the 24 hour window is closed")
    return None


def _stopped_since(send: Send, customer: Customer) -> bool:
    """What a customer asks after their stop is answered; what is older than it is not sent. A
    person answers for their own words."""
    stopped = customer.opted_out_of_all_at
    return send.author is not Author.AGENT and stopped is not None and send.created_at < stopped
