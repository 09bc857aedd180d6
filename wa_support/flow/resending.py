"""Sends the bot's words once more when nobody can tell whether they arrived.

There is no idempotency key, so a second message may be a double: only while statuses of the same
number come in, so that a missing one means something, and never more often than the policy says.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from wa_support.domain.conversations import WINDOW_MS
from wa_support.domain.delivery import AttemptOutcome, Author, SendState
from wa_support.domain.outbound import OutTemplate
from wa_support.domain.people import AuditRecord
from wa_support.domain.sends import Attempt, Send
from wa_support.flow.fences import stands_before
from wa_support.flow.policy_book import PolicyBook
from wa_support.ports.database import Database, Tx
from wa_support.ports.outside import Clock

RECONCILE_MS: Final = 60_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Resending:
    """`counted` is called for each message that is sent again."""

    database: Database
    clock: Clock
    book: PolicyBook
    counted: Callable[[], None]

    def look(self) -> int:
        """How many were made ready again."""
        now = self.clock.now()
        with self.database.read() as tx:
            found = tx.sends.unanswered(since=now - WINDOW_MS, before=now - RECONCILE_MS)
            may = [send.id for send in found if self._may(tx, send.id, now)]
        return sum(self._again(send_id) for send_id in may)

    def _again(self, send_id: str) -> bool:
        now = self.clock.now()
        with self.database.write() as tx:
            if not self._may(tx, send_id, now):
                return False
            # A status waits for nobody, and may have told of it since.
            if not tx.sends.move(send_id, SendState.READY, due_at=now, still=SendState.HELD):
                return False
            tx.audit.add(AuditRecord(at=now, actor="bot", action="send_again", subject=send_id))
        self.counted()
        return True

    def _may(self, tx: Tx, send_id: str, now: int) -> bool:
        conversation = tx.conversations.get(tx.sends.get(send_id).conversation_id)
        customer = tx.customers.get(conversation.customer_id)
        send, attempts = tx.sends.get(send_id), tx.sends.attempts_of(send_id)
        most = self.book.current(tx).policy.resend_unknown.text
        return (
            _nobody_knows(send, attempts, now - RECONCILE_MS)
            and len(_unknown(attempts)) <= most
            and _statuses_flow(tx, conversation.phone_number_id, attempts[-1])
            and stands_before(tx, send, conversation, customer, now) is None
        )


def _nobody_knows(send: Send, attempts: list[Attempt], before: int) -> bool:
    """Words of ours, held for that reason alone. An agent's are for a person to decide, and so are
    templates: they cost money, and Meta may keep one back for hours without a word."""
    persons = send.author is Author.AGENT or isinstance(send.outbound, OutTemplate)
    if send.state is not SendState.HELD or persons or not attempts:
        return False
    last = attempts[-1]
    return last.outcome is AttemptOutcome.UNKNOWN and (last.ended_at or before) <= before


def _unknown(attempts: list[Attempt]) -> list[Attempt]:
    return [attempt for attempt in attempts if attempt.outcome is AttemptOutcome.UNKNOWN]


def _statuses_flow(tx: Tx, phone_number_id: str, attempt: Attempt) -> bool:
    """Meta has told us of something that happened after we had given up on the attempt: a status
    of its own would have come by now. Its clock counts whole seconds."""
    newest = tx.status_flow.newest(phone_number_id)
    return newest is not None and newest > (attempt.ended_at or attempt.started_at)
