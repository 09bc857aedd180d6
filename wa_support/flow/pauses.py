"""People tell the bot to say nothing to a customer, before they ever wrote if need be."""

from dataclasses import dataclass
from typing import Final

from wa_support.domain.conversations import Conversation, Owner
from wa_support.domain.errors import NotAllowed
from wa_support.domain.pauses import Pause
from wa_support.domain.people import AuditRecord
from wa_support.domain.reasons import Reason
from wa_support.flow.handoffs import Handing
from wa_support.flow.policy_book import PolicyBook
from wa_support.flow.reaching import customer_named
from wa_support.flow.refusals import PAUSE_TOO_FAR
from wa_support.ports.database import Database, Tx
from wa_support.ports.outside import Clock, Ids

_LONGEST_MS: Final = 100 * 366 * 86_400_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Pausing:
    """`who` is a customer's id, BSUID or phone. Raises `NotAllowed` with a plain sentence."""

    database: Database
    clock: Clock
    ids: Ids
    book: PolicyBook

    def pause(self, who: str, *, by: str, until: int | None = None) -> str:
        """The customer's id. `until` in UTC milliseconds, None for ever; whoever is not known yet
        is from now on. What the bot owed them lies before a person."""
        now = self.clock.now()
        if until is not None and until <= now:
            raise NotAllowed("That moment has passed already.")
        if until is not None and until > now + _LONGEST_MS:
            raise NotAllowed(PAUSE_TOO_FAR)
        with self.database.write() as tx:
            customer = customer_named(tx, who, ids=self.ids, now=now)
            tx.pauses.end(customer.id, now=now)
            pause = Pause(
                id=self.ids.new("pau"), customer_id=customer.id, by=by, at=now, until=until
            )
            tx.pauses.add(pause)
            self._note(tx, "bot_paused", by, customer.id, now, until)
            for conversation in tx.conversations.of_customers([customer.id]):
                self._silence(tx, conversation, pause, now)
            return customer.id

    def unpause(self, who: str, *, by: str) -> str:
        """The customer's id. The bot answers what they write from now on; what people have stays
        with them."""
        now = self.clock.now()
        with self.database.write() as tx:
            customer = tx.customers.seen_by_hash_of(who)
            if customer is None or not tx.pauses.end(customer.id, now=now):
                raise NotAllowed(f"The bot is not paused for {who}.")
            self._note(tx, "bot_unpaused", by, customer.id, now, None)
            return customer.id

    def paused(self, customer_id: str) -> Pause | None:
        """The pause that holds now."""
        with self.database.read() as tx:
            return tx.pauses.of(customer_id, self.clock.now())

    def _silence(self, tx: Tx, conversation: Conversation, pause: Pause, now: int) -> None:
        """A turn that runs, and words not sent yet, are over: their question goes to a person."""
        if conversation.owner is not Owner.AUTOMATED:
            return
        unsent = tx.sends.cancel_unsent(conversation.id, reason="the bot is paused")
        if unsent or tx.messages.pending(conversation.id):
            handing = Handing(tx=tx, ids=self.ids, rulebook=self.book.current(tx), now=now)
            hand_over_paused(handing, conversation, pause, cause=f"{pause.id}:{conversation.id}")

    def _note(
        self, tx: Tx, action: str, by: str, customer_id: str, now: int, until: int | None
    ) -> None:
        detail = {} if until is None else {"until": until}
        tx.audit.add(
            AuditRecord(at=now, actor=by, action=action, subject=customer_id, detail=detail)
        )


def hand_over_paused(
    handing: Handing,
    conversation: Conversation,
    pause: Pause,
    *,
    cause: str,
    turn_id: str | None = None,
) -> Conversation | None:
    """The customer is told once that people answer; after that only people speak."""
    tell = pause.told_at is None and conversation.window_open(handing.now)
    queued = handing.over(
        conversation, reason=Reason.PAUSED, cause=cause, tell=tell, turn_id=turn_id
    )
    if queued is not None and tell:
        handing.tx.pauses.told(pause.customer_id, handing.now)
    return queued
