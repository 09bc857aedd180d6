"""Who owns a conversation: every change bumps the epoch and silences the bot's unsent words."""

from dataclasses import replace

from wa_support.domain.conversations import Conversation, Move, Owner, moved
from wa_support.domain.people import AuditRecord
from wa_support.domain.turns import TurnState
from wa_support.ports.database import Tx


def change_owner(
    tx: Tx,
    conversation: Conversation,
    move: Move,
    *,
    now: int,
    actor: str,
    agent: str | None = None,
    reason: str | None = None,
) -> Conversation | None:
    """The conversation under its new owner, saved; None when the move does nothing from here.
    Whom it was to be for and how long it was put off were words about the owner before."""
    owner = moved(conversation.owner, move)
    if owner is None:
        return None
    changed = replace(
        conversation,
        owner=owner,
        epoch=conversation.epoch + 1,
        agent=agent if owner is Owner.AGENT else None,
        elsewhere_at=now if owner is Owner.ELSEWHERE else None,
    )
    if owner is not Owner.AUTOMATED:
        tx.sends.cancel_unsent(conversation.id, reason=f"owner is {owner}")
        waiting = [message.id for message in tx.messages.pending(conversation.id)]
        tx.messages.done(waiting, turn_id=None)
        _leave_turn(tx, conversation.id, now)
        changed = replace(changed, due_at=None, first_pending_at=None)
    tx.conversations.save(changed)
    tx.cases.wake(conversation.id)
    tx.cases.assign(conversation.id, None, now=now)
    tx.audit.add(
        AuditRecord(
            at=now,
            actor=actor,
            action=f"owner_{move}",
            subject=conversation.id,
            detail={
                "from": conversation.owner,
                "to": owner,
                "epoch": changed.epoch,
                "reason": reason,
            },
        )
    )
    return changed


def _leave_turn(tx: Tx, conversation_id: str, now: int) -> None:
    """A turn that was under way must not be taken up again when the bot is back."""
    turn = tx.turns.open_for(conversation_id)
    if turn is not None:
        tx.turns.save(replace(turn, state=TurnState.DISCARDED), now=now)
