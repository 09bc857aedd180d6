"""Two customers become one, because Meta said that they are."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from wa_support.domain.conversations import Conversation, Owner
from wa_support.domain.customers import AliasKind, Customer
from wa_support.domain.merging import merged
from wa_support.domain.people import AuditRecord, Handoff
from wa_support.domain.turns import TurnState
from wa_support.flow.waking import wake
from wa_support.ports.database import Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class Merging:
    """Merges inside one transaction. A turn that runs meanwhile loses its lease: its outcome finds
    that, and its messages, still pending, are answered by another."""

    tx: Tx
    now: int

    def customers(self, kept: Customer, gone: Customer) -> None:
        """`gone`'s id leads to `kept` afterwards; so do all its names."""
        mine, theirs = self._locked(kept.id, gone.id)
        kept, gone = self.tx.customers.get(kept.id), self.tx.customers.get(gone.id)
        at = {one.phone_number_id: one for one in mine}
        for other in theirs:
            own = at.get(other.phone_number_id)
            if own is not None:
                self._conversations(own, other)
        self.tx.customers.absorb(kept.id, gone.id, now=self.now)
        self._names_and_consent(kept, gone)
        self._note("customers_merged", kept.id, gone.id)

    def _note(self, action: str, kept: str, gone: str, **more: str) -> None:
        detail = {"merged": gone, **more}
        self.tx.audit.add(
            AuditRecord(at=self.now, actor="meta", action=action, subject=kept, detail=detail)
        )

    def _locked(self, kept: str, gone: str) -> tuple[list[Conversation], list[Conversation]]:
        """The conversations of both, taken in the order of their ids: two that merge never wait
        for each other. What anybody records of their consents comes before or after all this."""
        found = self.tx.conversations.of_customers([kept, gone])
        for customer_id in sorted((kept, gone)):
            self.tx.consents.lock(customer_id)
        return (
            [one for one in found if one.customer_id == kept],
            [one for one in found if one.customer_id == gone],
        )

    def _names_and_consent(self, kept: Customer, gone: Customer) -> None:
        for kind, value in (
            (AliasKind.BSUID, gone.bsuid),
            (AliasKind.PHONE, gone.phone),
            (AliasKind.PARENT, gone.parent),
        ):
            if value:
                self.tx.customers.attach(kept.id, kind, value)
        both = replace(
            kept,
            name=kept.name or gone.name,
            opted_out_at=_first(kept.opted_out_at, gone.opted_out_at),
            opted_out_of_all_at=_first(kept.opted_out_of_all_at, gone.opted_out_of_all_at),
        )
        self.tx.customers.save(both)
        self.tx.customers.save_stops(both)

    def _conversations(self, kept: Conversation, gone: Conversation) -> None:
        for one in (kept, gone):
            self._stop(one)
        result = merged(kept, gone, now=self.now)
        waits = any(self._waits(one) for one in (kept, gone))
        open_handoffs = [self.tx.handoffs.current(one.id) for one in (kept, gone)]
        self.tx.conversations.absorb(result, gone.id, now=self.now)
        self._note("conversations_merged", result.id, gone.id, owner=result.owner)
        self._one_handoff(result, [one for one in open_handoffs if one is not None])
        if waits:
            wake(self.tx, result.id, actor="meta", now=self.now)
        if result.owner is not Owner.QUEUED:
            self.tx.cases.assign(result.id, None, now=self.now)
        pending = self.tx.messages.pending(result.id)
        if result.owner is not Owner.AUTOMATED:
            self.tx.messages.done([message.id for message in pending], turn_id=None)
        elif not pending:
            self.tx.conversations.save(replace(result, due_at=None, first_pending_at=None))

    def _waits(self, one: Conversation) -> bool:
        """For a person now: what the other was put off for must not hide it."""
        return one.owner is Owner.QUEUED and self.tx.cases.snoozed(one.id, self.now) is None

    def _stop(self, conversation: Conversation) -> None:
        """What the bot was about to say is not said; what it was to answer waits to be answered."""
        self.tx.messages.reopen_unanswered(conversation.id)
        self.tx.sends.cancel_unsent(conversation.id, reason="the conversation was merged")
        turn = self.tx.turns.open_for(conversation.id)
        if turn is not None:
            self.tx.turns.save(replace(turn, state=TurnState.DISCARDED), now=self.now)

    def _one_handoff(self, conversation: Conversation, opened: Sequence[Handoff]) -> None:
        """The longest-standing stays; whoever has the conversation has taken it."""
        keeps = conversation.owner in {Owner.AGENT, Owner.ELSEWHERE, Owner.QUEUED}
        standing = min(opened, key=lambda one: (one.opened_at, one.id), default=None)
        for one in opened:
            if one is not standing or not keeps:
                self.tx.handoffs.save(replace(one, closed_at=self.now))
        if standing is not None and keeps:
            self.tx.handoffs.save(self._as_owned(standing, conversation))

    def _as_owned(self, handoff: Handoff, conversation: Conversation) -> Handoff:
        if conversation.owner is Owner.AGENT:
            taken_at = handoff.taken_at or self.now
            return replace(handoff, taken_at=taken_at, taken_by=conversation.agent)
        if conversation.owner is Owner.QUEUED:
            return replace(handoff, taken_at=None, taken_by=None)
        return handoff


def _first(one: int | None, other: int | None) -> int | None:
    return min((at for at in (one, other) if at is not None), default=None)
