"""Two conversations that turn out to be one customer's, on the same number."""

from dataclasses import replace
from typing import Final

from wa_support.domain.conversations import Conversation, Owner

STRICTEST_FIRST: Final = (
    Owner.AGENT,
    Owner.ELSEWHERE,
    Owner.QUEUED,
    Owner.AUTOMATED,
    Owner.CLOSED,
)
"""Who keeps the bot out for the better reason: a person who answers here, somebody who answers
where we cannot see it, a person who is waited for. A closed one opens by itself at the next
message, so it takes nothing from the assistant."""


def merged(kept: Conversation, gone: Conversation, *, now: int) -> Conversation:
    """`kept` with what `gone` adds to it; not the words, which move beside it.

    The epoch rises above both: nothing that the bot owes from before goes out. The memory is
    `kept`'s without its question, for the next words may answer the other conversation's; tries to
    prove an order are never given back.
    """
    owner = min(kept.owner, gone.owner, key=STRICTEST_FIRST.index)
    newest = max(kept, gone, key=lambda one: one.last_message_at or 0)
    memory = replace(
        kept.memory,
        asked=None,
        choices=(),
        wants=None,
        tell_about=None,
        proof_tries=max(kept.memory.proof_tries, gone.memory.proof_tries),
    )
    changed = replace(
        kept,
        owner=owner,
        epoch=max(kept.epoch, gone.epoch) + 1,
        agent=(kept.agent or gone.agent) if owner is Owner.AGENT else None,
        language=newest.language or kept.language or gone.language,
        window_closes_at=_latest(kept.window_closes_at, gone.window_closes_at),
        last_message_at=_latest(kept.last_message_at, gone.last_message_at),
        elsewhere_at=_latest(kept.elsewhere_at, gone.elsewhere_at)
        if owner is Owner.ELSEWHERE
        else None,
        memory=memory,
    )
    return _waiting(changed, kept, gone, now)


def _waiting(
    changed: Conversation, kept: Conversation, gone: Conversation, now: int
) -> Conversation:
    """What was waited for is due at once; only the assistant has anything to do then."""
    first = _earliest(kept.first_pending_at, gone.first_pending_at)
    due = now if changed.owner is Owner.AUTOMATED else None
    return replace(changed, due_at=due, first_pending_at=first if due else None)


def _latest(one: int | None, other: int | None) -> int | None:
    return max((at for at in (one, other) if at is not None), default=None)


def _earliest(one: int | None, other: int | None) -> int | None:
    return min((at for at in (one, other) if at is not None), default=None)
