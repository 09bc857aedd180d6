"""What a person decides about a message that was not sent, or that nobody knows about."""

from dataclasses import dataclass, replace

from wa_support.domain.delivery import AttemptOutcome, SendState
from wa_support.domain.errors import NotAllowed
from wa_support.domain.outbound import OutTemplate
from wa_support.domain.people import AuditRecord
from wa_support.domain.sends import Send
from wa_support.flow.fences import stands_before
from wa_support.flow.lost_words import LostWords
from wa_support.flow.policy_book import PolicyBook
from wa_support.ports.database import Database, Tx
from wa_support.ports.outside import Clock, Ids


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldSends:
    """Both methods raise `NotAllowed`, and then nothing has changed."""

    database: Database
    clock: Clock
    ids: Ids
    book: PolicyBook

    def may_double(self, send_id: str) -> bool:
        """True when Meta may have it already: an attempt's outcome is unknown."""
        with self.database.read() as tx:
            attempts = tx.sends.attempts_of(tx.sends.get(send_id).id)
        return any(attempt.outcome is AttemptOutcome.UNKNOWN for attempt in attempts)

    def release(self, send_id: str, *, by: str) -> None:
        """Ready again: who releases it says that its words are still true, so they no longer
        expire by themselves. Every other fence is asked here, and again when it is claimed."""
        now = self.clock.now()
        with self.database.write() as tx:
            send = replace(_held(tx, send_id), not_after=None)
            self._may_go(tx, send, now)
            # A status waits for nobody, and may have told of it since.
            if not tx.sends.release(send_id, now):
                raise NotAllowed(f"{send_id} is not held any more")
            tx.audit.add(AuditRecord(at=now, actor=by, action="send_released", subject=send_id))

    def drop(self, send_id: str, *, by: str, reason: str) -> None:
        """What a dropped template was to tell of goes to a person."""
        now = self.clock.now()
        with self.database.write() as tx:
            send = _held(tx, send_id)
            tx.sends.move(send_id, SendState.CANCELLED, reason=reason)
            if isinstance(send.outbound, OutTemplate):
                rulebook = self.book.current(tx)
                lost = LostWords(tx=tx, ids=self.ids, rulebook=rulebook, now=now)
                lost.hand_over(send_id, tell=False)
            detail = {"reason": reason}
            tx.audit.add(
                AuditRecord(at=now, actor=by, action="send_dropped", subject=send_id, detail=detail)
            )

    def _may_go(self, tx: Tx, send: Send, now: int) -> None:
        conversation = tx.conversations.get(send.conversation_id)
        customer = tx.customers.get(conversation.customer_id)
        stopped = stands_before(tx, send, conversation, customer, now)
        if stopped is not None and stopped.state is not SendState.WAITING:
            raise NotAllowed(f"{send.id} would not be sent: {stopped.reason}")


def _held(tx: Tx, send_id: str) -> Send:
    """The conversation is locked first, as everywhere."""
    tx.conversations.get(tx.sends.get(send_id).conversation_id)
    send = tx.sends.get(send_id)
    if send.state is not SendState.HELD:
        raise NotAllowed(f"{send_id} is {send.state}, not held")
    return send
