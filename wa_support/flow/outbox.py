"""Sends what is owed: fences in the attempt's transaction, then the call, then what came of it."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Final

from wa_support.domain.conversations import Conversation, Owner
from wa_support.domain.customers import Customer
from wa_support.domain.delivery import (
    Accepted,
    AttemptOutcome,
    Author,
    NextStep,
    NotStarted,
    Rejected,
    SendResult,
    SendState,
    Unknown,
    next_step,
)
from wa_support.domain.sends import Attempt, Send
from wa_support.ports.database import Database, Tx
from wa_support.ports.outside import Clock, CloudApi, Ids

_STALLED_S: Final = 1.0
"""A sender that was frozen this long after its attempt's commit must not call any more: somebody
may have taken the conversation over meanwhile."""
_ABANDONED_MS: Final = 45_000
_PER_SECOND: Final = 80
"""Messages per second and number (Meta, "throughput"); drawn in grants of `_GRANT`."""
_GRANT: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """An attempt that is committed: nothing stands between it and the call."""

    send: Send
    attempt: Attempt
    conversation: Conversation
    customer: Customer
    committed: float


@dataclass(slots=True, kw_only=True)
class Outbox:
    database: Database
    clock: Clock
    ids: Ids
    cloud: CloudApi
    holder: str
    counted: Callable[[str], None]
    _granted: dict[tuple[str, int], int] = field(default_factory=dict)

    def claim(self) -> Callable[[], None] | None:
        """Commits an attempt at the next due message; what it returns makes the call. None: nothing
        is due."""
        with self.database.write() as tx:
            send = tx.sends.claim_due(self.clock.now())
            begun = self._begin(tx, send) if send is not None else None
        if send is None:
            return None
        if begun is None:
            return _nothing
        return partial(self._perform, replace(begun, committed=self.clock.monotonic()))

    def _perform(self, begun: Begun) -> None:
        result = self._call(begun)
        with self.database.write() as tx:
            self._close(tx, begun.attempt, result)

    def settle_abandoned(self) -> int:
        """Attempts whose sender died: a status may have told, else the outcome is unknown."""
        now = self.clock.now()
        with self.database.read() as tx:
            if not tx.sends.abandoned(now - _ABANDONED_MS):
                return 0
        with self.database.write() as tx:
            lost = tx.sends.abandoned(now - _ABANDONED_MS)
            for attempt in lost:
                self._close(tx, attempt, Unknown(details="the sender died during the call"))
        return len(lost)

    def _begin(self, tx: Tx, send: Send) -> Begun | None:
        now = self.clock.now()
        conversation = tx.conversations.get(send.conversation_id)
        refusal = self._refusal(tx, send, conversation, now)
        if refusal is not None:
            tx.sends.move(
                send.id, refusal.state, reason=refusal.reason, due_at=now + refusal.wait_ms
            )
            return None
        attempt = Attempt(
            id=self.ids.new("att"),
            send_id=send.id,
            n=send.tries + 1,
            started_at=now,
            holder=self.holder,
        )
        tx.sends.begin(attempt)
        customer = tx.customers.get(conversation.customer_id)
        return Begun(
            send=send, attempt=attempt, conversation=conversation, customer=customer, committed=0.0
        )

    def _refusal(self, tx: Tx, send: Send, conversation: Conversation, now: int) -> NextStep | None:
        """Ownership, age, window and limits, as they are in the transaction of the attempt."""
        if send.author is Author.BOT and (
            conversation.owner is not Owner.AUTOMATED or conversation.epoch != send.epoch
        ):
            return NextStep(state=SendState.CANCELLED, reason=f"owner is {conversation.owner}")
        if send.not_after is not None and now > send.not_after:
            return NextStep(state=SendState.EXPIRED, reason="too late to be an answer")
        if not conversation.window_open(now):
            return NextStep(state=SendState.HELD, reason="the 24 hour window is closed")
        wait = tx.conversations.take_pair_token(conversation.id, now)
        if wait:
            return NextStep(state=SendState.WAITING, wait_ms=wait, reason="pair rate")
        if not self._granted_token(tx, conversation.phone_number_id, now):
            return NextStep(state=SendState.WAITING, wait_ms=1000 - now % 1000, reason="throughput")
        return None

    def _granted_token(self, tx: Tx, phone_number_id: str, now: int) -> bool:
        key = (phone_number_id, now // 1000)
        left = self._granted.get(key, 0)
        if left == 0:
            left = tx.sends.grant(phone_number_id, now // 1000, _GRANT, _PER_SECOND)
            self._granted = {key: left}
        if left == 0:
            return False
        self._granted[key] = left - 1
        return True

    def _call(self, begun: Begun) -> SendResult:
        if self.clock.monotonic() - begun.committed > _STALLED_S:
            return NotStarted(details="the sender stalled before the call")
        return self.cloud.send(
            begun.conversation.phone_number_id,
            phone=begun.customer.phone,
            bsuid=begun.customer.bsuid,
            message=begun.send.outbound,
            attempt_id=begun.attempt.id,
        )

    def _close(self, tx: Tx, attempt: Attempt, result: SendResult) -> None:
        now = self.clock.now()
        if not tx.sends.end(_ended(attempt, result, now)):
            return
        step = next_step(result, attempt.n)
        tx.sends.move(attempt.send_id, step.state, reason=step.reason, due_at=now + step.wait_ms)
        self.counted(_ended(attempt, result, now).outcome)
        self._hear_what_came_before(tx, attempt, result)

    def _hear_what_came_before(self, tx: Tx, attempt: Attempt, result: SendResult) -> None:
        """Statuses can overtake the answer to our own call."""
        if isinstance(result, Accepted):
            for change, at in tx.sends.take_orphans(result.wamid):
                tx.sends.deliver(attempt.id, change.status, at)
        known = tx.sends.attempt(id=attempt.id)
        if isinstance(result, Unknown) and known is not None and known.delivery is not None:
            tx.sends.resolve(attempt.id, AttemptOutcome.ACCEPTED, wamid=known.wamid)
            tx.sends.move(attempt.send_id, SendState.DONE)


def _ended(attempt: Attempt, result: SendResult, now: int) -> Attempt:
    match result:
        case Accepted(wamid=wamid, http_status=status):
            return replace(
                attempt,
                outcome=AttemptOutcome.ACCEPTED,
                wamid=wamid,
                http_status=status,
                ended_at=now,
            )
        case Rejected(code=code, details=details, http_status=status):
            return replace(
                attempt,
                outcome=AttemptOutcome.REJECTED,
                code=code,
                details=details,
                http_status=status,
                ended_at=now,
            )
        case NotStarted(details=details):
            return replace(
                attempt, outcome=AttemptOutcome.NOT_STARTED, details=details, ended_at=now
            )
        case Unknown(details=details, http_status=http_status):
            return replace(
                attempt,
                outcome=AttemptOutcome.UNKNOWN,
                details=details,
                http_status=http_status,
                ended_at=now,
            )


def _nothing() -> None:
    """The fences have decided; there is no call to make."""
