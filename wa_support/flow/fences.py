"""What forbids a send whatever the limits are: ownership, consent, its age, the window, and what
templates have of their own. Asked in the transaction that commits the attempt."""

from dataclasses import replace
from typing import Final

from wa_support.domain.conversations import Conversation, Owner
from wa_support.domain.customers import Customer
from wa_support.domain.delivery import Author, NextStep, SendState
from wa_support.domain.outbound import OutTemplate
from wa_support.domain.sends import Send
from wa_support.domain.templates.sendable import Ends, NotNow
from wa_support.domain.templates.template import Trigger
from wa_support.domain.watched_bookings import booking_in, still_so
from wa_support.flow.template_question import template_not_now
from wa_support.ports.database import Tx

PAUSED: Final = "the bot is paused for this customer"
WINDOW: Final = "the 24 hour window is closed"
_UNASKED: Final = (
    "late_other_ways:", "other_ways_note:", "window:", "waiting:", "satisfaction:",
    "satisfaction_no:", "remind:", "booking_changed:",
)  # fmt: skip
_OTHERS: Final = frozenset({Owner.AGENT, Owner.ELSEWHERE})
_BEING_CHANGED: Final = NextStep(
    state=SendState.WAITING, wait_ms=200, reason="the customer's consent is being changed"
)
_NOTHING_TO_TELL: Final = NextStep(
    state=SendState.CANCELLED, reason="no answer waits for the customer any more"
)
_VISIT_CHANGED: Final = NextStep(
    state=SendState.CANCELLED, reason="the visit has been moved or cancelled since"
)
_STATES: Final = {
    Ends.NEVER: SendState.CANCELLED,
    Ends.BY_A_PERSON: SendState.HELD,
    Ends.BY_ITSELF: SendState.WAITING,
}


def unasked(send: Send) -> bool:
    """Whether time alone made us say it, by its effect key: it answers nothing."""
    return send.effect_key.startswith(_UNASKED)


def stands_before(
    tx: Tx, send: Send, conversation: Conversation, customer: Customer, now: int
) -> NextStep | None:
    """What becomes of the send instead of a call; None when nothing stands before it.

    Whoever commits an attempt asks here in the same transaction, with the conversation locked: what
    was committed before counts.
    """
    paused = tx.pauses.of(customer.id, now) is not None
    step = fence(send, conversation, customer, now, paused=paused) or _of_visit(tx, send)
    if step is None and isinstance(send.outbound, OutTemplate):
        return _of_template(tx, send, send.outbound, conversation, now)
    return step


def fence(
    send: Send, conversation: Conversation, customer: Customer, now: int, *, paused: bool = False
) -> NextStep | None:
    """What holds for every send. `paused`: the bot says nothing to this customer. Templates need no
    open window, and the customer's will is asked for them more closely."""
    if send.author is Author.BOT and conversation.owner is not Owner.AUTOMATED:
        return NextStep(state=SendState.CANCELLED, reason=f"owner is {conversation.owner}")
    if send.author is Author.BOT and conversation.epoch != send.epoch:
        return NextStep(state=SendState.CANCELLED, reason="the conversation was with others since")
    if unasked(send) and conversation.owner in _OTHERS:
        return NextStep(state=SendState.CANCELLED, reason=f"owner is {conversation.owner}")
    if send.author is Author.BOT and paused:
        return NextStep(state=SendState.CANCELLED, reason=PAUSED)
    free = not isinstance(send.outbound, OutTemplate)
    if free and _stopped_since(send, customer):
        return NextStep(state=SendState.CANCELLED, reason="the customer stopped all messages")
    if send.not_after is not None and now > send.not_after:
        return NextStep(state=SendState.EXPIRED, reason="too late to be an answer")
    if free and not conversation.window_open(now):
        return NextStep(state=SendState.HELD, reason=WINDOW)
    return None


def _of_visit(tx: Tx, send: Send) -> NextStep | None:
    """What was planned about a visit, and waited, may have been overtaken by its customer."""
    booking = booking_in(send.effect_key)
    if booking is None or still_so(send.effect_key, tx.watched_bookings.get(booking)):
        return None
    return _VISIT_CHANGED


def _stopped_since(send: Send, customer: Customer) -> bool:
    """What a customer asks after their stop is answered; what is older than it is not sent. A
    person answers for their own words."""
    stopped = customer.opted_out_of_all_at
    return send.author is not Author.AGENT and stopped is not None and send.created_at < stopped


def _of_template(
    tx: Tx, send: Send, message: OutTemplate, conversation: Conversation, now: int
) -> NextStep | None:
    if not tx.consents.held_still(conversation.customer_id):
        return _BEING_CHANGED
    use = tx.template_uses.of(send.id)
    trigger = use.trigger if use is not None else Trigger.LIST
    if trigger is Trigger.ANSWER_DUE and not _answer_waits(tx, send):
        return _NOTHING_TO_TELL
    why = template_not_now(tx, message, trigger, conversation, now)
    return None if why is None else _step(why, now)


def _answer_waits(tx: Tx, template: Send) -> bool:
    """Who wrote first has it already, and what a person dropped is not told of."""
    told = tx.announcements.of_template(template.id)
    return any(tx.sends.get(each.held_send_id).state is SendState.HELD for each in told)


def _step(why: NotNow, now: int) -> NextStep:
    step = NextStep(state=_STATES[why.ends], reason=why.why)
    return step if why.again_at is None else replace(step, wait_ms=max(why.again_at - now, 1000))
