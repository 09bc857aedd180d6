"""Faults put in on purpose: an observer that does not see them sees nothing."""

# ruff: noqa: SLF001 - a planted fault replaces what nobody else may touch

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from typing import Any, Final
from unittest.mock import patch

from wa_support.domain.conversations import Owner
from wa_support.domain.delivery import Author, NextStep, SendState
from wa_support.flow import fences, handoffs, inbound, ownership
from wa_support.flow.outcomes import Outcomes
from wa_support.storage.pauses import SqlPauses
from wa_support.storage.sends import SqlSends

_CHANGES_OWNERS: Final = (
    "wa_support.flow.handoffs.change_owner",
    "wa_support.flow.inbound.change_owner",
    "wa_support.flow.agent_acts.change_owner",
)


def _epoch_ignored() -> Iterator[Any]:
    """The fence before an attempt asks only who owns the conversation; and what is still to be
    sent is not cancelled."""
    honest = fences.fence

    def blind(send: Any, conversation: Any, customer: Any, now: int, **more: Any) -> Any:
        return honest(send, replace(conversation, epoch=send.epoch), customer, now, **more)

    yield patch.object(fences, "fence", blind)
    yield patch.object(SqlSends, "cancel_unsent", lambda *_args, **_more: 0)


def _owner_ignored() -> Iterator[Any]:
    honest = fences.fence

    def blind(send: Any, conversation: Any, customer: Any, now: int, **more: Any) -> Any:
        as_it_was = replace(conversation, owner=Owner.AUTOMATED, epoch=send.epoch)
        return honest(send, as_it_was, customer, now, **more)

    yield patch.object(fences, "fence", blind)
    yield patch.object(SqlSends, "cancel_unsent", lambda *_args, **_more: 0)


def _epoch_stays() -> Iterator[Any]:
    """A change of the owner does not count."""
    honest = ownership.change_owner

    def change(tx: Any, conversation: Any, *args: Any, **more: Any) -> Any:
        changed = honest(tx, conversation, *args, **more)
        if changed is None:
            return None
        changed = replace(changed, epoch=conversation.epoch)
        tx.conversations.save(changed)
        return changed

    yield from (patch(name, change) for name in _CHANGES_OWNERS)


def _outcome_without_fence() -> Iterator[Any]:
    """A turn's outcome asks only who owns the conversation now, not whether it is still its own."""
    honest = Outcomes.commit

    def commit(self: Any, leased: Any, *args: Any, **more: Any) -> Any:
        with self.database.read() as tx:
            fresh = tx.conversations.get(leased.conversation.id)
        own = replace(leased.conversation, epoch=fresh.epoch)
        return honest(self, replace(leased, conversation=own), *args, **more)

    yield patch.object(Outcomes, "commit", commit)


def _handoff_left_open() -> Iterator[Any]:
    """A return does not end the handoff, and nothing is answered while one is open."""
    honest = handoffs.give_back

    def give_back(tx: Any, conversation: Any, **more: Any) -> Any:
        opened = tx.handoffs.current(conversation.id)
        back = honest(tx, conversation, **more)
        if opened is not None:
            tx.handoffs.save(opened)
        return back

    yield patch("wa_support.flow.desk.give_back", give_back)
    yield patch("wa_support.flow.waiting.give_back", give_back)


def _people_fenced() -> Iterator[Any]:
    honest = fences.fence

    def strict(send: Any, conversation: Any, customer: Any, now: int, **more: Any) -> Any:
        if send.author is Author.AGENT and send.epoch != conversation.epoch:
            return NextStep(state=SendState.CANCELLED, reason="fenced")
        return honest(send, conversation, customer, now, **more)

    yield patch.object(fences, "fence", strict)


def _memory_kept() -> Iterator[Any]:
    """What was asked before a conversation was resolved is still asked when it opens again."""
    honest_back, honest_heard = handoffs.give_back, inbound.Inbound._heard

    def give_back(tx: Any, conversation: Any, **more: Any) -> Any:
        back = honest_back(tx, conversation, **more)
        if back is not None:
            back = replace(back, purpose="orders")
            tx.conversations.save(back)
        return back

    def heard(self: Any, conversation: Any, event: Any) -> Any:
        changed = honest_heard(self, conversation, event)
        return replace(changed, memory=replace(changed.memory, not_understood=1))

    yield patch("wa_support.flow.desk.give_back", give_back)
    yield patch.object(inbound.Inbound, "_heard", heard)


def _unread_forgotten() -> Iterator[Any]:
    """What was written while the thread was elsewhere lies before nobody when it comes back."""
    honest = handoffs.Handing.back_from_elsewhere

    def back(self: Any, conversation: Any, *, actor: str) -> None:
        honest(self, replace(conversation, last_message_at=0), actor=actor)

    yield patch.object(handoffs.Handing, "back_from_elsewhere", back)


def _newer_swallowed() -> Iterator[Any]:
    """What came while a turn ran is taken for answered by it."""
    honest = Outcomes.commit

    def commit(self: Any, leased: Any, *args: Any, **more: Any) -> Any:
        with self.database.write() as tx:
            waiting = tx.messages.pending(leased.conversation.id)
            tx.messages.done([message.id for message in waiting], turn_id=None)
        return honest(self, leased, *args, **more)

    yield patch.object(Outcomes, "commit", commit)


def _pause_ignored() -> Iterator[Any]:
    """Pauses are noted and nobody asks for them."""
    yield patch.object(SqlPauses, "of", lambda _self, _customer, _now: None)
    yield patch("wa_support.flow.pauses.Pausing._silence", lambda *_args: None)


def _yours_at_once() -> Iterator[Any]:
    yield patch.object(SqlSends, "in_flight", lambda _self, _id: 0)


PLANTS: Final[Mapping[str, tuple[str, Callable[[], Iterator[Any]]]]] = {
    "epoch_ignored": ("I1", _epoch_ignored),
    "owner_ignored": ("I1", _owner_ignored),
    "outcome_without_fence": ("I1", _outcome_without_fence),
    "pause_ignored": ("I1", _pause_ignored),
    "epoch_stays": ("I2", _epoch_stays),
    "handoff_left_open": ("I4", _handoff_left_open),
    "unread_forgotten": ("I4", _unread_forgotten),
    "newer_swallowed": ("I4", _newer_swallowed),
    "people_fenced": ("I5", _people_fenced),
    "memory_kept": ("I6", _memory_kept),
    "yours_at_once": ("I7", _yours_at_once),
}
"""Each with the invariant that must see it."""


@contextmanager
def planted(name: str) -> Iterator[None]:
    with ExitStack() as stack:
        for each in PLANTS[name][1]():
            stack.enter_context(each)
        yield
